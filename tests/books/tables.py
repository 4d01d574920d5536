"""Sheets of any book for tests: cells as they lie in a file, read through the real reader; what a task changes, applied."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import count

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW, Column, Sheet
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.kinds import Kind
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import Table


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


def lying(read: Table, sheet: Sheet) -> list[Cells]:
    """The rows of a sheet as cells, to be written again."""
    letters = read.header.letters if read.header else {}
    text, types = read.grid.text, read.grid.types
    return [
        {name: Raw(text[letters[name]][at], CellType(types[letters[name]][at])) for name in sheet.by_field} for at in range(1, text.height)
    ]


def applied(given: Inputs, outcome: Outcome, sheets: Iterable[Sheet], *, now: dt.datetime | None = None) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it, at another time perhaps."""
    by_code = {sheet.code: sheet for sheet in sheets}
    rows: dict[str, list[Cells]] = {}
    for change in outcome.changes:
        there = rows.setdefault(change.sheet, lying(given.tables[change.sheet], by_code[change.sheet]))
        match change:
            case SetCells(_, field, numbers, values):
                assert list(numbers) == sorted(set(numbers)), "row numbers ascend, each once"
                for number, value in zip(numbers, values, strict=True):
                    there[number - 2] = {**there[number - 2], field: _cell(value)}
            case AppendRows(_, added):
                there.extend(added.iter_rows(named=True))
            case ReplaceRows(sheet, body):
                rows[sheet] = list(body.iter_rows(named=True))
    anew = {code: table(by_code[code], there, lang=given.lang) for code, there in rows.items()}
    return replace(given, tables={**given.tables, **anew}, now=now or given.now)


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
