"""Lists that a task fills and people write into: what they typed is never lost, readable or not."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from shopbook.sheet.books import AppendRows, Change, SetCells
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import Severity
from shopbook.sheet.tables import Table

Record = Mapping[str, object]
"""A row by field; ``_row`` is there if the row is on the sheet already."""


def as_lying(table: Table) -> pl.DataFrame:
    """The rows with every cell as the text that stands in it, readable or not; blank for a field without a column."""
    letters = table.header.letters if table.header else {}
    at = table.frame[ROW] - table.grid.first_row
    blank = pl.lit(None, dtype=pl.String)
    cells = {name: table.grid.text[letters[name]].gather(at) if name in letters else blank for name in table.columns}
    return table.frame.select(ROW).with_columns(**cells)


def unreadable(table: Table, field: str) -> frozenset[int]:
    """Rows in which somebody typed something into a field that it cannot be read as."""
    typed = as_lying(table).filter(pl.col(field).is_not_null())
    return frozenset(typed.join(table.frame.filter(pl.col(field).is_null()), on=ROW, how="semi")[ROW])


def is_replaceable(table: Table) -> bool:
    """Whether the rows can be written anew from what was read, with nothing lost: no unreadable cell, no column of the shop's own."""
    is_plain = table.header is not None and not table.header.extra and not table.header.doubled
    return is_plain and table.findings.filter(pl.col("severity") != Severity.HINT.value).is_empty()


def framed(sheet: Sheet, records: Iterable[Record]) -> pl.DataFrame:
    """Records as rows of a sheet; a field that a record lacks is blank."""
    full = [{name: record.get(name) for name in sheet.by_field} for record in records]
    return pl.DataFrame(full, schema=sheet.schema())


def rewritten(sheet: Sheet, before: Sequence[Record], now: Sequence[Record]) -> tuple[SetCells, ...]:
    """The cells in which rows of a sheet differ from what they were; both row by row, by ascending ``_row``.

    Values are those of frames, so choices must be left as they are.
    """
    writes = []
    for name in sheet.by_field:
        cells = [(row[ROW], row[name]) for old, row in zip(before, now, strict=True) if old[name] != row[name]]
        if cells:
            writes.append(SetCells(sheet.code, name, *zip(*cells, strict=True)))
    return tuple(writes)


def additions(sheet: Sheet, records: Sequence[Record]) -> tuple[Change, ...]:
    """Records as new rows below the last one, if there are any."""
    return (AppendRows(sheet.code, framed(sheet, records)),) if records else ()
