"""What one file of the shop's folder is: a workbook of ours, a form, a list of another program, or nothing for us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from shopbook.books.every_book import SOURCES
from shopbook.errors import FileError, ShopbookError
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.batch.discovering import TABLES
from shopbook.run.batch.sizes import Sizes, excess
from shopbook.run.gathering import places_of, read_tab
from shopbook.run.lists import asked_for, books_for, found_in
from shopbook.run.runner import book_of
from shopbook.run.sources import place_of, reason
from shopbook.sheet.books import Book
from shopbook.sheet.recognising import UnknownLayoutError

REPORT_MARK = "shopbook_run_report"
"""The defined name in the workbook of a run's report, by which it is never taken for anything else."""

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv"})
"""Endings of files that somebody wants read: one that can't be read is a fault. Of other endings it may be anything."""

_NEITHER = Label(zh="不是本程序的工作簿，也不是认得的导出文件", en="it is no workbook of ours and no list that is known")
_FORM = Label(
    zh="这是发出去填写或打印的“{form}”，由发出它的工作簿处理",
    en="it is a form to fill in or to print ({form}); the workbook that made it sees to it",
)
_UNREAD = Label(zh="读的时候系统报错：{why}", en="the system could not read it: {why}")


class Nature(StrEnum):
    """What a file is."""

    WORKBOOK = "workbook"
    FORM = "form"
    LIST = "list"
    REPORT = "report"
    OTHER = "other"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look into one file came to.

    Attributes:
        nature: What it is.
        book: The code of its book, or of the book that takes in a list.
        places: Of a workbook, where it says that its sources are, by code; an empty path is the workbook itself.
        why: Why nothing is done with it; ``None`` where something is.
        code: The exit code that a broken file asks for.
    """

    nature: Nature
    book: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    why: Label | None = None
    code: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """What a worker is asked: what a file is, unless more is inside than may be."""

    path: Path
    sizes: Sizes


def look_into(asked: Glance) -> Look:
    """Say what a file is; whatever is wrong with it becomes a sentence."""
    path = asked.path
    try:
        why = excess(path, asked.sizes)
        return _looked(path) if why is None else Look(Nature.BROKEN, why=why, code=FileError.exit_code)
    except ShopbookError as error:
        return _broken(path, error.why if isinstance(error, FileError) else error.label, error.exit_code)
    except OSError as error:
        return _broken(path, _UNREAD.filled({"why": reason(error)}), FileError.exit_code)


def _broken(path: Path, why: Label, code: int) -> Look:
    is_wanted = path.suffix.lower() in _WORKBOOKS
    return Look(Nature.BROKEN, why=why, code=code) if is_wanted else Look(Nature.OTHER, why=_NEITHER)


def _looked(path: Path) -> Look:
    host = FileHost(path)
    if REPORT_MARK in host.names:
        return Look(Nature.REPORT)
    mark = host.mark()
    if mark is None:
        return _list(host) if path.suffix.lower() in TABLES else Look(Nature.OTHER, why=_NEITHER)
    book = book_of(mark)
    if not book.tasks:
        return Look(Nature.FORM, book.code, why=_FORM.filled({"form": book.label}))
    return Look(Nature.WORKBOOK, book.code, _places(host, book, mark.lang))


def _places(host: FileHost, book: Book, lang: Lang) -> dict[str, str]:
    """Where the book's sources are, as the sheet 来源 says."""
    if not book.sources:
        return {}
    tab = places_of(host, book, (SOURCES.code,)).get(SOURCES.code)
    listed = read_tab(host, SOURCES, tab, lang).frame
    places = {source: place_of(source, listed, lang).path for source in book.sources}
    return {source.code: "" if source.book and path in host.tabs() else path for source, path in places.items()}


def _list(host: FileHost) -> Look:
    asked = asked_for(host, None)
    try:
        found = found_in(host, books_for(asked), lambda importer, grid: importer.recognise(grid, asked, {}))
    except FileError as error:
        if isinstance(error.__cause__, UnknownLayoutError):
            return Look(Nature.OTHER, why=error.why)
        raise
    return Look(Nature.LIST, found.book.code)
