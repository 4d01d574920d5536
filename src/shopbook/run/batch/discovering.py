"""The files of a shop's folder that a run may look at, and those that it leaves alone, each with the reason."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.sweeping import is_ours, put_away
from shopbook.labels import Label
from shopbook.run.batch.settings import NAME as SETTINGS
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.sources import reason

STATE = ".shopbook"
"""The folder in the shop's folder where a run keeps what it must know the next time."""

TABLES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html", ".xml", ".zip"}
)
"""Endings of what may be a workbook or a list. Any other file is looked at only if it begins as a workbook does."""

_ASIDE = ("~$", ".~", ".")  # what office programs lay beside an open file, our own locks and temporary files, hidden files
_TEMPORARY = frozenset({".tmp", ".lock", ".crdownload", ".part", ".partial", ".download", ".opdownload", ".swp", ".bak"})
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", SETTINGS})
_FOREIGN = frozenset({"$recycle.bin", "system volume information", "__macosx", "lost+found", "#recycle", "@eadir"})
_WORKBOOK_START = b"PK\x03\x04"
_YOUNG_S = 60  # a file that was changed longer ago is not being copied; a clock that is off by less does no harm

_NO_SHOP = Label(zh="没有这个文件夹。请检查名字和位置", en="there is no such folder; check its name and place")
_CLOSED = Label(zh="打不开：{why}", en="it can't be opened: {why}")
_LINK = Label(
    zh="这是指向别处的链接，没有跟过去。请把文件本身放进来",
    en="this is a link to another place and was not followed: put the file itself here",
)
_DEEP = Label(zh="文件夹套得太深（超过 {most} 层），没有看", en="folders inside folders, more than {most}: not looked at")
_LARGE = Label(
    zh="文件有 {size} MB，超过上限 {most} MB，没有打开。请拆小，或在 {settings} 里改 limits.file_mb",
    en="it has {size} MB, more than the limit of {most} MB, and was not opened: split it, or change limits.file_mb in {settings}",
)
_COPYING = Label(
    zh="文件还在变化，可能正在复制或保存，这次没有读；下次运行时处理",
    en="it is still changing, perhaps being copied or saved: not read now, but by the next run",
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One file, not opened yet: its path below the shop's folder, and what the folder's list says of it."""

    path: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Left:
    """Something that nothing is done with.

    Attributes:
        path: Below the shop's folder.
        why: In words.
        is_fault: Whether the run is incomplete without it.
        is_passing: Whether the next run may get on with it, without anybody doing something.
    """

    path: str
    why: Label
    is_fault: bool = True
    is_passing: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in a shop's folder, by path."""

    files: tuple[Sighting, ...]
    left: tuple[Left, ...]


def shop_folder(path: Path) -> Path:
    """The folder that somebody named.

    Raises:
        UnreadableFileError: There is no such folder.
    """
    if not path.is_dir():
        raise UnreadableFileError(path, _NO_SHOP)
    return path


def survey(shop: Path, settings: ShopSettings, *, pause: Callable[[float], None] = time.sleep) -> Survey:
    """Every file that may be a workbook of ours or a list, links and files that are still changing left out.

    Temporary files that a killed run left are put away on the way.

    Args:
        shop: The folder.
        settings: What is not looked at, and how long a young file must stay as it is.
        pause: Waits so many seconds.

    Raises:
        UnreadableFileError: The folder can't be opened.
    """
    left: list[Left] = []
    found = [each for each in _walk(shop, "", settings, left) if _may_be_table(shop, each)]
    settled, moving = _settled(shop, found, settings.settle_s, pause)
    left += [Left(each.path, _COPYING, is_passing=True) for each in moving]
    return Survey(tuple(sorted(settled, key=lambda each: each.path)), tuple(sorted(left, key=lambda each: each.path)))


def lying(shop: Path, settings: ShopSettings, *, but: str) -> frozenset[Sighting]:
    """What lies in a shop's folder just now, still changing or not, so that two moments can be compared.

    Args:
        shop: The folder.
        settings: What is not looked at.
        but: What the names of files begin with that do not count.

    Raises:
        UnreadableFileError: The folder can't be opened.
    """
    return frozenset(each for each in _walk(shop, "", settings, []) if not each.path.rpartition("/")[2].startswith(but))


def _walk(shop: Path, below: str, settings: ShopSettings, left: list[Left]) -> Iterator[Sighting]:
    try:
        with os.scandir(shop / below) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        why = _CLOSED.filled({"why": reason(error)})
        if not below:
            raise UnreadableFileError(shop, why) from error
        left.append(Left(below, why))
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if is_ours(entry.name):
            put_away(shop / path, now=time.time())
        elif not _is_aside(path, settings.ignore):
            yield from _entered(shop, entry, path, settings, left)


def _entered(shop: Path, entry: os.DirEntry[str], path: str, settings: ShopSettings, left: list[Left]) -> Iterator[Sighting]:
    if entry.is_symlink():
        left += [Left(path, _LINK, is_fault=False)]
    elif entry.is_dir(follow_symlinks=False):
        if path.count("/") >= settings.limits.folders:
            left.append(Left(path, _DEEP.filled({"most": settings.limits.folders})))
        else:
            yield from _walk(shop, f"{path}/", settings, left)
    elif entry.is_file(follow_symlinks=False):
        yield from _sighted(entry, path, settings, left)


def _sighted(entry: os.DirEntry[str], path: str, settings: ShopSettings, left: list[Left]) -> Iterator[Sighting]:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return  # gone since the folder was listed
    most = settings.limits.file_mb
    if status.st_size > most << 20 and Path(path).suffix.lower() in TABLES:
        left.append(Left(path, _LARGE.filled({"size": status.st_size >> 20, "most": most, "settings": SETTINGS})))
    elif status.st_size <= most << 20:
        yield Sighting(path, status.st_size, status.st_mtime_ns)


def _is_aside(path: str, ignored: Sequence[str]) -> bool:
    name = path.rpartition("/")[2]
    low = name.lower()
    if name.startswith(_ASIDE) or low in _SYSTEM or low in _FOREIGN or Path(low).suffix in _TEMPORARY:
        return True
    return any(fnmatch(path, pattern) or fnmatch(name, pattern) for pattern in ignored)


def _may_be_table(shop: Path, found: Sighting) -> bool:
    if Path(found.path).suffix.lower() in TABLES:
        return True
    try:
        with (shop / found.path).open("rb") as file:
            return file.read(len(_WORKBOOK_START)) == _WORKBOOK_START
    except OSError:
        return False


def _settled(
    shop: Path, found: Sequence[Sighting], settle_s: float, pause: Callable[[float], None]
) -> tuple[list[Sighting], list[Sighting]]:
    """Those that stay as they are for a moment, and those that do not; only young files are waited for, all at once."""
    oldest = time.time_ns() - _YOUNG_S * 1_000_000_000
    young = {each.path: each for each in found if each.modified_ns > oldest}
    if young and settle_s:
        pause(settle_s)
    moving = [each for each in young.values() if not _is_still(shop, each)]
    names = {each.path for each in moving}
    return [each for each in found if each.path not in names], moving


def _is_still(shop: Path, found: Sighting) -> bool:
    try:
        status = (shop / found.path).stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (found.size, found.modified_ns)
