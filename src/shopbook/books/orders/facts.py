"""What several order rules look at: which lines make one order, the order's own values, sums over its lines.

An order's value stands on its first line or on every line alike. Where its lines disagree, the value is null: one finding says so, and
no other rule rests on it. Nothing here depends on the order of the rows, except which line of an order is its first.
"""

from decimal import Decimal

import polars as pl

from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import Fact, parameter

ORDER = "order.first"
"""The row number of the order's first line, the same on all its lines; a row without a number is an order of its own."""

_ROW = pl.col(ROW)
_NUMBER = pl.col("order_no").cast(pl.Categorical).to_physical()

ORDER_VALUES = ("total", "paid", "freight", "created_at", "paid_at", "buyer", "receiver", "phone", "province", "city", "address")
"""Fields that belong to the whole order."""

_TO_SHIP = ("paid", "part_shipped")


def once(where: pl.Expr) -> pl.Expr:
    """True on the order's first line only, where the order is wrong."""
    return pl.col("order.is_first") & where


def money(value: str) -> pl.Expr:
    """An amount of the order; 0 where it is not known."""
    return pl.col(value).fill_null(Decimal(0))


def minute(time: str) -> pl.Expr:
    """A time without its seconds: one column of an export may have them and another not."""
    return pl.col(time).dt.truncate("1m")


def _agreed(field: str) -> Fact:
    low, high = pl.col(field).min(), pl.col(field).max()
    return _of_order(f"order.{field}", pl.when(low == high).then(high))


def _differs(field: str) -> Fact:
    return _of_order(f"differs.{field}", pl.col(field).min() != pl.col(field).max())


def _of_order(name: str, value: pl.Expr, *optional: str) -> Fact:
    return Fact(name, value.over(ORDER), per=ORDER, optional=optional)


def _has(field: str, *codes: str) -> pl.Expr:
    return pl.col(field).is_in(codes).any()


def _is_used(name: str) -> Fact:
    """Whether most orders have the value, so that a blank is a gap and not the shop's way."""
    blank = pl.col(name).is_null() & pl.col("order.is_first")
    return Fact(f"{name}_used", blank.sum() * 2 < pl.col("order.is_first").sum())


_DISCOUNT = pl.col("discount").abs()
_IS_GOODS = pl.col("line_type").fill_null("goods") == "goods"
_LINE_VALUE = pl.coalesce(
    "amount", (pl.col("price") * pl.col("qty").cast(pl.Decimal(38, 0))).round(2, mode="half_away_from_zero").cast(pl.Decimal(38, 2))
)

FACTS: tuple[Fact, ...] = (
    Fact("order.number", pl.when(pl.col("order_no").is_not_null()).then(_NUMBER)),
    Fact(ORDER, pl.when(pl.col("order.number").is_null()).then(_ROW).otherwise(_ROW.min().over("order.number"))),
    Fact("order.is_first", pl.col(ORDER) == _ROW),
    _of_order("order.lines", pl.len()),
    Fact("order.is_last", _ROW.max().over(ORDER) == _ROW),
    Fact("line.is_goods", _IS_GOODS, optional=("line_type",)),
    Fact(
        "line.is_item",
        pl.coalesce(pl.col("line_no").cast(pl.String), "suborder_no", "sku", "title").is_not_null(),
        optional=("line_no", "suborder_no", "sku", "title"),
    ),
    _of_order("order.has_lines", pl.col("line.is_item").any()),
    # ------------------------------------------------------------ the order's values
    *(_agreed(field) for field in ORDER_VALUES),
    *(_differs(field) for field in ORDER_VALUES),
    _of_order("order.refund", pl.col("refund").max()),
    _of_order("order.refunds", pl.col("refund").sum()),
    _of_order("order.first_shipped", pl.col("shipped_at").min()),
    _of_order("order.last_shipped", pl.col("shipped_at").max()),
    _of_order("order.last_received", pl.col("received_at").max()),
    _of_order("order.is_unpaid", _has("status", "unpaid")),
    _of_order("order.is_to_ship", _has("status", *_TO_SHIP)),
    _of_order("order.is_shipped", _has("status", "shipped", "received", "done")),
    _of_order("order.is_closed", (pl.col("status") == "closed").any() & ~(pl.col("status") != "closed").any()),
    _is_used("order.total"),
    _is_used("order.created_at"),
    # ------------------------------------------------------------ sums
    Fact("line.value", _LINE_VALUE, optional=("amount", "price", "qty")),
    _of_order("order.has_unknown", (pl.col("line.value").is_null() & pl.col("line.is_goods")).any()),
    Fact("order.goods", pl.when(~pl.col("order.has_unknown")).then(pl.col("line.value").sum().over(ORDER)), per=ORDER),
    _of_order("order.gross", (pl.col("price") * pl.col("qty").cast(pl.Decimal(38, 0))).sum()),
    _of_order("order.discount", _DISCOUNT.max(), "discount"),
    _of_order("order.discounts", _DISCOUNT.sum(), "discount"),
    Fact("order.slack", parameter("money_tolerance") * pl.col("order.lines").cast(pl.Decimal(38, 0))),
    Fact(
        "order.ceiling",
        pl.when(pl.col("order.total") >= 0).then(pl.col("order.total") + money("order.freight") + parameter("money_tolerance")),
        optional=("freight",),
    ),
    Fact(
        "order.is_overpaid", (pl.col("order.paid") > pl.col("order.ceiling")).fill_null(value=False), optional=("paid", "total", "freight")
    ),
    Fact(
        "order.is_overrefunded",
        (pl.col("order.refund") > pl.col("order.ceiling")).fill_null(value=False),
        optional=("refund", "total", "freight"),
    ),
)
"""In the order in which they build on each other."""
