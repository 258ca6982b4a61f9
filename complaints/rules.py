"""What the law makes of an assessment. Pure: the action, the form's running result and the tests share it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from complaints.criteria import CANNOT_EXCLUDE, Criterion, Duty, criteria_for
from complaints.models.assessment import Answer
from complaints.workflow import FINDINGS, ROUTES, Finding, Road, Route


@dataclass(frozen=True)
class Consequences:
    """What follows from the answers so far. `refusals` says of each other route why it is closed."""

    must_record: bool
    must_refer: bool
    allowed_routes: tuple[Route, ...]
    refusals: Mapping[Route, tuple[str, ...]]
    because: tuple[str, ...]


def consequences(
    road: Road,
    *,
    model: int,
    answers: Mapping[str, Answer],
    agreed: bool | None,
    contacted: bool,
    no_contact_reason: str = "",
) -> Consequences:
    """Apply PRA 2002 Sch 3 paras 2(6) to 2(6C) and 4, and the split of work of PRA 2002 s.13A."""
    met = [c for c in criteria_for(road) if answers.get(c.code) == Answer.YES]
    must_refer = any(criterion.duty is Duty.REFER for criterion in met)
    # Sch 3 para 2(6B): what must be referred must be recorded too.
    facts = _Facts(road, model, bool(met), agreed, contacted, no_contact_reason, _open(road, answers))
    refusals = {route: tuple(facts.refusals(route)) for route in ROUTES[road]}
    return Consequences(
        must_record=bool(met),
        must_refer=must_refer,
        allowed_routes=tuple(route for route, reasons in refusals.items() if not reasons),
        refusals=refusals,
        because=tuple(_because(road, criterion) for criterion in met),
    )


def faults(road: Road, answers: Mapping[str, Answer], reasons: Mapping[str, str]) -> dict[str, str]:
    """What is missing or cannot be answered so, by criterion, in words for whoever assesses."""
    found = {}
    for criterion in criteria_for(road):
        answer = answers.get(criterion.code)
        if not answer:
            found[criterion.code] = f"Select an answer: {criterion.question}"
        elif answer == Answer.YES and not reasons.get(criterion.code, "").strip():
            found[criterion.code] = f"Enter why {criterion.because}"
        elif criterion is CANNOT_EXCLUDE and answer == Answer.NOT_KNOWN:
            # Reg 4(1)(c) asks whether the authority is satisfied; one that does not know is not.
            found[criterion.code] = (
                "Select yes or no. If you do not know, you cannot rule it out: the answer is yes."
            )
        elif criterion.same_fact and answer != answers.get(criterion.same_fact.code, answer):
            found[criterion.code] = (
                "You answered two questions about the same fact differently. Give one answer to both: "
                f"{criterion.same_fact.question}"
            )
    return found


def findings_for(road: Road, route: str) -> tuple[Finding, ...]:
    """The words a finding may have: outside Schedule 3 only whether it was resolved, on any road."""
    return FINDINGS[Road.FORCE] if route == Route.OUTSIDE_SCHEDULE_3 else FINDINGS[road]


@dataclass(frozen=True)
class _Facts:
    road: Road
    model: int
    must_record: bool
    agreed: bool | None
    contacted: bool
    no_contact_reason: str
    not_known: tuple[Criterion, ...]

    def refusals(self, route: Route) -> Iterator[str]:
        match route:
            case Route.OUTSIDE_SCHEDULE_3:
                yield from self._against_resolving()
            case Route.HAND_OVER | Route.SCHEDULE_3:
                yield from self._against_recording()

    def _against_resolving(self) -> Iterator[str]:
        if self.must_record:
            yield "It cannot be resolved outside Schedule 3, because it must be recorded."
        if self.road == Road.FORCE and self.model == 1:
            yield (
                "This office worked under model 1 when the complaint was made, so the force makes first "
                "contact and resolves. The office may not."
            )
        if not self.contacted:
            yield "Speak to the complainant about how they want it handled before you resolve it informally."
        if self.agreed is None and self.contacted:
            yield "Say whether the complainant agrees to resolve it informally."
        if self.agreed is False:
            yield "The complainant does not agree to resolve it informally, so it must be recorded."
        if self.not_known:
            yield (
                "While an answer is “not known yet” you cannot be sure that nothing requires it to be "
                f"recorded. Answer yes or no: {self.not_known[0].question}"
            )

    def _against_recording(self) -> Iterator[str]:
        passed_on = self.road == Road.FORCE and self.model == 1
        if not (self.must_record or self.agreed is False or passed_on):
            yield (
                "Nothing you have answered requires it to be recorded. If it should be all the same, answer "
                "yes to that question and say why."
            )
        if not (self.contacted or self.no_contact_reason.strip() or passed_on):
            yield (
                "The complainant must be asked for their views before it is recorded. Contact them first, "
                "or say why you did not."
            )


def _open(road: Road, answers: Mapping[str, Answer]) -> tuple[Criterion, ...]:
    return tuple(c for c in criteria_for(road) if answers.get(c.code, Answer.NOT_KNOWN) == Answer.NOT_KNOWN)


def _because(road: Road, criterion: Criterion) -> str:
    if criterion.duty is Duty.RECORD:
        duty = "It must be recorded"
    elif road == Road.FORCE:
        duty = "It must go to the force today, which must refer it to the IOPC"
    else:
        duty = "It must be recorded and referred to the IOPC by the end of tomorrow"
    return f"{duty}, because {criterion.because} ({criterion.citation})."
