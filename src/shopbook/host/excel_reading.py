"""Reading a live workbook cell by cell: where no copy of it may be written, or somebody encrypts what Excel saves."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from shopbook.errors import UnreadableFileError
from shopbook.host.excel_cells import Row, column_texts, rows_of
from shopbook.host.excel_window import Com, Window, excel_errors
from shopbook.host.package.areas import Area, area_of
from shopbook.host.reading.outside import reaches_outside
from shopbook.labels import Label
from shopbook.sheet.grid import Grid, TableRef, column_letters
from shopbook.sheet.mark import NAME, Mark, parse

_MOST_CELLS = 40_000_000
_TOO_LARGE = Label(
    zh="工作表“{tab}”用到了 {area}，太大了。请删除数据下方和右侧的空行空列，保存后再试",
    en="sheet '{tab}' reaches over {area}, which is too much. Delete the empty rows and columns around the data, save and try again",
)
# Live formulas name other workbooks, where files number them: [book.xlsx]Sheet1!A1, 'C:\\folder\\[book.xlsx]Sheet 1'!A1.
_OTHER_BOOK = re.compile(r"'[^']*\[[^\[\]]+\][^']*'!|\[[^\[\]]+\][\w.]+!")


class LiveCells:
    """The sheets of a live workbook, each read as one block: some 15 round trips a sheet, however many rows it has."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._grids: dict[str, Grid] = {}

    def mark(self) -> Mark | None:
        """Which book of ours it is."""
        found = self._window.refers_to(NAME)
        return parse({NAME: found}) if found else None

    def tabs(self) -> Sequence[str]:
        """The names of its sheets."""
        return self._window.names

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet."""
        if tab not in self._grids:
            self._grids[tab] = self._read(tab)
        return self._grids[tab]

    def _read(self, tab: str) -> Grid:
        sheet = self._window.tab(tab)
        used = sheet.UsedRange
        area = area_of(str(used.Address))
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > _MOST_CELLS:
            raise UnreadableFileError(Path(self._window.name), _TOO_LARGE.filled({"tab": tab, "area": area}))
        text, types = self._columns(used, area)
        return Grid(
            tab,
            pl.DataFrame(text),
            pl.DataFrame(types),
            first_row=area.first_row,
            is_1904=self._window.is_1904,
            merges=tuple(str(each) for each in merged_areas(used, area, sheet)),
            outside=_outside(used, area),
            tables=_tables(sheet),
        )

    def _columns(self, used: Com, area: Area) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
        rows = rows_of(used.Value2)
        dates = _dates(used, rows)
        text = {column_letters(number): pl.repeat(None, len(rows), dtype=pl.String, eager=True) for number in range(1, area.first_column)}
        types = {letters: pl.repeat(0, len(rows), dtype=pl.UInt8, eager=True) for letters in text}
        columns = zip(zip(*rows, strict=True), zip(*dates, strict=True), strict=True)
        for number, (values, is_date) in enumerate(columns, area.first_column):
            letters = column_letters(number)
            text[letters], types[letters] = column_texts(values, is_date, is_1904=self._window.is_1904)
        return text, types


def _dates(used: Com, rows: Sequence[Row]) -> list[tuple[bool, ...]]:
    """Which cells are shown as dates: those that ``Value`` hands over as such. Where it fails over a date that no calendar has, none."""
    try:
        shown = rows_of(used.Value)
    except excel_errors() + (ValueError, OverflowError):  # noqa: RUF005 - mypy follows only this form
        shown = list(rows)
    return [tuple(isinstance(value, dt.datetime) for value in row) for row in shown]


def _outside(used: Com, area: Area) -> dict[str, str]:
    """Cells whose formula reaches outside the workbook."""
    if used.HasFormula is False:
        return {}
    found = {}
    for row, formulas in enumerate(rows_of(used.Formula), area.first_row):
        for column, formula in enumerate(formulas, area.first_column):
            if isinstance(formula, str) and formula.startswith("=") and (reaches_outside(formula) or _OTHER_BOOK.search(formula)):
                found[f"{column_letters(column)}{row}"] = formula[1:]
    return found


def _tables(sheet: Com) -> tuple[TableRef, ...]:
    listed = sheet.ListObjects
    found = []
    for number in range(1, listed.Count + 1):
        table = listed.Item(number)
        area = area_of(str(table.Range.Address))
        found.append(TableRef(str(table.Name), area.first_row, area.first_column, area.last_row, area.last_column))
    return tuple(found)


def merged_areas(cells: Com, area: Area, sheet: Com) -> list[Area]:
    """Merged ranges, found by halving: a block without any is asked once, however large."""
    if cells.MergeCells is False:
        return []
    merged = area_of(str(sheet.Range(_corner(area)).MergeArea.Address))
    if merged.first_row <= area.first_row and merged.last_row >= area.last_row and merged.last_column >= area.last_column:
        return [merged]
    found: dict[Area, None] = {}
    for half in _halves(area):
        found |= dict.fromkeys(merged_areas(sheet.Range(str(half)), half, sheet))
    return list(found)


def _corner(area: Area) -> str:
    return str(Area(area.first_row, area.first_column, area.first_row, area.first_column))


def _halves(area: Area) -> tuple[Area, Area]:
    height, width = area.last_row - area.first_row, area.last_column - area.first_column
    if height >= width:
        middle = area.first_row + height // 2
        return area.down_to(middle), Area(middle + 1, area.first_column, area.last_row, area.last_column)
    middle = area.first_column + width // 2
    left = Area(area.first_row, area.first_column, area.last_row, middle)
    return left, Area(area.first_row, middle + 1, area.last_row, area.last_column)
