"""The cells of a sheet part as arrays, from its bytes, without building XML elements.

Office programs and the usual libraries write cells in one shape (``<c r="B7" s="3" t="s"><v>12</v></c>``). Here that shape is taken apart
for whole megabytes at once. Whatever deviates raises :class:`OddSheetError`, and the sheet goes to the patient reader in ``walk.py``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from shopbook.host.reading.bytewise import LOW_BYTES, Buffer, Places, digits, low_bytes, slices, word

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


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of some rows of a sheet, in ascending order of rows.

    Attributes:
        rows: Sheet row numbers that are there, ascending.
        row: Per cell, the index of its row in ``rows``.
        column: Per cell, its column from 1.
        written: Per cell, its :class:`Written`.
        style: Per cell, the index of its format.
        raw: Per cell, its value as written, null where there is none. Of a shared string it is null: see ``shared``.
        shared: Per cell, the index of its shared string; -1 for other cells and for an index that is no number.
        has_formula: Per cell.
        outside: Cell -> formula, for formulas that reach outside the workbook.
        hidden: How many of the rows are hidden.
        is_escaped: ``raw`` still holds XML's escapes.
    """

    rows: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    written: npt.NDArray[np.uint8]
    style: npt.NDArray[np.int64]
    raw: pl.Series
    shared: npt.NDArray[np.int64]
    has_formula: npt.NDArray[np.bool_]
    outside: dict[str, str]
    hidden: int
    is_escaped: bool


class _Tag(IntEnum):
    """Opening tags that matter inside ``sheetData``."""

    OTHER = 0
    ROW = 1
    CELL = 2
    VALUE = 3
    TEXT = 4
    FORMULA = 5
    RICH = 6
    ODD = 7


def _tag_table() -> npt.NDArray[np.uint8]:
    """Tag by the two bytes behind ``<``, as a little-endian number."""
    table = np.zeros(1 << 16, np.uint8)
    named = {"c": _Tag.CELL, "v": _Tag.VALUE, "t": _Tag.TEXT, "f": _Tag.FORMULA, "r": _Tag.RICH}
    for name, tag in named.items():
        for after in " >/\t\r\n":
            table[int.from_bytes((name + after).encode(), "little")] = tag
    table[int.from_bytes(b"ro", "little")] = _Tag.ROW
    table[int.from_bytes(b"rP", "little")] = _Tag.RICH
    for first in b"!?":
        table[np.arange(256) * 256 + first] = _Tag.ODD
    return table


_TAGS = _tag_table()
_CELL_START, _ROW_START = word(b'<c r="'), word(b'<row r="')
_STYLE, _TYPE = word(b' s="'), word(b' t="')
_STR, _INLINE = word(b' t="str"'), (word(b' t="inli'), word(b'neStr"'))
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*(\d{1,10})\s*["']""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HIDDEN = re.compile(rb"""<row\s[^>]*\bhidden\s*=\s*["'](?:1|true)["']""")
_LETTERS = (ord("A"), ord("Z"))


@dataclass(frozen=True, slots=True)
class _Tags:
    """The opening tags that matter: what, from where to where, and where the next tag of any kind starts."""

    kind: npt.NDArray[np.uint8]
    start: Places
    end: Places
    next_start: Places

    def where(self, kind: _Tag) -> Places:
        """Indexes of the tags of one kind."""
        return np.flatnonzero(self.kind == kind)


def scan(raw: bytes, last_row: int) -> Cells:
    """The cells of whole rows.

    Args:
        raw: ``<row …>…</row>`` elements, nothing cut off.
        last_row: The number of the row before them, 0 at the beginning.

    Raises:
        OddSheetError: Something is not in the usual shape.
    """
    buffer = Buffer(raw)
    tags = _find_tags(buffer)
    is_cell = tags.kind == _Tag.CELL
    cells, owner = np.flatnonzero(is_cell), np.cumsum(is_cell) - 1
    rows, row_starts = _row_numbers(buffer, tags, last_row)
    row = np.cumsum(tags.kind == _Tag.ROW)[cells] - 1
    if len(cells) and row[0] < 0:
        raise OddSheetError
    start = tags.start[cells]
    column, reference_end = _references(buffer, start, rows[row], row_starts[row])
    written, style = _attributes(buffer, reference_end, tags.end[cells])
    values = _values(buffer, tags, owner, written)
    is_shared = written == Written.SHARED
    formulas = tags.where(_Tag.FORMULA)
    has_formula = np.zeros(len(cells), np.bool_)
    has_formula[owner[formulas]] = True
    return Cells(
        rows=rows,
        row=row,
        column=column,
        written=written,
        style=style,
        raw=_texts(buffer, values, is_shared),
        shared=_shared_indexes(buffer, values, is_shared),
        has_formula=has_formula,
        outside=_outside(buffer, tags, rows[row], column),
        hidden=len(_HIDDEN.findall(raw)) if b"hidden" in raw else 0,
        is_escaped=True,
    )


def _find_tags(buffer: Buffer) -> _Tags:
    starts = np.flatnonzero(buffer.octets == ord("<"))
    ends = np.flatnonzero(buffer.octets == ord(">"))
    kinds = _TAGS[(buffer.words(starts + 1) & low_bytes(2)).astype(np.int64)]
    if len(starts) != len(ends):
        # A bare > is allowed in text: a tag ends at the first one behind its start.
        found = np.searchsorted(ends, starts)
        if len(found) and found[-1] >= len(ends):
            raise OddSheetError
        ends = ends[found]
    if np.any(kinds == _Tag.ODD) or np.any(ends < starts):
        raise OddSheetError
    wanted = np.flatnonzero(kinds)
    following = np.append(starts, len(buffer.raw))[wanted + 1]
    return _Tags(kinds[wanted], starts[wanted], ends[wanted], following)


def _row_numbers(buffer: Buffer, tags: _Tags, last_row: int) -> tuple[Places, Places]:
    """Each row's number, and where its digits stand (-1 when it does not say its number)."""
    found = tags.where(_Tag.ROW)
    starts = tags.start[found]
    if np.all(buffer.words(starts) == _ROW_START):
        numbers, lengths = digits(buffer.words(starts + 8))
        rows, places = numbers.astype(np.int64), starts + 8
        is_odd = bool(np.any((lengths == 0) | (lengths > 7)))  # noqa: PLR2004 - 1048576 has seven digits
    else:
        rows, places = _read_row_numbers(buffer, starts, tags.end[found], last_row)
        is_odd = False
    if is_odd or np.any(np.diff(rows, prepend=last_row) <= 0) or (len(rows) and rows[-1] > MAX_ROWS):
        raise OddSheetError
    return rows, places
