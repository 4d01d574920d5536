"""What was sold, when and by whom: one row for each paid order."""

import polars as pl

from shopbook.books.daily.reports.paid_orders import paid_orders
from shopbook.books.orders.whole_orders import first_of
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import compact


def spelled(name: str) -> str:
    """A name as the shop counts it: half-width, without spaces; Chinese names are written with and without."""
    return compact(name)


def sold_orders(lines: pl.DataFrame) -> pl.DataFrame:
    """Paid orders with whom they are counted for.

    Args:
        lines: Rows of the order sheet.

    Returns:
        ``order_no``, ``paid_at`` (null where the order has none), ``amount`` (paid, refunds not taken off), ``pieces`` (services left
        out), ``agent`` (null where none is written).
    """
    paid = paid_orders(lines).select("order_no", "paid_at", "amount")
    goods = pl.col("qty").filter(pl.col("line_type").ne_missing("service"))
    about = lines.filter(pl.col("order_no").is_not_null()).group_by("order_no").agg(first_of("agent"), pieces=goods.sum())
    agent = once_per_text(pl.col("agent"), lambda name: spelled(name) or None)
    return paid.join(about, on="order_no", how="left", maintain_order="left").with_columns(agent)
