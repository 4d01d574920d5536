"""The rows of 年度: a person's months, their mean, what is missing, grade and rank."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.results.grading import grade_of, ranks
from shopbook.books.appraisal.year.averaging import MONTHS, month_weights, year_mean
from shopbook.books.appraisal.year.basis import Basis, months_in
from shopbook.books.appraisal.year.month_scores import MonthScore
from shopbook.books.appraisal.year.sheets import YEARS
from shopbook.books.daily.calendar_periods import Period, period_of
from shopbook.books.worklists import Record, unreadable
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.spelling import compact
from shopbook.sheet.tables import Table

Key = tuple[int, str]
"""A year and an employee number."""

MONTH_FIELDS = tuple(f"m{month:02}" for month in range(1, MONTHS + 1))

_NO_SCORE = Label(zh="没有得分：{months}", en="no score: {months}")
_AWAY = Label(zh="整月休假：{months}", en="on leave: {months}")
_FEW = Label(
    zh="只有 {counted} 个月有得分，不满 {least} 个月，不定等级",
    en="only {counted} {counted|month has|months have} a score, fewer than {least}: no grade",
)
_WEIGHTLESS = Label(zh="有得分的月份权重都是 0，没有平均分", en="the months that have a score weigh nothing: no mean")
_MONTH = Label(zh="{number}月", en="M{number}")


def key_of(row: Record) -> Key | None:
    """Which person and year a row is about."""
    period = period_of(str(row["year"])) if row["year"] is not None else None
    is_year = period is not None and not period.quarter
    return (period.year, compact(str(row["employee_no"]))) if period and is_year and row["employee_no"] is not None else None


def year_figures(basis: Basis) -> dict[Key, Record]:
    """What each person's months come to in each year that has a score: everything but score, grade and rank."""
    weights = month_weights(basis.parameters)
    return {(year, number): _figures(basis, number, year, weights) for year, people in basis.people.items() for number in people}


def _figures(basis: Basis, number: str, year: int, weights: tuple[Decimal, ...]) -> Record:
    due = basis.due(number, year)
    known = {month: basis.months[number, month] for month in due if (number, month) in basis.months}
    shown = {f"m{month.month:02}": told.score for month, told in known.items()}
    mean = year_mean({month.month: told.score for month, told in known.items()}, weights)
    whole = {**dict.fromkeys(MONTH_FIELDS), **shown, "counted": len(known), "due": len(due), "mean": mean}
    return {**whole, **_person(basis, number, known), "missing": _missing(basis, number, year, whole)}


def _person(basis: Basis, number: str, known: Mapping[Period, MonthScore]) -> Record:
    """Name, department and post as the newest month had them, so that a move of later does not change a year that is over."""
    person = basis.staff.by_no.get(number)
    newest = [known[month] for month in sorted(known, reverse=True)]
    of_today = (person.name, person.department, person.post) if person else (None, None, None)
    told = (next((getattr(each, name) for each in newest if getattr(each, name)), None) for name in ("name", "department", "post"))
    fields = zip(("name", "department", "post"), told, of_today, strict=True)
    return {name: then if then is not None else today for name, then, today in fields}


def _missing(basis: Basis, number: str, year: int, figures: Record) -> str | None:
    """Why the year does not rest on twelve months, in words."""
    counted, least = _whole(figures["counted"]), basis.parameters.whole("year_min_months")
    gaps = [month for month in basis.due(number, year) if (number, month) not in basis.months]
    away = [month for month in months_in(year) if basis.staff.is_away(number, month)]
    said = [label.filled({"months": _listed(months)}) for label, months in ((_NO_SCORE, gaps), (_AWAY, away)) if months]
    said += [_FEW.filled({"counted": counted, "least": least})] if counted < least else []
    said += [_WEIGHTLESS] if counted and figures["mean"] is None else []
    joint = Label(zh="；", en="; ")[basis.lang]
    return joint.join(label[basis.lang] for label in said) or None


def _listed(months: Iterable[Period]) -> Label:
    named = [_MONTH.filled({"number": month.month}) for month in months]
    return Label(zh="、".join(each.zh for each in named), en=", ".join(each.en for each in named))


# ---------------------------------------------------------------- rows as they should be


def is_published(row: Record) -> bool:
    """Whether everybody has been told, so that only a typed final score changes it."""
    return row["published_on"] is not None and row["score"] is not None


def brought_up_to_date(table: Table, figures: Mapping[Key, Record], basis: Basis) -> list[dict[str, object]]:
    """The rows of the sheet as they should be: figures anew but for those that are published, then score, grade and rank."""
    unread = unreadable(table, "final")
    now = [_settled(row, figures, basis, is_readable=row[ROW] not in unread) for row in table.frame.iter_rows(named=True)]
    fresh = [_settled(row, figures, basis, is_readable=True) for row in _fresh(now, figures)]
    return _ranked([*now, *fresh])


def _fresh(rows: Sequence[Record], figures: Mapping[Key, Record]) -> Iterator[Record]:
    """A blank row for each person and year that has none, by year, department and number."""
    there = {key_of(row) for row in rows}
    lacking = (key for key in figures if key not in there)
    for year, number in sorted(lacking, key=lambda key: (key[0], str(figures[key]["department"] or ""), key[1])):
        yield {**dict.fromkeys(YEARS.by_field), "year": f"{year:04}", "employee_no": number}


def _settled(row: Record, figures: Mapping[Key, Record], basis: Basis, *, is_readable: bool) -> dict[str, object]:
    key = key_of(row)
    if key is None:
        return dict(row)
    now = {**row, **({} if is_published(row) else figures.get(key, {}))}
    score = (now["mean"] if now["final"] is None else now["final"]) if is_readable else None
    if score == row["score"] and is_published(row):
        return now
    is_enough = _whole(now["counted"]) >= basis.parameters.whole("year_min_months")
    grade = grade_of(score, basis.grades(key[0])) if isinstance(score, Decimal) and is_enough else None
    return {**now, "score": score, "grade": grade}


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _ranked(rows: Sequence[Record]) -> list[dict[str, object]]:
    """With each one's place among all of the year who have a grade; somebody on two rows counts once."""
    places: dict[Key, int | None] = {}
    graded = {key: row["score"] for row in rows if (key := key_of(row)) and row["grade"]}
    for year in {year for year, _ in graded}:
        keys = [key for key in graded if key[0] == year]
        found = ranks([score if isinstance(score := graded[key], Decimal) else None for key in keys])
        places |= dict(zip(keys, found, strict=True))
    return [{**row, "rank": places.get(key)} if (key := key_of(row)) else dict(row) for row in rows]
