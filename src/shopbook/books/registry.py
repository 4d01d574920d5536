"""Every workbook of ours, written out."""

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.sheet.books import Book

BOOKS: tuple[Book, ...] = (ORDERS_BOOK,)
