"""What several order rules look at: which lines make one order, the order's own values, sums over its lines.

An order's value stands on its first line or on every line alike. Where its lines disagree, the value is null: one finding says so, and
no other rule rests on it. Nothing here depends on the order of the rows, except which line of an order is its first.
"""

from decimal import Decimal

import polars as pl

from shopbook.books.orders.rules.couriers import courier_codes
from shopbook.books.orders.rules.divisions import Place, places
from shopbook.books.orders.rules.tax import tax_fault
from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import Fact, now, once_per_text, parameter

ORDER = "order.first"
"""The row number of the order's first line, the same on all its lines. A row without a number is an order of its own, and so is every
row of a number whose rows name no items: those are not lines of one order but the order twice."""

_ROW = pl.col(ROW)

_FIGURES = ("total", "paid", "freight", "created_at", "paid_at")
_TEXTS = ("buyer", "receiver", "phone", "province", "city", "address")
ORDER_VALUES = (*_FIGURES, *_TEXTS)
"""Fields that belong to the whole order."""

_TO_SHIP = ("paid", "part_shipped")


def once(where: pl.Expr) -> pl.Expr:
    """True on the order's first line only, where the order is wrong."""
    return pl.col("order.is_first") & where


def money(value: str) -> pl.Expr:
    """An amount of the order; 0 where it is not known."""
    return pl.col(value).fill_null(Decimal(0))


def is_future(time: str) -> pl.Expr:
    """Whether a time is later than now, give or take what the clocks of shop and platform may differ."""
    return (pl.col(time) > pl.col("latest")).fill_null(value=False)


def _past(time: str) -> Fact:
    """A time that is none of the future, without its seconds: one column of an export may have them and another not."""
    return Fact(time.replace("order.", "past."), pl.when(~is_future(time)).then(pl.col(time).dt.truncate("1m")))


def _of_order(name: str, value: pl.Expr, *optional: str, alone: pl.Expr) -> Fact:
    return Fact(name, value, per=ORDER, optional=optional, alone=alone)


def _lowest(name: str, value: pl.Expr, *optional: str) -> Fact:
    return _of_order(name, value.min(), *optional, alone=value)


def _highest(name: str, value: pl.Expr, *optional: str) -> Fact:
    return _of_order(name, value.max(), *optional, alone=value)


def _sum(name: str, value: pl.Expr, *optional: str) -> Fact:
    return _of_order(name, value.sum(), *optional, alone=value.fill_null(0))


def _any(name: str, value: pl.Expr, *optional: str) -> Fact:
    return _of_order(name, value.any(), *optional, alone=value.fill_null(value=False))


def _one_figure(field: str) -> tuple[Fact, ...]:
    """The amount or time that an order's lines agree on, and whether they disagree."""
    value = pl.col(field)
    return _agreed(field, value.min() == value.max(), value.max())


def _one_text(field: str) -> tuple[Fact, ...]:
    """The text that an order's lines agree on, and whether they disagree; found by hashes, which cost less than texts."""
    hashed = pl.when(pl.col(field).is_not_null()).then(pl.col(field).hash())
    return _agreed(field, hashed.min() == hashed.max(), pl.col(field).first(ignore_nulls=True))


def _agreed(field: str, agree: pl.Expr, value: pl.Expr) -> tuple[Fact, ...]:
    """What the lines of an order say in a field, if they ``agree``: null where none of them says anything."""
    return (
        _of_order(f"differs.{field}", ~agree.fill_null(value=True), alone=pl.lit(value=False)),
        _of_order(f"order.{field}", pl.when(agree).then(value), alone=pl.col(field)),
    )


def _has(field: str, *codes: str) -> pl.Expr:
    return pl.col(field).is_in(codes)


def _is_used(name: str, has: pl.Expr) -> Fact:
    """Whether most orders of the platform have the value, so that a blank is a gap and not the platform's way.

    Pinduoduo's list tells no total and no time of creation: beside another platform's orders its own are none the worse.
    """
    return Fact(f"{name}_used", _of_platform(has & _IS_FIRST) * 2 > pl.col("platform.orders"), optional=("platform",))


