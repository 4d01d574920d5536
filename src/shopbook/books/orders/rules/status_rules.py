"""What can be wrong with an order's status: it must agree with times, amounts, refund and parcel."""

import polars as pl

from shopbook.books.orders.rules.facts import money, once
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_FLOW = "D3 flow 2"
_IS_PENDING = pl.col("refund_status") == "pending"
_IS_REFUNDED = pl.col("refund_status") == "refunded"
_HAS_REFUND = pl.col("refund_status").is_in(["refunded", "part_refunded"])
_HAS_TIME = pl.col("order.paid_at").is_not_null()
_IS_SHIPPED = pl.col("order.last_shipped").is_not_null()
# Where another line says that it is shipped, the order goes out in parts.
_IS_BEFORE_SHIPPING = (pl.col("order.is_waiting") | pl.col("order.is_unpaid")) & ~pl.col("order.is_shipped")

STATUS_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.status-missing",
        on="status",
        where=once(~pl.col("order.has_status") & pl.col("order.status_used")),
        severity=Severity.WARNING,
        says=Label(zh="没有订单状态，而其他订单都有，请补上", en="No status, though the other orders have one: fill it in"),
        source=_FLOW,
        example=Label(zh="空着", en="blank"),
    ),
    Rule(
        "orders.unpaid-with-time",
        on="status",
        where=once(pl.col("order.is_unpaid") & _HAS_TIME),
        severity=Severity.WARNING,
        says=Label(
            zh="状态是待付款，却有付款时间 {order.paid_at}，请核对状态；预售只付了定金的除外",
            en="The status is unpaid, but it was paid on {order.paid_at}: check the status, unless only a deposit was paid",
        ),
        source=_FLOW,
        example=Label(zh="待付款，付款时间 2026-03-01 10:00", en="unpaid, paid on 2026-03-01 10:00"),
    ),
    Rule(
        "orders.unpaid-with-amount",
        on="paid",
        where=once(
            (pl.col("order.is_unpaid") | (pl.col("order.is_closed") & (money("order.refund") == 0)))
            & ~_HAS_TIME
            & (pl.col("order.paid") > 0)
        ),
        optional=("refund", "paid_at"),
        severity=Severity.WARNING,
        says=Label(
            zh="订单没有付款（待付款或已关闭），实付却是 {order.paid}；还没收到的钱请不要填在实付里",
            en="The order is unpaid or closed, but {order.paid} stands as paid: money not received does not belong there",
        ),
        source=_FLOW,
        example=Label(zh="待付款，实付 100.00", en="unpaid, paid 100.00"),
    ),
    Rule(
        "orders.to-ship-without-time",
        on="paid_at",
        where=once(
            pl.col("order.is_to_ship") & ~_HAS_TIME & ~pl.col("differs.paid_at") & ~(pl.col("order.paid") > 0).fill_null(value=False)
        ),
        optional=("paid",),
        says=Label(
            zh="状态是待发货，却没有付款时间，也没有实付金额；没收到钱不能发货，请核对",
            en="The status is to ship, but there is neither a time nor an amount of payment: do not ship before it is paid",
        ),
        source=_FLOW,
        example=Label(zh="待发货，付款时间和实付都空着", en="to ship, no payment"),
    ),
    Rule(
        "orders.to-ship-but-shipped",
        on="status",
        where=once(_IS_BEFORE_SHIPPING & (_IS_SHIPPED | pl.col("order.last_received").is_not_null())),
        optional=("shipped_at", "received_at"),
        severity=Severity.WARNING,
        says=Label(
            zh="状态还没到发货，却有发货时间 {order.last_shipped} 或收货时间 {order.last_received}，请更新状态，以免重复发货",
            en="Not shipped by its status, but shipped {order.last_shipped}, received {order.last_received}: update it, or it ships twice",
        ),
        source=_FLOW,
        example=Label(zh="待发货，发货时间 2026-03-02 10:00", en="to ship, shipped on 2026-03-02 10:00"),
    ),
    Rule(
        "orders.shipped-without-time",
        on="shipped_at",
        where=once(pl.col("order.is_shipped") & ~_IS_SHIPPED & pl.col("order.last_shipped_used")),
        severity=Severity.WARNING,
        says=Label(zh="已经发货，却没有发货时间，请补上", en="Shipped, but no time of shipping: fill it in"),
        source=_FLOW,
        example=Label(zh="已发货，发货时间空着", en="shipped, no time"),
    ),
    Rule(
        "orders.shipped-without-tracking",
        on="tracking_no",
        where=once((pl.col("order.is_on_the_way")) & ~pl.col("order.has_tracking") & ~pl.col("order.needs_no_parcel")),
        optional=("courier", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="已经发货，却没有快递单号，买家查不到物流，请补上",
            en="Shipped without a tracking number: the buyer can't follow it, fill it in",
        ),
        source="D2 art.13-2",
        example=Label(zh="已发货，快递单号空着", en="shipped, no tracking number"),
    ),
    Rule(
        "orders.closed-not-refunded",
        on="status",
        where=once(
            pl.col("order.is_closed") & _HAS_TIME & (pl.col("order.paid") > 0) & (money("order.refund") == 0) & ~pl.col("order.has_refund")
        ),
        optional=("refund_status",),
        severity=Severity.WARNING,
        says=Label(
            zh="订单已关闭，买家付了 {order.paid}，却没有退款记录，请核对钱退了没有",
            en="Closed, the buyer paid {order.paid}, and no refund is on record: find out whether the money went back",
        ),
        source="D3 flow 3",
        example=Label(zh="交易关闭，实付 100.00，退款 0", en="closed, paid 100.00, refund 0"),
    ),
    Rule(
        "orders.refund-pending",
        on="refund_status",
        where=_IS_PENDING & pl.col("order.is_to_ship"),
        says=Label(
            zh="买家正在申请退款，订单却等着发货，请先处理退款，暂不发货",
            en="The buyer has asked for a refund and the order waits to be shipped: settle the refund first, do not ship",
        ),
        source="D3 flow 2",
        example=Label(zh="待发货，退款中", en="to ship, refund pending"),
    ),
    Rule(
        "orders.refund-allocated",
        on="refund_status",
        where=(_IS_PENDING | _IS_REFUNDED) & (pl.col("allocation.state") == "allocated") & ~pl.col("order.is_to_ship"),
        optional=("status",),
        says=Label(
            zh="这一单在退款，却已经分配了库存，请重新分配，不要发货",
            en="The order is being refunded but has stock allocated: allocate again, do not ship",
        ),
        source="D3 flow 2",
        example=Label(zh="退款中，分配结果：已分配", en="refund pending, allocated"),
    ),
    Rule(
        "orders.refunded-to-ship",
        on="refund_status",
        where=_IS_REFUNDED & pl.col("order.is_to_ship") & (pl.col("status") != "closed").fill_null(value=True),
        says=Label(
            zh="已经退款，状态却是待发货，请不要发货，更新状态", en="Refunded, but the status is to ship: do not ship, update the status"
        ),
        source="D3 flow 2",
        example=Label(zh="待发货，退款成功", en="to ship, refunded"),
    ),
    Rule(
        "orders.refund-without-amount",
        on="refund",
        where=once(pl.col("order.has_refund") & (money("order.refund") == 0) & pl.col("order.refund_used")),
        severity=Severity.WARNING,
        says=Label(zh="退款状态是已退款，退款金额却是空的或 0，请补上", en="Refunded, but the amount is blank or 0: fill it in"),
        source="D3 flow 3",
        example=Label(zh="退款成功，退款金额空着", en="refunded, no amount"),
    ),
    Rule(
        "orders.amount-without-refund",
        on="refund_status",
        where=(pl.col("refund") > 0) & (pl.col("refund_status") == "none"),
        severity=Severity.WARNING,
        says=Label(
            zh="退款金额是 {refund}，退款状态却是无退款，请核对",
            en="An amount of {refund} was refunded, but the refund status is none: check",
        ),
        source="D3 flow 3",
        example=Label(zh="退款金额 20.00，无退款", en="refund 20.00, status none"),
    ),
)
