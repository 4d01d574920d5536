"""The other workbooks and folders that a book names on its sheet 来源: found and opened once, or a reason why not.

A path in a cell is what anybody may have typed. It is only ever read from, through the gate that every file passes, and what is found
there must be the workbook that the book expects; docs/decisions/sources.md says what bounds it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from shopbook.books.by_code import book_or_form
from shopbook.books.every_book import SOURCES
from shopbook.errors import FileError, MisuseError, UnknownNameError
from shopbook.host.file import FileHost
from shopbook.host.host import Host, NoFolderError
from shopbook.labels import Label, Lang
from shopbook.run.gathering import empty_table, places_of, read_tab
from shopbook.run.naming import is_device
from shopbook.sheet.books import Book, Source
from shopbook.sheet.columns import Sheet
from shopbook.sheet.headers import find_header
from shopbook.sheet.mark import Mark
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table

DOT = "."
"""Between a source and its sheet in what a task reads."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:")
_ODD = re.compile(r"[\x00-\x1f\x7f:]")
_ENDINGS = {".xlsx": ".xlsm", ".xlsm": ".xlsx"}
"""A workbook of ours may have buttons or not; a path that says one finds the other."""

_WEB = Label(
    zh="这是网址，不是文件。请把文件下载到电脑上，再填它的位置",
    en="this is a web address, not a file: download the file and give the place where it lies",
)
_NETWORK = Label(
    zh="不能用“\\\\服务器\\…”这样的网络位置。请把它映射成盘符，或填相对路径",
    en="a network place such as \\\\server\\… can't be used: map it to a drive, or give a relative path",
)
_NO_PATH = Label(zh="这个位置里有不能用的字符或名字", en="this place has a character or a name that no file can have")
_OTHER_BOOK = Label(zh="这个文件是“{found}”工作簿，不是“{wanted}”", en="this file is the workbook {found}, not {wanted}")
_NO_TAB = Label(zh="文件里没有工作表“{tab}”", en="the file has no sheet {tab}")
_NO_TITLES = Label(
    zh="工作表“{tab}”里没有“{sheet}”的表头，或缺少必填的列", en="the sheet {tab} has no titles of {sheet}, or required columns are missing"
)
_UNKNOWN = Label(zh="读不了：{why}", en="it can't be read: {why}")
_FORBIDDEN = Label(zh="没有权限打开它所在的文件夹", en="its folder may not be opened by whoever runs this")
_ABSENT = Label(
    zh="来源“{code}”（{path}）没有用上：{why}。这次没有用到“{label}”；位置在“来源”表里改",
    en="Source '{code}' ({path}) could not be used: {why}. This time {label} was left out; its place is set on the sheet Sources",
)
_HERE = Label(zh="本工作簿", en="this workbook")
_LONGEST_PATH = 80
_MOST_NAMED = 3
_TELLING = 2  # required titles that together stand on no other list


class NotThereError(MisuseError):
    """A source can't be used; ``label`` says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source is, as somebody typed it; no path is the workbook itself."""

    path: str
    tab: str = ""


def source_of(book: Book, code: str) -> Source:
    """The source of this code."""
    return next(source for source in book.sources if source.code == code)


def place_of(source: Source, listed: pl.DataFrame, lang: Lang) -> Place:
    """What the sheet 来源 says of a source; what a fresh workbook suggests where it says nothing.

    Args:
        source: The source.
        listed: The rows of that sheet.
        lang: The workbook's language.
    """
    for code, path, tab in zip(listed["code"], listed["path"], listed["tab"], strict=True):
        if code is not None and code.strip().lower() == source.code:
            return Place((path or "").strip(), (tab or "").strip())
    return Place(source.path[lang])


def located(typed: str, folder: Path) -> Path:
    """The path that somebody typed, from a folder; backslashes count as slashes everywhere. Nothing is looked at on disk.

    Raises:
        NotThereError: It is a web address, another machine, or no path at all.
    """
    text = typed.strip().strip('"').replace("\\", "/")
    if text.startswith("//"):
        raise NotThereError(_NETWORK)
    if _SCHEME.match(text):
        raise NotThereError(_WEB)
    if _ODD.search(_DRIVE.sub("", text, count=1) if _DRIVE.match(text) else text) or any(map(is_device, text.split("/"))):
        raise NotThereError(_NO_PATH)
    return folder / text


