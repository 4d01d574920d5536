"""The compression of VBA source: runs that stood before in the same 4,096 bytes are pointed at.

Source: [MS-OVBA] 2.4.1.
"""

import struct
from collections import defaultdict
from functools import cache

_CHUNK = 4096
_SIGNATURE = b"\x01"
_COMPRESSED, _RAW = 0xB000, 0x3FFF
"""What the header of a chunk begins with, and the whole header of a raw one."""

_SHORTEST = 3
"""A run of fewer bytes is not worth pointing at."""


@cache
def compress(content: bytes) -> bytes:
    """Compress any bytes; the same ones give the same result, which is kept: most modules are alike in every workbook.

    A last piece that only grows when compressed is kept raw and filled up with zeros, as the format demands; text never gets there.
    """
    return _SIGNATURE + b"".join(_chunk(content[start : start + _CHUNK]) for start in range(0, len(content), _CHUNK))


def _chunk(piece: bytes) -> bytes:
    tokens = _tokens(piece)
    if len(tokens) > _CHUNK:
        return struct.pack("<H", _RAW) + piece.ljust(_CHUNK, b"\0")
    # The length is that of the whole chunk with its header of two, less three.
    return struct.pack("<H", _COMPRESSED | len(tokens) - 1) + tokens


def _tokens(piece: bytes) -> bytes:
    """Groups of up to eight tokens, each group after a byte of flags: 0 for a byte as it is, 1 for a pointer back."""
    out = bytearray()
    seen: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(piece):
        flags, group = 0, bytearray()
        for bit in range(8):
            back, length = _run(piece, at, seen[piece[at : at + _SHORTEST]])
            if length:
                flags |= 1 << bit
                group += _pointer(at, back, length)
            else:
                group += piece[at : at + 1]
            for place in range(at, at + max(length, 1)):
                seen[piece[place : place + _SHORTEST]].append(place)
            at += max(length, 1)
            if at >= len(piece):
                break
        out += bytes([flags]) + group
    return bytes(out)


def _run(piece: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """How far back the longest run begins that stands here too, the nearest of equally long ones, and its length; 0, 0 without one."""
    longest = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(piece) - at)
    back = best = 0
    better = piece[at : at + _SHORTEST]
    for place in reversed(places):
        if piece.startswith(better, place):  # which is one byte more than the best one has
            back, best = at - place, _common(piece, place, at, len(better), longest)
            if best == longest:
                break
            better = piece[at : at + best + 1]
    return back, best


def _common(piece: bytes, place: int, at: int, least: int, longest: int) -> int:
    length = least
    while length < longest and piece[place + length] == piece[at + length]:
        length += 1
    return length


def _pointer(at: int, back: int, length: int) -> bytes:
    return struct.pack("<H", back - 1 << 16 - _offset_bits(at) | length - _SHORTEST)


def _offset_bits(at: int) -> int:
    """How many of a pointer's 16 bits say where to; the further into the chunk, the more."""
    return max(4, (at - 1).bit_length())
