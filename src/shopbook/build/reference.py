"""The reference pages, by their names below docs/reference."""

from collections.abc import Sequence

from shopbook.books.every_book import EVERY_BOOK
from shopbook.build.cells_page import cells_page
from shopbook.build.dictionary import parameters_page, sheets_page
from shopbook.build.rules_page import rules_page
from shopbook.build.schema import schema_text
from shopbook.sheet.books import Book


def reference_pages(books: Sequence[Book]) -> dict[str, str]:
    """Every generated page: rules, data dictionary, parameters, cells, and the schema of each sheet.

    The sheets that every book carries are in a folder of their own.
    """
    pages = {
        "rules.md": rules_page(books),
        "sheets.md": sheets_page(books),
        "parameters.md": parameters_page(books),
        "cells.md": cells_page(),
    }
    common = {sheet.code for sheet in EVERY_BOOK}
    schemas = {f"schema/every_book/{sheet.code}.json": schema_text(sheet) for sheet in EVERY_BOOK}
    own = {
        f"schema/{book.code}/{sheet.code}.json": schema_text(sheet) for book in books for sheet in book.sheets if sheet.code not in common
    }
    return pages | schemas | own
