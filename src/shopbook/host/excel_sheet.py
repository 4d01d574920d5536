"""What a plan asks of one live sheet: looked at whole before anything is written, then written in few large blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.errors import MisuseError, UnknownNameError
from shopbook.host.excel_cells import given
from shopbook.host.package.areas import LAST_ROW, Area, area_of, cell_name
from shopbook.host.package.edits import require_sound
from shopbook.host.package.refusals import (
    CONTENT_BELOW,
    INSIDE_A_MERGE,
    SHEET_FULL,
    TABLE_BELOW,
    TABLE_HEADER,
    WRITTEN_TWICE,
    Refusal,
    at_cell,
    in_table,
)
from shopbook.host.package.values import Calendar
from shopbook.labels import Label
from shopbook.sheet.grid import Grid, TableRef, column_letters, column_number
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value

Rows = list[Sequence[Value]]

_WIDTH = Label(
    zh="表格“{table}”有 {width} 列，给出的一行却有 {given} 个值", en="Table '{table}' has {width} columns, a row has {given} values"
)


@dataclass(frozen=True, slots=True)
class TableChange:
    """New rows of one table, and where it lies afterwards.

    Attributes:
        before: The table as it was, header included.
        body: Where the new rows go.
        after: The table as it will be, header included.
        rows: One list of values a row.
    """

    name: str
    before: Area
    body: Area
    after: Area
    rows: Rows

    @property
    def left_over(self) -> Area | None:
        """The rows that the table loses."""
        last = self.after.last_row
        return Area(last + 1, self.before.first_column, self.before.last_row, self.before.last_column) if self._shrinks else None

    @property
    def _shrinks(self) -> bool:
        return self.after.last_row < self.before.last_row


@dataclass(frozen=True, slots=True)
class SheetChange:
    """Everything that happens to one sheet."""

    tab: str
    writes: tuple[ColumnWrite, ...]
    tables: tuple[TableChange, ...]


def changes_of(plan: EditPlan, tab: str, grid: Grid) -> SheetChange:
    """Work out a plan's part on one sheet.

    Raises:
        Refusal: It cannot be done exactly.
        MisuseError: The plan contradicts itself.
        UnknownNameError: It names a table that is not there.
    """
    writes = tuple(write for write in plan.writes if write.tab == tab and write.rows)
    tables = tuple(_table_changes(plan, tab, grid))
    for write in writes:
        require_sound(write)
        _require_open(write, grid)
    _require_apart(tab, writes, tables)
    _require_holdable(writes, tables, grid)
    return SheetChange(tab, writes, tables)


def _table_changes(plan: EditPlan, tab: str, grid: Grid) -> Iterator[TableChange]:
    replaced = [change for change in plan.replaces if change.tab == tab]
    rows: dict[str, Rows] = {}
    appended = [append for append in plan.appends if append.tab == tab]
    new_rows: list[TableReplace | TableAppend] = [*replaced, *appended]
    for change in new_rows:
        table = _named(grid, change.table)
        rows.setdefault(table.name, []).extend(_of_width(table, change.rows))
    anew = [_named(grid, change.table).name for change in replaced]
    for name, new in rows.items():
        if anew.count(name) > 1:
            raise in_table(name, WRITTEN_TWICE)
        if new or name in anew:
            yield _table_change(_named(grid, name), new, grid, is_replaced=name in anew)


def _named(grid: Grid, name: str) -> TableRef:
    table = next((table for table in grid.tables if table.name.casefold() == name.casefold()), None)
    if table is None:
        raise UnknownNameError(Label(zh="表格", en="table"), name, [table.name for table in grid.tables])
    return table


def _of_width(table: TableRef, rows: Sequence[Sequence[Value]]) -> Sequence[Sequence[Value]]:
    width = table.last_column - table.first_column + 1
    wrong = next((len(row) for row in rows if len(row) != width), None)
    if wrong is not None:
        raise MisuseError(_WIDTH.filled({"table": table.name, "width": width, "given": wrong}))
    return rows


def _table_change(table: TableRef, rows: Rows, grid: Grid, *, is_replaced: bool) -> TableChange:
    before = area_of_table(table)
    body = table.first_row + 1
    first = body if is_replaced or _is_blank_table(table, grid) else table.last_row + 1
    rows = rows or [[None] * (table.last_column - table.first_column + 1)]
    last = first + len(rows) - 1
    if last > LAST_ROW:
        raise in_table(table.name, SHEET_FULL)
    change = TableChange(table.name, before, Area(first, before.first_column, last, before.last_column), before.down_to(last), rows)
    _require_room(change, table, grid)
    return change


def area_of_table(table: TableRef) -> Area:
    """Where a table lies, header included."""
    return Area(table.first_row, table.first_column, table.last_row, table.last_column)


def _is_blank_table(table: TableRef, grid: Grid) -> bool:
    """One row below the header, and nothing to see in it; a formula may show nothing."""
    body = area_of_table(table)
    return table.last_row == table.first_row + 1 and is_blank(grid, Area(body.last_row, body.first_column, body.last_row, body.last_column))


def is_blank(grid: Grid, area: Area) -> bool:
    """Whether nothing is to be seen in any cell of an area."""
    first, height = max(0, area.first_row - grid.first_row), area.last_row - max(area.first_row, grid.first_row) + 1
    letters = [column_letters(number) for number in range(area.first_column, area.last_column + 1)]
    part = grid.text.select(name for name in letters if name in grid.text.columns).slice(first, max(0, height))
    return all(column.is_null().all() or (column.fill_null("") == "").all() for column in part) and _without_errors(
        grid, letters, first, height
    )


def _without_errors(grid: Grid, letters: Sequence[str], first: int, height: int) -> bool:
    part = grid.types.select(name for name in letters if name in grid.types.columns).slice(first, max(0, height))
    return all(column.is_in(pl.Series([0, 2], dtype=pl.UInt8).implode()).all() for column in part)


def _require_room(change: TableChange, table: TableRef, grid: Grid) -> None:
    before = change.before
    if change.after.last_row <= before.last_row:
        return
    added = Area(before.last_row + 1, before.first_column, change.after.last_row, before.last_column)
    for other in grid.tables:
        if other is not table and area_of_table(other).meets(added):
            raise in_table(table.name, TABLE_BELOW.filled({"other": other.name}))
    if not is_blank(grid, added):
        raise in_table(table.name, CONTENT_BELOW)


def _require_open(write: ColumnWrite, grid: Grid) -> None:
    """Refuse to write a table's header or a cell that a merge hides."""
    column = column_number(write.column)
    heads = [Area(table.first_row, table.first_column, table.first_row, table.last_column) for table in grid.tables]
    merges = [area for area in map(area_of, grid.merges) if area.first_column <= column <= area.last_column]
    for row in write.rows if merges or heads else ():
        if any(head.holds(row, column) for head in heads):
            raise at_cell(write.tab, cell_name(row, column), TABLE_HEADER)
        if any(area.holds(row, column) and (row, column) != (area.first_row, area.first_column) for area in merges):
            raise at_cell(write.tab, cell_name(row, column), INSIDE_A_MERGE)


