"""The journal of a shop's folder: a line of JSON for each file of each run, only ever added to.

A line that was cut off by a power failure counts for nothing: the next run does its work again, which writes nothing the second time.
"""

import json
import os
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from shopbook.errors import UnwritableFileError
from shopbook.labels import Label
from shopbook.run.batch.entries import Entry
from shopbook.run.batch.logbook import log_begin, log_entry
from shopbook.run.batch.records import Memory, Record, Seen, line_of, line_of_look, line_of_standing
from shopbook.run.masking import masked_text
from shopbook.run.sources import reason

NAME, FORMER = "journal.jsonl", "journal-former.jsonl"

_UNFINISHED = (f"{NAME}.tmp", f"findings/{'[0-9a-f]' * 24}.tmp", f"outbox/{'[0-9]' * 9}.tmp")
"""What the journal, the findings and the outbox are written as before they get their names."""

_SYNC_S = 1.0
"""A power failure costs at most what was done in this time, and that only costs doing it again."""

NO_PLACE = Label(
    zh="这里写不了运行记录（{why}），所以什么也没有做。请给运行的账号开放这个文件夹的写权限，并检查磁盘",
    en="the journal can't be written here ({why}), so nothing was done: let whoever runs this write into the folder, and check the disk",
)


class Journal:
    """The journal of one folder, open for a run.

    Args:
        folder: Where it lies; made when it is not there.
        most_bytes: Size from which it begins anew; the former one is kept beside it.

    Raises:
        UnwritableFileError: It can't be read or written.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self.folder = folder
        self.version = version("shopbook")
        try:
            folder.mkdir(exist_ok=True)
            _put_away_unfinished(folder)
            self.memory = _remembered(folder)
            self._file = _opened(folder, self.memory, most_bytes)
        except OSError as error:
            raise UnwritableFileError(folder, NO_PLACE.filled({"why": reason(error)})) from error
        self._synced = time.monotonic()
        self.memory.run += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._sync()
        self._file.close()

    def begin(self, at: str) -> None:
        """Note that a run begins; runs are numbered, since a clock may be put back."""
        log_begin(self.memory.run, at, self.version)
        self._note({"t": "run", "run": self.memory.run, "at": at, "version": self.version})

    def tell(self, entry: Entry) -> None:
        """Add what became of a file, for people who look something up."""
        log_entry(entry)
        whys = [masked_text(why.en, with_streets=False) for why in entry.whys]
        told = {"fate": entry.fate, "tasks": entry.tasks, "whys": whys, "seconds": entry.seconds, "counts": dict(entry.counts)}
        self._note({"t": "file", "run": self.memory.run, "file": entry.file, **told, "written": entry.written})

    def _note(self, told: Mapping[str, object]) -> None:
        """Add a line.

        Raises:
            OSError: The disk is full, or the folder gone.
        """
        self._file.write(_line(told))
        self._file.flush()
        if time.monotonic() - self._synced > _SYNC_S:
            self._sync()

    def keep(self, record: Record) -> None:
        """Add what a step came to."""
        self.memory.records[record.file, record.tasks] = record
        self._note(line_of(record))

    def keep_look(self, file: str, seen: Seen) -> None:
        """Add what a file was found to be, so that it need not be opened again to know."""
        self.memory.looks[file] = seen
        self._note(line_of_look(file, seen))

    def keep_standing(self, standing: str) -> None:
        """Add how things stand after a run, if that is new."""
        if standing != self.memory.standing:
            self.memory.standing = standing
            self._note(line_of_standing(standing))

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def _put_away_unfinished(folder: Path) -> None:
    """Delete what a killed run had not finished writing here; whoever opens the journal holds the folder, so nobody else is at it."""
    for pattern in _UNFINISHED:
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


def _remembered(folder: Path) -> Memory:
    """What stands in the journal; in the former one, where a run was killed while it began the journal anew."""
    memory = Memory()
    path = next((folder / name for name in (NAME, FORMER) if (folder / name).is_file()), None)
    if path is not None:
        with path.open("rb") as file:
            for line in file:
                memory.take(line)
    return memory


def _opened(folder: Path, memory: Memory, most_bytes: int) -> BinaryIO:
    path = folder / NAME
    if path.is_file() and path.stat().st_size > most_bytes:
        _begin_anew(folder, memory)
    file = path.open("ab")
    if _is_torn(path):
        file.write(b"\n")
    return file


def _begin_anew(folder: Path, memory: Memory) -> None:
    """Write what still counts into a new file, without what is said of files that are gone."""
    for key in [key for key in memory.records if not (folder.parent / key[0]).exists()]:
        del memory.records[key]
    for name in [name for name in memory.looks if not (folder.parent / name).exists()]:
        del memory.looks[name]
    fresh = folder / f"{NAME}.tmp"
    with fresh.open("wb") as file:
        file.writelines(map(_line, memory.lines()))
        file.flush()
        os.fsync(file.fileno())
    (folder / NAME).replace(folder / FORMER)
    fresh.replace(folder / NAME)


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _line(told: Mapping[str, object]) -> bytes:
    # Escaped: a name that is no Unicode on disk comes back as it was.
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"
