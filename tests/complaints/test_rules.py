"""What the law makes of an assessment, case by case with the authority."""

import pytest

from complaints.criteria import CRITERIA, Duty, criteria_for
from complaints.models import Answer
from complaints.rules import Consequences, consequences, faults, findings_for
from complaints.workflow import Finding, Road, Route

OUTSIDE, HAND_OVER, SCHEDULE_3 = Route.OUTSIDE_SCHEDULE_3, Route.HAND_OVER, Route.SCHEDULE_3
NO_CONTACT = {"contacted": False, "agreed": None}


def assessed(road: Road, *met: str, **facts: object) -> Consequences:
    answers = {c.code: Answer.NO for c in criteria_for(road)} | dict.fromkeys(met, Answer.YES)
    given = {"model": 2, "agreed": True, "contacted": True, "answers": answers} | facts
    return consequences(road, **given)


CASES = [
    # Sch 3 para 2(6C): nothing requires recording and the complainant agrees.
    ("2(6C)", Road.FORCE, (), {}, (OUTSIDE,)),
    ("2(6C)", Road.CHIEF_CONSTABLE, (), {}, (OUTSIDE,)),
    # Sch 3 para 2(6A)(a): the complainant may ask at any time.
    ("2(6A)", Road.FORCE, ("asked_to_record",), {}, (HAND_OVER,)),
    ("2(6A)", Road.CHIEF_CONSTABLE, ("asked_to_record",), {}, (SCHEDULE_3,)),
    # Sch 3 para 2(6A)(b): the authority so decides.
    ("2(6A)", Road.FORCE, ("authority_decides",), {}, (HAND_OVER,)),
    # Sch 3 para 2(6B)(a) to (c).
    ("2(6B)", Road.FORCE, ("death_or_serious_injury",), {}, (HAND_OVER,)),
    ("2(6B)", Road.FORCE, ("crime_or_discipline",), {}, (HAND_OVER,)),
    ("2(6B)", Road.FORCE, ("article_2_or_3",), {}, (HAND_OVER,)),
    # Sch 3 para 2(6B)(d): what must be referred must be recorded.
    ("reg 4(1)(a)(i)", Road.FORCE, ("serious_assault",), {}, (HAND_OVER,)),
    ("reg 4(1)(a)(iii)", Road.CHIEF_CONSTABLE, ("serious_corruption",), {}, (SCHEDULE_3,)),
    ("reg 4(1)(c)", Road.CHIEF_CONSTABLE, ("cannot_exclude",), {}, (SCHEDULE_3,)),
    ("para 4(1)(c)", Road.CHIEF_CONSTABLE, ("called_in",), {}, (SCHEDULE_3,)),
    # Sch 3 para 2(6): views are sought before the decision, either way.
    ("2(6)", Road.FORCE, (), NO_CONTACT, ()),
    ("2(6)", Road.FORCE, ("asked_to_record",), NO_CONTACT, ()),
    (
        "2(6)",
        Road.FORCE,
        ("asked_to_record",),
        NO_CONTACT | {"no_contact_reason": "Gave no address"},
        (HAND_OVER,),
    ),
    # A complainant who does not agree is recorded.
    ("2(6C)", Road.FORCE, (), {"agreed": False}, (HAND_OVER,)),
    ("2(6C)", Road.CHIEF_CONSTABLE, (), {"agreed": False}, (SCHEDULE_3,)),
    ("2(6C)", Road.FORCE, (), {"agreed": None}, ()),
    # PRA 2002 s.13A(2): only under models 2 and 3 does the office make contact and resolve.
    ("s.13A", Road.FORCE, (), {"model": 1}, (HAND_OVER,)),
    ("s.13A", Road.FORCE, (), {"model": 1} | NO_CONTACT, (HAND_OVER,)),
    ("s.13A", Road.FORCE, (), {"model": 3}, (OUTSIDE,)),
    # For the Chief Constable the office is appropriate authority under every model.
    ("s.29", Road.CHIEF_CONSTABLE, (), {"model": 1}, (OUTSIDE,)),
    # Office staff are under neither scheme: no question, one road.
    ("local", Road.STAFF, (), NO_CONTACT, (Route.LOCAL_POLICY,)),
    ("local", Road.OTHER, (), {}, ()),
]


