"""Where a workbook lives: what every host can do."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from shopbook.errors import MisuseError
from shopbook.labels import Label
from shopbook.sheet.grid import Grid
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import EditPlan

NEVER_SAVED = Label(
    zh="本工作簿还从未保存过，不知道它在哪个文件夹；请先保存", en="this workbook was never saved, so nothing lies beside it: save it first"
)
ON_THE_WEB = Label(
    zh="本工作簿是从网盘地址打开的，旁边的文件读不到；请从电脑上的文件夹打开",
    en="this workbook was opened from a web address, where nothing beside it can be read: open it from a folder of this computer",
)


class NoFolderError(MisuseError):
    """A workbook lies in no folder; ``label`` says why."""


class Host(Protocol):
    """One workbook. A host that cannot do a thing raises; it never does nothing."""

    @property
    def name(self) -> str:
        """What people call it: the file's name."""
        ...

    def folder(self) -> Path:
        """The folder that it lies in, for what its cells name relative to it.

        Raises:
            NoFolderError: It lies in none.
        """
        ...

    def mark(self) -> Mark | None:
        """Which book of ours it is; ``None`` for anything else."""
        ...

    def tabs(self) -> Sequence[str]:
        """The names of its sheets, in their order."""
        ...

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet.

        Raises:
            TabNotFoundError: There is no such sheet.
            FileError: It can't be read.
        """
        ...

    def apply(self, plan: EditPlan, *, now: dt.datetime) -> Sequence[str]:
        """Make all changes of a plan, or none.

        Args:
            plan: What to change.
            now: The moment, for the name of a file set aside.

        Returns:
            The names of the files written.

        Raises:
            UnwritableFileError: Nothing was changed.
        """
        ...
