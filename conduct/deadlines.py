"""Clocks of conduct: declarations, vetting, data incidents and statutory officers' reports."""

from datetime import date

from casework.deadlines.clocks import (
    Authority,
    Calendar,
    Certainty,
    Clock,
    Days,
    Hours,
    Months,
    Nature,
    Party,
    Primitive,
    Span,
)
from casework.people.posts import Post

DECLARATION = Clock(
    code="declaration",
    name="Sign a declaration",
    nature=Nature.DUTY,
    owed_by=Party.PERSON,
    remind=Post.DECLARANT,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office policy",
    trigger="day it was asked for",
)
ACCEPTANCE_OF_OFFICE = Clock(
    code="acceptance-of-office",
    name="Declaration of acceptance of office",
    nature=Nature.DUTY,
    owed_by=Party.PERSON,
    remind=Post.DECLARANT,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(2),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PRSRA 2011 s.70 (beginning with the day after the election)",
    trigger="day after the election",
)
VETTING_RV = Clock(
    code="vetting-rv",
    name="Recruitment vetting ends",
    nature=Nature.EXPIRY,
    owed_by=Party.PERSON,
    remind=Post.MANAGER,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(120),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.CONFIRM,
    citation="Vetting APP; force parameter",
    trigger="day granted",
)
VETTING_MV = Clock(
    code="vetting-mv",
    name="Management vetting ends",
    nature=Nature.EXPIRY,
    owed_by=Party.PERSON,
    remind=Post.MANAGER,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(84),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.CONFIRM,
    citation="Vetting APP; force parameter",
    trigger="day granted",
)
VETTING_NPPV2 = Clock(
    code="vetting-nppv2",
    name="NPPV level 2 ends",
    nature=Nature.EXPIRY,
    owed_by=Party.PERSON,
    remind=Post.MANAGER,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(36),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.CONFIRM,
    citation="Vetting APP; force parameter",
    trigger="day granted",
)
VETTING_NPPV3 = Clock(
    code="vetting-nppv3",
    name="NPPV level 3 ends",
    nature=Nature.EXPIRY,
    owed_by=Party.PERSON,
    remind=Post.MANAGER,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(60),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.CONFIRM,
    citation="Vetting APP; force parameter",
    trigger="day granted",
)
DATA_BREACH_NOTICE = Clock(
    code="data-breach-notice",
    name="Tell the Information Commissioner",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.DATA_PROTECTION_OFFICER,
    primitive=Primitive.HOURS_ELAPSED,
    length=Hours(72),
    calendar=Calendar.ELAPSED,
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="UK GDPR art 33",
    trigger="moment of becoming aware",
    in_force=Span(date(2018, 5, 25)),
)
HEAD_OF_SERVICE_REPORT = Clock(
    code="head-of-service-report",
    name="Commissioner considers the head of paid service's report",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(3),
    authority=Authority.STATUTORY,
    certainty=Certainty.CONFIRM,
    citation="LGHA 1989 s.4(5A) (within three months of being sent it)",
    trigger="day after it was sent",
)

CLOCKS = (
    DECLARATION,
    ACCEPTANCE_OF_OFFICE,
    VETTING_RV,
    VETTING_MV,
    VETTING_NPPV2,
    VETTING_NPPV3,
    DATA_BREACH_NOTICE,
    HEAD_OF_SERVICE_REPORT,
)
