"""How months make a year: by plain mean, by weights of months, or with a heavier last quarter. Source: AMB-10."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from shopbook.books.appraisal.results.mixing import Part, half_up, mixed
from shopbook.books.appraisal.year.parameters import LAST_QUARTER, WEIGHTED
from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.parameters import Parameters
from shopbook.sheet.spelling import half_width

YEAR_PLACES = 2
"""Decimals of a year's score. Source: AMB-09."""

MONTHS = 12
_FIRST_OF_LAST_QUARTER = 10
_ONE = Decimal(1)
_EXPECTED = Label(
    zh="12 个不小于 0 的数，用空格隔开，不能全是 0", en="twelve numbers of at least 0 with spaces between them, not all of them 0"
)


def month_weights(parameters: Parameters) -> tuple[Decimal, ...]:
    """What each month of a year counts against the others, January first.

    Raises:
        BadParameterError: The weights are not twelve numbers of at least 0, or all of them 0.
    """
    method = parameters.text("year_method")
    if method == WEIGHTED:
        return _typed(parameters.text("month_weights"))
    last = parameters.amount("last_quarter_times") if method == LAST_QUARTER else _ONE
    return tuple(last if month >= _FIRST_OF_LAST_QUARTER else _ONE for month in range(1, MONTHS + 1))


def _typed(text: str) -> tuple[Decimal, ...]:
    words = half_width(text).replace(",", " ").replace("、", " ").replace(";", " ").split()
    try:
        weights = tuple(Decimal(word) for word in words)
    except InvalidOperation as error:
        raise BadParameterError("month_weights", text, _EXPECTED) from error
    if len(weights) != MONTHS or not all(weight.is_finite() and weight >= 0 for weight in weights) or not any(weights):
        raise BadParameterError("month_weights", text, _EXPECTED)
    return weights


def year_mean(scores: Mapping[int, Decimal], weights: tuple[Decimal, ...]) -> Decimal | None:
    """A year's score.

    Args:
        scores: Month, 1 to 12 -> its score; one that is missing is left out, not taken for 0.
        weights: What each month counts, January first.

    Returns:
        Half up to two decimals; ``None`` without a month that counts.
    """
    score = mixed(Part(weights[month - 1], value) for month, value in sorted(scores.items()))
    return None if score is None else half_up(score, YEAR_PLACES)
