"""Workbooks of a pretended Excel, and how tests read and write them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from shopbook.host.excel import ExcelHost, live_workbook
from shopbook.host.memory import MemoryTab
from shopbook.labels import Lang
from shopbook.sheet.grid import Grid, TableRef
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from tests.fakecom import Workbook
from tests.fakexlwings import opened, xlwings_book

NOW = dt.datetime(2026, 3, 10, 12, 0)
MARK = Mark("orders", 1, Lang.ZH)
WAYS = ("copy", "cells")


def book_with(cells: Sequence[Sequence[Value]] = ((),), *tables: TableRef, mark: Mark | None = MARK) -> Workbook:
    """A workbook with one sheet, 订单."""
    return opened({"订单": MemoryTab([list(row) for row in cells], list(tables))}, mark=mark)


def jars(*rows: Sequence[Value]) -> Workbook:
    """A sheet with the table ``jars`` of two columns, at A1."""
    body = rows or ((None, None),)
    return book_with([["编号", "数量"], *body], TableRef("jars", 1, 1, 1 + len(body), 2))


@contextmanager
def host_of(book: Workbook, way: str = "copy", logs: Sequence[str] = ()) -> Iterator[ExcelHost]:
    """The workbook as a host, read in one of the two ways."""
    with (
        live_workbook(xlwings_book(book), lang=Lang.ZH, logs=logs)
        if way == "copy"
        else nullcontext(ExcelHost(xlwings_book(book), logs=logs)) as host
    ):
        assert isinstance(host, ExcelHost)
        yield host


def read(book: Workbook, way: str = "copy") -> Grid:
    """The sheet 订单."""
    with host_of(book, way) as host:
        return host.grid("订单")


def written(book: Workbook, *writes: ColumnWrite | TableAppend | TableReplace, way: str = "copy", logs: Sequence[str] = ()) -> Workbook:
    """The workbook after a plan."""
    plan = EditPlan(
        tuple(each for each in writes if isinstance(each, ColumnWrite)),
        tuple(each for each in writes if isinstance(each, TableAppend)),
        tuple(each for each in writes if isinstance(each, TableReplace)),
    )
    with host_of(book, way, logs) as host:
        assert host.apply(plan, now=NOW) == ["orders.xlsm"]
    return book


def values(book: Workbook, column: int) -> list[str | float | bool | None]:
    """What the cells of a column of 订单 hold, from its first row down."""
    sheet = book.sheet("订单")
    return [sheet.cell(row, column).value for row in range(1, sheet.used.last_row + 1)]


def column(rows: Sequence[int], new: Sequence[Value], letters: str = "B") -> ColumnWrite:
    """New values for some cells of 订单."""
    return ColumnWrite("订单", letters, rows, new)
