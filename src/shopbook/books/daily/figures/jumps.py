"""Which figures of a day jumped against the day before, and which of them nobody has explained."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.daily.figures.ratios import ratio
from shopbook.labels import Lang
from shopbook.sheet.columns import Column

_UP = {Lang.ZH: "涨", Lang.EN: "up "}
_DOWN = {Lang.ZH: "降", Lang.EN: "down "}
_JOINT = {Lang.ZH: "；", Lang.EN: "; "}
_BETWEEN = {Lang.ZH: "", Lang.EN: " "}


def with_day_before(rows: pl.DataFrame, per: Sequence[str], figures: Sequence[str]) -> pl.DataFrame:
    """The rows with each figure of the day before of the same group, as ``before.<figure>``; null where that day has none.

    Args:
        rows: With ``day``.
        per: What makes a group; a group has one row a day, of several the first counts.
        figures: Fields.
    """
    named = [pl.col(name).alias(f"before.{name}") for name in figures]
    before = rows.unique(["day", *per], keep="first", maintain_order=True)
    shifted = before.select((pl.col("day") + dt.timedelta(days=1)).alias("day"), *per, *named)
    return rows.join(shifted, on=["day", *per], how="left", maintain_order="left")


def jumped(figure: str, share: pl.Expr) -> pl.Expr:
    """Whether a figure differs from the day before by more than a share of that; never from nothing."""
    now, before = pl.col(figure), pl.col(f"before.{figure}")
    return (_distance(figure) > share * _exact(before)) & (before > 0) & now.is_not_null()


def jump_text(figures: Sequence[str], columns: Mapping[str, Column], share: pl.Expr, lang: Lang) -> pl.Expr:
    """What jumped, in words: ``支付金额降45%；访客数涨38%``; null where nothing did."""
    said = [_said(name, columns[name].label[lang], share, lang) for name in figures]
    joined = pl.concat_str(said, separator=_JOINT[lang], ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _said(figure: str, title: str, share: pl.Expr, lang: Lang) -> pl.Expr:
    share_of = ratio(_distance(figure), _exact(pl.col(f"before.{figure}")), places=3)
    percent = (share_of * 100).cast(pl.Decimal(38, 1)).cast(pl.String).str.strip_suffix(".0")
    word = pl.when(pl.col(figure) > pl.col(f"before.{figure}")).then(pl.lit(_UP[lang])).otherwise(pl.lit(_DOWN[lang]))
    says = pl.format("{}{}{}{}%", pl.lit(title), pl.lit(_BETWEEN[lang]), word, percent)
    return pl.when(jumped(figure, share)).then(says)


def _distance(figure: str) -> pl.Expr:
    return (_exact(pl.col(figure)) - _exact(pl.col(f"before.{figure}"))).abs()


def _exact(figure: pl.Expr) -> pl.Expr:
    return figure.cast(pl.Decimal(38, 2))
