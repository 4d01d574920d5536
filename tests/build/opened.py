"""A template as programs other than ours see it."""

import datetime as dt
import io
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell

from shopbook.build.workbook import build_template
from shopbook.host.memory import MemoryHost, MemoryTab
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.plan import Value
from tests.build.declared import ODD_BOOK, ORDER_BOOK


def opened(book: Book, lang: Lang = Lang.ZH) -> Workbook:
    """The template as openpyxl sees it; made once, so only to be looked at."""
    return _opened((ORDER_BOOK, ODD_BOOK).index(book), lang)


def in_memory(book: Book, lang: Lang) -> MemoryHost:
    """The template's values as a host hands them over; a formula shows nothing yet."""
    tabs = {tab.title: MemoryTab([[_value(cell) for cell in row] for row in tab.iter_rows()]) for tab in opened(book, lang)}
    return MemoryHost(tabs)


def _value(cell: Cell | MergedCell) -> Value:
    value = cell.value
    return value if isinstance(value, str | int | float | dt.datetime | dt.time) and cell.data_type != "f" else None


@cache
def _opened(number: int, lang: Lang) -> Workbook:
    return load_workbook(io.BytesIO(build_template((ORDER_BOOK, ODD_BOOK)[number], lang)))


def part(workbook: bytes, name: str) -> ET.Element:
    """One XML part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return ET.fromstring(archive.read(name))
