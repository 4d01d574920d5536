"""Sheets of the stock workbook for tests of alerts, delisting and replenishment, read through the real reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from shopbook.books.orders.sheets import ORDERS
from shopbook.books.stock.alerts.parameters import PARAMETERS
from shopbook.books.stock.alerts.sheets import ALERTS, DELISTINGS, REPLENISHMENTS, RISKS
from shopbook.books.stock.ledger.ledger import MOVEMENT, posted
from shopbook.books.stock.ledger.sheets import BALANCES, ITEMS, LEDGER, LOCATIONS, RECEIPTS_SHEET
from shopbook.books.stock.ledger.surroundings import ORDER_LINES
from shopbook.labels import Lang
from shopbook.run.gathering import empty_table
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.parameters import Setting, settled
from shopbook.sheet.tables import Table
from tests.books.orders.builders import NOW, order
from tests.books.tables import Cell, Cells, applied, frame, table

SHEETS: Mapping[str, Sheet] = {
    **{sheet.code: sheet for sheet in (ITEMS, LEDGER, BALANCES, LOCATIONS, RECEIPTS_SHEET, ALERTS, DELISTINGS, REPLENISHMENTS, RISKS)},
    ORDER_LINES: ORDERS,
}
TODAY = NOW.date()
LONG_AGO = dt.datetime(2025, 6, 1, 9, 0)


def days_ago(days: int) -> dt.datetime:
    """So many days before the test's moment."""
    return NOW - dt.timedelta(days=days)


def item(**cells: Cell) -> dict[str, Cell]:
    """A-1, on sale, twenty of it listed."""
    whole: dict[str, Cell] = {"sku": "A-1", "title": "保温杯", "listed_qty": 20}
    return whole | cells


def sold(pieces: int = 1, /, days: int = 0, **cells: Cell) -> dict[str, Cell]:
    """A line about A-1 that was paid so many days ago and sent at once, at 50.00 a piece."""
    paid = days_ago(days)
    sent: dict[str, Cell] = {"order_no": f"S{days}-{pieces}", "status": "shipped", "shipped_at": paid}
    amount: dict[str, Cell] = {"qty": pieces, "price": Decimal("50.00"), "amount": Decimal("50.00") * pieces}
    return order(**{"created_at": paid, "paid_at": paid, **sent, **amount, **cells})


def waiting(pieces: int = 1, /, **cells: Cell) -> dict[str, Cell]:
    """A line about A-1 that was paid today and is not sent yet."""
    return {**sold(pieces, order_no="W1", status="paid", shipped_at=None), **cells}


def moved(sku: str = "A-1", qty: int = 1, **cells: object) -> dict[str, object]:
    """A movement long ago: a purchase at 10.00, or a sale."""
    kind = "purchase" if qty > 0 else "sale"
    cost = Decimal("10.00") if qty > 0 else None
    return {"kind": kind, "doc_no": "D1", "sku": sku, "qty": qty, "unit_cost": cost, "moved_at": LONG_AGO, **cells}


def entries(*movements: Mapping[str, object]) -> list[Cells]:
    """Movements as rows of the ledger."""
    told = pl.DataFrame([{name: each.get(name) for name in MOVEMENT} for each in movements], schema=dict(MOVEMENT))
    return [*posted(LEDGER.empty().drop(ROW), told, posted_at=LONG_AGO).rows(named=True)]


def stock(**pieces: int) -> list[Cells]:
    """A ledger in which good pieces came in long ago: ``stock(A1=5)``; an underscore is a dash."""
    return entries(*(moved(sku.replace("_", "-"), qty) for sku, qty in pieces.items()))


def given(
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    orders: Sequence[Cells] | None = (),
    **sheets: Sequence[Cells],
) -> Inputs:
    """What a task is given; ``orders=None`` is a workbook without an order workbook beside it."""
    unknown = set(sheets) - set(SHEETS)
    assert not unknown, f"no such sheet: {unknown}"
    tables = {code: _read(code, sheets.get(code, ()), lang) for code in SHEETS if code != ORDER_LINES}
    filled = [name for name in ORDERS.by_field if name in order() or any(name in row for row in orders or ())]
    tables[ORDER_LINES] = empty_table(ORDERS) if orders is None else table(ORDERS, orders, lang=lang, fields=filled)
    parameters = settled(PARAMETERS, (), [Setting(code, value) for code, value in (settings or {}).items()], on=now.date())
    return Inputs(tables, parameters, now, lang, "王仓管")


def _read(code: str, rows: Sequence[Cells], lang: Lang) -> Table:
    """A sheet as read; nobody types into the ledger, so that its rows need not go through cells."""
    if code == LEDGER.code:
        return replace(table(LEDGER, (), lang=lang), frame=frame(LEDGER, rows))
    return table(SHEETS[code], rows, lang=lang)


def after(before: Inputs, outcome: Outcome, *, now: dt.datetime | None = None, **typed: Sequence[Cells]) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it; ``typed`` are sheets typed anew meanwhile."""
    anew = {code: _read(code, cells, before.lang) for code, cells in typed.items()}
    later = applied(before, outcome, SHEETS.values(), now=now)
    return replace(later, tables={**later.tables, **anew})


def sheet_rows(given: Inputs, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet as typed values."""
    return given.frame(sheet).rows(named=True)
