"""Giving what is on the shelves to orders in turn: the arithmetic of allocation, without sheets."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Amount = int | float
"""A number of pieces, or :data:`ENDLESS`."""

ENDLESS = math.inf
"""What a supplier has who ships for the shop and states no stock."""

ANYWHERE = ""
"""The place of stock that no warehouse is written beside, and the wish of a line that names none: both fit everything."""


class Manner(StrEnum):
    """What happens when an order cannot be served whole; the codes of the parameter ``split_orders``."""

    SKIP = "skip"
    QUEUE = "queue"
    SPLIT = "split"


class Lack(StrEnum):
    """Why a line got less than it wants."""

    SHORT = "short"
    QUEUED = "queued"
    SIBLING = "sibling"
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class Want:
    """One line of an order: ``qty`` pieces (1 or more) of an item, from ``place`` only unless that is :data:`ANYWHERE`."""

    line: int
    sku: str
    qty: int
    place: str = ANYWHERE


@dataclass(frozen=True, slots=True)
class Ask:
    """A whole order in the queue."""

    paid_at: dt.datetime | None
    order_no: str
    wants: tuple[Want, ...]

    @property
    def turn(self) -> tuple[bool, dt.datetime, str]:
        """First paid first served; who paid in the same second goes by order number, an unknown time comes last."""
        return self.paid_at is None, self.paid_at or dt.datetime.max, self.order_no


@dataclass(frozen=True, slots=True)
class Share:
    """What a line gets.

    Attributes:
        line: The line's handle, as in its :class:`Want`.
        given: Pieces.
        place: Where from; ``None`` if nothing is given.
        lack: Why it is not all that was wanted; ``None`` if it is.
        available: Most pieces that one permitted place could give when the line's turn came.
    """

    line: int
    given: int
    place: str | None
    lack: Lack | None
    available: Amount


class Shelves:
    """What is left of each item in each place while orders are served."""

    def __init__(self, stock: Mapping[str, Mapping[str, Amount]]) -> None:
        """Start with ``stock``: sku -> place -> pieces, places in the order in which they are preferred."""
        self._left = {sku: dict(places) for sku, places in stock.items()}
        self._closed: set[str] = set()

    def offers(self, want: Want) -> list[tuple[str, Amount]]:
        """The places that may serve a line and what they have."""
        if want.sku in self._closed:
            return []
        places = self._left.get(want.sku, {})
        return [(place, left) for place, left in places.items() if ANYWHERE in (want.place, place) or place == want.place]

    def most(self, want: Want) -> tuple[str, Amount]:
        """The place with the most of an item, and how much."""
        return max(self.offers(want), key=lambda offer: offer[1], default=(ANYWHERE, 0))

    def is_closed(self, sku: str) -> bool:
        """Whether an earlier order waits for the item."""
        return sku in self._closed

    def take(self, sku: str, place: str, qty: int) -> None:
        """Take pieces off a shelf that has them."""
        self._left[sku][place] -= qty

    def close(self, skus: Iterable[str]) -> None:
        """Keep what is left of some items for orders that wait for them."""
        self._closed.update(skus)


def share_out(asks: Iterable[Ask], stock: Mapping[str, Mapping[str, Amount]], manner: Manner) -> list[Share]:
    """Give stock to orders in their turn, never more than there is.

    Args:
        asks: Orders with at least one line each, in any order.
        stock: sku -> place -> pieces (0 or more), places in the order in which they are preferred.
        manner: ``SKIP``: an order that cannot be served whole gets nothing, later ones are served.
            ``QUEUE``: it gets nothing either, but what there is for it is kept back, and nobody behind it gets the item it lacks.
            ``SPLIT``: it gets what there is.

    Returns:
        One share per line, in the order in which lines had their turn. A line is served from one place, and an order from one
        place where that is possible.
    """
    shelves = Shelves(stock)
    return [share for ask in sorted(asks, key=lambda ask: ask.turn) for share in _serve(ask, shelves, manner)]


def _serve(ask: Ask, shelves: Shelves, manner: Manner) -> list[Share]:
    wants = sorted(ask.wants, key=lambda want: (want.sku, -want.qty, want.line))
    found = (_one_place(wants, shelves) if len(wants) > 1 else {}) or _place_by_line(wants, shelves)
    whole = [Share(want.line, want.qty, found[want.line], None, want.qty) for want in wants if want.line in found]
    if len(whole) == len(wants):
        return _taken(whole, wants, shelves)
    lacking = [want for want in wants if want.line not in found]
    if manner is Manner.SPLIT:
        return [*_taken(whole, wants, shelves), *(_part(want, shelves) for want in lacking)]
    lack = Lack.SIBLING if manner is Manner.SKIP else Lack.RESERVED
    shares = [*_without(whole, lack), *_lacking(lacking, shelves)]
    if manner is Manner.QUEUE:
        _taken(whole, wants, shelves)
        shelves.close(want.sku for want in lacking)
    return shares


def _one_place(wants: Sequence[Want], shelves: Shelves) -> dict[int, str]:
    """The first place that has every line of the order; empty if there is none."""
    for place, _ in shelves.offers(wants[0]):
        needed: dict[str, int] = {}
        for want in wants:
            needed[want.sku] = needed.get(want.sku, 0) + want.qty
            if dict(shelves.offers(want)).get(place, 0) < needed[want.sku]:
                break
        else:
            return {want.line: place for want in wants}
    return {}


def _place_by_line(wants: Sequence[Want], shelves: Shelves) -> dict[int, str]:
    """For each line the first place that has all of it beside what the lines before it take; lines without one are left out."""
    found: dict[int, str] = {}
    taken: dict[tuple[str, str], int] = {}
    for want in wants:
        for place, left in shelves.offers(want):
            if left - taken.get((want.sku, place), 0) >= want.qty:
                found[want.line] = place
                taken[want.sku, place] = taken.get((want.sku, place), 0) + want.qty
                break
    return found


def _taken(shares: Sequence[Share], wants: Sequence[Want], shelves: Shelves) -> list[Share]:
    """The same shares, off the shelves."""
    skus = {want.line: want.sku for want in wants}
    for share in shares:
        shelves.take(skus[share.line], share.place or ANYWHERE, share.given)
    return list(shares)


def _without(shares: Sequence[Share], lack: Lack) -> list[Share]:
    """Lines that could be served but get nothing, because their order lacks something else."""
    return [Share(share.line, 0, None, lack, share.available) for share in shares]


def _lacking(wants: Sequence[Want], shelves: Shelves) -> list[Share]:
    """Lines that no place can serve, before anything is kept back for their order."""
    lacks = [Lack.QUEUED if shelves.is_closed(want.sku) else Lack.SHORT for want in wants]
    return [Share(want.line, 0, None, lack, shelves.most(want)[1]) for want, lack in zip(wants, lacks, strict=True)]


def _part(want: Want, shelves: Shelves) -> Share:
    """What the fullest place still has for a line that wants more."""
    place, left = shelves.most(want)
    given = int(left)
    if given == 0:
        return Share(want.line, 0, None, Lack.SHORT, 0)
    shelves.take(want.sku, place, given)
    return Share(want.line, given, place, Lack.SHORT, given)
