"""Worked examples of rules: the fewest rows and cells that break one, kept as plain data, and what the check says of them today."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from shopbook.errors import UnknownNameError
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book, Inputs
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.parameters import OFF, Parameters, Setting, settled
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import Table

Row = Mapping[str, str]
"""Field -> what stands in the cell: a choice by its code, a number plain, a moment as ``YYYY-MM-DD HH:MM:SS``; blank if not named."""


_NOTHING = Label(zh="", en="")


@dataclass(frozen=True, slots=True)
class Worked:
    """What one rule is shown by.

    Attributes:
        task: The task that finds it.
        now: The moment of the check.
        sheets: Sheet -> its rows, from row 2 on; ``source.sheet`` is one of another workbook. Those not named are there and empty.
        settings: Parameters that differ from their defaults.
        absent: Sources that are not there.
        on: The sheet of the first finding.
        row: The row of the first finding.
        says: What it says.
    """

    task: str
    now: dt.datetime
    sheets: Mapping[str, Sequence[Row]]
    settings: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    on: str = ""
    row: int = 0
    says: Label = _NOTHING


Examples = Mapping[str, Mapping[str, Worked]]
"""Book -> rule -> its example."""


def load(folder: Path) -> dict[str, dict[str, Worked]]:
    """The examples of every book in a folder, one file a book."""
    return {path.stem: _of_book(path) for path in sorted(folder.glob("*.json"))}


def dump(examples: Mapping[str, Worked]) -> str:
    """The examples of one book as the text of its file."""
    return json.dumps({code: _plain(examples[code]) for code in examples}, ensure_ascii=False, indent=1) + "\n"


def told(worked: Worked, code: str, book: Book, books: Sequence[Book]) -> Worked | None:
    """The example with what the check says of it by a rule today; ``None`` if it says nothing any more."""
    found = {lang: _found(worked, code, book, books, lang) for lang in Lang}
    if not all(each.height for each in found.values()):
        return None
    said = {lang: each["message"][0] for lang, each in found.items()}
    tab, row = found[Lang.ZH].row(0)[:2]
    on = next(sheet.code for sheet in book.sheets if sheet.label.zh == tab)
    return replace(worked, on=on, row=row, says=Label(zh=said[Lang.ZH], en=said[Lang.EN]))


def is_broken(worked: Worked, code: str, book: Book, books: Sequence[Book]) -> bool:
    """Whether a rule finds something in an example."""
    return _found(worked, code, book, books, Lang.ZH).height > 0


def sheet_of(name: str, book: Book, books: Sequence[Book]) -> Sheet:
    """The sheet that a task calls so: one of its book, or ``source.sheet`` of another.

    Raises:
        UnknownNameError: The source is no workbook of these.
    """
    source, _, code = name.rpartition(".")
    if not source:
        return book.sheet(code)
    meant = next((each.book for each in book.sources if each.code == source), source)
    other = next((each for each in books if each.code == meant), None)
    if other is None:
        raise UnknownNameError(Label(zh="来源", en="source"), source, [each.code for each in books])
    return other.sheet(code)


def typed_rows(sheet: Sheet, rows: Sequence[Row], lang: Lang) -> pl.DataFrame:
    """The frame of a sheet on which these rows stand."""
    return _table(sheet, rows, lang).frame


def _found(worked: Worked, code: str, book: Book, books: Sequence[Book], lang: Lang) -> pl.DataFrame:
    """What a rule finds by itself; of one that counts what others find, what it finds among them."""
    others = frozenset(rule.code for rule in book.rules) - {code}
    alone = _among(worked, code, book, books, _Way(lang, others))
    return alone if alone.height else _among(worked, code, book, books, _Way(lang, frozenset()))


@dataclass(frozen=True, slots=True)
class _Way:
    """In which language an example is checked, and by which rules not."""

    lang: Lang
    silent: frozenset[str]


def _among(worked: Worked, code: str, book: Book, books: Sequence[Book], way: _Way) -> pl.DataFrame:
    task = next(task for task in book.tasks if task.code == worked.task)
    sheets = {name: sheet_of(name, book, books) for name in task.reads}
    findings = task.decide(_inputs(worked, sheets, _parameters(worked, way.silent, book), way.lang)).findings
    return findings.filter(pl.col("code") == code).select("tab", "row", "message")


def _inputs(worked: Worked, sheets: Mapping[str, Sheet], parameters: Parameters, lang: Lang) -> Inputs:
    there = [name for name in sheets if name.partition(".")[0] not in worked.absent]
    tables = {name: _table(sheets[name], worked.sheets.get(name, ()), lang) for name in there}
    reason = Label(zh="没有", en="not there")
    return Inputs(tables, parameters, worked.now, lang, absent=dict.fromkeys(worked.absent, reason))


def _parameters(worked: Worked, silent: frozenset[str], book: Book) -> Parameters:
    """The shop's parameters with some rules switched off."""
    settings = [Setting(name, value) for name, value in worked.settings.items()]
    held = settled(book.parameters, (), settings, on=worked.now.date())
    return Parameters(book.parameters, dict(held), dict.fromkeys(silent, OFF))


def _table(sheet: Sheet, rows: Sequence[Row], lang: Lang) -> Table:
    return _read(sheet, rows, lang) if rows else _empty(sheet, lang)


@cache
def _empty(sheet: Sheet, lang: Lang) -> Table:
    return _read(sheet, (), lang)


def _read(sheet: Sheet, rows: Sequence[Row], lang: Lang) -> Table:
    text, types = {}, {}
    for number, column in enumerate(sheet.columns, start=1):
        cells = [(column.label[lang], CellType.TEXT), *(_cell(row.get(column.field), column, lang) for row in rows)]
        letters = column_letters(number)
        text[letters] = pl.Series([cell for cell, _ in cells], dtype=pl.String)
        types[letters] = pl.Series([kind.value for _, kind in cells], dtype=pl.UInt8)
    return read_sheet(Grid(sheet.label[lang], pl.DataFrame(text), pl.DataFrame(types)), sheet, lang=lang)


def _cell(text: str | None, column: Column, lang: Lang) -> tuple[str | None, CellType]:
    if text is None:
        return None, CellType.BLANK
    if column.dtype == pl.Boolean:
        return text, CellType.BOOL
    return column.shown(lang).get(text, text), CellType.TEXT if column.dtype == pl.String else CellType.NUMBER


def _of_book(path: Path) -> dict[str, Worked]:
    return {code: _worked(read) for code, read in json.loads(path.read_text(encoding="utf-8")).items()}


def _worked(read: Mapping[str, Any]) -> Worked:
    """An example as its file has it, which only programs write."""
    moment, says = dt.datetime.fromisoformat(read["now"]), Label(zh=read["zh"], en=read["en"])
    given = read["sheets"], read.get("settings", {}), tuple(read.get("absent", ()))
    return Worked(read["task"], moment, *given, on=read["on"], row=read["row"], says=says)


def _plain(worked: Worked) -> dict[str, object]:
    surroundings = {"settings": dict(worked.settings), "absent": list(worked.absent)}
    sheets = {name: [*rows] for name, rows in worked.sheets.items()}
    found = {"on": worked.on, "row": worked.row, "zh": worked.says.zh, "en": worked.says.en}
    given = {name: value for name, value in surroundings.items() if value}
    return {"task": worked.task, "now": worked.now.isoformat(" "), **given, "sheets": sheets, **found}
