"""Cells put into columns, block by block, and the blocks joined into one grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from shopbook.host.reading.cells import Cells, texts_at
from shopbook.host.reading.settle import Book, settle
from shopbook.sheet.grid import CellType, column_letters

MAX_GRID_CELLS = 100_000_000
"""Rows times columns that hold something: 1,048,576 rows of up to 95 columns, about 2 GB."""


class GridTooLargeError(Exception):
    """The cells of a sheet lie so far apart that no frame can hold them; inside this package only."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(f"{rows} rows x {columns} columns")
        self.rows = rows
        self.columns = columns


@dataclass(frozen=True, slots=True)
class Column:
    """A column's cells in the rows of its block."""

    text: pl.Series
    types: pl.Series


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet, ascending, each with all of its cells.

    Attributes:
        rows: Sheet row numbers.
        columns: Column number -> its cells, one per row.
        outside: Cell -> formula that reaches outside the workbook.
        hidden: How many of the rows are hidden.
        is_counted: The rows count from 1, to be put below the rows before them.
        formulas: Column number -> which of the rows have a formula in it, by index.
    """

    rows: npt.NDArray[np.int64]
    columns: Mapping[int, Column]
    outside: Mapping[str, str]
    hidden: int
    is_counted: bool = False
    formulas: Mapping[int, npt.NDArray[np.int64]] = field(default_factory=dict)


def to_block(cells: Cells, book: Book) -> Block:
    """Settle what the cells are and sort them into columns.

    Raises:
        GridTooLargeError: The block's rows times columns exceed what a grid may have.
    """
    if not len(cells.column):
        return Block(cells.rows, {}, cells.outside, cells.hidden, cells.is_counted)
    text, settled = settle(cells, book)
    types = pl.Series(settled)
    starts = np.flatnonzero(np.diff(cells.column, prepend=0))
    height = len(cells.rows)
    if len(starts) * height > MAX_GRID_CELLS:
        raise GridTooLargeError(height, len(starts))
    lengths = np.diff(starts, append=len(types))
    is_whole = lengths == height
    columns = {} if is_whole.all() else _filled(cells, Column(text, types), lengths)
    for number, start in zip(cells.column[starts[is_whole]].tolist(), starts[is_whole].tolist(), strict=True):
        columns[number] = Column(text.slice(start, height), types.slice(start, height))
    return Block(cells.rows, columns, cells.outside, cells.hidden, cells.is_counted, _formulas(cells))


def _filled(cells: Cells, settled: Column, lengths: npt.NDArray[np.int64]) -> dict[int, Column]:
    """The columns that have no cell in some rows, spread over all rows; together, since one alone costs as much in a short sheet.

    Args:
        cells: All cells.
        settled: Their texts and types.
        lengths: How many of them each column has.
    """
    height = len(cells.rows)
    has_gaps = lengths < height
    chosen = np.flatnonzero(np.repeat(has_gaps, lengths))
    rank = np.repeat(np.arange(has_gaps.sum()), lengths[has_gaps])
    text, types = _spread(settled, chosen, rank * height + cells.row[chosen], height * int(has_gaps.sum()))
    numbers = cells.column[(np.cumsum(lengths) - 1)[has_gaps]].tolist()
    starts = range(0, len(types), height)
    return {number: Column(text.slice(start, height), types.slice(start, height)) for number, start in zip(numbers, starts, strict=True)}


def _spread(column: Column, chosen: npt.NDArray[np.int64], place: npt.NDArray[np.int64], height: int) -> tuple[pl.Series, pl.Series]:
    """The chosen cells at their places among ``height`` blank ones."""
    types = np.zeros(height, np.uint8)
    types[place] = column.types.to_numpy()[chosen]
    source = np.full(height, -1)
    source[place] = chosen
    return texts_at(column.text, source), pl.Series(types)


def _formulas(cells: Cells) -> dict[int, npt.NDArray[np.int64]]:
    found = np.flatnonzero(cells.has_formula)
    columns = cells.column[found]
    return {int(number): cells.row[found[columns == number]] for number in np.unique(columns)}


def formula_rows(blocks: Sequence[Block]) -> dict[str, pl.Series]:
    """Where a sheet has formulas, as :class:`~shopbook.sheet.grid.Grid` tells it."""
    numbers = sorted({number for block in blocks for number in block.formulas})
    holding = {number: [block for block in blocks if number in block.formulas] for number in numbers}
    return {
        column_letters(number): pl.Series(np.concatenate([block.rows[block.formulas[number]] for block in holding[number]]))
        for number in numbers
    }


def join(blocks: Sequence[Block]) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """The blocks below each other, without the blank rows at the end and blank columns at the right.

    Args:
        blocks: In the sheet's order, their rows ascending across all of them.

    Returns:
        Texts and types from column A on, every row there, and the sheet row of the first.

    Raises:
        GridTooLargeError: The rows times columns exceed what a grid may have.
    """
    rows = np.concatenate([block.rows for block in blocks]) if blocks else np.zeros(0, np.int64)
    numbers = sorted({number for block in blocks for number in block.columns})
    columns = {number: _joined(blocks, number) for number in numbers}
    width = next((number for number in reversed(numbers) if len(_occupied(columns[number]))), 0)
    if not width:
        return pl.DataFrame(), pl.DataFrame(), 1
    within_width = [number for number in numbers if number <= width]
    first, last = _extent([columns[number] for number in reversed(within_width)], len(rows))
    height = int(rows[last] - rows[first]) + 1
    if height * len(within_width) > MAX_GRID_CELLS:
        raise GridTooLargeError(height, len(within_width))
    within = slice(first, last + 1)
    place = rows[within] - rows[first]
    filled = {number: _within(columns[number], within, place, height) for number in within_width}
    return *_frames(filled, width, height), int(rows[first])


def _extent(columns: Sequence[Column], height: int) -> tuple[int, int]:
    """The first and the last index that any of the columns occupies; most often the outermost columns reach from end to end."""
    first, last = height, -1
    for column in (columns[0], *reversed(columns[1:])):
        if (first, last) == (0, height - 1):
            break
        ends = _occupied(column)
        if len(ends):
            first, last = min(first, int(ends[0])), max(last, int(ends[1]))
    return first, last


def _joined(blocks: Sequence[Block], number: int) -> Column:
    if len(blocks) == 1:
        return blocks[0].columns[number]
    texts: list[pl.Series] = []
    types: list[pl.Series] = []
    for block in blocks:
        column = block.columns.get(number) or _blank(len(block.rows))
        texts.append(column.text)
        types.append(column.types)
    return Column(pl.concat(texts, rechunk=True), pl.concat(types, rechunk=True))


def _blank(height: int) -> Column:
    return Column(
        pl.Series([None], dtype=pl.String).new_from_index(0, height), pl.Series([CellType.BLANK], dtype=pl.UInt8).new_from_index(0, height)
    )


def _occupied(column: Column) -> npt.NDArray[np.int64]:
    """The first and last index of a cell that is more than blank or an empty text; none when there is no such cell."""
    types = column.types.to_numpy()
    found: npt.NDArray[np.int64] = np.flatnonzero(types != CellType.BLANK)
    if len(found) and all(column.text[int(end)] != "" for end in found[[0, -1]]):
        return found[[0, -1]]
    is_empty_text = ((column.text == "") & pl.Series(types == CellType.TEXT)).fill_null(value=False).to_numpy()
    found = found[~is_empty_text[found]]
    return found[[0, -1]] if len(found) else found


def _within(column: Column, within: slice, place: npt.NDArray[np.int64], height: int) -> Column:
    """The rows between the first and the last, with those that the file leaves out."""
    if len(place) == len(column.types) == height:
        return column
    found = Column(column.text[within], column.types[within])
    if len(place) == height:
        return found
    return Column(*_spread(found, np.arange(len(place)), place, height))


def _frames(columns: Mapping[int, Column], width: int, height: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames from column A to the last; all columns without any cell share the room of one."""
    blank = _blank(height)
    named = [(column_letters(number), columns.get(number, blank)) for number in range(1, width + 1)]
    return pl.DataFrame([column.text.alias(name) for name, column in named]), pl.DataFrame(
        [column.types.alias(name) for name, column in named]
    )
