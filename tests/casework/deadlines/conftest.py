from datetime import date

from hypothesis import settings

from casework.deadlines.calendars import published
from casework.deadlines.counting import Holidays

# A busy machine must not fail a property for being slow.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

BUNDLED = {
    calendar: Holidays(
        {date.fromisoformat(day): name for day, name in days.items()}, date(2012, 1, 1), date(2028, 12, 31)
    )
    for calendar, days in published().items()
}
