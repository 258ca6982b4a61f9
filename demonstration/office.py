"""An office that does not exist, in a county that does not exist, with twelve people and its scheme."""

from dataclasses import dataclass
from datetime import date

from casework.people.models import Delegation, Office, Tenure, User
from casework.people.posts import Post

PASSWORD = "oversight-demo"  # noqa: S105 (said on the README; a production start refuses such accounts)
SINCE = date(2020, 2, 1)  # the day the 2020 Regulations came into force
INSTRUMENT = "Scheme of governance and consent, part 3"

PEOPLE = (
    ("handler", "Priya Raman", Post.COMPLAINT_HANDLER),
    ("second.handler", "Tom Okafor", Post.COMPLAINT_HANDLER),
    ("manager", "Amira Shah", Post.MANAGER),
    ("monitoring.officer", "Siân Pugh", Post.MONITORING_OFFICER),
    ("chief.executive", "Helen Marsh", Post.CHIEF_EXECUTIVE),
    ("commissioner", "David Ellery", Post.COMMISSIONER),
    ("deputy", "Ruth Adeyemi", Post.DEPUTY),
    ("jasc.chair", "Martin Cole", Post.JASC_CHAIR),
    ("jasc", "Wen Li", Post.JASC_MEMBER),
    ("legitimacy", "Róisín Byrne", Post.LEGITIMACY_LEAD),
    ("staff", "Paul Grange", Post.DECLARANT),
    ("admin", "Ines Duarte", Post.ADMINISTRATOR),
)

# Routine letters are the manager's, ordinary hand-overs the handler's own; the rest the Chief Executive's.
SCHEME = {
    "resolution_letter": Post.MANAGER,
    "hand_over": Post.COMPLAINT_HANDLER,
    "referral_hand_over": Post.CHIEF_EXECUTIVE,
    "chief_constable_outcome": Post.CHIEF_EXECUTIVE,
    "chief_constable_referral": Post.CHIEF_EXECUTIVE,
    "staff_outcome": Post.CHIEF_EXECUTIVE,
    "committee_report": Post.CHIEF_EXECUTIVE,
}


@dataclass(frozen=True)
class Cast:
    """The people the stories need, by what they do in them."""

    handlers: tuple[User, User]
    manager: User
    monitoring_officer: User
    chief_executive: User
    commissioner: User


def open_office() -> Cast:
    """Make the office, its people and its scheme of delegation."""
    people = {name: _person(name, full_name, post) for name, full_name, post in PEOPLE}
    Office.objects.create(
        from_on=SINCE,
        name="Office of the Police and Crime Commissioner for Exampleshire",
        area="Exampleshire",
        force_name="Exampleshire Constabulary",
        force_contact_email="professional.standards@force.example",
        complaint_model=2,
        named_second=people["monitoring.officer"],
        address="County Hall\nExampleton\nEX1 1AA",
        email="complaints@office.example",
        telephone="01632 960 101",
    )
    Delegation.objects.bulk_create(
        Delegation(function=function, post=post, instrument=INSTRUMENT, from_on=SINCE)
        for function, post in SCHEME.items()
    )
    return Cast(
        handlers=(people["handler"], people["second.handler"]),
        manager=people["manager"],
        monitoring_officer=people["monitoring.officer"],
        chief_executive=people["chief.executive"],
        commissioner=people["commissioner"],
    )


def _person(name: str, full_name: str, post: Post) -> User:
    person = User.objects.create_user(f"{name}@office.example", full_name, PASSWORD, is_demonstration=True)
    Tenure.objects.create(person=person, post=post, from_on=SINCE)
    return person
