"""From a workbook to the inputs of a task."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.every_book import PARAMETERS
from shopbook.errors import BadParameterError, TabNotFoundError, UnknownNameError
from shopbook.host.host import Host
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import Severity, no_findings, one_finding, together
from shopbook.sheet.grid import Grid
from shopbook.sheet.parameters import Parameters, Setting, settled
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table


def gather(host: Host, book: Book, codes: Sequence[str], *, lang: Lang) -> dict[str, Table]:
    """Read the sheets that a task names; one that the workbook lacks is an empty table, but for the first.

    Raises:
        TabNotFoundError: The first sheet is missing.
    """
    places = places_of(host, book)
    if codes and codes[0] not in places:
        raise TabNotFoundError(host.name, book.sheet(codes[0]).label[lang], host.tabs())
    return {code: read_tab(host, book.sheet(code), places.get(code), lang) for code in codes}


def places_of(host: Host, book: Book, codes: Sequence[str] | None = None) -> dict[str, str]:
    """Sheet code -> the name of its tab; a renamed tab is known by the table on it.

    Args:
        host: The workbook.
        book: What it is.
        codes: The sheets that matter, for which other sheets may be read; all when not given.
    """
    titles = {title_key(title): sheet.code for sheet in book.sheets for title in (sheet.label.zh, sheet.label.en)}
    places = {titles[title_key(tab)]: tab for tab in host.tabs() if title_key(tab) in titles}
    missing = {sheet.code for sheet in book.sheets if codes is None or sheet.code in codes} - set(places)
    for tab in host.tabs():
        if not missing:
            break
        if tab not in places.values():
            found = missing & {table.name for table in host.grid(tab).tables}
            places |= dict.fromkeys(found, tab)
            missing -= found
    return places


def empty_table(sheet: Sheet) -> Table:
    """The table of a sheet that is not there."""
    blank = Grid("", pl.DataFrame({"A": pl.Series([], dtype=pl.String)}), pl.DataFrame({"A": pl.Series([], dtype=pl.UInt8)}))
    return Table(sheet.empty(), no_findings(), blank, None, sheet.by_field, sheet.key, 0)


def read_tab(host: Host, sheet: Sheet, tab: str | None, lang: Lang) -> Table:
    """A sheet as typed data; one that is not there is an empty table."""
    return empty_table(sheet) if tab is None else read_sheet(host.grid(tab), sheet, lang=lang)


def parameters_of(table: Table, book: Book, given: Mapping[str, str], *, on: dt.date, lang: Lang) -> tuple[Parameters, pl.DataFrame]:
    """The parameters that hold on a day: defaults, then the sheet 参数, then what the caller gives.

    A row of the sheet that can't be used is a finding, and the default holds; what the caller gives must be right.

    Raises:
        UnknownNameError: The caller names no parameter and no rule.
        BadParameterError: The caller's value does not fit.
    """
    rules = [rule.code for rule in book.rules]
    rows = table.frame.iter_rows(named=True)
    settings = {int(row[ROW]): Setting(row["code"], row["value"], row["valid_from"]) for row in rows if row["code"] and row["value"]}
    by_caller = [Setting(code, value, on) for code, value in given.items()]
    try:
        return settled(book.parameters, rules, [*settings.values(), *by_caller], on=on), no_findings()
    except (UnknownNameError, BadParameterError):
        wrong = _unusable(settings, book, rules, on)
    usable = [setting for row, setting in settings.items() if row not in wrong]
    faults = [_fault(table, row, says, lang) for row, says in wrong.items()]
    return settled(book.parameters, rules, [*usable, *by_caller], on=on), together(faults)


def _unusable(settings: Mapping[int, Setting], book: Book, rules: Sequence[str], on: dt.date) -> dict[int, Label]:
    """The rows whose setting can't be used, and why."""
    wrong = {}
    for row, setting in settings.items():
        try:
            settled(book.parameters, rules, [setting], on=on)
        except (UnknownNameError, BadParameterError) as error:
            wrong[row] = error.label
    return wrong


def _fault(table: Table, row: int, says: Label, lang: Lang) -> pl.DataFrame:
    letters = table.header.letters["value"] if table.header else ""
    place: dict[str, str | int | None] = {
        "tab": table.grid.tab,
        "row": row,
        "cell": f"{letters}{row}",
        "field": "value",
        "column": PARAMETERS.by_field["value"].label[lang],
    }
    return one_finding("parameters.unusable", Severity.ERROR, says, lang, **place)
