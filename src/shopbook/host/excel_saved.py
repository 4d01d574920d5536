"""A workbook that is open in Excel on a Mac, where cells are reached one Apple event at a time: it is worked on as the file that it is."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from shopbook.errors import MisuseError, UnwritableFileError
from shopbook.host.excel_window import Com, excel_errors, reason_of
from shopbook.host.file import FileHost
from shopbook.host.holding import alone
from shopbook.labels import Label
from shopbook.sheet.plan import EditPlan

_READ_ONLY = Label(
    zh="工作簿是以只读方式打开的，按钮不能写入。请用“另存为”存到自己的文件夹，再点一次按钮",
    en="it was opened read-only, so the button cannot write it. Save it in a folder of yours with Save As, and click again",
)
_PLAIN = Label(zh="{why}", en="{why}")
_CLOSED = Label(
    zh="{why}。工作簿已经关闭，内容还在 {path}，请重新打开",
    en="{why}. The workbook is closed now and whole: open {path} again",
)


class NotOnDiskError(MisuseError):
    """The workbook is in no folder of this computer."""

    def __init__(self, workbook: str) -> None:
        super().__init__(
            Label(
                zh="Mac 上的按钮要先保存工作簿，而“{workbook}”还没有存在这台电脑上（从未保存过，或者在 OneDrive 等网盘里）。"
                "请用“另存为”存到“文稿”文件夹，再点一次按钮",
                en="On a Mac a button saves the workbook first, but {workbook} is not on this computer: it was never saved, or lies in "
                "OneDrive or the like. Save it in Documents with Save As, and click again",
            ).filled({"workbook": workbook})
        )


class SavedHost(FileHost):
    """A host over an open workbook's file; the workbook is closed only while the file is written, and opened again whatever happens.

    Args:
        book: An xlwings ``Book`` that has just been saved.
        path: Where it lies.
    """

    def __init__(self, book: Com, path: Path) -> None:
        super().__init__(path, target=path)
        self._book = book

    def apply(self, plan: EditPlan, *, now: dt.datetime) -> Sequence[str]:
        """Write the plan into the file, whole or not at all.

        Raises:
            UnwritableFileError: The file can't take it.
        """
        if not plan:
            return []
        books = self._book.app.books
        with _said(self.path):
            self._book.close()
        try:
            return super().apply(plan, now=now)
        finally:
            with _said(self.path, _CLOSED):
                books.open(str(self.path))


@contextmanager
def saved_workbook(book: Com) -> Iterator[SavedHost]:
    """An open workbook, saved, as a host.

    Raises:
        NotOnDiskError: It is in no folder of this computer.
        UnwritableFileError: Excel does not save it.
    """
    path = _place(book)
    with _said(path):
        if book.api.read_only.get():
            raise UnwritableFileError(path, _READ_ONLY)
        book.save()
    with alone(path):
        yield SavedHost(book, path)


def _place(book: Com) -> Path:
    with suppress(*excel_errors()):
        path = Path(str(book.fullname))
        if path.is_absolute() and path.is_file():
            return path
    raise NotOnDiskError(str(book.name))


@contextmanager
def _said(path: Path, text: Label = _PLAIN) -> Iterator[None]:
    """Failures of Excel become ours, in words."""
    try:
        yield
    except excel_errors() as error:
        raise UnwritableFileError(path, text.filled({"why": reason_of(error), "path": path})) from error
