"""What the other rows of a sheet of days say about each row: the day before it, how often it is there, how far reports are apart."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from shopbook.books.daily.figures import day_trading, marketing
from shopbook.books.daily.figures.words import ACCOUNT
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW, Sheet

_SHOWN = {Lang.ZH: "{}差 {}", Lang.EN: "{} {}"}
_JOINT = {Lang.ZH: "；", Lang.EN: "; "}


def in_runs(rows: pl.DataFrame, key: Sequence[str], *, recent_days: int) -> pl.DataFrame:
    """The rows with ``run.before`` (the last day before of the same name), ``run.days`` since, ``run.times`` and ``run.is_recent``.

    Args:
        rows: Of a sheet with ``day``.
        key: The sheet's key; what of it is not the day makes a name.
        recent_days: How many days, the newest included, are recent.
    """
    per = [name for name in key if name != "day"]
    days = rows.drop_nulls(list(key)).select(key).unique().sort(key)
    before = days.with_columns(pl.col("day").shift().over(per, order_by="day").alias("run.before"))
    told = rows.join(before, on=list(key), how="left", maintain_order="left")
    recent = pl.col("day") > pl.col("day").max() - dt.timedelta(days=recent_days)
    return told.with_columns(
        (pl.col("day") - pl.col("run.before")).dt.total_days().alias("run.days"),
        pl.when(pl.all_horizontal(pl.col(name).is_not_null() for name in key)).then(pl.len().over(list(key))).alias("run.times"),
        recent.alias("run.is_recent"),
    )


def trade_runs(trades: pl.DataFrame, *, recent_days: int) -> pl.DataFrame:
    """The rows that are on 交易, with their runs and ``run.has_orders_alone``: some shop of that day has nothing but orders."""
    is_alone = pl.col("order_count").is_not_null() & pl.all_horizontal(pl.col("visitors", "buyers", "orders", "paid").is_null())
    told = trades.with_columns(is_alone.any().over("day").alias("run.has_orders_alone"))
    return in_runs(told.filter(pl.col(ROW).is_not_null()), day_trading.KEY, recent_days=recent_days)


def ad_runs(ads: pl.DataFrame, sheet: Sheet, *, recent_days: int, gap_share: pl.Expr, lang: Lang) -> pl.DataFrame:
    """The rows of 营销 with the runs of accounts, and ``levels.apart`` on an account's first row of a day: which reports differ."""
    runs = in_runs(ads, marketing.KEY, recent_days=recent_days)
    is_account = pl.col("level") == ACCOUNT
    runs = runs.with_columns(pl.when(is_account).then("run.days").alias("run.days"))
    words = sheet.by_field["level"].shown(lang)
    apart = marketing.ad_checks(ads).filter(pl.col("gap_share") > gap_share)
    said = apart.select("day", "channel", says=pl.format(_SHOWN[lang], pl.col("level").replace(words), pl.col("gap_spend").cast(pl.String)))
    joined = said.group_by("day", "channel", maintain_order=True).agg(pl.col("says").str.join(_JOINT[lang]).alias("levels.apart"))
    first = runs.filter(is_account).unique(["day", "channel"], keep="first", maintain_order=True).select(ROW, "day", "channel")
    placed = first.join(joined, on=["day", "channel"], maintain_order="left").select(ROW, "levels.apart")
    return runs.join(placed, on=ROW, how="left", maintain_order="left")
