import uuid

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.cases import actions
from casework.cases.models import Case, CaseAccess, Confidentiality, Wall
from casework.cases.queries import access_to
from casework.people.models import User
from casework.people.posts import Post
from tests.factories.cases import CaseAccessFactory, CaseFactory, WallFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    officer = UserFactory(post=Post.MONITORING_OFFICER)
    client.force_login(officer)
    return officer


def emergency(reference: str) -> str:
    return reverse("cases:emergency_access", args=[reference])


def access_tab(case: Case, reader: User) -> str:
    return render_to_string("cases/_access.html", {"case": case, "access": access_to(case, reader)})


def test_emergency_access_opens_the_case_and_says_who_was_told(client, officer):
    case = CaseFactory(confidentiality=Confidentiality.NAMED)

    response = client.post(emergency(case.reference), {"reason": "Threat to life."})

    assert response["Location"] == f"/samples/{case.reference}/"
    assert CaseAccess.objects.get().person == officer


def test_emergency_access_needs_a_reason(client, officer):
    page = client.post(emergency(CaseFactory().reference), {"reason": " "}).content.decode()

    assert "Enter the reason" in page
    assert not CaseAccess.objects.exists()


def test_an_unknown_reference_and_one_behind_a_wall_are_answered_alike(client, officer):
    walled = WallFactory(person=officer).case.reference

    def answer(reference: str, posted: bool) -> tuple[int, str]:
        address = emergency(reference)
        response = client.post(address, {"reason": "Urgent."}) if posted else client.get(address)
        return response.status_code, without_tokens(response.content.decode(), reference)

    for posted in (False, True):
        assert answer(walled, posted) == answer("SMP-2026-999999", posted)


def test_the_key_of_a_form_that_was_done_does_not_tell_a_walled_case_from_none(client, officer):
    walled, seen = WallFactory(person=officer).case.reference, CaseFactory().reference
    typed = {"reason": "Urgent.", "once": str(uuid.uuid4())}
    client.post(emergency(seen), typed)

    answers = [client.post(emergency(reference), typed) for reference in (walled, "SMP-2026-999999")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert CaseAccess.objects.filter(person=officer).count() == 1


def test_a_walled_case_is_asked_no_more_of_the_database_than_none(client, officer):
    walled = WallFactory(person=officer).case.reference

    def asked(reference: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            client.post(emergency(reference), {"reason": "Urgent."})
        return [query["sql"].replace(reference, "").split(" WHERE ")[0] for query in queries]

    assert asked(walled) == asked("SMP-2026-999999")


def without_tokens(page: str, reference: str) -> str:
    page = page.replace(reference, "")
    return "\n".join(line for line in page.splitlines() if "csrf" not in line and "nonce" not in line)


def test_emergency_access_is_refused_to_an_administrator(client):
    client.force_login(UserFactory(post=Post.ADMINISTRATOR))

    assert client.get(emergency("SMP-2026-000001")).status_code == 403


def test_raising_a_wall_asks_whom_on_what_basis_and_why(client, officer):
    case = CaseFactory()
    address = reverse("cases:raise_wall", args=[case.reference])

    page = client.post(address, {}).content.decode()

    for words in ("Select who must not see it", "Select what it is based on", "Enter the reason"):
        assert words in page


def test_a_wall_is_raised_and_lifted_on_its_pages(client, officer):
    case, subject = CaseFactory(), UserFactory(post=Post.MANAGER)
    client.post(
        reverse("cases:raise_wall", args=[case.reference]),
        {"person": subject.pk, "source": "subject", "reason": "It is about her."},
    )
    wall = Wall.objects.standing().get(case=case, person=subject)

    client.post(reverse("cases:lift_wall", args=[case.reference, wall.pk]), {"reason": "It was not."})

    wall.refresh_from_db()
    assert (wall.lifted_by, wall.lift_reason) == (officer, "It was not.")


def test_raising_a_wall_against_oneself_leads_away_from_the_case(client, officer):
    case = CaseFactory()
    UserFactory(post=Post.CHIEF_EXECUTIVE)

    response = client.post(
        reverse("cases:raise_wall", args=[case.reference]),
        {"person": officer.pk, "source": "declared", "reason": "My neighbour."},
    )

    assert response["Location"] == "/desk/"


def test_a_person_is_named_and_withdrawn_on_their_pages(client, officer):
    case, lead = CaseFactory(), UserFactory(post=Post.LEGITIMACY_LEAD)
    client.post(
        reverse("cases:name_person", args=[case.reference]), {"person": lead.pk, "reason": "Advises."}
    )
    access = CaseAccess.objects.get(person=lead)

    client.post(reverse("cases:withdraw_person", args=[case.reference, access.pk]))

    access.refresh_from_db()
    assert access.until_at is not None


def test_withdrawing_the_last_owner_of_a_case_is_refused_in_words(client, officer):
    case = CaseFactory(confidentiality=Confidentiality.NAMED, owner_post=Post.MONITORING_OFFICER)
    access = CaseAccessFactory(case=case, person=officer)

    page = client.post(reverse("cases:withdraw_person", args=[case.reference, access.pk]), follow=True)

    assert "Nobody would be left who can act on this case" in page.content.decode()
    assert Case.objects.visible_to(officer).get() == case


def test_a_double_click_names_a_person_once_and_the_same_form_somebody_else(client, officer):
    case, (lead, deputy) = CaseFactory(), UserFactory.create_batch(2, post=Post.LEGITIMACY_LEAD)
    address, key = reverse("cases:name_person", args=[case.reference]), str(uuid.uuid4())

    answers = [
        client.post(address, {"person": person.pk, "reason": "Advises.", "once": key})
        for person in (lead, lead, deputy)
    ]

    said = [str(message) for message in get_messages(answers[-1].wsgi_request)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert [access.person for access in CaseAccess.objects.order_by("pk")] == [lead, deputy]
    assert said == [
        f"{lead} is named on {case}",
        "You sent this form twice. It was done once.",
        f"{deputy} is named on {case}",
    ]


@pytest.mark.parametrize("name", ["raise_wall", "name_person"])
def test_the_pages_of_a_case_behind_a_wall_do_not_exist(client, officer, name):
    case = WallFactory(person=officer).case

    assert client.get(reverse(f"cases:{name}", args=[case.reference])).status_code == 404


def test_the_access_tab_shows_walls_to_those_who_may_raise_one(officer):
    wall = WallFactory(person=UserFactory(name="Owain Rees"))

    assert "Owain Rees" in access_tab(wall.case, officer)
    assert "Owain Rees" not in access_tab(wall.case, UserFactory(post=Post.MANAGER))


def test_the_access_tab_says_who_is_named_and_who_opened_the_case(officer):
    access = CaseAccessFactory(person=UserFactory(name="Owain Rees"))
    for _ in range(2):
        actions.record_opened(access.case, officer, timezone.now())

    opened = access_to(access.case, officer).opened

    assert [(view.person, view.times) for view in opened] == [(officer, 2)]
    assert "Owain Rees" in access_tab(access.case, officer)
