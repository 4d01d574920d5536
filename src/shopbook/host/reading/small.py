"""Small sheets, cell by cell: most sheets of a workbook hold a few dozen cells, for which arrays cost far more than they save."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import polars as pl

from shopbook.host.reading.cells import Written
from shopbook.host.reading.formats import Shown
from shopbook.host.reading.numerals import number_text
from shopbook.host.reading.serials import date_text
from shopbook.host.reading.settle import Book, settle
from shopbook.host.reading.usual import walk_usual
from shopbook.host.reading.walk import Content, Place, build_cells, shared_index, walk_whole
from shopbook.sheet.grid import CellType, Grid, column_letters

SMALL_BYTES = 64 << 10
"""A part that unpacks to no more is a small one: about a thousand cells, with what stands around them."""

_MOST_PLACES = 20_000
"""Rows times columns; cells that lie farther apart are left to arrays."""

_FEW_TEXTS = 2_000
"""So many shared texts are sooner handed over all than some of them are looked up."""

_letters = lru_cache(maxsize=1024)(column_letters)

_Settled = tuple[str | None, CellType]


def read_small(raw: bytes, book: Book) -> Grid | None:
    """The cells of a small sheet part, without the sheet's name and tables; None when they lie too far apart.

    Raises:
        BrokenSheetError: The XML is not well-formed, or a cell lies where no sheet has one.
    """
    found = walk_usual(raw) or walk_whole(raw)
    cells = _settled(found.cells, book)
    occupied = [place for place, (text, kind) in cells.items() if kind is not CellType.BLANK and (text != "" or kind is not CellType.TEXT)]
    first, last = min((row for row, _ in occupied), default=1), max((row for row, _ in occupied), default=0)
    width = max((column for _, column in occupied), default=0)
    if (last - first + 1) * width > _MOST_PLACES:
        return None
    text, types = _frames({place: cell for place, cell in cells.items() if first <= place[0] <= last}, first, last, width)
    return Grid(
        tab="",
        text=text,
        types=types,
        first_row=first,
        is_1904=book.is_1904,
        hidden_rows=found.hidden,
        merges=found.merges,
        outside=found.outside,
        formulas=_formulas(found.cells),
    )


def _settled(cells: Mapping[Place, Content], book: Book) -> dict[Place, _Settled]:
    """Each cell's text and what it is; what is neither a number, nor a text, nor one of the shared texts is left to arrays."""
    texts = _shared_texts(cells, book)
    settled: dict[Place, _Settled] = {}
    others: dict[Place, Content] = {}
    for place, content in cells.items():
        plainly = _plainly(content, texts, book)
        if plainly is None:
            others[place] = content
        else:
            settled[place] = plainly
    return settled | _by_arrays(others, book) if others else settled


def _shared_texts(cells: Mapping[Place, Content], book: Book) -> dict[str | None, str]:
    """What is written in cells that point to a shared text -> that text."""
    written = {value for kind, _, value, _ in cells.values() if kind == Written.SHARED}
    indexes = {value: shared_index(value) for value in written}
    known = {value: index for value, index in indexes.items() if 0 <= index < len(book.shared)}
    if len(book.shared) <= _FEW_TEXTS:
        every = book.shared.to_list()
        return {value: every[index] for value, index in known.items()}
    return dict(zip(known, book.shared.gather(list(known.values())).to_list(), strict=True)) if known else {}


def _plainly(content: Content, texts: Mapping[str | None, str], book: Book) -> _Settled | None:
    written, style, value, has_formula = content
    text: str | None = None
    match written:
        case Written.NUMBER if not value:
            return None, CellType.UNCALCULATED if has_formula else CellType.BLANK
        case Written.NUMBER if value:
            text = _number(value, Shown(book.shown[style if style < len(book.shown) else 0]), book)
        case Written.TEXT | Written.INLINE if value:
            return value, CellType.TEXT
        case Written.SHARED if value in texts:
            return texts[value], CellType.TEXT
        case _:
            pass
    return None if text is None else (text, CellType.NUMBER)


def _number(value: str, shown: Shown, book: Book) -> str | None:
    """A number or a date; None for what is neither, and for what is rare: a stretch of time, a date with a sign or blanks around it."""
    text = number_text(value)
    if text is None or shown is Shown.NUMBER:
        return text
    is_usual = shown is Shown.DATE and value[0].isdigit() and value[-1].isdigit()
    return date_text(float(value), is_1904=book.is_1904) if is_usual else None


def _by_arrays(cells: Mapping[Place, Content], book: Book) -> dict[Place, _Settled]:
    built = build_cells(cells, {}, 0)
    text, types = settle(built, book)
    places = zip(built.rows[built.row].tolist(), built.column.tolist(), strict=True)
    return {place: (value, CellType(kind)) for place, value, kind in zip(places, text.to_list(), types.tolist(), strict=True)}


def _frames(cells: Mapping[Place, _Settled], first: int, last: int, width: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Texts and types from column A to the last, every row there."""
    if not width:
        return pl.DataFrame(), pl.DataFrame()
    height = last - first + 1
    texts: list[str | None] = [None] * (height * width)
    types = bytearray(height * width)
    for (row, column), (text, kind) in cells.items():
        if column <= width:
            place = (column - 1) * height + row - first
            texts[place], types[place] = text, kind
    return _side_by_side(pl.Series(texts, dtype=pl.String), height), _side_by_side(pl.Series(np.frombuffer(types, np.uint8)), height)


def _side_by_side(cells: pl.Series, height: int) -> pl.DataFrame:
    """The columns that stand one below the other in a series."""
    starts = enumerate(range(0, len(cells), height), start=1)
    return pl.DataFrame([cells.slice(start, height).alias(_letters(number)) for number, start in starts])


def _formulas(cells: Mapping[Place, Content]) -> dict[str, pl.Series]:
    found: dict[int, list[int]] = {}
    for (row, column), content in cells.items():
        if content[3]:
            found.setdefault(column, []).append(row)
    return {column_letters(column): pl.Series(sorted(found[column]), dtype=pl.Int64) for column in sorted(found)}
