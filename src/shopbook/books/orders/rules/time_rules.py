"""What can be wrong with an order's times: created, then paid, then shipped, then received, and none of them in the future.

Times are compared by the minute. Each fault is reported on one cell: a time in the future is not also said to be out of order.
"""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from shopbook.books.orders.rules.facts import is_future, money, once
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import PARAMETER, Rule, now, parameter

_CHECK = "D0 三(二)1"
_TIMES = (
    ("created_at", "high.created_at", Label(zh="下单时间", en="The order's creation")),
    ("paid_at", "high.paid_at", Label(zh="付款时间", en="Payment")),
    ("shipped_at", "order.last_shipped", Label(zh="发货时间", en="Shipping")),
    ("received_at", "order.last_received", Label(zh="收货时间", en="Receipt")),
)
_MARGIN = (PARAMETER + "future_minutes",)


def _future(field: str, fact: str, title: Label) -> Rule:
    places = {"title": title, "value": "{" + fact + "}"}
    return Rule(
        f"orders.future-{field.removesuffix('_at')}",
        on=field,
        where=once(is_future(fact)),
        needs=_MARGIN,
        says=Label(
            zh="{title} {value} 比现在还晚，请改成真实的时间", en="{title} on {value} lies in the future: write the real time"
        ).filled(places),
        source=_CHECK,
        example=Label(zh="2099-01-01 10:00", en="2099-01-01 10:00"),
    )


def _is_before(late: str, early: str) -> pl.Expr:
    """Whether the later step stands before the earlier one, neither of them in the future."""
    return (pl.col(f"past.{late}") < pl.col(f"past.{early}")).fill_null(value=False)


_PAID_FIRST = _is_before("paid_at", "created_at")
_SHIPPED_FIRST = _is_before("first_shipped", "created_at")
_SHIPPED_UNPAID = _is_before("first_shipped", "paid_at")
_RECEIVED_FIRST = _is_before("last_received", "first_shipped")
_RECEIVED_UNSENT = _is_before("last_received", "created_at")

_HAS_PAID = (pl.col("order.paid") > 0) | (
    (pl.col("order.paid") == 0) & (money("order.refund") > 0) & (pl.col("order.refund") == pl.col("order.total"))
)
_IS_REPORTED = pl.col("order.is_overpaid") | pl.col("order.is_overrefunded")
_NO_TIME = pl.col("order.paid_at").is_null() & ~pl.col("differs.paid_at")


def _is_overdue() -> pl.Expr:
    return pl.col("order.paid_at") + pl.duration(hours=parameter("ship_hours")) < now()


