"""Sheets of the order workbook for tests: rows with good defaults, read through the real reader."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import count

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.parameters import PARAMETERS
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.books.orders.undoing import UNDO_RUN
from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW, Column, Sheet
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameters, Setting, settled
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import Table

NOW = dt.datetime(2026, 3, 10, 12, 0)
"""The moment of every test that does not name another: a Tuesday noon."""

SHEETS = (ORDERS, PRODUCTS, REVIEWS, ALLOCATION, SHORTAGES, UNPAID, CHANGES)


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell exactly as it lies in a file: ``Raw("#REF!", CellType.ERROR)``."""

    text: str | None
    kind: CellType


Cell = None | str | bool | int | float | Decimal | dt.datetime | dt.date | Raw
"""What a test puts into a cell. A str is a text cell, a number a number cell; a choice may be given by its code."""

Cells = Mapping[str, Cell]
"""A row: field -> cell; a field that is not named is blank."""

REF_ERROR = Raw("#REF!", CellType.ERROR)


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


def table(sheet: Sheet, rows: Sequence[Cells], *, lang: Lang = Lang.ZH, fields: Sequence[str] | None = None) -> Table:
    """A sheet with its titles in row 1 and these rows below, read as the product reads it.

    Args:
        sheet: Which sheet.
        rows: Its rows; the first is row 2 of the sheet.
        lang: The language of titles and words.
        fields: The columns that there are; all, unless told.
    """
    stray = {name for row in rows for name in row} - set(sheet.by_field)
    assert not stray, f"{sheet.code} has no such column: {stray}"
    cells = tuple(tuple((name, type(cell), cell) for name, cell in row.items()) for row in rows)
    return _read(sheet, cells, lang, None if fields is None else frozenset(fields))


@cache  # tables do not change, and many tests start from the same rows
def _read(sheet: Sheet, rows: tuple[tuple[tuple[str, type, Cell], ...], ...], lang: Lang, fields: frozenset[str] | None) -> Table:
    named = [{name: cell for name, _, cell in row} for row in rows]
    columns = [column for column in sheet.columns if fields is None or column.field in fields]
    text, types = {}, {}
    for number, column in enumerate(columns, start=1):
        cells = [Raw(column.label[lang], CellType.TEXT), *(_raw(row.get(column.field), column, lang) for row in named)]
        letters = column_letters(number)
        text[letters] = pl.Series(letters, [cell.text for cell in cells], dtype=pl.String)
        types[letters] = pl.Series(letters, [cell.kind.value for cell in cells], dtype=pl.UInt8)
    return read_sheet(Grid(sheet.label[lang], pl.DataFrame(text), pl.DataFrame(types)), sheet, lang=lang)


def with_formulas(given: Inputs, sheet: Sheet, field: str, *rows: int) -> Inputs:
    """The same workbook with formulas in some cells of a column, which show what the cells show."""
    held = given.tables[sheet.code]
    assert held.header is not None
    formulas = {**held.grid.formulas, held.header.letters[field]: pl.Series(rows, dtype=pl.Int64)}
    return replace(given, tables={**given.tables, sheet.code: replace(held, grid=replace(held.grid, formulas=formulas))})


def frame(sheet: Sheet, rows: Sequence[Cells]) -> pl.DataFrame:
    """A sheet's typed rows alone, row numbers from 2; quicker than :func:`table` where cells do not matter."""
    full = [{ROW: number, **{name: row.get(name) for name in sheet.by_field}} for number, row in zip(count(2), rows, strict=False)]
    return pl.DataFrame(full, schema={ROW: pl.Int64(), **sheet.schema()})


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    rows = {sheet.code: _rows(given.tables[sheet.code], sheet) for sheet in SHEETS}
    for change in outcome.changes:
        match change:
            case SetCells(sheet, field, numbers, values):
                assert list(numbers) == sorted(set(numbers)), "row numbers ascend, each once"
                for number, value in zip(numbers, values, strict=True):
                    rows[sheet][number - 2] = {**rows[sheet][number - 2], field: _cell(value)}
            case AppendRows(sheet, added):
                rows[sheet] = [*rows[sheet], *added.iter_rows(named=True)]
            case ReplaceRows(sheet, body):
                rows[sheet] = list(body.iter_rows(named=True))
    touched = {change.sheet for change in outcome.changes}
    anew = {sheet.code: table(sheet, rows[sheet.code], lang=given.lang) for sheet in SHEETS if sheet.code in touched}
    return replace(given, tables={**given.tables, **anew})


def records(rows: pl.DataFrame, *fields: str) -> list[tuple[object, ...]]:
    """Some columns of a frame, row by row, for comparison with values worked out by hand."""
    return rows.select(fields).rows()


def appended(outcome: Outcome, sheet: str) -> pl.DataFrame:
    """The one batch of rows that an outcome appends to a sheet; no rows if it appends none."""
    return _only([change.frame for change in outcome.changes if isinstance(change, AppendRows) and change.sheet == sheet])


def replaced(outcome: Outcome, sheet: str) -> pl.DataFrame:
    """The rows that an outcome puts in place of a sheet's; no rows if it leaves the sheet alone."""
    return _only([change.frame for change in outcome.changes if isinstance(change, ReplaceRows) and change.sheet == sheet])


def written(outcome: Outcome, sheet: str) -> dict[tuple[str, int], object]:
    """Every single cell that an outcome changes on a sheet: field and row number -> new value."""
    changes = [change for change in outcome.changes if isinstance(change, SetCells) and change.sheet == sheet]
    return {(each.field, row): value for each in changes for row, value in zip(each.rows, each.values, strict=True)}


def _only(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    parts = list(frames)
    assert len(parts) <= 1, "one change a sheet"
    return parts[0] if parts else pl.DataFrame()


def _rows(read: Table, sheet: Sheet) -> list[Cells]:
    letters = read.header.letters if read.header else {}
    text, types = read.grid.text, read.grid.types
    return [{name: _lying(text[letters[name]][at], types[letters[name]][at]) for name in sheet.by_field} for at in range(1, text.height)]


def _lying(text: str | None, kind: int) -> Raw:
    return Raw(text, CellType(kind))


def _cell(value: object) -> Cell:
    assert value is None or isinstance(value, str | bool | int | float | Decimal | dt.datetime | dt.date)
    return value


def _raw(cell: Cell, column: Column, lang: Lang) -> Raw:
    match cell:
        case Raw():
            return cell
        case None:
            return Raw(None, CellType.BLANK)
        case str():
            return Raw(column.shown(lang).get(cell, cell), CellType.TEXT)
        case bool():
            return Raw("TRUE" if cell else "FALSE", CellType.BOOL)
        case dt.datetime():
            return Raw(cell.strftime("%Y-%m-%d %H:%M:%S"), CellType.NUMBER)
        case dt.date():
            return Raw(cell.strftime("%Y-%m-%d 00:00:00"), CellType.NUMBER)
        case _:
            return Raw(_shortest(cell, column), CellType.NUMBER)


def _shortest(number: float | Decimal, column: Column) -> str:
    assert column.kind is not Kind.TEXT_ID or isinstance(number, int), "an id that a file holds as a number is a whole one"
    plain = format(Decimal(str(number)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
