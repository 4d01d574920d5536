"""What somebody has typed into the sample shop's workbooks, from the text files in ``examples/``."""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from shopbook.books.every_book import PARAMETERS, SOURCES
from shopbook.books.registry import book_or_form
from shopbook.books.stock.counts.form import FOUND_LINES, HEAD, LINES
from shopbook.host.file import FileHost, open_workbook
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather, places_of
from shopbook.run.runner import Circumstances, mark_of
from shopbook.sheet.books import AppendRows, Change, Outcome, SetCells
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.grid import Grid
from shopbook.sheet.plan import Value
from shopbook.sheet.reading import Manner, read_table

_Told = Mapping[str, str]
"""One row of a text file, by its titles."""


def add_rows(workbook: Path, sheets: Mapping[Sheet, Path], given: Circumstances) -> None:
    """Append the rows of text files to sheets.

    Args:
        workbook: One of ours.
        sheets: Sheet -> a CSV file with its titles.
        given: The moment and the language.
    """
    _type(workbook, [AppendRows(sheet.code, _rows(path, sheet, given.lang)) for sheet, path in sheets.items()], given)


def name_source(workbook: Path, code: str, file: Path, given: Circumstances) -> None:
    """Say on the sheet 来源 which file beside a workbook is a source of it."""
    _enter(workbook, SOURCES, {"code": code, "path": file.name}, given)


def set_parameter(workbook: Path, code: str, value: str, given: Circumstances) -> None:
    """Set a parameter on the sheet 参数 of a workbook."""
    _enter(workbook, PARAMETERS, {"code": code, "value": value}, given)


def fill_in(folder: Path, signatures: Path, counts: Path, given: Circumstances) -> None:
    """Count and sign the count sheets of a folder.

    Args:
        folder: Where they lie.
        signatures: One row per sheet that somebody has counted.
        counts: One row per line that has a quantity; ``found_line`` is the number of a line for goods that are not listed.
        given: The moment and the language.
    """
    for signed in _told(signatures):
        paper = next(folder.glob(f"{signed['sheet_no']} *"))
        lines = [line for line in _told(counts) if line["sheet_no"] == signed["sheet_no"]]
        _type(paper, [*_signed(paper, signed), *_counted(paper, lines)], given)


def _enter(workbook: Path, sheet: Sheet, row: _Told, given: Circumstances) -> None:
    """Write into the row of a sheet that has the code."""
    host = FileHost(workbook)
    listed = gather(host, book_or_form(mark_of(host).book), [sheet.code], lang=given.lang)[sheet.code].frame
    rows = tuple(listed.filter(code=row["code"])[ROW])
    _type(workbook, [SetCells(sheet.code, field, rows, (value,) * len(rows)) for field, value in row.items() if field != "code"], given)


def _signed(paper: Path, signed: _Told) -> list[Change]:
    row = _row_of(_grid(paper, HEAD), {signed["sheet_no"]})
    day = dt.date.fromisoformat(signed["counted_on"])
    values: Mapping[str, Value] = {"counted_by": signed["counted_by"], "checked_by": signed["checked_by"], "counted_on": day}
    return [SetCells(HEAD.code, field, (row,), (value,)) for field, value in values.items()]


def _counted(paper: Path, lines: Sequence[_Told]) -> list[Change]:
    listed, found = _grid(paper, LINES), _grid(paper, FOUND_LINES)
    asked = sorted((_row_of(listed, {line["location"], line["sku"]}), line) for line in lines if not line["found_line"])
    rows = tuple(row for row, _ in asked)
    changes: list[Change] = [SetCells(LINES.code, "counted", rows, tuple(_quantity(line["counted"]) for _, line in asked))]
    for line in (line for line in lines if line["found_line"]):
        row = _row_of(found, {line["found_line"]})
        values = {"location": line["location"], "sku": line["sku"], "counted": _quantity(line["counted"]), "note": line["note"]}
        changes += [SetCells(FOUND_LINES.code, field, (row,), (value,)) for field, value in values.items()]
    return changes


def _quantity(text: str) -> Value:
    """A number as a number, and whatever else was written as it was written."""
    return int(text) if text.isdecimal() else text


def _grid(paper: Path, sheet: Sheet) -> Grid:
    host = FileHost(paper)
    form = book_or_form(mark_of(host).book)
    return host.grid(places_of(host, form)[sheet.code])


def _row_of(grid: Grid, texts: Iterable[str]) -> int:
    """The first row in which all of these stand."""
    wanted = set(texts)
    return next(number for number, cells in enumerate(grid.text.iter_rows(), grid.first_row) if wanted <= set(cells))


def _type(workbook: Path, changes: Sequence[Change], given: Circumstances) -> None:
    with open_workbook(workbook, target=workbook) as host:
        mark = mark_of(host)
        book = book_or_form(mark.book)
        tables = gather(host, book, list(dict.fromkeys(change.sheet for change in changes)), lang=mark.lang)
        host.apply(plan_of(Outcome(changes=tuple(changes)), book, Writing(tables, mark.lang)), now=given.now)


def _rows(path: Path, sheet: Sheet, lang: Lang) -> pl.DataFrame:
    source = FileHost(path)
    return read_table(source.grid(source.tabs()[0]), sheet.columns, key=sheet.key, manner=Manner(lang=lang, is_ours=False)).frame


def _told(path: Path) -> list[_Told]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
