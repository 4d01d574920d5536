"""A pretended Excel behind xlwings' own Windows code: it counts the round trips, and behaves as Excel does where that hurts.

Members of Excel's objects are properties and methods with Excel's names. Where nobody can say what Excel would do, or where it is
known to go wrong, the pretence fails the test instead of guessing.
"""

# ruff: noqa: N802, N803 - the names are Excel's
# ruff: noqa: N802, N803 - the names are Excel's

import datetime as dt
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.host.package.areas import Area, area_of
from shopbook.sheet.grid import column_letters
from tests.fakecells import DAYS_1904, EPOCH, MISSING, Cell, ComError, plain, raw, save_cell, shown, type_in

Com = Any  # what goes through COM has no types
T = TypeVar("T")
DISCONNECTED = -2147417848
PROTECT = (
    *("Password", "DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", "AllowFormattingCells", "AllowFormattingColumns"),
    *("AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns"),
    *("AllowDeletingRows", "AllowSorting", "AllowFiltering", "AllowUsingPivotTables"),
)
"""The arguments of ``Worksheet.Protect`` in their order, as Excel's reference lists them."""


class Dispatch:
    """The class by which xlwings knows a COM object."""

    _oleobj_ = None

    def __init__(self, line: "Line") -> None:
        self.line = line


@dataclass
class Line:
    """The connection: every round trip, and what fails on it.

    Attributes:
        trips: What was asked, in order.
        fails: What goes wrong with a sort of round trip.
        breaks: The numbers, from 1, of the round trips on which Excel does not answer.
    """

    trips: list[str] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    breaks: Container[int] = ()
    boxes: list[tuple[str, str]] = field(default_factory=list)

    def box(self, _window: int, text: str, title: str, _style: int) -> int:
        """A message box, which is closed at once with OK."""
        self.boxes.append((title, text))
        return 1

    def travel(self, what: str) -> None:
        """Count one round trip; raise what is to go wrong with it."""
        self.trips.append(what)
        if what in self.fails:
            raise self.fails[what]
        if len(self.trips) in self.breaks:
            raise ComError(DISCONNECTED)


class Member(property):
    """A property of one of Excel's objects: reading and setting it are round trips."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.title = f"{owner.__name__}.{name}"

    def __get__(self, thing: Com, owner: type | None = None) -> Com:
        if thing is None:
            return self
        thing.line.travel(self.title)
        return super().__get__(thing, owner)

    def __set__(self, thing: Com, value: object) -> None:
        thing.line.travel(f"{self.title}=")
        super().__set__(thing, value)


def method(function: Callable[..., T]) -> Callable[..., T]:
    """A method of one of Excel's objects: calling it is a round trip."""

    def called(self: Com, *given: object, **named: object) -> T:
        self.line.travel(f"{function.__qualname__}()")
        return function(self, *(getattr(each, "_inner", each) for each in given), **named)

    return called


class Application(Dispatch):
    """Excel."""

    Name = Member(lambda self: self.program)
    Path = Member(lambda self: self.folder)
    Hwnd = Member(lambda _self: 1)
    Version = Member(lambda _self: "16.0")

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.program, self.folder = "Microsoft Excel", r"C:\Program Files\Microsoft Office\root\Office16"
        self.state: dict[str, object] = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
        self.said: list[object] = []

    def _say(self, text: object) -> None:
        self.state["StatusBar"] = text
        self.said.append(text)

    ScreenUpdating = Member(lambda self: self.state["ScreenUpdating"], lambda self, to: self.state.update(ScreenUpdating=to))
    EnableEvents = Member(lambda self: self.state["EnableEvents"], lambda self, to: self.state.update(EnableEvents=to))
    Calculation = Member(lambda self: self.state["Calculation"], lambda self, to: self.state.update(Calculation=to))
    StatusBar = Member(lambda self: self.state["StatusBar"], _say)


class Workbook(Dispatch):
    """A workbook that is open."""

    def __init__(self, line: Line, name: str = "orders.xlsm", folder: str = r"C:\shop") -> None:
        super().__init__(line)
        self.app = Application(line)
        self.name, self.folder = name, folder
        self.is_1904 = self.is_read_only = False
        self.sheets: list[Worksheet] = []
        self.names: dict[str, str] = {}

    Name = Member(lambda self: self.name)
    Path = Member(lambda self: self.folder)
    FullName = Member(lambda self: f"{self.folder}\\{self.name}" if self.folder else self.name)
    ReadOnly = Member(lambda self: self.is_read_only)
    Date1904 = Member(lambda self: self.is_1904)
    Application = Member(lambda self: self.app)
    Worksheets = Member(lambda self: Listed(self.line, self.sheets))
    Names = Member(lambda self: Listed(self.line, [Name(self.line, name, to) for name, to in self.names.items()]))

    @method
    def SaveCopyAs(self, path: str) -> None:
        """Write it as it is, in the format of its ending."""
        _save(self, Path(path))

    def add(self, name: str) -> "Worksheet":
        """Put a sheet behind the others."""
        self.sheets.append(Worksheet(self, name))
        return self.sheets[-1]

    def sheet(self, name: str) -> "Worksheet":
        """A sheet, without a round trip."""
        return next(sheet for sheet in self.sheets if sheet.name == name)


