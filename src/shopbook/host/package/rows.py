"""One row of a sheet, with some of its cells exchanged, added or emptied; the other cells keep their bytes."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import lt

from shopbook.host.package.areas import cell_name
from shopbook.host.package.edits import COLUMNS, LETTERS, Cells, Guard
from shopbook.host.package.markup import attributes, is_true, tags
from shopbook.host.package.refusals import CELLS_OUT_OF_ORDER, CONTENT_BELOW, UNUSUAL_XML, Refusal, at_cell
from shopbook.host.package.shared import Orphans
from shopbook.host.package.values import CellWriter, Content

_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_SPANS = re.compile(rb"""[^>]*?(\sspans\s*=\s*["'](\d+):(\d+)[^"']*["'])""")
_SELF_CLOSED = re.compile(rb"[^>]*/>")

Span = tuple[int, int]


class Marks:
    """Which cells of a sheet really changed, and which must not.

    Attributes:
        changed: By column, the rows that changed, ascending.
    """

    def __init__(self, tab: str, guards: Iterable[Guard]) -> None:
        self.tab = tab
        self.changed: dict[int, array[int]] = {}
        self.count = 0
        self._tall: list[Guard] = []
        self._flat: dict[int, list[Guard]] = {}  # by their only row: a sheet may hold a formula with a range of its own in every row
        for guard in guards:
            self.guard(guard)

    def guard(self, guard: Guard) -> None:
        """From now on those cells must not change."""
        area = guard.area
        (self._flat.setdefault(area.first_row, []) if area.first_row == area.last_row else self._tall).append(guard)

    def mark(self, row: int, column: int) -> None:
        """Note that a cell changes.

        Raises:
            Refusal: It must not.
        """
        if self._tall or row in self._flat:
            self._require_free(row, column)
        rows = self.changed.get(column)
        if rows is None:
            rows = self.changed[column] = array("I")
        rows.append(row)
        self.count += 1

    def _require_free(self, row: int, column: int) -> None:
        for guard in (*self._tall, *self._flat.get(row, ())):
            if guard.area.holds(row, column):
                raise at_cell(self.tab, cell_name(row, column), guard.why)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell where it stands in the bytes of its row."""

    column: int
    start: int
    end: int


