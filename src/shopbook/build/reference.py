"""The reference pages, by their names below docs/reference."""

from collections.abc import Mapping, Sequence

from shopbook.books.every_book import EVERY_BOOK
from shopbook.build import dictionary, rules_page
from shopbook.build.cells_page import cells_page
from shopbook.build.schema import schema_text
from shopbook.build.worked import Examples
from shopbook.sheet.books import Book


def reference_pages(books: Sequence[Book], examples: Examples) -> dict[str, str]:
    """Every generated page: rules and data dictionary with one page a book, parameters, cells, and the schema of each sheet.

    The sheets that every book carries are in a folder of their own.
    """
    return {
        "rules.md": rules_page.rules_page(books),
        "sheets.md": dictionary.sheets_page(books),
        "parameters.md": dictionary.parameters_page(books),
        "cells.md": cells_page(),
        f"{dictionary.FOLDER}/{dictionary.COMMON}.md": dictionary.common_sheets_page(),
        **{f"{dictionary.FOLDER}/{book.code}.md": dictionary.book_sheets_page(book) for book in books},
        **{f"{rules_page.FOLDER}/{book.code}.md": _rules(book, examples) for book in books if book.rules},
        **_schemas(books),
    }


def _rules(book: Book, examples: Examples) -> str:
    return rules_page.book_rules_page(book, examples.get(book.code, {}))


def _schemas(books: Sequence[Book]) -> Mapping[str, str]:
    common = {sheet.code for sheet in EVERY_BOOK}
    own = {
        f"schema/{book.code}/{sheet.code}.json": schema_text(sheet) for book in books for sheet in book.sheets if sheet.code not in common
    }
    return {f"schema/{dictionary.COMMON}/{sheet.code}.json": schema_text(sheet) for sheet in EVERY_BOOK} | own
