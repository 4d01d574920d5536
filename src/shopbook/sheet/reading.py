"""From the cells of a grid to a typed frame, with every fault of every cell in one pass."""

from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet import cells, furniture, merges, notices
from shopbook.sheet.columns import ROW, Column, Sheet, no_rows
from shopbook.sheet.findings import Severity, no_findings, together
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import Header, find_header
from shopbook.sheet.links import is_link_formula
from shopbook.sheet.merges import Body
from shopbook.sheet.plain import plain_columns
from shopbook.sheet.tables import Table

_READ_AT_A_TIME = 2
"""Columns; polars works on one at a time with one core, outside Python's lock."""

_WORTH_THREADS = 2_000
"""Rows from which on a column takes longer to read than a thread to start; of shorter ones, the plain ones are read all at once."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How strictly a sheet is read.

    Attributes:
        lang: The language of messages.
        is_ours: The sheet is one of our workbooks: extra, misspelled and missing titles and untidy forms are worth saying. An export
            has its own columns and forms.
        fill_down: Fields that a layout writes only on the first line of a group; blank cells below take the value above.
        is_told: Whether what is wrong is said at all.
    """

    lang: Lang = Lang.ZH
    is_ours: bool = True
    fill_down: tuple[str, ...] = ()
    is_told: bool = True


def read_table(grid: Grid, columns: Sequence[Column], *, key: Sequence[str], manner: Manner) -> Table:
    """Read one sheet.

    Args:
        grid: Its cells.
        columns: What may be in it; found by title.
        key: The fields of the row key shown in findings.
        manner: How strictly, and in which language.

    Returns:
        The frame with one row per data row (blank rows, repeated headers, legend and totals rows left out and, but for blank
        ones, reported), and all findings.
    """
    by_field = {column.field: column for column in columns}
    header = find_header(grid, columns)
    if header is None:
        return _unread(grid, by_field, tuple(key), manner)
    below = header.row - grid.first_row + 1
    body = Body(grid.text.slice(below), grid.types.slice(below), header.row + 1)
    if not any(types.max() for types in body.types):
        return _empty(grid, header, by_field, tuple(key), manner)
    aside = furniture.set_aside(body, header, by_field, key=key, led=_led(body, grid, header, key, manner))
    body, covered = merges.unmerged(body, grid, {letters: field for field, letters in header.letters.items()}, aside.kept)
    body = furniture.filled_down(body.filter(aside.kept), header, manner.fill_down, key)
    numbers = pl.int_range(body.first_row, body.first_row + len(aside.kept), eager=True).filter(aside.kept).alias(ROW)
    read = _columns(body, grid, header, by_field, manner)
    series = [
        (read[name].values if name in read else cells.all_blank(len(numbers), column)).alias(name) for name, column in by_field.items()
    ]
    last = int(numbers[-1]) if len(numbers) else header.row
    table = Table(pl.DataFrame([numbers, *series]), no_findings(), grid, header, by_field, tuple(key), last)
    faults = _faults(read, numbers, by_field, manner) if manner.is_told else []
    if not covered.is_empty():
        faults.append(merges.covered_findings(covered, manner.lang))
    if aside.why:
        faults.append(aside.messages(manner.lang))
    return _told(table, header, manner, faults)


def read_sheet(grid: Grid, sheet: Sheet, *, lang: Lang) -> Table:
    """Read a sheet of one of our workbooks as it was declared."""
    # Nobody types into a log: what tasks wrote there is no fault of the shop's.
    return read_table(grid, sheet.columns, key=sheet.key, manner=Manner(lang=lang, is_told=not sheet.is_log))


def _led(body: Body, grid: Grid, header: Header, key: Sequence[str], manner: Manner) -> Container[int]:
    """The rows that may take their key from a row above, because the layout or a merged cell says so."""
    if key and key[0] in manner.fill_down:
        return range(body.text.height)
    letters = header.letters.get(key[0]) if key else None
    return merges.rows_under(body, grid, letters) if letters else ()


def _columns(body: Body, grid: Grid, header: Header, columns: Mapping[str, Column], manner: Manner) -> dict[str, cells.ReadColumn]:
    """The columns that are there, read; none where no row is. A text file has no number cells, so faults of form are none in it."""
    # Where nothing is told, form does not matter, nor what a cell without a text is.
    is_ours = manner.is_ours and manner.is_told and not grid.encoding
    present = [name for name in columns if name in header.letters] if body.text.height else []
    names = [name for name in present if manner.is_told or body.text[header.letters[name]].null_count() < body.text.height]

    def read(name: str) -> cells.ReadColumn:
        letters = header.letters[name]
        return cells.read_column(body.text[letters], body.types[letters], columns[name], is_1904=grid.is_1904, is_ours=is_ours)

    if body.text.height < _WORTH_THREADS:
        lettered = {header.letters[name]: columns[name] for name in names}
        plain = plain_columns(body, lettered, is_1904=grid.is_1904, is_ours=is_ours) if names else {}
        return {name: plain[letters] if letters in plain else read(name) for letters, name in zip(lettered, names, strict=True)}
    with ThreadPoolExecutor(_READ_AT_A_TIME) as pool:
        return dict(zip(names, pool.map(read, names), strict=True))


