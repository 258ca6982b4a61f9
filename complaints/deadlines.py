"""Clocks of complaints, referrals, reviews and the force's reports, each with its authority."""

from dataclasses import replace
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

# The day the reformed Part 2 of the Police Reform Act 2002 and the 2020 Regulations came into force.
REFORMS = Span(date(2020, 2, 1))

IOPC_REFERRAL = Clock(
    code="iopc-referral",
    name="Refer to the IOPC",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    primitive=Primitive.END_OF_NEXT_DAY,
    length=Days(1),
    authority=Authority.STATUTORY,
    certainty=Certainty.CONFIRM,
    citation="PRA 2002 Sch 3 para 4; PCMR 2020 reg 4",
    trigger="day it first becomes clear the criterion applies",
    in_force=REFORMS,
)
IOPC_CALL_IN = replace(
    IOPC_REFERRAL,
    code="iopc-call-in",
    name="Refer when the IOPC calls it in",
    citation="PRA 2002 Sch 3 para 4(1)(c)",
    trigger="day the IOPC notifies",
)
PANEL_IOPC_REFERRAL = replace(
    IOPC_REFERRAL,
    code="panel-iopc-referral",
    name="Refer a serious complaint about the commissioner",
    citation="SI 2012/62 reg 13",
    trigger="day it first becomes clear",
    in_force=Span(),
)
PANEL_NOTIFICATION = Clock(
    code="panel-notification",
    name="Tell the Police and Crime Panel",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.MANAGER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(1),
    calendar=Calendar.EW,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="SI 2012/62 reg 9 (no days stated)",
    trigger="day the office receives it",
)
FIRST_CONTACT = Clock(
    code="first-contact",
    name="First contact with the complainant",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(2),
    calendar=Calendar.EW,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target; no statutory limit",
    trigger="day the complaint was made",
)
COMPLAINANT_UPDATE = Clock(
    code="complainant-update",
    name="Progress update",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PCMR 2020 reg 34(2)(a)",
    trigger="start of handling; then each update given",
    in_force=REFORMS,
)
OUTCOME_NOTICE = Clock(
    code="outcome-notice",
    name="Tell the outcome",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(5),
    calendar=Calendar.EW,
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PCMR 2020 reg 34(2)(b)",
    trigger="day of the outcome",
    in_force=REFORMS,
)
# PCMR 2020 reg 34 binds complaints about the police. Where the office's own policy is all there is,
# the same intervals are targets: late against them is never out of time.
STAFF_UPDATE = replace(
    COMPLAINANT_UPDATE,
    code="staff-update",
    name="Progress update (office complaint)",
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    in_force=Span(),
)
STAFF_OUTCOME_NOTICE = replace(
    OUTCOME_NOTICE,
    code="staff-outcome-notice",
    name="Tell the outcome (office complaint)",
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    in_force=Span(),
)
REVIEW_APPLICATION = Clock(
    code="review-application",
    name="Last day to apply for a review",
    nature=Nature.WINDOW,
    owed_by=Party.COMPLAINANT,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PCMR 2020 reg 29(2)",
    trigger="day the outcome information was provided",
    in_force=REFORMS,
)
REVIEW_ACKNOWLEDGEMENT = Clock(
    code="review-acknowledgement",
    name="Acknowledge a review application",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(5),
    calendar=Calendar.EW,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    trigger="day the application was made",
)
REVIEW_COMPLETION = replace(
    REVIEW_ACKNOWLEDGEMENT,
    code="review-completion",
    name="Complete a review",
    length=WorkingDays(28),
    pausable=True,
)
RECOMMENDATION_RESPONSE = Clock(
    code="recommendation-response",
    name="Force response to a review recommendation",
    nature=Nature.DUTY,
    owed_by=Party.FORCE,
    remind=Post.MANAGER,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.STATUTORY,
    certainty=Certainty.CONFIRM,
    citation="PCMR 2020 reg 30; PRA 2002 Sch 3 para 28ZA",
    trigger="day the recommendation was made",
    in_force=REFORMS,
)
LEARNING_RESPONSE = Clock(
    code="learning-response",
    name="Response to an IOPC learning recommendation",
    nature=Nature.DUTY,
    owed_by=Party.RECIPIENT,
    remind=Post.MANAGER,
    primitive=Primitive.STARTING_WITH_DAY,
    length=Days(56),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PRA 2002 Sch 3 para 28B",
    trigger="day it was made",
)
TIMELINESS_FIRST = Clock(
    code="timeliness-first",
    name="Twelve-month report",
    nature=Nature.DUTY,
    owed_by=Party.FORCE,
    remind=Post.MANAGER,
    primitive=Primitive.MONTHS_STARTING_WITH,
    length=Months(12),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PCMR 2020 reg 13(1), (3)(a)",
    trigger="day the complaint was made",
    in_force=REFORMS,
)
TIMELINESS_NEXT = replace(
    TIMELINESS_FIRST,
    code="timeliness-next",
    name="Further six-month report",
    length=Months(6),
    citation="PCMR 2020 reg 13(3)(b)",
    trigger="day after the previous period ends",
)
# About the Chief Constable the office itself is the appropriate authority, so it reports to the IOPC.
OWN_TIMELINESS_FIRST = replace(
    TIMELINESS_FIRST,
    code="own-timeliness-first",
    name="Twelve-month report to the IOPC",
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    citation="PCMR 2020 reg 13(1)(a), (3)(a)",
)
OWN_TIMELINESS_NEXT = replace(
    OWN_TIMELINESS_FIRST,
    code="own-timeliness-next",
    name="Further six-month report to the IOPC",
    length=Months(6),
    citation="PCMR 2020 reg 13(1)(a), (3)(b)",
    trigger="day after the previous period ends",
)
RESUMPTION_REPLY = replace(
    REVIEW_APPLICATION,
    code="resumption-reply",
    name="Reply after criminal proceedings",
    citation="PCMR 2020 reg 41",
    trigger="day the letter was sent",
)
WITHDRAWAL_REPLY = replace(
    RESUMPTION_REPLY,
    code="withdrawal-reply",
    name="Reply to an unsigned withdrawal",
    certainty=Certainty.CONFIRM,
    citation="PCMR 2020 reg 38",
)
SUSPENSION_REPLY = replace(
    RESUMPTION_REPLY,
    code="suspension-reply",
    name="Reply after proceedings (commissioner complaint)",
    length=Days(21),
    citation="SI 2012/62 reg 22",
    in_force=Span(),
)
SECTION_13A_WAIT = Clock(
    code="section-13a-wait",
    name="Wait before a model 2 or 3 notice",
    nature=Nature.WAIT,
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    primitive=Primitive.STARTING_WITH_DAY,
    length=Days(28),
    authority=Authority.STATUTORY,
    certainty=Certainty.SOURCED,
    citation="PCMR 2020 reg 48",
    trigger="day the chief officer was notified",
    in_force=REFORMS,
)
STAFF_ACKNOWLEDGEMENT = Clock(
    code="staff-acknowledgement",
    name="Acknowledge a complaint about staff",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(3),
    calendar=Calendar.EW,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    trigger="day received",
)
STAFF_DECISION = Clock(
    code="staff-decision",
    name="Decide whether to take it up",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.CHIEF_EXECUTIVE,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(10),
    calendar=Calendar.EW,
    pausable=True,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    trigger="day received",
)
STAFF_RESOLUTION = replace(
    STAFF_DECISION,
    code="staff-resolution",
    name="Resolve a complaint about staff",
    length=WorkingDays(20),
)
STAFF_APPEAL = Clock(
    code="staff-appeal",
    name="Appeal against a staff-complaint outcome",
    nature=Nature.WINDOW,
    owed_by=Party.COMPLAINANT,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.STARTING_DAY_AFTER,
    length=Days(28),
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office policy",
    trigger="day the letter was provided",
)
HAND_OVER_TO_FORCE = Clock(
    code="hand-over-to-force",
    name="Hand a complaint over to the force",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(1),
    calendar=Calendar.EW,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target (a mandatory criterion: the same day)",
    trigger="day it is decided that the force must record it",
)
# The force must refer it by the end of the day after it became clear to the force, so it should know today.
HAND_OVER_WITH_CRITERION = replace(
    HAND_OVER_TO_FORCE,
    code="hand-over-with-criterion",
    name="Hand over what must be referred to the IOPC",
    primitive=Primitive.STARTING_WITH_DAY,
    length=Days(1),
    calendar=Calendar.NONE,
    citation="Office target",
    trigger="day a referral criterion is found to be met",
)
COMPLAINT_RESOLUTION = Clock(
    code="complaint-resolution",
    name="Resolve outside Schedule 3",
    nature=Nature.DUTY,
    owed_by=Party.OFFICE,
    remind=Post.COMPLAINT_HANDLER,
    primitive=Primitive.WORKING_DAYS,
    length=WorkingDays(20),
    calendar=Calendar.EW,
    pausable=True,
    authority=Authority.LOCAL_POLICY,
    certainty=Certainty.LOCAL,
    citation="Office target",
    trigger="day the complaint was made",
)
ENQUIRY_REPLY = replace(
    STAFF_ACKNOWLEDGEMENT,
    code="enquiry-reply",
    name="Answer an enquiry",
    length=WorkingDays(10),
)

CLOCKS = (
    IOPC_REFERRAL,
    IOPC_CALL_IN,
    PANEL_IOPC_REFERRAL,
    PANEL_NOTIFICATION,
    FIRST_CONTACT,
    COMPLAINANT_UPDATE,
    OUTCOME_NOTICE,
    STAFF_UPDATE,
    STAFF_OUTCOME_NOTICE,
    REVIEW_APPLICATION,
    REVIEW_ACKNOWLEDGEMENT,
    REVIEW_COMPLETION,
    RECOMMENDATION_RESPONSE,
    LEARNING_RESPONSE,
    TIMELINESS_FIRST,
    TIMELINESS_NEXT,
    OWN_TIMELINESS_FIRST,
    OWN_TIMELINESS_NEXT,
    RESUMPTION_REPLY,
    WITHDRAWAL_REPLY,
    SUSPENSION_REPLY,
    SECTION_13A_WAIT,
    STAFF_ACKNOWLEDGEMENT,
    STAFF_DECISION,
    STAFF_RESOLUTION,
    STAFF_APPEAL,
    HAND_OVER_TO_FORCE,
    HAND_OVER_WITH_CRITERION,
    COMPLAINT_RESOLUTION,
    ENQUIRY_REPLY,
)