TIME_RULES: Sequence[Rule] = (
    *(_future(*time) for time in _TIMES),
    Rule(
        "orders.created-too-early",
        on="created_at",
        where=once(pl.col("order.created_at") < parameter("earliest_day")),
        says=Label(
            zh="下单时间 {order.created_at} 早于 {earliest_day}，不可能，请改成真实的时间",
            en="Created on {order.created_at}, before {earliest_day}: write the real time",
        ),
        source=_CHECK,
        example=Label(zh="1900-01-01 00:00", en="1900-01-01 00:00"),
    ),
    Rule(
        "orders.created-missing",
        on="created_at",
        where=once(pl.col("order.created_at").is_null() & ~pl.col("differs.created_at") & pl.col("order.created_at_used")),
        says=Label(zh="没有下单时间，而其他订单都有，请补上", en="No time of creation, though the other orders have one: fill it in"),
        source=_CHECK,
        example=Label(zh="空着", en="blank"),
    ),
    Rule(
        "orders.paid-before-created",
        on="paid_at",
        where=once(_PAID_FIRST),
        needs=_MARGIN,
        says=Label(
            zh="付款时间 {order.paid_at} 早于下单时间 {order.created_at}，请核对",
            en="Paid on {order.paid_at}, before it was created on {order.created_at}: check both",
        ),
        source=_CHECK,
        example=Label(zh="下单 2026-03-02 10:00，付款 2026-03-01 10:00", en="created 2026-03-02 10:00, paid 2026-03-01 10:00"),
    ),
    Rule(
        "orders.shipped-before-created",
        on="shipped_at",
        where=once(_SHIPPED_FIRST & ~_PAID_FIRST),
        needs=_MARGIN,
        optional=("paid_at",),
        says=Label(
            zh="发货时间 {order.first_shipped} 早于下单时间 {order.created_at}，请核对",
            en="Shipped on {order.first_shipped}, before it was created on {order.created_at}: check both",
        ),
        source=_CHECK,
        example=Label(zh="下单 2026-03-02 10:00，发货 2026-03-01 10:00", en="created 2026-03-02 10:00, shipped 2026-03-01 10:00"),
    ),
    Rule(
        "orders.shipped-before-paid",
        on="shipped_at",
        where=once(_SHIPPED_UNPAID & ~_SHIPPED_FIRST),
        needs=_MARGIN,
        optional=("created_at",),
        severity=Severity.WARNING,
        says=Label(
            zh="发货时间 {order.first_shipped} 早于付款时间 {order.paid_at}；不是货到付款的话请核对",
            en="Shipped on {order.first_shipped}, before it was paid on {order.paid_at}: check, unless it is paid on delivery",
        ),
        source=_CHECK,
        example=Label(zh="付款 2026-03-02 10:00，发货 2026-03-02 09:00", en="paid 2026-03-02 10:00, shipped 2026-03-02 09:00"),
    ),
    Rule(
        "orders.received-before-shipped",
        on="received_at",
        where=once(_RECEIVED_FIRST),
        needs=_MARGIN,
        says=Label(
            zh="收货时间 {order.last_received} 早于发货时间 {order.first_shipped}，请核对",
            en="Received on {order.last_received}, before it was shipped on {order.first_shipped}: check both",
        ),
        source=_CHECK,
        example=Label(zh="发货 2026-03-03 10:00，收货 2026-03-02 10:00", en="shipped 2026-03-03 10:00, received 2026-03-02 10:00"),
    ),
    Rule(
        "orders.received-before-created",
        on="received_at",
        where=once(_RECEIVED_UNSENT & ~_RECEIVED_FIRST & ~_PAID_FIRST & ~_SHIPPED_FIRST),
        needs=_MARGIN,
        optional=("shipped_at", "paid_at"),
        says=Label(
            zh="收货时间 {order.last_received} 早于下单时间 {order.created_at}，请核对",
            en="Received on {order.last_received}, before it was created on {order.created_at}: check both",
        ),
        source=_CHECK,
        example=Label(zh="下单 2026-03-02 10:00，收货 2026-03-01 10:00", en="created 2026-03-02 10:00, received 2026-03-01 10:00"),
    ),
    Rule(
        "orders.paid-without-time",
        on="paid_at",
        where=once(_HAS_PAID & _NO_TIME & ~_IS_REPORTED & ~pl.col("order.is_unpaid") & ~pl.col("order.is_closed")),
        optional=("total", "refund", "freight", "status"),
        says=Label(
            zh="实付 {order.paid}、退款 {order.refund}，却没有付款时间，请补上",
            en="Paid {order.paid}, refunded {order.refund}, but no time of payment: fill it in",
        ),
        source=_CHECK,
        example=Label(zh="实付 100.00，付款时间空着", en="paid 100.00, no time of payment"),
    ),
    Rule(
        "orders.refund-without-payment",
        on="refund",
        where=once(
            (pl.col("order.refund") > 0)
            & (pl.col("order.paid") == Decimal(0))
            & _NO_TIME
            & ~_IS_REPORTED
            & (pl.col("order.refund") != pl.col("order.total"))
        ),
        optional=("freight",),
        says=Label(
            zh="没有付过款，却有退款 {order.refund}，请核对", en="A refund of {order.refund} on an order that was never paid: check"
        ),
        source="platform exports: paid may be net of refunds",
        example=Label(zh="实付 0，没有付款时间，退款 20.00", en="paid 0, no time of payment, refund 20.00"),
    ),
    Rule(
        "orders.paid-missing",
        on="paid",
        where=once(
            pl.col("order.paid").is_null() & ~pl.col("differs.paid") & pl.col("order.paid_at").is_not_null() & pl.col("order.paid_used")
        ),
        says=Label(zh="{order.paid_at} 已付款，却没有实付金额，请补上", en="Paid on {order.paid_at}, but no amount: fill it in"),
        source=_CHECK,
        example=Label(zh="有付款时间，实付金额空着", en="a time of payment, no amount"),
    ),
    Rule(
        "orders.time-without-payment",
        on="paid",
        where=once(
            pl.col("order.paid_at").is_not_null()
            & (pl.col("order.paid") == 0)
            & (money("order.refund") == 0)
            & (pl.col("order.total") > 0)
            & ~pl.col("paid_is_net")
        ),
        optional=("refund", "freight"),
        severity=Severity.WARNING,
        says=Label(
            zh="有付款时间 {order.paid_at}，实付却是 {order.paid}，也没有退款，请核对实付金额",
            en="Paid on {order.paid_at}, but the amount is {order.paid} and nothing was refunded: check the amount",
        ),
        source=_CHECK,
        example=Label(zh="付款时间 2026-03-01 10:00，实付 0", en="paid on 2026-03-01 10:00, amount 0"),
    ),
    Rule(
        "orders.overdue",
        on="paid_at",
        where=once(pl.col("order.is_to_ship") & pl.col("order.last_shipped").is_null() & _is_overdue()),
        optional=("shipped_at",),
        severity=Severity.WARNING,
        says=Label(
            zh="{order.paid_at} 已付款，超过 {ship_hours} 小时还没发货，请马上安排发货或联系买家",
            en="Paid on {order.paid_at} and not shipped after {ship_hours} hours: ship now or call the buyer",
        ),
        source="D3 3.1",
        example=Label(zh="待发货，三天前付款", en="to ship, paid three days ago"),
    ),
    Rule(
        "orders.shipped-late",
        on="shipped_at",
        where=once(
            (pl.col("order.first_shipped") > pl.col("order.paid_at") + pl.duration(hours=parameter("ship_hours")))
            & ~is_future("order.first_shipped")
        ),
        needs=_MARGIN,
        severity=Severity.HINT,
        says=Label(
            zh="{order.paid_at} 付款，{order.first_shipped} 才发货，超过 {ship_hours} 小时",
            en="Paid on {order.paid_at}, shipped only on {order.first_shipped}, after more than {ship_hours} hours",
        ),
        source="D3 3.1",
        example=Label(zh="付款后第四天发货", en="shipped on the fourth day after payment"),
    ),
)
