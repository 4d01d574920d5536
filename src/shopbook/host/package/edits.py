"""What one sheet is asked to become: its rows of new values in order, and the places that must not be touched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice, pairwise, product
from operator import itemgetter
from string import ascii_uppercase

from shopbook.errors import MisuseError
from shopbook.host.package.areas import LAST_COLUMN, LAST_ROW, Area, Growth, cell_name
from shopbook.host.package.refusals import OUTSIDE_THE_SHEET, WRITTEN_TWICE, at_cell
from shopbook.host.package.values import Content
from shopbook.labels import Label
from shopbook.sheet.grid import column_number
from shopbook.sheet.plan import ColumnWrite

Cells = list[tuple[int, Content]]
RowEdits = Iterator[tuple[int, Cells]]
_Source = Iterator[tuple[int, int, Cells]]  # row, number of the source, cells


@dataclass(frozen=True, slots=True)
class Guard:
    """Cells that must stay as they are, and why."""

    area: Area
    why: Label


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of a table to write.

    Attributes:
        area: The rows and the table's columns; as many rows as ``rows``.
        rows: One list of contents per row.
    """

    area: Area
    rows: Iterable[Sequence[Content]]


@dataclass(frozen=True, slots=True)
class SheetEdits:
    """Everything that happens to one sheet.

    Attributes:
        guards: Cells known to be untouchable before the sheet is read (table headers).
        growths: Tables of this sheet whose last row moves.
    """

    tab: str
    writes: tuple[ColumnWrite, ...]
    blocks: tuple[Block, ...]
    guards: tuple[Guard, ...]
    growths: tuple[Growth, ...]

    def extent(self) -> Area | None:
        """The area around everything that is written; None when nothing but blanks is."""
        areas = [block.area for block in self.blocks]
        areas += [area for write in self.writes if (area := _extent(write))]
        whole = areas[0] if areas else None
        for area in areas[1:]:
            whole = area.around(whole) if whole else area
        return whole

    def rows(self) -> RowEdits:
        """Every row concerned once, ascending, with its cells by ascending column.

        The last rows of growing tables are among them, perhaps without cells: new rows look like them.

        Raises:
            Refusal: Two edits meet in one cell.
        """
        sources: list[_Source] = [_write_rows(number, write) for number, write in enumerate(self.writes)]
        sources += [_block_rows(len(self.writes) + number, block) for number, block in enumerate(self.blocks)]
        models = sorted({growth.before.last_row for growth in self.growths if growth.grows})
        sources.append((row, len(sources), []) for row in models)
        if len(sources) == 2 and not models:  # noqa: PLR2004 - one source of edits and the empty one of models: nothing to merge
            return ((row, cells) for row, _, cells in sources[0])
        return self._merged(sources)

    def _merged(self, sources: Sequence[_Source]) -> RowEdits:
        for row, found in groupby(merge(*sources), key=itemgetter(0)):
            cells = [cell for _, _, cells in found for cell in cells]
            cells.sort(key=itemgetter(0))
            for (left, _), (right, _) in pairwise(cells):
                if left == right:
                    raise at_cell(self.tab, cell_name(row, left), WRITTEN_TWICE)
            yield row, cells


def require_sound(write: ColumnWrite) -> None:
    """Refuse a column write that contradicts itself or leaves the sheet.

    Raises:
        MisuseError: Rows and values differ in number, or rows are not ascending.
        Refusal: A cell lies outside of the sheet.
    """
    places = {"tab": write.tab, "column": write.column}
    if len(write.rows) != len(write.values):
        raise MisuseError(
            Label(
                zh="工作表“{tab}”的 {column} 列：行数与值数不一致", en="Sheet '{tab}', column {column}: as many values as rows are needed"
            ).filled(places)
        )
    if any(before >= after for before, after in pairwise(write.rows)):
        raise MisuseError(
            Label(zh="工作表“{tab}”的 {column} 列：行号必须从小到大且不重复", en="Sheet '{tab}', column {column}: rows must ascend").filled(
                places
            )
        )
    column = column_number(write.column) if write.column.isascii() and write.column.isalpha() and write.column.isupper() else 0
    if not 1 <= column <= LAST_COLUMN or (write.rows and not 1 <= write.rows[0] <= write.rows[-1] <= LAST_ROW):
        last = write.rows[-1] if write.rows else ""
        raise at_cell(write.tab, f"{write.column}{last}", OUTSIDE_THE_SHEET)


def _extent(write: ColumnWrite) -> Area | None:
    filled = (index for index, value in enumerate(write.values) if value is not None)
    first = next(filled, None)
    if first is None:
        return None
    last = next(index for index in range(len(write.values) - 1, -1, -1) if write.values[index] is not None)
    column = column_number(write.column)
    return Area(write.rows[first], column, write.rows[last], column)


def _write_rows(number: int, write: ColumnWrite) -> _Source:
    column = column_number(write.column)
    return ((row, number, [(column, value)]) for row, value in zip(write.rows, write.values, strict=True))


def _block_rows(number: int, block: Block) -> _Source:
    for row, contents in enumerate(block.rows, block.area.first_row):
        yield row, number, list(enumerate(contents, block.area.first_column))


_WORDS = (bytes(word) for size in (1, 2, 3) for word in product(ascii_uppercase.encode(), repeat=size))
LETTERS = (b"", *islice(_WORDS, LAST_COLUMN))
"""The letters of every column, by its number."""

COLUMNS = {letters: number for number, letters in enumerate(LETTERS) if number}
"""The number of every column, by its letters."""
