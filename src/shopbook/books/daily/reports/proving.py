"""The sheet 日报汇总: every report's sums, and the proof that the reports together are the paid orders, each once."""

from dataclasses import dataclass

import polars as pl

from shopbook.books.daily.reports.entries import is_valid
from shopbook.books.daily.reports.sheets import REPORT_DAYS
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW

_NAMELESS = Label(zh="没有订单编号的付款行 {} 行", en="{} paid lines without an order number")
_UNREAD = Label(zh="付款看不懂的订单 {} 单", en="{} orders whose payment cannot be read")
_BOOKED_LATER = Label(zh="补报、更正记在以后的日报，见“异常”", en="Corrections entered in later reports, see Exceptions")


@dataclass(frozen=True, slots=True)
class Paid:
    """What the order workbook says was paid.

    Attributes:
        orders: ``order_no``, ``amount`` and ``home`` of each paid order that is due; ``home`` is the report to which it belongs.
        nameless: The same of paid lines without an order number.
        unread: Orders left out because a payment of theirs can't be read.
    """

    orders: pl.DataFrame
    nameless: pl.DataFrame
    unread: int


def report_days(entries: pl.DataFrame, days: pl.DataFrame, paid: Paid, *, before: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """The rows of 日报汇总.

    Args:
        entries: Rows of 日报.
        days: The windows, ascending, with ``is_closed``.
        paid: The payments.
        before: The rows as they are; those of closed reports stay so.
        lang: The language of the explanations.
    """
    kept = before.join(days.filter("is_closed"), on="report", how="semi")
    sums = days.join(_sums(entries), on="report", how="left", maintain_order="left")
    sums = _filled(sums).with_columns(sum_orders=pl.col("orders").cum_sum(), sum_amount=pl.col("amount").cum_sum())
    due = pl.concat([paid.orders.select("home", "amount"), paid.nameless.select("home", "amount")])
    due = due.group_by(report="home").agg(due_orders=pl.len().cast(pl.Int64), due_amount=pl.col("amount").sum())
    proof = _filled(sums.join(due, on="report", how="left", maintain_order="left"))
    proof = proof.with_columns(paid_orders=pl.col("due_orders").cum_sum(), paid_amount=pl.col("due_amount").cum_sum()).with_columns(
        gap_orders=pl.col("sum_orders") - pl.col("paid_orders"), gap_amount=pl.col("sum_amount") - pl.col("paid_amount")
    )
    told = proof.with_columns(says=_says(paid, lang), signed=pl.lit(None), locked_at=pl.lit(None), fingerprint=pl.lit(None))
    made = told.join(kept, on="report", how="anti").select(pl.col(name).cast(dtype) for name, dtype in REPORT_DAYS.schema().items())
    return pl.concat([kept.drop(ROW), made]).sort("report")


def _sums(entries: pl.DataFrame) -> pl.DataFrame:
    is_new, goods_state = pl.col("kind") == "new", pl.col("state")
    return (
        entries.filter(is_valid())
        .group_by("report")
        .agg(
            new_orders=pl.col("orders").filter(is_new).sum(),
            new_amount=pl.col("amount").filter(is_new).sum(),
            corrected_orders=pl.col("orders").filter(~is_new).sum(),
            corrected_amount=pl.col("amount").filter(~is_new).sum(),
            orders=pl.col("orders").sum(),
            amount=pl.col("amount").sum(),
            carried=(pl.col("kind") == "carried").sum().cast(pl.Int64),
            held=(goods_state == "held").sum().cast(pl.Int64),
            slips=pl.col("slip_no").count().cast(pl.Int64),
        )
    )


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(pl.Int64).fill_null(0), pl.col(pl.Decimal(38, 2)).fill_null(0))


def _says(paid: Paid, lang: Lang) -> pl.Expr:
    """Why reports and payments are apart; null where they are not."""
    known = [_NAMELESS[lang].format(paid.nameless.height)] if paid.nameless.height else []
    known += [_UNREAD[lang].format(paid.unread)] if paid.unread else []
    text = ("；" if lang is Lang.ZH else "; ").join(known) or _BOOKED_LATER[lang]
    return pl.when((pl.col("gap_orders") != 0) | (pl.col("gap_amount") != 0)).then(pl.lit(text))
