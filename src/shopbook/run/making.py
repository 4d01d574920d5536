"""Fresh workbooks from the shipped templates."""

import datetime as dt
import sys
from functools import partial
from pathlib import Path
from typing import BinaryIO

from shopbook.books.by_code import book_named
from shopbook.errors import MisuseError, UnwritableFileError
from shopbook.host.package import patch
from shopbook.host.replace import replace_file
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book
from shopbook.sheet.starting import WORKBOOK_TAB, Python
from shopbook.shipped import Shipped, shipped_folder

WITH_BUTTONS, WITHOUT = ".xlsm", ".xlsx"
"""The endings of a workbook whose macros start the tasks, and of one that holds none."""

THIS_PYTHON = Python(sys.platform, sys.executable)
"""The one that runs now, which is the one that shopbook is installed in."""

_TAKEN = Label(
    zh="这个文件已经存在，不会覆盖；请换一个名字",
    en="there is such a file already and it is never overwritten; take another name",
)
_NO_FOLDER = Label(zh="所在文件夹不存在，请先建好", en="its folder is not there: make it first")
_ENDING = Label(
    zh="文件名“{name}”要以 .xlsm（带按钮）或 .xlsx（不带按钮）结尾",
    en="the name '{name}' must end in .xlsm (with buttons) or .xlsx (without)",
)


def template_of(book: str, lang: Lang, *, ending: str = WITH_BUTTONS) -> Path:
    """The shipped template of a book.

    Raises:
        UnknownNameError: There is no such book.
        UnreadableFileError: The installation is incomplete.
    """
    return shipped_template(book_named(book), lang, ending=ending)


def shipped_template(book: Book, lang: Lang, *, ending: str) -> Path:
    """Where the template of a book or form lies.

    Raises:
        UnreadableFileError: The installation is incomplete.
    """
    return shipped_folder(Shipped.TEMPLATES) / lang / f"{book.code}{ending}"


def new_workbook(book: str, target: Path | None, lang: Lang, *, now: dt.datetime, python: Python = THIS_PYTHON) -> Path:
    """Write a fresh workbook; its ending says whether it has buttons.

    Args:
        book: Its code.
        target: Where to; ``None`` is the book's name in the current folder, a folder is that folder.
        lang: Its language.
        now: The moment.
        python: What its buttons start.

    Returns:
        The file made.

    Raises:
        MisuseError: The name has another ending.
        UnwritableFileError: There is such a file already, which is never overwritten, or no such folder.
    """
    name = f"{book_named(book).label[lang]}{WITH_BUTTONS}"
    path = Path(name) if target is None else target / name if target.is_dir() else target
    ending = ending_of(path)
    if path.exists():
        raise UnwritableFileError(path, _TAKEN)
    if not path.parent.is_dir():
        raise UnwritableFileError(path, _NO_FOLDER)
    template = template_of(book, lang, ending=ending)
    replace_file(path, partial(_fill, template, python=python), unchanged_since=None, now=now)
    return path


def ending_of(path: Path) -> str:
    """The ending of a workbook's name, which says whether it has buttons.

    Raises:
        MisuseError: It is neither.
    """
    ending = path.suffix.lower()
    if ending not in (WITH_BUTTONS, WITHOUT):
        raise MisuseError(_ENDING.filled({"name": path.name}))
    return ending


def _fill(template: Path, out: BinaryIO, *, python: Python) -> None:
    plan = python.plan(WORKBOOK_TAB) if template.suffix == WITH_BUTTONS else None
    if plan:
        patch(template, out, plan)
    else:
        out.write(template.read_bytes())
