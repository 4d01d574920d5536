"""Advertising: the ratios of each line, what a channel costs as a whole, and its reports compared with the account's."""

import polars as pl

from shopbook.books.daily.figures.jumps import jump_text, with_day_before
from shopbook.books.daily.figures.ratios import net_ratio, ratio
from shopbook.books.daily.figures.sheets import AD_CHECKS, MARKETING
from shopbook.books.daily.figures.words import ACCOUNT, LEVELS
from shopbook.labels import Lang

KEY = ["day", "channel", "level", "name"]
WATCHED = ("spend", "sales")
"""The figures of an account whose jumps need a reason."""

_DAY = ["day", "channel"]
_SUMS = ("spend", "impressions", "clicks", "sales", "orders")


def marketed(ads: pl.DataFrame, *, jump_share: pl.Expr, lang: Lang) -> pl.DataFrame:
    """The rows of 营销 with their ratios and, for accounts, what jumped."""
    spend, sales = pl.col("spend"), pl.col("sales")
    figured = ads.with_columns(
        ratio(pl.col("clicks"), pl.col("impressions")).alias("ctr"),
        ratio(spend, pl.col("clicks"), places=2).alias("cpc"),
        ratio(sales, spend, places=2).alias("roas"),
        ratio(spend, sales).alias("cost_rate"),
        net_ratio(sales, spend).alias("net_roi"),
    )
    beside = with_day_before(figured, ["channel", "level", "name"], WATCHED)
    said = jump_text(WATCHED, MARKETING.by_field, jump_share, lang)
    return figured.with_columns(beside.select(pl.when(pl.col("level") == ACCOUNT).then(said).alias("jump")).to_series())


def level_sums(ads: pl.DataFrame) -> pl.DataFrame:
    """Sums of every report by ``day``, ``channel`` and ``level``; a figure that no line has stays null."""
    known = ads.drop_nulls(KEY).unique(KEY, keep="first", maintain_order=True)
    return known.group_by([*_DAY, "level"]).agg(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()) for name in _SUMS)


def channel_days(ads: pl.DataFrame) -> pl.DataFrame:
    """What each channel cost and brought each day: by its account's report, else by the first other that there is."""
    rank = {option.code: at for at, option in enumerate(LEVELS)}
    ranked = level_sums(ads).with_columns(rank=pl.col("level").replace_strict(rank, return_dtype=pl.Int64))
    return ranked.filter(pl.col("rank") == pl.col("rank").min().over(_DAY)).drop("rank").sort(_DAY)


def ad_checks(ads: pl.DataFrame) -> pl.DataFrame:
    """The rows of 推广核对: every report of a day and channel that has an account's report too."""
    sums = level_sums(ads)
    account = sums.filter(pl.col("level") == ACCOUNT).select(*_DAY, *(pl.col(name).alias(f"account_{name}") for name in _SUMS))
    rank = {option.code: at for at, option in enumerate(LEVELS)}
    compared = (
        sums.filter(pl.col("level") != ACCOUNT)
        .join(account, on=_DAY)
        .with_columns((pl.col(name) - pl.col(f"account_{name}")).alias(f"gap_{name}") for name in ("spend", "clicks", "sales"))
        .with_columns(ratio(pl.col("gap_spend").abs(), pl.col("account_spend")).alias("gap_share"))
    )
    ordered = compared.sort(*_DAY, pl.col("level").replace_strict(rank, return_dtype=pl.Int64))
    return ordered.select(pl.col(name).cast(dtype) for name, dtype in AD_CHECKS.schema().items())
