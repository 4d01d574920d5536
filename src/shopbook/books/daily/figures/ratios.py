"""Ratios of the day's figures: always of sums, blank where there is nothing to divide by, half up."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

SHARE_PLACES = 6
"""Places of a share of 1."""

_UNIT = 10**SHARE_PLACES
_EXACT = pl.Decimal(38, SHARE_PLACES)


def ratio(top: pl.Expr, bottom: pl.Expr, *, places: int = SHARE_PLACES) -> pl.Expr:
    """One figure divided by another in each row.

    Args:
        top: Counts, or amounts with at most two places.
        bottom: The same.
        places: Of the result, at most six.

    Returns:
        A decimal; null where either is, and where the lower one is not above zero.
    """
    over, under = _hundredths(top), _hundredths(bottom)
    shift = 10 ** (SHARE_PLACES - places)
    half = (2 * 10**places * over + under) // (2 * under)
    return pl.when(under > 0).then((half.cast(_EXACT) * shift / _UNIT).cast(pl.Decimal(38, places)))


def net_ratio(sales: pl.Expr, spend: pl.Expr) -> pl.Expr:
    """What came back beyond what was spent, as a share of it: (sales − spend) ÷ spend."""
    return ratio(sales.cast(pl.Decimal(38, 2)) - spend.cast(pl.Decimal(38, 2)), spend)


def divided(top: Decimal | None, bottom: Decimal | None, *, places: int = SHARE_PLACES) -> Decimal | None:
    """The same of two sums; ``None`` where either is, and where the lower one is not above zero."""
    if top is None or bottom is None or bottom <= 0:
        return None
    return (top / bottom).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _hundredths(figure: pl.Expr) -> pl.Expr:
    """As whole hundredths; 128 bits hold the largest amount times the places of a ratio."""
    return (figure.cast(pl.Decimal(38, 2)) * 100).cast(pl.Int128)
