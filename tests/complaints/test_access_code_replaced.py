import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.outbox import actions as outbox
from casework.outbox.models import Message
from casework.people.models import User
from casework.people.posts import Post
from casework.trail.models import Entry
from complaints.access_codes import Opens, code_for
from complaints.actions.access_code import Identified, replace_access_code
from complaints.actions.refused import Refused
from complaints.acts import url_of
from complaints.models import Complaint, Role
from complaints.queries import first_access_code, was_shown_access_code
from complaints.tracking.queries import complaint_opened_by
from tests.complaints import stories
from tests.complaints.case_pages.visits import key_on
from tests.complaints.stories import DECIDED, fresh
from tests.factories.complaints import PartyFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "reference_data")]
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")
SAFE = "Never write: my brother reads my mail."


@pytest.fixture
def handler(client: Client) -> User:
    handler = stories.handler()
    client.force_login(handler)
    return handler


@pytest.fixture
def complaint(handler) -> Complaint:
    return stories.taken(handler)


@pytest.fixture
def without_mail(complaint) -> Complaint:
    complaint.parties.update(safe_contact=SAFE)
    return complaint


def first_code(complaint: Complaint) -> str:
    return code_for(complaint.submission_key, Opens.COMPLAINT)


def opens(complaint: Complaint, code: str) -> bool:
    return complaint_opened_by(complaint.case.reference, code) is not None


def mail(complaint: Complaint) -> Message:
    return Message.objects.get(kind="access_code", case_id=complaint.pk)


def test_whoever_walls_off_a_colleague_who_was_shown_the_code_is_told_to_give_a_new_one(
    client, complaint, handler
):
    stories.handler()
    client.force_login(UserFactory(post=Post.CHIEF_EXECUTIVE))
    address = reverse("cases:raise_wall", args=[complaint.case.reference])
    wall = {"person": handler.pk, "source": "declared", "reason": "A cousin."}

    page = client.post(address, wall, follow=True).content.decode()

    assert "Give the complainant a new access code" in page


def test_identifying_a_colleague_who_was_shown_the_code_tells_whoever_may_lift_the_wall(
    client, without_mail, handler
):
    replace_access_code(without_mail, identified=Identified.RANG, by=handler, at=DECIDED)
    stories.handler()
    client.force_login(UserFactory(post=Post.MONITORING_OFFICER))
    party = PartyFactory(complaint=without_mail, role=Role.SUBJECT)

    page = client.post(url_of(without_mail, "identify", party.pk), {"user": handler.pk}, follow=True)

    assert f"{handler} was shown the complainant’s access code" in page.content.decode()
    assert "Give the complainant a new access code" in Message.objects.get(kind="wall_raised").body


def test_a_code_that_another_replaced_is_nobodys_any_more(complaint, handler):
    assert was_shown_access_code(complaint, handler)

    replace_access_code(complaint, by=handler, at=DECIDED)

    assert not was_shown_access_code(complaint, handler)


def test_a_new_code_goes_to_the_complainants_own_address_and_the_old_one_ends(complaint, handler):
    assert opens(complaint, first_code(complaint))

    shown = replace_access_code(complaint, by=handler, at=DECIDED)

    written = mail(complaint)
    assert shown == ""
    assert written.to == "gwen.pryce@post.example"
    assert opens(complaint, CODE.search(written.body)[0])
    assert not opens(complaint, first_code(complaint))
    assert complaint.case.reference not in f"{written.subject} {written.body}"


def test_the_code_is_not_kept_once_the_mail_has_left(complaint, handler):
    replace_access_code(complaint, by=handler, at=DECIDED)
    claimed = outbox.claim(mail(complaint).pk, at=DECIDED, lease=outbox.FIRST_PAUSE)

    outbox.mark_sent(claimed, at=DECIDED)

    assert mail(complaint).body == ""


def test_a_code_that_is_not_mailed_is_given_back_once_it_is_said_who_asked(without_mail, handler):
    with pytest.raises(Refused, match="how you made sure"):
        replace_access_code(without_mail, by=handler, at=DECIDED)

    code = replace_access_code(without_mail, identified=Identified.RANG, by=handler, at=DECIDED)

    assert opens(without_mail, code)
    assert not opens(without_mail, first_code(without_mail))
    assert not Message.objects.filter(kind="access_code").exists()


