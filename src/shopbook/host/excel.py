"""A workbook that is open in Excel; the only place that imports xlwings (its free core, nothing of ``xlwings.pro``)."""

import datetime as dt
import platform
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from types import FunctionType
from typing import ParamSpec, Protocol, TypeVar

from shopbook.errors import FileError, MisuseError, PatchRefusedError, TabNotFoundError
from shopbook.host.excel_access import Opened, require_whole, unlocked
from shopbook.host.excel_reading import LiveCells
from shopbook.host.excel_saved import SavedHost, saved_workbook
from shopbook.host.excel_sheet import changes_of
from shopbook.host.excel_window import Com, Window, excel_errors, named_errors, quiet
from shopbook.host.excel_writing import Pen
from shopbook.host.file import FileHost
from shopbook.host.host import NEVER_SAVED, ON_THE_WEB, NoFolderError
from shopbook.host.package.refusals import Refusal
from shopbook.host.package.values import Calendar
from shopbook.labels import Label, Lang
from shopbook.sheet.grid import Grid
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace

READING = Label(zh="shopbook 正在读取“{name}”…", en="shopbook is reading {name}…")
WRITING = Label(zh="shopbook 正在写入“{name}”…", en="shopbook is writing {name}…")

P = ParamSpec("P")
R = TypeVar("R")

_UNSAVED_ENDING = ".xlsx"
_POSERS = ("wps", "kingsoft", "libreoffice", "openoffice")  # in the folder that the program lies in, wherever that is


class NoExcelLinkError(MisuseError):
    """The optional part that talks to Excel is not installed."""

    def __init__(self) -> None:
        super().__init__(
            Label(
                zh="没有安装与 Excel 连接的部分。请运行 pip install 'shopbook[excel]'",
                en="The part that talks to Excel is not installed. Run pip install 'shopbook[excel]'",
            )
        )


class NotExcelError(MisuseError):
    """The program behind the button is not Microsoft Excel."""

    def __init__(self, program: str, workbook: str) -> None:
        super().__init__(
            Label(
                zh="这里运行的是“{program}”，不是微软 Excel，按钮用不了。请保存并关闭“{workbook}”，"
                "再用命令 shopbook run 处理文件，结果完全一样",
                en="This is {program}, not Microsoft Excel, so the buttons do not work. Save and close {workbook}, "
                "then use the command shopbook run on the file: the result is the same",
            ).filled({"program": program, "workbook": workbook})
        )


