"""Dividing an amount to the cent."""

from collections.abc import Sequence
from decimal import Decimal

WEIGHT_PLACES = 6
"""Places of a weight, as a share of 1."""


def shares(whole: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount by weights so that the parts add up to it, to the cent.

    Each part is rounded down; the cents that are left go to the parts that lost most, to the last among equals.

    Args:
        whole: At least 0, with at most two places.
        weights: At least 0, with at most six places; only their proportion counts. All of them 0 is the same as all alike.

    Returns:
        As many parts as weights.

    Source: T29.
    """
    units = [int(weight.scaleb(WEIGHT_PLACES)) for weight in weights]
    if not sum(units):
        units = [1] * len(weights)
    cents, total = int(whole.scaleb(2)), sum(units)
    exact = [divmod(cents * unit, total) for unit in units]
    left = cents - sum(part for part, _ in exact)
    by_loss = sorted(range(len(exact)), key=lambda at: (exact[at][1], at))
    lucky = frozenset(by_loss[len(by_loss) - left :])
    return [Decimal(part + (at in lucky)).scaleb(-2) for at, (part, _) in enumerate(exact)]
