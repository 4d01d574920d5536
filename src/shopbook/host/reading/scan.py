"""The cells of a sheet part as arrays, from its bytes, without building XML elements.

Office programs and the usual libraries write cells in one shape (``<c r="B7" s="3" t="s"><v>12</v></c>``). Here that shape is taken apart
for whole megabytes at once. Whatever deviates raises :class:`OddSheetError`, and the sheet goes to the patient reader in ``walk.py``.
"""

import dataclasses
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from shopbook.host.reading.bytewise import LOW_BYTES, Buffer, Places, digits, low_bytes, slices, word
from shopbook.host.reading.cells import LETTER_TYPES, MAX_COLUMNS, MAX_ROWS, WRITTEN, Cells, OddSheetError, Written, texts_at
from shopbook.host.reading.escapes import unescape, unescape_each, unescape_xml
from shopbook.host.reading.outside import HINTS, reaches_outside
from shopbook.host.reading.plain import Plain, find_plain
from shopbook.host.reading.tags import Tag, Tags, find_tags
from shopbook.sheet.grid import column_letters

_CELL_START, _ROW_START, _BARE_ROW = word(b'<c r="'), word(b'<row r="'), word(b"<row>")
_STYLE, _TYPE = word(b' s="'), word(b' t="')
_STR, _INLINE = word(b' t="str"'), (word(b' t="inli'), word(b'neStr"'))
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*(\d{1,10})\s*["']""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_HIDDEN = re.compile(rb"""<row\s[^>]*\bhidden\s*=\s*["'](?:1|true)["']""")
_LETTERS = (ord("A"), ord("Z"))


def scan(raw: bytes) -> Cells:
    """The cells of whole rows.

    Args:
        raw: ``<row …>…</row>`` elements, nothing cut off.

    Raises:
        OddSheetError: Something is not in the usual shape.
    """
    buffer = Buffer(raw)
    plain = find_plain(buffer)
    if plain is None:
        return _scan_tags(buffer, is_referenced=False)
    rest = _scan_tags(Buffer(plain.rest), is_referenced=True)
    return _merged(_plain_cells(buffer, plain, rest), rest) if len(rest.row) else _plain_cells(buffer, plain, rest)


def _plain_cells(buffer: Buffer, plain: Plain, rest: Cells) -> Cells:
    """The plain cells in the rows that are known from the rest."""
    order = _order(plain.row, plain.column)
    written, spans = plain.written[order], _Spans(plain.start[order], plain.end[order])
    is_shared = written == Written.SHARED
    return dataclasses.replace(
        rest,
        row=plain.row[order],
        column=plain.column[order],
        written=written,
        style=plain.style[order],
        raw=_texts(buffer, spans, is_shared),
        shared=_shared_indexes(buffer, spans, is_shared),
        has_formula=np.zeros(len(order), np.bool_),
    )


def _merged(plain: Cells, rest: Cells) -> Cells:
    """The cells of both, which have the same rows."""
    row, column = np.concatenate([plain.row, rest.row]), np.concatenate([plain.column, rest.column])
    order = _order(row, column)
    return dataclasses.replace(
        rest,
        row=row[order],
        column=column[order],
        written=np.concatenate([plain.written, rest.written])[order],
        style=np.concatenate([plain.style, rest.style])[order],
        raw=pl.concat([plain.raw, rest.raw]).gather(order),
        shared=np.concatenate([plain.shared, rest.shared])[order],
        has_formula=np.concatenate([plain.has_formula, rest.has_formula])[order],
    )


def _order(row: Places, column: Places) -> Places:
    """Cells by column and row.

    Raises:
        OddSheetError: Two cells stand at one place.
    """
    order = np.argsort(row, kind="stable")
    order = order[np.argsort(column[order].astype(np.uint16), kind="stable")]
    if np.any((np.diff(row[order]) == 0) & (np.diff(column[order]) == 0)):
        raise OddSheetError
    return order


def _scan_tags(buffer: Buffer, *, is_referenced: bool) -> Cells:
    """The cells, found by looking at every tag; ``is_referenced`` when all of them must say where they are."""
    tags = find_tags(buffer)
    is_cell = tags.kind == Tag.CELL
    cells, owner = np.flatnonzero(is_cell), np.cumsum(is_cell) - 1
    is_counted = not is_referenced and _lacks_row_numbers(buffer, tags)
    rows, row_starts = _counted_rows(tags) if is_counted else _row_numbers(buffer, tags)
    if not len(cells):
        return _without_cells(buffer, tags, rows, is_counted=is_counted)
    row, start = _owning_rows(tags, cells), tags.start[cells]
    if is_counted or (not is_referenced and _lacks_references(buffer, start)):
        column, reference_end = _counted_columns(row), start + 1
    else:
        column, reference_end = _references(buffer, start, rows, row_starts, row)
    written, style = _attributes(buffer, reference_end, tags.end[cells])
    has_formula = _has_formula(tags, owner, len(cells))
    values = _values(buffer, tags, owner, written)
    outside = _outside(buffer, tags, rows[row], column)
    if outside and is_counted:
        raise OddSheetError
    kept = np.flatnonzero(has_formula | (values.start >= 0))
    kept = kept[_order(row[kept], column[kept])]
    written, values = written[kept], _Spans(values.start[kept], values.end[kept])
    is_shared = written == Written.SHARED
    return Cells(
        rows=rows,
        row=row[kept],
        column=column[kept],
        written=written,
        style=style[kept],
        raw=_texts(buffer, values, is_shared),
        shared=_shared_indexes(buffer, values, is_shared),
        has_formula=has_formula[kept],
        outside=outside,
        hidden=_hidden(buffer),
        is_counted=is_counted,
    )


def _without_cells(buffer: Buffer, tags: Tags, rows: Places, *, is_counted: bool) -> Cells:
    """Rows without cells, which most sheets consist of when their plain cells are taken out."""
    if np.any(tags.kind > Tag.CELL):
        raise OddSheetError
    none, no_flags = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    no_texts = pl.Series(dtype=pl.String)
    return Cells(rows, none, none, no_flags.view(np.uint8), none, no_texts, none, no_flags, {}, _hidden(buffer), is_counted)


def _hidden(buffer: Buffer) -> int:
    return len(_HIDDEN.findall(buffer.raw)) if b"hidden" in buffer.raw else 0


def _lacks_row_numbers(buffer: Buffer, tags: Tags) -> bool:
    """Some programs write bare ``<row>`` throughout."""
    starts = tags.start[tags.where(Tag.ROW)]
    return bool(np.all((buffer.words(starts) & low_bytes(5)) == _BARE_ROW))


def _counted_rows(tags: Tags) -> tuple[Places, Places]:
    count = len(tags.where(Tag.ROW))
    return np.arange(1, count + 1), np.zeros(count, np.int64)


def _lacks_references(buffer: Buffer, start: Places) -> bool:
    """Some programs write cells one after the other without saying where they are."""
    return not np.any((buffer.words(start) & low_bytes(6)) == _CELL_START)


def _counted_columns(row: Places) -> Places:
    first_of_row = np.flatnonzero(np.diff(row, prepend=-1))
    column = np.arange(len(row)) - np.repeat(first_of_row, np.diff(first_of_row, append=len(row))) + 1
    if len(column) and column.max() > MAX_COLUMNS:
        raise OddSheetError
    return column


def _row_numbers(buffer: Buffer, tags: Tags) -> tuple[Places, Places]:
    """Each row's number, and where its digits stand (-1 when it does not say its number)."""
    found = tags.where(Tag.ROW)
    starts = tags.start[found]
    if np.all(buffer.words(starts) == _ROW_START):
        numbers, lengths = digits(buffer.words(starts + 8))
        rows, places = numbers.astype(np.int64), starts + 8
        is_odd = bool(np.any((lengths == 0) | (lengths > 7)))  # noqa: PLR2004 - 1048576 has seven digits
    else:
        rows, places = _read_row_numbers(buffer, starts, tags.end[found])
        is_odd = False
    if is_odd or np.any(np.diff(rows, prepend=0) <= 0) or (len(rows) and rows[-1] > MAX_ROWS):
        raise OddSheetError
    return rows, places


def _read_row_numbers(buffer: Buffer, starts: Places, ends: Places) -> tuple[Places, Places]:
    """The same for rows whose tag has its attributes in another order."""
    numbers, places = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        match = _ROW_NUMBER.search(buffer.raw, start, end)
        if match is None:
            raise OddSheetError
        numbers[index], places[index] = int(match[1]), match.start(1)
    return numbers, places


def _references(buffer: Buffer, start: Places, rows: Places, row_starts: Places, row: Places) -> tuple[Places, Places]:
    """Each cell's column, and where the closing quote of its reference stands."""
    if np.any((buffer.words(start) & low_bytes(6)) != _CELL_START):
        raise OddSheetError
    letters = buffer.words(start + 6)
    first, second, third, fourth = (((letters >> np.uint64(shift)) & np.uint64(0xFF)).astype(np.int64) for shift in (0, 8, 16, 24))
    has_second = second >= _LETTERS[0]
    has_third = has_second & (third >= _LETTERS[0])
    column = first - 64
    column = np.where(has_second, column * 26 + second - 64, column)
    column = np.where(has_third, column * 26 + third - 64, column)
    is_odd = (first < _LETTERS[0]) | (first > _LETTERS[1]) | (has_second & (second > _LETTERS[1])) | (has_third & (fourth >= _LETTERS[0]))
    if np.any(is_odd | (column > MAX_COLUMNS)):
        raise OddSheetError
    number_start = start + 7 + has_second + has_third
    lengths = np.searchsorted(10 ** np.arange(1, 8), rows, side="right") + 1
    # The reference repeats its row's number: the same digits, then the quote.
    row_words = buffer.words(row_starts) & LOW_BYTES[lengths + 1]
    if np.any((buffer.words(number_start) & LOW_BYTES[lengths + 1][row]) != row_words[row]):
        raise OddSheetError
    return column, number_start + lengths[row]


def _attributes(buffer: Buffer, reference_end: Places, tag_end: Places) -> tuple[npt.NDArray[np.uint8], Places]:
    """Each cell's :class:`Written` and style."""
    last = tag_end - 1 - (buffer.octets[tag_end - 1] == ord("/"))
    style, after = _styles(buffer, reference_end, last)
    length = last - after
    words = buffer.words(after + 1)
    written = np.full(len(last), Written.UNKNOWN, np.uint8)
    written[length == 0] = Written.NUMBER
    has_type = (words & low_bytes(4)) == _TYPE
    letter = LETTER_TYPES[buffer.octets[after + 5]]
    written = np.where((length == len(' t="s"')) & has_type, letter, written)
    written[(length == len(' t="str"')) & (words == _STR)] = Written.TEXT
    is_inline = np.flatnonzero((length == len(' t="inlineStr"')) & (words == _INLINE[0]))
    ends = buffer.words(after[is_inline] + 9) & low_bytes(6)
    written[is_inline[ends == _INLINE[1]]] = Written.INLINE
    _reread_attributes(buffer, reference_end, tag_end, written, style)
    return written, style


def _styles(buffer: Buffer, reference_end: Places, last: Places) -> tuple[Places, Places]:
    """Each cell's style, and where the quote behind it stands (that of the reference where there is no style)."""
    style = np.zeros(len(last), np.int64)
    after = reference_end.copy()
    styled = np.flatnonzero((last > reference_end) & ((buffer.words(reference_end + 1) & low_bytes(4)) == _STYLE))
    begin = reference_end[styled] + 5
    numbers, lengths = digits(buffer.words(begin))
    style[styled] = numbers.astype(np.int64)
    after[styled] = begin + lengths
    return style, after


def _reread_attributes(buffer: Buffer, begin: Places, end: Places, written: npt.NDArray[np.uint8], style: Places) -> None:
    """Fill in the cells whose attributes stand in another order or are more than usual; there are few different ones."""
    known: dict[bytes, tuple[int, int]] = {}
    for index in np.flatnonzero(written == Written.UNKNOWN).tolist():
        text = buffer.raw[int(begin[index]) + 1 : int(end[index])]
        if text not in known:
            known[text] = _read_attributes(text)
        written[index], style[index] = known[text]


def _read_attributes(text: bytes) -> tuple[int, int]:
    found = {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
    if b"r" in found:
        raise OddSheetError
    style = found.get(b"s", b"0")
    return WRITTEN.get(found.get(b"t", b"n"), Written.UNKNOWN), int(style) if style.isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Spans:
    """Where each cell's value stands; ``start`` is -1 where it has none."""

    start: Places
    end: Places


def _owning_rows(tags: Tags, cells: Places) -> Places:
    """Per cell, the index of its row."""
    row = np.cumsum(tags.kind == Tag.ROW)[cells] - 1
    if row[0] < 0:
        raise OddSheetError
    return row


def _has_formula(tags: Tags, owner: Places, count: int) -> npt.NDArray[np.bool_]:
    owners = owner[tags.where(Tag.FORMULA)]
    if len(owners) and owners[0] < 0:
        raise OddSheetError
    found = np.zeros(count, np.bool_)
    found[owners] = True
    return found


def _values(buffer: Buffer, tags: Tags, owner: Places, written: npt.NDArray[np.uint8]) -> _Spans:
    spans = _Spans(np.full(len(written), -1), np.full(len(written), -1))
    is_inline = written == Written.INLINE
    for kind, wants_inline in ((Tag.VALUE, False), (Tag.TEXT, True)):
        found = tags.where(kind)
        owners = owner[found]
        if len(owners) and owners[0] < 0:
            raise OddSheetError
        fits = is_inline[owners] == wants_inline
        found, owners = found[fits], owners[fits]
        if len(owners) and np.any(np.diff(owners) == 0):
            raise OddSheetError
        is_empty = buffer.octets[tags.end[found] - 1] == ord("/")
        begin = tags.end[found] + 1
        spans.start[owners] = begin
        spans.end[owners] = np.where(is_empty, begin, tags.next_start[found])
    return spans


def _shared_indexes(buffer: Buffer, spans: _Spans, is_shared: npt.NDArray[np.bool_]) -> Places:
    indexes = np.full(len(is_shared), -1)
    wanted = np.flatnonzero(is_shared & (spans.start >= 0))
    start, length = spans.start[wanted], spans.end[wanted] - spans.start[wanted]
    numbers, counts = digits(buffer.words(start))
    if np.any((counts != length) | (length == 0)):
        raise OddSheetError
    indexes[wanted] = numbers.astype(np.int64)
    return indexes


def _texts(buffer: Buffer, spans: _Spans, is_shared: npt.NDArray[np.bool_]) -> pl.Series:
    wanted = np.flatnonzero(~is_shared & (spans.start >= 0))
    found, escaped = slices(buffer, spans.start[wanted], spans.end[wanted])
    if len(escaped):
        plain = unescape_each(found.gather(escaped), unescape)
        found = found.scatter(escaped, plain)
    if len(wanted) == len(is_shared):
        return found
    place = np.full(len(is_shared), -1)
    place[wanted] = np.arange(len(wanted))
    return texts_at(found, place)


def _outside(buffer: Buffer, tags: Tags, rows: Places, column: Places) -> dict[str, str]:
    formulas = tags.where(Tag.FORMULA)
    if not len(formulas) or not any(hint in buffer.raw.upper() for hint in HINTS):
        return {}
    owner = np.cumsum(tags.kind == Tag.CELL)[formulas] - 1
    found = {}
    for index, begin, end in zip(owner.tolist(), (tags.end[formulas] + 1).tolist(), tags.next_start[formulas].tolist(), strict=True):
        formula = unescape_xml(buffer.raw[begin:end].decode())
        if reaches_outside(formula):
            found[f"{column_letters(int(column[index]))}{rows[index]}"] = formula
    return found
