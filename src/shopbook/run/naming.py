"""What a file may be called wherever the shop's people put it: Windows, Mac, Linux, a file server."""

import re
import unicodedata

from shopbook.sheet.spelling import INVISIBLE, one_line

LONGEST_NAME = 120
"""Bytes of a name with its ending; file systems take 255, and paths of Windows 260 letters in all."""

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
)
_REFUSED = re.compile(f'[<>:"/\\\\|?*{INVISIBLE}\ud800-\udfff]')
_MARKER = re.compile(r"^[.~$\s]+")  # a hidden file, or what an office program leaves beside an open workbook


def is_device(part: str) -> bool:
    """Whether Windows takes a part of a path for a device, whatever ending it has."""
    return part.partition(".")[0].strip().casefold() in _DEVICES


def file_name(wanted: str, ending: str, *, otherwise: str) -> str:
    """A name that every system takes, as near as can be to the one that is wanted.

    Args:
        wanted: Any text.
        ending: With its dot.
        otherwise: The name where nothing is left of the wanted one.
    """
    plain = _MARKER.sub("", _REFUSED.sub("_", one_line(unicodedata.normalize("NFC", wanted))))
    short = _cut(plain, LONGEST_NAME - len(ending.encode())).rstrip(". ")
    name = f"_{short}" if is_device(short) else short
    return f"{name or otherwise}{ending}"


def numbered(name: str, number: int) -> str:
    """The same name with a number before its ending, and no longer than a name may be."""
    stem, dot, ending = name.rpartition(".")
    behind = f" {number}{dot}{ending}"
    return _cut(stem, LONGEST_NAME - len(behind.encode())).rstrip(". ") + behind


def _cut(text: str, size: int) -> str:
    """The longest beginning of a text that takes no more bytes; no letter is cut in two."""
    return text.encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")
