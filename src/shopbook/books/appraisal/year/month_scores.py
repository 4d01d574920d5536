"""What months came to, from wherever it is known: the archive first, then the composites, then scores of before this workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.cycles.months import month_of
from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES
from shopbook.books.appraisal.year.sheets import EARLIER
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.spelling import compact

MOST = Decimal(100)


@dataclass(frozen=True, slots=True)
class MonthScore:
    """One person's month.

    Attributes:
        score: As it was shown, 0 to 100.
        grade: Its letter; ``None`` for a score of before.
        name: The person's.
        department: At that time; ``None`` for a score of before.
        post: Likewise.
    """

    score: Decimal
    grade: str | None = None
    name: str | None = None
    department: str | None = None
    post: str | None = None


Months = Mapping[tuple[str, Period], MonthScore]
"""(employee number, month) -> what it came to."""


def months_of(given: Inputs, staff: Staff) -> Months:
    """Every month that has a score, but for those on leave throughout.

    What was archived counts before the composite it was made of, and both before a score of earlier. Of several rows of one sheet for the
    same month the lowest counts, whatever their order.
    """
    found: dict[tuple[str, Period], MonthScore] = {}
    for told in (_earlier(given.frame(EARLIER.code), staff), _scored(given.frame(COMPOSITES.code)), _scored(given.frame(ARCHIVE.code))):
        found |= _lowest(told)
    return {(number, month): score for (number, month), score in sorted(found.items()) if not staff.is_away(number, month)}


Told = tuple[tuple[str, Period], MonthScore]


def _lowest(told: Iterator[Told]) -> dict[tuple[str, Period], MonthScore]:
    return dict(sorted(told, key=lambda each: (each[0], -each[1].score, each[1].grade or "", each[1].department or "")))


def _scored(rows: pl.DataFrame) -> Iterator[Told]:
    for row in rows.iter_rows(named=True):
        month = month_of(row["cycle"])
        if month is not None and row["employee_no"] and row["score"] is not None and not row.get("excused"):
            score = MonthScore(row["score"], row["grade"], row["name"], row["department"], row["post"])
            yield (compact(row["employee_no"]), month), score


def _earlier(rows: pl.DataFrame, staff: Staff) -> Iterator[Told]:
    for row in rows.iter_rows(named=True):
        month, number = counted_month(row), staff.number_of(row["name"])
        if month is not None and number is not None:
            yield (number, month), MonthScore(row["score"], name=staff.name_of(number))


def counted_month(row: Record) -> Period | None:
    """The month for which an earlier score counts; ``None`` for a category's, a quarter's, and one that is no score of 0 to 100."""
    score = row["score"]
    is_whole = isinstance(score, Decimal) and 0 <= score <= MOST and not row["item"]
    return month_of(row["period"]) if is_whole else None
