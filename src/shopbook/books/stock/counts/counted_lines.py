"""What was counted beside what the ledger says: one row per plan, item, location and quality."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.stock.counts.sheets import COUNT_PLANS, COUNTING, COUNTS
from shopbook.books.stock.ledger.ledger import COST, GOOD, MONEY, as_of, on_hand
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.sheet.books import Inputs

WHAT = ("sku", "location", "quality")
"""What tells a line of one plan from another; a blank location is a place, too."""

_VALUE = pl.coalesce("correction", "counted")
_ANSWERED = _VALUE.is_not_null()


def compared(given: Inputs) -> pl.DataFrame:
    """Every line of every plan that has begun, beside the ledger.

    Returns:
        ``plan_no, period, is_going, sku, location, quality, title, counted`` (of the last round that has a quantity; null if none has)``,
        rounds, is_waiting`` (the last round has no answer)``, is_answered`` (counted or explained)``, is_corrected, again, counted_by``,
        ``book`` (pieces at the snapshot)``, moved`` (in less out since)``, unit_cost`` (moving average at the snapshot)``, off`` (counted
        less book)``, off_value, book_value``; sorted by plan, location and item.
    """
    lines = _decided(given.frame(COUNTS.code))
    plans = given.frame(COUNT_PLANS.code).drop_nulls(["plan_no", "snapshot_no"])
    parts = [_beside(lines.filter(pl.col("plan_no") == plan["plan_no"]), plan, given) for plan in plans.iter_rows(named=True)]
    if not parts:
        return _beside(lines.clear(), {"snapshot_no": 0, "period": None, "state": None}, given)
    return pl.concat(parts).sort("plan_no", "location", "sku", "quality", nulls_last=True)


def _decided(counts: pl.DataFrame) -> pl.DataFrame:
    """One row per plan and item with the last count that there is."""
    lines = counts.drop_nulls(["plan_no", "sku"]).with_columns(pl.col("round").fill_null(1), pl.col("quality").fill_null(GOOD))
    ordered = lines.sort("round", maintain_order=True)
    return ordered.group_by("plan_no", *WHAT, maintain_order=True).agg(
        title=pl.col("title").drop_nulls().first(),
        counted=_VALUE.drop_nulls().last(),
        rounds=pl.col("round").max(),
        is_waiting=(~_ANSWERED & pl.col("explanation").is_null()).last(),
        is_answered=(_ANSWERED | pl.col("explanation").is_not_null()).any(),
        is_corrected=pl.col("correction").is_not_null().last(),
        again=pl.col("again").fill_null(value=False).last(),
        earlier=_VALUE.drop_nulls().get(-2, null_on_oob=True),
        counted_by=pl.col("counted_by").drop_nulls().str.split("、").explode().unique().sort().str.join("、"),
    )


def _beside(lines: pl.DataFrame, plan: Mapping[str, object], given: Inputs) -> pl.DataFrame:
    """The lines of one plan with book quantity, movements since, and cost."""
    ledger = given.frame(LEDGER.code)
    snapshot = int(str(plan["snapshot_no"]))
    then = as_of(ledger, snapshot)
    book = pieces(then).rename({"qty": "book"})
    moved = pieces(ledger.filter(pl.col("entry_no") > snapshot)).rename({"qty": "moved"})
    costs = on_hand(then).select("sku", "unit_cost")
    joined = lines
    for each in (book, moved):
        joined = joined.join(each, on=WHAT, how="left", nulls_equal=True, maintain_order="left")
    known = joined.join(costs, on="sku", how="left", maintain_order="left").with_columns(pl.col("book", "moved").fill_null(0))
    off = known.with_columns(off=pl.col("counted") - pl.col("book"), period=pl.lit(plan["period"], dtype=pl.String))
    is_going = pl.lit(value=plan["state"] == COUNTING).alias("is_going")
    return off.with_columns(worth("off").alias("off_value"), worth("book").alias("book_value"), is_going)


def pieces(ledger: pl.DataFrame) -> pl.DataFrame:
    """What the entries add up to: ``sku, location, quality, qty``."""
    return ledger.group_by("sku", "location", pl.col("quality").fill_null(GOOD)).agg(pl.col("qty").sum())


def worth(pieces_field: str) -> pl.Expr:
    """Pieces at the moving average, to the cent, half away from zero; null where the cost is not known."""
    exact = pl.col(pieces_field).cast(pl.Decimal(38, 0)) * pl.col("unit_cost").cast(COST)
    return exact.round(2, mode="half_away_from_zero").cast(MONEY)
