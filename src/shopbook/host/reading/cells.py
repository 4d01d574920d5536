"""Cells as they are written in a sheet part, before anybody says what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576


class OddSheetError(Exception):
    """The sheet's XML is not in the usual shape; inside this package only."""


class Written(IntEnum):
    """How a cell's value is written (its attribute ``t``)."""

    NUMBER = 0
    SHARED = 1
    TEXT = 2
    INLINE = 3
    BOOL = 4
    ERROR = 5
    DATE = 6
    UNKNOWN = 7


WRITTEN = {
    b"n": Written.NUMBER,
    b"s": Written.SHARED,
    b"str": Written.TEXT,
    b"inlineStr": Written.INLINE,
    b"b": Written.BOOL,
    b"e": Written.ERROR,
    b"d": Written.DATE,
}


def _letter_types() -> npt.NDArray[np.uint8]:
    table = np.full(256, Written.UNKNOWN, np.uint8)
    for name, written in WRITTEN.items():
        if len(name) == 1:
            table[name[0]] = written
    return table


LETTER_TYPES = _letter_types()
"""How a value is written, by the attribute ``t`` where it is of one letter."""


def texts_at(texts: pl.Series, places: npt.NDArray[np.int64]) -> pl.Series:
    """The text at each place; null at -1."""
    return texts.gather(pl.Series(places).cast(pl.UInt32, strict=False))


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of some rows of a sheet, column after column, in each column in ascending order of rows, no two at one place.

    Attributes:
        rows: Sheet row numbers that are there, ascending; counted from 1 where ``is_counted``.
        row: Per cell, the index of its row in ``rows``.
        column: Per cell, its column from 1.
        written: Per cell, its :class:`Written`.
        style: Per cell, the index of its format.
        raw: Per cell, its value as written, null where there is none. Of a shared string it is null: see ``shared``.
        shared: Per cell, the index of its shared string; -1 for other cells, -2 for an index that is no number from 0 on.
        has_formula: Per cell.
        outside: Cell -> formula, for formulas that reach outside the workbook.
        hidden: How many of the rows are hidden.
        is_counted: The rows do not say their numbers; they follow the row before them.
    """

    rows: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    written: npt.NDArray[np.uint8]
    style: npt.NDArray[np.int64]
    raw: pl.Series
    shared: npt.NDArray[np.int64]
    has_formula: npt.NDArray[np.bool_]
    outside: Mapping[str, str]
    hidden: int
    is_counted: bool = False