def _faults(read: Mapping[str, cells.ReadColumn], numbers: pl.Series, columns: Mapping[str, Column], manner: Manner) -> list[pl.DataFrame]:
    """What is wrong with cells, column by column, for ``Table.locate``."""
    # Nothing rests on what a link shows, and programs that keep no value of a formula lose it.
    faulty = [name for name in read if not read[name].faults.is_empty() and not columns[name].notes.leads_to]
    return [cells.fault_rows(read[name], numbers, columns[name], lang=manner.lang, is_ours=manner.is_ours) for name in faulty]


def _empty(grid: Grid, header: Header, columns: Mapping[str, Column], key: tuple[str, ...], manner: Manner) -> Table:
    """A sheet with titles and nothing below them, as most of a fresh workbook are."""
    return _told(Table(no_rows(tuple(columns.values())), no_findings(), grid, header, columns, key, header.row), header, manner, [])


def _told(table: Table, header: Header, manner: Manner, faults: Sequence[pl.DataFrame]) -> Table:
    """A table with what is wrong with its header, its form and its cells, if that is to be said."""
    if not manner.is_told:
        return table
    found = (table.locate(part, manner.lang) for part in faults)
    return replace(
        table, findings=together([*_header_findings(table, header, manner), *_hidden(table, manner), *_outside(table, manner), *found])
    )


def _unread(grid: Grid, columns: Mapping[str, Column], key: tuple[str, ...], manner: Manner) -> Table:
    frame = no_rows(tuple(columns.values()))
    if not manner.is_told:
        return Table(frame, no_findings(), grid, None, columns, key, grid.first_row)
    titles = [column.label[manner.lang] for column in columns.values()]
    named = {"titles": ("、" if manner.lang is Lang.ZH else ", ").join(titles[:8])}
    missing = notices.HEADER_NOT_FOUND.finding(named, manner.lang, tab=grid.tab)
    return Table(frame, missing, grid, None, columns, key, grid.first_row)


def _header_findings(table: Table, header: Header, manner: Manner) -> list[pl.DataFrame]:
    return [*_missing(table, header, manner), *_doubled(table, header, manner), *(_extra(table, header, manner) if manner.is_ours else [])]


def _place(table: Table, **more: str) -> dict[str, str | int | None]:
    return {"tab": table.grid.tab, "row": 0, **more}


def _missing(table: Table, header: Header, manner: Manner) -> list[pl.DataFrame]:
    found = []
    for name in header.missing:
        column = table.columns[name]
        if not column.is_required and (not manner.is_ours or column.notes.computed):
            continue
        severity = Severity.ERROR if column.is_required else Severity.HINT
        title = column.label[manner.lang]
        place = _place(table, field=name, column=title)
        found.append(notices.HEADER_MISSING.as_severe_as(severity).finding({"title": title}, manner.lang, **place))
    return found


def _doubled(table: Table, header: Header, manner: Manner) -> list[pl.DataFrame]:
    found = []
    for name, letters in header.doubled.items():
        title = header.titles[name].strip()
        named = {"title": title, "first": header.letters[name]}
        severity = Severity.ERROR if manner.is_ours else Severity.WARNING
        for letter in letters:
            place = _place(table, cell=f"{letter}{header.row}", field=name, column=title)
            found.append(notices.HEADER_DOUBLED.as_severe_as(severity).finding(named, manner.lang, **place))
    return found


def _extra(table: Table, header: Header, manner: Manner) -> list[pl.DataFrame]:
    found = []
    for letter, title in header.extra.items():
        place = _place(table, cell=f"{letter}{header.row}", column=title)
        meant = header.near.get(letter)
        if meant is None:
            found.append(notices.HEADER_EXTRA.finding({"title": title}, manner.lang, **place))
            continue
        right = table.columns[meant].label[manner.lang]
        named = {"title": title, "meant": right}
        found.append(notices.HEADER_NEAR.finding(named, manner.lang, **{**place, "fix": right}))
    return found


def _outside(table: Table, manner: Manner) -> list[pl.DataFrame]:
    found = (item for item in sorted(table.grid.outside.items()) if not _is_own_link(table, *item))
    return [cells.outside_finding(table.grid.tab, cell, formula, manner.lang) for cell, formula in found]


def _is_own_link(table: Table, cell: str, formula: str) -> bool:
    """Whether a column of links holds what the template put there."""
    letters = cell.rstrip("0123456789")
    fields = [name for name, place in (table.header.letters if table.header else {}).items() if place == letters]
    return any(table.columns[name].notes.leads_to for name in fields) and is_link_formula(formula)


def _hidden(table: Table, manner: Manner) -> list[pl.DataFrame]:
    if not table.grid.hidden_rows:
        return []
    return [notices.ROWS_HIDDEN.finding({"count": table.grid.hidden_rows}, manner.lang, **_place(table))]
