"""Departments' months and years, and how the departments of the newest year stand beside one another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.results.mixing import MONTH_PLACES, Part, half_up, mixed
from shopbook.books.appraisal.vocabulary import GRADES
from shopbook.books.appraisal.year.averaging import YEAR_PLACES
from shopbook.books.appraisal.year.basis import Basis
from shopbook.books.appraisal.year.sheets import DEPARTMENTS_SHOWN
from shopbook.books.appraisal.year.year_rows import key_of
from shopbook.books.worklists import Record

Scored = tuple[Decimal, str | None]
"""A score and its letter."""


def department_rows(basis: Basis, years: Sequence[Record]) -> list[dict[str, object]]:
    """The rows of 部门: each department in each month and year, the newest first.

    Args:
        basis: What months came to.
        years: The rows of 年度.
    """
    of_months = {
        (month.code, department): [(told.score, told.grade) for told in people] for (month, department), people in basis.departments.items()
    }
    of_years: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for (year, department), score in _by_department(years):
        of_years[f"{year:04}", department].append(score)
    rows = [*_rows(of_months, MONTH_PLACES), *_rows(of_years, YEAR_PLACES)]
    by_department = sorted(rows, key=lambda row: str(row["department"]))
    return sorted(by_department, key=lambda row: str(row["period"]), reverse=True)


def _by_department(years: Iterable[Record]) -> Iterator[tuple[tuple[int, str], Scored]]:
    once = {key: row for row in years if (key := key_of(row))}
    for (year, _), row in once.items():
        score, grade = row["score"], row["grade"]
        if row["department"] and isinstance(score, Decimal):
            yield (year, str(row["department"])), (score, str(grade) if grade else None)


def _rows(scores: Mapping[tuple[str, str], Sequence[Scored]], places: int) -> Iterator[dict[str, object]]:
    for (period, department), scored in scores.items():
        values, grades = [score for score, _ in scored], [grade for _, grade in scored]
        counted = {f"grade_{option.code.lower()}": grades.count(option.code) for option in GRADES}
        extremes = {"highest": max(values), "lowest": min(values)}
        told = {"period": period, "department": department, "people": len(values), "mean": _mean(values, places)}
        yield {**told, **extremes, **counted}


def _mean(values: Sequence[Decimal], places: int) -> Decimal | None:
    mean = mixed(Part(Decimal(1), value) for value in values)
    return None if mean is None else half_up(mean, places)


def department_places(rows: Sequence[Record]) -> list[dict[str, object]]:
    """The rows of 部门对比, as many as its chart draws: the newest year's departments, the best first, beside the year before.

    Args:
        rows: Those of 部门.
    """
    years = {str(row["period"]) for row in rows if str(row["period"]).isdigit()}
    newest = max(years, default="")
    means = {(str(row["period"]), row["department"]): row["mean"] for row in rows}
    # Of departments with one mean the first by name stands first: the rows come by name.
    mine = sorted((row for row in rows if row["period"] == newest), key=lambda row: -Decimal(str(row["mean"])))
    before = f"{int(newest) - 1:04}" if newest else ""
    filled = [
        {
            "period": newest,
            **{name: row[name] for name in ("department", "mean", "people")},
            "before": means.get((before, row["department"])),
        }
        for row in mine[:DEPARTMENTS_SHOWN]
    ]
    blank: list[dict[str, object]] = [{}] * (DEPARTMENTS_SHOWN - len(filled))
    return [{"place": place, **row} for place, row in enumerate([*filled, *blank], 1)]
