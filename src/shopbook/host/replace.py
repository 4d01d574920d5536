"""A file replaced in one step: whoever looks at any moment sees the old one or the new one, whole.

The new content is written beside the target, checked, forced to disk, and only then takes the target's name. When it cannot, it is kept
beside the target under a name of its own, or thrown away; nothing is ever copied over the target.
"""

import datetime as dt
import errno
import hashlib
import os
import stat
import struct
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Self

from shopbook.errors import UnwritableFileError
from shopbook.host.sweeping import ENDING, beginning, sweep
from shopbook.labels import Label

Write = Callable[[BinaryIO], None]
Verify = Callable[[Path], None]

_DISK_FULL = Label(
    zh="磁盘已满，没有写入，原文件没有变。请腾出空间后再试",
    en="disk full; nothing was written and the file is as it was. Free some space and try again",
)
_READ_ONLY = Label(
    zh="文件是只读的，没有写入。请取消只读后再试", en="the file is read-only; nothing was written. Make it writable and try again"
)
_FOLDER_READ_ONLY = Label(zh="所在文件夹不允许写入，没有改动", en="its folder does not allow writing; nothing was changed")
_NOT_A_FILE = Label(zh="这不是普通文件，没有写入", en="this is no ordinary file; nothing was written")
_FAILED = Label(zh="写入失败（{why}），原文件没有变", en="writing failed ({why}); the file is as it was")
_UNSURE = Label(
    zh="新内容已写入，但无法确认已经存到磁盘（{why}）。请检查磁盘",
    en="the new content is in place, but the disk did not confirm it ({why}). Check the disk",
)
_BROKEN = Label(
    zh="写出的文件读不回来（{why}），原文件没有变。请检查磁盘",
    en="what was written cannot be read back ({why}); the file is as it was. Check the disk",
)
_CHANGED = Label(
    zh="处理期间有人改动了这个文件，所以没有覆盖。结果另存为“{kept}”，请核对后再决定用哪一份",
    en="somebody changed the file meanwhile, so it was not replaced. The result is in '{kept}': compare the two and keep one",
)
_BUSY = Label(
    zh="文件正被别的程序占用，无法替换。结果另存为“{kept}”，请关闭占用的程序后再用",
    en="another program holds the file, so it could not be replaced. The result is in '{kept}': close that program, then use it",
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})
_WAITS = (0.1, 0.2, 0.4, 0.8)  # seconds between tries: a virus scanner or a file server lets go within a second or not at all
_NEW_FILE_MODE = 0o666
_PIECE = 1 << 20
_HEAD = struct.Struct("<4s2xH18xH2x")  # of a member of a zip: what it begins with, its flags, the length of its name
_UTF8_FLAG = 0x800
_KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


class KeptAsideError(UnwritableFileError):
    """The file could not be replaced; the result lies beside it, at ``kept``."""

    def __init__(self, path: Path, why: Label, kept: Path) -> None:
        super().__init__(path, why.filled({"kept": kept.name}))
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which file was read, to tell whether it is still the same.

    Attributes:
        digest: Of the content; empty when only size, time and place are compared. With it, only the content counts: a file that was
            copied back unchanged is the same, one changed within the clock's tick is not.
    """

    size: int
    modified_ns: int
    inode: int
    digest: str = ""

    @classmethod
    def of(cls, path: Path, *, with_content: bool = False) -> Self:
        """The stamp of a file as it is now.

        Raises:
            OSError: It is not there or cannot be read.
        """
        digest = content_digest(path) if with_content else ""
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns, found.st_ino, digest)

    def still_fits(self, path: Path) -> bool:
        """Whether the file is the one that was stamped; a file that is gone is not."""
        try:
            now = Stamp.of(path, with_content=bool(self.digest))
        except OSError:
            return False
        return now.digest == self.digest if self.digest else now == self


def content_digest(path: Path) -> str:
    """A digest of a file's content.

    Raises:
        OSError: It cannot be read.
    """
    digest = hashlib.blake2b(digest_size=20)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def require_zip(path: Path) -> None:
    """Refuse a written workbook that cannot be read back: its directory and the head of every member are looked at.

    Raises:
        UnwritableFileError: It is no readable zip.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as package:
            for member in package.infolist():
                _require_head(file, member)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise UnwritableFileError(path, _BROKEN.filled({"why": error})) from error


