"""Workbooks in memory, laid out as the templates are."""

from collections.abc import Mapping, Sequence

from shopbook.host.memory import MemoryHost, MemoryTab
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Sheet
from shopbook.sheet.grid import TableRef
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import Value

HEADER_ROW = 4
"""As in the templates: a title, a help line and a strip for buttons stand above."""

Rows = Sequence[Mapping[str, Value]]


def workbook(book: Book, sheets: Mapping[str, Rows], *, lang: Lang = Lang.ZH) -> MemoryHost:
    """A workbook of a book with some rows; the other sheets are there and empty."""
    tabs = {sheet.label[lang]: tab_of(sheet, sheets.get(sheet.code, ()), lang) for sheet in book.sheets}
    return MemoryHost(tabs, mark=Mark(book=book.code, version=book.version, lang=lang))


def tab_of(sheet: Sheet, rows: Rows, lang: Lang) -> MemoryTab:
    """One sheet with its title, header and rows."""
    head: list[list[Value]] = [[sheet.label[lang]], [sheet.help[lang]], [], [column.label[lang] for column in sheet.columns]]
    body: list[list[Value]] = [[row.get(column.field) for column in sheet.columns] for row in rows]
    table = TableRef(sheet.code, HEADER_ROW, 1, HEADER_ROW + max(1, len(body)), len(sheet.columns))
    return MemoryTab([*head, *body], [table])


def column_of(host: MemoryHost, sheet: Sheet, field: str, *, lang: Lang = Lang.ZH) -> list[str | None]:
    """The texts of one column below its header."""
    grid = host.grid(sheet.label[lang])
    letters = grid.text.columns[[column.field for column in sheet.columns].index(field)]
    return grid.text[letters].to_list()[HEADER_ROW:]
