"""Sheets of days for tests: rows with good defaults, read through the real reader."""

import datetime as dt
from collections.abc import Mapping, Sequence

from shopbook.books.daily.figures.day_figures import DAY_FIGURES
from shopbook.books.daily.figures.parameters import FIGURE_PARAMETERS
from shopbook.books.daily.figures.rules import FIGURE_RULES
from shopbook.books.daily.figures.sheets import FIGURE_SHEETS
from shopbook.books.daily.targets.sheets import TARGETS
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.parameters import Setting, settled
from tests.books.tables import Cell, Cells, applied, table

NOW = dt.datetime(2026, 3, 10, 20, 0)
"""The evening of Tuesday, 10 March 2026."""

TODAY = NOW.date()
LINES = "orders.orders"


def day(number: int) -> dt.date:
    """A day of March 2026."""
    return dt.date(2026, 3, number)


def trade(number: int = 10, **cells: Cell) -> dict[str, Cell]:
    """A day of 一店: 100 visitors, 5 buyers, 6 orders, 300.00 paid."""
    return {"day": day(number), "shop": "一店", "visitors": 100, "buyers": 5, "orders": 6, "paid": 300, **cells}


def ad(number: int = 10, **cells: Cell) -> dict[str, Cell]:
    """What the account of 直通车 cost on a day: 100.00 for 50 clicks of 1,000 impressions; 300.00 came back in 4 orders."""
    names: dict[str, Cell] = {"day": day(number), "channel": "直通车", "level": "account", "name": "账户"}
    return {**names, "spend": 100, "impressions": 1000, "clicks": 50, "sales": 300, "orders": 4, **cells}


def inputs(
    *, now: dt.datetime = NOW, lang: Lang = Lang.ZH, settings: Mapping[str, str] | None = None, **sheets: Sequence[Cells] | None
) -> Inputs:
    """What a task is given; ``orders`` left out: no order workbook."""
    orders = sheets.pop("orders", None)
    tables = {sheet.code: table(sheet, sheets.pop(sheet.code, None) or (), lang=lang) for sheet in (*FIGURE_SHEETS, TARGETS)}
    assert not sheets, f"no such sheet: {set(sheets)}"
    told = [Setting(code, value) for code, value in (settings or {}).items()]
    parameters = settled(FIGURE_PARAMETERS, [rule.code for rule in FIGURE_RULES], told, on=now.date())
    absent = {} if orders is not None else {"orders": Label(zh="没有", en="none")}
    return Inputs({**tables, LINES: table(ORDERS, orders or (), lang=lang)}, parameters, now, lang, absent=absent)


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, FIGURE_SHEETS)


def worked(given: Inputs) -> Inputs:
    """The workbook after the day's figures were worked out."""
    return after(given, DAY_FIGURES.decide(given))
