"""Clocks of information rights and publication."""

from datetime import date

from casework.deadlines.clocks import (
    Authority,
    Calendar,
    Certainty,
    Clock,
    Days,
    Months,
    Nature,
    Party,
    Primitive,
    Span,
    WorkingDays,
)
from casework.people.posts import Post

FREEDOM_OF_INFORMATION = Clock(
    code="freedom-of-information",
    name="Answer a freedom-of-information request",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(20),
    calendar=Calendar.UK,
    pausable=True,
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="FOIA 2000 s.10",
    trigger="day received",
    in_force=Span(date(2005, 1, 1)),
)
SUBJECT_ACCESS = Clock(
    code="subject-access",
    name="Answer a subject-access request",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.CORRESPONDING_DATE,
    length=Months(1),
    calendar=Calendar.EW_ROLL,
    pausable=True,
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="UK GDPR art 12(3), 15",
    trigger="day received",
    in_force=Span(date(2018, 5, 25)),
)
SUBJECT_ACCESS_EXTENDED = Clock(
    code="subject-access-extended",
    name="Answer an extended subject-access request",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.CORRESPONDING_DATE,
    length=Months(3),
    calendar=Calendar.EW_ROLL,
    pausable=True,
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="UK GDPR art 12(3)",
    trigger="day received",
    in_force=Span(date(2018, 5, 25)),
)
DATA_PROTECTION_COMPLAINT = Clock(
    code="data-protection-complaint",
    name="Acknowledge a data-protection complaint",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.STARTING_WITH_DAY,
    length=Days(30),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="DPA 2018 s.164A (from 19 June 2026)",
    trigger="day received",
    in_force=Span(date(2026, 6, 19)),
)
IOPC_DATA_PUBLICATION = Clock(
    code="iopc-data-publication",
    name="Publish IOPC data",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.CORRESPONDING_DATE,
    length=Months(1),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="Specified Information Order 2011 (as amended 2021) para 7C",
    trigger="day the IOPC published",
    in_force=Span(date(2021, 5, 31)),
)

CLOCKS = (
    FREEDOM_OF_INFORMATION,
    SUBJECT_ACCESS,
    SUBJECT_ACCESS_EXTENDED,
    DATA_PROTECTION_COMPLAINT,
    IOPC_DATA_PUBLICATION,
)
