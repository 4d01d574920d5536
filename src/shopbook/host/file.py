"""A workbook or export that lies on disk."""

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from shopbook.errors import TabNotFoundError, UnreadableFileError, UnwritableFileError
from shopbook.host.gate import admit, cause_of
from shopbook.host.holding import alone, require_closed
from shopbook.host.package import patch
from shopbook.host.reading import Books, Kind, list_tabs, read_grids
from shopbook.host.replace import Stamp, replace_file, require_zip
from shopbook.labels import Label
from shopbook.sheet.grid import Grid
from shopbook.sheet.mark import Mark, parse
from shopbook.sheet.plan import EditPlan

WRITABLE = (Kind.XLSX, Kind.XLSM)
"""What can be written into; everything else is read only."""

_SEALED = (*WRITABLE, Kind.XLSB, Kind.ODS)
"""Zips, whose parts carry a sum of their own: half of one is noticed. Of other formats half looks like a whole."""

_READ_ONLY = Label(
    zh="只能写入 .xlsx 和 .xlsm；请在 Excel 或 WPS 里另存为 .xlsx 再试",
    en="only .xlsx and .xlsm can be written into: save it as .xlsx in Excel or WPS and try again",
)
_LINKS = Label(
    zh="文件里有指向别处的链接，用的是保存时的值：{links}", en="The file links elsewhere; the values saved with it are used: {links}"
)
_CHANGED = Label(
    zh="读的时候文件正在被别人保存或复制，读到的可能只有一半，所以没有用。请等它存好再试",
    en="it was being saved or copied while it was read, so what was read may be half of it and was not used; try again when that is done",
)
_TAKEN = Label(
    zh="已经有这个文件，而且不是同一种工作簿，不会覆盖",
    en="there is such a file already and it is not the same kind of workbook; it is not overwritten",
)


class ChangedMeanwhileError(UnreadableFileError):
    """A file was written into while it was read; the next try may find it whole."""


class FileHost:
    """A host over one file.

    Args:
        path: The file; read through the gate.
        target: Where changes go: the path itself, or another file that becomes a changed copy; ``None`` for reading only.
        passwords: What may open it if it is locked.
    """

    def __init__(self, path: Path, *, target: Path | None = None, passwords: Sequence[str] = ()) -> None:
        self._path = path
        self._target = target
        self._stamp = Stamp.of(path) if path.is_file() else None
        self._container = admit(path, passwords)
        self._grids: dict[str, Grid] = {}
        self._books: Books = {}

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def folder(self) -> Path:
        """Where people see it: of a link, the folder of the link."""
        return self._path.absolute().parent

    @property
    def remarks(self) -> tuple[Label, ...]:
        """What the gate noticed: an ending that lies, macros, links to other workbooks."""
        container = self._container
        found = [container.mismatch] if container.mismatch else []
        if container.links:
            links = Label(zh="、".join(container.links), en=", ".join(container.links))
            found.append(_LINKS.filled({"links": links}))
        return tuple(found)

    @property
    def password(self) -> str:
        """Which of the passwords opened it; empty for a file that anybody may open."""
        return self._container.password

    @property
    def names(self) -> Mapping[str, str]:
        """Its defined names, as written; none are known of a file that can't be written into."""
        return self._container.names if self._container.kind in WRITABLE else {}

    def mark(self) -> Mark | None:
        """Which book of ours it is."""
        return parse(self.names) if self._container.kind in WRITABLE else None

    def tabs(self) -> Sequence[str]:
        """The names of its sheets; the file's own name for text files."""
        return [tab.name for tab in list_tabs(self._container)]

    def grid(self, tab: str) -> Grid:
        """The cells of one sheet, read once.

        Raises:
            TabNotFoundError: There is no such sheet.
            UnreadableFileError: The file is damaged, or the system does not let it be read.
            ChangedMeanwhileError: Somebody wrote into it since it was opened: what was read may be half of either.
        """
        if tab not in self.tabs():
            raise TabNotFoundError(self.name, tab, self.tabs())
        if tab not in self._grids:
            try:
                self._grids[tab] = read_grids(self._container, [tab], self._books)[0]
            except OSError as error:  # it was there and could be opened a moment ago
                raise UnreadableFileError(self._path, cause_of(error)) from error
            self._require_unchanged()
        return self._grids[tab]

    def apply(self, plan: EditPlan, *, now: dt.datetime) -> Sequence[str]:
        """Write the plan into the target, whole or not at all.

        Raises:
            UnwritableFileError: The file can't take it, somebody has it open, or it changed since it was read.
        """
        target = self._target
        if target is None or (not plan and _is_same(target, self._path)):
            return []
        if self._container.kind not in WRITABLE or self._container.body is not None:
            raise UnwritableFileError(self._path, _READ_ONLY)
        self._refuse_stranger(target)
        since = self._stamp if _is_same(target, self._path) else None
        require_closed(target)
        replace_file(target, lambda out: self._write(out, plan), unchanged_since=since, now=now, verify=require_zip)
        return [str(target)]

    def _require_unchanged(self) -> None:
        is_sealed = self._container.kind in _SEALED or self._container.body is not None
        if not is_sealed and self._stamp is not None and not self._stamp.still_fits(self._path):
            self._grids.clear()
            raise ChangedMeanwhileError(self._path, _CHANGED)

    def _write(self, out: BinaryIO, plan: EditPlan) -> None:
        if plan:
            patch(self._path, out, plan)
            return
        with self._path.open("rb") as source:
            shutil.copyfileobj(source, out)

    def _refuse_stranger(self, target: Path) -> None:
        """Another file of that name is only replaced when it is an earlier result of the same book."""
        if not target.exists() or _is_same(target, self._path):
            return
        container = admit(target)
        there = parse(container.names) if container.kind in WRITABLE else None
        ours = self.mark()
        if there is None or ours is None or there.book != ours.book:
            raise UnwritableFileError(target, _TAKEN)


@contextmanager
def open_workbook(path: Path, *, target: Path | None = None) -> Iterator[FileHost]:
    """A file as a host, held against other runs from before it is read until its changes are written.

    Args:
        path: The file.
        target: Where changes go; ``None`` for reading only, which holds nobody up.

    Raises:
        UnreadableFileError: It can't be read.
        WorkbookInUseError: Another run is at work on the target.
    """
    with alone(target) if target is not None else nullcontext():
        yield FileHost(path, target=target)


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
