"""Sheets of the order workbook for tests: rows with good defaults, read through the real reader."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.parameters import PARAMETERS
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.books.orders.undoing import UNDO_RUN
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.parameters import Parameters, Setting, settled
from tests.books.tables import Cell, Cells, applied, table

NOW = dt.datetime(2026, 3, 10, 12, 0)
"""The moment of every test that does not name another: a Tuesday noon."""

SHEETS = (ORDERS, PRODUCTS, REVIEWS, ALLOCATION, SHORTAGES, UNPAID, CHANGES)


def order(**cells: Cell) -> dict[str, Cell]:
    """One line of a paid order without message, on its way to be shipped: one piece of A-1 for 50.00."""
    goods: dict[str, Cell] = {"line_no": 1, "sku": "A-1", "title": "保温杯", "qty": 1, "price": Decimal("50.00"), "line_type": "goods"}
    money: dict[str, Cell] = {"discount": Decimal(0), "freight": Decimal(0), "total": Decimal("50.00"), "paid": Decimal("50.00")}
    times: dict[str, Cell] = {"created_at": dt.datetime(2026, 3, 10, 8, 0), "paid_at": dt.datetime(2026, 3, 10, 8, 5)}
    person: dict[str, Cell] = {"buyer": "买家甲", "receiver": "收件甲", "phone": "13800138000"}
    place: dict[str, Cell] = {"province": "浙江省", "city": "杭州市", "district": "西湖区", "address": "文三路1号"}
    whole: dict[str, Cell] = {"order_no": "T1001", "status": "paid", "refund_status": "none", "platform": "淘宝", "shop": "一店"}
    return whole | goods | money | times | person | place | cells


def unpaid_order(**cells: Cell) -> dict[str, Cell]:
    """One line of an order that nobody has paid yet."""
    return order(**{"status": "unpaid", "paid": None, "paid_at": None, **cells})


def product(**cells: Cell) -> dict[str, Cell]:
    """Ten pieces of A-1 in the main warehouse, listed at 50.00, never below 40.00."""
    whole: dict[str, Cell] = {"sku": "A-1", "warehouse": "主仓", "title": "保温杯", "stock": 10}
    return whole | {"list_price": Decimal("50.00"), "floor_price": Decimal("40.00")} | cells


def inputs(
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    who: str = "王店长",
    settings: Mapping[str, str] | None = None,
    **sheets: Sequence[Cells],
) -> Inputs:
    """What a task is given: ``inputs(orders=[order(qty=2)], products=[product()], settings={"split_orders": "queue"})``.

    Sheets that are not named are there and empty.
    """
    unknown = set(sheets) - {sheet.code for sheet in SHEETS}
    assert not unknown, f"no such sheet: {unknown}"
    tables = {sheet.code: table(sheet, sheets.get(sheet.code, ()), lang=lang) for sheet in SHEETS}
    return Inputs(tables, parameters(settings or {}), now, lang, who)


def parameters(settings: Mapping[str, str]) -> Parameters:
    """The shop's parameters, some of them set."""
    return settled((*PARAMETERS, UNDO_RUN), (), [Setting(code, value) for code, value in settings.items()], on=NOW.date())


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS)
