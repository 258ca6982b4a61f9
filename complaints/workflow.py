"""What a complaint can be, and what may follow what. No models here: tables and actions both need it."""

from dataclasses import dataclass

from django.db import models

from casework.cases.refused import Refused


class Subject(models.TextChoices):
    """Who or what the complainant says it is about."""

    POLICE_PERSON = "police_person", "A police officer or a member of police staff"
    POLICE_SERVICE = "police_service", "A service the police gave, or did not give"
    CHIEF_CONSTABLE = "chief_constable", "The Chief Constable"
    COMMISSIONER = "commissioner", "The Commissioner or the Deputy Commissioner"
    CHIEF_EXECUTIVE = "chief_executive", "The Chief Executive of the Commissioner's office"
    OFFICE_STAFF = "office_staff", "Somebody else who works for the Commissioner's office"
    OFFICE_SERVICE = "office_service", "A decision, policy or service of the Commissioner's office"
    VOLUNTEER = "volunteer", "A custody visitor, committee member, volunteer or contractor"
    SOMETHING_ELSE = "something_else", "Somebody or something else"


class Road(models.TextChoices):
    """The law a complaint follows, which who it is about decides."""

    FORCE = "force", "Police officer, staff or service"
    CHIEF_CONSTABLE = "chief_constable", "Chief Constable"
    STAFF = "staff", "Office staff"
    OTHER = "other", "Other"


ROAD_OF = {
    Subject.POLICE_PERSON: Road.FORCE,
    Subject.POLICE_SERVICE: Road.FORCE,
    Subject.CHIEF_CONSTABLE: Road.CHIEF_CONSTABLE,
    Subject.CHIEF_EXECUTIVE: Road.STAFF,
    Subject.OFFICE_STAFF: Road.STAFF,
    Subject.COMMISSIONER: Road.OTHER,
    Subject.OFFICE_SERVICE: Road.OTHER,
    Subject.VOLUNTEER: Road.OTHER,
    Subject.SOMETHING_ELSE: Road.OTHER,
}


class Channel(models.TextChoices):
    ONLINE = "online", "Online form"
    TELEPHONE = "telephone", "Telephone"
    LETTER = "letter", "Letter"
    EMAIL = "email", "E-mail"
    IN_PERSON = "in_person", "In person"


class Status(models.TextChoices):
    RECEIVED = "received", "Received"
    LOGGED = "logged", "Logged"
    HANDLING = "handling", "Being handled"
    REFERRAL_DUE = "referral_due", "To be referred to the IOPC"
    REFERRED = "referred", "With the IOPC"
    HANDING_OVER = "handing_over", "Hand-over to the force waits for approval"
    HANDED_OVER = "handed_over", "With the force"
    OUTCOME_PROPOSED = "outcome_proposed", "Outcome waits for approval"
    OUTCOME_DECIDED = "outcome_decided", "Outcome decided, letter to leave"
    CLOSED = "closed", "Closed"


OPEN = [status for status in Status if status != Status.CLOSED]


class Outcome(models.TextChoices):
    """How the complaint as a whole ended; what was found is on each allegation."""

    RESOLVED = "resolved", "Resolved outside Schedule 3"
    NOT_RESOLVED = "not_resolved", "Not resolved outside Schedule 3"
    SCHEDULE_3 = "schedule_3", "Outcome under Schedule 3"
    STAFF_DECISION = "staff_decision", "Decided under the office's own policy"
    FORCE_DECISION = "force_decision", "Decided by the force"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_RESUMED = "not_resumed", "Not resumed after criminal proceedings"


class Finding(models.TextChoices):
    """What was found on one allegation. Which of these a road allows is in FINDINGS."""

    RESOLVED = "resolved", "Resolved to the complainant's satisfaction"
    NOT_RESOLVED = "not_resolved", "Not resolved"
    ACCEPTABLE = "acceptable", "The service provided was acceptable"
    NOT_ACCEPTABLE = "not_acceptable", "The service provided was not acceptable"
    UNABLE_TO_DETERMINE = "unable_to_determine", "Unable to determine if the service provided was acceptable"
    WELL_FOUNDED = "well_founded", "The complaint was well founded"
    PARTLY_FOUNDED = "partly_founded", "The complaint was partly well founded"
    NOT_FOUNDED = "not_founded", "The complaint was not well founded"


