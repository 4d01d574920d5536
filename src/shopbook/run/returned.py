"""Files that came back: the forms in a folder, each read or with the reason why not."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from shopbook.books.by_code import book_or_form
from shopbook.errors import FileError, UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.gathering import read_tab
from shopbook.run.papers import Progress
from shopbook.run.sources import NotThereError, Shelf, is_same, reason, tab_of
from shopbook.sheet.books import Book, Intray, Returned, Source
from shopbook.sheet.tables import Table

MOST_FILES = 5_000
LARGEST_BYTES = 32 << 20
"""Of a folder, and of each of its files: a form is filled in by hand."""

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".csv"})
"""What a form may have been saved as; ``.et`` is WPS's own."""

_ASIDE = ("~$", ".")  # of an office program while a file is open, and hidden ones
_TEMPORARY = frozenset({".tmp", ".lock", ".crdownload", ".part"})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_PIECE = 1 << 20

_NO_FOLDER = Label(zh="没有这个文件夹", en="there is no such folder")
_NO_LISTING = Label(zh="这个文件夹打不开：{why}", en="this folder can't be opened: {why}")
_TOO_MANY = Label(
    zh="这个文件夹里的文件超过 {most} 个。请另建一个文件夹，只放要收回的表",
    en="there are more than {most} files in this folder: use one that holds only the forms to collect",
)
_NO_TABLE = Label(zh="不是表格文件，没有读", en="it is no spreadsheet and was not read")
_TOO_LARGE = Label(
    zh="文件有 {size} MB，超过 {most} MB，不像一张手填的表，没有读",
    en="it has {size} MB, more than {most} MB: no form filled in by hand, so it was not read",
)
_GONE = Label(zh="读到一半读不下去了：{why}。请再收一次", en="reading it broke off: {why}. Collect once more")
_MISSING = Label(zh="找不到这个文件或文件夹。请检查名字和位置", en="there is no such file or folder; check its name and place")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came back, not looked into yet: its name below the folder, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Back:
    """What a task gets of its folder of forms: the files, or why there are none, also for the person who asked."""

    files: tuple[Returned, ...] = ()
    absent: Mapping[str, Label] = field(default_factory=dict)
    notes: tuple[Label, ...] = ()


def arrivals_in(folder: Path, *, but: Path | None = None, finished: Collection[str] = ()) -> list[Arrival]:
    """The files of a folder and of the folders in it, by name; hidden, temporary and system files are none.

    Args:
        folder: Where they lie.
        but: A file that is none of them: the workbook that collects.
        finished: Names of folders in it that are not looked into.

    Raises:
        NotThereError: There is no such folder, or it holds too many files.
    """
    try:
        if not folder.is_dir():
            raise NotThereError(_NO_FOLDER)
        found = list(islice(_files(folder, finished=finished), MOST_FILES + 1))
    except (OSError, ValueError) as error:
        raise NotThereError(_NO_LISTING.filled({"why": reason(error)})) from error
    if len(found) > MOST_FILES:
        raise NotThereError(_TOO_MANY.filled({"most": f"{MOST_FILES:,}"}))
    others = [each for each in found if but is None or not is_same(each.path, but)]
    return sorted(others, key=lambda arrival: arrival.name)


def arrivals_at(paths: Sequence[Path]) -> list[Arrival]:
    """The files that somebody names, and those of the folders among them, by name; each once.

    Raises:
        UnreadableFileError: One is not there, or is a folder of too many files.
    """
    found = {each.path.absolute(): each for path in reversed(paths) for each in _arrivals_at(path)}
    return sorted(found.values(), key=lambda arrival: arrival.name)


def _arrivals_at(path: Path) -> list[Arrival]:
    if not os.path.lexists(path):
        raise UnreadableFileError(path, _MISSING)
    if not path.is_dir():
        return [Arrival(path.name, path)]
    try:
        return arrivals_in(path)
    except NotThereError as error:
        raise UnreadableFileError(path, error.label) from error


def _files(folder: Path, before: str = "", *, finished: Collection[str] = ()) -> Iterator[Arrival]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_aside(entry.name):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield Arrival(before + entry.name, Path(entry.path))
            elif not before and entry.name not in finished:
                yield from _files(Path(entry.path), f"{entry.name}/")


