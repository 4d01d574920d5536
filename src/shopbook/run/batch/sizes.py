"""How large a file may be that a run opens: limits of the folder's keeper, stricter than those that every file must keep.

Whatever a file says of itself, the gate counts what really comes out of it; here its own words are taken against it before that.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from shopbook.labels import Label

_LIKELY_ROW = 20
"""Bytes of the shortest row of a sheet that holds anything; a sheet of fewer bytes for each row allowed need not be counted."""

_ALL_ROWS = 1 << 20
"""What a sheet of Excel may have, and no reader takes more: with a limit of so many there is nothing to count."""

_TEXTS = (".csv", ".tsv", ".txt")
_LINE = re.compile(rb"\n")
_XML_ROW = re.compile(rb"<(?:\w{1,16}:)?row\b", re.IGNORECASE)  # also of SpreadsheetML
_HTML_ROW = re.compile(rb"<tr\b", re.IGNORECASE)
_ODS_ROW = re.compile(rb"<table:table-row\b")
_LONGEST = 32  # bytes of what begins a row
_OLE = b"\xd0\xcf\x11\xe0"
_HEAD = 4096
_PIECE = 1 << 20
_FREE_BYTES = 4 << 20  # a small part may be packed as tightly as it likes

_PARTS = Label(
    zh="文件内部有 {count} 个部件，超过上限 {most}（limits.parts）", en="it has {count} parts, more than the limit of {most} (limits.parts)"
)
_UNPACKED = Label(
    zh="文件解开后有 {count} MB，超过上限 {most} MB（limits.unpacked_mb）",
    en="it unpacks to {count} MB, more than the limit of {most} MB (limits.unpacked_mb)",
)
_RATIO = Label(
    zh="内部部件“{part}”压缩了 {count} 倍，超过上限 {most} 倍（limits.ratio）",
    en="its part '{part}' is packed {count} times, more than the limit of {most} (limits.ratio)",
)
_ROWS = Label(
    zh="工作表（{part}）超过 {most} 行（limits.rows）",
    en="its sheet ({part}) has more than {most} rows (limits.rows)",
)
_OUTSIDE = Label(
    zh="{why}，没有打开。请拆小，或在 shopbook.toml 里改这个上限",
    en="{why}; it was not opened. Split it, or change the limit in shopbook.toml",
)


_TOO_MUCH = Label(
    zh="{why}，没有打开。请拆小，或重新导出",
    en="{why}; it was not opened. Split it, or export it again",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Limits of what is inside a file.

    Attributes:
        parts: Members of a workbook's zip.
        unpacked_mb: What they unpack to, together.
        ratio: How many times its packed size a member of more than 4 MB may unpack to.
        rows: Rows of a sheet, or lines of a text file.
    """

    parts: int
    unpacked_mb: int
    ratio: int
    rows: int


LOOSEST = Sizes(parts=10_000, unpacked_mb=8192, ratio=400, rows=_ALL_ROWS)
"""What every reader refuses beyond; no keeper can allow more."""


def excess(path: Path, sizes: Sizes) -> Label | None:
    """What is too large in a file; ``None`` if nothing is, or if the gate has to say what is wrong with it.

    Raises:
        OSError: It can't be read.
    """
    name, why = next(_excesses(path, sizes), ("", None))
    if why is None:
        return None
    may_be_raised = getattr(sizes, name) < getattr(LOOSEST, name)
    return (_OUTSIDE if may_be_raised else _TOO_MUCH).filled({"why": why})


def _excesses(path: Path, sizes: Sizes) -> Iterator[tuple[str, Label]]:
    """The limits that a file exceeds, by name, each with the words for it."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            yield from _of_members(members, sizes)
            long = (each.filename for each in members if _has_more(package, each, sizes.rows))
            yield from (("rows", _ROWS.filled({"part": name, "most": sizes.rows})) for name in long)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        with path.open("rb") as file:
            row = _row_of_text(path, file.read(_HEAD))
            file.seek(0)
            if row is not None and _count_exceeds(file, row, sizes.rows):
                yield "rows", _ROWS.filled({"part": path.name, "most": sizes.rows})


def _row_of_text(path: Path, head: bytes) -> re.Pattern[bytes] | None:
    """What begins each row of a file that is no zip; an old workbook can't have more rows than 65,536."""
    if head.startswith(_OLE):
        return None
    if path.suffix.lower() in _TEXTS:
        return _LINE
    return _XML_ROW if b"<?xml" in head else _HTML_ROW


def _of_members(members: Sequence[zipfile.ZipInfo], sizes: Sizes) -> Iterator[tuple[str, Label]]:
    if len(members) > sizes.parts:
        yield "parts", _PARTS.filled({"count": len(members), "most": sizes.parts})
    unpacked = sum(each.file_size for each in members) >> 20
    if unpacked > sizes.unpacked_mb:
        yield "unpacked_mb", _UNPACKED.filled({"count": unpacked, "most": sizes.unpacked_mb})
    for each in members:
        if each.file_size > max(_FREE_BYTES, sizes.ratio * each.compress_size):
            times = each.file_size // max(1, each.compress_size)
            yield "ratio", _RATIO.filled({"part": each.filename, "count": times, "most": sizes.ratio})


def _has_more(package: zipfile.ZipFile, member: zipfile.ZipInfo, rows: int) -> bool:
    """Whether a sheet has more rows; one that is too short for so many is not unpacked."""
    name = member.filename.lower()
    if rows >= _ALL_ROWS or member.file_size < rows * (1 if name.endswith(_TEXTS) else _LIKELY_ROW):
        return False
    row = _row_of_part(name)
    if row is None and not _is_binary_sheet(name):
        return False
    with package.open(member) as part:
        return _count_exceeds(part, row, rows) if row is not None else _records_exceed(part, rows)


def _row_of_part(name: str) -> re.Pattern[bytes] | None:
    """What begins each row of a part of a zip; ``None`` of one that is no sheet of text."""
    if name.endswith(_TEXTS):
        return _LINE
    if name == "content.xml":
        return _ODS_ROW
    return _XML_ROW if "worksheets/" in name and name.endswith(".xml") else None


def _is_binary_sheet(name: str) -> bool:
    return "worksheets/" in name and name.endswith(".bin")


def _count_exceeds(stream: IO[bytes], row: re.Pattern[bytes], most: int) -> bool:
    count, tail = 0, b""
    while piece := stream.read(_PIECE):
        text = tail + piece
        last = text.rfind(b"<", len(text) - _LONGEST)  # what may go on in the next piece
        end = len(text) if last < 0 else last
        count, tail = count + len(row.findall(text, 0, end)), text[end:]
        if count > most:
            return True
    return count + len(row.findall(tail)) > most


def _records_exceed(part: IO[bytes], most: int) -> bool:
    """Whether a binary sheet has more records that begin a row. Source: [MS-XLSB] 2.1.4."""
    count, raw, position = 0, part.read(), 0
    while position < len(raw) and count <= most:
        kind, position = _number(raw, position)
        size, position = _number(raw, position)
        count, position = count + (kind == 0), position + size
    return count > most


def _number(raw: bytes, position: int) -> tuple[int, int]:
    """A number written seven bits a byte, lowest first, and where it ends."""
    number = shift = 0
    while position < len(raw):
        octet = raw[position]
        number, shift, position = number | (octet & 0x7F) << shift, shift + 7, position + 1
        if octet < 0x80:  # noqa: PLR2004 - the highest bit says that more follow
            break
    return number, position
