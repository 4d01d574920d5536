"""A template from the declaration of its book: the same bytes each time."""

import datetime as dt
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.build.canvas import Canvas
from shopbook.build.macros import workbook_modules
from shopbook.build.settings import add_settings, hide_name
from shopbook.build.style import Formats, default_font
from shopbook.build.tabs import add_tab
from shopbook.build.validation import long_lists
from shopbook.build.vba import vba_project
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.grid import column_letters
from shopbook.sheet.mark import NAME, Mark
from shopbook.sheet.starting import WORKBOOK_TAB

_LISTS = "_lists"
MADE_ON = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""What every template says of the day it was made: the true one would make its bytes differ each time."""


def build_template(book: Book, lang: Lang, *, has_macros: bool = True) -> bytes:
    """A fresh workbook of a book: every sheet with its table, formats, drop-downs and colours, and the hidden mark.

    The file names no author and no day; the same declaration gives the same bytes.

    Args:
        book: What to make it of.
        lang: Its language.
        has_macros: With a button per task and what these start: the content of an .xlsm. Without: of an .xlsx, for places where
            macros are not let in; the add-in and the command line work with it all the same.
    """
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "default_format_properties": default_font(lang)}) as workbook:
        workbook.set_properties({"title": book.label[lang], "created": MADE_ON})
        workbook.set_size(1900, 1000)
        canvas = Canvas(workbook, Formats(workbook), book, lang, has_macros)
        lists = long_lists(book, lang)
        for sheet in book.sheets:
            add_tab(canvas, sheet, frozenset(lists))
        _add_lists(workbook, lists)
        _add_mark(workbook, Mark(book.code, book.version, lang))
        if has_macros:
            _add_macros(canvas)
    return target.getvalue()


def _add_lists(workbook: Workbook, lists: dict[str, tuple[str, ...]]) -> None:
    """Drop-downs that are too long for a cell, one a column of a sheet that nobody can unhide by mistake."""
    if not lists:
        return
    worksheet = workbook.add_worksheet(_LISTS)
    worksheet.very_hidden()
    for number, (name, words) in enumerate(lists.items()):
        letters = column_letters(number + 1)
        worksheet.write_column(0, number, words)
        workbook.define_name(name, f"={_LISTS}!${letters}$1:${letters}${len(words)}")


def _add_mark(workbook: Workbook, mark: Mark) -> None:
    workbook.define_name(NAME, mark.formula())
    hide_name(workbook)


def _add_macros(canvas: Canvas) -> None:
    """What the buttons start, and the settings that it reads; the writer calls workbook and sheets as the modules do."""
    workbook = canvas.workbook
    add_settings(workbook, WORKBOOK_TAB, canvas.lang).very_hidden()
    modules = workbook_modules(canvas.book, len(workbook.worksheets()))
    workbook.add_vba_project(BytesIO(vba_project(modules)), is_stream=True)
