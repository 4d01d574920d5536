"""Small sheets in the shape in which nearly every program writes them, taken apart by one pattern.

Whatever deviates, be it by a blank between two cells, is left to the readers that know everything: ``walk.py`` and ``scan.py``.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from shopbook.host.reading.cells import MAX_COLUMNS, MAX_ROWS, WRITTEN, Written
from shopbook.host.reading.escapes import unescape, unescape_xml
from shopbook.host.reading.outside import reaches_outside
from shopbook.host.reading.walk import Content, Place, Walked
from shopbook.sheet.grid import column_number

_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?<\?xml version="1.0" encoding="UTF-8"(?: standalone="(?:yes|no)")?\?>', re.IGNORECASE)
_ODD = re.compile(rb"<[!?]|<(?:\w+:)?(?:row|c|mergeCell)[\s/>]")
"""What makes a difference although it stands outside of the rows."""

_VALUE = rb"<v>([^<]+)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]+)</t></is>|<f>([^<]+)</f><v>([^<]*)</v>"
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="(\w+)")?(?:/>|>(?:' + _VALUE + rb")</c>)")
_ANY_CELL = re.sub(rb"\((?!\?)", b"(?:", _CELL.pattern)
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"([^<>/]*)(?:/>|>((?:' + _ANY_CELL + rb")*)</row>)")


class _DeviatesError(Exception):
    """The sheet is not in the usual shape; inside this module only."""


def walk_usual(raw: bytes) -> Walked | None:
    """The same as :func:`~shopbook.host.reading.walk.walk_whole`; None where the sheet is not in the usual shape.

    Merges and hidden rows are not usual in a small sheet, nor are formulas that belong to several cells.
    """
    head, start, end = _HEAD.match(raw), raw.find(b"<sheetData>"), raw.rfind(b"</sheetData>")
    if head is None or not head.end() < start < end or not raw.endswith(b"</worksheet>"):
        return None
    if _ODD.search(raw, head.end(), start) or _ODD.search(raw, end):
        return None
    try:
        found = _walked(raw[start + len("<sheetData>") : end])
    except (_DeviatesError, UnicodeDecodeError):
        return None
    return found


def _walked(rows: bytes) -> Walked:
    cells: dict[Place, Content] = {}
    outside: dict[str, str] = {}
    last = position = 0
    while position < len(rows):
        row = _ROW.match(rows, position)
        if row is None or not last < int(row[1]) <= MAX_ROWS or b"hidden" in row[2]:
            raise _DeviatesError
        last, position = int(row[1]), row.end()
        taken = 0
        for cell in _CELL.findall(row[3] or b""):
            column = _column(cell[0])
            # Two cells at one place, or one in another's row: which of them counts is not decided here.
            if cell[1] != row[1] or not taken < column <= MAX_COLUMNS:
                raise _DeviatesError
            taken = column
            content = _content(cell[2:])
            if content is not None:
                cells[last, column] = content
            if cell[6]:
                _note(outside, (cell[0] + cell[1]).decode(), unescape_xml(cell[6].decode()))
    return Walked(cells, outside, 0, ())


def _content(cell: Sequence[bytes]) -> Content | None:
    """What a cell holds; None if it is blank."""
    style, kind, value, inline, formula, result = cell
    if not (value or inline or formula):
        return None
    written = WRITTEN.get(kind or b"n", Written.UNKNOWN)
    if (written is Written.INLINE) is not bool(inline):
        raise _DeviatesError
    return written, int(style or 0), unescape((value or inline or result).decode()), bool(formula)


def _note(outside: dict[str, str], cell: str, formula: str) -> None:
    if reaches_outside(formula):
        outside[cell] = formula


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())