def _is_aside(name: str) -> bool:
    return name.startswith(_ASIDE) or name.lower() in _SYSTEM or Path(name).suffix.lower() in _TEMPORARY


@dataclass(frozen=True, slots=True)
class Opener:
    """How files that came back are opened.

    Attributes:
        forms: What they may be.
        shelf: Where opened files are kept.
        lang: The language of messages.
        passwords: A word that a file's name may have in it -> what opens such a file.
    """

    forms: Sequence[Book]
    shelf: Shelf
    lang: Lang
    passwords: Mapping[str, str] = field(default_factory=dict)

    def passwords_for(self, name: str) -> list[str]:
        """What to try on a locked file: first what belongs to the longest words in its name."""
        words = sorted(self.passwords, key=lambda word: (word not in name, -len(word), word))
        return list(dict.fromkeys(self.passwords[word] for word in words))


def opener_of(source: Source, shelf: Shelf, lang: Lang, intray: Intray) -> Opener:
    """How the files of a folder are opened."""
    return Opener([book_or_form(code) for code in source.forms], shelf, lang, intray.passwords)


def read_all(arrivals: Sequence[Arrival], opener: Opener, progress: Progress | None = None) -> Back:
    """Every file that came back, read or with the reason why not.

    Args:
        arrivals: The files.
        opener: How they are opened.
        progress: Told of every file, where somebody watches.
    """
    files = []
    for arrival in arrivals:
        files.append(read_returned(arrival, opener))
        if progress:
            progress(len(files), len(arrivals))
    return Back(tuple(files))


def read_returned(arrival: Arrival, opener: Opener) -> Returned:
    """What stands in a file that came back; whatever is wrong with it becomes a sentence."""
    fingerprint = ""
    try:
        _refuse_at_sight(arrival.path)
        host = opener.shelf.opened(arrival.path, opener.passwords_for(arrival.name))
        fingerprint = _fingerprint(arrival.path)
        tables = _tables(host, _form_of(host, opener.forms), opener.lang)
        return Returned(arrival.name, fingerprint, tables, password=host.password)
    except NotThereError as error:
        return Returned(arrival.name, fingerprint, fault=error.label)
    except FileError as error:
        return Returned(arrival.name, fingerprint, fault=error.why)
    except OSError as error:
        return Returned(arrival.name, fingerprint, fault=_GONE.filled({"why": reason(error)}))


def _refuse_at_sight(path: Path) -> None:
    """What no form can be is not opened at all.

    Raises:
        NotThereError: It is no spreadsheet by its ending, or too large.
    """
    if path.suffix.lower() not in ENDINGS:
        raise NotThereError(_NO_TABLE)
    try:
        size = path.stat().st_size
    except OSError:
        return  # the gate has a sentence for it
    if size > LARGEST_BYTES:
        raise NotThereError(_TOO_LARGE.filled({"size": size >> 20, "most": LARGEST_BYTES >> 20}))


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _form_of(host: FileHost, forms: Sequence[Book]) -> Book:
    """Which of several forms a file is: by its mark, or else the first whose titles fit.

    Raises:
        NotThereError: It is none of them.
    """
    mark = host.mark()
    marked = next((form for form in forms if mark is not None and form.code == mark.book), None)
    if marked is not None or len(forms) == 1:
        return marked or forms[0]
    for form in forms[:-1]:
        with suppress(NotThereError):
            tab_of(host, form, form.sheets[0], "")
            return form
    return forms[-1]


def _tables(host: FileHost, form: Book, lang: Lang) -> dict[str, Table]:
    """The form's sheets; its first must be there, as a person keeps what is filled in and may drop the rest.

    Raises:
        NotThereError: The file is no such form.
        FileError: A sheet can't be read.
    """
    first, *others = [sheet for sheet in form.sheets if not sheet.is_log]
    tables = {first.code: read_tab(host, first, tab_of(host, form, first, ""), lang)}
    for sheet in others:
        try:
            tab = tab_of(host, form, sheet, "")
        except NotThereError:
            tables[sheet.code] = read_tab(host, sheet, None, lang)
        else:
            tables[sheet.code] = read_tab(host, sheet, tab, lang)
    return tables
