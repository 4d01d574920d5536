"""How parts become one score: what is missing is left out and the rest weighed anew, never taken for a zero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shopbook.books.appraisal.vocabulary import ABILITY, ATTITUDE, PEER, PERFORMANCE, SELF, SUPERIOR

MONTH_PLACES, INNER_PLACES = 1, 2
"""Decimals of a month's score, and of what it is made of. Source: AMB-09."""

_RATERS = {SELF: "self_weight", SUPERIOR: "superior_weight", PEER: "peer_weight"}
_ASPECTS = {PERFORMANCE: "performance_weight", ABILITY: "ability_weight", ATTITUDE: "attitude_weight"}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that counts towards a score.

    Attributes:
        weight: How much it counts against the others, 0 or more; they need not add up to anything.
        value: 0 to 100, a genuine 0 included; ``None`` for what is not there.
    """

    weight: Decimal
    value: Decimal | None


def mixed(parts: Iterable[Part]) -> Decimal | None:
    """The weighted mean of the parts that are there, not rounded; ``None`` where no part with a weight is there."""
    there = [(part.weight, part.value) for part in parts if part.value is not None and part.weight > 0]
    whole = sum((weight for weight, _ in there), start=Decimal(0))
    return sum((weight * value for weight, value in there), start=Decimal(0)) / whole if there else None


def effective(parts: Sequence[Part]) -> list[Decimal]:
    """What each part really counts, in percent, not rounded; 0 for one that is not there. They add up to 100, unless all are 0."""
    weights = [part.weight if part.value is not None else Decimal(0) for part in parts]
    whole = sum(weights, start=Decimal(0))
    return [weight * _HUNDRED / whole if whole else Decimal(0) for weight in weights]


def half_up(value: Decimal, places: int = MONTH_PLACES) -> Decimal:
    """A score as people see it: 82.45 is 82.5."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The plain mean of the values that are there, half up to two decimals; ``None`` where there is none."""
    return _inner(mixed(Part(Decimal(1), value) for value in values))


def mixed_aspects(cycle: Mapping[str, object], values: Mapping[str, Decimal | None]) -> Decimal | None:
    """A rater's score from its aspects, half up to two decimals.

    Args:
        cycle: The row of 周期, whose frozen weights count.
        values: By aspect; one that is missing is left out.

    Source: AMB-08.
    """
    return _inner(mixed(_parts(cycle, values, _ASPECTS)))


def mixed_raters(cycle: Mapping[str, object], values: Mapping[str, Decimal | None]) -> Decimal | None:
    """A month's composite score from the three ratings, half up to one decimal.

    Args:
        cycle: The row of 周期, whose frozen weights count.
        values: By rater; one that is missing is left out.

    Source: AMB-08, AMB-09.
    """
    score = mixed(rater_parts(cycle, values))
    return None if score is None else half_up(score)


def rater_parts(cycle: Mapping[str, object], values: Mapping[str, Decimal | None]) -> list[Part]:
    """The three ratings with their weights: self, superior, peers."""
    return _parts(cycle, values, _RATERS)


def _parts(cycle: Mapping[str, object], values: Mapping[str, Decimal | None], weights: Mapping[str, str]) -> list[Part]:
    return [Part(_weight(cycle[field]), values.get(name)) for name, field in weights.items()]


def _weight(value: object) -> Decimal:
    """A weight of 周期; one that is blank or unreadable counts nothing."""
    return value if isinstance(value, Decimal) else Decimal(0)


def _inner(value: Decimal | None) -> Decimal | None:
    return None if value is None else half_up(value, INNER_PLACES)
