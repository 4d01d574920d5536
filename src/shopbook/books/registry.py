"""Every workbook of ours, written out."""

from collections.abc import Sequence

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.forms.form import CARD_FORM, PEER_FORM
from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.books.stock.counts.form import COUNT_FORM
from shopbook.errors import UnknownNameError
from shopbook.labels import Label
from shopbook.sheet.books import Book

BOOKS: tuple[Book, ...] = (
    ORDERS_BOOK,
    STOCK_BOOK,
    DAILY_BOOK,
    APPRAISAL_BOOK,
)
"""What people make and work in."""

FORMS: tuple[Book, ...] = (COUNT_FORM, CARD_FORM, PEER_FORM)
"""What tasks make for somebody to fill in or to print, and read again: books without tasks of their own."""


def book_named(code: str) -> Book:
    """The book of this code; a form is none, for only tasks make it.

    Raises:
        UnknownNameError: There is none.
    """
    return _named(code, BOOKS)


def book_or_form(code: str) -> Book:
    """The book or form of this code.

    Raises:
        UnknownNameError: There is none.
    """
    return _named(code, (*BOOKS, *FORMS))


def _named(code: str, books: Sequence[Book]) -> Book:
    found = next((book for book in books if book.code == code), None)
    if found is None:
        raise UnknownNameError(Label(zh="工作簿", en="book"), code, [book.code for book in BOOKS])
    return found