def _require_head(file: BinaryIO, member: zipfile.ZipInfo) -> None:
    """Refuse a member whose head is not where the directory says, or calls it otherwise; ``ZipFile.open`` takes three times as long."""
    file.seek(member.header_offset)
    head = file.read(_HEAD.size)
    magic, flags, size = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0)
    name = file.read(size).decode("utf-8" if flags & _UTF8_FLAG else "cp437", "replace")
    if magic != b"PK\3\4" or name != member.orig_filename or member.compress_type not in _KNOWN_METHODS:
        raise zipfile.BadZipFile(member.filename)


def replace_file(target: Path, write: Write, *, unchanged_since: Stamp | None, now: dt.datetime, verify: Verify | None = None) -> None:
    """Give a file new content in one step, or leave it as it is.

    Mode, owner and access list stay; where ``target`` is a link, the file it leads to is replaced. A file that is not there yet is made.

    Args:
        target: The file.
        write: Writes the new content to a file opened for reading and writing. What it raises is passed on.
        unchanged_since: What the file was when it was read; None if it does not matter.
        now: The moment, for the name of a result that is kept aside: ``name (shopbook 20260301-093000).xlsx``.
        verify: Looks at the written file before it takes the name, and raises if it is not fit.

    Raises:
        KeptAsideError: The file was changed since, or somebody holds it; the result lies beside it.
        UnwritableFileError: Nothing was changed: disk full, read-only, no ordinary file.
    """
    target = Path(os.path.realpath(target))
    _require_writable(target)
    with _reasons(target), _temporary(target) as temporary:
        _fill(temporary, write)
        if verify:
            verify(temporary)
        _take_name(temporary, target, unchanged_since, now)
    _sync_folder(target)


def _require_writable(target: Path) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnwritableFileError(target, _reason(error)) from error
    if not stat.S_ISREG(mode):
        raise UnwritableFileError(target, _NOT_A_FILE)
    # The bits are asked too: an administrator may write anything, which is not what "read-only" was meant to say.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise UnwritableFileError(target, _READ_ONLY)


@contextmanager
def _reasons(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableFileError(target, _reason(error)) from error


def _reason(error: OSError) -> Label:
    if error.errno in _FULL:
        return _DISK_FULL
    return _FOLDER_READ_ONLY if error.errno in _FORBIDDEN else _FAILED.filled({"why": error.strerror or error})


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """A file beside the target, looking like it; gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=beginning(), suffix=ENDING, dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        _swept(target.parent)
        _look_like(temporary, target)
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@lru_cache(maxsize=64)
def _swept(folder: Path) -> None:
    """What killed runs left in a folder is put away when a process first writes there: folders may hold ten thousand files."""
    sweep(folder)


def _look_like(temporary: Path, target: Path) -> None:
    try:
        model = target.stat()
    except FileNotFoundError:
        temporary.chmod(_NEW_FILE_MODE & ~_umask())
        return
    if sys.platform != "win32":
        with suppress(PermissionError):  # only an administrator may give files away
            os.chown(temporary, model.st_uid, model.st_gid)
    if sys.platform == "linux":
        for name in os.listxattr(target):
            with suppress(OSError):  # a file system may keep some to itself
                os.setxattr(temporary, name, os.getxattr(target, name))
    temporary.chmod(stat.S_IMODE(model.st_mode))


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _fill(temporary: Path, write: Write) -> None:
    with temporary.open("r+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _take_name(temporary: Path, target: Path, unchanged_since: Stamp | None, now: dt.datetime) -> None:
    if unchanged_since and not unchanged_since.still_fits(target):
        raise KeptAsideError(target, _CHANGED, _keep(temporary, target, now))
    for wait in (*_WAITS, None):
        try:
            temporary.replace(target)
        except OSError as error:
            if error.errno not in _HELD:
                raise
            if wait is None:
                raise KeptAsideError(target, _BUSY, _keep(temporary, target, now)) from error
            time.sleep(wait)
        else:
            return


def _keep(temporary: Path, target: Path, now: dt.datetime) -> Path:
    """Put the result beside the target, over nothing that is there."""
    for count in range(1, 1000):
        again = f" {count}" if count > 1 else ""
        kept = target.with_name(f"{target.stem} (shopbook {now:%Y%m%d-%H%M%S}){again}{target.suffix}")
        with suppress(FileExistsError):
            kept.touch(exist_ok=False)
            return _renamed(temporary, kept)
    raise UnwritableFileError(target, _FAILED.filled({"why": os.strerror(errno.EEXIST)}))


def _renamed(temporary: Path, kept: Path) -> Path:
    try:
        return temporary.replace(kept)
    except OSError:
        kept.unlink()
        raise


def _sync_folder(target: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        # Some file servers know no such call; the rename stands all the same.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}:
            raise UnwritableFileError(target, _UNSURE.filled({"why": error.strerror})) from error
