from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
import time_machine

from casework.cases.models import CaseAccess, Confidentiality
from casework.desk.models import SavedView
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.exports import safe
from complaints.workflow import Road, Status
from tests.complaints import stories
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import UserFactory

TODAY = date(2026, 4, 7)  # the Tuesday after Easter


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-04-07 10:00+01:00", tick=False):
        yield


@pytest.fixture
def handler(office):
    return UserFactory(post=Post.COMPLAINT_HANDLER, name="Tom Okafor")


@pytest.fixture
def manager(office):
    return UserFactory(post=Post.MANAGER, name="Amira Shah")


def complaint(**case):
    case = {"status": Status.LOGGED, "stream": Road.FORCE, "heading": "A bicycle", "words": "bicycle"} | case
    return ComplaintFactory(case=CaseFactory(kind="complaint", **case)).case


def listed(client, query=""):
    page = client.get(f"/complaints/{query}")
    assert page.status_code == 200
    return [line.case for line in page.context["lines"]]


def test_the_list_holds_open_complaints_newest_first(client, handler):
    older, newer = complaint(opened_on=date(2026, 3, 1)), complaint(opened_on=date(2026, 3, 2))
    complaint(is_open=False)
    CaseFactory(kind="sample")
    client.force_login(handler)

    assert listed(client) == [newer, older]


def test_a_walled_complaint_is_in_no_list_count_search_or_export(client, handler):
    walled = complaint(names="Gwen Pryce", words="bicycle")
    WallFactory(case=walled, person=handler)
    client.force_login(handler)

    for query in ("", f"?text={walled.reference}", "?text=Pryce", "?text=bicycle&search_in=words"):
        assert listed(client, query) == []
    assert str(client.get("/complaints/").context["count"]) == "0"
    assert walled.reference.encode() not in b"".join(client.get("/complaints/export.csv"))


@pytest.mark.parametrize(
    "query",
    [
        "?road=chief_constable",
        "?status=handling",
        "?handler=nobody",
        "?due=overdue",
        "?state=closed",
        "?received_from-day=1&received_from-month=4&received_from-year=2026",
    ],
)
def test_each_filter_leaves_the_others_out(client, handler, query):
    wanted = complaint(
        stream=Road.CHIEF_CONSTABLE,
        status=Status.HANDLING,
        next_due_on=date(2026, 4, 6),
        is_open="closed" not in query,
        opened_on=date(2026, 4, 1),
    )
    complaint(handler=UserFactory(), next_due_on=date(2026, 4, 7), opened_on=date(2026, 3, 31))
    client.force_login(handler)

    assert listed(client, query) == [wanted]


def test_due_soon_is_up_to_the_second_working_day(client, handler):
    on_the_day = complaint(next_due_on=date(2026, 4, 9), handler=handler)
    complaint(next_due_on=date(2026, 4, 10))
    client.force_login(handler)

    assert listed(client, "?due=soon&handler=me") == [on_the_day]


def test_the_list_can_be_sorted_by_the_next_date_with_undated_cases_last(client, handler):
    undated, later, sooner = (
        complaint(),
        complaint(next_due_on=date(2026, 4, 9)),
        complaint(next_due_on=date(2026, 4, 8)),
    )
    client.force_login(handler)

    assert listed(client, "?sort=next_date") == [sooner, later, undated]


@pytest.mark.parametrize("typed", ["Ñuñez", "nunez", "O’Brien", "o'brien"])
def test_a_name_is_found_with_its_accents_and_without(client, handler, typed):
    made = stories.logged(handler, people=(replace(stories.GWEN, name="José Ñuñez-O’Brien"),))
    client.force_login(handler)

    assert listed(client, f"?{urlencode({'text': typed})}") == [made.case]


def test_a_name_of_two_letters_is_refused_in_words_and_finds_nothing(client, handler):
    complaint(names="Bo Li")
    client.force_login(handler)

    page = client.get("/complaints/?text=Li")

    assert page.context["lines"] == []
    assert "three letters" in page.content.decode()


def test_the_list_comes_in_pages_of_twenty_five(client, handler):
    for _ in range(26):
        complaint()
    client.force_login(handler)

    first = client.get("/complaints/")
    second = client.get(f"/complaints/{first.context['next_href']}")

    assert len(first.context["lines"]) == 25
    assert len(second.context["lines"]) == 1


@pytest.mark.parametrize(
    ("address", "most"),
    # A search asks the planner first whether the word is rare.
    [("/complaints/", 8), ("/complaints/?text=bicycle&search_in=words", 9)],
)
def test_the_list_costs_no_more_queries_with_more_rows(
    client, handler, django_assert_max_num_queries, address, most
):
    for _ in range(25):
        complaint(handler=handler)
    client.force_login(handler)
    client.get("/complaints/")  # the office is read once a minute

    with django_assert_max_num_queries(most):
        client.get(address)


def test_somebody_with_no_complaint_work_has_no_list(client, office):
    client.force_login(UserFactory(post=Post.DEPUTY))

    assert client.get("/complaints/").status_code == 403


def test_the_export_is_recorded_and_cannot_start_a_formula(client, handler):
    complaint(heading="=cmd|' /C calc'!A0")
    client.force_login(handler)

    table = b"".join(client.get("/complaints/export.csv")).decode("utf-8-sig")

    assert "'=cmd|" in table
    assert Entry.objects.filter(verb="complaints.exported", by_id=handler.pk).exists()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_every_sign_that_starts_a_formula_is_made_text(sign):
    assert safe(f"{sign}1") == f"'{sign}1"


