"""June's appraisal, as the tests of scoring set it up."""

from collections.abc import Sequence

from shopbook.sheet.books import Inputs
from tests.books.appraisal.result_builders import (
    T25,
    card,
    inputs,
    rating,
)
from tests.books.tables import Cells


def june(**more: Sequence[Cells]) -> Inputs:
    """June of Zhang San as in T25, with other sheets as told."""
    return inputs({"card_lines": card(), **T25, **more})


RATED: Sequence[Cells] = [
    *(rating("能力一", 80, "self"), rating("态度一", 90, "self")),
    *(rating("能力一", 70), rating("态度一", 60)),
]
"""Zhang San gives himself 80 and 90, the manager gives 70 and 60."""
