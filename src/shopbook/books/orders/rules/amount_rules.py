"""What can be wrong with an order's amounts.

Exports disagree on what a column means: a total with or without freight, an amount paid before or after refunds, a discount repeated on
every line or split between them. A rule reports only what fits none of the readings.
"""

from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from shopbook.books.orders.rules.facts import money, once
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_NOTHING = Decimal(0)
_CHECK = "D0 三(二)1"

_SIGNED = (
    ("price", "price", Label(zh="单价", en="Unit price")),
    ("amount", "line-amount", Label(zh="行金额", en="Line amount")),
    ("freight", "freight", Label(zh="运费", en="Freight")),
    ("total", "total", Label(zh="总金额", en="Total")),
    ("paid", "paid", Label(zh="实付金额", en="Paid")),
    ("refund", "refund", Label(zh="退款金额", en="Refund")),
)


def _negative(field: str, word: str, title: Label) -> Rule:
    places = {"title": title, "value": "{" + field + "}"}
    return Rule(
        f"orders.negative-{word}",
        on=field,
        where=pl.col(field) < _NOTHING,
        says=Label(
            zh="{title} {value} 是负数，请改成正数；退款写在“退款金额”里",
            en="{title} {value} is negative: write a positive amount, refunds under Refund",
        ).filled(places),
        source=_CHECK,
        example=Label(zh="-12.00", en="-12.00"),
    )


def _fits(value: pl.Expr, readings: Iterable[pl.Expr], slack: pl.Expr) -> pl.Expr:
    """Whether a value is one of several possible ones, give or take the slack; null where none of them is known."""
    distances = [(value - reading).abs() for reading in readings]
    return pl.min_horizontal(distances) <= slack


def _is_off(value: pl.Expr, plain: pl.Expr, slack: pl.Expr) -> pl.Expr:
    """Whether a value is not the plain reading, which it is in most orders: only then the others are asked for."""
    return (value - plain).abs() > slack


_FREIGHTS = (pl.lit(_NOTHING), money("order.freight"))
_DISCOUNTS = (pl.lit(_NOTHING), money("order.discount"), money("order.discounts"))
_GOODS_TOTALS = tuple(pl.col("order.goods") - discount + freight for discount in _DISCOUNTS for freight in _FREIGHTS)

_REFUNDS = (pl.lit(_NOTHING), money("order.refund"), money("order.refunds"))
_OWED = pl.coalesce("order.total", "order.goods")
_PAID_READINGS = tuple(_OWED - discount + freight - refund for discount in _DISCOUNTS[:2] for freight in _FREIGHTS for refund in _REFUNDS)

_IS_PAID = (pl.col("order.paid") > 0) | ((pl.col("order.paid") == 0) & (money("order.refund") > 0) & pl.col("order.paid_at").is_not_null())
_IS_ODD = pl.col("order.is_overpaid") | pl.col("order.is_overrefunded") | (money("order.total") < 0)
_LINES = ("amount", "price", "qty", "line_type", "discount", "freight")

_GROSS = pl.col("price") * pl.col("qty").cast(pl.Decimal(38, 0))
_LINE_SLACK = parameter("money_tolerance") * pl.max_horizontal(pl.col("qty"), 1).cast(pl.Decimal(38, 0))

