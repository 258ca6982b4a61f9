"""Each road from the first word to the letter, with real browsers, files, scanner, worker and mail."""

import hashlib

from django.utils.timezone import localdate

from casework.deadlines.models import Deadline
from casework.letters.content import heading
from casework.letters.models import Rendition
from casework.trail.queries import verify
from complaints.models import Complaint
from complaints.workflow import Road, Status
from tests.fixtures.installation import Installation
from tests.journeys import steps
from tests.journeys.steps import Visit


def test_police_complaint_goes_from_the_public_form_to_the_figure_of_the_committee(
    installation: Installation, visitor: Visit
) -> None:
    gwen, priya, amira = (visitor(installation.url) for _ in range(3))

    reference, code = steps.complain(gwen, "A police officer, a special constable", files=steps.evidence())
    priya.sign_in("handler")
    steps.log(priya, reference, handler="Me, Complaint handler")
    priya.follow("Documents")
    assert "IMG_2041.jpg" in priya.text()
    steps.contact(priya)
    steps.allege(priya)
    steps.assess(priya, Road.FORCE, "Resolve outside Schedule 3", agreed="Yes")
    steps.ask_the_force(priya)
    priya.press("Record a finding")
    priya.choose("Resolved to the complainant's satisfaction")
    priya.fill("What was done to resolve it?", "The supervisor rang her and said sorry.")
    priya.fill("How did the complainant say that they are satisfied?", "That is all I wanted.")
    priya.press("Save finding")
    priya.press("Draft the outcome letter")
    priya.press("Draft the outcome letter")
    assert "That is all I wanted." in priya.text()
    priya.follow("Back")
    steps.propose(priya)
    amira.sign_in("manager")
    shown = steps.approve(amira, "Is this the outcome")

    complaint = Complaint.objects.get()
    left = Rendition.objects.get(letter__case=complaint.case, left=True)
    assert complaint.status == Status.CLOSED
    assert left.approved
    assert left.sha256 == hashlib.sha256(shown).hexdigest()
    assert steps.letters_to(installation, steps.GWEN) == [shown]
    assert "Independent Office" not in steps.words_of(shown)

    steps.open_at_track(gwen, reference, code)
    gwen.fill("Your message", "Thank you. Please tell the supervisor too.")
    gwen.press("Send")
    gwen.leave_by("link", heading(left.letter))
    assert "That is all I wanted." in gwen.text()

    amira.follow("Reports")
    amira.leave_by("link", "See live figures", exact=False)
    amira.leave_by("link", "received", exact=False)
    assert reference in amira.text()
    assert verify().first_broken is None


def test_chief_constable_complaint_is_referred_and_its_letter_names_the_iopc_and_the_last_day(
    installation: Installation, visitor: Visit
) -> None:
    priya, helen = (visitor(installation.url) for _ in range(2))
    priya.sign_in("handler")
    reference = steps.take_down(priya, "The Chief Constable")
    steps.contact(priya)
    steps.allege(priya)
    broken_arm = "She says that it broke her arm."
    steps.assess(
        priya,
        Road.CHIEF_CONSTABLE,
        "Record and handle under Schedule 3",
        serious_assault=broken_arm,
        resulted_in_death_or_serious_injury=broken_arm,
        death_or_serious_injury=broken_arm,
    )

    complaint = Complaint.objects.get()
    clock = Deadline.objects.running().get(case=complaint.case, clock="iopc-referral")
    assert (clock.due_on - localdate()).days == 1
    assert "Nothing else may be decided" in priya.text()
    priya.go(f"/complaints/{reference}/outcome/draft/", status=403)
    priya.go(complaint.get_absolute_url())

    priya.press("Record a referral")
    priya.date("On which day was it referred?", localdate())
    priya.fill("At what time?", "00:00")
    priya.fill("The IOPC’s reference", "2026/198877")
    priya.press("Record the referral")
    priya.press("Record the IOPC’s decision")
    priya.choose("Returned to the office")
    priya.date("When was it returned to the office?", localdate())
    priya.press("Record the decision")
    steps.decide_with_reasons(priya, "The service provided was not acceptable")
    helen.sign_in("chief.executive")
    shown = steps.approve(helen, "Is this the outcome")

    # The first said that it was referred.
    assert steps.letters_to(installation, steps.GWEN, many=2)[1] == shown
    last_day = Deadline.objects.running().get(case=complaint.case, clock="review-application").due_on
    words = steps.words_of(shown)
    assert "Independent Office for Police Conduct (IOPC)" in words
    assert steps.in_letters(last_day) in words


