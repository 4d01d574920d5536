"""A book is found by its code as in the registry, and alone."""

import subprocess
import sys

import pytest

from shopbook.books import by_code
from shopbook.books.registry import BOOKS, FORMS
from shopbook.errors import UnknownNameError
from shopbook.sheet.books import Book


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_a_book_is_the_one_of_the_registry(book: Book) -> None:
    assert by_code.book_named(book.code) is book
    assert by_code.book_or_form(book.code) is book


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_is_found_but_is_no_book(form: Book) -> None:
    assert by_code.book_or_form(form.code) is form
    with pytest.raises(UnknownNameError):
        by_code.book_named(form.code)


def test_only_books_have_tasks() -> None:
    """By which a form is told from a book where the registry would take too long."""
    assert [book.code for book in BOOKS if not book.tasks] == []
    assert [form.code for form in FORMS if form.tasks] == []


def test_a_code_that_nobody_has_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        by_code.book_or_form("nothing")


@pytest.mark.parametrize(("code", "others"), [("orders", ("daily", "appraisal")), ("stock", ("daily", "appraisal"))])
def test_a_book_comes_without_those_that_it_does_not_read(code: str, others: tuple[str, ...]) -> None:
    asked = f"import sys; from shopbook.books.by_code import book_or_form; book_or_form({code!r}); print(*sys.modules)"

    imported = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout.split()

    assert [name for name in imported if name.startswith(tuple(f"shopbook.books.{other}.book" for other in others))] == []
