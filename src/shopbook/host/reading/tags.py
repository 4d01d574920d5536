"""The tags of a sheet part that matter, as arrays of where they stand."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from shopbook.host.reading.bytewise import Buffer, Places
from shopbook.host.reading.cells import OddSheetError


class Tag(IntEnum):
    """Opening tags that matter inside ``sheetData``."""

    OTHER = 0
    ROW = 1
    CELL = 2
    VALUE = 3
    TEXT = 4
    FORMULA = 5
    ODD = 6


def _tag_table() -> npt.NDArray[np.uint8]:
    """Tag by the two bytes behind ``<``, the first one high."""
    table = np.zeros((256, 256), np.uint8)
    named = {"c": Tag.CELL, "v": Tag.VALUE, "t": Tag.TEXT, "f": Tag.FORMULA}
    for name, tag in named.items():
        table[ord(name), list(b" >/\t\r\n")] = tag
    table[ord("r"), ord("o")] = Tag.ROW
    table[list(b"!?")] = Tag.ODD
    return table.reshape(-1)


_TAGS = _tag_table()
_FIRST_LETTERS = np.max(_TAGS.reshape(256, 256), axis=1) > 0


@dataclass(frozen=True, slots=True)
class Tags:
    """The opening tags that matter: what, from where to where, and where the next tag of any kind starts."""

    kind: npt.NDArray[np.uint8]
    start: Places
    end: Places
    next_start: Places

    def where(self, kind: Tag) -> Places:
        """Indexes of the tags of one kind."""
        return np.flatnonzero(self.kind == kind)


def find_tags(buffer: Buffer) -> Tags:
    """All of them, in the order of the part.

    Raises:
        OddSheetError: There is a comment or the like, or a tag without an end.
    """
    starts = np.flatnonzero(buffer.octets == ord("<"))
    wanted = np.flatnonzero(_FIRST_LETTERS[buffer.octets[starts + 1]])
    opening = starts[wanted]
    following = np.append(starts, len(buffer.raw))[wanted + 1]
    kinds = _TAGS[buffer.octets[opening + 1].astype(np.int64) << 8 | buffer.octets[opening + 2]]
    ends = _tag_ends(buffer, starts, wanted)
    if np.any(kinds == Tag.ODD) or np.any(following < ends):
        raise OddSheetError
    return Tags(kinds, opening, ends, following)


def _tag_ends(buffer: Buffer, starts: Places, wanted: Places) -> Places:
    ends = np.flatnonzero(buffer.octets == ord(">"))
    if len(ends) == len(starts):
        found = ends[wanted]
    else:
        # A bare > is allowed in text: a tag ends at the first one behind its start.
        places = np.searchsorted(ends, starts[wanted])
        if len(places) and places[-1] >= len(ends):
            raise OddSheetError
        found = ends[places]
    if np.any(found < starts[wanted]):
        raise OddSheetError
    return found
