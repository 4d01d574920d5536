"""Where the rows of a block begin and what they may hold, found all at once; rows passed on as they lie are never taken apart."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from shopbook.host.reading.bytewise import Buffer, Places, digits, low_bytes, word

_OPEN, _USUAL = word(b"<row"), word(b'<row r="')
_LETTER, _LETTER_AT = ord("w"), 3
"""What is looked for: few texts and no other tags of rows have it."""

_RANGE, _CLOSE = (int.from_bytes(pair, "little") for pair in (b"ef", b"tD"))
"""Two letters of ``ref`` and of ``</sheetData``, looked for at once: they hardly ever stand together elsewhere."""

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
    if b"f" not in buffer.raw:
        return False
    return any((buffer.octets[places - 1] == ord("r")).any() for places in _places(buffer.octets, _RANGE))


def end_of_rows(xml: bytes, close: bytes) -> int:
    """Where the ``</sheetData`` begins that ends the rows, whatever its prefix; -1 if it is not there."""
    if b"h" not in xml:
        return -1
    before = len(close) - len("tData")
    places = sorted(place - before for found in _places(np.frombuffer(xml, np.uint8), _CLOSE) for place in found.tolist())
    return next((place for place in places if place >= 0 and xml.startswith(close, place)), -1)


def _places(octets: npt.NDArray[np.uint8], letters: int) -> Iterator[Places]:
    """Where two letters stand together: at even places, then at odd ones."""
    for start in (0, 1):
        is_there = octets[start : start + (len(octets) - start) // 2 * 2].view("<u2") == letters
        if is_there.any():  # hardly ever, and to look for the places would take longer
            yield np.flatnonzero(is_there) * 2 + start
