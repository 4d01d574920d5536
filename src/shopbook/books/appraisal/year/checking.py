"""What is found on the sheets of the year, the same for the check and for the annual appraisal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.appraisal.cycles.months import month_of
from shopbook.books.appraisal.year.awards import award_key, earned
from shopbook.books.appraisal.year.basis import Basis, basis_of
from shopbook.books.appraisal.year.earlier import earlier_key
from shopbook.books.appraisal.year.rules import AWARD_RULES, EARLIER_RULES, YEAR_RULES
from shopbook.books.appraisal.year.sheets import AWARDS, EARLIER, YEARS
from shopbook.books.appraisal.year.trend import TREND_UNKNOWN, is_unknown
from shopbook.books.appraisal.year.year_rows import Key, key_of, year_figures
from shopbook.books.daily.calendar_periods import period_of
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, Rule, check

YEAR_CHECKED = (YEARS, AWARDS, EARLIER)
"""The sheets whose column 校验 shows what was found."""


def year_findings(given: Inputs) -> pl.DataFrame:
    """Everything that is wrong with years, awards and earlier scores as they stand, what could not be read included."""
    basis = basis_of(given)
    years = given.frame(YEARS.code).rows(named=True)
    return findings_on(years, given.frame(AWARDS.code).rows(named=True), basis, given)


def findings_on(years: Sequence[Record], awards: Sequence[Record], basis: Basis, given: Inputs) -> pl.DataFrame:
    """Likewise for rows as a task is about to leave them.

    Args:
        years: The rows of 年度 that are on the sheet.
        awards: Those of 评优.
        basis: What they rest on.
        given: The workbook.
    """
    by_sheet = (
        (YEARS.code, YEAR_RULES, years, _beside_years(years, basis)),
        (AWARDS.code, AWARD_RULES, awards, _beside_awards(awards, years, basis)),
        (EARLIER.code, EARLIER_RULES, given.frame(EARLIER.code).rows(named=True), _beside_earlier(given, basis)),
    )
    ruled = [_ruled(code, rules, rows, beside, given) for code, rules, rows, beside in by_sheet]
    whose = basis.parameters.text("trend_of").strip()
    unknown = [TREND_UNKNOWN.finding({"who": whose}, given.lang)] if is_unknown(basis) else []
    return together([*(given.tables[sheet.code].findings for sheet in YEAR_CHECKED), *ruled, *unknown])


def _ruled(code: str, rules: Sequence[Rule], rows: Sequence[Record], beside: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    table = given.tables[code]
    now = pl.DataFrame(rows, schema=table.frame.schema).hstack(beside)
    outside = Given(given.parameters, given.now, given.lang)
    return check(rules, replace(table, frame=now), facts=(), frames={}, given=outside).findings


def _times(keys: Sequence[object]) -> list[int]:
    counted = Counter(keys)
    return [counted[key] if key is not None else 0 for key in keys]


def _beside_years(years: Sequence[Record], basis: Basis) -> pl.DataFrame:
    now, keys = year_figures(basis), [key_of(row) for row in years]
    means = [now[key]["mean"] if key is not None and key in now else None for key in keys]
    himself = [_is_himself(row, "answered_by", basis) for row in years]
    return pl.DataFrame(
        {"now.mean": means, "row.times": _times(keys), "answers.himself": himself},
        schema={"now.mean": pl.Decimal(38, 2), "row.times": pl.Int64(), "answers.himself": pl.Boolean()},
    )


def _is_himself(row: Record, field: str, basis: Basis) -> bool:
    """Whether somebody is the one that a row is about, by number or name."""
    text = row[field]
    if text is None or row["employee_no"] is None:
        return False
    return basis.staff.number_of(str(text)) == basis.staff.number_of(str(row["employee_no"])) or text == row["name"]


def _beside_awards(awards: Sequence[Record], years: Sequence[Record], basis: Basis) -> pl.DataFrame:
    now: Mapping[Key, Record] = earned(years, basis)
    is_earned = [award_key(row) in now for row in awards]
    himself = [_is_himself(row, "approved_by", basis) for row in awards]
    return pl.DataFrame(
        {"now.earned": is_earned, "approves.himself": himself}, schema={"now.earned": pl.Boolean(), "approves.himself": pl.Boolean()}
    )


def _beside_earlier(given: Inputs, basis: Basis) -> pl.DataFrame:
    rows = given.frame(EARLIER.code).rows(named=True)
    keys = [earlier_key(row) if row["name"] is not None and row["period"] is not None else None for row in rows]
    told = {
        "row.times": _times(keys),
        "is.dated": [period_of(row["period"]) is not None for row in rows],
        "is.monthly": [month_of(row["period"]) is not None and row["item"] is None and row["score"] is not None for row in rows],
        "is.known": [basis.staff.number_of(row["name"]) is not None for row in rows],
    }
    flags = dict.fromkeys(("is.dated", "is.monthly", "is.known"), pl.Boolean())
    return pl.DataFrame(told, schema={"row.times": pl.Int64(), **flags})
