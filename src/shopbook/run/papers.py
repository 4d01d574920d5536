"""Workbooks that a task makes beside its own: copies of a form's template with rows in them, and documents to print."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from shopbook.books.by_code import book_or_form
from shopbook.errors import MisuseError, UnwritableFileError
from shopbook.host.file import FileHost
from shopbook.host.locking import locked, require_locked
from shopbook.host.package import patch
from shopbook.host.replace import replace_file, require_zip
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather
from shopbook.run.making import WITHOUT, shipped_template
from shopbook.run.naming import file_name, numbered
from shopbook.sheet.books import Book, Outcome, Paper, ReplaceRows
from shopbook.sheet.documents import Document
from shopbook.sheet.plan import ColumnWrite
from shopbook.sheet.tables import Table

_FAR = Label(
    zh="“{folder}”不在本工作簿的文件夹里，也不在它旁边，不会往那里写文件。请在“来源”表里换一个位置",
    en="'{folder}' lies neither inside nor beside the workbook's folder, so nothing is written there: change it on the sheet Sources",
)
_NO_FOLDER = Label(zh="这里不是文件夹，放不了生成的文件", en="this is no folder, so nothing can be put there")
_NOT_MADE = Label(zh="文件夹建不了（{why}），没有写入", en="the folder can't be made ({why}); nothing was written")
_MADE = Label(zh="生成了 {count} 个文件，放在“{folder}”：{names}", en="Made {count} {count|file|files} in '{folder}': {names}")
_WOULD = Label(zh="会生成 {count} 个文件，放在“{folder}”：{names}", en="Would make {count} {count|file|files} in '{folder}': {names}")
_LEFT = Label(
    zh="“{folder}”里已经有 {count} 个同名文件，没有改动：{names}",
    en="{count} {count|file of this name is|files of these names are} in '{folder}' already and left as before: {names}",
)
_NOWHERE = Label(zh="没有地方放要生成的文件：{why}", en="There is no place for the files to make: {why}")
_MOST_NAMED = 5


class NowherePapersError(MisuseError):
    """A task wants to make workbooks, and there is no folder for them."""

    def __init__(self, why: Label) -> None:
        super().__init__(_NOWHERE.filled({"why": why}))


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Papers with the names that their files get: those to make, and those that lie there already.

    Attributes:
        folder: Where they go.
        wanted: File name, with the folder within, -> paper.
        there: The names of files that are there and are left as they are.
    """

    folder: Path
    wanted: dict[str, Paper | Document]
    there: tuple[str, ...]

    @property
    def lying(self) -> list[Path]:
        """The files that are there, but for links to somewhere else."""
        return [path for name in self.there if not (path := self.folder / name).is_symlink()]

    def notes(self, *, is_made: bool) -> tuple[Label, ...]:
        """What the person who asked is told."""
        said = [(_MADE if is_made else _WOULD, tuple(self.wanted)), (_LEFT, self.there)]
        return tuple(label.filled({"count": len(names), "folder": self.folder, "names": _listed(names)}) for label, names in said if names)


def sheaf_of(papers: Sequence[Paper | Document], folder: Path, near: Path) -> Sheaf:
    """Give each paper a name that every system takes, and see which are there already.

    Args:
        papers: What a task wants made.
        folder: Where they go.
        near: The workbook's folder.

    Raises:
        NowherePapersError: The folder lies neither inside nor beside the workbook's.
    """
    real, around = Path(os.path.realpath(folder)), Path(os.path.realpath(near)).parent
    for within in {"", *map(_folder_of, papers)}:
        if not Path(os.path.realpath(real / within)).is_relative_to(around):
            raise NowherePapersError(_FAR.filled({"folder": folder / within}))
    named: dict[str, Paper | Document] = {}
    taken: set[str] = set()
    for paper in papers:
        name = _free(_folder_of(paper) + file_name(paper.name, WITHOUT, otherwise=_spare_name(paper)), taken)
        taken.add(name.casefold())
        named[name] = paper
    there = tuple(name for name in named if os.path.lexists(real / name))
    return Sheaf(real, {name: paper for name, paper in named.items() if name not in there}, there)


Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def make(sheaf: Sheaf, lang: Lang, *, now: dt.datetime, progress: Progress | None = None) -> tuple[str, ...]:
    """Write the papers that are not there yet; what was made before one fails stays, and is found by the next run.

    Args:
        sheaf: The papers.
        lang: Their language.
        now: The moment.
        progress: Told of every paper, where somebody watches.

    Returns:
        The files made.

    Raises:
        UnwritableFileError: The folder or a file could not be made.
        UnknownNameError: A form is not registered.
    """
    if not sheaf.wanted:
        return ()
    for folder in dict.fromkeys((sheaf.folder, *((sheaf.folder / name).parent for name in sheaf.wanted))):
        _make_folder(folder)
    press, made = _Press(lang), list[str]()
    for name, paper in sheaf.wanted.items():
        replace_file(sheaf.folder / name, press.writer(paper), unchanged_since=None, now=now, verify=_verified(paper))
        made.append(str(sheaf.folder / name))
        if progress:
            progress(len(made), len(sheaf.wanted))
    return tuple(made)


