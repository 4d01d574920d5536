"""Open cases of the order workbook: what a shift leaves to the next one."""

import datetime as dt

import polars as pl

from shopbook.books.daily.reports.holding import sheet_of
from shopbook.books.daily.shifts.sheets import CASES
from shopbook.books.orders.rules.couriers import courier_codes, is_impossible
from shopbook.books.orders.sheets import ORDERS, REVIEWS, SHORTAGES
from shopbook.books.orders.whole_orders import first_of, known_lines
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs

CASE_READS = (sheet_of(ORDERS.code), sheet_of(REVIEWS.code), sheet_of(SHORTAGES.code))
"""The sheets that say what is open."""

_ON_THE_WAY = ("shipped", "part_shipped")
_UNPAID = Label(zh="应付 {} 元，还没有付款", en="{} to pay, not paid yet")
_SHORT = Label(zh="{}：要 {} 件，可用 {} 件，还没有联系结果", en="{}: {} wanted, {} there, buyer not asked yet")
_REFUND = Label(zh="退款处理中：{} 元", en="Refund pending: {}")
_REFUND_OF_ALL = Label(zh="退款处理中", en="Refund pending")
_OVERDUE = Label(zh="发货 {} 天还没有收货，快递单号 {}", en="Shipped {} days ago, not received; tracking number {}")
_IMPOSSIBLE = Label(zh="快递单号 {} 不像是{}的", en="{} can't be a tracking number of {}")
_NO_REASON = Label(zh="等待审核", en="Waits for review")


def open_cases(given: Inputs) -> pl.DataFrame:
    """Every open case.

    Returns:
        ``kind``, ``ref`` (order number), ``what`` in words, ``since``; each kind of an order once, in the order of the kinds, the oldest
        first.
    """
    lines = known_lines(given.frame(sheet_of(ORDERS.code)), "status", "refund_status")
    parts = [_unpaid(lines, given.lang), _short(given), _messages(given), _refunds(lines, given.lang), _parcels(lines, given)]
    rank = {option.code: at for at, option in enumerate(CASES)}
    joint = "；" if given.lang is Lang.ZH else "; "
    each = pl.concat(parts).group_by("kind", "ref").agg(pl.col("what").unique().sort().str.join(joint), pl.col("since").min())
    return each.sort(pl.col("kind").replace_strict(rank, return_dtype=pl.Int64), "since", "ref", nulls_last=True)


def _case(rows: pl.DataFrame, kind: str, what: pl.Expr, since: str) -> pl.DataFrame:
    return rows.select(pl.lit(kind).alias("kind"), ref="order_no", what=what, since=since)


def _unpaid(lines: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    status = pl.col("status").drop_nulls()
    whole = lines.group_by("order_no").agg(
        first_of("total"),
        pl.col("created_at").min(),
        is_open=(status == "unpaid").all() & (status.len() > 0) & pl.col("paid_at").is_null().all(),
    )
    return _case(whole.filter("is_open"), "unpaid", pl.format(_UNPAID[lang], _or_dash("total")), "created_at")


def _short(given: Inputs) -> pl.DataFrame:
    rows = given.frame(sheet_of(SHORTAGES.code)).drop_nulls("order_no").filter(pl.col("outcome").is_null(), pl.col("needed") > 0)
    item = pl.coalesce("title", "sku", pl.lit("-"))
    return _case(rows, "shortage", pl.format(_SHORT[given.lang], item, "needed", pl.col("available").fill_null(0)), "paid_at")


def _messages(given: Inputs) -> pl.DataFrame:
    rows = given.frame(sheet_of(REVIEWS.code)).drop_nulls("order_no").filter(pl.col("decision").is_null())
    return _case(rows, "message", pl.coalesce("reason", pl.lit(_NO_REASON[given.lang])), "found_at")


def _refunds(lines: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    pending = lines.filter(pl.col("refund_status") == "pending")
    whole = pending.group_by("order_no").agg(first_of("refund"), pl.col("paid_at").min())
    what = pl.coalesce(pl.format(_REFUND[lang], pl.col("refund").cast(pl.String)), pl.lit(_REFUND_OF_ALL[lang]))
    return _case(whole, "refund", what, "paid_at")


def _parcels(lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Parcels on the way for too long, and tracking numbers that their courier can't have given out."""
    sent = lines.filter(pl.col("status").is_in(_ON_THE_WAY), pl.col("received_at").is_null())
    limit = given.now - dt.timedelta(days=given.parameters.whole("parcel_days"))
    days = (pl.lit(given.now) - pl.col("shipped_at")).dt.total_days()
    overdue = sent.filter(pl.col("shipped_at") < limit)
    odd = sent.filter(is_impossible(pl.col("tracking_no"), courier_codes(pl.col("courier"))))
    return pl.concat(
        [
            _case(overdue, "parcel", pl.format(_OVERDUE[given.lang], days, _or_dash("tracking_no")), "shipped_at"),
            _case(odd, "parcel", pl.format(_IMPOSSIBLE[given.lang], "tracking_no", "courier"), "shipped_at"),
        ]
    )


def _or_dash(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("-")
