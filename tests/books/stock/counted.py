"""Count sheets that came back, as the tests of collecting make them."""

from collections.abc import Mapping

from shopbook.sheet.books import Inputs, Paper
from tests.books.stock.count_builders import (
    Answer,
    begun,
    said,
    shop,
)

ALL: Mapping[object, Answer] = {("L-1", "A-1"): 10, ("L-2", "A-1"): 4, "B-1": 6, "C-1": 0}


def counting(*rows: Mapping[str, object], **more: object) -> tuple[Inputs, tuple[Paper, ...]]:
    return begun(shop(*rows, **more))  # type: ignore[arg-type]  # handed on as it comes


def rules(outcome: object) -> set[str]:
    return {code for code, _, _ in said(outcome)}  # type: ignore[arg-type]  # an outcome
