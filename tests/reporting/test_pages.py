import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pikepdf
import pytest
import time_machine

from casework.approvals import actions as approvals
from casework.people.posts import Post
from reporting import actions
from reporting.models import Report
from reporting.quarters import Quarter
from tests.factories.cases import WallFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import DelegationFactory, UserFactory

SPRING = Quarter(2026, 2)
AFTER = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def after_the_quarter():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def manager(office):
    DelegationFactory(function="committee_report", post=Post.CHIEF_EXECUTIVE)
    return UserFactory(post=Post.MANAGER)


@pytest.fixture
def chief_executive(office):
    return UserFactory(post=Post.CHIEF_EXECUTIVE)


@pytest.fixture
def member(office):
    return UserFactory(post=Post.JASC_MEMBER)


@pytest.fixture
def frozen(manager, chief_executive):
    return actions.freeze_report(SPRING, by=manager, at=AFTER)


def approve(report, by):
    approvals.approve(report.case.approvals.get(), by=by, at=AFTER)


def test_figures_are_frozen_over_every_case_and_put_to_the_chief_executive(client, manager, chief_executive):
    walled = ComplaintFactory()
    WallFactory(case=walled.case, person=manager)
    client.force_login(manager)

    page = client.post("/reports/2026-q2/freeze/", follow=True).content.decode()

    report = Report.objects.get()
    assert report.figures["received"]["cases"] == [walled.pk]
    assert report.case.approvals.get().post == Post.CHIEF_EXECUTIVE
    assert "count every case" in page
    assert "Members cannot see it until it has been approved" in page


def test_the_list_behind_a_frozen_figure_shows_only_what_the_reader_may_see(client, manager, chief_executive):
    walled, shown = ComplaintFactory(), ComplaintFactory()
    WallFactory(case=walled.case, person=manager)
    actions.freeze_report(SPRING, by=manager, at=AFTER)
    client.force_login(manager)

    page = client.get("/reports/2026-q2/received/").content.decode()

    assert "The figure is 2 and counts every case" in page
    assert shown.case.reference in page
    assert walled.case.reference not in page


def test_the_commissioner_who_sees_no_case_work_does_not_freeze_figures(client, chief_executive):
    client.force_login(UserFactory(post=Post.COMMISSIONER))

    assert client.post("/reports/2026-q2/freeze/").status_code == 403
    assert not Report.objects.exists()


def test_a_quarter_that_is_not_over_cannot_be_frozen(client, manager):
    client.force_login(manager)

    page = client.post("/reports/2026-q3/freeze/").content.decode()

    assert "July to September 2026 is not over. Freeze its figures from 1 October 2026." in " ".join(
        page.split()
    ) or ("can be frozen from 1 October 2026" in page)
    assert not Report.objects.exists()


def test_members_see_a_report_only_once_it_is_approved(client, member, frozen, chief_executive):
    client.force_login(member)

    before = client.get("/reports/2026-q2/").status_code
    approve(frozen, chief_executive)
    after = client.get("/reports/2026-q2/").status_code

    assert (before, after) == (404, 200)


def test_a_count_is_a_link_only_for_those_who_may_open_the_cases_behind_it(
    client, member, manager, chief_executive
):
    ComplaintFactory()
    frozen = actions.freeze_report(SPRING, by=manager, at=AFTER)
    approve(frozen, by=chief_executive)
    client.force_login(member)
    to_member = client.get("/reports/2026-q2/").content.decode()
    client.force_login(manager)
    to_manager = client.get("/reports/2026-q2/").content.decode()

    assert '<div class="app-count"' in to_member
    assert '<a href="/reports/2026-q2/received/" class="app-count"' in to_manager


def test_a_nought_opens_no_list(client, manager, frozen):
    client.force_login(manager)

    page = client.get("/reports/2026-q2/").content.decode()

    assert "/reports/2026-q2/received/" not in page
    assert "/reports/2026-q2/open-at-start/" not in page


def test_members_see_neither_live_figures_nor_the_cases_behind_one(client, member, frozen, chief_executive):
    approve(frozen, chief_executive)
    client.force_login(member)

    for address in (
        "/reports/2026-q2/live/",
        "/reports/2026-q2/received/",
        "/reports/2026-q2/live/figures.csv",
    ):
        assert client.get(address).status_code == 403


def test_whoever_reads_no_reports_is_refused(client, office):
    client.force_login(UserFactory(post=Post.DEPUTY))

    assert client.get("/reports/").status_code == 403


def test_figures_changed_behind_the_approvers_back_are_not_published(frozen, chief_executive):
    frozen.figures["received"]["count"] = 99
    frozen.save(update_fields=["figures"])

    with pytest.raises(ValueError, match="not those that were put"):
        approve(frozen, chief_executive)

    frozen.refresh_from_db()
    assert frozen.published_at is None
    assert not actions.proved(frozen)


def test_frozen_figures_stay_when_the_cases_change(client, manager, chief_executive):
    complaint = ComplaintFactory()
    report = actions.freeze_report(SPRING, by=manager, at=AFTER)
    complaint.received_at = AFTER
    complaint.save(update_fields=["received_at"])
    client.force_login(manager)

    frozen_page, live_page = client.get("/reports/2026-q2/"), client.get("/reports/2026-q2/live/")

    assert frozen_page.context["figures"].received.count == 1
    assert live_page.context["figures"].received.count == 0
    assert actions.proved(report)


def test_the_csv_holds_each_figure_of_the_page(client, manager):
    ComplaintFactory()
    client.force_login(manager)

    answer = client.get("/reports/2026-q2/live/figures.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert ["Totals", "Received", "1", "", "", "", "", ""] in rows
    assert rows[-1][0] == "Note"


def test_the_pdf_is_tagged_titled_and_the_same_each_time(client, manager, frozen):
    client.force_login(manager)

    first = client.get("/reports/2026-q2/figures.pdf").content
    second = client.get("/reports/2026-q2/figures.pdf").content

    assert first == second
    with pikepdf.open(BytesIO(first)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize(
    "address", ["/reports/2026-q5/", "/reports/2026-q2/no-such-figure/", "/reports/1999-q1/"]
)
def test_a_figure_or_quarter_that_does_not_exist_is_not_found(client, manager, frozen, address):
    client.force_login(manager)

    assert client.get(f"/reports/{address}").status_code == 404


def test_the_approval_of_figures_shows_them_by_road_with_the_duties_and_what_approving_changes(
    client, manager, chief_executive
):
    ComplaintFactory()
    request = actions.freeze_report(SPRING, by=manager, at=AFTER).case.approvals.get()
    client.force_login(chief_executive)

    page = client.get(f"/approvals/{request.pk}/").content.decode()

    assert "April to June 2026" in page
    assert "Received, by who it is about" in page
    assert "Duties that fell due" in page
    assert "Members of the committee see these figures at once" in page
    assert "Not known" not in page
    assert "Nothing due" not in page
