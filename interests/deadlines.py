"""Clocks of the register of interests."""

from casework.deadlines.clocks import (
    Authority,
    Certainty,
    Clock,
    Days,
    Nature,
    Party,
    Primitive,
)
from casework.people.posts import Post

INTEREST_REGISTRATION = Clock(
    code="interest-registration",
    name="Register interests on taking office",
    nature=Nature.DUTY,
    owed_by=Party.PERSON,
    remind=Post.DECLARANT,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.SOURCED,
    citation="Model code of conduct",
    trigger="day of taking office",
)
INTEREST_CHANGE = Clock(
    code="interest-change",
    name="Register a change of interest",
    nature=Nature.DUTY,
    owed_by=Party.PERSON,
    remind=Post.DECLARANT,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.SOURCED,
    citation="Model code of conduct",
    trigger="day of the change",
)

CLOCKS = (
    INTEREST_REGISTRATION,
    INTEREST_CHANGE,
)
