"""What is found on the sheets of the year, the same for the check and for the annual appraisal."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from shopbook.books.appraisal.cycles.months import month_of
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.year.awards import award_key, earned
from shopbook.books.appraisal.year.basis import basis_of
from shopbook.books.appraisal.year.earlier import earlier_key
from shopbook.books.appraisal.year.rules import AWARD_RULES, EARLIER_RULES, YEAR_RULES
from shopbook.books.appraisal.year.sheets import AWARDS, EARLIER, YEARS
from shopbook.books.appraisal.year.year_rows import key_of, year_figures
from shopbook.books.daily.calendar_periods import period_of
from shopbook.books.sheet_checks import SheetCheck
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import together


def year_findings(given: Inputs) -> pl.DataFrame:
    """Everything that is wrong with years, awards and earlier scores, what could not be read included."""
    read = (given.tables[check.sheet.code].findings for check in YEAR_CHECKS)
    return together([*read, *(check.verdict(given).findings for check in YEAR_CHECKS)])


def _beside_years(given: Inputs) -> pl.DataFrame:
    """年度 with the mean that the months come to now, how often a row is there, and whether somebody answers himself."""
    frame = given.frame(YEARS.code)
    rows, basis = frame.rows(named=True), basis_of(given)
    now, keys = year_figures(basis), [key_of(row) for row in rows]
    means = [now[key]["mean"] if key is not None and key in now else None for key in keys]
    himself = [_is_himself(row, "answered_by", basis.staff) for row in rows]
    return frame.with_columns(
        pl.Series("now.mean", means, dtype=YEARS.by_field["mean"].dtype),
        pl.Series("row.times", _times(keys), dtype=pl.Int64),
        pl.Series("answers.himself", himself, dtype=pl.Boolean),
    )


def _times(keys: Sequence[object]) -> list[int]:
    counted = Counter(keys)
    return [counted[key] if key is not None else 0 for key in keys]


def _is_himself(row: Record, field: str, staff: Staff) -> bool:
    """Whether a field names the one that its row is about, by number or name."""
    text, number = row[field], row["employee_no"]
    if text is None or number is None:
        return False
    return text == row["name"] or text == number or staff.number_of(str(text)) == number


def _beside_awards(given: Inputs) -> pl.DataFrame:
    """评优 with whether somebody earns it now, how often a row is there, and whether somebody approves his own."""
    frame = given.frame(AWARDS.code)
    rows, basis = frame.rows(named=True), basis_of(given)
    now, keys = earned(given.frame(YEARS.code).rows(named=True), basis), [award_key(row) for row in rows]
    return frame.with_columns(
        pl.Series("now.earned", [key in now for key in keys], dtype=pl.Boolean),
        pl.Series("row.times", _times(keys), dtype=pl.Int64),
        pl.Series("approves.himself", [_is_himself(row, "approved_by", basis.staff) for row in rows], dtype=pl.Boolean),
    )


def _beside_earlier(given: Inputs) -> pl.DataFrame:
    """历史成绩 with what its periods and names are."""
    frame = given.frame(EARLIER.code)
    rows, staff = frame.rows(named=True), staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code))
    keys = [earlier_key(row) if row["name"] is not None and row["period"] is not None else None for row in rows]
    is_monthly = [month_of(row["period"]) is not None and row["item"] is None and row["score"] is not None for row in rows]
    return frame.with_columns(
        pl.Series("row.times", _times(keys), dtype=pl.Int64),
        pl.Series("is.dated", [period_of(row["period"]) is not None for row in rows], dtype=pl.Boolean),
        pl.Series("is.monthly", is_monthly, dtype=pl.Boolean),
        pl.Series("is.known", [staff.number_of(row["name"]) is not None for row in rows], dtype=pl.Boolean),
    )


YEAR_CHECKS = (
    SheetCheck(YEARS, YEAR_RULES, beside=_beside_years),
    SheetCheck(AWARDS, AWARD_RULES, beside=_beside_awards),
    SheetCheck(EARLIER, EARLIER_RULES, beside=_beside_earlier),
)
"""What check-appraisal looks for on the sheets of the year; they need those of ``basis.BASIS_SHEETS`` beside them."""
