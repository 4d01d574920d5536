"""Who holds a workbook: a person that has it open, or another run that is at work on it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import SoftFileLock, Timeout

from shopbook.errors import UnwritableFileError, WorkbookInUseError
from shopbook.labels import Label

_OPEN = Label(
    zh="{who} 正打开着这个工作簿，没有写入。请关闭后再试", en="{who} has the workbook open; nothing was written. Close it and try again"
)
_SOMEBODY = Label(zh="有人", en="Somebody")
_LOCKED = Label(
    zh="另一次运行正在处理这个工作簿（{since} 起，电脑 {machine}，进程 {process}）。请等它结束；如果它早已中断，请删除“{lock}”",
    en="another run has this workbook since {since} (machine {machine}, process {process}). Wait; if it died, delete '{lock}'",
)
_NO_LOCK = Label(zh="所在文件夹不存在或不允许写入，没有改动", en="its folder is not there or does not allow writing; nothing was changed")
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


@contextmanager
def alone(path: Path, *, patience_s: float = 60, says: Label = _LOCKED) -> Iterator[None]:
    """Hold a workbook against other runs, on this machine and on others that share its folder.

    The lock is a small file beside the workbook; one that a dead run of this machine left is taken over.

    Args:
        path: The workbook.
        patience_s: How long to wait for another run, seconds.
        says: What is said when it still holds it.

    Raises:
        WorkbookInUseError: Another run still holds it; the sentence says which, where and since when.
        UnwritableFileError: The folder cannot be written to.
    """
    real = path.resolve()
    if not real.parent.is_dir():  # the lock would make it
        raise UnwritableFileError(path, _NO_LOCK)
    marker = real.with_name(f".~{real.name}.shopbook.lock")
    lock = SoftFileLock(marker, timeout=patience_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise WorkbookInUseError(path, says.filled(_holder(marker))) from error
    except OSError as error:
        raise UnwritableFileError(path, _NO_LOCK) from error
    try:
        yield
    finally:
        lock.release()


def _holder(marker: Path) -> dict[str, object]:
    process, machine, since = "?", "?", "?"
    with suppress(OSError, ValueError):
        process, machine, *_ = [*marker.read_text(encoding="utf-8").split(), "?", "?"]
        since = f"{dt.datetime.fromtimestamp(marker.stat().st_mtime, tz=dt.UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    return {"process": process, "machine": machine, "since": since, "lock": marker.name}


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
