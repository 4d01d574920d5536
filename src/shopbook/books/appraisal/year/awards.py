"""Who is proposed as an excellent employee of a year that is over; what a person has decided stays as it was. Source: D1-2 五.2."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.results.grading import grade_of
from shopbook.books.appraisal.year.basis import Basis
from shopbook.books.appraisal.year.sheets import AWARDS, PROPOSED
from shopbook.books.appraisal.year.year_rows import Key, key_of
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.worklists import Record
from shopbook.labels import Label

_LOW = frozenset("DE")
_EARNED = Label(
    zh="年度得分 {score}，等级 {grade}，第 {rank} 名，{counted} 个月有得分",
    en="{score} in the year, grade {grade}, place {rank}, {counted} {counted|month|months} scored",
)
_NOT_EARNED = Label(
    zh="现在不符合评优条件：年度得分 {score}，等级 {grade}，第 {rank} 名",
    en="Does not earn it any more: {score} in the year, grade {grade}, place {rank}",
)
_NOTHING = "-"


def earned(years: Sequence[Record], basis: Basis) -> dict[Key, Record]:
    """The persons and years that the parameters would have proposed, with their rows of 年度, by year and place.

    Only years that are over count. Whoever ties with the last place is proposed too.
    """
    rows = {key: row for row in years if (key := key_of(row)) and _is_over(key[0], basis)}
    able = [(key, row) for key, row in rows.items() if _is_able(key, row, basis)]
    found: dict[Key, Record] = {}
    for year in sorted({key[0] for key, _ in able}):
        mine = sorted(((key, row) for key, row in able if key[0] == year), key=lambda each: (-_score(each[1]), each[0]))
        found |= {key: row for key, row in mine if _before(row, mine) < basis.parameters.whole("award_top")}
    return found


def _is_over(year: int, basis: Basis) -> bool:
    return Period(year).last < basis.today


def _is_able(key: Key, row: Record, basis: Basis) -> bool:
    months = [month for month in basis.due(key[1], key[0]) if (key[1], month) in basis.months]
    grades = [basis.months[key[1], month].grade or grade_of(basis.months[key[1], month].score, basis.grades(key[0])) for month in months]
    low = sum(grade in _LOW for grade in grades)
    is_good = row["grade"] is not None and str(row["grade"]) <= basis.parameters.text("award_grade")
    is_long = len(months) >= basis.parameters.whole("award_months")
    return is_good and is_long and low <= basis.parameters.whole("award_low_months")


def _score(row: Record) -> Decimal:
    score = row["score"]
    return score if isinstance(score, Decimal) else Decimal(0)


def _before(row: Record, others: Iterable[tuple[Key, Record]]) -> int:
    """How many are better."""
    return sum(_score(other) > _score(row) for _, other in others)


def award_key(row: Record) -> Key | None:
    """Which person and year an award is about."""
    return key_of({"year": row["period"], "employee_no": row["employee_no"]})


def award_rows(rows: Sequence[Record], years: Sequence[Record], basis: Basis) -> list[dict[str, object]]:
    """The rows of 评优 as they should be: proposals brought up to date, new ones below; what was approved or refused stays as it is.

    Args:
        rows: Those of the sheet.
        years: The rows of 年度.
        basis: What they rest on.
    """
    now, by_key = earned(years, basis), {key: row for row in years if (key := key_of(row))}
    kept = [_refreshed(row, now, by_key, basis) for row in rows]
    there = {award_key(row) for row in rows}
    return [*kept, *_new(now, there, basis)]


def _refreshed(row: Record, now: Mapping[Key, Record], years: Mapping[Key, Record], basis: Basis) -> dict[str, object]:
    key = award_key(row)
    if key is None or key not in years or row["state"] not in {PROPOSED, None}:
        return dict(row)
    return {**row, **_told(years[key], _EARNED if key in now else _NOT_EARNED, basis)}


def _new(now: Mapping[Key, Record], there: set[Key | None], basis: Basis) -> Iterator[dict[str, object]]:
    for (year, number), row in now.items():
        if (year, number) not in there:
            named = {"period": f"{year:04}", "employee_no": number, "state": PROPOSED}
            yield {**dict.fromkeys(AWARDS.by_field), **named, **_told(row, _EARNED, basis)}


def _told(row: Record, basis_of_award: Label, basis: Basis) -> dict[str, object]:
    shown = {name: _NOTHING if row[name] is None else row[name] for name in ("score", "grade", "rank", "counted")}
    return {
        "name": row["name"],
        "department": row["department"],
        "score": row["score"],
        "basis": basis_of_award.filled(shown)[basis.lang],
    }
