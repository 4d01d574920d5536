"""The patient reader of a sheet part: any well-formed XML, element by element, cells in any order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Final
from xml.parsers import expat

import numpy as np
import polars as pl

from shopbook.host.reading.cells import MAX_COLUMNS, MAX_ROWS, WRITTEN, Cells, Written
from shopbook.host.reading.elements import NOT_XML, parse_number
from shopbook.host.reading.escapes import unescape_hex
from shopbook.host.reading.outside import reaches_outside
from shopbook.sheet.grid import column_letters, column_number

_REFERENCE_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
MAX_CELLS = 5_000_000
"""Most cells that are kept at a time; each costs about 300 bytes here."""

Place = tuple[int, int]
"""Row and column, from 1."""

Content = tuple[int, int, str | None, bool]
"""How it is written, its style, its value, whether it has a formula."""


class BrokenSheetError(Exception):
    """The sheet is not well-formed, or has a cell where no sheet has one; inside this package only.

    Attributes:
        cell: The reference as written, empty when the XML itself is broken.
    """

    def __init__(self, cell: str = "") -> None:
        super().__init__(cell)
        self.cell = cell


class _Walker:
    """Collects cells while expat calls it."""

    def __init__(self, merges: list[str]) -> None:
        self.cells: dict[Place, Content] = {}
        self.outside: dict[str, str] = {}
        self.hidden = 0
        self.merges = merges
        self._taken_to = 0
        self.path: list[str] = []
        self._row = self._column = 0
        self._attributes: Mapping[str, str] = {}
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._target: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self.path and local != "worksheet":
            raise BrokenSheetError
        self.path.append(local)
        match local:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes)
            case "v" | "t" if self._is_value(local):
                self._value = self._target = self._value or []
            case "f":
                self._formula = self._target = []
            case "mergeCell":
                self.merges.append(attributes.get("ref", ""))
            case _:
                pass

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        self.path.pop()
        if local in {"v", "t", "f"}:
            self._target = None
        elif local == "c":
            self._end_cell()

    def text(self, piece: str) -> None:
        if self._target is not None:
            self._target.append(piece)

    def take_complete(self) -> Cells:
        """The cells of all rows but the present one, which are not kept any longer."""
        done = {place: content for place, content in self.cells.items() if place[0] != self._row}
        if done and min(done)[0] <= self._taken_to:
            raise UnsortedSheetError
        self._taken_to = max(done)[0] if done else self._taken_to
        self.cells = {place: content for place, content in self.cells.items() if place[0] == self._row}
        return self._hand_over(done)

    def take(self) -> Cells:
        """All cells that are left."""
        if self.cells and min(self.cells)[0] <= self._taken_to:
            raise UnsortedSheetError
        return self._hand_over(self.cells)

    def _hand_over(self, cells: dict[Place, Content]) -> Cells:
        outside, self.outside = self.outside, {}
        hidden, self.hidden = self.hidden, 0
        return build_cells(cells, outside, hidden)

    def _is_value(self, local: str) -> bool:
        """Values of plain cells stand in ``v``, of inline ones in ``t`` outside of readings."""
        is_inline = self._attributes.get("t") == "inlineStr"
        return (local == "t") == is_inline and "c" in self.path and "rPh" not in self.path

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if self._row > MAX_ROWS:
            raise BrokenSheetError(attributes.get("r", str(self._row)))
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden += 1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = _place(reference)
        if self._column > MAX_COLUMNS or len(self.cells) > MAX_CELLS:
            raise BrokenSheetError(reference or "")
        self._attributes = attributes
        self._value = self._formula = self._target = None

    def _end_cell(self) -> None:
        written = WRITTEN.get(self._attributes.get("t", "n").encode(), Written.UNKNOWN)
        style = self._attributes.get("s", "0")
        value = None if self._value is None else unescape_hex("".join(self._value))
        if value is not None or self._formula is not None:
            self.cells[self._row, self._column] = (written, parse_number(style, 0), value, self._formula is not None)
        formula = "".join(self._formula or ())
        if reaches_outside(formula):
            self.outside[f"{column_letters(self._column)}{self._row}"] = formula
        self._attributes = {}


class UnsortedSheetError(Exception):
    """A row comes after a higher one, too late to sort it in; inside this package only."""


def walk(pieces: Iterable[bytes], merges: list[str], *, is_sorted: bool) -> Iterator[Cells]:
    """The cells of a sheet part, rows ascending; of two cells at one place the later one counts.

    Args:
        pieces: The part's bytes.
        merges: Gets the merged ranges, which stand behind the cells.
        is_sorted: Hand over rows as they are complete. Otherwise all cells are kept and sorted first, which takes more memory.

    Raises:
        BrokenSheetError: The XML is not well-formed, or a cell lies where no sheet has one.
        UnsortedSheetError: With ``is_sorted``, when it turns out not to be.
    """
    walker = _Walker(merges)
    parser = _parser(walker)
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            if is_sorted:
                yield walker.take_complete()
        parser.Parse(b"", True)
    except NOT_XML as error:
        raise BrokenSheetError from error
    yield walker.take()


@dataclass(frozen=True, slots=True)
class Walked:
    """All cells of a sheet part as they are written, with the formulas that reach outside, how many rows are hidden, and the merges."""

    cells: Mapping[Place, Content]
    outside: Mapping[str, str]
    hidden: int
    merges: tuple[str, ...]


def walk_whole(raw: bytes) -> Walked:
    """The same of a whole part, rows in any order, nothing sorted yet.

    Raises:
        BrokenSheetError: The XML is not well-formed, or a cell lies where no sheet has one.
    """
    merges: list[str] = []
    walker = _Walker(merges)
    try:
        _parser(walker).Parse(raw, True)
    except NOT_XML as error:
        raise BrokenSheetError from error
    return Walked(walker.cells, walker.outside, walker.hidden, tuple(merges))


def _parser(walker: _Walker) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    return parser


def build_cells(latest: Mapping[Place, Content], outside: Mapping[str, str], hidden: int) -> Cells:
    """Cells by row and column, sorted into arrays."""
    places = sorted(latest, key=itemgetter(1, 0))
    rows, row = np.unique(np.array([place[0] for place in places], np.int64), return_inverse=True)
    values = [latest[place] for place in places]
    shared = [shared_index(value[2]) if value[0] == Written.SHARED else -1 for value in values]
    return Cells(
        rows=rows,
        row=row,
        column=np.array([place[1] for place in places], np.int64),
        written=np.array([value[0] for value in values], np.uint8),
        style=np.array([value[1] for value in values], np.int64),
        raw=pl.Series([value[2] for value in values], dtype=pl.String),
        shared=np.array(shared, np.int64),
        has_formula=np.array([value[3] for value in values], np.bool_),
        outside=outside,
        hidden=hidden,
    )


def shared_index(value: str | None) -> int:
    """The index of a shared text as a cell has it; -1 where there is none, -2 for what is no number from 0 on."""
    text = (value or "").strip()
    if not text:
        return -1
    return parse_number(text, -2)


def _row_number(text: str) -> int:
    number = parse_number(text, 0)
    if not 1 <= number <= MAX_ROWS:
        raise BrokenSheetError(text)
    return number


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    if not 1 <= len(letters) <= 3 or not _REFERENCE_LETTERS.issuperset(letters):  # noqa: PLR2004 - XFD is the last column
        raise BrokenSheetError(reference)
    column = column_number(letters)
    if column > MAX_COLUMNS:
        raise BrokenSheetError(reference)
    try:
        return _row_number(reference[len(letters) :]), column
    except BrokenSheetError as error:
        raise BrokenSheetError(reference) from error
