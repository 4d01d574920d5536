"""The edit plan: every change a task asks for, as plain data. A host applies it once, at the end, whole or not at all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Value = None | str | bool | int | float | Decimal | dt.datetime | dt.date | dt.time


@dataclass(frozen=True, slots=True)
class ColumnWrite:
    """New values for some cells of one column.

    Attributes:
        tab: The sheet's name.
        column: The column's letters.
        rows: Sheet row numbers, ascending, each once.
        values: One per row; ``None`` empties the cell (its format stays).
    """

    tab: str
    column: str
    rows: Sequence[int]
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class TableAppend:
    """Rows added below the last row of an Excel table, which grows by them.

    Attributes:
        tab: The sheet's name.
        table: The table's name.
        rows: One value per table column, in the table's order. Where the column is calculated by the table, the value is
            only what the cell shows until Excel calculates.
    """

    tab: str
    table: str
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class TableReplace:
    """A table's whole body exchanged; it keeps one blank row when ``rows`` is empty. Cells left over are emptied."""

    tab: str
    table: str
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class EditPlan:
    """All changes of one run of one task on one workbook."""

    writes: tuple[ColumnWrite, ...] = ()
    appends: tuple[TableAppend, ...] = ()
    replaces: tuple[TableReplace, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.writes or self.appends or self.replaces)