class Listed(Dispatch):
    """A collection of objects with names."""

    def __init__(self, line: Line, things: Sequence[Com]) -> None:
        super().__init__(line)
        self.things = things

    Count = Member(lambda self: len(self.things))

    @method
    def Item(self, key: int | str) -> Com:
        """One of them, by its number from 1 or its name."""
        found = [thing for number, thing in enumerate(self.things, 1) if key in {number, thing.name}]
        if not found:
            raise ComError(says="Subscript out of range", scode=MISSING)
        return found[0]


class Name(Dispatch):
    """A defined name."""

    def __init__(self, line: Line, name: str, refers_to: str) -> None:
        super().__init__(line)
        self.name, self.refers_to = name, refers_to

    RefersTo = Member(lambda self: self.refers_to)


class Worksheet(Dispatch):
    """A sheet: cells by row and column from 1, formats of whole columns, tables, merges."""

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book.line)
        self.book, self.name = book, name
        self.cells: dict[tuple[int, int], Cell] = {}
        self.codes: dict[int, str] = {}
        self.tables: list[ListObject] = []
        self.merges: list[Area] = []
        self.hidden: set[int] = set()
        self.password: str | None = None
        self.allowed: dict[str, object] = {}
        self.is_filtered = False

    Name = Member(lambda self: self.name)
    UsedRange = Member(lambda self: Range(self, [self.used]))
    ListObjects = Member(lambda self: Listed(self.line, self.tables))
    ProtectContents = Member(lambda self: self.password is not None)
    FilterMode = Member(lambda self: self.is_filtered)

    @method
    def Range(self, address: str) -> "Range":
        """Cells by their address; several areas apart by commas."""
        if len(address) > 255:
            raise ComError(says="Application-defined or object-defined error")
        return Range(self, [area_of(part) for part in address.split(",")])

    @method
    def Protect(self, *given: Com) -> None:
        """Lock the sheet; what stays allowed is given by place."""
        self.password, self.allowed = given[0], dict(zip(PROTECT, given, strict=False))

    @method
    def Unprotect(self, Password: str = "") -> None:
        """Unlock the sheet."""
        if self.password not in {None, Password}:
            raise ComError(says="The password you supplied is not correct.")
        self.password = None

    @property
    def used(self) -> Area:
        """The area around all cells that were ever filled."""
        rows, columns = [row for row, _ in self.cells] or [1], [column for _, column in self.cells] or [1]
        return Area(min(rows), min(columns), max(rows), max(columns))

    def cell(self, row: int, column: int) -> Cell:
        """A cell, made when it is asked for first."""
        if (row, column) not in self.cells:
            self.cells[row, column] = Cell(code=self.codes.get(column, "General"))
        return self.cells[row, column]

    def put(self, row: int, column: int, value: Com, code: str = "") -> None:
        """Fill a cell as it would lie in a file: a date is given its format, a Decimal becomes a number."""
        cell = self.cell(row, column)
        if isinstance(value, dt.date):
            moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
            days = (moment - EPOCH) / dt.timedelta(days=1) - (DAYS_1904 if self.book.is_1904 else 0)
            cell.value, cell.code = days, code or "yyyy-mm-dd hh:mm"
            return
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        cell.value, cell.code = float(value) if is_number else value, code or cell.code


class ListObject(Dispatch):
    """An Excel table."""

    def __init__(self, sheet: Worksheet, name: str, area: Area) -> None:
        super().__init__(sheet.line)
        self.sheet, self.name, self.area = sheet, name, area
        self.has_totals = False
        self.filter: AutoFilter | None = AutoFilter(self)
        sheet.tables.append(self)

    Name = Member(lambda self: self.name)
    Range = Member(lambda self: Range(self.sheet, [self.area]))
    ShowTotals = Member(lambda self: self.has_totals)
    AutoFilter = Member(lambda self: self.filter)

    @method
    def Resize(self, to: Com) -> None:
        """Cover other rows; the header stays where it is."""
        _require_unlocked(self.sheet)
        assert to.areas[0].first_row == self.area.first_row, "Excel refuses to move a table's header"
        self.area = to.areas[0]


class AutoFilter(Dispatch):
    """The filter of a table."""

    def __init__(self, table: ListObject) -> None:
        super().__init__(table.line)
        self.table = table

    FilterMode = Member(lambda self: bool(self.table.sheet.hidden))

    @method
    def ShowAllData(self) -> None:
        """Show all rows."""
        _require_unlocked(self.table.sheet)
        self.table.sheet.hidden.clear()


