"""Plain cells of a sheet part: found by where they begin and end, without looking at the tags inside them.

Nearly every cell of a big sheet is one of a few shapes to the letter (``<c r="B7" s="3"><v>12</v></c>``, ``<c r="C7" t="s"><v>4</v></c>``,
``<c r="D7" t="inlineStr"><is><t>…</t></is></c>``). Where a cell begins, what stands behind its reference and what stands before the next
cell decide the shape. What is left, rows and all other cells, is small and goes to ``scan.py`` as a sheet part of its own.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shopbook.host.reading.bytewise import LOW_BYTES, Buffer, Places, Words, cut, digits, low_bytes, word
from shopbook.host.reading.cells import LETTER_TYPES, Written

Flags = npt.NDArray[np.bool_]

_CELL_START, _ROW_START, _ROW_END = word(b'<c r="'), word(b'<row r="'), word(b"</row>")
_LETTERS_SHIFT = np.uint64(48)
_STYLE = word(b'" s="')
_BLANK, _NUMBER = word(b'"/>'), word(b'"><v>')
_LETTER, _LETTER_REST, _LETTER_SHIFT = word(b'" t="\0">'), word(b"<v>"), np.uint64(40)
_LETTER_MASK = ~(np.uint64(0xFF) << _LETTER_SHIFT)
_FORMULA, _FORMULA_REST = word(b'" t="str'), word(b'"><v>')
_INLINE, _INLINE_MIDDLE, _INLINE_REST = word(b'" t="inl'), word(b'ineStr">'), word(b"<is><t>")
_VALUE_END, _INLINE_END, _TEXT_END = word(b"</v></c>"), word(b"/is></c>"), word(b"</t></is")
_MOST_DIGITS = 7
"""1048576 has seven digits."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain cells that hold something, in the order of the sheet.

    Attributes:
        row: Per cell, the index of its row among the rows of the part.
        column: Per cell, its column from 1.
        written: Per cell, its :class:`Written`.
        style: Per cell, the index of its format.
        start: Per cell, where its value begins.
        end: Per cell, where its value ends.
        rest: The part without these cells and without blank ones.
    """

    row: Places
    column: Places
    written: npt.NDArray[np.uint8]
    style: Places
    start: Places
    end: Places
    rest: bytes


@dataclass(frozen=True, slots=True)
class _Found:
    """Cells with a reference in the usual place: from where to where, in which row, and the first two bytes of the reference."""

    start: Places
    end: Places
    row: Places
    letters: Places
    row_starts: Places


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the cells look like; ``begin`` and ``end`` of the value, and how many tags, 0 for a cell that is not plain."""

    written: npt.NDArray[np.uint8]
    begin: Places
    end: Places
    tags: npt.NDArray[np.uint8]


def find_plain(buffer: Buffer) -> Plain | None:
    """The plain cells; None where rows or tags are not as usual, so that every tag must be looked at.

    Args:
        buffer: ``<row …>…</row>`` elements, nothing cut off.
    """
    is_tag = buffer.octets[: len(buffer.raw)] == ord("<")
    found = _find_cells(buffer, is_tag)
    if found is None:
        return None
    column, quote = _references(buffer, found)
    style, behind = _styles(buffer, quote)
    shape = _shapes(buffer, behind, found.end)
    tags = np.where(column > 0, shape.tags, np.uint8(0))
    plain = np.flatnonzero(tags)
    rest = _rest(buffer, found.start[plain], found.end[plain])
    # As many tags as the shapes have: so none stands inside a value.
    if np.count_nonzero(is_tag) != int(tags.sum(dtype=np.int64)) + rest.count(b"<"):
        return None
    kept = plain[shape.begin[plain] >= 0]
    return Plain(found.row[kept], column[kept], shape.written[kept], style[kept], shape.begin[kept], shape.end[kept], rest)


def _find_cells(buffer: Buffer, is_tag: Flags) -> _Found | None:
    # c and r are two of four letters that these bits have in common: a quick look before the careful one.
    is_likely = (buffer.octets[1 : len(buffer.raw) + 1] & 0xEE) == ord("c") & ord("r")
    is_likely &= is_tag
    marks = np.flatnonzero(is_likely)
    words = buffer.words(marks)
    is_row = (words & low_bytes(3)) == (_ROW_START & low_bytes(3))
    is_cell = (words & low_bytes(6)) == _CELL_START
    if not np.any(is_row) or np.any(is_row & (words != _ROW_START)):
        return None
    if not np.all(is_row | is_cell):
        kept = np.flatnonzero(is_row | is_cell)
        marks, is_row, words = marks[kept], is_row[kept], words[kept]
    rows, cells = np.flatnonzero(is_row), np.flatnonzero(~is_row)
    if rows[0] > 0:
        return None
    row = np.repeat(np.arange(len(rows)), np.diff(rows, append=len(marks)) - 1)
    letters = (words[cells] >> _LETTERS_SHIFT).astype(np.int64)
    return _Found(marks[cells], _ends(buffer, marks, rows)[cells], row, letters, marks[rows])


def _ends(buffer: Buffer, marks: Places, rows: Places) -> Places:
    """Where each cell ends if the next one follows at once, or it is the last of its row."""
    ends = np.append(marks[1:], len(buffer.raw))
    last = np.append(rows[1:], len(marks)) - 1
    row_ends = ends[last] - len("</row>")
    ends[last] = np.where((buffer.words(row_ends) & low_bytes(6)) == _ROW_END, row_ends, ends[last])
    return ends


