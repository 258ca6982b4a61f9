"""Which clocks run on which road, and by what authority."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.approvals import actions as approvals
from casework.approvals.models import ApprovalRequest
from casework.deadlines.clocks import Authority, Party, clock_named
from casework.deadlines.models import Deadline
from casework.people.models import Office
from casework.people.posts import Post
from complaints.actions.handling import record_contact
from complaints.actions.log import reroute_complaint
from complaints.actions.refused import Refused
from complaints.actions.timeliness import record_timeliness_report
from complaints.acts import Situation, allowed_actions
from complaints.models import Complaint, Contact
from complaints.wanted import next_step
from complaints.workflow import Channel, Finding, Route, Status, Subject
from tests.complaints import stories
from tests.complaints.stories import ASSESSED, DECIDED, SPOKE, fresh
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
# Made on 2 April 2026, late in the evening.
PERIOD_ENDS = date(2027, 4, 1)


@pytest.fixture
def model_1(office: Office) -> None:
    Office.objects.filter(pk=office.pk).update(complaint_model=1)


def running(complaint: Complaint) -> dict[str, date]:
    rows = Deadline.objects.running().filter(case=complaint.case_id)
    return dict(rows.values_list("clock", "due_on"))


def under_the_law(complaint: Complaint) -> set[str]:
    """The clocks on which the office could be called out of time."""
    clocks = [clock_named(code) for code in running(complaint)]
    return {
        clock.code
        for clock in clocks
        if clock.authority is Authority.STATUTORY and clock.owed_by is Party.OFFICE
    }


@pytest.mark.parametrize("subject", [Subject.OFFICE_STAFF, Subject.VOLUNTEER])
def test_nothing_statutory_runs_on_a_complaint_that_is_not_about_the_police(chief_executive, subject):
    """PCMR 2020 reg 34 is about complaints under Part 2 of the Police Reform Act 2002."""
    UserFactory(post=Post.MONITORING_OFFICER)
    by = UserFactory(post=Post.MONITORING_OFFICER) if subject == Subject.VOLUNTEER else chief_executive

    complaint = stories.taken(by, subject=subject)

    assert running(complaint)["staff-update"] == date(2026, 4, 30)
    assert under_the_law(complaint) == set()


def test_an_update_on_a_staff_complaint_starts_our_own_four_weeks_anew(chief_executive):
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF, channel=Channel.TELEPHONE)

    record_contact(
        complaint,
        party=stories.complainant(complaint),
        method=Contact.Method.TELEPHONE,
        from_us=True,
        contacted_at=SPOKE,
        summary="Told her who is looking at it.",
        counts_as_update=True,
        by=chief_executive,
        at=SPOKE,
    )

    assert running(complaint)["staff-update"] == date(2026, 5, 6)


def test_telling_a_staff_outcome_is_a_target_and_never_a_statutory_duty(chief_executive):
    commissioner = UserFactory(post=Post.COMMISSIONER)
    complaint = stories.taken(chief_executive, subject=Subject.OFFICE_STAFF)
    stories.alleged(complaint, chief_executive)
    complaint = stories.assessed(complaint, chief_executive, route=Route.LOCAL_POLICY)
    complaint = stories.proposed(complaint, chief_executive, Finding.NOT_FOUNDED)
    request = ApprovalRequest.objects.get(case=complaint.case_id, state="waiting")

    approvals.approve(request, by=commissioner, at=DECIDED)

    codes = set(Deadline.objects.filter(case=complaint.case_id).values_list("clock", flat=True))
    assert fresh(complaint).status == Status.CLOSED
    assert "staff-outcome-notice" in codes
    assert "outcome-notice" not in codes


def test_rerouting_counts_the_update_that_was_given_on_the_road_before(handler, chief_executive):
    complaint = stories.taken(handler)
    record_contact(
        complaint,
        party=stories.complainant(complaint),
        method=Contact.Method.EMAIL,
        from_us=True,
        contacted_at=SPOKE,
        summary="Told her how it stands.",
        counts_as_update=True,
        by=handler,
        at=SPOKE,
    )
    manager = UserFactory(post=Post.MANAGER)

    reroute_complaint(
        complaint, subject=Subject.OFFICE_STAFF, reason="He works for us.", by=manager, at=ASSESSED
    )

    assert "complainant-update" not in running(complaint)
    assert running(complaint)["staff-update"] == date(2026, 5, 6)


def test_rerouting_ends_a_hand_over_that_was_decided_for_the_force(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)
    stories.assessed(complaint, handler, "asked_to_record", route=Route.HAND_OVER)
    manager = UserFactory(post=Post.MANAGER)

    reroute_complaint(
        complaint, subject=Subject.CHIEF_CONSTABLE, reason="She means him.", by=manager, at=ASSESSED
    )

    assert "hand-over-to-force" not in running(complaint)


@pytest.mark.usefixtures("model_1")
def test_under_model_1_a_complaint_about_the_force_is_only_handed_over(handler):
    complaint = stories.taken(handler)

    step = next_step(Situation(complaint, handler), stories.LOGGED.date())

    assert running(complaint) == {"hand-over-to-force": date(2026, 4, 7)}
    assert (step.act, step.due.clock) == ("assess", "hand-over-to-force")
    assert "update" not in allowed_actions(Situation(complaint, handler))
    with pytest.raises(Refused, match="under model 1"):
        stories.assessed(complaint, handler, route=Route.OUTSIDE_SCHEDULE_3)


@pytest.mark.usefixtures("model_1")
def test_under_model_1_nothing_is_owed_to_the_complainant_of_a_force_complaint(handler):
    complaint = stories.spoken_to(stories.taken(handler), handler)

    record_contact(
        complaint,
        party=stories.complainant(complaint),
        method=Contact.Method.EMAIL,
        from_us=True,
        contacted_at=ASSESSED,
        summary="Told her the force will write.",
        counts_as_update=True,
        by=handler,
        at=ASSESSED,
    )

    assert set(running(complaint)) == {"hand-over-to-force"}


@pytest.mark.usefixtures("model_1")
def test_model_1_changes_nothing_about_the_chief_constable(handler):
    complaint = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)

    assert {"first-contact", "complainant-update", "own-timeliness-first"} <= set(running(complaint))


def test_the_office_owes_the_iopc_a_report_on_a_chief_constable_complaint_that_takes_a_year(handler):
    """PCMR 2020 reg 13(1)(a), (3): twelve months starting with the day it was made, then six by six."""
    complaint = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)
    day = PERIOD_ENDS - timedelta(days=3)

    early = next_step(Situation(complaint, handler), PERIOD_ENDS - timedelta(days=29))
    due = next_step(Situation(complaint, handler), PERIOD_ENDS - timedelta(days=28))
    record_timeliness_report(complaint, sent_on=day, by=handler, at=datetime(2027, 3, 29, 15, 30, tzinfo=UTC))

    assert (early.act, due.act, due.due.due_on) == ("contact", "timeliness_report", PERIOD_ENDS)
    assert "own-timeliness-first" not in running(complaint)
    assert running(complaint)["own-timeliness-next"] == date(2027, 10, 1)


def test_each_report_is_followed_by_six_more_months_from_the_end_of_the_period(handler):
    complaint = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)
    late = datetime(2027, 4, 20, 9, 0, tzinfo=UTC)
    record_timeliness_report(complaint, sent_on=late.date(), by=handler, at=late)

    record_timeliness_report(
        complaint, sent_on=date(2027, 10, 1), by=handler, at=datetime(2027, 10, 1, 9, 0, tzinfo=UTC)
    )

    assert running(complaint)["own-timeliness-next"] == date(2028, 4, 1)


def test_a_report_is_not_recorded_before_its_day_or_where_none_is_owed(handler):
    complaint = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)

    with pytest.raises(Refused, match="1 April 2027"):
        record_timeliness_report(complaint, sent_on=ASSESSED.date(), by=handler, at=ASSESSED)
    with pytest.raises(Refused, match="has passed"):
        record_timeliness_report(complaint, sent_on=PERIOD_ENDS, by=handler, at=ASSESSED)
    with pytest.raises(Refused, match="owes the IOPC no report"):
        record_timeliness_report(stories.taken(handler), sent_on=ASSESSED.date(), by=handler, at=ASSESSED)


def test_the_report_is_recorded_on_a_page_of_its_own(client, handler):
    complaint = stories.taken(handler, subject=Subject.CHIEF_CONSTABLE)
    client.force_login(handler)

    page = client.get(f"/complaints/{complaint.case.reference}/timeliness-report/").content.decode()

    assert "When was the report sent to the IOPC?" in page
