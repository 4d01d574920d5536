"""Finding the header row by its titles, and the columns under it."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.sheet.columns import Column
from shopbook.sheet.grid import Grid
from shopbook.sheet.spelling import one_line, title_key

SEARCHED_ROWS = 50
"""How far down a header is looked for; platform exports put up to six lines of preamble above it."""

_LIKE_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Header:
    """A header row and what its titles are.

    Attributes:
        row: Its row number in the sheet.
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
    """The row of the first fifty with the most known titles; ``None`` when no row has two of them (one, for a sheet of one column)."""
    fields = {title: column.field for column in columns for title in column.titles}
    best_row, best = 0, 0
    for index, cells in enumerate(grid.text.head(SEARCHED_ROWS).iter_rows()):
        known = len({fields[title_key(cell)] for cell in cells if cell and title_key(cell) in fields})
        if known > best:
            best_row, best = index, known
    if best < min(2, len(columns)):
        return None
    return _header(grid, best_row, columns, fields)


def repeated_headers(text: pl.DataFrame, header: Header) -> pl.Series:
    """Which rows repeat the header: most of their filled cells are the titles above them (a Boolean per row)."""
    letters = list(header.letters.items())
    same = pl.sum_horizontal([(pl.col(column) == header.titles[field]).fill_null(value=False).cast(pl.Int32) for field, column in letters])
    return text.select((same >= max(2, (len(letters) + 1) // 2)).alias("repeated"))["repeated"]


def _header(grid: Grid, index: int, columns: Sequence[Column], fields: Mapping[str, str]) -> Header:
    letters: dict[str, str] = {}
    titles: dict[str, str] = {}
    doubled: dict[str, tuple[str, ...]] = {}
    extra: dict[str, str] = {}
    for letter, cell in grid.text.row(index, named=True).items():
        if not cell or not cell.strip():
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
    return Header(grid.first_row + index, letters, titles, missing, doubled, extra, near)


def _near(extra: Mapping[str, str], missing: Sequence[Column]) -> dict[str, str]:
    """Titles that are probably a missing field's, misspelled."""
    spellings = {title: column.field for column in missing for title in column.titles}
    found: dict[str, str] = {}
    for letter, title in extra.items():
        close = difflib.get_close_matches(title_key(title), spellings, n=1, cutoff=_LIKE_ENOUGH)
        if close and spellings[close[0]] not in found.values():
            found[letter] = spellings[close[0]]
    return found
