"""Where the rows of a block begin and what they may hold, found all at once; rows passed on as they lie are never taken apart."""

import numpy as np

from shopbook.host.reading.bytewise import Buffer, digits, low_bytes, word

_OPEN, _USUAL = word(b"<row"), word(b'<row r="')
_LETTER, _LETTER_AT = ord("w"), 3
"""What is looked for: few texts and no other tags of rows have it."""

_PAIR = int.from_bytes(b"ef", "little")
"""Of ``ref``, what is looked for in two letters at once."""

_MOST_DIGITS = 7


def usual_rows(buffer: Buffer) -> tuple[list[int], list[int]] | None:
    """Where each row of a block begins, and its number.

    None when one of them is written in another way than ``<row r="17"`` or does not come after the one before it, so that the rows have
    to be gone through one by one.
    """
    starts = np.flatnonzero(buffer.octets == _LETTER) - _LETTER_AT
    starts = starts[starts >= 0]
    heads = buffer.words(starts)
    is_row = (heads & low_bytes(4)) == _OPEN
    starts, heads = starts[is_row], heads[is_row]
    numbers, counts = digits(buffer.words(starts + 8))
    is_closed = buffer.octets[starts + 8 + counts] == ord('"')
    is_usual = (heads == _USUAL) & (counts > 0) & (counts <= _MOST_DIGITS) & is_closed
    if not is_usual.all() or (numbers[1:] <= numbers[:-1]).any():
        return None
    return starts.tolist(), numbers.tolist()


def names_ranges(buffer: Buffer) -> bool:
    """Whether ``ref`` is anywhere in the block, as in the head of an array formula; several times as fast as a search for a text."""
    octets = buffer.octets
    size = len(buffer.raw) // 2 * 2 + 2
    if not any((octets[start : start + size].view("<u2") == _PAIR).any() for start in (0, 1)):
        return False
    ends = np.flatnonzero(octets == ord("f"))
    return bool(((octets[ends - 1] == ord("e")) & (octets[ends - 2] == ord("r"))).any())
