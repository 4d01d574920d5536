"""Which indicators hold for a post on a day, and whether weights are whole. Source: D0 四(二); catalogue 61."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.library.sheets import Indicator
from shopbook.sheet.columns import rows
from shopbook.sheet.spelling import compact

WHOLE = Decimal(100)
TOLERANCE = Decimal("0.05")
"""So far weights may be off 100, for three equal ones are 33.33; they are divided by their sum in any case."""


def is_whole(weights: Iterable[Decimal]) -> bool:
    """Whether weights come to 100, but for what rounding takes."""
    return abs(sum(weights, start=Decimal(0)) - WHOLE) <= TOLERANCE


def indicators_of(frame: pl.DataFrame) -> list[Indicator]:
    """The rows of 指标库."""
    return rows(frame, Indicator)


def holds(indicator: Indicator, day: dt.date) -> bool:
    """Whether an indicator holds on a day; one without days always does."""
    has_begun = indicator.valid_from is None or indicator.valid_from <= day
    return has_begun and (indicator.valid_to is None or indicator.valid_to >= day)


def is_for(indicator: Indicator, post: str | None) -> bool:
    """Whether an indicator is one of a post; spaces and full-width letters make no difference."""
    return bool(post) and compact(indicator.post or "") == compact(post or "")


def holding(indicators: Sequence[Indicator], post: str | None, day: dt.date) -> list[Indicator]:
    """The indicators of a post on a day, in the order of the sheet.

    A month is appraised by those that hold on its last day.
    """
    return [each for each in indicators if is_for(each, post) and holds(each, day)]
