"""Finding the header row by its titles, and the columns under it."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from shopbook.sheet.columns import Column
from shopbook.sheet.grid import Grid
from shopbook.sheet.merges import Merge, merges_down
from shopbook.sheet.spelling import one_line, title_key

SEARCHED_ROWS = 50
"""How far down a header is looked for; platform exports put up to six lines of preamble above it."""

_LIKE_ENOUGH = 0.75
_PROBED_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Header:
    """A header row and what its titles are.

    Attributes:
        row: Its row number in the sheet; the lowest one, where titles are merged over several rows.
        letters: Field -> the letters of its column.
        titles: Field -> the title as written.
        missing: Fields that have no column.
        doubled: Field -> the letters of further columns with a title of the same field.
        extra: Letters -> titles that belong to no field.
        near: Letters -> the field that a title of ``extra`` probably means.
    """

    row: int
    letters: Mapping[str, str]
    titles: Mapping[str, str]
    missing: tuple[str, ...]
    doubled: Mapping[str, tuple[str, ...]]
    extra: Mapping[str, str]
    near: Mapping[str, str]


def find_header(grid: Grid, columns: Sequence[Column]) -> Header | None:
    """The row of the first fifty with the most known titles; ``None`` when no row has two of them (one, for a sheet of one column).

    A title that is merged over several rows counts in each of them, so that the row below a row of group names is found.
    """
    fields = _fields(tuple(columns))
    top = _top(grid)
    index, known = _most_known(top, fields)
    if known < min(2, len(columns)):
        return None
    row, cells = grid.first_row + index, top.row(index, named=True)
    titles = {letters for letters, cell in cells.items() if cell and title_key(cell) in fields}
    tall = [merge.last_row for merge in _title_merges(grid) if merge.letters in titles and merge.row <= row <= merge.last_row]
    return _header(max(tall, default=row), cells, columns, fields)


def _most_known(top: pl.DataFrame, fields: Mapping[str, str]) -> tuple[int, int]:
    """The index of the first row with the most known titles, and how many it has; the rows below one that has all are not looked at."""
    best, most, every = 0, 0, len({*fields.values()})
    for index in range(top.height):
        cells = top.row(index)
        if len(cells) - cells.count(None) <= most:
            continue
        known = len({fields[key] for key in map(title_key, filter(None, cells)) if key in fields})
        if known > most:
            best, most = index, known
        if most == every:
            break
    return best, most


@dataclass(frozen=True, slots=True)
class HeadersBelow:
    """Rows below the header that are headers again, as ascending indices: the same titles, or other ones."""

    same: tuple[int, ...]
    other: tuple[int, ...]


def headers_below(body: pl.DataFrame, header: Header, columns: Sequence[Column]) -> HeadersBelow:
    """Find rows most of whose filled cells are titles: those of the header above them, or of its columns in another order.

    Args:
        body: The cells below the header.
        header: The header.
        columns: What was declared.
    """
    own = frozenset({*header.titles.values(), *header.extra.values()})
    likely = body.select_seq(_has_title(_probed(header), own, tuple(columns))).to_series()
    if not likely.any():
        return HeadersBelow((), ())
    above = {letters: title_key(header.titles[field]) for field, letters in header.letters.items()}
    above |= {letters: title_key(title) for letters, title in header.extra.items()}
    known = {*above.values(), *_fields(tuple(columns))}
    same, other = [], []
    for index, *cells in body.with_row_index("index").filter(likely).iter_rows():
        keys = {letters: title_key(cell) for letters, cell in zip(body.columns, cells, strict=True) if cell and cell.strip()}
        if _is_most([key == above.get(letters) for letters, key in keys.items()]):
            same.append(int(index))
        elif _is_most([key in known for key in keys.values()]):
            other.append(int(index))
    return HeadersBelow(tuple(same), tuple(other))


def _is_most(titles: Sequence[bool]) -> bool:
    return sum(titles) >= 2 and sum(titles) * 2 > len(titles)  # noqa: PLR2004 - one word like a title may stand in any row


def _probed(header: Header) -> tuple[str, ...]:
    """A few columns in which a header row would show; a later table may leave out one of them, hardly all."""
    return tuple(header.letters.values())[:_PROBED_COLUMNS]


# Every sheet of every workbook is read with the columns of few declarations, and most have the titles of their template.
@lru_cache(maxsize=256)
def _has_title(letters: tuple[str, ...], own: frozenset[str], columns: tuple[Column, ...]) -> pl.Expr:
    """Whether a row has one of the sheet's own titles, or a declared one, in one of some columns."""
    written = own | {title for column in columns for title in (column.label.zh, column.label.en, *column.notes.aliases)}
    listed = pl.lit(pl.Series(sorted({*written, *map(str.strip, written)}), dtype=pl.String).implode())
    return pl.any_horizontal(pl.col(name).is_in(listed) for name in letters).fill_null(value=False)


@lru_cache(maxsize=256)
def _fields(columns: tuple[Column, ...]) -> Mapping[str, str]:
    """Every known title -> its field. A title that one column has and another one lists as an alias is the first one's."""
    own = {title_key(title): column.field for column in columns for title in (column.label.zh, column.label.en)}
    every = {title: column.field for column in columns for title in column.titles}
    return every | {title: field for title, field in own.items() if title in every}


def _title_merges(grid: Grid) -> list[Merge]:
    """Merges of several rows that begin where a header is looked for and end there, too."""
    last = grid.first_row + min(SEARCHED_ROWS, grid.text.height) - 1
    return [merge for merge in merges_down(grid, last) if merge.last_row <= last and merge.letters in grid.text.columns]


def _top(grid: Grid) -> pl.DataFrame:
    """The first rows, with titles that are merged over several rows in each of them."""
    top = grid.text.head(SEARCHED_ROWS)
    for merge in _title_merges(grid):
        if merge.row >= grid.first_row:
            first, last = merge.row - grid.first_row, merge.last_row - grid.first_row
            is_under = pl.int_range(pl.len()).is_between(first, last)
            filled = pl.coalesce(merge.letters, pl.lit(top.item(first, merge.letters)))
            top = top.with_columns(pl.when(is_under).then(filled).otherwise(merge.letters).alias(merge.letters))
    return top


def _header(row: int, cells: Mapping[str, str | None], columns: Sequence[Column], fields: Mapping[str, str]) -> Header:
    letters: dict[str, str] = {}
    titles: dict[str, str] = {}
    doubled: dict[str, tuple[str, ...]] = {}
    extra: dict[str, str] = {}
    for letter, cell in cells.items():
        if not cell or not title_key(cell):
            continue
        field = fields.get(title_key(cell))
        if field is None:
            extra[letter] = one_line(cell)
        elif field in letters:
            doubled[field] = (*doubled.get(field, ()), letter)
        else:
            letters[field], titles[field] = letter, cell
    missing = tuple(column.field for column in columns if column.field not in letters)
    near = _near(extra, [column for column in columns if column.field in missing])
    return Header(row, letters, titles, missing, doubled, extra, near)


def _near(extra: Mapping[str, str], missing: Sequence[Column]) -> dict[str, str]:
    """Titles that are probably a missing field's, misspelled."""
    spellings = {title: column.field for column in missing for title in column.titles}
    found: dict[str, str] = {}
    for letter, title in extra.items():
        close = difflib.get_close_matches(title_key(title), spellings, n=1, cutoff=_LIKE_ENOUGH)
        if close and spellings[close[0]] not in found.values():
            found[letter] = spellings[close[0]]
    return found
