"""Sheets of the appraisal workbook for the tasks of the year, read as the product reads them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from shopbook.books.appraisal.cycles.parameters import CYCLE_PARAMETERS
from shopbook.books.appraisal.cycles.sheets import CYCLES
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES
from shopbook.books.appraisal.year.checking import YEAR_CHECKS
from shopbook.books.appraisal.year.parameters import YEAR_PARAMETERS
from shopbook.books.appraisal.year.sheets import YEAR_SHEETS
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.parameters import Setting, settled
from tests.books.tables import Cell, Cells, applied, lying, table

NOW = dt.datetime(2027, 1, 12, 9, 0)
"""The moment of every test that does not name another: the year 2026 is over."""

SHEETS = {sheet.code: sheet for sheet in (*YEAR_SHEETS, CYCLES, COMPOSITES, ARCHIVE, EMPLOYEES, LEAVES)}


def employee(number: str = "E01", name: str = "张三", **cells: Cell) -> dict[str, Cell]:
    """Somebody of operations who came long ago."""
    return {"employee_no": number, "name": name, "department": "运营", "post": "运营专员", "joined": dt.date(2020, 1, 1), **cells}


def month(number: int, score: float | str, who: str = "E01", /, *, year: int = 2026, **cells: Cell) -> dict[str, Cell]:
    """One month's score of somebody of operations."""
    told: dict[str, Cell] = {"cycle": f"{year}-{number:02}", "employee_no": who, "department": "运营", "score": Decimal(str(score))}
    return {**told, **cells}


def months(scores: Mapping[int, float], who: str = "E01", *, year: int = 2026, **cells: Cell) -> list[Cells]:
    """Several months of a year."""
    return [month(number, score, who, year=year, **cells) for number, score in scores.items()]


def inputs(*, now: dt.datetime = NOW, lang: Lang = Lang.ZH, settings: Mapping[str, str] | None = None, **sheets: Sequence[Cells]) -> Inputs:
    """What a task of the year is given; ``employees`` is one person unless told."""
    sheets.setdefault("employees", [employee()])
    unknown = set(sheets) - set(SHEETS)
    assert not unknown, f"no such sheet: {unknown}"
    tables = {code: table(sheet, sheets.get(code, ()), lang=lang) for code, sheet in SHEETS.items()}
    rules = [rule.code for each in YEAR_CHECKS for rule in each.rules]
    parameters = settled((*CYCLE_PARAMETERS, *YEAR_PARAMETERS), rules, [Setting(*pair) for pair in (settings or {}).items()], on=now.date())
    return Inputs(tables, parameters, now, lang, "王店长")


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS.values())


def typed(given: Inputs, sheet: str, row: int, **cells: Cell) -> Inputs:
    """The same workbook after somebody typed into a row, the first being 0."""
    there = lying(given.tables[sheet], SHEETS[sheet])
    there[row] = {**there[row], **cells}
    return replace(given, tables={**given.tables, sheet: table(SHEETS[sheet], there, lang=given.lang)})


def codes(outcome: Outcome) -> list[tuple[str, int]]:
    """What was found, and in which row."""
    return outcome.findings.select("code", "row").sort("code", "row").rows()
