"""People, indicators and months of a shop, for tests of the library and of months that begin."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.parameters import Setting, settled
from tests.books.tables import Cell, Cells, applied, table

NOW = dt.datetime(2026, 7, 3, 9, 0)
"""The moment of every test that does not name another: the third day on which June is rated."""

JUNE = "2026-06"
SHEETS = APPRAISAL_BOOK.sheets


def person(number: str, name: str, **cells: Cell) -> dict[str, Cell]:
    """A customer service agent of the service department, led by E01."""
    return {"employee_no": number, "name": name, "department": "客服部", "post": "客服", "superior": "E01", **cells}


def manager(**cells: Cell) -> dict[str, Cell]:
    """Whoever leads all."""
    return person("E01", "王伟", **{"department": "运营部", "post": "运营主管", "superior": None, **cells})


def indicator(code: str, **cells: Cell) -> dict[str, Cell]:
    """The only performance indicator of customer service: 95 % are full marks."""
    whole: dict[str, Cell] = {"post": "客服", "code": code, "aspect": "performance", "name": "客户满意度"}
    return {**whole, "weight": Decimal(100), "method": "higher", "target": Decimal(95), "unit": "%", **cells}


def inputs(
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    **sheets: Sequence[Cells],
) -> Inputs:
    """What a task is given: ``inputs(employees=[person("E02", "李娜")])``; other sheets are there and empty."""
    unknown = set(sheets) - {sheet.code for sheet in SHEETS}
    assert not unknown, f"no such sheet: {unknown}"
    tables = {sheet.code: table(sheet, sheets.get(sheet.code, ()), lang=lang) for sheet in SHEETS}
    chosen = [Setting(code, value) for code, value in (settings or {}).items()]
    parameters = settled(APPRAISAL_BOOK.parameters, [rule.code for rule in APPRAISAL_BOOK.rules], chosen, on=now.date())
    return Inputs(tables, parameters, now, lang, "人事")


def told(outcome: Outcome, prefix: str = "") -> list[tuple[str, int]]:
    """The codes that begin so, each with its row."""
    found = outcome.findings.select("code", "row").rows()
    return [(code, row) for code, row in found if code.startswith(prefix)]


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS)
