"""The add-in for Excel: put where Excel looks when it starts, taken away, looked at."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from shopbook.errors import FileError, MisuseError, UnwritableFileError
from shopbook.host.package import patch
from shopbook.host.replace import KeptAsideError, replace_file
from shopbook.labels import Label
from shopbook.sheet.starting import ADDIN_TAB, Python
from shopbook.shipped import Shipped, shipped_folder

NAME = "shopbook.xlam"

_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_NO_EXCEL = Label(
    zh="加载项只用于 Windows 和 macOS 上的 Excel，这台电脑上没有；请用命令行 shopbook run",
    en="The add-in is for Excel on Windows and macOS, which is not on this computer; use the command shopbook run",
)
_OPEN = Label(
    zh="Excel 正在使用加载项，没有改动。请先退出 Excel 再试",
    en="Excel is using the add-in, so nothing was changed. Quit Excel and try again",
)


class Standing(StrEnum):
    """How the add-in is installed."""

    ABSENT = "absent"
    CURRENT = "current"
    OTHER = "other"
    """Of another release of shopbook, or for another Python."""


def startup_folder(system: str, environment: Mapping[str, str]) -> Path:
    """The user's folder from which Excel opens everything when it starts; it may not be there yet.

    Args:
        system: As ``sys.platform`` says it.
        environment: The variables of the user's session.

    Raises:
        MisuseError: Excel does not run on this system.
    """
    if system == "win32" and environment.get("APPDATA"):
        return Path(environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"
    if system == "darwin" and environment.get("HOME"):
        return Path(environment["HOME"]) / _MAC_STARTUP
    raise MisuseError(_NO_EXCEL)


def install(folder: Path, python: Python, *, now: dt.datetime) -> Path:
    """Put the add-in into a folder, in the place of an earlier one; where it now lies.

    Args:
        folder: Made if it is not there.
        python: What its buttons start.
        now: The moment.

    Raises:
        UnwritableFileError: The folder cannot be written, or Excel is using the add-in; what was there before still is.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, partial(_write, python=python), unchanged_since=None, now=now)
    except KeptAsideError as error:
        # Excel would open a second add-in from that folder.
        error.kept.unlink()
        raise UnwritableFileError(path, _OPEN) from error
    except OSError as error:
        raise UnwritableFileError(path, _reason(error)) from error
    return path


def remove(folder: Path) -> bool:
    """Take the add-in away; whether there was one.

    Raises:
        UnwritableFileError: It cannot be removed, most likely because Excel is using it.
    """
    path = folder / NAME
    if not path.is_file():
        return False
    try:
        path.unlink()
    except PermissionError as error:
        raise UnwritableFileError(path, _OPEN) from error
    except OSError as error:
        raise UnwritableFileError(path, _reason(error)) from error
    return True


def standing(folder: Path, python: Python) -> Standing:
    """How the add-in is installed in a folder.

    Raises:
        FileError: There is something of that name that cannot be read.
    """
    path = folder / NAME
    if not path.exists():
        return Standing.ABSENT
    expected = BytesIO()
    _write(expected, python=python)
    try:
        return Standing.CURRENT if path.read_bytes() == expected.getvalue() else Standing.OTHER
    except OSError as error:
        raise FileError(path, _reason(error)) from error


def _write(out: BinaryIO, *, python: Python) -> None:
    shipped = shipped_folder(Shipped.TEMPLATES) / NAME
    plan = python.plan(ADDIN_TAB)
    if plan:
        patch(shipped, out, plan)
    else:
        out.write(shipped.read_bytes())


def _reason(error: OSError) -> Label:
    return Label(zh="系统不允许这样读写：{why}", en="the system does not allow this: {why}").filled({"why": error.strerror or error})
