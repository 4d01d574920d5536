"""How far the outbound slips of each report have got."""

import polars as pl

from shopbook.books.daily.reports.entries import is_unsent, is_valid

STANDING = ("slips", "shipped_slips", "variance")
"""Fields of 交接 that count slips: all, those shipped whole, the difference."""


def standing(entries: pl.DataFrame) -> pl.DataFrame:
    """Each report's slips: ``report`` and :data:`STANDING`; a report without slips is left out.

    Args:
        entries: Rows of 日报.
    """
    slips = entries.filter(is_valid(), pl.col("slip_no").is_not_null())
    counted = slips.group_by("report").agg(slips=pl.len().cast(pl.Int64), variance=is_unsent().sum().cast(pl.Int64))
    return counted.select("report", "slips", "variance", shipped_slips=pl.col("slips") - pl.col("variance"))


def with_standing(handovers: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Rows of 交接 with their slips counted; 0 for a report without slips."""
    counted = handovers.drop(STANDING).join(standing(entries), on="report", how="left", maintain_order="left")
    return counted.with_columns(pl.col(STANDING).fill_null(0)).select(handovers.columns)


def progress() -> pl.Expr:
    """Whose turn it is, by the times of the signatures."""
    steps = pl.when(pl.col("clerk_at").is_null()).then(pl.lit("clerk")).when(pl.col("keeper_at").is_null()).then(pl.lit("keeper"))
    return steps.when(pl.col("manager_at").is_null()).then(pl.lit("manager")).otherwise(pl.lit("locked"))
