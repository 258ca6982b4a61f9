from datetime import date

import pytest
import time_machine

from casework.people.posts import Post
from tests.factories.approvals import ApprovalRequestFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory, TaskFactory, WallFactory
from tests.factories.people import UserFactory


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-04-07 10:00+01:00", tick=False):
        yield


@pytest.fixture
def handler(office):
    return UserFactory(post=Post.COMPLAINT_HANDLER)


def test_the_desk_counts_what_is_past_a_date_and_what_is_due_soon(client, handler):
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 6))
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 7))
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 9))
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 10))
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 1), is_open=False)
    client.force_login(handler)

    assert client.get("/desk/").context["counts"] == {"overdue": 1, "due_soon": 2}


def test_my_cases_stand_by_the_date_that_comes_next(client, handler):
    later, undated, sooner = (
        CaseFactory(handler=handler, next_due_on=date(2026, 4, 9)),
        CaseFactory(handler=handler),
        CaseFactory(handler=handler, next_due_on=date(2026, 4, 8)),
    )
    client.force_login(handler)

    assert [line.case for line in client.get("/desk/").context["to_do"]] == [sooner, later, undated]


def test_what_waits_on_others_stands_apart(client, handler):
    waits = CaseFactory(handler=handler, waits_for="the force")
    client.force_login(handler)

    page = client.get("/desk/")

    assert page.context["to_do"] == []
    assert [line.case for line in page.context["waiting_on_others"]] == [waits]
    assert "Waits for the force" in page.content.decode()


def test_nothing_walled_is_on_the_desk_nor_in_its_counts(client, handler):
    case = CaseFactory(handler=handler, next_due_on=date(2026, 4, 6))
    TaskFactory(case=case, for_person=handler)
    WallFactory(case=case, person=handler)
    client.force_login(handler)

    page = client.get("/desk/")

    assert page.context["counts"] == {"overdue": 0, "due_soon": 0}
    assert case.reference not in page.content.decode()


def test_only_whoever_shares_out_the_work_sees_the_teams_load(client, handler, office):
    manager = UserFactory(post=Post.MANAGER)
    CaseFactory(handler=handler, next_due_on=date(2026, 4, 6))
    CaseFactory(handler=handler)

    client.force_login(handler)
    assert client.get("/desk/").context["team"] == []
    client.force_login(manager)
    load = client.get("/desk/").context["team"]

    assert [(line.label, line.number, line.note) for line in load] == [(handler.name, 2, "1 past a date")]


def test_the_desk_counts_decisions_that_wait_for_me(client, office):
    manager = UserFactory(post=Post.MANAGER)
    ApprovalRequestFactory(post=Post.MANAGER)
    client.force_login(manager)

    assert client.get("/desk/").context["waiting"] == 1


def test_an_empty_desk_says_what_will_appear(client, office):
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))

    assert "Cases that are given to you appear here" in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("post", "comes"),
    [
        (Post.COMMISSIONER, "You see no case until it is put to you by name"),
        (Post.DECLARANT, "they name you on it and give you a task"),
        (Post.LEGITIMACY_LEAD, "are yours to read, each quarter once it is approved"),
        (Post.ADMINISTRATOR, "You set up people, posts and cover"),
    ],
)
def test_an_empty_desk_says_what_would_come_to_each_post(client, office, post, comes):
    client.force_login(UserFactory(post=post))

    assert comes in client.get("/desk/").content.decode()


def test_the_desk_costs_twelve_queries_at_most(client, office, django_assert_max_num_queries):
    manager = UserFactory(post=Post.MANAGER)
    for day in range(1, 25):
        case = CaseFactory(handler=manager, next_due_on=date(2026, 4, day))
        TaskFactory(case=case, for_person=manager)
    CaseFactory()
    client.force_login(manager)

    with django_assert_max_num_queries(12):
        client.get("/desk/")


@pytest.mark.parametrize("post", [Post.JASC_MEMBER, Post.ADMINISTRATOR, Post.DECLARANT])
def test_desk_of_somebody_without_cases_leads_nowhere_they_may_not_go(client, office, post):
    client.force_login(UserFactory(post=post))

    html = client.get("/desk/").content.decode()

    assert "Nothing waits for you." in html
    assert "/complaints/" not in html
    assert "/approvals/" not in html


def test_what_named_people_alone_see_falls_to_them_until_somebody_handles_it(client, office):
    chief_executive = UserFactory(post=Post.CHIEF_EXECUTIVE)
    case = CaseFactory(confidentiality="named", next_due_on=date(2026, 4, 6))
    CaseAccessFactory(case=case, person=chief_executive)
    client.force_login(chief_executive)

    page = client.get("/desk/")

    assert page.context["counts"]["overdue"] == 1
    assert [line.case for line in page.context["to_do"]] == [case]
    assert page.context["unassigned"] == []
