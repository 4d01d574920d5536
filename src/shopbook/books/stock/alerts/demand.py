"""What buyers want: per item what is sold and waits to be sent, how fast it sells, how much of the shop's sales it makes."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.orders.whole_orders import known_lines
from shopbook.books.stock.ledger.ledger import MONEY
from shopbook.sheet.parameters import Parameters

_TO_SHIP = ("paid", "part_shipped")
_PAID = (*_TO_SHIP, "shipped", "received", "done")
_PIECES = pl.Decimal(38, 0)
_GROSS = (pl.col("price") * pl.col("qty").cast(_PIECES)).round(2, mode="half_away_from_zero").cast(MONEY)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Over which days sales are counted, and where the classes end.

    Attributes:
        today: The last of the days.
        days: How many days, at least 1.
        a_share: Up to this share of the sales, from the best item down, is class A.
        b_share: Up to this one class B; the rest is C.
    """

    today: dt.date
    days: int
    a_share: Decimal
    b_share: Decimal


def reckoning(parameters: Parameters, now: dt.datetime) -> Reckoning:
    """As the shop has set it."""
    shares = (parameters.amount("abc_a"), parameters.amount("abc_b"))
    return Reckoning(now.date(), max(1, parameters.whole("sales_days")), *shares)


def sold_lines(orders: pl.DataFrame) -> pl.DataFrame:
    """The order lines whose pieces leave the stock or have left it.

    A line counts once its order is paid, unless the order is closed or the line is refunded; gifts count, services do not. One whose
    refund is still pending counts until it is decided. Without a status, a time of payment says that it is paid.

    Args:
        orders: Rows of the order sheet.

    Returns:
        ``order_no, sku, qty, value`` (of the line, null if not known)``, sold_on`` (the day of payment, else of the order)``,
        is_waiting`` (not sent yet). ``sku`` or ``qty`` is null where the order sheet lacks it.
    """
    known = known_lines(orders, "status", "refund_status")
    whole = known.with_columns(pl.col("paid_at", "created_at").min().over("order_no"))
    status, is_paid = pl.col("status"), pl.col("paid_at").is_not_null()
    is_sold = status.is_in(_PAID) | (status.is_null() & is_paid)
    counts = pl.col("line_type").ne_missing("service") & pl.col("refund_status").ne_missing("refunded")
    return whole.filter(is_sold, counts).select(
        "order_no",
        "sku",
        qty=pl.when(pl.col("qty") > 0).then("qty"),
        value=pl.coalesce("amount", _GROSS),
        sold_on=pl.coalesce("paid_at", "created_at").dt.date(),
        is_waiting=(status.is_in(_TO_SHIP) | status.is_null()) & pl.col("shipped_at").is_null(),
    )


def demand(lines: pl.DataFrame, given: Reckoning) -> pl.DataFrame:
    """What the lines say of each item.

    Args:
        lines: See :func:`sold_lines`.
        given: The days that count: the last ``days`` up to and with ``today``.

    Returns:
        ``sku, reserved`` (pieces sold and not sent)``, pending_orders`` (orders that wait for some)``, last_sold, sold`` (pieces within
        the days)``, sold_days`` (the days that ``sold`` is spread over: since the first sale of all, if that is less)``, sales`` (worth
        of what was sold within the days). An item without a dated sale has neither ``last_sold`` nor ``sold_days``.
    """
    day = pl.col("sold_on")
    is_recent = (day <= given.today) & (day > given.today - dt.timedelta(days=given.days))
    is_waiting = pl.col("is_waiting")
    each = (
        lines.drop_nulls(["sku", "qty"])
        .group_by("sku")
        .agg(
            reserved=pl.col("qty").filter(is_waiting).sum(),
            pending_orders=pl.col("order_no").filter(is_waiting).n_unique().cast(pl.Int64),
            last_sold=day.filter(day <= given.today).max(),
            first_sold=day.filter(day <= given.today).min(),
            sold=pl.col("qty").filter(is_recent.fill_null(value=False)).sum(),
            sales=pl.col("value").filter(is_recent.fill_null(value=False)).sum().cast(MONEY),
        )
    )
    since = (pl.lit(given.today) - pl.col("first_sold")).dt.total_days() + 1
    spread = pl.when(since.is_not_null()).then(pl.min_horizontal(since, given.days))
    return each.with_columns(sold_days=spread).drop("first_sold").sort("sku")


def classes(sales: pl.DataFrame, given: Reckoning) -> pl.DataFrame:
    """The ABC class of each item, from the one that sells for most down.

    An item is A as long as those before it make less than the share of A, B as long as they make less than that of B, else C; so the
    best item is always A. What sold for nothing is C. Where nothing was sold at all, nobody has a class.

    Args:
        sales: ``sku, sales``; no sales may be null.
        given: The shares.

    Returns:
        ``sku, abc``.
    """
    worth = sales.select("sku", cents=pl.col("sales").fill_null(Decimal(0)).cast(MONEY).to_physical().cast(pl.Int128))
    ranked = worth.sort("cents", "sku", descending=[True, False]).with_columns(
        before=pl.col("cents").cum_sum() - pl.col("cents"), total=pl.col("cents").sum()
    )
    millionths = [int(share * _MILLION) for share in (given.a_share, given.b_share)]
    is_a, is_b = (pl.col("before") * _MILLION < pl.col("total") * limit for limit in millionths)
    worthless = pl.col("cents") <= 0
    letter = pl.when(worthless).then(pl.lit("C")).when(is_a).then(pl.lit("A")).when(is_b).then(pl.lit("B")).otherwise(pl.lit("C"))
    return ranked.select("sku", abc=pl.when(pl.col("total") > 0).then(letter)).sort("sku")


_MILLION = 1_000_000
"""Shares have six places; compared as whole numbers they are exact."""
