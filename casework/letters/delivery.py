"""When a reader is taken to have been provided with a letter."""

from dataclasses import dataclass
from datetime import date

from casework.deadlines.calendars import as_holidays, latest
from casework.deadlines.counting import working_days_after
from casework.letters.models import Method


@dataclass(frozen=True)
class Delivery:
    working_days: int
    reason: str


DELIVERY = {
    Method.EMAIL: Delivery(0, "An e-mail is provided on the day it is sent."),
    # Interpretation Act 1978, s 7: when a letter would be delivered in the ordinary course of post. The
    # Regulations do not say; first-class post is taken to need two working days, which favours the reader.
    Method.POST: Delivery(2, "First-class post is taken to arrive two working days after it is posted."),
}


def provided_on(method: Method | str, left_on: date) -> date:
    delivery = DELIVERY[Method(method)]
    if not delivery.working_days:
        return left_on
    return working_days_after(left_on, delivery.working_days, holidays=as_holidays(latest("EW"))).due_on
