"""Where one day's report ends and the next begins: windows that follow one another without gap or overlap."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.parameters import Parameters

WINDOW: dict[str, pl.DataType] = {"report": pl.Date(), "starts": pl.Datetime("us"), "ends": pl.Datetime("us"), "is_inclusive": pl.Boolean()}
"""A report's day, and the payments that belong to it: after ``starts``, until ``ends``, which counts or goes to the next window."""

_DAY, _INSTANT = dt.timedelta(days=1), dt.timedelta(microseconds=1)
_REST = {"none": frozenset[int](), "sunday": frozenset({6}), "weekend": frozenset({5, 6})}
_DATES = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[~～](\d{4}-\d{1,2}-\d{1,2}))?")
_EXPECTED_TIME = Label(zh="时刻，例如 14:00", en="a time such as 14:00")
_EXPECTED_DATES = Label(zh="日期，例如 2026-02-16~2026-02-22 2026-05-01", en="dates such as 2026-02-16~2026-02-22 2026-05-01")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the shop cuts its days off.

    Attributes:
        hour: The time of day.
        is_inclusive: A payment at just that time belongs to the day.
        rest_weekdays: Days without a report, Monday is 0.
        rest_dates: The same by date.
    """

    hour: dt.timedelta = dt.timedelta(hours=14)
    is_inclusive: bool = True
    rest_weekdays: frozenset[int] = frozenset()
    rest_dates: frozenset[dt.date] = frozenset()

    def works_on(self, day: dt.date) -> bool:
        """Whether a report is made that day."""
        return day.weekday() not in self.rest_weekdays and day not in self.rest_dates

    def cut(self, day: dt.date) -> dt.datetime:
        """When that day's report ends."""
        return dt.datetime.combine(day, dt.time()) + self.hour

    def last_covered(self, day: dt.date) -> dt.datetime:
        """The last instant that belongs to that day's report."""
        return self.cut(day) if self.is_inclusive else self.cut(day) - _INSTANT

    def working_days(self, first: dt.date, until: dt.datetime) -> Iterator[dt.date]:
        """The days from ``first`` on whose report has ended by a moment."""
        while self.cut(first) <= until:
            if self.works_on(first):
                yield first
            first += _DAY

    def next_cut(self, now: dt.datetime) -> dt.datetime:
        """When the next report ends."""
        after = (now.date() + _DAY * number for number in range(-1, 400))
        return next((self.cut(day) for day in after if self.works_on(day) and self.cut(day) > now), self.cut(now.date() + _DAY))

    def newest(self, now: dt.datetime) -> dt.datetime:
        """The last instant of the newest report that has ended."""
        day = now.date() + _DAY
        while self.cut(day) > now or not self.works_on(day):
            day = self.working_day_before(day)
        return self.last_covered(day)

    def working_day_before(self, day: dt.date) -> dt.date:
        """The last day before with a report; the day before where there is none for a year."""
        before = (day - _DAY * number for number in range(1, 367))
        return next((each for each in before if self.works_on(each)), day - _DAY)


def calendar_of(parameters: Parameters) -> Calendar:
    """The calendar that the shop's parameters make.

    Raises:
        BadParameterError: The hour is no time, or the holidays are no dates.
    """
    hour = parameters["report_hour"]
    if not isinstance(hour, dt.timedelta):
        raise BadParameterError("report_hour", str(hour), _EXPECTED_TIME)
    weekdays = _REST[parameters.text("rest_weekdays")]
    return Calendar(hour, parameters.text("report_end") == "inclusive", weekdays, _dates(parameters.text("rest_dates")))


def _dates(text: str) -> frozenset[dt.date]:
    words = [word for word in re.split(r"[\s,，、;；]+", text) if word and word != "-"]
    return frozenset(day for word in words for day in _span(word))


def _span(word: str) -> Iterator[dt.date]:
    found = _DATES.fullmatch(word)
    if found is None:
        raise BadParameterError("rest_dates", word, _EXPECTED_DATES)
    try:
        first, last = (dt.date(*map(int, day.split("-"))) for day in (found[1], found[2] or found[1]))
    except ValueError as error:
        raise BadParameterError("rest_dates", word, _EXPECTED_DATES) from error
    yield from (first + _DAY * number for number in range((last - first).days + 1))


def windows(known: pl.DataFrame, *, since: dt.datetime | None, now: dt.datetime, calendar: Calendar) -> pl.DataFrame:
    """The windows of all reports that have ended: those that are there as they are, and those that are due after them.

    Args:
        known: The reports that there are, by :data:`WINDOW`.
        since: The earliest payment, where no report is there yet; ``None`` if nothing was ever paid.
        now: The moment of the run; a window that ends later is not made.
        calendar: For windows that are made now.

    Returns:
        By :data:`WINDOW`, ascending. Each new window starts where the one before it ends, so days without a report are part of the next.
    """
    there = known.select(pl.col(name).cast(dtype) for name, dtype in WINDOW.items()).sort("ends")
    first, starts = _beginning(there, since, calendar)
    if first is None:
        return there
    made = []
    for day in calendar.working_days(first, now):
        if since is None or since <= calendar.last_covered(day) or not there.is_empty():
            starts = starts or calendar.cut(calendar.working_day_before(day))
            made.append((day, starts, calendar.cut(day), calendar.is_inclusive))
            starts = calendar.cut(day)
    return pl.concat([there, pl.DataFrame(made, schema=WINDOW, orient="row")])


def _beginning(there: pl.DataFrame, since: dt.datetime | None, calendar: Calendar) -> tuple[dt.date | None, dt.datetime | None]:
    """The first day that may need a report, and where its window starts if a report precedes it."""
    if there.is_empty():
        return (None if since is None else since.date() - _DAY), None
    day, end = there["report"][-1], there["ends"][-1]
    day += _DAY
    while calendar.cut(day) <= end:
        day += _DAY
    return day, end


def report_of(paid_at: pl.Series, cuts: pl.DataFrame) -> pl.Series:
    """The report to whose window each payment belongs.

    Args:
        paid_at: Times of payment.
        cuts: Windows that follow one another, ascending.

    Returns:
        Days; null for no time, a time before the first window and one after the last.
    """
    last = cuts.select(pl.col("ends") - pl.when("is_inclusive").then(pl.duration()).otherwise(pl.duration(microseconds=1))).to_series()
    if cuts.is_empty():
        return pl.Series("report", [None] * len(paid_at), dtype=pl.Date)
    index = last.search_sorted(paid_at, side="left").cast(pl.Int64)
    is_inside = paid_at.is_not_null() & (paid_at > _before(cuts)) & (index < len(last))
    at = pl.select(pl.when(is_inside).then(index)).to_series()
    return cuts["report"].gather(at).alias("report")


def _before(cuts: pl.DataFrame) -> dt.datetime:
    """The last instant before the first window; a window whose start somebody emptied reaches back to the first payment."""
    starts: dt.datetime | None = cuts["starts"][0]
    if starts is None:
        return dt.datetime.min
    return starts if cuts["is_inclusive"][0] else starts - _INSTANT