class _Source(Protocol):
    """Where a live workbook's cells are read from."""

    def mark(self) -> Mark | None:
        """Which book of ours it is."""
        ...

    def tabs(self) -> Sequence[str]:
        """The names of its sheets."""
        ...

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet."""
        ...


class ExcelHost:
    """A host over a workbook that is open in Excel; it never saves the workbook.

    It is read from a copy that Excel writes to a folder of the run, in one round trip and by the same reader as files: formats, merges,
    hidden rows and formulas included. Where no such copy can be read (a password, software that encrypts whatever Excel saves) the cells
    are read over COM, each sheet as one block.

    Args:
        book: An xlwings ``Book``.
        folder: Where copies may lie; ``None`` reads over COM.
        lang: The language of the status bar.
        logs: Names of tables that only tasks fill: their sheets may be unprotected, their filters cleared.
    """

    def __init__(self, book: Com, *, folder: Path | None = None, lang: Lang = Lang.ZH, logs: Collection[str] = ()) -> None:
        self.window = Window(book.api)
        self._folder = folder
        self.lang = lang
        self._logs = logs
        self._copies = 0

    @property
    def name(self) -> str:
        """The workbook's name."""
        with named_errors(self.window):
            return self.window.name

    @property
    def is_read_only(self) -> bool:
        """Whether Excel opened it for reading only."""
        with named_errors(self.window):
            return self.window.is_read_only

    @property
    def is_saved_somewhere(self) -> bool:
        """Whether it has ever been saved, to a folder or a web address."""
        with named_errors(self.window):
            # Only a workbook that has been saved has an ending; one that hides it is asked where it lies.
            return bool(Path(self.window.name).suffix or self.window.folder)

    def folder(self) -> Path:
        """The folder that it was opened from."""
        with named_errors(self.window):
            found = self.window.folder
        if not found:
            raise NoFolderError(NEVER_SAVED)
        if "://" in found:
            raise NoFolderError(ON_THE_WEB)
        return Path(found)

    def mark(self) -> Mark | None:
        """Which book of ours it is."""
        with named_errors(self.window):
            return self._source.mark()

    def tabs(self) -> Sequence[str]:
        """The names of its sheets."""
        with named_errors(self.window):
            return self._source.tabs()

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet, as they were when the run began.

        Raises:
            TabNotFoundError: There is no such sheet.
        """
        with named_errors(self.window):
            if tab not in self._source.tabs():
                raise TabNotFoundError(self.window.name, tab, self._source.tabs())
            return self._source.grid(tab)

    def apply(self, plan: EditPlan, *, now: dt.datetime) -> Sequence[str]:  # noqa: ARG002 - nothing is ever set aside in Excel
        """Write a plan into the open workbook; whether it is saved is for the person who has it open.

        Raises:
            UnwritableFileError: A sheet is protected or filtered, or Excel refused.
        """
        if not plan:
            return []
        done: list[str] = []
        with named_errors(self.window, done), self._refusals():
            sheets = [self._opened(plan, tab) for tab in _tabs_of(plan)]
            self._say(WRITING)
            with unlocked(sheets, self._logs):
                for opened in sheets:
                    require_whole(opened, self._logs, may_hide=self._is_direct or opened.grid.hidden_rows > 0)
                for opened in sheets:
                    done.append(opened.change.tab)
                    _write(opened)
        self.__dict__.pop("_source", None)  # what was read is no longer what is there
        return [self.window.name]

    @cached_property
    def _source(self) -> _Source:
        self._say(READING)
        copy = self._saved_copy() if self._folder else None
        return copy or LiveCells(self.window)

    @property
    def _is_direct(self) -> bool:
        return isinstance(self._source, LiveCells)

    def _saved_copy(self) -> FileHost | None:
        """A copy of the workbook, if one can be read that still says which book it is."""
        self._copies += 1
        ending = Path(self.window.name).suffix or _UNSAVED_ENDING
        path = (self._folder or Path()) / f"{self._copies}{ending}"
        with suppress(*excel_errors(), FileError, OSError):
            self.window.save_copy(path)
            copy = FileHost(path)
            return copy if copy.mark() else None
        return None

    def _opened(self, plan: EditPlan, tab: str) -> Opened:
        grid = self.grid(tab)
        change = changes_of(plan, tab, grid)
        sheet = self.window.tab(tab)
        listed = sheet.ListObjects if change.tables else None
        return Opened(sheet, change, grid, {table.name: listed.Item(table.name) for table in change.tables} if listed else {})

    def _say(self, text: Label) -> None:
        self.window.say(text.filled({"name": self.window.name})[self.lang])

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            raise PatchRefusedError(Path(self.window.name), refusal.label) from refusal


LiveHost = ExcelHost | SavedHost


@contextmanager
def live_workbook(book: Com, *, lang: Lang, logs: Collection[str]) -> Iterator[LiveHost]:
    """An open workbook as a host, with Excel quiet around it; afterwards Excel is as it was and no copy is left.

    Raises:
        NotExcelError: Another program poses as Excel.
        NotOnDiskError: It is open on a Mac, and in no folder there.
    """
    if platform.system() == "Darwin":
        with saved_workbook(book) as saved:
            yield saved
        return
    with tempfile.TemporaryDirectory(prefix="shopbook-", ignore_cleanup_errors=True) as folder:
        host = ExcelHost(book, folder=Path(folder), lang=lang, logs=logs)
        with named_errors(host.window):
            require_excel(host.window)
            with quiet(host.window):
                yield host


def require_excel(window: Window) -> None:
    """Refuse programs that pose as Excel: they answer to the same names and do other things.

    Raises:
        NotExcelError: It is one.
    """
    place = str(window.app.Path)
    if any(poser in place.lower() for poser in _POSERS):
        raise NotExcelError(str(window.app.Name), window.name)


def calling_book() -> Com:
    """The xlwings ``Book`` whose button was clicked.

    Raises:
        NoExcelLinkError: xlwings is not installed.
    """
    if find_spec("xlwings") is None:
        raise NoExcelLinkError
    import xlwings  # noqa: PLC0415 - an optional part, and a server never loads it

    return xlwings.Book.caller()


def worksheet_function(function: Callable[P, R]) -> Callable[P, R]:
    """Offer a function to Excel's cells, which hand it blocks of cells as rows; elsewhere than on Windows it stays what it is."""
    if platform.system() != "Windows" or find_spec("xlwings") is None:
        return function
    import xlwings  # noqa: PLC0415 - as above

    # xlwings would choose converters by the annotations; it is told one thing only, that cells come as rows.
    plain = FunctionType(function.__code__, function.__globals__, function.__name__)
    plain.__doc__ = function.__doc__
    offered = xlwings.func(category="shopbook")(plain)
    for name in signature(function).parameters:
        offered = xlwings.arg(name, ndim=2)(offered)
    return offered


def _tabs_of(plan: EditPlan) -> list[str]:
    """The sheets in the order of writing: what is added to the log of changes stands there before any change does."""
    edits: list[ColumnWrite | TableReplace | TableAppend] = [*plan.appends, *plan.replaces, *plan.writes]
    return list(dict.fromkeys(edit.tab for edit in edits))


def _write(opened: Opened) -> None:
    pen = Pen(opened.sheet, Calendar(is_1904=opened.grid.is_1904))
    for write in opened.change.writes:
        pen.column(write)
    for change in opened.change.tables:
        pen.table(change, opened.listed[change.name], opened.grid)
