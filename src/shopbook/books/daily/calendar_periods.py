"""Years, quarters, months and weeks: how they are written, when they begin and end."""

import datetime as dt
import re
from dataclasses import dataclass

from shopbook.sheet.spelling import compact

_DAY = dt.timedelta(days=1)
_QUARTER = re.compile(r"(\d{4})(?:[-/.]?[Qq]|年第?)([1-4])(?:季度?)?")
_MONTH = re.compile(r"(\d{4})[-/.年](1[0-2]|0?[1-9])月?")
_YEAR = re.compile(r"(\d{4})年?")
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, a quarter or a month of the calendar.

    Attributes:
        year: Its year.
        quarter: 1 to 4; 0 for a year as a whole.
        month: 1 to 12; 0 for a year or a quarter as a whole.
    """

    year: int
    quarter: int = 0
    month: int = 0

    @property
    def code(self) -> str:
        """As sheets write it: 2026, 2026-Q1, 2026-01."""
        if self.month:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-Q{self.quarter}" if self.quarter else f"{self.year:04}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month or max(1, (self.quarter - 1) * _MONTHS_OF_QUARTER + 1), 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        month = self.month or (self.quarter or 4) * _MONTHS_OF_QUARTER
        after = dt.date(self.year + 1, 1, 1) if month == 12 else dt.date(self.year, month + 1, 1)  # noqa: PLR2004 - December
        return after - _DAY

    @property
    def parts(self) -> tuple["Period", ...]:
        """The quarters of a year, the months of a quarter; none of a month."""
        if self.month:
            return ()
        if not self.quarter:
            return tuple(Period(self.year, quarter) for quarter in range(1, 5))
        return tuple(month_of(self.year, month) for month in range(self.first.month, self.last.month + 1))

    def days_left(self, today: dt.date) -> int:
        """Its days from today on, today included; 0 once it is over."""
        return max(0, (self.last - max(self.first, today)).days + 1)


def month_of(year: int, month: int) -> Period:
    """A month with the quarter that it is in."""
    return Period(year, (month + 2) // _MONTHS_OF_QUARTER, month)


def period_of(text: str | None) -> Period | None:
    """The period that a text names, such as 2026, 2026年1季度, 2026-Q1, 2026-01; ``None`` if none."""
    word = compact(text or "")
    if not 1 <= int(word[:4] if word[:4].isascii() and word[:4].isdigit() else 0) < dt.MAXYEAR:
        return None
    if found := _YEAR.fullmatch(word):
        return Period(int(found[1]))
    if (found := _QUARTER.fullmatch(word)) and (not word.endswith(found[2]) or "年" not in word):
        return Period(int(found[1]), int(found[2]))
    if found := _MONTH.fullmatch(word):
        return month_of(int(found[1]), int(found[2]))
    return None
