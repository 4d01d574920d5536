"""Who holds a workbook: a person that has it open, or another run that is at work on it."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import LeaseSettingsMismatch, SoftFileLease, Timeout

from shopbook.errors import UnwritableFileError, WorkbookInUseError
from shopbook.labels import Label

_OPEN = Label(
    zh="{who} 正打开着这个工作簿，没有写入。请关闭后再试", en="{who} has the workbook open; nothing was written. Close it and try again"
)
_SOMEBODY = Label(zh="有人", en="Somebody")
_LOCKED = Label(
    zh="另一次运行正在处理这个工作簿（电脑 {machine}，进程 {process}，最近的动静在 {since}）。请等它结束；"
    "如果它早已中断，{minutes} 分钟后再运行就会接手",
    en="another run has this workbook (machine {machine}, process {process}, last sign of life {since}). Wait for it; if it died, "
    "a run {minutes} minutes from now takes over",
)
_NO_LOCK = Label(zh="所在文件夹不存在或不允许写入，没有改动", en="its folder is not there or does not allow writing; nothing was changed")
_LEASE_S = 90.0
"""A run that holds something gives a sign of life three times in this time: enough for a busy machine, and not too long to wait for."""

_LOOK_S = 1.0  # between looks at a lock that seems to be left; without one, filelock looks twenty times a second
_NAME_SIZE = 54  # bytes that Excel gives the name of who opened a file; after them the same again in UTF-16


def open_elsewhere(path: Path) -> str | None:
    """Who has the workbook open, by the small file that Excel, WPS or LibreOffice lays beside it.

    Returns:
        The person's name as the program wrote it, empty when it wrote none; None when nobody has it open.
    """
    for before in ("~$", ".~"):  # Excel's and WPS's
        with suppress(OSError):
            return _excel_owner(path.with_name(before + path.name).read_bytes())
    with suppress(OSError):
        return _libre_owner(path.with_name(f".~lock.{path.name}#").read_bytes())
    return None


def require_closed(path: Path) -> None:
    """Refuse to write a workbook that somebody has open.

    Raises:
        WorkbookInUseError: Somebody has; the sentence names who.
    """
    who = open_elsewhere(path)
    if who is not None:
        raise WorkbookInUseError(path, _OPEN.filled({"who": who or _SOMEBODY}))


@dataclass(frozen=True, slots=True)
class Hold:
    """A workbook that a run holds against others."""

    _lease: SoftFileLease

    @property
    def is_lost(self) -> bool:
        """Whether another run has taken over, because this one gave no sign of life for too long: its machine slept."""
        return self._lease.compromise is not None


@contextmanager
def alone(path: Path, *, patience_s: float = 60, says: Label = _LOCKED, lease_s: float = _LEASE_S) -> Iterator[Hold]:
    """Hold a workbook against other runs, on this machine and on others that share its folder.

    The lock is a small file beside the workbook. One of a run that has ended on this machine is taken over at once; one that gives no sign
    of life is watched for as long as a lease lasts, and taken over when none has come. A run that only slept finds its workbook changed
    when it comes to write, and writes nothing.

    Args:
        path: The workbook.
        patience_s: How long to wait for another run that is at work, seconds.
        says: What is said when it still holds it.
        lease_s: For how long a run may give no sign of life, seconds; the same for all that share the folder.

    Yields:
        What tells whether it is still held.

    Raises:
        WorkbookInUseError: Another run still holds it; the sentence says which, where and since when.
        UnwritableFileError: The folder cannot be written to.
    """
    real = path.resolve()
    if not real.parent.is_dir():  # the lock would make it
        raise UnwritableFileError(path, _NO_LOCK)
    marker = real.with_name(f".~{real.name}.shopbook.lock")
    lease = SoftFileLease(marker, lease_duration=lease_s)
    try:
        if _seems_left(marker, lease_s):
            _spoil_if_empty(marker)
            lease.acquire(timeout=max(patience_s, lease_s + 2 * _LOOK_S), poll_interval=min(_LOOK_S, lease_s))
        else:
            lease.acquire(timeout=patience_s)
    except (Timeout, LeaseSettingsMismatch) as error:
        raise WorkbookInUseError(path, says.filled(_holder(lease, marker, lease_s))) from error
    except OSError as error:
        raise UnwritableFileError(path, _NO_LOCK) from error
    try:
        yield Hold(lease)
    finally:
        lease.release()


def _seems_left(marker: Path, lease_s: float) -> bool:
    """Whether the last sign of life is old by this machine's clock, or from the future; whether it is true, watching tells."""
    with suppress(OSError):
        return abs(time.time() - marker.stat().st_mtime) > lease_s
    return False


def _spoil_if_empty(marker: Path) -> None:
    """Write into a lock whose run was killed before it did: an empty one is held for ever by the library's rule, a damaged one is not."""
    with suppress(OSError), marker.open("r+b", buffering=0) as file:
        if not os.fstat(file.fileno()).st_size:
            file.write(b"?")


def _holder(lease: SoftFileLease, marker: Path, lease_s: float) -> dict[str, object]:
    since = "?"
    with suppress(OSError, ValueError):
        since = f"{dt.datetime.fromtimestamp(marker.stat().st_mtime, tz=dt.UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    who = lease.owner
    process, machine = ("?", "?") if who is None else (who.pid, who.hostname)
    return {"process": process, "machine": machine, "since": since, "minutes": max(1, -(-round(lease_s) // 60)), "lock": marker.name}


def _excel_owner(content: bytes) -> str:
    """Byte 0 is the length of the name, which follows in the machine's own encoding, and from byte 55 on in UTF-16 with its own length."""
    wide = content[_NAME_SIZE + 1 : _NAME_SIZE + 3]
    if len(wide) == 2:  # noqa: PLR2004 - a length in two bytes
        letters = int.from_bytes(wide, "little")
        name = content[_NAME_SIZE + 3 : _NAME_SIZE + 3 + 2 * letters].decode("utf-16-le", "replace").strip("\0 ")
        if name:
            return name
    return _decoded(content[1 : 1 + content[0]] if content else b"").strip("\0 ")


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _libre_owner(content: bytes) -> str:
    """Fields between commas: the person, the account, the machine, when, where the settings lie."""
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:3] if field.strip()), "")
