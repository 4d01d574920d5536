"""Compound files: streams in folders, inside one file.

Version 3 with sectors of 512 bytes; streams of less than 4,096 bytes share sectors in pieces of 64. Source: [MS-CFB].
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

_SECTOR, _PIECE, _SMALL = 512, 64, 4096
_END, _FREE, _TABLE, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_HEADER_TABLES = 109
"""How many sectors of the table the header can name, which is enough for 6.8 MB."""

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_UNUSED_ENTRY = bytes(68) + struct.pack("<III", _NOBODY, _NOBODY, _NOBODY) + bytes(48)


@dataclass(frozen=True, slots=True)
class Stream:
    """A named run of bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Storage:
    """A named folder."""

    name: str
    members: "tuple[Member, ...]"


Member = Stream | Storage


def compound_file(members: Sequence[Member]) -> bytes:
    """A file of these streams and folders; the same ones give the same bytes, no time is noted.

    Args:
        members: At the top; names are at most 31 characters and differ within a folder, whatever their case.
    """
    root = _Entry("Root Entry", _ROOT, b"")
    entries = [root]
    root.child = _add(entries, members)
    sectors, pieces = _Blocks(_SECTOR), _Blocks(_PIECE)
    for entry in entries[1:]:
        if entry.kind == _STREAM:
            entry.start = (pieces if len(entry.content) < _SMALL else sectors).add(entry.content)
    root.content = bytes(pieces.content)
    root.start = sectors.add(root.content)
    piece_table = pieces.table()
    piece_start = sectors.add(piece_table)
    directory = b"".join(entry.packed() for entry in entries)
    directory += _UNUSED_ENTRY * (-len(entries) % 4)
    directory_start = sectors.add(directory)
    starts = (directory_start, 0, _SMALL, piece_start, len(piece_table) // _SECTOR, _END, 0)
    return _sealed(sectors, starts)


@dataclass(slots=True)
class _Blocks:
    """Blocks of one size in a row, and for each the number of the block that goes on after it."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    following: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Put a stream into blocks of its own; the number of the first."""
        if not content:
            return _END
        first, count = len(self.following), -(-len(content) // self.size)
        self.content += content.ljust(count * self.size, b"\0")
        self.following += [*range(first + 1, first + count), _END]
        return first

    def table(self) -> bytes:
        """The numbers, in whole sectors."""
        packed = struct.pack(f"<{len(self.following)}I", *self.following)
        return packed + struct.pack("<I", _FREE) * (-len(packed) % _SECTOR // 4)


@dataclass(slots=True)
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    content: bytes
    is_red: bool = False
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    start: int = 0

    def packed(self) -> bytes:
        """Its 128 bytes: no class, no flags, no times."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(name), self.kind, not self.is_red, self.left, self.right, self.child)
        return name.ljust(_PIECE, b"\0") + links + bytes(36) + struct.pack("<IQ", self.start, len(self.content))


def _add(entries: list[_Entry], members: Sequence[Member]) -> int:
    """Enter a folder's members in their order, then what is in its folders; the number of the one that leads to all of them."""
    ordered = sorted(members, key=_order)
    numbers = range(len(entries), len(entries) + len(ordered))
    entries += [
        _Entry(each.name, _STREAM, each.content) if isinstance(each, Stream) else _Entry(each.name, _STORAGE, b"") for each in ordered
    ]
    for number, member in zip(numbers, ordered, strict=True):
        if isinstance(member, Storage):
            entries[number].child = _add(entries, member.members)
    return _tree(entries, numbers, full_levels=(len(ordered) + 1).bit_length() - 1)


def _order(member: Member) -> tuple[int, str]:
    """Shorter names first, then by letter whatever the case."""
    return len(member.name), member.name.upper()


def _tree(entries: list[_Entry], numbers: range, *, full_levels: int) -> int:
    """Link entries as a balanced tree, whose top is returned; red are those of a last level that is not full, all others black."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.is_red = full_levels == 0
    top.left = _tree(entries, numbers[:middle], full_levels=full_levels - 1)
    top.right = _tree(entries, numbers[middle + 1 :], full_levels=full_levels - 1)
    return numbers[middle]


def _sealed(sectors: _Blocks, starts: tuple[int, ...]) -> bytes:
    """The header, the sectors, and last the table that chains them, in which its own sectors count too."""
    used, tables = len(sectors.following), 1
    while (used + tables) * 4 > tables * _SECTOR:
        tables += 1
    sectors.following += [_TABLE] * tables
    places = [*range(used, used + tables), *[_FREE] * (_HEADER_TABLES - tables)]
    header = _MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<II7I", 0, tables, *starts) + struct.pack(f"<{_HEADER_TABLES}I", *places)
    return header + bytes(sectors.content) + sectors.table()
