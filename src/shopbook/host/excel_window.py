"""A workbook open in Excel, as COM shows it: every line here that touches it is a round trip to another program."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from shopbook.errors import TabNotFoundError, UnwritableFileError
from shopbook.labels import Label

Com = Any  # pywin32 finds the members of Excel's objects while it runs; nothing describes their types

_MANUAL = -4135
_QUIET = {"ScreenUpdating": False, "EnableEvents": False, "Calculation": _MANUAL}
_TRIES = 3
_GONE = frozenset({-2147417848, -2147023174, -2147023170, -2147418107})  # disconnected, server unavailable, call failed, call cancelled
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})  # call rejected, retry later, somebody types into a cell

_CLOSED = Label(
    zh="与 Excel 的连接断开了。请重新打开工作簿，看看内容是否完整，再点一次按钮",
    en="the connection to Excel was lost. Open the workbook again, see whether all is there, and click again",
)
_TYPING = Label(
    zh="Excel 正忙，可能正在编辑单元格或开着对话框。请按 Esc 后再点一次按钮",
    en="Excel is busy: a cell is being edited or a dialog is open. Press Esc and click again",
)
_REFUSED = Label(zh="Excel 没有完成这一步（{why}）", en="Excel did not do this ({why})")


class Window:
    """One live workbook. What was asked once is kept, for nobody changes it while a macro runs."""

    def __init__(self, book: Com) -> None:
        self._book = book
        self._tabs: dict[str, Com] = {}

    @cached_property
    def name(self) -> str:
        """The workbook's name, with its ending once it has been saved."""
        return str(self._book.Name)

    @property
    def known_name(self) -> str:
        """The same without asking Excel, which may be gone."""
        return str(self.__dict__.get("name", "Excel"))

    @cached_property
    def app(self) -> Com:
        """Excel itself."""
        return self._book.Application

    @cached_property
    def is_1904(self) -> bool:
        """Whether serial dates count from 1904."""
        return bool(self._book.Date1904)

    @cached_property
    def folder(self) -> str:
        """Where the workbook lies: a folder, a web address, or nothing when it was never saved."""
        return str(self._book.Path or "")

    @cached_property
    def is_read_only(self) -> bool:
        """Whether Excel opened it for reading only."""
        return bool(self._book.ReadOnly)

    @cached_property
    def names(self) -> list[str]:
        """The names of its sheets, in their order."""
        self._tabs = {str(sheet.Name): sheet for sheet in map(self._sheets.Item, range(1, self._sheets.Count + 1))}
        return list(self._tabs)

    @cached_property
    def _sheets(self) -> Com:
        return self._book.Worksheets

    def tab(self, name: str) -> Com:
        """One sheet.

        Raises:
            TabNotFoundError: There is none of that name.
        """
        if name not in self._tabs:
            try:
                self._tabs[name] = self._sheets.Item(name)
            except excel_errors() as error:
                if name in self.names:
                    raise
                raise TabNotFoundError(self.name, name, self.names) from error
        return self._tabs[name]

    def refers_to(self, name: str) -> str | None:
        """What a defined name refers to; ``None`` if there is no such name."""
        try:
            return str(self._book.Names.Item(name).RefersTo)
        except excel_errors() as error:
            if _number(error) in _GONE | _BUSY:
                raise
            return None

    def save_copy(self, path: Path) -> None:
        """Write the workbook as it is now, unsaved changes and all, to another file; the workbook itself is as it was."""
        self._book.SaveCopyAs(str(path))

    def say(self, text: str) -> None:
        """Show a text in the status bar."""
        self.app.StatusBar = text


@contextmanager
def quiet(window: Window) -> Iterator[None]:
    """Excel without redrawing, events and calculation; everything is put back whatever happens, and the status bar is Excel's again."""
    app = window.app
    with ExitStack() as undo:
        undo.callback(insist, partial(setattr, app, "StatusBar", False))
        for setting, wanted in _QUIET.items():
            undo.callback(insist, partial(setattr, app, setting, getattr(app, setting)))
            setattr(app, setting, wanted)
        yield


def insist(step: Callable[[], object]) -> None:
    """Put something back, again if Excel does not listen at once; an Excel that never listens is gone, and what was done is still true."""
    for _ in range(_TRIES):
        with suppress(*excel_errors()):
            step()
            return


@contextmanager
def named_errors(window: Window, done: Sequence[str] = ()) -> Iterator[None]:
    """Failures of Excel become ours, in words.

    Args:
        window: The workbook.
        done: The sheets that have been written so far, which the sentence names; it may grow meanwhile.

    Raises:
        UnwritableFileError: Excel refused or is gone.
    """
    try:
        yield
    except excel_errors() as error:
        raise UnwritableFileError(Path(window.known_name), _with_rest(reason_of(error), done)) from error


def excel_errors() -> tuple[type[Exception], ...]:
    """What a call to Excel may raise: classes of pywin32 and appscript where these are loaded, for only then is there an Excel."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in _ERRORS.items()]
    return tuple(each for each in found if isinstance(each, type))


_ERRORS: Mapping[str, str] = {
    "pywintypes": "com_error",
    "appscript.reference": "CommandError",
    "xlwings._xlwindows": "ExcelBusyError",
    "xlwings": "XlwingsError",
}
_HALF = Label(
    zh="{why}。已经写入的工作表（最后一张可能只写了一部分）：{done}。要恢复原样，请不保存关闭工作簿，再打开",
    en="{why}. Sheets written so far, the last perhaps in part: {done}. To have all as it was, close the workbook without saving and "
    "open it again",
)


def _with_rest(why: Label, done: Sequence[str]) -> Label:
    listed = Label(zh="、".join(done), en=", ".join(done))
    return _HALF.filled({"why": why, "done": listed}) if done else why


def reason_of(error: Exception) -> Label:
    """What went wrong: COM tells a number, and Excel's own sentence in the user's language; appscript the sentence alone."""
    number, said = _number(error), getattr(error, "excepinfo", None) or ()
    inner = next((part for part in reversed(said) if isinstance(part, int) and part), 0)
    if number in _GONE:
        return _CLOSED
    if number in _BUSY or inner in _BUSY:
        return _TYPING
    sentences = [getattr(error, "errormessage", ""), *reversed(said)]
    text = next((part.strip() for part in sentences if isinstance(part, str) and part.strip()), str(number or error))
    return _REFUSED.filled({"why": text.rstrip("。.")})


def _number(error: Exception) -> int:
    return int(getattr(error, "hresult", 0))
