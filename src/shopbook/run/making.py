"""Fresh workbooks from the shipped templates."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import BinaryIO

from shopbook.errors import UnwritableFileError
from shopbook.host.replace import replace_file
from shopbook.labels import Label, Lang
from shopbook.run.runner import book_named
from shopbook.shipped import Shipped, shipped_folder

_TAKEN = Label(
    zh="这个文件已经存在，不会覆盖；请换一个名字", en="there is such a file already and it is never overwritten; take another name"
)
_NO_FOLDER = Label(zh="所在文件夹不存在，请先建好", en="its folder is not there: make it first")


def template_of(book: str, lang: Lang) -> Path:
    """The shipped template of a book.

    Raises:
        UnknownNameError: There is no such book.
        UnreadableFileError: The installation is incomplete.
    """
    return shipped_folder(Shipped.TEMPLATES) / lang / f"{book_named(book).code}.xlsx"


def new_workbook(book: str, target: Path | None, lang: Lang, *, now: dt.datetime) -> Path:
    """Write a fresh workbook.

    Args:
        book: Its code.
        target: Where to; ``None`` is the book's name in the current folder, a folder is that folder.
        lang: Its language.
        now: The moment.

    Returns:
        The file made.

    Raises:
        UnwritableFileError: There is such a file already, which is never overwritten, or no such folder.
    """
    template = template_of(book, lang)
    name = f"{book_named(book).label[lang]}.xlsx"
    path = Path(name) if target is None else target / name if target.is_dir() else target
    if path.exists():
        raise UnwritableFileError(path, _TAKEN)
    if not path.parent.is_dir():
        raise UnwritableFileError(path, _NO_FOLDER)
    replace_file(path, partial(_copy, template), unchanged_since=None, now=now)
    return path


def _copy(source: Path, out: BinaryIO) -> None:
    out.write(source.read_bytes())
