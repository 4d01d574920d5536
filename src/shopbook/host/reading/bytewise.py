"""Arithmetic on the bytes of a buffer, for millions of places at once."""

import numpy as np
import numpy.typing as npt
import polars as pl

Places = npt.NDArray[np.int64]
"""Positions in a buffer."""

Words = npt.NDArray[np.uint64]
"""The eight bytes from each position on, the first one lowest."""

PAD = b"\0" * 64
"""Follows every buffer, so that words can be taken at its last byte and some way behind it."""

_ONE = np.uint64(1)
_ZEROS = np.uint64(0x3030303030303030)
_LOW = np.uint64(0x7F7F7F7F7F7F7F7F)
_ABOVE_NINE = np.uint64(0x7676767676767676)
_HIGH = np.uint64(0x8080808080808080)
_NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
_STEPS = ((10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0xFFFFFFFF))
"""How single digits become pairs, pairs become fours, and fours one number: times what, from how far above, which bits stay."""

_SHIFTS = np.array([0, *range(56, -1, -8)], np.uint64)
"""By how many digits there are: how far the last of them is from the highest byte."""

_KEPT = np.array([0, *[_NIBBLES] * 8], np.uint64)


def word(text: bytes) -> np.uint64:
    """Up to eight bytes as one number, for comparing with a word."""
    return np.uint64(int.from_bytes(text, "little"))


def low_bytes(count: int) -> np.uint64:
    """A mask that keeps the first ``count`` bytes of a word."""
    return np.uint64((1 << 8 * count) - 1)


LOW_BYTES = np.array([low_bytes(count) for count in range(9)], dtype=np.uint64)


class Buffer:
    """Bytes that can be looked at one by one or eight at a time, from any position."""

    __slots__ = ("_words", "octets", "raw")

    def __init__(self, raw: bytes) -> None:
        padded = raw + PAD
        self.raw = raw
        self.octets = np.frombuffer(padded, np.uint8)
        self._words = np.ndarray((len(padded) - 7,), "<u8", buffer=padded, strides=(1,))

    def words(self, places: Places) -> Words:
        """The eight bytes from each place on."""
        taken: Words = self._words[places]
        return taken


def digits(words: Words) -> tuple[Words, npt.NDArray[np.int64]]:
    """The decimal number that each word begins with, and its length (0 to 8; then the number is 0)."""
    # In place where it can be: for millions of words every array more costs as much as the arithmetic.
    flipped = words ^ _ZEROS
    other = flipped & _LOW
    other += _ABOVE_NINE
    other |= flipped
    other &= _HIGH
    # The lowest set bit lies in the first byte that is no digit; the bits below it count the digits.
    counts = np.bitwise_count((other & (~other + _ONE)) - _ONE) >> 3
    values = words << _SHIFTS[counts]
    values &= _KEPT[counts]
    for factor, distance, kept in _STEPS:
        higher = values >> np.uint64(distance)
        values *= np.uint64(factor)
        values += higher
        values &= np.uint64(kept)
    return values, counts.astype(np.int64)


def cut(starts: Places, ends: Places) -> npt.NDArray[np.int32]:
    """Each position from each start to its end, which is no longer part of it."""
    lengths = (ends - starts).astype(np.int32)
    stops = np.cumsum(lengths, dtype=np.int32)
    places = np.repeat(starts.astype(np.int32) - (stops - lengths), lengths)
    places += np.arange(len(places), dtype=np.int32)
    return places


def slices(buffer: Buffer, starts: Places, ends: Places) -> tuple[pl.Series, Places]:
    """The texts from each start to its end, and the indexes of those that may hold an escape (``&``, ``_x``, a carriage return).

    Raises:
        UnicodeDecodeError: The bytes are not UTF-8.
    """
    if not len(starts):
        return pl.Series(dtype=pl.String), starts
    stops = np.cumsum(ends - starts + 1)
    joined = buffer.octets.take(cut(starts, ends + 1))
    # NUL cannot occur in XML, so it separates the texts.
    joined[stops - 1] = 0
    raw = joined[:-1].tobytes()
    marks = np.concatenate([starts[:0], *(np.flatnonzero(joined == sign[0]) for sign in (b"&", b"\r", b"_x") if sign in raw)])
    marks = marks[(joined[marks] != ord("_")) | (joined[np.minimum(marks + 1, len(joined) - 1)] == ord("x"))]
    return _decoded(raw).str.split("\0").explode(), np.unique(np.searchsorted(stops, marks, side="right"))


def _decoded(raw: bytes) -> pl.Series:
    """One text, without a detour over a text of Python."""
    try:
        return pl.Series([raw]).cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series([raw.decode()])
