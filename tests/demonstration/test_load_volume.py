from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Min

from casework.cases.kinds import kind_of
from casework.cases.models import Case, Series
from casework.commands import WrongArgument
from casework.deadlines.models import Deadline
from casework.deadlines.queries import clock_of, wrongly_stored
from casework.trail.queries import verify
from complaints.models import Allegation, Complaint
from complaints.workflow import Outcome
from demonstration.volume.words import Invention
from tests.factories.cases import CaseFactory
from tests.factories.people import UserFactory

COMPLAINTS = 400


@pytest.fixture
def archive(cloned_database, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_volume", complaints=COMPLAINTS, verbosity=0)
        yield


def earliest_owed(case: Case) -> date | None:
    running = Deadline.objects.running().filter(case=case)
    return min((row.due_on for row in running if clock_of(row).is_office_duty), default=None)


def test_an_archive_is_what_the_actions_would_have_left(archive):
    verified = verify()
    numbered = Case.objects.exclude(reference=None).values_list("reference", flat=True)
    cases = list(Case.objects.order_by("pk"))

    assert Complaint.objects.count() == COMPLAINTS
    assert verified.first_broken is None
    assert verified.chains > COMPLAINTS
    assert list(wrongly_stored()) == []
    assert sum(Series.objects.values_list("last_number", flat=True)) == len(set(numbered)) == COMPLAINTS
    assert [case.next_due_on for case in cases] == [earliest_owed(case) for case in cases]
    for case in cases[::10]:
        listing = kind_of(case).listing(case)
        assert vars(listing) == {name: getattr(case, name) for name in vars(listing)}


def test_an_archive_has_open_work_and_findings_on_what_was_closed(archive):
    ended_by_us = [Outcome.RESOLVED, Outcome.NOT_RESOLVED, Outcome.SCHEDULE_3, Outcome.STAFF_DECISION]
    without_finding = Allegation.objects.filter(complaint__outcome__in=ended_by_us, finding="")
    running = Deadline.objects.running()

    assert 10 <= Case.objects.open().count() <= COMPLAINTS / 4
    assert not without_finding.exists()
    assert not running.filter(case__is_open=False).exists()
    assert running.filter(next_reminder_at__isnull=False).exists()
    assert not running.filter(next_reminder_at__lte=F("opened_at")).exists()


def test_rows_added_after_an_archive_get_numbers_of_their_own(archive):
    last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]

    new = CaseFactory()

    assert new.pk > last
    assert Complaint.objects.aggregate(first=Min("pk"))["first"] < last


def test_an_archive_is_not_loaded_where_there_are_people(db):
    UserFactory()

    with pytest.raises(CommandError, match="people here already"):
        call_command("load_volume", complaints=10)


@pytest.mark.parametrize("number", [0, -1, 5_000_001])
def test_an_archive_of_no_sensible_size_is_refused_in_one_line(db, number):
    with pytest.raises(WrongArgument, match="--complaints must be from 1 to") as refused:
        call_command("load_volume", complaints=number)

    assert refused.value.returncode == 2


def test_the_same_seed_invents_the_same_words():
    first, second, other = (Invention(Random(seed)) for seed in (7, 7, 8))

    assert (first.name(), first.account()) == (second.name(), second.account())
    assert first.account() != other.account()
