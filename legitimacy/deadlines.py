"""Clocks of inspections and dip samples."""

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

INSPECTION_RESPONSE = Clock(
    code="inspection-response",
    name="Publish the response to an inspection",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    primitive=Primitive.STARTING_WITH_DAY,
    length=Days(56),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="Police Act 1996 s.55(5A)",
    trigger="day the report was published",
)
DIP_SAMPLE_RESPONSE = Clock(
    code="dip-sample-response",
    name="Force response to a dip sample",
    nature=Nature.DUTY,
    owed_by=Party.FORCE,
    remind=Post.MANAGER,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    trigger="day the findings were sent",
)

CLOCKS = (
    INSPECTION_RESPONSE,
    DIP_SAMPLE_RESPONSE,
)
