"""Which list of another program a file holds, and which book takes it in."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.errors import UnknownNameError, UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Label
from shopbook.sheet.books import Book, Importer
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, Policy
from shopbook.sheet.recognising import AmbiguousLayoutError, UnknownLayoutError

FIRST_BOOK = "orders"
"""The book of a profile that does not say which it is for."""

_NO_FILE = Label(zh="没有这个映射文件", en="there is no such profile file")
_NO_TEXT = Label(zh="映射文件读不出来，请把它存成 UTF-8 编码的文本", en="the profile file can't be read: save it as text in UTF-8")
_EMPTY = Label(zh="文件里没有任何内容", en="there is nothing in the file")


def importing_books() -> tuple[tuple[Book, Importer], ...]:
    """The books that take in lists, each with its importer."""
    from shopbook.books.registry import BOOKS  # noqa: PLC0415 - a check of a workbook of ours asks for its own book only

    return tuple((book, book.importer) for book in BOOKS if book.importer is not None)


def asked_for(source: FileHost, profile: str | None, policy: Policy = Policy.ALL_OR_NOTHING) -> Asked:
    """How a file is to be taken.

    Args:
        source: The file.
        profile: The name of a profile, or a TOML file; ``None`` recognises it.
        policy: What to do with errors.

    Raises:
        UnreadableFileError: The profile's file is not there, or no text.
    """
    if profile is None or not profile.endswith(".toml"):
        return Asked(source.name, profile, None, policy)
    path = Path(profile)
    if not path.is_file():
        raise UnreadableFileError(path, _NO_FILE)
    try:
        return Asked(source.name, path.name, path.read_text(encoding="utf-8-sig"), policy)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(path, _NO_TEXT) from error


def books_for(asked: Asked) -> tuple[tuple[Book, Importer], ...]:
    """The books that may take in a list; only the one whose profile was named, where one was.

    Raises:
        UnknownNameError: No book has a profile of that name.
    """
    books = importing_books()
    if asked.profile is None:
        return books
    if asked.text is not None:
        return tuple(pair for pair in books if pair[0].code == _book_of(asked.text))
    named = {layout.name: (book, importer) for book, importer in books for layout in importer.layouts()}
    if asked.profile not in named:
        raise UnknownNameError(Label(zh="导出格式", en="export profile"), asked.profile, list(named))
    return (named[asked.profile],)


@dataclass(frozen=True, slots=True)
class Found:
    """The sheet of a file that is a list, and the book that takes it in."""

    grid: Grid
    book: Book
    importer: Importer


def found_in(source: FileHost, books: Sequence[tuple[Book, Importer]], recognised: Callable[[Importer, Grid], object]) -> Found:
    """The first sheet of a file that is a list of one of the books.

    Args:
        source: The file.
        books: Which books may take it in, in the order in which they are asked.
        recognised: Raises ``UnknownLayoutError`` for a sheet that is no list of an importer.

    Raises:
        UnreadableFileError: None is; says what the first sheet is nearest to.
    """
    refusals: list[UnknownLayoutError] = []
    for tab in source.tabs():
        for book, importer in books:
            grid = source.grid(tab)
            try:
                recognised(importer, grid)
            except UnknownLayoutError as error:
                refusals.append(error)
            else:
                return Found(grid, book, importer)
    # A book that knows the list twice over is nearer than one that does not know it.
    first = next((error for error in refusals if isinstance(error, AmbiguousLayoutError)), refusals[0] if refusals else None)
    raise UnreadableFileError(source.path, first.label if first else _EMPTY) from first


def _book_of(text: str) -> str:
    """The book that a profile says it is for; what is wrong with a profile, its book says."""
    try:
        told = tomllib.loads(text).get("book", FIRST_BOOK)
    except tomllib.TOMLDecodeError:
        return FIRST_BOOK
    return told if any(book.code == told for book, _ in importing_books()) else FIRST_BOOK
