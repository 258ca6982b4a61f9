"""How an archive is spread over roads, channels, stages and outcomes: of each, how many."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TypeVar

from complaints.workflow import Channel, Outcome, Road, Status, Subject

Value = TypeVar("Value")

SUBJECTS = {
    Subject.POLICE_PERSON: 55,
    Subject.POLICE_SERVICE: 34,
    Subject.CHIEF_CONSTABLE: 4,
    Subject.OFFICE_STAFF: 3,
    Subject.OFFICE_SERVICE: 3,
    Subject.VOLUNTEER: 1,
}
ROADS = {
    Subject.POLICE_PERSON: Road.FORCE,
    Subject.POLICE_SERVICE: Road.FORCE,
    Subject.CHIEF_CONSTABLE: Road.CHIEF_CONSTABLE,
    Subject.OFFICE_STAFF: Road.STAFF,
    Subject.OFFICE_SERVICE: Road.OTHER,
    Subject.VOLUNTEER: Road.OTHER,
}
PREFIXES = {Road.FORCE: "CMP", Road.CHIEF_CONSTABLE: "CMP", Road.STAFF: "STF", Road.OTHER: "RST"}
CHANNELS = {
    Channel.ONLINE: 60,
    Channel.EMAIL: 18,
    Channel.TELEPHONE: 14,
    Channel.LETTER: 7,
    Channel.IN_PERSON: 1,
}
ENDS = {
    Road.FORCE: {
        Outcome.RESOLVED: 60,
        Outcome.NOT_RESOLVED: 20,
        Outcome.FORCE_DECISION: 15,
        Outcome.WITHDRAWN: 5,
    },
    Road.CHIEF_CONSTABLE: {Outcome.SCHEDULE_3: 90, Outcome.WITHDRAWN: 10},
    Road.STAFF: {Outcome.STAFF_DECISION: 92, Outcome.WITHDRAWN: 8},
    # No outcome is offered for these until their road exists.
    Road.OTHER: {Outcome.WITHDRAWN: 100},
}
STAGES = {
    Road.FORCE: {Status.RECEIVED: 8, Status.LOGGED: 20, Status.HANDLING: 57, Status.HANDED_OVER: 15},
    Road.CHIEF_CONSTABLE: {Status.LOGGED: 20, Status.HANDLING: 60, Status.REFERRED: 20},
    Road.STAFF: {Status.LOGGED: 30, Status.HANDLING: 70},
    Road.OTHER: {Status.RECEIVED: 20, Status.LOGGED: 80},
}
# About one complaint in twenty is open, most of those from the last weeks: share by age in days.
OPEN_BY_AGE = ((60, 0.9), (120, 0.5), (365, 0.06))
OPEN_LATER = 0.006


def draw(random: Random, shares: Mapping[Value, int]) -> Value:
    return random.choices(list(shares), weights=list(shares.values()))[0]