def _of_platform(flag: pl.Expr) -> pl.Expr:
    return flag.sum().over("platform")


_IS_FIRST = pl.col("order.is_first")
_MAY_BE_USED = tuple(f"order.{name}" for name in ("total", "paid", "created_at", "refund", "last_shipped", "city", "place"))
_NOWHERE = [place.value for place in (Place.NO_SUCH_PROVINCE, Place.NOT_CHINESE, Place.NOT_A_REGION, Place.UNSAID)]
_IS_SOMEWHERE = ~pl.col("order.place").is_in(_NOWHERE)
_DISCOUNT = pl.col("discount").abs()
_IS_GOODS = pl.col("line_type").fill_null("goods") == "goods"
_NO_COURIER = pl.col("line.courier") == "NONE"
_IS_SERVICE = pl.col("line_type").fill_null("goods") == "service"
_COMPANY = "公司|集团|厂|合作社|研究院|研究所|事务所|银行|医院|学校|大学|商行|经营部|工作室|中心$"
_GROSS = pl.col("price") * pl.col("qty").cast(pl.Decimal(38, 0))
_LINE_VALUE = pl.coalesce("amount", _GROSS.round(2, mode="half_away_from_zero").cast(pl.Decimal(38, 2)))

_IS_TWO = pl.col("differs.buyer") | (pl.col("differs.created_at") & (pl.col("differs.total") | pl.col("differs.paid")))
_IS_SETTLED = (
    _IS_FIRST
    & pl.col("order.paid_at").is_not_null()
    & (pl.col("order.paid") >= 0)
    & (pl.col("order.total") >= 0)
    & (money("order.refund") >= 0)
    & ~pl.col("order.is_overpaid")
    & ~pl.col("order.is_overrefunded")
).fill_null(value=False)
_ENOUGH_ORDERS, _ENOUGH_REFUNDS, _FEW = 20, 3, 20
_PAID_IS_NET = (
    (pl.col("order.is_settled").sum() >= _ENOUGH_ORDERS)
    & ((pl.col("order.is_settled") & (money("order.refund") > 0)).sum() >= _ENOUGH_REFUNDS)
    # At most one order in twenty is otherwise.
    & (pl.col("order.is_off").sum() * _FEW <= pl.col("order.is_settled").sum())
)

