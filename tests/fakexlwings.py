"""xlwings' own Windows code over the pretended Excel, and workbooks that are open in it."""

import builtins
import ctypes
import os
import sys
import types
from collections.abc import Mapping
from typing import Any

from shopbook.host.memory import MemoryTab
from shopbook.host.package.areas import Area
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.mark import NAME, Mark
from tests.fakecells import ComError, TimeType
from tests.fakecom import Dispatch, Line, ListObject, Workbook
from tests.run.workbooks import Rows, tab_of

Com = Any  # what goes through COM has no types

# ------------------------------------------------------------------ from memory


def opened(tabs: Mapping[str, MemoryTab], *, mark: Mark | None = None, line: Line | None = None, name: str = "orders.xlsm") -> Workbook:
    """A workbook with these sheets open in the pretended Excel."""
    book = Workbook(line or Line(), name)
    if mark:
        book.names[NAME] = f"={mark.formula()}"
    for title, tab in tabs.items():
        sheet = book.add(title)
        for row, values in enumerate(tab.cells, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.put(row, column, value, "@" if isinstance(value, str) else "")
        for table in tab.tables:
            ListObject(sheet, table.name, Area(table.first_row, table.first_column, table.last_row, table.last_column))
    return book


def open_in_excel(book: Book, sheets: Mapping[str, Rows], *, lang: Lang, line: Line | None = None) -> Workbook:
    """A workbook of a book as its template makes it: text columns, the logs protected."""
    tabs = {sheet.label[lang]: tab_of(sheet, sheets.get(sheet.code, ()), lang) for sheet in book.sheets}
    found = opened(tabs, mark=Mark(book.code, book.version, lang), line=line, name=f"{book.code}.xlsm")
    for sheet in book.sheets:
        live = found.sheet(sheet.label[lang])
        live.codes = {number: column.spec.number_format for number, column in enumerate(sheet.columns, 1)}
        live.password = "" if sheet.is_log else None
    return found


# ------------------------------------------------------------------ xlwings over it


def xlwings_book(book: Workbook) -> Com:
    """The xlwings ``Book`` of a pretended workbook, made by xlwings' own code for Windows."""
    windows = _windows(book.line)
    return sys.modules["xlwings"].Book(impl=windows.Book(xl=windows.COMRetryObjectWrapper(book)))


def _windows(line: Line) -> Com:
    """The module of xlwings that talks to COM, loaded on any system; its message boxes go to the line."""
    if "xlwings._xlwindows" not in sys.modules:
        _pretend_windows()
    windows = sys.modules["xlwings._xlwindows"]
    windows.win32api.MessageBox = line.box
    return windows


def _module(name: str, **members: object) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


class _Anything:
    """A library of Windows: whatever is called answers with nothing."""

    def __getattr__(self, name: str) -> "_Anything":
        return self

    def __call__(self, *_given: object) -> "_Anything":
        return self


def _pretend_windows() -> None:
    """Load xlwings' Windows code with the least of pywin32 that it asks for."""
    plain: dict[str, object] = {"CDispatch": Dispatch, "CoClassBaseClass": Dispatch, "DispatchBaseClass": Dispatch}
    _module("pywintypes", com_error=ComError, error=type("error", (Exception,), {}), TimeType=TimeType, IID=str)
    _module("pythoncom", __file__="pythoncom", CoInitialize=lambda: None, ole_error=ComError)
    boxes = ("MB_OK", "MB_OKCANCEL", "MB_YESNO", "MB_YESNOCANCEL", "MB_ICONINFORMATION", "MB_ICONWARNING")
    _module("win32con", **{name: number for number, name in enumerate(boxes)})
    _module("win32process", GetWindowThreadProcessId=lambda _window: (1, 4242))
    _module("win32timezone", TimeZoneInfo=_Anything())
    for name in ("win32api", "win32gui", "win32event"):
        _module(name)
    client = _module("win32com.client", **plain, Dispatch=lambda thing: thing, DispatchEx=lambda thing: thing)
    _module("win32com", client=client)
    _module("xlwings._win32patch", CoClassBaseClass=Dispatch)
    here = os.getcwd()  # noqa: PTH109 - put back below: the module changes it while it loads
    missing: dict[str, object] = {"windll": _Anything(), "oledll": _Anything(), "PyDLL": _Anything()}
    kept = {name: getattr(ctypes, name) for name in missing if hasattr(ctypes, name)}
    try:
        ctypes.__dict__.update(missing)
        builtins.__dict__["WindowsError"] = OSError
        import xlwings._xlwindows  # noqa: F401, PLC0415 - loads only with all of the above
    finally:
        os.chdir(here)
        for name in missing:
            del ctypes.__dict__[name]
        ctypes.__dict__.update(kept)
        del builtins.__dict__["WindowsError"]
