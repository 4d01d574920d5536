"""A sheet part as a stream: rows without edits are passed on as they lie, the rest of the part follows untouched or grown."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from shopbook.host.package.areas import area_of
from shopbook.host.package.container import PIECE
from shopbook.host.package.edits import Cells, Guard, SheetEdits
from shopbook.host.package.markup import MAIN_NAMESPACES, attributes, opening, require_plain, with_attribute
from shopbook.host.package.ranges import grown_tail, require_unmerged
from shopbook.host.package.refusals import ARRAY_FORMULA, DAMAGED, NOT_A_WORKSHEET, ROWS_OUT_OF_ORDER, UNUSUAL_XML, Refusal, on_sheet
from shopbook.host.package.rowplaces import end_of_rows, names_ranges, usual_rows
from shopbook.host.package.rows import ColumnStyles, Marks, RowWriter
from shopbook.host.package.values import CellWriter
from shopbook.host.reading.bytewise import Buffer
from shopbook.sheet.grid import column_letters
from shopbook.sheet.plan import ColumnWrite

CellsFor = Callable[[bytes], CellWriter]

_ROOT = re.compile(rb"<((?:[\w.-]+:)?)worksheet(?=[\s>])[^>]*>")
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\s[^>]*>")
_LONGEST_HEAD = 1 << 25
_LONGEST_ROW = 1 << 28
_USUAL_OPEN = b"<row"
_SHORT = 1 << 13  # bytes: in fewer, going from row to row is faster than arithmetic on all of them
_LAST: tuple[int, Cells] = (1 << 31, [])


@dataclass(frozen=True, slots=True)
class Head:
    """What precedes the rows.

    Attributes:
        xml: Up to and including ``<sheetData``'s opening tag, as if it were not self-closed.
        prefix: Of the sheet's elements, with its colon.
        is_bare: The sheet has no rows: ``<sheetData/>``.
        column_styles: What cells wear by their column.
    """

    xml: bytes
    prefix: bytes
    is_bare: bool
    column_styles: ColumnStyles


class SheetRewriter:
    """Applies the edits of one sheet to its part. Used once."""

    def __init__(self, edits: SheetEdits, cells_for: CellsFor) -> None:
        self._edits = edits
        self._cells_for = cells_for
        self.marks = Marks(edits.tab, edits.guards)
        self._rows: RowWriter
        self._todo = edits.rows()
        self._next, self._cells = next(self._todo, _LAST)
        self._row = 0
        self._models: dict[int, Mapping[int, int]] = {}  # styles by column, by first row that takes them
        self._growing = [growth for growth in edits.growths if growth.grows]

    @property
    def grows(self) -> bool:
        """Whether a table of the sheet gets more rows, which its ranges follow."""
        return bool(self._growing)

    @property
    def is_done(self) -> bool:
        """Whether all rows with edits have gone by."""
        return self._next == _LAST[0]

    def rewritten(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The part with the edits in it.

        Raises:
            Refusal: It cannot be done exactly.
        """
        head, rest = self._head(pieces)
        self._rows = RowWriter(self._cells_for(head.prefix), self.marks, head.column_styles)
        yield head.xml
        yield from self._body(head, rest, pieces)

    def _head(self, pieces: Iterator[bytes]) -> tuple[Head, bytes]:
        xml = b""
        while not (found := _SHEET_DATA.search(xml)):
            piece = next(pieces, None)
            if piece is None or len(xml) > _LONGEST_HEAD:
                raise on_sheet(self._edits.tab, NOT_A_WORKSHEET)
            xml += piece
        start, prefix, is_bare = xml[: found.start()], found[1], bool(found[2])
        require_plain(start)
        self._require_worksheet(start, prefix)
        opened = xml[found.start() : found.end()]
        opened = opened[:-2] + b">" if is_bare else opened
        return Head(self._measured(start) + opened, prefix, is_bare, ColumnStyles(start)), xml[found.end() :]

    def _require_worksheet(self, start: bytes, prefix: bytes) -> None:
        root = _ROOT.search(start)
        if root is None or root[1] != prefix:
            raise on_sheet(self._edits.tab, NOT_A_WORKSHEET if root is None else UNUSUAL_XML)
        declared = "xmlns:" + prefix[:-1].decode() if prefix else "xmlns"
        if attributes(root[0]).get(declared) not in MAIN_NAMESPACES:
            raise on_sheet(self._edits.tab, NOT_A_WORKSHEET)

    def _measured(self, start: bytes) -> bytes:
        """The head with a ``<dimension>`` that reaches around what is written."""
        written, found = self._edits.extent(), opening("dimension").search(start)
        ref = attributes(found[0]).get("ref") if found else None
        if written is None or found is None or not ref:
            return start
        area = area_of(ref)
        whole = area.around(written)
        return start if whole == area else start[: found.start()] + with_attribute(found[0], "ref", str(whole)) + start[found.end() :]

    def _body(self, head: Head, rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
        row, end = b"<%brow" % head.prefix, b"</%bsheetData" % head.prefix
        while (at := 0 if head.is_bare else end_of_rows(rest, end)) < 0:
            block, rest = _split_last(rest, row)
            yield self._block(block, row)
            # Of a row that goes on and on more and more is taken, so that it is not gone through again for each piece.
            more = b"".join(islice(pieces, 1 + len(rest) // (4 * PIECE)))
            if not more or len(rest) > _LONGEST_ROW:
                raise on_sheet(self._edits.tab, DAMAGED)
            rest += more
        yield self._block(rest[:at], row)
        yield self._missing(_LAST[0])
        tail = rest[at:] + b"".join(pieces)
        if tail.count(end) != (not head.is_bare):  # the first may stand in the middle of a damaged row
            raise on_sheet(self._edits.tab, DAMAGED)
        yield (b"</%bsheetData>" % head.prefix if head.is_bare else b"") + self._tail(tail)

    def _tail(self, tail: bytes) -> bytes:
        require_unmerged(tail, self.marks, self._edits.growths)
        return grown_tail(tail, self._growing) if self._growing else tail

    def _block(self, block: bytes, row_open: bytes) -> bytes:
        """Whole rows, with what is around them."""
        buffer = Buffer(block) if len(block) > _SHORT and row_open == _USUAL_OPEN else None
        if names_ranges(buffer) if buffer else b"ref" in block:
            self._look_for_arrays(block)
        at = block.find(row_open)
        first = block if at < 0 else block[:at]
        if first.strip() or (b"!" in block and b"<!" in block) or (b"?" in block and b"<?" in block):
            raise on_sheet(self._edits.tab, UNUSUAL_XML)
        places = usual_rows(buffer) if buffer else None
        return self._walked(block, row_open) if places is None else self._leapt(block, *places)

    def _leapt(self, block: bytes, starts: list[int], numbers: list[int]) -> bytes:
        """From one row with edits to the next."""
        if numbers and numbers[0] <= self._row:
            raise on_sheet(self._edits.tab, ROWS_OUT_OF_ORDER)
        out: list[bytes] = []
        position, at = 0, bisect_left(numbers, self._stop())
        while at < len(numbers):
            start, end = starts[at], starts[at + 1] if at + 1 < len(starts) else len(block)
            out += (block[position:start], self._missing(numbers[at]), _USUAL_OPEN)
            out.append(self._visited(numbers[at], block[start + len(_USUAL_OPEN) : end]))
            position, at = end, bisect_left(numbers, self._stop(), at + 1)
        self._row = numbers[-1] if numbers else self._row
        return b"".join((*out, block[position:])) if out else block

    def _walked(self, block: bytes, row_open: bytes) -> bytes:
        """From row to row, each of them looked at."""
        first, *rows = block.split(row_open)
        out, row, stop = [first], self._row, self._stop()
        for xml in rows:
            number = _row_number(xml, row)
            if number <= row:
                raise on_sheet(self._edits.tab, ROWS_OUT_OF_ORDER)
            row = number
            if row >= stop:
                out += (self._missing(row), row_open, self._visited(row, xml))
                stop = self._stop()
            else:
                out += (row_open, xml)
        self._row = row
        return b"".join(out)

    def _stop(self) -> int:
        """The next row to look at: the next with edits, or any while a shared formula waits for its new first cell."""
        return 0 if self._rows.orphans else self._next

    def _look_for_arrays(self, block: bytes) -> None:
        """An array formula guards its whole range, which begins at its own cell: rows above it are done already."""
        for found in _FORMULA.finditer(block):
            marks = attributes(found[0])
            if marks.get("t") in {"array", "dataTable"} and "ref" in marks:
                self.marks.guard(Guard(area_of(marks["ref"]), ARRAY_FORMULA))

    def _missing(self, before: int) -> bytes:
        """The rows with edits above that one which the sheet does not have yet."""
        out = []
        while self._next < before:
            self._learn(self._next, b' r="%d"/>' % self._next)
            out.append(self._rows.added(self._next, self._cells, self._styles(self._next)))
            self._advance()
        return b"".join(out)

    def _visited(self, row: int, xml: bytes) -> bytes:
        if row != self._next:
            return self._rows.orphans.adopted(row, xml)
        self._learn(row, xml)
        for growth in self._growing:
            if growth.added and growth.added.first_row <= row <= growth.last_row:
                self._rows.require_blank(row, xml, growth.columns)
        xml = self._rows.changed(row, xml, self._cells, self._styles(row)) if self._cells else xml
        self._advance()
        return self._rows.orphans.adopted(row, xml) if self._rows.orphans else xml

    def _advance(self) -> None:
        self._next, self._cells = next(self._todo, _LAST)

    def _learn(self, row: int, xml: bytes) -> None:
        """Remember what the last row of a growing table wears."""
        for index, growth in enumerate(self._growing):
            if growth.before.last_row == row:
                self._models[index] = self._rows.styles(row, xml, growth.columns)

    def _styles(self, row: int) -> dict[int, int]:
        styles: dict[int, int] = {}
        for index, growth in enumerate(self._growing):
            if growth.before.last_row < row <= growth.last_row:
                styles |= self._models[index]
        return styles


def holds_nothing(pieces: Iterator[bytes], row: int, columns: Iterable[int], cells_for: CellsFor) -> bool:
    """Whether a row is blank in those columns: emptying it would change nothing. Reads no further than needed."""
    blanks = tuple(ColumnWrite("", column_letters(column), [row], [None]) for column in columns)
    rewriter = SheetRewriter(SheetEdits("", blanks, (), (), ()), cells_for)
    try:
        for _ in rewriter.rewritten(pieces):
            if rewriter.is_done:
                break
    except Refusal:  # met again, and named, when the sheet is written
        return False
    return rewriter.marks.count == 0


def _split_last(xml: bytes, row_open: bytes) -> tuple[bytes, bytes]:
    """The rows that are whole, and what may go on in the next piece."""
    at = max(xml.rfind(row_open), 0)
    return xml[:at], xml[at:]


def _row_number(xml: bytes, before: int) -> int:
    number = attributes(xml.partition(b">")[0]).get("r")
    return before + 1 if number is None else int(number)
