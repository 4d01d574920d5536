"""What the shop was promised, as ratios of times measured in the same run, and whether it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.parts import MOST_ROWS
from bench.results import Result

_SHEET = MOST_ROWS
_CHECK, _APPLY = "shopbook check", "shopbook, check column"
_TWO = "shopbook batch --workers 2"
_LEDGER, _ORDERS = "bare read of the ledger (fastexcel)", "bare read of the orders (fastexcel)"


class Sense(StrEnum):
    """On which side of the limit the ratio must lie."""

    AT_MOST = "≤"
    LESS = "<"
    AT_LEAST = "≥"


class Judgement(StrEnum):
    """How a promise stands."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "not measured"


@dataclass(frozen=True, slots=True)
class Target:
    """One promise.

    Attributes:
        part: The part it is about, and ``size`` its size.
        name: The contender above the line, ``beside`` the one below it: the ratio is the time of the first in times of the other.
        sense: With ``limit``, what the ratio has to be.
    """

    part: str
    size: int
    name: str
    beside: str
    sense: Sense
    limit: float

    def ratio(self, results: Sequence[Result]) -> float | None:
        """What was measured; ``None`` where one of the two was not."""
        result = next((each for each in results if (each.part, each.size) == (self.part, self.size)), None)
        above, below = (result.measured(name) if result else None for name in (self.name, self.beside))
        return above.seconds / below.seconds if above and below else None

    def judged(self, ratio: float | None) -> Judgement:
        """Whether a ratio keeps the promise. It is not rounded first: 1.304 is more than 1.3."""
        if ratio is None:
            return Judgement.UNKNOWN
        is_met = {Sense.AT_MOST: ratio <= self.limit, Sense.LESS: ratio < self.limit, Sense.AT_LEAST: ratio >= self.limit}[self.sense]
        return Judgement.MET if is_met else Judgement.MISSED


TARGETS = (
    Target("check", _SHEET, _CHECK, "bare read (fastexcel)", Sense.AT_MOST, 1.3),
    Target("check", 100_000, "openpyxl read-only + pydantic", _CHECK, Sense.AT_LEAST, 10),
    Target("write", 100_000, _APPLY, "unzip + rezip (zlib 6)", Sense.AT_MOST, 1.5),
    Target("write", _SHEET, _APPLY, "unzip + rezip (zlib 6)", Sense.AT_MOST, 1.5),
    Target("write", _SHEET, _APPLY, "unzip + rezip (ISA-L 2)", Sense.AT_MOST, 1.5),
    Target("batch", 1_000, "shopbook batch --workers 1", _TWO, Sense.AT_LEAST, 1.8),
    Target("batch", 1_000, "openpyxl load + pydantic + save", _TWO, Sense.AT_LEAST, 10),
    Target("start", 300, "shopbook --help", "python -c ''", Sense.AT_MOST, 3),
    Target("start", 300, _CHECK, "its libraries", Sense.LESS, 2),
    Target("stock", _SHEET, "shopbook check-stock, ledger of a year", _LEDGER, Sense.AT_MOST, 2),
    Target("stock", _SHEET, "shopbook reconcile-counts, ledger of a year", _LEDGER, Sense.AT_MOST, 2),
    Target("rollup", _SHEET, "shopbook roll-up, orders of a quarter", _ORDERS, Sense.AT_MOST, 2),
)
"""In the order of the page."""
