"""Which forms there are in a month: who fills in which, about whom, until when, and under which number."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import Window, cycle_of, month_of, window_in
from shopbook.books.appraisal.cycles.sheets import CYCLES, OPEN
from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.vocabulary import PEER, SELF, SUPERIOR
from shopbook.sheet.books import Inputs

_PREFIXES = {SELF: "ZP", SUPERIOR: "SJ", PEER: "HP"}


@dataclass(frozen=True, slots=True)
class Handout:
    """One form.

    Attributes:
        cycle: The month appraised.
        step: Self, superior or peer.
        rater: Who fills it in, an employee number.
        about: Who is rated on it; of a peer form everybody.
        closes_on: The last day on which it is in time; ``None`` where 周期 says none.
    """

    cycle: str
    step: str
    rater: str
    about: tuple[str, ...]
    closes_on: dt.date | None = None

    @property
    def is_card(self) -> bool:
        """Whether one person is rated on it, by indicators."""
        return self.step != PEER

    @property
    def form_no(self) -> str:
        """Its number, the same whenever it is made."""
        ends = f"/{self.about[0]}" if self.step == SUPERIOR else ""
        return f"{_PREFIXES[self.step]}-{self.cycle}-{self.rater}{ends}"


def open_cycles(given: Inputs) -> dict[str, Window | None]:
    """The months that are going on, ascending, with the days on which ratings are given."""
    going = given.frame(CYCLES.code).filter(pl.col("state") == OPEN).rows(named=True)
    return {
        cycle: window_in(row)
        for cycle, row in sorted(((cycle_of(row["cycle"]) or "", row) for row in going), key=lambda each: each[0])
        if cycle
    }


def handouts(cycle: str, window: Window | None, staff: Staff) -> list[Handout]:
    """Every form of a month, by step, rater and rated."""
    month, closes_on = month_of(cycle), window.closes_on if window else None
    duties = staff.duties(month) if month else ()
    cards = [Handout(cycle, duty.step, duty.rater, (duty.about,), closes_on) for duty in duties if duty.step != PEER]
    pairs = [(duty.rater, duty.about) for duty in duties if duty.step == PEER]
    return [*cards, *_peer_forms(cycle, pairs, closes_on)]


def _peer_forms(cycle: str, pairs: Sequence[tuple[str, str]], closes_on: dt.date | None) -> Iterator[Handout]:
    for rater in sorted({rater for rater, _ in pairs}):
        yield Handout(cycle, PEER, rater, tuple(about for by, about in pairs if by == rater), closes_on)