def _references(buffer: Buffer, found: _Found) -> tuple[Places, Places]:
    """Each cell's column, 0 where its reference is not as usual, and where the closing quote stands."""
    column = _COLUMNS[found.letters]
    number_start = found.start + _NUMBER_STARTS[found.letters]
    numbers = buffer.words(found.row_starts + 8)
    _, lengths = digits(numbers)
    masks = LOW_BYTES[np.minimum(lengths, _MOST_DIGITS) + 1]
    # The reference repeats its row's number: the same digits, then the quote.
    is_same = (buffer.words(number_start) & masks[found.row]) == (numbers & masks)[found.row]
    return np.where(is_same, column, 0), number_start + lengths[found.row]


def _column_table() -> tuple[Places, Places]:
    """By the first two bytes of a reference: the column of one or two letters, 0 for anything else, and where the digits begin."""
    columns, starts = np.zeros(1 << 16, np.int64), np.full(1 << 16, 7)
    capitals = np.arange(ord("A"), ord("Z") + 1)
    for second in range(256):
        if ord("0") <= second <= ord("9"):
            columns[capitals + (second << 8)] = capitals - 64
        elif second in capitals:
            columns[capitals + (second << 8)] = (capitals - 64) * 26 + second - 64
            starts[capitals + (second << 8)] = 8
    return columns, starts


_COLUMNS, _NUMBER_STARTS = _column_table()


def _styles(buffer: Buffer, quote: Places) -> tuple[Places, Places]:
    """Each cell's style, and where the quote behind it stands (that of the reference where there is no style)."""
    style, behind = np.zeros(len(quote), np.int64), quote.copy()
    styled = np.flatnonzero((buffer.words(quote) & low_bytes(5)) == _STYLE)
    begin = quote[styled] + 5
    numbers, lengths = digits(buffer.words(begin))
    style[styled] = numbers.astype(np.int64)
    behind[styled] = begin + lengths
    return style, behind


def _shapes(buffer: Buffer, behind: Places, end: Places) -> _Shape:
    """What stands from each cell's last quote to its end."""
    head, tail = buffer.words(behind), buffer.words(end - 8)
    shape = _Shape(np.zeros(len(end), np.uint8), behind + 5, end - 8, np.zeros(len(end), np.uint8))
    shape.tags[((head & low_bytes(5)) == _NUMBER) & (tail == _VALUE_END)] = 4
    blank = np.flatnonzero(((head & low_bytes(3)) == _BLANK) & (end == behind + 3))
    shape.tags[blank], shape.begin[blank] = 1, -1
    others = np.flatnonzero(shape.tags == 0)
    seen = _Seen(others, behind[others], end[others], head[others], tail[others])
    _shape_values(buffer, seen, shape)
    _shape_inline(buffer, seen, shape)
    shape.tags[shape.begin > shape.end] = 0
    return shape


@dataclass(frozen=True, slots=True)
class _Seen:
    """Cells that are no plain numbers: which ones, and the words at the beginning and the end of what holds their value."""

    index: Places
    behind: Places
    end: Places
    head: Words
    tail: Words


def _shape_values(buffer: Buffer, seen: _Seen, shape: _Shape) -> None:
    """Values in ``v`` with a type of one letter, or texts that a program wrote as if a formula had made them."""
    second = buffer.words(seen.behind + 8)
    has_value_end = seen.tail == _VALUE_END
    is_letter = has_value_end & ((seen.head & _LETTER_MASK) == _LETTER) & ((second & low_bytes(3)) == _LETTER_REST)
    letters = seen.index[is_letter]
    shape.written[letters] = LETTER_TYPES[((seen.head[is_letter] >> _LETTER_SHIFT) & np.uint64(0xFF)).astype(np.int64)]
    shape.begin[letters] += len('" t="s"><v>') - 5
    shape.tags[letters] = np.where(shape.written[letters] == Written.UNKNOWN, 0, 4)
    is_text = has_value_end & (seen.head == _FORMULA) & ((second & low_bytes(5)) == _FORMULA_REST)
    texts = seen.index[is_text]
    shape.written[texts], shape.tags[texts] = Written.TEXT, 4
    shape.begin[texts] += len('" t="str"><v>') - 5


def _shape_inline(buffer: Buffer, seen: _Seen, shape: _Shape) -> None:
    likely = np.flatnonzero((seen.head == _INLINE) & (seen.tail == _INLINE_END))
    behind, end = seen.behind[likely], seen.end[likely]
    is_start = (buffer.words(behind + 8) == _INLINE_MIDDLE) & ((buffer.words(behind + 16) & low_bytes(7)) == _INLINE_REST)
    inline = seen.index[likely[is_start & (buffer.words(end - 13) == _TEXT_END)]]
    shape.written[inline], shape.tags[inline] = Written.INLINE, 6
    shape.begin[inline] += len('" t="inlineStr"><is><t>') - 5
    shape.end[inline] -= len("</t></is></c>") - 8


def _rest(buffer: Buffer, start: Places, end: Places) -> bytes:
    """The part without the cells from ``start`` to ``end``."""
    begins, stops = np.append(0, end), np.append(start, len(buffer.raw))
    gaps = np.flatnonzero(begins < stops)
    return buffer.octets[cut(begins[gaps], stops[gaps])].tobytes()
