"""Compound files read by the book: [MS-CFB] with every rule that Office may insist on."""

import struct
from dataclasses import dataclass, field

SECTOR, PIECE, SMALL = 512, 64, 4096
END, FREE, TABLE, NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


@dataclass
class Entry:
    """One line of the directory."""

    name: str
    kind: int
    is_black: bool
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass
class Chains:
    """A table of what follows what; a block that two streams claim is an error."""

    table: list[int]
    taken: set[int] = field(default_factory=set)

    def follow(self, number: int) -> list[int]:
        """The blocks from one on."""
        chain = []
        while number != END:
            assert number < len(self.table), "points past the end of the table"
            assert number not in self.taken, "belongs to two streams"
            self.taken.add(number)
            chain.append(number)
            number = self.table[number]
        return chain


def streams(content: bytes) -> dict[str, bytes]:
    """Every stream by its path; fails where anything in the file is not as the format says."""
    assert content[:8].hex() == "d0cf11e0a1b11ae1"
    assert len(content) % SECTOR == 0
    assert struct.unpack_from("<HHHHH", content, 24) == (0x3E, 3, 0xFFFE, 9, 6)
    directories, tables, directory, _, small, piece_start, piece_tables, more, more_count = struct.unpack_from("<9I", content, 40)
    assert (directories, small, more, more_count) == (0, SMALL, END, 0)
    sectors = _sectors(content, tables)
    entries = _entries(_joined(content, sectors.follow(directory)))
    piece_chain = sectors.follow(piece_start)
    assert len(piece_chain) == piece_tables
    pieces = Chains([number for place in piece_chain for number in struct.unpack("<128I", _sector(content, place))])
    root = entries[0]
    assert (root.name, root.kind, root.is_black) == ("Root Entry", 5, True)
    shared = _joined(content, sectors.follow(root.start))
    assert -(-root.size // SECTOR) * SECTOR == len(shared)
    held = _Held(content, sectors, shared, pieces)
    found = {path: held.stream(entry) for path, entry in _below(entries, root.child, "")}
    assert len(sectors.taken) == len(content) // SECTOR - 1, "sectors that belong to nothing"
    return found


def _sectors(content: bytes, tables: int) -> Chains:
    """The table of sectors, which the header names and which names itself."""
    named = struct.unpack_from("<109I", content, 76)
    assert all(number == FREE for number in named[tables:])
    following = [number for place in named[:tables] for number in struct.unpack("<128I", _sector(content, place))]
    assert all(number == FREE for number in following[len(content) // SECTOR - 1 :])
    assert all(following[place] == TABLE for place in named[:tables])
    return Chains(following, set(named[:tables]))


@dataclass
class _Held:
    """Where streams lie."""

    content: bytes
    sectors: Chains
    shared: bytes
    pieces: Chains

    def stream(self, entry: Entry) -> bytes:
        """What a stream holds; it takes no block more than it needs."""
        if entry.size >= SMALL:
            whole, size = _joined(self.content, self.sectors.follow(entry.start)), SECTOR
        else:
            places = self.pieces.follow(entry.start)
            whole, size = b"".join(self.shared[place * PIECE : place * PIECE + PIECE] for place in places), PIECE
        assert len(whole) == -(-entry.size // size) * size
        return whole[: entry.size]


def _sector(content: bytes, number: int) -> bytes:
    return content[SECTOR * (number + 1) : SECTOR * (number + 2)]


def _joined(content: bytes, numbers: list[int]) -> bytes:
    return b"".join(_sector(content, number) for number in numbers)


def _entries(directory: bytes) -> list[Entry]:
    found = []
    for at in range(0, len(directory), 128):
        length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", directory, at + 64)
        start, size = struct.unpack_from("<IQ", directory, at + 116)
        if kind == 0:
            assert (length, left, right, child) == (0, NOBODY, NOBODY, NOBODY)
        assert directory[at + 80 : at + 116] == bytes(36), "a class, a flag or a time"
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
        found.append(Entry(name, kind, colour == 1, left, right, child, start, size))
    return found


def _below(entries: list[Entry], top: int, path: str) -> list[tuple[str, Entry]]:
    """The streams of a folder and of those in it."""
    numbers = _walk(entries, top, is_below_red=False)[1]
    names = [(len(entries[number].name), entries[number].name.upper()) for number in numbers]
    assert names == sorted(set(names)), "not in order"
    found = []
    for number in numbers:
        entry = entries[number]
        if entry.kind == 1:
            assert entry.start == entry.size == 0
            found += _below(entries, entry.child, f"{path}{entry.name}/")
        else:
            assert (entry.kind, entry.child) == (2, NOBODY)
            found.append((path + entry.name, entry))
    return found


def _walk(entries: list[Entry], top: int, *, is_below_red: bool) -> tuple[int, list[int]]:
    """How many black entries lie on every way down, and all entries from left to right."""
    if top == NOBODY:
        return 0, []
    entry = entries[top]
    assert entry.is_black or not is_below_red, "red below red"
    left_blacks, left = _walk(entries, entry.left, is_below_red=not entry.is_black)
    right_blacks, right = _walk(entries, entry.right, is_below_red=not entry.is_black)
    assert left_blacks == right_blacks, "not balanced"
    return left_blacks + entry.is_black, [*left, top, *right]
