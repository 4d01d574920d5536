"""Sheets of the stock workbook for tests: rows with good defaults, read through the real reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import polars as pl

from shopbook.books.orders.sheets import ORDERS
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.books.stock.ledger.ledger import MOVEMENT
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.parameters import Setting, settled
from tests.books.tables import Cell, Cells, applied, lying, table

NOW = dt.datetime(2026, 6, 10, 12, 0)
"""The moment of every test that does not name another: a Wednesday noon."""

SHEETS = STOCK_BOOK.sheets
ORDER_LINES = "orders.orders"


def item(**cells: Cell) -> dict[str, Cell]:
    """An item of which twenty are on sale."""
    return {"sku": "A-1", "title": "保温杯", "listed_qty": 20, **cells}


def receipt(**cells: Cell) -> dict[str, Cell]:
    """Ten pieces of A-1 bought for 2.00 each, put on the shelf L-1 on 1 June."""
    when: dict[str, Cell] = {"doc_no": "RK1", "moved_at": dt.datetime(2026, 6, 1, 9, 0), "kind": "purchase"}
    what: dict[str, Cell] = {"sku": "A-1", "qty": 10, "unit_cost": Decimal("2.00"), "location": "L-1", "ref": "CG1"}
    return when | what | cells


def issue(**cells: Cell) -> dict[str, Cell]:
    """One piece of A-1 from the shelf L-1, sent for the order T1001 on 2 June."""
    when: dict[str, Cell] = {"doc_no": "CK1", "moved_at": dt.datetime(2026, 6, 2, 9, 0), "kind": "sale"}
    what: dict[str, Cell] = {"sku": "A-1", "qty": 1, "location": "L-1", "ref": "T1001"}
    return when | what | cells


def movement(**values: object) -> dict[str, object]:
    """Ten pieces of A-1 coming in for 2.00 each."""
    when = {"kind": "purchase", "doc_no": "RK1", "line_no": 1, "moved_at": dt.datetime(2026, 6, 1, 9, 0)}
    what = {"sku": "A-1", "location": "L-1", "quality": "good", "qty": 10, "unit_cost": Decimal("2.0000")}
    return dict.fromkeys(MOVEMENT) | when | what | values


def movements(*rows: Mapping[str, object]) -> pl.DataFrame:
    """Movements as the ledger takes them."""
    return pl.DataFrame(list(rows), schema=dict(MOVEMENT))


def inputs(
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    orders: Sequence[Cells] | None = None,
    **sheets: Sequence[Cells],
) -> Inputs:
    """What a task is given: ``inputs(receipts=[receipt()], issues=[issue(qty=2)])``; other sheets are there and empty.

    The order workbook is there if ``orders`` are named.
    """
    return workbook(sheets, orders=orders, now=now, lang=lang, settings=settings or {})


def workbook(
    sheets: Mapping[str, Sequence[Cells]],
    *,
    orders: Sequence[Cells] | None = None,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Inputs:
    """The same with the sheets as one mapping."""
    unknown = set(sheets) - {sheet.code for sheet in SHEETS}
    assert not unknown, f"no such sheet: {unknown}"
    tables = {sheet.code: table(sheet, sheets.get(sheet.code, ()), lang=lang) for sheet in SHEETS}
    there = table(ORDERS, orders or (), lang=lang)
    tables[ORDER_LINES] = there if orders is not None else replace(there, header=None)
    chosen = [Setting(code, value) for code, value in settings.items()]
    parameters = settled(STOCK_BOOK.parameters, [rule.code for rule in STOCK_BOOK.rules], chosen, on=now.date())
    return Inputs(tables, parameters, now, lang, "王仓管")


def after(given: Inputs, outcome: Outcome, *, now: dt.datetime | None = None) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS, now=now)


def all_rows(given: Inputs) -> dict[str, list[Cells]]:
    """Every sheet's rows as cells, to be changed and made into a workbook again."""
    return {sheet.code: lying(given.tables[sheet.code], sheet) for sheet in SHEETS}


def typed(given: Inputs, sheet: str, row: int, **cells: Cell) -> Inputs:
    """The workbook with some cells of a row typed over."""
    rows = all_rows(given)[sheet]
    rows[row - 2] = {**rows[row - 2], **cells}
    declared = next(each for each in SHEETS if each.code == sheet)
    return replace(given, tables={**given.tables, sheet: table(declared, rows, lang=given.lang)})


def codes(outcome: Outcome) -> list[tuple[str, str, int]]:
    """What was found, but for what cells alone say: rule, sheet and row."""
    found = outcome.findings.filter(~pl.col("code").str.starts_with("cell."))
    return list(found.select("code", "tab", "row").iter_rows())
