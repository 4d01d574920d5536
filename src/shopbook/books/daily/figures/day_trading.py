"""What each row of 交易 should say: the ratios of its figures, and beside them the sums of the order workbook."""

import polars as pl

from shopbook.books.daily.figures.jumps import jump_text, with_day_before
from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.figures.sheets import TRADES
from shopbook.books.daily.figures.words import OWN_SHOP
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW

KEY = ["day", "shop"]
WATCHED = ("visitors", "buyers", "paid")
"""The figures whose jumps need a reason."""

_BY_ORDERS = ("order_buyers", "order_count", "order_total", "order_paid", "order_refunds")
_FIRST = {"buyers": "order_buyers", "orders": "order_count", "paid": "order_paid"}


def traded(trades: pl.DataFrame, orders: pl.DataFrame | None, *, jump_share: pl.Expr, lang: Lang) -> pl.DataFrame:
    """The sheet as it should be.

    Args:
        trades: Its rows.
        orders: Days of the order workbook, see :func:`trade_days.order_days`; ``None`` where it can't be read, which changes nothing of
            what is known of it.
        jump_share: From where on a change is a jump.
        lang: The language of texts.

    Returns:
        The same rows in the same order, then rows for days and shops that only the orders have; these have no ``_row``.
    """
    rows = trades if orders is None else _with_orders(trades, orders)
    figured = rows.with_columns(_ratios()).with_columns(_gaps())
    return _with_jumps(figured, jump_share, lang).select(trades.columns)


def counted() -> list[pl.Expr]:
    """Buyers, orders and amount of a row: the platform's figure where there is one, else the orders'."""
    return [pl.coalesce(name, other).alias(name) for name, other in _FIRST.items()]


def _with_orders(trades: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """The rows with their day's orders. A row of 本店 has those of every shop of that day that has no row of its own."""
    homed = _homed(trades, orders)
    sums = homed.group_by(KEY).agg(pl.col(name).sum() if name != "order_buyers" else _all_known(name) for name in _BY_ORDERS)
    first = trades.unique(KEY, keep="first", maintain_order=True).select(ROW)
    beside = trades.drop(_BY_ORDERS).join(sums, on=KEY, how="left", maintain_order="left")
    is_first = pl.col(ROW).is_in(first[ROW].implode())
    known = beside.with_columns(pl.when(is_first).then(pl.col(name)).alias(name) for name in _BY_ORDERS)
    fresh = sums.join(trades, on=KEY, how="anti").sort(KEY)
    return pl.concat([known.select(trades.columns), fresh], how="diagonal")


def _homed(trades: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    own = trades.select(KEY).unique().with_columns(has_row=pl.lit(value=True))
    whole = own.filter(pl.col("shop") == OWN_SHOP).select("day", has_whole="has_row")
    told = orders.join(own, on=KEY, how="left").join(whole, on="day", how="left")
    is_whole = pl.col("has_row").is_null() & pl.col("has_whole").is_not_null()
    return told.with_columns(pl.when(is_whole).then(pl.lit(OWN_SHOP)).otherwise("shop").alias("shop"))


def _all_known(name: str) -> pl.Expr:
    """A sum; null if one of its parts is not known."""
    return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum())


def _ratios() -> list[pl.Expr]:
    buyers, orders, paid = (pl.coalesce(name, other) for name, other in _FIRST.items())
    return [
        ratio(buyers, pl.col("visitors")).alias("conversion"),
        ratio(paid, buyers, places=2).alias("average"),
        ratio(paid, orders, places=2).alias("per_order"),
        ratio(pl.col("refunds"), paid).alias("refund_share"),
        ratio(pl.col("order_refunds"), pl.col("order_total")).alias("order_refund_share"),
    ]


def _gaps() -> list[pl.Expr]:
    return [
        (pl.col("orders") - pl.col("order_count")).alias("gap_orders"),
        (pl.col("paid") - pl.col("order_paid")).alias("gap_paid"),
    ]


def _with_jumps(rows: pl.DataFrame, share: pl.Expr, lang: Lang) -> pl.DataFrame:
    beside = with_day_before(rows.with_columns(counted()), ["shop"], WATCHED)
    return rows.with_columns(beside.select(jump_text(WATCHED, TRADES.by_field, share, lang).alias("jump")).to_series())