def test_a_manager_gives_chosen_complaints_to_a_handler_after_confirming(client, manager, handler):
    first, second, other = complaint(), complaint(), complaint()
    client.force_login(manager)
    chosen = {"reference": [first.reference, second.reference], "address": "handler=nobody"}

    asked = client.post("/complaints/assign/", chosen)
    done = client.post("/complaints/assign/", {**chosen, "handler": handler.pk, "confirm": "yes"})

    assert first.reference in asked.content.decode()
    assert done.url == "/complaints/?handler=nobody"
    for case, expected in ((first, handler), (second, handler), (other, None)):
        case.refresh_from_db()
        assert case.handler == expected


def test_a_handler_walled_from_a_complaint_is_not_given_it_in_a_bunch(client, manager, handler):
    walled, free = complaint(), complaint()
    WallFactory(case=walled, person=handler)
    client.force_login(manager)

    page = client.post(
        "/complaints/assign/",
        {"reference": [walled.reference, free.reference], "handler": handler.pk, "confirm": "yes"},
        follow=True,
    )

    assert f"{walled.reference}: Tom Okafor cannot be given this" in page.content.decode()
    walled.refresh_from_db()
    free.refresh_from_db()
    assert (walled.handler, free.handler) == (None, handler)


def test_a_complaint_seen_by_emergency_access_is_left_out_of_a_bunch_in_words(client, manager, handler):
    free, named, last = complaint(), complaint(confidentiality=Confidentiality.NAMED), complaint()
    # The database asks its own clock whether it has ended.
    until = datetime(2099, 1, 1, tzinfo=UTC)
    CaseAccessFactory(case=named, person=manager, source=CaseAccess.Source.BREAK_GLASS, until_at=until)
    client.force_login(manager)

    page = client.post(
        "/complaints/assign/",
        {
            "reference": [free.reference, named.reference, last.reference],
            "handler": handler.pk,
            "confirm": "yes",
        },
        follow=True,
    )

    assert page.status_code == 200
    told = [str(message) for message in page.context["messages"]]
    assert [words for words in told if named.reference in words] == [
        f"{named.reference}: you see this by emergency access only, so you cannot give it to anybody"
    ]
    for case, expected in ((free, handler), (named, None), (last, handler)):
        case.refresh_from_db()
        assert case.handler == expected
        assert any(case.reference in words and "now handled by" in words for words in told) == bool(expected)


def test_a_closed_complaint_is_given_to_nobody_in_a_bunch(client, manager, handler):
    closed = complaint(is_open=False)
    client.force_login(manager)

    client.post(
        "/complaints/assign/", {"reference": [closed.reference], "handler": handler.pk, "confirm": "yes"}
    )

    closed.refresh_from_db()
    assert closed.handler is None


def test_a_reference_that_cannot_be_one_is_left_out_of_a_bunch(client, manager):
    client.force_login(manager)

    page = client.post("/complaints/assign/", {"reference": ["\0"]}, follow=True)

    assert "Choose at least one open complaint" in page.content.decode()


def test_assigning_in_a_bunch_is_refused_to_a_handler(client, handler):
    client.force_login(handler)

    page = client.post("/complaints/assign/", {"reference": [complaint().reference]})

    assert page.status_code == 403


def test_a_view_is_saved_under_a_name_and_removed_by_its_owner_only(client, handler, manager):
    client.force_login(handler)
    client.post("/complaints/views/save/?due=overdue&page=abc", {"name": "Late ones"})
    view = SavedView.objects.get(person=handler)

    client.force_login(manager)
    refused = client.post(f"/complaints/views/{view.pk}/forget/")
    client.force_login(handler)
    client.post(f"/complaints/views/{view.pk}/forget/")

    assert view.query == "due=overdue"
    assert refused.status_code == 404
    assert not SavedView.objects.exists()


def test_a_search_looks_at_closed_complaints_too_and_takes_a_short_reference(client, handler):
    closed = complaint(is_open=False, names="Gwen Pryce", reference="CMP-2026-000061")
    client.force_login(handler)

    assert listed(client, "?text=Pryce") == [closed]
    assert listed(client, "?text=cmp-2026-61") == [closed]
    assert listed(client) == []


def test_a_search_for_nothing_but_common_words_says_that_they_are_not_searched_for(client, handler):
    complaint()
    client.force_login(handler)

    common = client.get("/complaints/?text=the+and&search_in=words").content.decode()
    rare = client.get("/complaints/?text=the+zebra&search_in=words").content.decode()

    assert "so they are not searched for" in common
    assert "so they are not searched for" not in rare


def test_whoever_gives_out_complaints_is_offered_themselves_first_and_everybody_by_post(
    client, manager, handler
):
    client.force_login(manager)

    page = client.post("/complaints/assign/", {"reference": [complaint().reference]})

    labels = [label for _, label in page.context["form"].fields["handler"].choices]
    assert labels == ["Me, Complaints manager", f"{handler.name}, Complaint handler"]


def test_the_address_of_a_search_holds_no_token(client, handler):
    client.force_login(handler)

    page = client.get("/complaints/").content.decode()

    search = page[page.index("app-search") : page.index("</form>", page.index("app-search"))]
    assert "csrfmiddlewaretoken" not in search
