import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.stock.counts.accuracy import MONTHS, Score, added, months, scores
from shopbook.books.stock.counts.reconciling import reconcile_counts
from tests.books.stock.builders import after
from tests.books.stock.count_builders import PLAN, begun, collected, filled, plan, shop
from tests.books.tables import Cells, records, replaced

LINE = {
    "plan_no": pl.String(),
    "off": pl.Int64(),
    "off_value": pl.Decimal(38, 2),
    "book": pl.Int64(),
    "book_value": pl.Decimal(38, 2),
}


def lines(*counted: tuple[int | None, int], cost: Decimal = Decimal(2)) -> pl.DataFrame:
    """Lines of one plan: what was counted and what the ledger had, at one cost."""
    rows = [
        {
            "plan_no": PLAN,
            "off": None if qty is None else qty - book,
            "off_value": None if qty is None else (qty - book) * cost,
            "book": book,
            "book_value": book * cost,
        }
        for qty, book in counted
    ]
    return pl.DataFrame(rows, schema=LINE)


def test_accuracy_by_lines_is_lines_that_match_of_lines_counted() -> None:
    score = scores(lines((10, 10), (6, 7), (None, 4)))[PLAN]
    assert (score.lines, score.counted, score.matching, score.by_lines) == (3, 2, 1, Decimal("0.500000"))


def test_accuracy_by_quantity_and_value_weigh_what_is_off_without_its_sign() -> None:
    score = scores(lines((12, 10), (9, 10)))[PLAN]
    assert (score.off, score.by_qty) == (3, Decimal("0.850000"))
    assert (score.surplus, score.loss, score.by_value) == (Decimal("4.00"), Decimal("2.00"), Decimal("0.850000"))


def test_more_off_than_there_was_is_less_than_nothing_right() -> None:
    assert scores(lines((30, 10)))[PLAN].by_qty == Decimal("-1.000000")


def test_where_nothing_was_counted_or_nothing_was_there_is_no_answer() -> None:
    assert scores(lines((None, 4)))[PLAN].by_lines is None
    assert scores(lines((0, 0)))[PLAN].by_qty is None


def test_two_counts_of_a_month_are_one_score() -> None:
    whole = added([Score(lines=2, counted=2, matching=1, off=1, book=17), Score(lines=1, counted=1, matching=1, off=0, book=3)])
    assert (whole.lines, whole.counted, whole.matching, whole.by_qty) == (3, 3, 2, Decimal("0.950000"))


COUNTED = st.lists(st.tuples(st.none() | st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=30)


@settings(max_examples=60)
@having(COUNTED)
def test_accuracy_is_at_most_one_and_what_plain_python_works_out(counted: list[tuple[int | None, int]]) -> None:
    score = scores(lines(*counted))[PLAN]
    known = [(qty, book) for qty, book in counted if qty is not None]
    book = sum(book for _, book in known)
    off = sum(abs(qty - book) for qty, book in known)
    matching = sum(qty == book for qty, book in known)
    assert score.by_lines == _rounded(Fraction(matching, len(known)) if known else None)
    assert score.by_qty == score.by_value == _rounded(1 - Fraction(off, book) if book else None)
    assert all(share is None or share <= 1 for share in (score.by_lines, score.by_qty, score.by_value))


def _rounded(share: Fraction | None) -> Decimal | None:
    return None if share is None else (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def test_the_last_24_months_always_stand_there_and_a_month_without_a_count_is_blank() -> None:
    rows = months([plan()], scores(lines((10, 10), (6, 7))), shop())
    assert rows.height == MONTHS == 24
    assert rows["period"].to_list()[:2] == ["2024-07", "2024-08"]
    assert records(rows.tail(2), "period", "counts", "counted", "matching", "by_lines", "loss") == [
        ("2026-05", None, None, None, None, None),
        ("2026-06", 1, 2, 1, Decimal("0.500000"), Decimal("2.00")),
    ]


def test_a_month_whose_lines_are_gone_keeps_its_accuracy() -> None:
    told: list[Cells] = [{"period": "2026-05", "counts": 1, "counted": 9, "matching": 8, "by_lines": Decimal("0.888889")}]
    rows = months([], {}, shop(accuracy=told))
    assert records(rows.filter(pl.col("period") == "2026-05"), "counted", "by_lines") == [(9, Decimal("0.888889"))]


@pytest.mark.parametrize("now", [dt.datetime(2026, 6, 10, 12, 0), dt.datetime(2028, 5, 31, 12, 0)])
def test_a_count_that_is_not_yet_24_months_old_stands_in_its_month(now: dt.datetime) -> None:
    rows = months([plan()], scores(lines((10, 10))), replace(shop(), now=now))
    assert rows.filter(pl.col("period") == "2026-06")["by_lines"].to_list() == [Decimal("1.000000")]


def test_reconciling_writes_the_accuracy_of_the_plan_and_of_its_month() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, *(filled(paper, {("L-1", "A-1"): 10, ("L-2", "A-1"): 4, "B-1": 6, "C-1": 0}) for paper in papers))
    outcome = reconcile_counts(given)
    # 10 + 4 + 7 + 0 pieces in the book, one of 30.00 missing: worth 28.00 + 210.00.
    month = replaced(outcome, "accuracy").tail(1)
    assert records(month, "counted", "matching", "by_lines", "by_qty", "by_value", "surplus", "loss") == [
        (4, 3, Decimal("0.750000"), Decimal("0.952381"), Decimal("0.873950"), Decimal("0.00"), Decimal("30.00"))
    ]
    now = after(given, outcome).frame("count_plans")
    assert records(now, "lines", "counted", "matching", "by_lines") == [(4, 4, 3, Decimal("0.750000"))]
    assert outcome.summary["stock_accuracy"] == Decimal("0.750000")
