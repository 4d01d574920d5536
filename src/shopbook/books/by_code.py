"""One workbook of ours by its code, without the others: most runs work on one, and each takes a while to import."""

from types import ModuleType

from shopbook.sheet.books import Book


def book_named(code: str) -> Book:
    """The book of this code; a form is none, for only tasks make it.

    Raises:
        UnknownNameError: There is none.
    """
    return _written_out(code) or _registry().book_named(code)


def book_or_form(code: str) -> Book:
    """The book or form of this code.

    Raises:
        UnknownNameError: There is none.
    """
    return _written_out(code) or _registry().book_or_form(code)


def _registry() -> ModuleType:
    from shopbook.books import registry  # noqa: PLC0415 - it imports every book

    return registry


def _written_out(code: str) -> Book | None:
    """The books that are worked on most; of any other the registry knows."""
    match code:
        case "orders":
            from shopbook.books.orders.book import ORDERS_BOOK  # noqa: PLC0415 - to import only the one is what this is for

            return ORDERS_BOOK
        case "stock":
            from shopbook.books.stock.book import STOCK_BOOK  # noqa: PLC0415 - the same

            return STOCK_BOOK
        case "daily":
            from shopbook.books.daily.book import DAILY_BOOK  # noqa: PLC0415 - the same

            return DAILY_BOOK
        case _:
            return None
