"""A sheet part taken apart into what comes before its rows, the rows in pieces, and what comes after them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shopbook.host.reading.cells import OddSheetError

MAX_AROUND_BYTES = 64 << 20
"""Column widths, validations and the like; a million merged ranges take 30 MB."""

_SHEET_DATA = re.compile(rb"<(?:(\w+):)?sheetData\s*(/?)>")
_BREAKS = b"Breaks"
"""What follows ``<row`` when it is no row: page breaks, which stand behind all rows."""

_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)["']""")


@dataclass(slots=True)
class SheetPieces:
    """Iterates over a sheet's rows, whole ``<row>`` elements without prefix; afterwards ``after`` holds what follows them.

    Raises:
        OddSheetError: While iterating, when the part does not look like a usual sheet.
    """

    pieces: Iterable[bytes]
    after: bytes = field(default=b"", init=False)

    def __iter__(self) -> Iterator[bytes]:
        source = iter(self.pieces)
        head, left = _find_rows(source)
        begin = head.end()
        if head[2]:
            self.after = _rest(left[begin:], source)
            return
        prefix = head[1] + b":" if head[1] else b""
        end_tag, row_tag = b"</" + prefix + b"sheetData", b"<" + prefix + b"row"
        # From behind, where it stands: before it there may be megabytes. One in a comment shows itself as odd among the rows.
        end = left.rfind(end_tag, begin)
        while end < 0:
            piece = next(source, None)
            if piece is None or len(left) > MAX_AROUND_BYTES:
                raise OddSheetError
            # The last row may be cut off: it stays for the next time. No row follows the end, so the end is looked for behind it.
            cut = piece.rfind(row_tag, 0, -len(_BREAKS))
            if cut > 0 and not piece.startswith(_BREAKS, cut + len(row_tag)):
                yield _without_prefix(b"".join((memoryview(left)[begin:], memoryview(piece)[:cut])), prefix)
                left, begin = piece[cut:], 0
            else:
                left += piece
            end = left.find(end_tag, begin)
        if end > begin:
            yield _without_prefix(left[begin:end], prefix)
        self.after = _rest(left[end:], source)
        if not self.after.rstrip().endswith(b"</" + prefix + b"worksheet>"):
            raise OddSheetError


def merged_ranges(after: bytes) -> tuple[str, ...]:
    """The merged ranges of a sheet, from what follows its rows, as written."""
    return tuple(found.decode() for found in _MERGE.findall(after))


def _find_rows(source: Iterator[bytes]) -> tuple[re.Match[bytes], bytes]:
    """The tag that begins the rows, and everything up to some way behind it."""
    left = b""
    for piece in source:
        left += piece
        match = _SHEET_DATA.search(left)
        if match:
            return match, left
        if len(left) > MAX_AROUND_BYTES:
            break
    raise OddSheetError


def _rest(left: bytes, source: Iterator[bytes]) -> bytes:
    pieces, size = [left], len(left)
    for piece in source:
        size += len(piece)
        if size > MAX_AROUND_BYTES:
            raise OddSheetError
        pieces.append(piece)
    return b"".join(pieces)


def _without_prefix(rows: bytes, prefix: bytes) -> bytes:
    if not prefix:
        return rows
    if b"<" + prefix not in rows:
        raise OddSheetError
    return rows.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
