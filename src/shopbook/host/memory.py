"""A workbook that lives in memory: for tests, and for trying a task without a file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import polars as pl

from shopbook.errors import TabNotFoundError
from shopbook.host.host import NEVER_SAVED, NoFolderError
from shopbook.sheet.grid import CellType, Grid, TableRef, column_letters, column_number
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import EditPlan, Value


@dataclass
class MemoryTab:
    """One sheet: its cells row by row from A1, and its tables."""

    cells: list[list[Value]]
    tables: list[TableRef] = field(default_factory=list)

    def put(self, row: int, column: int, value: Value) -> None:
        """Write one cell (both numbers from 1)."""
        while len(self.cells) < row:
            self.cells.append([])
        line = self.cells[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = value


class MemoryHost:
    """A host without a file.

    Args:
        tabs: The names of its sheets -> their cells.
        mark: Which book of ours it is.
        name: What people call it.
        folder: The folder that it pretends to lie in.
    """

    def __init__(
        self, tabs: Mapping[str, MemoryTab], *, mark: Mark | None = None, name: str = "memory.xlsx", folder: Path | None = None
    ) -> None:
        self._tabs = dict(tabs)
        self._mark = mark
        self._name = name
        self._folder = folder

    @property
    def name(self) -> str:
        """What people call it."""
        return self._name

    def folder(self) -> Path:
        """The folder that it pretends to lie in."""
        if self._folder is None:
            raise NoFolderError(NEVER_SAVED)
        return self._folder

    def mark(self) -> Mark | None:
        """Which book of ours it is."""
        return self._mark

    def tabs(self) -> Sequence[str]:
        """The names of its sheets."""
        return list(self._tabs)

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet."""
        held = self._tab(tab)
        width = max((len(line) for line in held.cells), default=0)
        columns = [[line[index] if index < len(line) else None for line in held.cells] for index in range(width)]
        letters = [column_letters(index + 1) for index in range(width)]
        text = {name: pl.Series([_text(cell) for cell in cells], dtype=pl.String) for name, cells in zip(letters, columns, strict=True)}
        types = {
            name: pl.Series([_type(cell).value for cell in cells], dtype=pl.UInt8) for name, cells in zip(letters, columns, strict=True)
        }
        return Grid(tab, pl.DataFrame(text), pl.DataFrame(types), tables=tuple(held.tables))

    def apply(self, plan: EditPlan, *, now: dt.datetime) -> Sequence[str]:  # noqa: ARG002 - nothing is ever set aside in memory
        """Make all changes of a plan."""
        if not plan:
            return []
        for write in plan.writes:
            for row, value in zip(write.rows, write.values, strict=True):
                self._tab(write.tab).put(row, column_number(write.column), value)
        for append in plan.appends:
            self._append(append.tab, append.table, append.rows)
        for change in plan.replaces:
            self._empty(change.tab, change.table)
            self._append(change.tab, change.table, change.rows)
        return [self._name]

    def _tab(self, tab: str) -> MemoryTab:
        if tab not in self._tabs:
            raise TabNotFoundError(self._name, tab, list(self._tabs))
        return self._tabs[tab]

    def _table(self, tab: str, name: str) -> TableRef:
        return next(table for table in self._tab(tab).tables if table.name == name)

    def _append(self, tab: str, name: str, rows: Sequence[Sequence[Value]]) -> None:
        held, table = self._tab(tab), self._table(tab, name)
        body = held.cells[table.first_row : table.last_row]
        is_blank = len(body) <= 1 and not any(cell is not None for line in body for cell in line)
        first = table.first_row + 1 if is_blank else table.last_row + 1
        for offset, values in enumerate(rows):
            for index, value in enumerate(values):
                held.put(first + offset, table.first_column + index, value)
        last = max(table.first_row + 1, first + len(rows) - 1)
        held.tables = [replace(each, last_row=last) if each.name == name else each for each in held.tables]

    def _empty(self, tab: str, name: str) -> None:
        held, table = self._tab(tab), self._table(tab, name)
        for row in range(table.first_row + 1, table.last_row + 1):
            for column in range(table.first_column, table.last_column + 1):
                held.put(row, column, None)
        held.tables = [replace(each, last_row=table.first_row + 1) if each.name == name else each for each in held.tables]


def _type(value: Value) -> CellType:
    match value:
        case None | "":
            return CellType.BLANK
        case bool():
            return CellType.BOOL
        case str():
            return CellType.ERROR if value in _ERRORS else CellType.TEXT
        case _:
            return CellType.NUMBER


_ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})


def _text(value: Value) -> str | None:
    match value:
        case None | "":
            return None
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case dt.date():
            return f"{value.isoformat()} 00:00:00"
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
        case _:
            return str(value)