class Range(Dispatch):
    """Cells of a sheet."""

    def __init__(self, sheet: Worksheet, areas: list[Area]) -> None:
        super().__init__(sheet.line)
        self.sheet, self.areas = sheet, areas

    def _block(self, of: Callable[[Cell], object]) -> object:
        blank = Cell()
        area, cells = self.areas[0], self.sheet.cells
        columns = range(area.first_column, area.last_column + 1)
        rows = range(area.first_row, area.last_row + 1)
        block = tuple(tuple(of(cells.get((row, column), blank)) for column in columns) for row in rows)
        return block[0][0] if len(rows) == len(columns) == 1 else block

    def _one(self, of: Callable[[Cell], object]) -> object:
        """What all cells have in common, ``None`` if they differ."""
        found = {of(cell) for cell in self.each()}
        return found.pop() if len(found) == 1 else None

    def each(self) -> Iterator[Cell]:
        """All its cells."""
        for area in self.areas:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    yield self.sheet.cell(row, column)

    def _write(self, block: object) -> None:
        _require_unlocked(self.sheet)
        area = self.areas[0]
        rows = block if isinstance(block, tuple) else ((block,),)
        assert (len(rows), len(rows[0])) == (area.last_row - area.first_row + 1, area.last_column - area.first_column + 1), (
            "a block of another size"
        )
        is_one = len(rows) == len(rows[0]) == 1
        assert is_one or not any(area.first_row <= row <= area.last_row for row in self.sheet.hidden), "Excel writes past filtered rows"
        for row, values in enumerate(rows, area.first_row):
            for column, value in enumerate(values, area.first_column):
                type_in(self.sheet.cell(row, column), value, is_one=is_one)

    def _dress(self, code: str) -> None:
        _require_unlocked(self.sheet)
        for cell in self.each():
            cell.code = code

    Value2 = Member(lambda self: self._block(raw), _write)
    Value = Member(lambda self: self._block(lambda cell: shown(cell, is_1904=self.sheet.book.is_1904)))
    Formula = Member(lambda self: self._block(lambda cell: cell.formula or plain(cell.value)))
    HasFormula = Member(lambda self: self._one(lambda cell: bool(cell.formula)))
    NumberFormat = Member(lambda self: self._one(lambda cell: cell.code), _dress)
    Address = Member(lambda self: ",".join(_absolute(area) for area in self.areas))
    MergeCells = Member(lambda self: self._merged())
    MergeArea = Member(lambda self: Range(self.sheet, [self._merge() or self.areas[0]]))

    @method
    def ClearContents(self) -> None:
        """Empty the cells; their formats stay."""
        _require_unlocked(self.sheet)
        for cell in self.each():
            cell.value, cell.formula = None, ""

    def _merge(self) -> Area | None:
        area = self.areas[0]
        return next((merge for merge in self.sheet.merges if merge.meets(area)), None)

    def _merged(self) -> bool | None:
        merge = self._merge()
        if merge is None:
            return False
        return True if merge.around(self.areas[0]) == merge else None


def _require_unlocked(sheet: Worksheet) -> None:
    if sheet.password is not None:
        raise ComError(says="The cell or chart you're trying to change is on a protected sheet.")


def _absolute(area: Area) -> str:
    return ":".join(dict.fromkeys(f"${column_letters(column)}${row}" for row, column in _corners(area)))


def _corners(area: Area) -> tuple[tuple[int, int], tuple[int, int]]:
    return (area.first_row, area.first_column), (area.last_row, area.last_column)


# ------------------------------------------------------------------ a copy on disk


def _save(book: Workbook, path: Path) -> None:
    file = xlsxwriter.Workbook(str(path), {"date_1904": book.is_1904, "strings_to_numbers": False, "strings_to_urls": False})
    formats = {code: file.add_format({"num_format": code}) for code in {c.code for s in book.sheets for c in s.cells.values()}}
    for sheet in book.sheets:
        _save_sheet(file.add_worksheet(sheet.name), sheet, formats)
    for name, refers_to in book.names.items():
        file.define_name(name, refers_to)
    file.close()


def _save_sheet(page: Com, sheet: Worksheet, formats: dict[str, Com]) -> None:
    for table in sheet.tables:
        area = table.area
        heads = [{"header": str(raw(sheet.cell(area.first_row, at)))} for at in range(area.first_column, area.last_column + 1)]
        corners = (area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1)
        page.add_table(*corners, {"name": table.name, "columns": heads})
    for (row, column), cell in sheet.cells.items():
        save_cell(page, (row - 1, column - 1), cell, formats[cell.code])
    for merge in sheet.merges:
        page.merge_range(str(merge), "")
        save_cell(page, (merge.first_row - 1, merge.first_column - 1), sheet.cell(merge.first_row, merge.first_column), None)
    for row in sheet.hidden:
        page.set_row(row - 1, None, None, {"hidden": True})
