"""Sheets of the daily workbook for tests, beside those of the order workbook that it reads."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.daily.reports.holding import READS, SOURCE
from shopbook.books.daily.reports.sheets import EXCEPTIONS, HANDOVERS, REPORT_DAYS, REPORT_TOTALS, REPORTS
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.parameters import Parameters, Setting, settled
from shopbook.sheet.plan import Value
from tests.books.orders.builders import order
from tests.books.tables import Cell, Cells, applied, frame, table

SHEETS = (REPORTS, REPORT_DAYS, REPORT_TOTALS, HANDOVERS, EXCEPTIONS)
NOW = dt.datetime(2026, 3, 10, 15, 0)
"""An hour after the cut of Tuesday, 10 March 2026."""

TODAY = NOW.date()
TOMORROW = TODAY + dt.timedelta(days=1)


def paid(order_no: str, *, day: int = 10, hour: int = 10, minute: int = 0, **cells: Cell) -> dict[str, Cell]:
    """One line of an order paid in March 2026; on the 10th at 10:00 unless told."""
    return order(order_no=order_no, paid_at=dt.datetime(2026, 3, day, hour, minute), **cells)


def inputs(
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    **sheets: Sequence[Cells],
) -> Inputs:
    """What a task is given: sheets of the daily workbook by code; orders, reviews, allocation, shortages, changes of the other."""
    tables = {sheet.code: table(sheet, sheets.pop(sheet.code, ()), lang=lang) for sheet in SHEETS}
    theirs = {code: code.removeprefix(f"{SOURCE}.") for code in READS}
    tables |= {code: table(ORDERS_BOOK.sheet(name), sheets.pop(name, ()), lang=lang) for code, name in theirs.items()}
    assert not sheets, f"no such sheet: {set(sheets)}"
    return Inputs(tables, parameters(settings or {}), now, lang, "王店长")


def parameters(settings: Mapping[str, str]) -> Parameters:
    """The shop's parameters, some of them set."""
    rules = [rule.code for rule in DAILY_BOOK.rules]
    return settled(DAILY_BOOK.parameters, rules, [Setting(code, value) for code, value in settings.items()], on=TODAY)


def with_orders(given: Inputs, rows: Sequence[Cells], *, now: dt.datetime | None = None) -> Inputs:
    """The same daily workbook beside other orders, at another time perhaps."""
    before = given.tables["orders.orders"]
    anew = replace(before, frame=frame(ORDERS_BOOK.sheet("orders"), rows))
    return replace(given, tables={**given.tables, "orders.orders": anew}, now=now or given.now)


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS)


def onward(given: Inputs, outcome: Outcome) -> Inputs:
    """As :func:`after`, for stories of many runs: rows are changed as frames, without being written and read again."""
    frames = {sheet.code: given.frame(sheet.code) for sheet in SHEETS}
    for change in outcome.changes:
        before = frames[change.sheet]
        after = before
        match change:
            case SetCells(_, field, rows, values):
                cells = pl.DataFrame({ROW: rows, "new": pl.Series(values, dtype=before.schema[field], strict=False)})
                anew = before.join(cells, on=ROW, how="left", maintain_order="left")
                touched = pl.col(ROW).is_in(list(rows))
                after = anew.with_columns(pl.when(touched).then("new").otherwise(field).alias(field)).drop("new")
            case AppendRows(_, added):
                last = before.height + 2
                after = pl.concat([before, added.select(pl.int_range(last, last + added.height).alias(ROW), *before.columns[1:])])
            case ReplaceRows(_, body):
                after = body.select(pl.int_range(2, 2 + body.height).alias(ROW), *before.columns[1:])
        frames[change.sheet] = after
    tables = {code: replace(given.tables[code], frame=frame) for code, frame in frames.items()}
    return replace(given, tables={**given.tables, **tables})


def reread(given: Inputs) -> Inputs:
    """The same workbook after every sheet was written and read again."""
    rows = {sheet.code: given.frame(sheet.code).drop(ROW).rows(named=True) for sheet in SHEETS}
    anew = {sheet.code: table(sheet, rows[sheet.code], lang=given.lang) for sheet in SHEETS}
    return replace(given, tables={**given.tables, **anew})


def typed(given: Inputs, sheet: str, where: Mapping[str, Cell], **cells: Value) -> Inputs:
    """The same workbook after somebody typed into the rows that match."""
    declared = next(each for each in SHEETS if each.code == sheet)
    found = given.frame(sheet)
    for field, value in where.items():
        found = found.filter(found[field] == value)
    writes = [SetCells(sheet, field, tuple(found["_row"]), (value,) * found.height) for field, value in cells.items()]
    assert not found.is_empty(), f"no such row of {declared.code}: {where}"
    return onward(given, Outcome(changes=tuple(writes)))