def _require_apart(tab: str, writes: Sequence[ColumnWrite], tables: Sequence[TableChange]) -> None:
    """Refuse two changes of one cell."""
    written: set[tuple[int, int]] = set()
    for write in writes:
        column = column_number(write.column)
        for row in write.rows:
            if (row, column) in written or any(_touches(table, row, column) for table in tables):
                raise at_cell(tab, cell_name(row, column), WRITTEN_TWICE)
            written.add((row, column))


def _require_holdable(writes: Sequence[ColumnWrite], tables: Sequence[TableChange], grid: Grid) -> None:
    """Refuse what Excel cannot hold, before anything is written."""
    calendar = Calendar(is_1904=grid.is_1904)
    for row, column, value in _values(writes, tables):
        try:
            given(value, calendar)
        except Refusal as refusal:
            raise at_cell(grid.tab, cell_name(row, column), refusal.label) from refusal


def _values(writes: Sequence[ColumnWrite], tables: Sequence[TableChange]) -> Iterator[tuple[int, int, Value]]:
    """Every value that is to be written, with its row and column."""
    for write in writes:
        column = column_number(write.column)
        yield from ((row, column, value) for row, value in zip(write.rows, write.values, strict=True))
    for table in tables:
        for row, values in enumerate(table.rows, table.body.first_row):
            yield from ((row, column, value) for column, value in enumerate(values, table.body.first_column))


def _touches(table: TableChange, row: int, column: int) -> bool:
    return table.body.holds(row, column) or (table.left_over is not None and table.left_over.holds(row, column))
