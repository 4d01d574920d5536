"""Workbooks that are not quite what they were: bytes lost, moved, changed, and tags, numbers and references with something else in them."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

ODD = (
    b"", b"-1", b"0", b"65536", b"1048577", b"4294967295", b"99999999999999999999", b"1e309", b"nan", b"1_0", b"A1:XFD1048576", b"ZZZZ1",
    b"A0", b"$B$4", b"../../evil.xml", b"/xl/workbook.xml", b"rId1", b"rId99", b"true", b"s", b"inlineStr", b"\xff\xfe", b"\x00", b"&#x0;",
    b"&#1114112;", b"&x;", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x", b"<!DOCTYPE x>", b"<", b">", b"/>", b'"', b"'", b"&", b"<row/>",
    b"<c/>", b"<v>1</v>", b"</sheetData>", b"<x:c r='A1'>", b'xmlns=""', b"_x0000_", b"\xe8\xa1\xa8" * 99, b"=1+1", b" ", b"\n",
    b'<row r="3"><c r="A9"/></row>',
)  # fmt: skip
"""What takes the place of something else: the edges of what a sheet can hold, and what XML gives a meaning."""

_PIECES = re.compile(rb'"[^"<]*"|</?[\w:]+|\s[\w:]+=|>[^<>]+<|-?\d+')


class How(StrEnum):
    """What is done to a part's bytes."""

    CUT = "cut"
    DROP = "drop"
    DOUBLE = "double"
    SWAP = "swap"
    BYTE = "byte"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        part: Which part, counted; of a file that has none, the file itself.
        how: What is done.
        place: Where it begins, in thousandths of the part.
        size: How many bytes, or which other piece.
        odd: What is put there.
    """

    part: int
    how: How
    place: int
    size: int
    odd: bytes

    def applied(self, content: bytes) -> bytes:
        """The changed bytes."""
        at = len(content) * self.place // 1000
        end = at + 1 + self.size
        match self.how:
            case How.CUT:
                return content[:at]
            case How.DROP:
                return content[:at] + content[end:]
            case How.DOUBLE:
                return content[:end] + content[at:]
            case How.SWAP:
                return content[:at] + content[end : end + self.size] + content[at:end] + content[end + self.size :]
            case How.BYTE:
                return content[:at] + self.odd + content[at + len(self.odd) :]
            case How.PIECE:
                return self._piece_changed(content, at)

    def _piece_changed(self, content: bytes, at: int) -> bytes:
        piece = _PIECES.search(content, at)
        if piece is None:
            return content
        found = piece.group()
        fresh = {b'"': b'"%s"', b">": b">%s<"}.get(found[:1], b"%s") % self.odd
        return content[: piece.start()] + fresh + content[piece.end() :]


CHANGES = st.lists(
    st.builds(
        Change,
        part=st.integers(0, 40),
        how=st.sampled_from(How),
        place=st.integers(0, 1000),
        size=st.integers(0, 400),
        odd=st.sampled_from(ODD) | st.binary(max_size=8),
    ),
    min_size=1,
    max_size=4,
)
"""A few changes; found faults shrink to one small one."""


def mutated(content: bytes, changes: list[Change], *, inside: bool) -> bytes:
    """A file with the changes in it.

    Args:
        content: The file.
        changes: What is changed.
        inside: Whether in its parts, packed again so that they are met, or in its own bytes.
    """
    if not inside:
        for change in changes:
            content = change.applied(content)
        return content
    parts = parts_of(content)
    names = list(parts)
    for change in changes:
        name = names[change.part % len(names)]
        parts[name] = change.applied(parts[name])
    return packed(parts)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
