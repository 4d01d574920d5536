"""Excel 2003 XML spreadsheets (SpreadsheetML), often named .xls or .xml."""

import dataclasses
from collections.abc import Mapping, Sequence
from xml.parsers import expat

import numpy as np
import polars as pl

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.blocks import GridTooLargeError, formula_rows, join, to_block
from shopbook.host.reading.cells import MAX_COLUMNS, MAX_ROWS, Written
from shopbook.host.reading.container import Container, Tab, Visibility
from shopbook.host.reading.elements import NOT_XML, parse_number
from shopbook.host.reading.encodings import decode
from shopbook.host.reading.outside import reaches_outside
from shopbook.host.reading.settle import Book
from shopbook.host.reading.walk import Content, Place, build_cells
from shopbook.labels import Label
from shopbook.sheet.grid import Grid, column_letters

_WRITTEN = {
    "Number": Written.NUMBER,
    "String": Written.TEXT,
    "DateTime": Written.DATE,
    "Boolean": Written.BOOL,
    "Error": Written.ERROR,
}
_VISIBILITIES = {"SheetHidden": Visibility.HIDDEN, "SheetVeryHidden": Visibility.VERY_HIDDEN}
_BOOK = Book(pl.Series(dtype=pl.String), np.zeros(1, np.uint8), is_1904=False)


def list_xml2003_tabs(container: Container) -> tuple[Tab, ...]:
    """The worksheets.

    Raises:
        UnreadableFileError: It is not well-formed, or declares entities.
    """
    return tuple(Tab(sheet.name, visibility=sheet.visibility) for sheet in _walk(container).sheets)


def read_xml2003(container: Container, tabs: Sequence[Tab]) -> list[Grid]:
    """The worksheets' cells.

    Raises:
        UnreadableFileError: It is not well-formed, declares entities, or a sheet is too large.
    """
    by_name = {sheet.name: sheet for sheet in _walk(container).sheets}
    return [_grid(container, by_name[tab.name]) for tab in tabs]


class _Sheet:
    """A worksheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.visibility = Visibility.VISIBLE
        self.cells: dict[Place, Content] = {}
        self.outside: dict[str, str] = {}
        self.merges: list[str] = []
        self.hidden = 0
        self.row = self.column = 0


class _Walker:
    """Collects worksheets while expat calls it."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._written: Written | None = None
        self._has_formula = False
        self._corner: Place = (0, 0)
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        found = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        local = name.rpartition(":")[2]
        if local == "Worksheet":
            self.sheets.append(_Sheet(found.get("Name", "")))
        elif self.sheets:
            self._start_inside(self.sheets[-1], local, found)

    def _start_inside(self, sheet: _Sheet, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "Row":
                sheet.row = parse_number(attributes.get("Index"), sheet.row + 1)
                sheet.column = 0
                sheet.hidden += attributes.get("Hidden") == "1"
            case "Cell":
                self._start_cell(sheet, attributes)
            case "Data":
                self._written = _WRITTEN.get(attributes.get("Type", ""), Written.UNKNOWN)
                self._text = []
            case "Visible":
                self._text = []
            case _:
                pass

    def _start_cell(self, sheet: _Sheet, attributes: Mapping[str, str]) -> None:
        sheet.column = parse_number(attributes.get("Index"), sheet.column + 1)
        if not (1 <= sheet.row <= MAX_ROWS and 1 <= sheet.column <= MAX_COLUMNS):
            raise _WrongPlaceError(sheet.row, sheet.column)
        across, down = (parse_number(attributes.get(name), 0) for name in ("MergeAcross", "MergeDown"))
        corner = f"{column_letters(sheet.column)}{sheet.row}"
        if across or down:
            sheet.merges.append(f"{corner}:{column_letters(sheet.column + across)}{sheet.row + down}")
        formula = attributes.get("Formula", "")
        self._has_formula = bool(formula)
        if formula:
            sheet.cells[sheet.row, sheet.column] = (Written.NUMBER, 0, None, True)
        if reaches_outside(formula):
            sheet.outside[corner] = formula
        sheet.column += across
        self._corner = (sheet.row, sheet.column - across)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self._text is None or not self.sheets or local not in {"Data", "Visible"}:
            return
        sheet, text = self.sheets[-1], "".join(self._text)
        self._text = None
        if local == "Visible":
            sheet.visibility = _VISIBILITIES.get(text.strip(), Visibility.VISIBLE)
        elif self._written is not None:
            sheet.cells[self._corner] = (self._written, 0, text, self._has_formula)

    def text(self, piece: str) -> None:
        if self._text is not None:
            self._text.append(piece)


class _WrongPlaceError(Exception):
    """A cell where no sheet has one; inside this module only."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(f"row {row}, column {column}")


def _walk(container: Container) -> _Walker:
    with container.open() as stream:
        raw = decode(container.path, stream.read()).raw
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise UnreadableFileError(container.path, _HAS_DTD)
    walker = _Walker()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(raw, True)
    except (*NOT_XML, _WrongPlaceError) as error:
        raise UnreadableFileError(container.path, _DAMAGED) from error
    return walker


def _grid(container: Container, sheet: _Sheet) -> Grid:
    try:
        block = to_block(build_cells(sheet.cells, sheet.outside, sheet.hidden), _BOOK)
        text, types, first_row = join([block])
    except GridTooLargeError as error:
        raise UnreadableFileError(container.path, _TOO_LARGE.filled({"tab": sheet.name})) from error
    found = Grid(sheet.name, text, types, first_row, hidden_rows=sheet.hidden, merges=tuple(sheet.merges), outside=sheet.outside)
    return dataclasses.replace(found, formulas=formula_rows([block]))


_HAS_DTD = Label(
    zh="文件含有表格不该有的实体声明（DTD），未予打开。请确认文件来源",
    en="the file declares entities (a DTD), which no workbook needs, so it was not opened; check where it comes from",
)
_DAMAGED = Label(
    zh="文件已损坏或不完整，无法打开。请重新下载或从备份恢复",
    en="the file is damaged or incomplete and cannot be opened; download it again or restore it from a backup",
)
_TOO_LARGE = Label(
    zh="工作表“{tab}”的范围太大，无法读取。请删除远处的零散单元格，或拆成几个文件",
    en="sheet '{tab}' is too large; delete stray cells far away, or split it into several files",
)