FINDINGS = {
    Road.FORCE: (Finding.RESOLVED, Finding.NOT_RESOLVED),
    Road.CHIEF_CONSTABLE: (Finding.ACCEPTABLE, Finding.NOT_ACCEPTABLE, Finding.UNABLE_TO_DETERMINE),
    Road.STAFF: (Finding.WELL_FOUNDED, Finding.PARTLY_FOUNDED, Finding.NOT_FOUNDED),
    Road.OTHER: (),
}


class Route(models.TextChoices):
    """How the complaint is to be handled once it has been assessed."""

    OUTSIDE_SCHEDULE_3 = "outside_schedule_3", "Resolve outside Schedule 3"
    HAND_OVER = "hand_over", "Hand over to the force to be recorded"
    SCHEDULE_3 = "schedule_3", "Record and handle under Schedule 3"
    LOCAL_POLICY = "local_policy", "Handle under the office's own policy"


ROUTES = {
    Road.FORCE: (Route.OUTSIDE_SCHEDULE_3, Route.HAND_OVER),
    Road.CHIEF_CONSTABLE: (Route.SCHEDULE_3, Route.OUTSIDE_SCHEDULE_3),
    Road.STAFF: (Route.LOCAL_POLICY,),
    Road.OTHER: (),
}


class TransitionNotAllowed(Refused):
    """The complaint is not at a stage where this can be done."""


@dataclass(frozen=True)
class Step:
    """Something that may be done only at some stages, and leaves the complaint at the one it is at."""

    name: str
    sources: tuple[Status, ...]

    def check(self, status: str) -> None:
        """Raise TransitionNotAllowed, in words for the person, unless this may follow `status`."""
        if status not in self.sources:
            raise TransitionNotAllowed(
                f"You cannot {self.name} now: the complaint is “{Status(status).label.lower()}”. "
                "Somebody may have changed it. Go back to the case and look again."
            )


@dataclass(frozen=True)
class Transition(Step):
    target: Status


LOG = Transition("log this complaint", (Status.RECEIVED,), Status.LOGGED)
ASSESS = Transition(
    "assess this complaint", (Status.LOGGED, Status.HANDLING, Status.REFERRAL_DUE), Status.HANDLING
)
REQUIRE_REFERRAL = Transition(
    "require a referral", (Status.LOGGED, Status.HANDLING, Status.REFERRAL_DUE), Status.REFERRAL_DUE
)
WITHDRAW_CRITERION = Transition("withdraw the criterion", (Status.REFERRAL_DUE,), Status.HANDLING)
REFER = Transition(
    "refer this complaint", (Status.LOGGED, Status.HANDLING, Status.REFERRAL_DUE), Status.REFERRED
)
RETURN_FROM_IOPC = Transition("record its return", (Status.REFERRED,), Status.HANDLING)
PROPOSE_HAND_OVER = Transition(
    "hand this complaint over", (Status.LOGGED, Status.HANDLING), Status.HANDING_OVER
)
RETURN_HAND_OVER = Transition("take the hand-over back", (Status.HANDING_OVER,), Status.HANDLING)
HAND_OVER = Transition(
    "hand this complaint over", (Status.LOGGED, Status.HANDLING, Status.HANDING_OVER), Status.HANDED_OVER
)
PROPOSE_OUTCOME = Transition("propose an outcome", (Status.HANDLING,), Status.OUTCOME_PROPOSED)
RETURN_OUTCOME = Transition(
    "take the outcome back", (Status.OUTCOME_PROPOSED, Status.OUTCOME_DECIDED), Status.HANDLING
)
DECIDE_OUTCOME = Transition("decide the outcome", (Status.OUTCOME_PROPOSED,), Status.OUTCOME_DECIDED)
CLOSE = Transition("close this complaint", (Status.OUTCOME_DECIDED, Status.HANDED_OVER), Status.CLOSED)
WITHDRAW = Transition("record a withdrawal", (Status.RECEIVED, Status.LOGGED, Status.HANDLING), Status.CLOSED)
END_SUSPENDED = Transition("end this suspended complaint", (Status.HANDLING,), Status.CLOSED)
REOPEN = Transition("reopen this complaint", (Status.CLOSED,), Status.HANDLING)

REROUTE = Step("change who it is about", (Status.RECEIVED, Status.LOGGED, Status.HANDLING))
ALLEGE = Step(
    "change the allegations", (Status.LOGGED, Status.HANDLING, Status.REFERRAL_DUE, Status.REFERRED)
)
FIND = Step("record a finding", (Status.HANDLING,))
SUSPEND = Step("suspend this complaint", (Status.LOGGED, Status.HANDLING))
RESUME = Step("resume this complaint", (Status.LOGGED, Status.HANDLING))
WORK = Step("do this", tuple(OPEN))