class ColumnStyles:
    """What cells wear by their column, as a sheet's head says; read when a cell is written that has neither style nor row."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._known: dict[int, int] = {}

    def __getitem__(self, column: int) -> int:
        """The style of one column; 0 if it has none."""
        if column not in self._known:
            styled = (marks for _, marks in tags(self._head, "col") if "style" in marks)
            here = (int(marks["style"]) for marks in styled if int(marks["min"]) <= column <= int(marks["max"]))
            self._known[column] = next(here, 0)
        return self._known[column]


class RowWriter:
    """Rewrites rows of one sheet. A row is given without the ``<row`` it begins with: `` r="5" …>…</row>``."""

    def __init__(self, cells: CellWriter, marks: Marks, column_styles: ColumnStyles) -> None:
        self._writer = cells
        self._marks = marks
        self.orphans = Orphans(marks.tab)
        self._column_styles = column_styles
        p = cells.prefix
        self._open, self._close, self._any_open = b'<%bc r="' % p, b"</%bc>" % p, b"<%bc" % p
        self._row_open, self._row_close, self._usual_close = b"<%brow" % p, b"</%brow>" % p, b"></%brow>" % p
        self._any_cell = re.compile(rb"<%bc(?=[\s/>])(?:[^>]*/>|[^>]*>.*?</%bc\s*>)" % (p, p), re.DOTALL)
        # With what is left and right of each: a cell follows a tag at once, nothing is between them.
        self._names = re.compile(rb'><%bc r="([A-Z]{1,3}[0-9]+")' % p)
        self._master = re.compile(rb"<%bf\s[^>]*\sref=" % p)

    def changed(self, row: int, xml: bytes, cells: Cells, styles: Mapping[int, int] | None = None) -> bytes:
        """The row with new contents.

        Args:
            row: Its number.
            xml: Its bytes.
            cells: Column and content, by ascending column.
            styles: What cells of these columns wear from now on; the others keep what they wear.

        Raises:
            Refusal: It is stored in an unusual way, or a cell must not change.
        """
        if not xml.endswith(self._row_close) and _SELF_CLOSED.match(xml):
            opened = xml.replace(b"/>", b">" + self._row_close, 1)
            filled = self.changed(row, opened, cells, styles)
            return xml if filled == opened else filled
        close = xml.find(self._row_close)
        if close >= 0 and xml[close + len(self._row_close) :].strip():
            raise at_cell(self._marks.tab, str(row), UNUSUAL_XML)
        spans = self._quick_spans(row, xml, cells) or self._spans(row, xml, cells)
        return self._exchanged(row, xml, zip(cells, spans, strict=True), styles or {})

    def added(self, row: int, cells: Cells, styles: Mapping[int, int] | None = None) -> bytes:
        """A row that was not there, ``<row`` included; empty when nothing has to be in it."""
        head, worn = b' r="%d">' % row, styles or {}
        filled = b"".join(
            self._fresh(row, column, b"", content, worn[column]) if column in worn else self._cell(row, column, head, content, b"")
            for column, content in cells
        )
        return b"".join((self._row_open, head, filled, self._row_close)) if filled else b""

    def require_blank(self, row: int, xml: bytes, columns: Collection[int]) -> None:
        """Refuse a row that holds something in those columns.

        Raises:
            Refusal: It does.
        """
        for cell in self.cells(row, xml):
            if cell.column in columns and not self._writer.is_empty(xml[cell.start : cell.end]):
                raise at_cell(self._marks.tab, cell_name(row, cell.column), CONTENT_BELOW)

    def styles(self, row: int, xml: bytes, columns: Sequence[int]) -> dict[int, int]:
        """What each of the columns wears in that row: the cell's own style, else the row's, else the column's."""
        there = {cell.column: _style(xml[cell.start : cell.end]) for cell in self.cells(row, xml)}
        return {column: there[column] if column in there else self.default_style(xml, column) for column in columns}

    def default_style(self, xml: bytes, column: int) -> int:
        """What a cell wears that is not there yet."""
        end = xml.index(b">")
        if xml.find(b"customFormat", 0, end) >= 0:
            head = attributes(xml[:end])
            if is_true(head.get("customFormat")):
                return int(head.get("s", "0"))
        return self._column_styles[column]

    def cells(self, row: int, xml: bytes) -> list[Cell]:
        """Every cell of the row, by ascending column.

        Raises:
            Refusal: They are out of order, or the row is stored in an unusual way.
        """
        if _SELF_CLOSED.match(xml):
            return []
        position, end = xml.index(b">") + 1, xml.rfind(self._row_close)
        cells: list[Cell] = []
        for found in self._any_cell.finditer(xml, position, end):
            if xml[position : found.start()].strip():
                raise at_cell(self._marks.tab, str(row), UNUSUAL_XML)
            before = cells[-1].column if cells else 0
            cells.append(Cell(self._column(row, found[0], before), found.start(), found.end()))
            position = found.end()
        if end < 0 or self._any_open + b" " in xml[position:end]:
            raise at_cell(self._marks.tab, str(row), UNUSUAL_XML)
        return cells

    def _column(self, row: int, cell: bytes, before: int) -> int:
        name = attributes(cell.partition(b">")[0]).get("r")
        if name is None:
            return before + 1
        number = str(row)
        column = COLUMNS.get(name.upper().removesuffix(number).encode())
        if column is None or not name.endswith(number):
            raise at_cell(self._marks.tab, name, UNUSUAL_XML)
        if column <= before:
            raise at_cell(self._marks.tab, name, CELLS_OUT_OF_ORDER)
        return column

    # The usual shape: r= comes first and says where the cell is, so that one search finds it; anything else is done with care.
    def _quick_spans(self, row: int, xml: bytes, cells: Cells) -> list[Span] | None:
        number, spans, position = b'%d"' % row, [], 0
        for column, _ in cells:
            start = xml.find(self._open + LETTERS[column] + number, position)
            if start < 0:
                break
            position = self._end(row, xml, start)
            spans.append((start, position))
        missing = len(cells) - len(spans)
        if not missing:
            return spans
        first = self._start_of_cells(row, xml, cells[-1][0]) if not spans else None
        if first is not None:
            return [(first, first)] * missing
        end = self._end_of_cells(row, xml, cells[-missing][0])
        return None if end is None else [*spans, *[(end, end)] * missing]

    def _end(self, row: int, xml: bytes, start: int) -> int:
        head = xml.index(b">", start)
        if xml.startswith(b"/", head - 1):
            return head + 1
        end = xml.find(self._close, head)
        if end < 0 or xml.find(self._open, head, end) >= 0:
            raise at_cell(self._marks.tab, str(row), UNUSUAL_XML)
        return end + len(self._close)

    def _start_of_cells(self, row: int, xml: bytes, column: int) -> int | None:
        """Where the cells of the row begin, if they ascend from right of that column; None when that takes a closer look."""
        head = xml.index(b">")
        names = self._names.findall(xml, head)
        if len(names) != xml.count(self._any_open, head) or not xml.endswith(self._usual_close):
            return None
        first = _first_of_ascending(b"".join(names).replace(b'%d"' % row, b" "))
        return head + 1 if first > column else None

    def _end_of_cells(self, row: int, xml: bytes, column: int) -> int | None:
        """Where the cells of the row end, if the last of them is left of that column; None when that takes a closer look."""
        close = xml.rfind(self._row_close)
        last = xml.rfind(self._open, 0, close)
        if last < 0:
            return None
        start = last + len(self._open)
        letters = xml[start : xml.index(b'"', start)].removesuffix(b"%d" % row)
        end = self._end(row, xml, last)
        return end if COLUMNS.get(letters, column) < column and not xml[end:close].strip() else None

    def _spans(self, row: int, xml: bytes, cells: Cells) -> list[Span]:
        there = self.cells(row, xml)
        columns, end = [cell.column for cell in there], there[-1].end if there else xml.index(b">") + 1
        spans: list[Span] = []
        for column, _ in cells:
            index = bisect_left(columns, column)
            start = there[index].start if index < len(there) else end
            spans.append((start, there[index].end if index < len(there) and columns[index] == column else start))
        return spans

    def _exchanged(self, row: int, xml: bytes, places: Iterable[tuple[tuple[int, Content], Span]], styles: Mapping[int, int]) -> bytes:
        out: list[bytes] = []
        position, added = 0, []
        for (column, content), (start, end) in places:
            old = xml[start:end]
            new = self._fresh(row, column, old, content, styles[column]) if column in styles else self._cell(row, column, xml, content, old)
            if new is old:
                continue
            out += (xml[position:start], new)
            position = end
            if not old:
                added.append(column)
        out.append(xml[position:])
        filled = b"".join(out)
        return _fit_spans(filled, added) if added else filled

    def _cell(self, row: int, column: int, xml: bytes, content: Content, old: bytes) -> bytes:
        """A cell that keeps its style; the very bytes it had when it already holds the content."""
        if not old and content is None:
            return old
        new = self._written(row, column, _style(old) if old else self.default_style(xml, column), content)
        if new == old or (old and self._writer.holds(old, content)):
            return old
        self._marks.mark(row, column)
        if b"ref" in old and self._master.search(old):
            self.orphans.lose(row, column, old)
        return new

    def _fresh(self, row: int, column: int, old: bytes, content: Content, style: int) -> bytes:
        """A cell of a new table row, dressed like the row above."""
        if content is None and style == (_style(old) if old else 0):
            return old
        new = self._written(row, column, style, content)
        self._marks.mark(row, column)
        return new

    def _written(self, row: int, column: int, style: int, content: Content) -> bytes:
        try:
            return self._writer.cell(LETTERS[column] + b"%d" % row, style, content)
        except Refusal as refusal:
            raise at_cell(self._marks.tab, cell_name(row, column), refusal.label) from refusal


def _style(cell: bytes) -> int:
    found = _STYLE.search(cell, 0, cell.index(b">"))
    return int(found[1]) if found else 0


def _fit_spans(xml: bytes, added: Sequence[int]) -> bytes:
    """The row without its ``spans``, which only help readers, where they no longer hold."""
    found = _SPANS.match(xml)
    if found is None or int(found[2]) <= added[0] <= added[-1] <= int(found[3]):
        return xml
    return xml[: found.start(1)] + xml[found.end(1) :]


@lru_cache(maxsize=1024)
def _first_of_ascending(letters: bytes) -> int:
    """The number of the first of some columns, which are what many rows have; 0 when they do not ascend or are no columns at all."""
    columns = [COLUMNS.get(each, 0) for each in letters.split(b" ")[:-1]]
    return columns[0] if columns and all(map(lt, columns, columns[1:])) else 0
