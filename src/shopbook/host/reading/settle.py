"""From what is written in a cell to what the cell is: its text and its type."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from shopbook.host.reading.cells import Cells, Written
from shopbook.host.reading.formats import Shown
from shopbook.host.reading.numerals import number_texts
from shopbook.host.reading.serials import date_texts, elapsed_texts, iso_moment
from shopbook.sheet.grid import CellType

LOST_TEXT = "#LOST-TEXT!"
"""Stands in a cell that points to a shared string the workbook does not have."""

Types = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of all sheets refer to.

    Attributes:
        shared: The shared strings.
        shown: Per cell format, its :class:`Shown`.
        is_1904: Serial dates count from 1904.
    """

    shared: pl.Series
    shown: npt.NDArray[np.uint8]
    is_1904: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """Some cells that mean the same."""

    raw: pl.Series
    shared: npt.NDArray[np.int64]


_Meaning = Callable[[_Part, Book], tuple[pl.Series, Types]]


def settle(cells: Cells, book: Book) -> tuple[pl.Series, Types]:
    """The text and the :class:`CellType` of each cell, in the cells' order."""
    types, place = _text_types(cells), np.arange(len(cells.raw))
    texts, count = [cells.raw], len(cells.raw)
    for chosen, meaning in _parts(cells, book):
        if not len(chosen):
            continue
        raw = cells.raw.gather(chosen)
        settled, types[chosen] = meaning(_Part(raw, cells.shared[chosen]), book)
        if settled is not raw:
            texts.append(settled)
            place[chosen] = np.arange(count, count + len(chosen))
            count += len(chosen)
    # Put together once: to change some texts of a column costs as much as to make it anew.
    text = cells.raw if len(texts) == 1 else pl.concat(texts, rechunk=True).gather(place)
    return text, _uncalculated(cells, types)


def _text_types(cells: Cells) -> Types:
    """Of the cells that are texts as they stand; blank elsewhere."""
    is_text = (cells.written == Written.TEXT) | (cells.written == Written.INLINE)
    if cells.raw.null_count():
        is_text &= cells.raw.is_not_null().to_numpy()
    return np.where(is_text, np.uint8(CellType.TEXT), np.uint8(CellType.BLANK))


def _parts(cells: Cells, book: Book) -> Iterator[tuple[npt.NDArray[np.int64], _Meaning]]:
    """The cells that must be looked at, those of one meaning together."""
    numbers = np.flatnonzero(cells.written == Written.NUMBER)
    style = cells.style[numbers]
    shown = book.shown[np.where(style < len(book.shown), style, 0)]
    for kind, render in _NUMBERS.items():
        yield numbers[shown == kind], render
    for written, meaning in _MEANINGS.items():
        yield np.flatnonzero(cells.written == written), meaning


def _uncalculated(cells: Cells, types: Types) -> Types:
    """A formula whose value was not stored; a formula whose value is the empty text has one."""
    if not cells.has_formula.any():
        return types
    is_missing = (cells.raw.is_null() | ((cells.raw == "") & pl.Series(cells.written != Written.TEXT))).to_numpy()
    types[cells.has_formula & is_missing & (cells.shared == -1)] = CellType.UNCALCULATED
    return types


def _types(text: pl.Series, kind: CellType) -> Types:
    if not text.null_count():
        return np.full(len(text), kind, np.uint8)
    return np.where(text.is_null().to_numpy(), np.uint8(CellType.BLANK), np.uint8(kind))


def _with_errors(text: pl.Series, raw: pl.Series, kind: CellType) -> tuple[pl.Series, Types]:
    """What has no meaning is an error cell that shows what is written."""
    types = _types(text, kind)
    if text.null_count() == raw.null_count():
        return text, types
    wrong = (text.is_null() & (raw.str.strip_chars() != "")).fill_null(value=False)
    if not wrong.any():
        return text, types
    types[wrong.to_numpy()] = CellType.ERROR
    return text.clone().scatter(wrong.arg_true(), raw.filter(wrong)), types


def _numbers(part: _Part, _book: Book) -> tuple[pl.Series, Types]:
    return _with_errors(number_texts(part.raw), part.raw, CellType.NUMBER)


def _dates(part: _Part, book: Book) -> tuple[pl.Series, Types]:
    texts = date_texts(part.raw.cast(pl.Float64, strict=False), is_1904=book.is_1904)
    return _with_errors(_else_number(texts, part.raw), part.raw, CellType.NUMBER)


def _elapsed(part: _Part, _book: Book) -> tuple[pl.Series, Types]:
    texts = elapsed_texts(part.raw.cast(pl.Float64, strict=False))
    return _with_errors(_else_number(texts, part.raw), part.raw, CellType.NUMBER)


def _else_number(rendered: pl.Series, raw: pl.Series) -> pl.Series:
    """What no calendar has (a negative or a far too large serial) stays the number that it is."""
    if not rendered.null_count():
        return rendered
    is_other = rendered.is_null()
    return rendered.scatter(is_other.arg_true(), number_texts(raw.filter(is_other)))


def _shared(part: _Part, book: Book) -> tuple[pl.Series, Types]:
    known = (part.shared >= 0) & (part.shared < len(book.shared))
    if known.all():
        return book.shared.gather(part.shared), np.full(len(known), CellType.TEXT, np.uint8)
    text = pl.concat([book.shared, pl.Series([None, LOST_TEXT], dtype=pl.String)])
    # An index that is written but leads nowhere: never another string, never a blank.
    blank, lost = len(book.shared), len(book.shared) + 1
    places = np.select([known, part.shared == -1], [part.shared, blank], lost)
    types = np.select([known, part.shared == -1], [CellType.TEXT, CellType.BLANK], CellType.ERROR)
    return text.gather(places), types.astype(np.uint8)


def _bools(part: _Part, _book: Book) -> tuple[pl.Series, Types]:
    spoken = part.raw.str.strip_chars().str.to_lowercase()
    is_number = spoken.str.contains("^[0-9]+$")
    frame = pl.DataFrame({"spoken": spoken, "is_number": is_number})
    truth = pl.when(pl.col("spoken").is_in(["false"]) | pl.col("spoken").str.contains("^0+$")).then(pl.lit("FALSE"))
    text = frame.select(truth.when((pl.col("spoken") == "true") | pl.col("is_number")).then(pl.lit("TRUE")).alias("text"))["text"]
    return _with_errors(text, part.raw, CellType.BOOL)


def _errors(part: _Part, _book: Book) -> tuple[pl.Series, Types]:
    return part.raw, _types(part.raw, CellType.ERROR)


def _iso_dates(part: _Part, _book: Book) -> tuple[pl.Series, Types]:
    """A date written out; one that no calendar has, or with a zone, stays the text that it is."""
    texts: list[str | None] = []
    types = np.zeros(len(part.raw), np.uint8)
    for index, raw in enumerate(part.raw):
        texts.append(raw)
        if raw:
            types[index] = CellType.TEXT
            moment = iso_moment(raw)
            if moment is not None:
                texts[index], types[index] = moment, CellType.NUMBER
    return pl.Series(texts, dtype=pl.String), types


_NUMBERS: Mapping[Shown, _Meaning] = {Shown.NUMBER: _numbers, Shown.DATE: _dates, Shown.ELAPSED: _elapsed}
_MEANINGS: Mapping[Written, _Meaning] = {
    Written.SHARED: _shared,
    Written.BOOL: _bools,
    Written.ERROR: _errors,
    Written.DATE: _iso_dates,
    Written.UNKNOWN: _errors,
}