AMOUNT_RULES: tuple[Rule, ...] = (
    *(_negative(*signed) for signed in _SIGNED),
    Rule(
        "orders.paid-over-total",
        on="paid",
        where=once(pl.col("order.is_overpaid")),
        needs=("total",),
        says=Label(
            zh="实付 {order.paid} 大于总金额 {order.total}，请核对是否输错或把运费、其他订单算了进来",
            en="Paid {order.paid} is more than the total {order.total}: check for a slip, or freight and other orders mixed in",
        ),
        source=_CHECK,
        example=Label(zh="总金额 100.00，实付 1000.00", en="total 100.00, paid 1000.00"),
    ),
    Rule(
        "orders.refund-over-total",
        on="refund",
        where=once(pl.col("order.is_overrefunded") & ~pl.col("order.is_overpaid")),
        needs=("total",),
        optional=("paid", "freight"),
        says=Label(
            zh="退款 {order.refund} 大于总金额 {order.total}，退的不可能比订单还多，请核对",
            en="Refund {order.refund} is more than the whole order's {order.total}: check the amount",
        ),
        source="platform exports: paid may be net of refunds",
        example=Label(zh="总金额 100.00，退款 150.00", en="total 100.00, refund 150.00"),
    ),
    Rule(
        "orders.total-mismatch",
        on="total",
        suspects=once((pl.col("order.total") >= 0) & _is_off(pl.col("order.total"), pl.col("order.goods"), pl.col("order.slack"))),
        where=~_fits(pl.col("order.total"), _GOODS_TOTALS, pl.col("order.slack")),
        optional=_LINES,
        severity=Severity.WARNING,
        says=Label(
            zh="各行合计 {order.goods}，减优惠 {order.discount}，加运费 {order.freight}，不等于总金额 {order.total}，请核对",
            en="Lines {order.goods}, less discount {order.discount}, plus freight {order.freight}, do not make {order.total}: check",
        ),
        source=_CHECK,
        example=Label(zh="2 件 × 50.00，优惠 10.00，总金额 80.00", en="2 × 50.00, discount 10.00, total 80.00"),
    ),
    Rule(
        "orders.paid-mismatch",
        on="paid",
        suspects=once(~pl.col("paid_is_net") & _is_off(pl.col("order.paid"), _OWED, pl.col("order.slack"))),
        where=_IS_PAID & ~_IS_ODD & ~_fits(pl.col("order.paid"), _PAID_READINGS, pl.col("order.slack")),
        optional=(*_LINES, "total", "refund", "paid_at"),
        severity=Severity.WARNING,
        says=Label(
            zh="实付 {order.paid} 既不等于应付 {order.total}，也不等于应付减退款 {order.refund}，请核对有没有改价、红包或漏记退款",
            en="Paid {order.paid} is neither {order.total} nor that less refund {order.refund}: a changed price, coupon or missing refund?",
        ),
        source="platform exports: paid may be net of refunds",
        example=Label(zh="总金额 100.00，实付 60.00，退款 30.00", en="total 100.00, paid 60.00, refund 30.00"),
    ),
    Rule(
        "orders.paid-not-net",
        on="paid",
        where=once(pl.col("paid_is_net") & pl.col("order.is_off")),
        optional=("freight",),
        says=Label(
            zh="其他订单的实付都等于总金额减退款；这一单实付 {order.paid}，总金额 {order.total} 减退款却是 {order.due}，请核对是哪一个错了",
            en="Elsewhere paid is the total less refunds; here {order.paid} is paid, and {order.total} less refunds is {order.due}: check",
        ),
        source="platform exports: paid may be net of refunds",
        example=Label(zh="总金额 100.00，退款 30.00，实付 71.00", en="total 100.00, refund 30.00, paid 71.00"),
    ),
    Rule(
        "orders.line-amount-mismatch",
        on="amount",
        suspects=(pl.col("amount") >= 0) & (_GROSS >= 0) & _is_off(pl.col("amount"), _GROSS, _LINE_SLACK),
        where=~_fits(
            pl.col("amount"), (_GROSS, _GROSS - money("discount"), _GROSS + money("discount"), pl.col("order.gross")), _LINE_SLACK
        ),
        optional=("discount",),
        severity=Severity.WARNING,
        says=Label(
            zh="行金额 {amount} 不等于单价 {price} × 数量 {qty}，请核对是哪一个错了",
            en="Line amount {amount} is not price {price} × quantity {qty}: find out which of them is wrong",
        ),
        source=_CHECK,
        example=Label(zh="单价 20.00，数量 3，行金额 50.00", en="price 20.00, quantity 3, amount 50.00"),
    ),
    Rule(
        "orders.discount-over-goods",
        on="discount",
        where=once(pl.min_horizontal("order.discount", "order.discounts") > pl.col("order.goods") + pl.col("order.slack")),
        optional=("amount", "price", "qty", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="优惠 {order.discount} 比货款 {order.goods} 还多，请核对",
            en="Discount {order.discount} is more than the goods' {order.goods}: check both",
        ),
        source=_CHECK,
        example=Label(zh="货款 50.00，优惠 80.00", en="goods 50.00, discount 80.00"),
    ),
    Rule(
        "orders.total-missing",
        on="total",
        where=once(pl.col("order.total").is_null() & ~pl.col("differs.total") & pl.col("order.total_used")),
        says=Label(zh="没有总金额，而其他订单都有，请补上", en="No total, though the other orders have one: fill it in"),
        source=_CHECK,
        example=Label(zh="空着", en="blank"),
    ),
    Rule(
        "orders.unusual-amount",
        on="total",
        where=once(pl.col("order.total") >= parameter("unusual_amount")),
        severity=Severity.HINT,
        says=Label(
            zh="总金额 {order.total} 达到 {unusual_amount}，发货前请再核对一次",
            en="The total of {order.total} reaches {unusual_amount}: look once more before shipping",
        ),
        source=_CHECK,
        example=Label(zh="188320.00", en="188320.00"),
    ),
)
