"""The columns of a short sheet about whose cells there is nothing to say, all read at once.

Reading a column takes many small steps, each of which costs as much for five cells as for hundreds.
"""

from collections.abc import Mapping
from functools import lru_cache

import polars as pl

from shopbook.sheet.cells import CODES, DAYS, FIGURES, ReadColumn, all_blank, has, limits, no_faults, spelling_of
from shopbook.sheet.columns import Column
from shopbook.sheet.grid import CellType
from shopbook.sheet.merges import Body

_NEVER_TEXT = (*DAYS, *FIGURES)


def plain_columns(body: Body, columns: Mapping[str, Column], *, is_1904: bool, is_ours: bool) -> dict[str, ReadColumn]:
    """Read the columns that are blank, or all of whose cells have the plainest spelling and type of their kind.

    Args:
        body: The cells, at least one row.
        columns: Letters -> what was declared.
        is_1904: Whether serial numbers count from 1904.
        is_ours: Whether faults of form are looked for.

    Returns:
        Letters -> what :func:`~shopbook.sheet.cells.read_column` would say; a column that is not so plain is left out.
    """
    likely = {letters: column for letters, column in columns.items() if _is_likely(body.types[letters], column, is_ours=is_ours)}
    filled = {letters: column for letters, column in likely.items() if body.text[letters].null_count() < body.text.height}
    read = body.text.select_seq(_plain_value(*item, is_1904=is_1904) for item in filled.items() if item[1].spec.fast)
    values = {letters: all_blank(body.text.height, column) for letters, column in likely.items() if letters not in filled}
    values |= {series.name: series for series in read if _is_understood(series, body.text[series.name])}
    return {letters: ReadColumn(found, no_faults()) for letters, found in values.items() if _is_allowed(found, likely[letters])}


def _is_likely(types: pl.Series, column: Column, *, is_ours: bool) -> bool:
    """Whether the cells are all of types about which nothing is to be said in such a column."""
    if column.kind in CODES and (types == CellType.NUMBER).any():
        return False
    is_strict = is_ours and column.kind in _NEVER_TEXT
    return not has(types, CellType.TEXT if is_strict else CellType.ERROR)


# Making an expression takes longer than reading a short column with it.
@lru_cache(maxsize=4_096)
def _plain_value(letters: str, column: Column, *, is_1904: bool) -> pl.Expr:
    """The values of the plainest spellings, null for all others."""
    value = column.spec.fast[0](pl.col(letters), spelling_of(column, is_1904=is_1904))
    return value.cast(column.dtype).alias(letters)


def _is_understood(values: pl.Series, raw: pl.Series) -> bool:
    """Whether every cell has a value but for those whose text is null or empty."""
    without = values.null_count() - raw.null_count()
    return without == 0 or without == (raw == "").sum()


def _is_allowed(values: pl.Series, column: Column) -> bool:
    if column.is_required and values.null_count():
        return False
    return all(part.is_empty() for part in limits(values, column))
