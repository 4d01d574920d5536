"""What the daily workbook says: visitors, conversion, advertising, targets. Source: D0 四(二); AMB-28."""

from dataclasses import replace
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.cycles.months import month_before
from shopbook.books.appraisal.measures.from_orders import sales
from shopbook.books.appraisal.measures.tallies import Asked, Rests, Tally, amount, ascending
from shopbook.books.appraisal.measures.workbooks import Workbooks
from shopbook.books.daily.calendar_periods import Period, period_of
from shopbook.books.daily.figures.marketing import channel_days
from shopbook.books.daily.figures.sheets import MARKETING, TRADES
from shopbook.books.daily.personal.sheets import PERSONAL_DAYS
from shopbook.books.daily.targets.sheets import TARGETS
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import compact

TRADE_ROWS = f"daily.{TRADES.code}"
AD_ROWS = f"daily.{MARKETING.code}"
PERSONAL_ROWS = f"daily.{PERSONAL_DAYS.code}"
TARGET_ROWS = f"daily.{TARGETS.code}"

_DAYS_MISSING = Label(
    zh="不是每天都有访客数：{month} 有 {days} 天，{before} 有 {others} 天",
    en="not every day has visitors: {days} {days|day|days} of {month}, {others} of {before}",
)


def conversion(books: Workbooks, asked: Asked) -> Tally | None:
    """Buyers of visitors, over the days that have both."""
    buyers = pl.coalesce("buyers", "order_buyers").alias("buyers")
    days = _trades(books, asked.month).with_columns(buyers).drop_nulls(["visitors", "buyers"])
    return _of(_sum(days, "buyers"), _sum(days, "visitors"), Rests(TRADE_ROWS, "visitors", ascending(days[ROW])))


def own_conversion(books: Workbooks, asked: Asked) -> Tally | None:
    """Paid orders of enquiries, over a person's days that have both."""
    agent = once_per_text(pl.col("agent"), compact).alias("who")
    days = _in_month(books.frame(PERSONAL_ROWS).with_columns(agent), asked.month).drop_nulls(["orders", "enquiries"])
    own = days.filter(pl.col("who").is_in(list(asked.names or ()))).unique(["day", "who"], keep="first", maintain_order=True)
    return _of(_sum(own, "orders"), _sum(own, "enquiries"), Rests(PERSONAL_ROWS, "enquiries", ascending(own[ROW])))


def traffic_growth(books: Workbooks, asked: Asked) -> Tally | None:
    """By how much visitors grew against the month before."""
    return _grown(books, asked.month, month_before(asked.month))


def traffic_growth_in_a_year(books: Workbooks, asked: Asked) -> Tally | None:
    """By how much visitors grew against the same month a year ago."""
    month = asked.month
    return _grown(books, month, Period(month.year - 1, month.quarter, month.month))


def ad_return(books: Workbooks, asked: Asked) -> Tally | None:
    """Sales by ads of spend, each channel by its account's report, else by the first other that there is."""
    ads = _in_month(books.frame(AD_ROWS), asked.month)
    days = channel_days(ads).drop_nulls(["spend", "sales"])
    rows = ads.join(days, on=["day", "channel", "level"], how="semi", maintain_order="left")
    return _of(_sum(days, "sales"), _sum(days, "spend"), Rests(AD_ROWS, "spend", ascending(rows[ROW])))


def target_reached(books: Workbooks, asked: Asked) -> Tally | None:
    """What the month's orders were paid, of the month's target of the shop or the person."""
    paid = sales(books, asked)
    code = once_per_text(pl.col("period"), _code)
    person = once_per_text(pl.col("person"), compact)
    whose = pl.col("person").is_null() & pl.col("department").is_null() if asked.names is None else person.is_in(list(asked.names))
    target = pl.coalesce("fixed", "target").alias("target")
    lines = books.frame(TARGET_ROWS).with_columns(target).filter(code == asked.month.code, whose).drop_nulls("target")
    if paid is None:
        return None
    # Who works in two departments has a target in each; of one that stands there twice, which is a fault, the higher counts.
    lines = lines.sort("target", ROW).unique(["department", "person"], keep="last", maintain_order=True)
    return _of(paid.numerator, _sum(lines, "target"), *paid.rests, Rests(TARGET_ROWS, "target", ascending(lines[ROW])))


def _code(text: str) -> str | None:
    period = period_of(text)
    return period.code if period else None


def _grown(books: Workbooks, month: Period, before: Period) -> Tally | None:
    now, then = (_trades(books, each).drop_nulls("visitors") for each in (month, before))
    if now.is_empty():
        return None
    rests = (Rests(TRADE_ROWS, "visitors", ascending(days[ROW])) for days in (now, then))
    grown = _of(_sum(now, "visitors") - _sum(then, "visitors"), _sum(then, "visitors"), *rests)
    days = {"month": month.code, "days": now["day"].n_unique(), "before": before.code, "others": then["day"].n_unique()}
    is_whole = days["days"] == month.last.day and days["others"] == before.last.day
    return grown if grown is None or is_whole else replace(grown, caveat=_DAYS_MISSING.filled(days))


def _trades(books: Workbooks, month: Period) -> pl.DataFrame:
    """The days of a month, each of a shop once."""
    known = books.frame(TRADE_ROWS).drop_nulls(["day", "shop"])
    return _in_month(known.unique(["day", "shop"], keep="first", maintain_order=True), month)


def _in_month(rows: pl.DataFrame, month: Period) -> pl.DataFrame:
    return rows.filter(pl.col("day").is_between(month.first, month.last))


def _sum(rows: pl.DataFrame, field: str) -> Decimal:
    return amount(rows[field].sum())


def _of(numerator: Decimal, denominator: Decimal, *rests: Rests) -> Tally | None:
    return Tally(numerator, denominator, rests) if denominator > 0 else None
