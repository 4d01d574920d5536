"""What somebody has typed into the sample shop's workbooks, most of it from the text files in ``examples/``."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from shopbook.books.every_book import PARAMETERS, SOURCES
from shopbook.books.registry import book_or_form
from shopbook.books.stock.counts.form import FOUND_LINES, HEAD, LINES
from shopbook.host.file import FileHost, open_workbook
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.demo.texts import Told, told
from shopbook.run.gathering import gather, places_of
from shopbook.run.runner import Circumstances, mark_of
from shopbook.sheet.books import AppendRows, Change, Outcome, SetCells
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.grid import Grid
from shopbook.sheet.plan import Value
from shopbook.sheet.reading import Manner, read_table


def add_rows(workbook: Path, sheets: Mapping[Sheet, Path], given: Circumstances) -> None:
    """Append the rows of text files to sheets.

    Args:
        workbook: One of ours.
        sheets: Sheet -> a CSV file with its titles.
        given: The moment and the language.
    """
    type_in(workbook, [AppendRows(sheet.code, _rows(path, sheet, given.lang)) for sheet, path in sheets.items()], given)


def type_in(workbook: Path, changes: Sequence[Change], given: Circumstances) -> None:
    """Make changes to a workbook of ours as somebody would who types them."""
    with open_workbook(workbook, target=workbook) as host:
        mark = mark_of(host)
        book = book_or_form(mark.book)
        tables = gather(host, book, list(dict.fromkeys(change.sheet for change in changes)), lang=mark.lang)
        host.apply(plan_of(Outcome(changes=tuple(changes)), book, Writing(tables, mark.lang)), now=given.now)


def frame_of(workbook: Path, sheet: Sheet, given: Circumstances) -> pl.DataFrame:
    """The rows of a sheet of a workbook of ours."""
    host = FileHost(workbook)
    return gather(host, book_or_form(mark_of(host).book), [sheet.code], lang=given.lang)[sheet.code].frame


def fill_rows(workbook: Path, sheet: Sheet, file: Path, given: Circumstances, *, by: Sequence[str]) -> None:
    """Fill in what a text file tells in the rows of a sheet that have the same keys.

    Args:
        workbook: One of ours.
        sheet: Which of its sheets.
        file: A CSV file with its titles; an empty cell leaves the sheet's as it is.
        given: The moment and the language.
        by: The fields that tell which row is meant.
    """
    typed = _rows(file, sheet, given.lang).drop(ROW).join(frame_of(workbook, sheet, given).select(ROW, *by), on=by)
    changes = []
    for field in (name for name in typed.columns if name not in {ROW, *by}):
        filled = typed.filter(pl.col(field).is_not_null()).sort(ROW)
        changes.append(SetCells(sheet.code, field, tuple(filled[ROW]), tuple(filled[field])))
    type_in(workbook, changes, given)


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
    for signed in told(signatures):
        paper = next(folder.glob(f"{signed['sheet_no']} *"))
        lines = [line for line in told(counts) if line["sheet_no"] == signed["sheet_no"]]
        type_in(paper, [*_signed(paper, signed), *_counted(paper, lines)], given)


def fill_in_forms(folder: Path, answers: Path, given: Circumstances) -> None:
    """Answer the appraisal forms of a folder; those of whose number nothing is told stay as they are.

    Args:
        folder: Where they lie, in a folder of their month.
        answers: One row per cell: the form's number, what its row is about, the field, what is written there.
        given: The moment and the language.
    """
    written = told(answers)
    for paper in sorted(folder.rglob("*.xlsx")):
        type_in(paper, list(_answered(paper, written, given)), given)


def _answered(paper: Path, written: Sequence[Told], given: Circumstances) -> Iterator[Change]:
    host = FileHost(paper)
    form = book_or_form(mark_of(host).book)
    tables = gather(host, form, [sheet.code for sheet in form.sheets], lang=given.lang)
    form_no = tables[form.sheets[0].code].frame["form_no"][0]
    ours = [line for line in written if line["form_no"] == form_no]
    for sheet in form.sheets:
        row_of = dict(tables[sheet.code].frame.select(sheet.key[0], ROW).rows())
        for field in dict.fromkeys(line["field"] for line in ours if line["item"] in row_of):
            cells = sorted((row_of[line["item"]], line["value"]) for line in ours if line["item"] in row_of and line["field"] == field)
            yield SetCells(sheet.code, field, tuple(row for row, _ in cells), tuple(_quantity(value) for _, value in cells))


def _enter(workbook: Path, sheet: Sheet, row: Told, given: Circumstances) -> None:
    """Write into the row of a sheet that has the code."""
    rows = tuple(frame_of(workbook, sheet, given).filter(code=row["code"])[ROW])
    type_in(workbook, [SetCells(sheet.code, field, rows, (value,) * len(rows)) for field, value in row.items() if field != "code"], given)


def _signed(paper: Path, signed: Told) -> list[Change]:
    row = _row_of(_grid(paper, HEAD), {signed["sheet_no"]})
    day = dt.date.fromisoformat(signed["counted_on"])
    values: Mapping[str, Value] = {"counted_by": signed["counted_by"], "checked_by": signed["checked_by"], "counted_on": day}
    return [SetCells(HEAD.code, field, (row,), (value,)) for field, value in values.items()]


def _counted(paper: Path, lines: Sequence[Told]) -> list[Change]:
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


def _rows(path: Path, sheet: Sheet, lang: Lang) -> pl.DataFrame:
    source = FileHost(path)
    return read_table(source.grid(source.tabs()[0]), sheet.columns, key=sheet.key, manner=Manner(lang=lang, is_ours=False)).frame
