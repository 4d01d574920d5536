"""Where a workbook lives: what every host can do."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from shopbook.sheet.grid import Grid
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import EditPlan


class Host(Protocol):
    """One workbook. A host that cannot do a thing raises; it never does nothing."""

    @property
    def name(self) -> str:
        """What people call it: the file's name."""
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