def test_the_trail_says_how_it_was_made_sure_and_not_the_code(without_mail, handler):
    code = replace_access_code(without_mail, identified=Identified.IN_PERSON, by=handler, at=DECIDED)

    entry = Entry.objects.get(case_id=without_mail.pk, verb="complaint.access_code_replaced")
    assert (entry.by_id, entry.changes) == (handler.pk, {"identified": "in_person"})
    assert code not in str(list(Entry.objects.values_list("changes", flat=True)))


def test_nobody_but_who_handles_it_gives_a_new_code(complaint):
    with pytest.raises(PermissionDenied):
        replace_access_code(complaint, by=stories.handler(), at=DECIDED)


def test_the_code_of_the_first_day_is_shown_nowhere_any_more(without_mail, handler):
    assert first_access_code(without_mail) == first_code(without_mail)

    replace_access_code(without_mail, identified=Identified.RANG, by=handler, at=DECIDED)

    assert first_access_code(fresh(without_mail)) == ""


def test_the_page_shows_the_code_and_no_other_page_does(client, without_mail):
    asked = url_of(without_mail, "access_code")
    before = client.get(asked).content.decode()
    assert "The code they have stops working at once. The new one is shown once" in before
    assert SAFE in before
    assert "Select how you made sure" in client.post(asked, {}).content.decode()

    answer = client.post(asked, {"identified": "rang", "once": key_on(client.get(asked))})

    code = CODE.search(answer.content.decode())[0]
    assert opens(without_mail, code)
    assert "no-store" in answer["Cache-Control"]
    assert CODE.search(client.get(asked).content.decode()) is None
    assert code not in str(dict(client.session))


def test_a_double_click_shows_the_same_code_for_a_few_minutes(client, without_mail):
    asked, now = url_of(without_mail, "access_code"), timezone.now()
    form = {"identified": "rang", "once": key_on(client.get(asked))}

    def sent(minutes: int) -> str:
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            return client.post(asked, form, follow=True).content.decode()

    shown = [CODE.search(sent(minutes)) for minutes in (0, 1, 4)]
    late = sent(6)

    assert len({found[0] for found in shown}) == 1
    assert opens(without_mail, shown[0][0])
    assert CODE.search(late) is None
    assert "You sent this form twice. It was done once." in late
    assert Entry.objects.filter(verb="complaint.access_code_replaced").count() == 1


def test_a_double_click_does_not_show_a_code_that_was_replaced_since(client, without_mail, handler):
    asked = url_of(without_mail, "access_code")
    form = {"identified": "rang", "once": key_on(client.get(asked))}
    client.post(asked, form)
    replace_access_code(without_mail, identified=Identified.IN_PERSON, by=handler, at=timezone.now())

    again = client.post(asked, form, follow=True).content.decode()

    assert CODE.search(again) is None


def test_a_code_that_was_mailed_is_shown_to_nobody_who_sends_the_form_again(client, complaint):
    asked = url_of(complaint, "access_code")
    form = {"identified": "rang", "once": key_on(client.get(asked))}
    client.post(asked, form)
    complaint.parties.update(safe_contact=SAFE)

    again = client.post(asked, form, follow=True).content.decode()

    assert CODE.search(again) is None


def test_the_page_says_that_it_goes_by_mail(client, complaint):
    asked = url_of(complaint, "access_code")
    assert "by e-mail to gwen.pryce@post.example, without the reference" in client.get(asked).content.decode()

    page = client.post(asked, follow=True).content.decode()

    assert "A new access code is on its way to the complainant" in page
    assert CODE.search(page) is None


def test_a_page_that_is_open_with_the_old_code_closes_at_once(complaint, handler):
    visitor = Client()
    visitor.post("/track/", {"reference": complaint.case.reference, "code": first_code(complaint)})
    assert visitor.get("/track/complaint/").status_code == 200

    replace_access_code(complaint, by=handler, at=DECIDED)

    assert visitor.get("/track/complaint/").status_code == 302
