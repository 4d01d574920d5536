"""In which order waiting lines are posted, and which of them ask for more than there is.

A line is given its turn if the goods lie there both ways of counting: at the moment it bears, when all that comes before it by time is
counted, and at the end of the ledger, where it is posted. Nothing that is in the ledger already may lack goods because of it. Lines that
have no turn are asked again after the others, for a receipt or a transfer may have been in between; so a second run finds nothing to add.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.ledger.documents import Place
from shopbook.books.stock.ledger.ledger import GOOD, TRANSFER
from shopbook.sheet.columns import ROW

Key = tuple[str, int]
"""A line: its sheet and row."""


@dataclass(frozen=True, slots=True)
class Short:
    """A line that asks for more than there is, and how many pieces it could have."""

    side: str
    row: int
    there: int


@dataclass(frozen=True, slots=True)
class _Step:
    """What a line does: pieces taken from a place, pieces brought to one."""

    key: Key
    at: dt.datetime
    qty: int
    source: Place | None
    target: Place | None


class _Shelf:
    """What lies at one place: over time, and at the end of the ledger."""

    def __init__(self, moments: Iterable[dt.datetime]) -> None:
        self._moments = sorted(set(moments))
        self._over_time = [0] * len(self._moments)
        self._at_the_end = 0

    def there(self, at: dt.datetime) -> int:
        """The most that can be taken at a moment."""
        return min(self._at_the_end, *self._over_time[bisect_left(self._moments, at) :])

    def add(self, at: dt.datetime, qty: int) -> None:
        """Pieces that come, or go where negative."""
        self._at_the_end += qty
        first = bisect_left(self._moments, at)
        self._over_time[first:] = [each + qty for each in self._over_time[first:]]

    def fill(self, events: Iterable[tuple[dt.datetime, int]]) -> None:
        """What the ledger says, all at once."""
        for at, qty in events:
            self._over_time[bisect_left(self._moments, at)] += qty
            self._at_the_end += qty
        running = 0
        for index, qty in enumerate(self._over_time):
            running += qty
            self._over_time[index] = running


def turns(ledger: pl.DataFrame, lines: pl.DataFrame) -> tuple[tuple[Key, ...], tuple[Short, ...]]:
    """The lines that can be posted, in the order to do so, and those that ask for too much.

    Args:
        ledger: What is posted.
        lines: What is to be posted, by time; complete lines only.
    """
    waiting = list(_steps(lines))
    shelves = _shelves(ledger, waiting)
    order: list[Key] = []
    while True:
        passed: list[_Step] = []
        for step in waiting:
            if step.source is not None and shelves[step.source].there(step.at) < step.qty:
                passed.append(step)
                continue
            if step.source is not None:
                shelves[step.source].add(step.at, -step.qty)
            if step.target is not None:
                shelves[step.target].add(step.at, step.qty)
            order.append(step.key)
        if len(passed) in {0, len(waiting)}:
            return tuple(order), tuple(_short(step, shelves) for step in passed)
        waiting = passed


def _steps(lines: pl.DataFrame) -> Iterable[_Step]:
    fields = ("side", ROW, "moved_at", "kind", "sku", "qty", "location", pl.col("quality").fill_null(GOOD), "to_location")
    for side, row, at, kind, sku, qty, location, quality, to_location in lines.select(fields).iter_rows():
        place: Place = (sku, location, quality)
        if side == "receipts":
            yield _Step((side, row), at, qty, None, place)
        else:
            yield _Step((side, row), at, qty, place, (sku, to_location, quality) if kind == TRANSFER else None)


def _shelves(ledger: pl.DataFrame, steps: Sequence[_Step]) -> dict[Place, _Shelf]:
    """The places that the lines are about, as the ledger has them."""
    events: dict[Place, list[tuple[dt.datetime, int]]] = {}
    moments: dict[Place, list[dt.datetime]] = {}
    for step in steps:
        for place in (step.source, step.target):
            if place is not None:
                moments.setdefault(place, []).append(step.at)
    skus = pl.Series(sorted({place[0] for place in moments}), dtype=pl.String)
    moved = (
        ledger.filter(pl.col("sku").is_in(skus.implode()))
        .group_by("sku", "location", pl.col("quality").fill_null(GOOD), "moved_at")
        .agg(pl.col("qty").sum())
    )
    for sku, location, quality, at, qty in moved.drop_nulls(("moved_at", "qty")).iter_rows():
        if (sku, location, quality) in moments:
            events.setdefault((sku, location, quality), []).append((at, qty))
    shelves = {}
    for place, ours in moments.items():
        shelf = _Shelf([*ours, *(at for at, _ in events.get(place, ()))])
        shelf.fill(events.get(place, ()))
        shelves[place] = shelf
    return shelves


def _short(step: _Step, shelves: dict[Place, _Shelf]) -> Short:
    there = 0 if step.source is None else max(0, shelves[step.source].there(step.at))
    return Short(*step.key, there)
