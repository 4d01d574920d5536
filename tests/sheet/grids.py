"""Sheets for tests, written down as rows of Python values."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import polars as pl
from annotated_types import Ge, Le

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import (
    Choice,
    Flag,
    Moment,
    Money,
    Option,
    Person,
    Phone,
    Qty,
    Ratio,
    Row,
    Sheet,
    Text,
    TextId,
    check_column,
    column,
)
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import Table


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell that no Python value stands for: an error, a formula without result."""

    text: str | None
    type: CellType


Cell = None | str | bool | int | Decimal | dt.datetime | dt.date | dt.timedelta | Raw

REF = Raw("#REF!", CellType.ERROR)
UNCALCULATED = Raw(None, CellType.UNCALCULATED)


def number(text: str) -> Raw:
    """A number cell with this text."""
    return Raw(text, CellType.NUMBER)


def raw(cell: Cell) -> Raw:
    """What a host says of a cell that holds a value."""
    match cell:
        case Raw():
            return cell
        case None:
            return Raw(None, CellType.BLANK)
        case str():
            return Raw(cell, CellType.TEXT)
        case bool():
            return Raw(str(cell).upper(), CellType.BOOL)
        case dt.datetime():
            return number(cell.strftime("%Y-%m-%d %H:%M:%S") + (f".{cell.microsecond // 1000:03}" if cell.microsecond else ""))
        case dt.date():
            return number(f"{cell:%Y-%m-%d} 00:00:00")
        case dt.timedelta():
            return number("1900-01-01 00:00:00" if cell.days else str(Decimal(cell // dt.timedelta(milliseconds=1)) / 86_400_000))
        case _:
            return number(f"{cell:f}" if isinstance(cell, Decimal) else str(cell))


def grid(*rows: Sequence[Cell], first_row: int = 1, merges: Sequence[str] = (), is_1904: bool = False, width: int = 0) -> Grid:
    """A sheet with these rows; short ones are filled up with blank cells."""
    wide = max([width, *(len(row) for row in rows)])
    cells = [[raw(cell) for cell in (*row, *[None] * (wide - len(row)))] for row in rows]
    letters = [column_letters(each + 1) for each in range(wide)]
    text = {name: pl.Series([row[at].text for row in cells], dtype=pl.String) for at, name in enumerate(letters)}
    types = {name: pl.Series([row[at].type for row in cells], dtype=pl.UInt8) for at, name in enumerate(letters)}
    return Grid("订单", pl.DataFrame(text), pl.DataFrame(types), first_row=first_row, merges=tuple(merges), is_1904=is_1904)


STATES = (
    Option("paid", Label(zh="待发货", en="To ship"), aliases=("买家已付款,等待卖家发货",)),
    Option("done", Label(zh="交易成功", en="Done")),
)


class Line(Row):
    """A line of an order, as small as shows everything."""

    check: Text | None = check_column()
    order_no: TextId = column("订单编号", "Order no.", key=True, aliases=("订单号",))
    buyer: Person | None = column("买家", "Buyer")
    phone: Phone | None = column("手机", "Phone", aliases=("联系手机", "联系电话"))
    qty: Annotated[Qty, Ge(1)] | None = column("数量", "Quantity")
    paid: Money | None = column("实付金额", "Paid")
    paid_at: Moment | None = column("付款时间", "Paid at")
    state: Choice | None = column("状态", "Status", options=STATES)
    share: Annotated[Ratio, Ge(0), Le(1)] | None = column("比率", "Share")
    gift: Flag | None = column("赠品", "Gift")
    remark: Text | None = column("备注", "Remark")


LINES = Sheet("lines", Label(zh="订单", en="Orders"), Line, Label(zh="每行一件商品", en="One line per item"))
TITLES = ("校验", "订单编号", "买家", "手机", "数量", "实付金额", "付款时间", "状态", "比率", "赠品", "备注")
FIRST = dt.datetime(2026, 3, 1, 9, 5)


def line(  # one argument a column
    order_no: Cell = "4100",
    *,
    buyer: Cell = "小王",
    phone: Cell = "13800138000",
    qty: Cell = 3,
    paid: Cell = Decimal("12.50"),
    paid_at: Cell = FIRST,
    state: Cell = "待发货",
    share: Cell = None,
    gift: Cell = None,
    remark: Cell = None,
    check: Cell = None,
) -> list[Cell]:
    """A row of cells without a fault."""
    return [check, order_no, buyer, phone, qty, paid, paid_at, state, share, gift, remark]


def read(*rows: Sequence[Cell], lang: Lang = Lang.EN, titles: Sequence[Cell] = TITLES, merges: Sequence[str] = ()) -> Table:
    """The sheet of order lines, read from a header and these rows."""
    return read_sheet(grid(titles, *rows, merges=merges), LINES, lang=lang)


def said(table: Table) -> list[tuple[str, str]]:
    """Code and cell of every finding, in their order; the row where no single cell is meant."""
    return [(str(code), str(cell) or str(row)) for code, cell, row in table.findings.select("code", "cell", "row").iter_rows()]