@pytest.mark.parametrize(("citation", "road", "met", "facts", "routes"), CASES)
def test_the_routes_open_to_a_complaint_are_those_the_law_allows(citation, road, met, facts, routes):
    found = assessed(road, *met, **facts)

    assert found.allowed_routes == routes
    assert all(found.refusals[route] for route in found.refusals if route not in routes)


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=str)
@pytest.mark.parametrize("road", [Road.FORCE, Road.CHIEF_CONSTABLE])
def test_any_criterion_met_requires_recording_and_says_why(road, criterion):
    if road not in criterion.roads:
        assert criterion not in criteria_for(road)
        return

    found = assessed(road, criterion.code)

    assert found.must_record
    assert found.must_refer is (criterion.duty is Duty.REFER)
    assert OUTSIDE not in found.allowed_routes
    assert len(found.because) == 1
    assert criterion.because in found.because[0]
    assert criterion.citation in found.because[0]


def test_a_criterion_not_known_yet_keeps_a_complaint_from_being_resolved_informally():
    answers = {c.code: Answer.NO for c in criteria_for(Road.FORCE)} | {"serious_assault": Answer.NOT_KNOWN}

    found = assessed(Road.FORCE, answers=answers)

    assert not found.must_record
    assert "Is a serious assault alleged?" in found.refusals[OUTSIDE][0]


def test_a_criterion_left_out_is_as_one_not_known():
    found = assessed(Road.FORCE, answers={})

    assert OUTSIDE not in found.allowed_routes


def test_the_cannot_exclude_question_is_asked_only_about_a_chief_officer():
    """PCMR 2020 reg 4(1)(c)."""
    asked = {road: {criterion.code for criterion in criteria_for(road)} for road in Road}

    assert [road for road in Road if "cannot_exclude" in asked[road]] == [Road.CHIEF_CONSTABLE]


def test_not_knowing_whether_proceedings_can_be_ruled_out_is_no_answer():
    """PCMR 2020 reg 4(1)(c): an authority that does not know is not satisfied."""
    answers = {c.code: Answer.NO for c in criteria_for(Road.CHIEF_CONSTABLE)}

    found = faults(Road.CHIEF_CONSTABLE, answers | {"cannot_exclude": Answer.NOT_KNOWN}, {})

    assert list(found) == ["cannot_exclude"]


def test_every_question_is_answered_and_every_yes_has_a_reason():
    answers = {c.code: Answer.NO for c in criteria_for(Road.FORCE)}
    answers["serious_assault"] = Answer.YES
    del answers["called_in"]

    found = faults(Road.FORCE, answers, {"serious_assault": " "})

    assert found == {
        "serious_assault": "Enter why a serious assault is alleged",
        "called_in": "Select an answer: Has the IOPC called the complaint in?",
    }


@pytest.mark.parametrize("road", [Road.FORCE, Road.CHIEF_CONSTABLE])
@pytest.mark.parametrize(
    ("first", "second"),
    [(Answer.YES, Answer.NO), (Answer.NO, Answer.YES), (Answer.NOT_KNOWN, Answer.NO)],
)
def test_two_questions_about_one_fact_have_one_answer(road, first, second):
    answers = {c.code: Answer.NO for c in criteria_for(road)}
    answers |= {"death_or_serious_injury": first, "resulted_in_death_or_serious_injury": second}
    reasons = dict.fromkeys(answers, "As she tells it.")

    found = faults(road, answers, reasons)

    assert list(found) == ["resulted_in_death_or_serious_injury"]
    assert "the same fact differently" in found["resulted_in_death_or_serious_injury"]


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=lambda criterion: criterion.code)
def test_every_question_that_says_it_asks_the_same_fact_is_held_to_it(criterion):
    assert ("same fact" in criterion.meaning) == (criterion.same_fact is not None)


@pytest.mark.parametrize("road", [Road.FORCE, Road.CHIEF_CONSTABLE])
def test_outside_schedule_3_a_finding_is_only_whether_it_was_resolved(road):
    assert findings_for(road, Route.OUTSIDE_SCHEDULE_3) == (Finding.RESOLVED, Finding.NOT_RESOLVED)


def test_under_schedule_3_a_finding_is_about_the_service_and_never_upheld():
    found = findings_for(Road.CHIEF_CONSTABLE, Route.SCHEDULE_3)

    assert found == (Finding.ACCEPTABLE, Finding.NOT_ACCEPTABLE, Finding.UNABLE_TO_DETERMINE)
    assert not any("upheld" in finding.label.lower() for finding in Finding)
