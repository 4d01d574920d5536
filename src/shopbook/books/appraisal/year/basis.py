"""What a year is made of: people, months with scores, grades that hold for it, and how far the calendar has come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shopbook.books.appraisal.cycles.months import month_of
from shopbook.books.appraisal.cycles.sheets import CYCLES
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.results.grading import Grades, grades_of
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES
from shopbook.books.appraisal.year.averaging import MONTHS
from shopbook.books.appraisal.year.month_scores import Months, MonthScore, months_of
from shopbook.books.appraisal.year.sheets import EARLIER
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.daily.calendar_periods import month_of as month_numbered
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.parameters import Parameters

BASIS_SHEETS = (EARLIER.code, CYCLES.code, COMPOSITES.code, ARCHIVE.code, EMPLOYEES.code, LEAVES.code)
"""The sheets that :func:`basis_of` reads."""


@dataclass(frozen=True)
class Basis:
    """Everything that years, departments, awards and trends are worked out from.

    Attributes:
        staff: The people.
        months: What months came to.
        tables: Year -> its table of grades: the one that its newest month was begun with.
        parameters: The shop's figures.
        today: A month that ends today or later is not due yet.
        lang: Of what is written.
    """

    staff: Staff
    months: Months
    tables: Mapping[int, Grades]
    parameters: Parameters
    today: dt.date
    lang: Lang

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have a score, ascending."""
        return tuple(sorted({month.year for _, month in self.months}))

    @cached_property
    def people(self) -> Mapping[int, tuple[str, ...]]:
        """Year -> the numbers of all who have a score in it or should have one, ascending."""
        scored = {(month.year, number) for number, month in self.months}
        due = {(year, number) for year in self.years for number in self.staff.by_no if self.due(number, year)}
        return {year: tuple(sorted(number for at, number in scored | due if at == year)) for year in self.years}

    def due(self, number: str, year: int) -> tuple[Period, ...]:
        """The months of a year that somebody should have a score for, or has one."""
        return tuple(month for month in months_in(year) if (number, month) in self.months or self._is_due(number, month))

    def _is_due(self, number: str, month: Period) -> bool:
        return month.last < self.today and self.staff.is_due(number, month)

    @cached_property
    def departments(self) -> Mapping[tuple[Period, str], Sequence[MonthScore]]:
        """(month, department) -> its people's months; a month without a department belongs to none."""
        found: dict[tuple[Period, str], list[MonthScore]] = defaultdict(list)
        for (_, month), told in self.months.items():
            if told.department:
                found[month, told.department].append(told)
        return found

    def grades(self, year: int) -> Grades | None:
        """The table of grades of a year; that of today for one that no month was begun in."""
        return self.tables.get(year) or grades_of(self.parameters.text("grades"))


def months_in(year: int) -> tuple[Period, ...]:
    """The months of a year, January first."""
    return tuple(month_numbered(year, month) for month in range(1, MONTHS + 1))


def basis_of(given: Inputs) -> Basis:
    """What the workbook knows of years."""
    staff = staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code))
    return Basis(staff, months_of(given, staff), _tables(given), given.parameters, given.now.date(), given.lang)


def _tables(given: Inputs) -> dict[int, Grades]:
    begun = ((month_of(cycle), grades_of(text)) for cycle, text in given.frame(CYCLES.code).select("cycle", "grades").iter_rows())
    known = sorted((month, table) for month, table in begun if month is not None and table is not None)
    return {month.year: table for month, table in known}
