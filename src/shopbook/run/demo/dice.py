"""Dice of which every throw is known from a seed: the same on every machine, with every version of Python."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import count
from struct import Struct
from typing import TypeVar

_Item = TypeVar("_Item")

_THROWS = Struct(">32H")
"""As many numbers as a digest of 64 bytes holds."""


class Dice:
    """Throws that follow from a seed and from what they are about.

    What is thrown about one thing is not changed by how often was thrown about another, so that one order more
    leaves all others as they were.
    """

    def __init__(self, *about: object) -> None:
        self._throws = _throws(" ".join(str(each) for each in about))

    def below(self, limit: int) -> int:
        """A number from 0, less than the limit, which is far below 65,536."""
        return next(self._throws) % limit

    def between(self, least: int, most: int) -> int:
        """A number from the least to the most, both included."""
        return least + self.below(most - least + 1)

    def pick(self, items: Sequence[_Item]) -> _Item:
        """One of these."""
        return items[self.below(len(items))]


def _throws(about: str) -> Iterator[int]:
    for part in count():
        yield from _THROWS.unpack(blake2b(f"{part} {about}".encode()).digest())
