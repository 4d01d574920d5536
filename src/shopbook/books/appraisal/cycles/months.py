"""Months as they are appraised, and the days on which ratings are due. Source: D0 四(三), hard number 4; T27."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from shopbook.books.daily.calendar_periods import Period, period_of
from shopbook.books.daily.calendar_periods import month_of as month_numbered
from shopbook.books.worklists import Record
from shopbook.sheet.parameters import Parameters

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a month's ratings are given, both inclusive."""

    opens_on: dt.date
    closes_on: dt.date

    def days_late(self, day: dt.date) -> int:
        """Days after the last one; 0 within the window and before it."""
        return max(0, (day - self.closes_on).days)


def month_of(text: object) -> Period | None:
    """The month that a text means, such as 2026-06, 2026/6, 2026年6月; ``None`` for one that means none."""
    return _month_named(str(text)) if text is not None else None


@lru_cache(maxsize=1024)  # every row of every sheet names one, and there are few
def _month_named(text: str) -> Period | None:
    period = period_of(text)
    return period if period is not None and period.month else None


def month_on(day: dt.date) -> Period:
    """The month that a day is in."""
    return month_numbered(day.year, day.month)


def cycle_of(text: object) -> str | None:
    """A month as the key of every sheet, 2026-06; ``None`` for a text that means none."""
    month = month_of(text)
    return month.code if month else None


def month_after(month: Period) -> Period:
    """The next month."""
    return month_numbered(month.year + 1, 1) if month.month == _DECEMBER else month_numbered(month.year, month.month + 1)


def month_before(month: Period) -> Period:
    """The month before."""
    return month_numbered(month.year - 1, _DECEMBER) if month.month == 1 else month_numbered(month.year, month.month - 1)


def window_of(month: Period, parameters: Parameters) -> Window:
    """The days of the next month on which a month's ratings are given, as the parameters say; a day that it has not is its last."""
    after = month_after(month)
    first, last = (after.first.replace(day=_day(parameters.whole(code), after)) for code in ("window_opens", "window_closes"))
    return Window(first, last)


def _day(day: int, month: Period) -> int:
    return max(1, min(day, month.last.day))


def window_in(row: Record) -> Window | None:
    """The days of a row of 周期, an extension counted; ``None`` where they are blank."""
    opens, closes, extended = (_date(row[name]) for name in ("opens_on", "closes_on", "extended_to"))
    if closes is None:
        return None
    return Window(opens or closes, max(closes, extended) if extended else closes)


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