def test_staff_complaint_is_seen_by_those_named_and_decided_by_the_chief_executive(
    installation: Installation, visitor: Visit
) -> None:
    gwen, helen, priya, tom = (visitor(installation.url) for _ in range(4))

    reference, _ = steps.complain(gwen, "Somebody else who works for the Commissioner")
    priya.sign_in("handler")
    priya.go(f"/complaints/{reference}/", status=404)
    helen.sign_in("chief.executive")
    steps.log(helen, reference, handler="Priya Raman, Complaint handler")
    helen.leave_by("link", "They work for this office", exact=False)
    helen.select("Which of our people is it?", "Tom Okafor")
    helen.press("Raise the wall")
    tom.sign_in("second.handler")
    tom.go(f"/complaints/{reference}/", status=404)
    tom.go("/complaints/")
    assert reference not in tom.text()

    priya.go("/desk/")
    priya.follow(reference)
    steps.contact(priya)
    steps.allege(priya)
    steps.assess(priya, Road.STAFF, "Handle under the office's own policy")
    steps.decide_with_reasons(priya, "The complaint was well founded")
    shown = steps.approve(helen, "Is this the outcome")

    assert steps.letters_to(installation, steps.GWEN) == [shown]
    appeal = Deadline.objects.running().get(clock="staff-appeal").due_on
    assert steps.in_letters(appeal) in steps.words_of(shown)


def test_complaint_about_the_chief_executive_is_the_commissioners_alone(
    installation: Installation, visitor: Visit
) -> None:
    gwen, helen, david = (visitor(installation.url) for _ in range(3))

    reference, _ = steps.complain(gwen, "The Chief Executive")
    helen.sign_in("chief.executive")
    helen.go(f"/complaints/{reference}/", status=404)
    for page in ("/desk/", "/complaints/", "/complaints/?text=bicycle", "/approvals/"):
        helen.go(page)
        assert reference not in helen.text()
        assert "bicycle" not in helen.page.locator("main table").all_inner_texts()

    david.sign_in("commissioner")
    steps.log(david, reference, handler="Siân Pugh, Monitoring Officer")
    steps.contact(david)
    assert "Siân Pugh" in david.text()


def test_police_complaint_with_a_referral_criterion_goes_to_the_force_the_same_day(
    installation: Installation, visitor: Visit
) -> None:
    priya, helen = (visitor(installation.url) for _ in range(2))
    priya.sign_in("handler")
    steps.take_down(priya, "A police officer or a member of police staff")
    steps.contact(priya)
    steps.allege(priya)
    steps.assess(
        priya,
        Road.FORCE,
        "Hand over to the force to be recorded",
        serious_assault="She says that an officer broke her arm.",
    )
    assert "today, because a serious assault is alleged" in priya.text()
    priya.press("Hand it over")
    priya.fill("What should the force know?", "Her account is attached.")
    priya.press("Read both letters")
    assert "We have passed your complaint" in priya.text()
    priya.press("Hand it over to the force")
    helen.sign_in("chief.executive")
    shown = steps.approve(helen, "because a mandatory referral criterion is met")

    assert steps.letters_to(installation, "professional.standards@force.example") == [shown]
    assert "A serious assault is alleged" in steps.words_of(shown)
    assert "We have passed your complaint" in steps.words_of(steps.letters_to(installation, steps.GWEN)[0])

    priya.go(Complaint.objects.get().get_absolute_url())
    priya.press("Record the force’s reference")
    priya.fill("The force’s reference", "CO/411/26")
    priya.date("When did the force acknowledge it?", localdate())
    priya.press("Save")
    priya.press("Record the force’s outcome")
    priya.date("When did the force decide?", localdate())
    priya.fill("What did it decide?", "The service was not acceptable.")
    priya.press("Close this complaint")
    assert Complaint.objects.get().status == Status.CLOSED
