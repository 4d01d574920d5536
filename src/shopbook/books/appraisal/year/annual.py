"""The task annual-appraisal: each person's year from its months, departments, proposals for awards, and one person's trend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.appraisal.year.awards import award_rows
from shopbook.books.appraisal.year.basis import BASIS_SHEETS, Basis, basis_of
from shopbook.books.appraisal.year.checking import YEAR_CHECKS, year_findings
from shopbook.books.appraisal.year.departments import department_places, department_rows
from shopbook.books.appraisal.year.earlier import earlier_sums
from shopbook.books.appraisal.year.sheets import AWARDS, DEPARTMENT_PLACES, DEPARTMENTS, EARLIER, EARLIER_SUMS, PROPOSED, TREND, YEARS
from shopbook.books.appraisal.year.trend import TREND_UNKNOWN, is_unknown, trend_rows
from shopbook.books.appraisal.year.year_rows import brought_up_to_date, is_published, year_figures
from shopbook.books.worklists import Record, additions, framed, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Night, Outcome, ReplaceRows, Task
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import together

YEAR_FIGURES: Mapping[str, Label] = {
    "year_people": Label(zh="年度人数", en="People in years"),
    "year_graded": Label(zh="定了年度等级", en="Years graded"),
    "year_short": Label(zh="月数不够、没有等级", en="Too few months for a grade"),
    "year_published": Label(zh="已公布", en="Published"),
    "awards_proposed": Label(zh="建议评优", en="Awards proposed"),
}
"""The figures of annual-appraisal."""

_LOGS = (DEPARTMENTS, DEPARTMENT_PLACES, TREND, EARLIER_SUMS)

_NO_MONTHS = Label(
    zh="还没有任何月份的得分：先做“综合评定”，或者把以前的得分导入“历史成绩”。",
    en="No month has a score yet: run Composite scores, or import earlier ones.",
)
_DONE = Label(
    zh="{year} 年 {people} 人，{graded} 人定了等级；平均分取有得分的月份，缺的月份不算零分。",
    en="{year}: {people} {people|person|people}, {graded} graded; the mean is of months that have a score, what is missing is no zero.",
)
_SHORT = Label(
    zh="{year} 年有 {count} 人得分不满 {least} 个月，不定等级。",
    en="{year}: {count} {count|person has|people have} fewer than {least} scored months and no grade.",
)
_PUBLISHED = Label(
    zh="已公布的 {count} 行没有重新计算；要改就填最终得分和原因。",
    en="{count} published {count|row was|rows were} not worked out anew: to change one, type its final score and why.",
)
_AWARDED = Label(zh="评优表上有 {count} 个建议等批准。", en="{count} {count|award waits|awards wait} for approval.")


def annual_appraisal(given: Inputs) -> Outcome:
    """Bring years, departments, awards and trend up to date; what people typed, and years that are published, stay."""
    basis = basis_of(given)
    before = given.frame(YEARS.code).rows(named=True)
    years = brought_up_to_date(given.tables[YEARS.code], year_figures(basis), basis)
    awarded = given.frame(AWARDS.code).rows(named=True)
    awards = award_rows(awarded, years, basis)
    listed = _updated(YEARS, before, years), _updated(AWARDS, awarded, awards)
    changes = (*listed[0], *listed[1], *_logs(years, basis, given))
    now = {YEARS.code: years[: len(before)], AWARDS.code: awards[: len(awarded)]}
    findings = together([year_findings(_as_written(given, now)), *_unknown(basis)])
    figures = {**_figures(years, basis), "awards_proposed": sum(row["state"] == PROPOSED for row in awards)}
    return Outcome(findings, changes, figures, tuple(_notes(years, figures, basis)), tuple(check.sheet.code for check in YEAR_CHECKS))


def _as_written(given: Inputs, rows: Mapping[str, Sequence[Record]]) -> Inputs:
    """The workbook with rows of some sheets as they are about to be."""
    frames = {code: pl.DataFrame(records, schema=given.frame(code).schema) for code, records in rows.items()}
    return replace(given, tables={**given.tables, **{code: replace(given.tables[code], frame=frame) for code, frame in frames.items()}})


def _unknown(basis: Basis) -> Iterator[pl.DataFrame]:
    if is_unknown(basis):
        yield TREND_UNKNOWN.finding({"who": basis.parameters.text("trend_of").strip()}, basis.lang)


def _updated(sheet: Sheet, before: Sequence[Record], now: Sequence[Record]) -> tuple[Change, ...]:
    """Changed cells of rows that are there, and the rows below them that are new."""
    return (*rewritten(sheet, before, now[: len(before)]), *additions(sheet, now[len(before) :]))


def _logs(years: Sequence[Record], basis: Basis, given: Inputs) -> Iterator[Change]:
    departments = department_rows(basis, years)
    rows = (departments, department_places(departments), trend_rows(basis), earlier_sums(given.frame(EARLIER.code).rows(named=True)))
    for sheet, records in zip(_LOGS, rows, strict=True):
        now = framed(sheet, records)
        if not now.equals(given.frame(sheet.code).drop(ROW)):
            yield ReplaceRows(sheet.code, now)


def _figures(years: Sequence[Record], basis: Basis) -> dict[str, object]:
    least = basis.parameters.whole("year_min_months")
    return {
        "year_people": len(years),
        "year_graded": sum(row["grade"] is not None for row in years),
        "year_short": sum(isinstance(counted := row["counted"], int) and counted < least for row in years),
        "year_published": sum(is_published(row) for row in years),
    }


def _notes(years: Sequence[Record], figures: Mapping[str, object], basis: Basis) -> Iterator[Label]:
    if not basis.years:
        yield _NO_MONTHS
        return
    newest = f"{basis.years[-1]:04}"
    mine = [row for row in years if row["year"] == newest]
    told = _figures(mine, basis)
    yield _DONE.filled({"year": newest, "people": told["year_people"], "graded": told["year_graded"]})
    if told["year_short"]:
        yield _SHORT.filled({"year": newest, "count": told["year_short"], "least": basis.parameters.whole("year_min_months")})
    if figures["year_published"]:
        yield _PUBLISHED.filled({"count": figures["year_published"]})
    if figures["awards_proposed"]:
        yield _AWARDED.filled({"count": figures["awards_proposed"]})


ANNUAL_APPRAISAL = Task(
    "annual-appraisal",
    Label(zh="年度考核", en="Annual appraisal"),
    Label(
        zh="由各月得分算年度平均分、等级、名次，列出部门、评优建议和走势图；缺的月份不算零分，手填的和已公布的不动。",
        en="Makes years of the months' scores: mean, grade, rank, departments, proposed awards, trend; what is missing is no zero, "
        "and neither what is typed nor what is published is changed.",
    ),
    reads=(YEARS.code, AWARDS.code, *(sheet.code for sheet in _LOGS), *BASIS_SHEETS),
    writes=(YEARS.code, AWARDS.code, EARLIER.code, *(sheet.code for sheet in _LOGS)),
    decide=annual_appraisal,
    night=Night.WORKS,
)