FACTS: tuple[Fact, ...] = (
    Fact("row.index", pl.int_range(pl.len(), dtype=pl.UInt32)),
    Fact("number.first", pl.when(pl.col("order_no").is_null()).then(_ROW).otherwise(_ROW.min().over("order_no"))),
    Fact(
        "line.is_item",
        pl.coalesce(pl.col("line_no").cast(pl.String), "suborder_no", "sku", "title").is_not_null(),
        optional=("line_no", "suborder_no", "sku", "title"),
    ),
    Fact("order.has_lines", pl.col("line.is_item").any(), per="number.first", alone=pl.col("line.is_item")),
    Fact(ORDER, pl.when("order.has_lines").then("number.first").otherwise(_ROW)),
    Fact("order.is_first", pl.col(ORDER) == _ROW),
    _of_order("order.lines", pl.len(), alone=pl.lit(1)),
    Fact("order.has_several", pl.col("order.lines") > 1),
    _highest("order.last", _ROW),
    Fact("order.is_last", pl.col("order.last") == _ROW),
    Fact("line.is_goods", _IS_GOODS, optional=("line_type",)),
    # ------------------------------------------------------------ the order's values
    *(fact for field in _FIGURES for fact in _one_figure(field)),
    *(_highest(f"high.{field}", pl.col(field)) for field in ("created_at", "paid_at")),
    *(fact for field in _TEXTS for fact in _one_text(field)),
    Fact("order.is_two", _IS_TWO, optional=("buyer", "created_at", "total", "paid")),
    _highest("order.refund", pl.col("refund")),
    _sum("order.refunds", pl.col("refund")),
    _lowest("order.first_shipped", pl.col("shipped_at")),
    _highest("order.last_shipped", pl.col("shipped_at")),
    _highest("order.last_received", pl.col("received_at")),
    Fact("latest", now() + pl.duration(minutes=parameter("future_minutes"))),
    *(_past(f"order.{time}") for time in ("created_at", "paid_at", "first_shipped", "last_received")),
    _any("order.is_unpaid", _has("status", "unpaid")),
    _any("order.is_to_ship", _has("status", *_TO_SHIP)),
    _any("order.is_waiting", _has("status", "paid")),
    _any("order.is_on_the_way", _has("status", "shipped")),
    _any("order.is_shipped", _has("status", "shipped", "received", "done")),
    _of_order(
        "order.is_closed",
        (pl.col("status") == "closed").any() & ~(pl.col("status") != "closed").any(),
        alone=(pl.col("status") == "closed").fill_null(value=False),
    ),
    _any("order.has_status", pl.col("status").is_not_null()),
    _any("order.has_refund", _has("refund_status", "refunded", "part_refunded"), "refund_status"),
    # ------------------------------------------------------------ parcel and place
    Fact("line.courier", courier_codes(pl.col("courier"))),
    _any("order.has_courier", pl.col("courier").is_not_null()),
    _any("order.has_tracking", pl.col("tracking_no").is_not_null()),
    _of_order(
        "order.needs_no_parcel",
        _NO_COURIER.any() | _IS_SERVICE.all(),
        "courier",
        "line_type",
        alone=_NO_COURIER.fill_null(value=False) | _IS_SERVICE,
    ),
    Fact(
        "order.place",
        places(pl.col("order.province"), pl.col("order.city"), pl.col("order.address")),
        optional=("province", "city", "address"),
    ),
    Fact("places_known", (_IS_SOMEWHERE & _IS_FIRST).sum() * 2 > (pl.col("order.place").is_not_null() & _IS_FIRST).sum()),
    # ------------------------------------------------------------ messages and invoices
    Fact("line.says_new", pl.struct(ORDER, "message", "remark").hash().is_first_distinct(), optional=("message", "remark")),
    Fact("line.is_company", pl.col("invoice_title").str.contains(_COMPANY)),
    _lowest("at.company", pl.when("line.is_company").then("row.index")),
    _lowest("at.tax_no", pl.when(pl.col("tax_no").is_not_null()).then("row.index")),
    Fact("line.tax_fault", once_per_text(pl.col("tax_no"), tax_fault)),
    _any("order.has_invoice_title", pl.col("invoice_title").is_not_null()),
    # ------------------------------------------------------------ which columns the shop fills
    Fact("platform.orders", _of_platform(_IS_FIRST), optional=("platform",)),
    *(_is_used(name, pl.col(name).is_not_null()) for name in _MAY_BE_USED),
    _is_used("order.status", pl.col("order.has_status")),
    # ------------------------------------------------------------ sums
    Fact("line.value", pl.when(_LINE_VALUE >= 0).then(_LINE_VALUE), optional=("amount", "price", "qty")),
    _any("order.has_unknown", pl.col("line.value").is_null() & pl.col("line.is_goods")),
    _sum("order.known", pl.col("line.value")),
    Fact("order.goods", pl.when(~pl.col("order.has_unknown")).then("order.known")),
    _sum("order.gross", _GROSS),
    _highest("order.discount", _DISCOUNT, "discount"),
    _sum("order.discounts", _DISCOUNT, "discount"),
    Fact("order.slack", parameter("money_tolerance") * pl.col("order.lines").cast(pl.Decimal(38, 0))),
    Fact(
        "order.ceiling",
        pl.when(pl.col("order.total") >= 0).then(pl.col("order.total") + money("order.freight").clip(0) + parameter("money_tolerance")),
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
    # ------------------------------------------------------------ whether paid is what is left after refunds, as on Tmall
    Fact("order.due", pl.col("order.total") - money("order.refund"), optional=("total", "refund")),
    Fact("order.is_settled", _IS_SETTLED, optional=("paid", "total", "refund", "freight", "paid_at")),
    Fact("order.is_off", pl.col("order.is_settled") & ((pl.col("order.paid") - pl.col("order.due")).abs() > pl.col("order.slack"))),
    Fact("paid_is_net", _PAID_IS_NET),
)
"""In the order in which they build on each other."""
