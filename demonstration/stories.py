"""The complaints of the demonstration, read from data: who wrote, how long ago, and how far it has come."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path

from complaints.workflow import Channel, Subject

FILE = Path(__file__).parent / "data" / "stories.csv"


class Reached(StrEnum):
    """How far a complaint has come. Each is a way through the real actions, in demonstration/ways.py."""

    RECEIVED = auto()
    LOGGED = auto()
    CONTACTED = auto()
    HANDLED = auto()
    WAITING_FOR_FORCE = auto()
    ANSWERED_BY_FORCE = auto()
    UPDATED = auto()
    SUSPENDED = auto()
    ASKED_TO_RESUME = auto()
    PROPOSED = auto()
    RETURNED = auto()
    RESOLVED = auto()
    NOT_RESOLVED = auto()
    WITHDRAWN = auto()
    HANDED_OVER = auto()
    ACKNOWLEDGED = auto()
    DECIDED_BY_FORCE = auto()
    CRITERION_WAITS = auto()
    REFERRAL_DUE = auto()
    REFERRED = auto()
    BACK_FROM_IOPC = auto()
    DECIDED = auto()


@dataclass(frozen=True)
class Story:
    """One complaint. `days_ago` counts calendar days before the day the office is loaded."""

    days_ago: int
    subject: Subject
    category: str
    reached: Reached
    channel: Channel
    complainant: str
    about: str
    account: str


def stories() -> Iterator[Story]:
    with FILE.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            yield Story(
                days_ago=int(row["days_ago"]),
                subject=Subject(row["subject"]),
                category=row["category"],
                reached=Reached(row["reached"]),
                channel=Channel(row["channel"]),
                complainant=row["complainant"],
                about=row["about"],
                account=row["account"],
            )