def _folder_of(paper: Paper | Document) -> str:
    """The folder within that a paper goes into, with the slash behind it."""
    within = paper.folder if isinstance(paper, Paper) else ""
    return f"{file_name(within, '', otherwise='_')}/" if within else ""


def _verified(paper: Paper | Document) -> Callable[[Path], None]:
    return require_locked if isinstance(paper, Paper) and paper.password else require_zip


def _spare_name(paper: Paper | Document) -> str:
    return paper.form if isinstance(paper, Paper) else paper.code


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another paper has it; letter case tells no two files apart on Windows and Mac."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = numbered(name, number)
    return free


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UnwritableFileError(folder, _NO_FOLDER) from error
    except OSError as error:
        raise UnwritableFileError(folder, _NOT_MADE.filled({"why": error.strerror or error})) from error


@dataclass(frozen=True, slots=True)
class _Template:
    """The template of a form, opened once for all its copies."""

    path: Path
    form: Book
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class _Press:
    """What papers are made with in one run."""

    lang: Lang
    templates: dict[str, _Template] = field(default_factory=dict)

    def writer(self, paper: Paper | Document) -> Callable[[BinaryIO], None]:
        """What writes a paper into a file."""
        return partial(_draw, paper, self.lang) if isinstance(paper, Document) else partial(self._write, paper)

    def _write(self, paper: Paper, out: BinaryIO) -> None:
        if not paper.password:
            self._fill(paper, out)
            return
        plain = BytesIO()
        self._fill(paper, plain)
        out.write(locked(plain.getvalue(), paper.password))

    def _fill(self, paper: Paper, out: BinaryIO) -> None:
        template = self._template(paper.form)
        changes = tuple(ReplaceRows(code, frame) for code, frame in paper.rows.items())
        plan = plan_of(Outcome(changes=changes), template.form, Writing(template.tables, self.lang))
        headings = _headings(paper, [template.tables[code] for code in paper.rows])
        patch(template.path, out, replace(plan, writes=(*plan.writes, *headings)))

    def _template(self, code: str) -> _Template:
        if code not in self.templates:
            form = book_or_form(code)
            path = shipped_template(form, self.lang, ending=WITHOUT)
            tables = gather(FileHost(path), form, [sheet.code for sheet in form.sheets], lang=self.lang)
            self.templates[code] = _Template(path, form, tables)
        return self.templates[code]


def _draw(document: Document, lang: Lang, out: BinaryIO) -> None:
    from shopbook.build.pages import build_document  # noqa: PLC0415 - few runs draw anything, and all would wait for the writer of workbooks

    out.write(build_document(document, lang))


def _headings(paper: Paper, tables: Iterable[Table]) -> Iterator[ColumnWrite]:
    """What goes into the row above the titles, which is printed with them."""
    for table in tables:
        if paper.heading and table.header is not None and table.header.row > 1:
            yield ColumnWrite(table.grid.tab, "A", [table.header.row - 1], [paper.heading])


def _listed(names: Sequence[str]) -> Label:
    shown, left = names[:_MOST_NAMED], len(names) - _MOST_NAMED
    more = Label(zh=f"等 {len(names)} 个", en=f" and {left} more") if left > 0 else Label(zh="", en="")
    return Label(zh="、".join(shown) + more.zh, en=", ".join(shown) + more.en)