def folder_of(host: Host) -> Path:
    """The folder that a workbook lies in.

    Raises:
        NotThereError: It lies in none.
    """
    try:
        return host.folder()
    except NoFolderError as error:
        raise NotThereError(error.label) from error


def reason(error: OSError | ValueError) -> str:
    """What the system says, without the path, which may be anything."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else type(error).__name__


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one run, each opened once."""

    hosts: dict[Path, FileHost] = field(default_factory=dict)

    def opened(self, path: Path, passwords: Sequence[str] = ()) -> FileHost:
        """A file as a host.

        Args:
            path: Where it lies.
            passwords: What may open it if it is locked.

        Raises:
            NotThereError: It is not there, no ordinary file, or can't be read.
        """
        try:
            if path not in self.hosts:
                self.hosts[path] = FileHost(path, passwords=passwords)
            return self.hosts[path]
        except FileError as error:
            raise NotThereError(error.why) from error
        except PermissionError as error:
            raise NotThereError(_FORBIDDEN) from error
        except (OSError, ValueError) as error:
            raise NotThereError(_UNKNOWN.filled({"why": reason(error)})) from error


@dataclass(frozen=True, slots=True)
class Found:
    """What a task gets of its sources.

    Attributes:
        tables: Its sheets of other workbooks, under ``source.sheet``; an empty table for one that is not there.
        absent: The sources that are not there -> why.
        notes: The same for the person who asked.
    """

    tables: Mapping[str, Table]
    absent: Mapping[str, Label]
    notes: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other workbooks that one workbook names.

    Attributes:
        host: The workbook.
        book: What it is.
        lang: Its language.
        shelf: Where opened files are kept.
    """

    host: Host
    book: Book
    lang: Lang
    shelf: Shelf

    def read(self, names: Sequence[str], own: Mapping[str, Table], lang: Lang) -> Found:
        """Read sheets of other workbooks; what is not there stops nothing.

        Args:
            names: ``source.sheet`` each.
            own: The workbook's own sheets, 来源 among them.
            lang: The language of messages.
        """
        tables: dict[str, Table] = {}
        absent: dict[str, Label] = {}
        notes: list[Label] = []
        for name in names:
            code, _, wanted = name.partition(DOT)
            source = source_of(self.book, code)
            place, sheet = self._place(source, own), book_or_form(source.book).sheet(wanted)
            try:
                tables[name] = self._table(source, place, sheet, lang)
            except (NotThereError, FileError) as error:
                tables[name] = empty_table(sheet)
                why = error.why if isinstance(error, FileError) else error.label
                if code not in absent:
                    absent[code] = why
                    notes.append(self.absence(source, own, why))
        return Found(tables, absent, tuple(notes))

    def folder(self, source: Source, own: Mapping[str, Table]) -> Path:
        """The folder that a source is; whether it is there is not looked at.

        Raises:
            NotThereError: There can be none.
        """
        return located(self._place(source, own).path, folder_of(self.host))

    def absence(self, source: Source, own: Mapping[str, Table], why: Label) -> Label:
        """The sentence about a source that is not there."""
        plain = " ".join(self._place(source, own).path.split())
        short = plain if len(plain) <= _LONGEST_PATH else plain[: _LONGEST_PATH - 1] + "…"
        return _ABSENT.filled({"code": source.code, "path": short or _HERE, "why": why, "label": source.label})

    def _place(self, source: Source, own: Mapping[str, Table]) -> Place:
        return place_of(source, own[SOURCES.code].frame, self.lang)

    def _table(self, source: Source, place: Place, sheet: Sheet, lang: Lang) -> Table:
        host, place = self._opened(place)
        return read_tab(host, sheet, tab_of(host, book_or_form(source.book), sheet, place.tab, self._own_tabs(host)), lang)

    def _opened(self, place: Place) -> tuple[Host, Place]:
        """The workbook of a source, which may be this very one."""
        if not place.path:
            return self.host, place
        if place.path in self.host.tabs():
            return self.host, Place("", place.path)
        folder = folder_of(self.host)
        path = either_ending(located(place.path, folder))
        return (self.host, place) if is_same(path, folder / self.host.name) else (self.shelf.opened(path), place)

    def _own_tabs(self, host: Host) -> Sequence[str]:
        return list(places_of(self.host, self.book).values()) if host is self.host else ()


def either_ending(path: Path) -> Path:
    """The path; where nothing lies there, the same name with the other ending of a workbook of ours, or in other capitals, if that does.

    Windows does not tell Orders.xlsm from orders.xlsm, so people do not either; a folder that moves to Linux must go on working.
    """
    other = path.with_suffix(_ENDINGS[path.suffix.lower()]) if path.suffix.lower() in _ENDINGS else path
    exact = next((each for each in (path, other) if _is_file(each)), None)
    return exact or _in_other_capitals(path) or _in_other_capitals(other) or path


def _in_other_capitals(path: Path) -> Path | None:
    """The one file of the folder whose name differs by capitals alone; none where there are several."""
    try:
        found = [each for each in path.parent.iterdir() if each.name.casefold() == path.name.casefold() and _is_file(each)]
    except (OSError, ValueError):
        return None
    return found[0] if len(found) == 1 else None


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file that is there."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def tab_of(host: Host, book: Book, sheet: Sheet, asked: str, own: Sequence[str] = ()) -> str:
    """The tab of another workbook that holds a sheet.

    Args:
        host: The workbook.
        book: What it should be. A workbook without a mark may be anybody's: then a sheet will do whose titles fit.
        sheet: What is looked for.
        asked: The name of its tab, where somebody gave one.
        own: Where the workbook that asks is looked into itself: the tabs of its own sheets, which are none of another book's.

    Raises:
        NotThereError: It is another workbook of ours, or no such sheet is in it.
    """
    mark = None if own else host.mark()
    if mark is not None and mark.book != book.code:
        raise NotThereError(_OTHER_BOOK.filled({"found": _called(mark), "wanted": book.label}))
    tabs = [tab for tab in host.tabs() if tab not in own]
    names = {title_key(asked)} if asked else {title_key(sheet.label.zh), title_key(sheet.label.en)}
    named = [tab for tab in tabs if title_key(tab) in names]
    candidates = named or ([] if asked else _renamed(host, book, sheet) if mark else tabs)
    if not candidates:
        raise NotThereError(_NO_TAB.filled({"tab": asked or sheet.label}))
    fitting = next((tab for tab in candidates if fits(host, tab, sheet, is_marked=mark is not None)), None)
    if fitting is None:
        shown = candidates[:_MOST_NAMED]
        raise NotThereError(_NO_TITLES.filled({"tab": Label(zh="、".join(shown), en=", ".join(shown)), "sheet": sheet.label}))
    return fitting


def _called(mark: Mark) -> Label | str:
    try:
        return book_or_form(mark.book).label
    except UnknownNameError:  # of a newer version
        return mark.book


def _renamed(host: Host, book: Book, sheet: Sheet) -> list[str]:
    """The tab that has the table of a sheet, whatever it is called."""
    place = places_of(host, book, (sheet.code,)).get(sheet.code)
    return [place] if place is not None else []


def fits(host: Host, tab: str, sheet: Sheet, *, is_marked: bool) -> bool:
    """Whether a tab has the titles of a sheet: those of its required columns.

    Of a sheet that requires fewer than two, half of all columns must be there, unless a mark says what the workbook is: 商品编码 and 数量
    stand on lists of all sorts. Of a form, a text file will do with what a handheld writes.
    """
    grid = host.grid(tab)
    header = find_header(grid, sheet.columns)
    if header is None:
        return False
    if grid.encoding and sheet.form and sheet.form.scanned:
        return all(name in header.letters for name in sheet.form.scanned)
    required = [column.field for column in sheet.columns if column.is_required]
    is_enough = is_marked or len(required) >= _TELLING or 2 * len(header.letters) >= len(sheet.columns)
    return is_enough and not any(name in header.missing for name in required)
