"""How large a file may be that a run opens: limits of the folder's keeper, stricter than those that every file must keep.

Whatever a file says of itself, the gate counts what really comes out of it; here its own words are taken against it before that.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.labels import Label

_LIKELY_ROW = 20
"""Bytes of the shortest row of a sheet that holds anything; a sheet of fewer bytes for each row allowed need not be counted."""

_TEXTS = frozenset({".csv", ".tsv", ".txt"})
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


def excess(path: Path, sizes: Sizes) -> Label | None:
    """What is too large in a file; ``None`` if nothing is, or if the gate has to say what is wrong with it.

    Raises:
        OSError: It can't be read.
    """
    why = next(_excesses(path, sizes), None)
    return None if why is None else _OUTSIDE.filled({"why": why})


def _excesses(path: Path, sizes: Sizes) -> Iterator[Label]:
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            yield from _of_members(members, sizes)
            yield from (
                _ROWS.filled({"part": each.filename, "most": sizes.rows}) for each in members if _has_more(package, each, sizes.rows)
            )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        if path.suffix.lower() in _TEXTS and _lines_exceed(path, sizes.rows):
            yield _ROWS.filled({"part": path.name, "most": sizes.rows})


def _of_members(members: Sequence[zipfile.ZipInfo], sizes: Sizes) -> Iterator[Label]:
    if len(members) > sizes.parts:
        yield _PARTS.filled({"count": len(members), "most": sizes.parts})
    unpacked = sum(each.file_size for each in members) >> 20
    if unpacked > sizes.unpacked_mb:
        yield _UNPACKED.filled({"count": unpacked, "most": sizes.unpacked_mb})
    for each in members:
        if each.file_size > max(_FREE_BYTES, sizes.ratio * each.compress_size):
            times = each.file_size // max(1, each.compress_size)
            yield _RATIO.filled({"part": each.filename, "count": times, "most": sizes.ratio})


def _has_more(package: zipfile.ZipFile, member: zipfile.ZipInfo, rows: int) -> bool:
    """Whether a sheet has more rows; one that is too short for so many is not unpacked."""
    if "worksheets/" not in member.filename.lower() or member.file_size < rows * _LIKELY_ROW:
        return False
    with package.open(member) as part:
        return _count_exceeds(iter(lambda: part.read(_PIECE), b""), b"<row", rows)


def _lines_exceed(path: Path, rows: int) -> bool:
    with path.open("rb") as file:
        return _count_exceeds(iter(lambda: file.read(_PIECE), b""), b"\n", rows)


def _count_exceeds(pieces: Iterator[bytes], word: bytes, most: int) -> bool:
    count, tail = 0, b""
    for piece in pieces:
        text = tail + piece
        count += text.count(word)
        tail = text[len(text) - len(word) + 1 :] if len(word) > 1 else b""
        if count > most + 1:
            return True
    return False
