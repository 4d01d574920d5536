"""From the lines of the order workbook to days: what each shop was paid, by whom, for the first time or again."""

from decimal import Decimal

import polars as pl

from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.figures.sheets import CUSTOMER_DAYS
from shopbook.books.daily.figures.words import OWN_SHOP
from shopbook.books.orders.whole_orders import first_of

_DAY = ["day", "shop"]
_NOTHING = Decimal(0)


def paid_by_day(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each order with a time of payment.

    Args:
        lines: Rows of the order sheet; those without an order number are left out.

    Returns:
        ``order_no``, ``day`` of payment, ``shop``, ``buyer`` (null if unknown), ``paid``, ``total`` (what was paid where there is none),
        ``refund``; amounts as they stand on the order's first line that has one, 0 if none has.
    """
    known = lines.filter(pl.col("order_no").is_not_null())
    amounts = [first_of(name).alias(name) for name in ("shop", "buyer", "paid", "total", "refund")]
    whole = known.group_by("order_no").agg(pl.col("paid_at").min(), *amounts).filter(pl.col("paid_at").is_not_null())
    paid = pl.col("paid").fill_null(_NOTHING)
    return whole.select(
        "order_no",
        pl.col("paid_at").dt.date().alias("day"),
        pl.col("shop").fill_null(OWN_SHOP),
        "buyer",
        paid,
        pl.coalesce("total", paid).alias("total"),
        pl.col("refund").fill_null(_NOTHING),
    )


def order_days(orders: pl.DataFrame) -> pl.DataFrame:
    """Sums of orders.

    Returns:
        By ``day`` and ``shop``: ``order_buyers`` (null if no buyer is known), ``order_count``, ``order_total``, ``order_paid``,
        ``order_refunds``.
    """
    names = pl.col("buyer").drop_nulls().n_unique()
    return (
        orders.group_by(_DAY)
        .agg(
            order_buyers=pl.when(names > 0).then(names).cast(pl.Int64),
            order_count=pl.len().cast(pl.Int64),
            order_total=pl.col("total").sum(),
            order_paid=pl.col("paid").sum(),
            order_refunds=pl.col("refund").sum(),
        )
        .sort(_DAY)
    )


def customer_days(orders: pl.DataFrame) -> pl.DataFrame:
    """The rows of 客户日数据: who pays on the day of the first payment to a shop is new there all that day, afterwards returning."""
    first = orders.filter(pl.col("buyer").is_not_null()).group_by("shop", "buyer").agg(first=pl.col("day").min())
    told = orders.join(first, on=["shop", "buyer"], how="left")
    is_new, is_old = (pl.col("first") == pl.col("day")).fill_null(value=False), (pl.col("first") < pl.col("day")).fill_null(value=False)
    counted = told.group_by(_DAY).agg(
        new_buyers=_if_known(pl.col("buyer").filter(is_new).n_unique().cast(pl.Int64)),
        old_buyers=_if_known(pl.col("buyer").filter(is_old).n_unique().cast(pl.Int64)),
        new_paid=_if_known(pl.col("paid").filter(is_new).sum()),
        old_paid=_if_known(pl.col("paid").filter(is_old).sum()),
        nameless=pl.col("buyer").is_null().sum().cast(pl.Int64),
    )
    summed = counted.with_columns(buyers=pl.col("new_buyers") + pl.col("old_buyers"))
    shared = summed.with_columns(old_share=ratio(pl.col("old_buyers"), pl.col("buyers")))
    return shared.sort(_DAY).select(pl.col(name).cast(dtype) for name, dtype in CUSTOMER_DAYS.schema().items())


def _if_known(figure: pl.Expr) -> pl.Expr:
    """A day's figure about buyers; unknown, which is not 0, where no order of the day names one."""
    return pl.when(pl.col("buyer").count() > 0).then(figure)
