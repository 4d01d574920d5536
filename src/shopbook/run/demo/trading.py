"""What the platforms tell of the sample shop's days: who looked, who bought, for how much; it agrees with the orders."""

import datetime as dt

import polars as pl

from shopbook.books.daily.figures.sheets import TRADES
from shopbook.books.orders.sheets import ORDERS
from shopbook.run.demo.dice import Dice
from shopbook.run.demo.shop import SampleShop
from shopbook.run.demo.texts import told
from shopbook.run.demo.typed_rows import frame_of, type_in
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import AppendRows

_SHOP = "本店"
_PER_ORDER, _VIEWS = (29, 33), 3
"""Visitors for each order, at least and at most; pages that each of them looks at."""


def add_trade(shop: SampleShop, given: Circumstances) -> None:
    """Type what the platforms tell of every day on which somebody paid, the reasons for jumps beside it."""
    orders = frame_of(shop.workbook("orders"), ORDERS, given).unique("order_no", maintain_order=True)
    paid = orders.filter(pl.col("paid_at").is_not_null(), pl.col("paid") > 0, pl.col("paid_at") <= given.now + dt.timedelta(days=1))
    reasons = {row["日期"]: row["波动原因"] for row in told("daily_reasons.csv")}
    days = (
        paid.group_by(pl.col("paid_at").dt.date().alias("day"))
        .agg(pl.len().alias("orders"), pl.col("paid").sum(), pl.col("refund").sum().alias("refunds"))
        .sort("day")
    )
    visitors = [orders * Dice(shop.seed, "visitors", day).between(*_PER_ORDER) for day, orders in days.select("day", "orders").rows()]
    rows = days.with_columns(
        shop=pl.lit(_SHOP),
        visitors=pl.Series(visitors, dtype=pl.Int64),
        buyers=pl.col("orders"),
        reason=pl.Series([reasons.get(f"{day}") for day in days["day"]], dtype=pl.String),
    ).with_columns(views=pl.col("visitors") * _VIEWS)
    type_in(shop.workbook("daily"), [AppendRows(TRADES.code, rows)], given)
