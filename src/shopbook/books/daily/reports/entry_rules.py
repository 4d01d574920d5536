"""What can be wrong with the orders of a report: counted twice, shipped without a slip, accessories or a good tracking number."""

import polars as pl

from shopbook.books.orders.rules.couriers import courier_codes, is_impossible
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Fact, Rule

_FLOW = "D3 flow 2"
_SHIPS = pl.col("shipped") > 0
_IS_SHORT = pl.col("shipped").fill_null(0) < pl.col("pieces").fill_null(1)

ENTRY_FACTS: tuple[Fact, ...] = (
    Fact("entry.is_valid", pl.col("state").ne_missing("withdrawn")),
    Fact("entry.counted", pl.col("orders").fill_null(0).sum(), per="order_no"),
    Fact("entry.courier", courier_codes(pl.col("courier"))),
    Fact("entry.parcels", pl.col("order_no").n_unique(), per="tracking_no"),
    Fact("entry.receivers", pl.col("order.whom").fill_null(pl.col("order_no")).n_unique(), per="tracking_no"),
)
"""``order.whom`` (receiver and address), ``order.held`` (why it may not go out) and ``day.keeper`` (who signs for the warehouse) are joined
from other sheets."""

ENTRY_RULES: tuple[Rule, ...] = (
    Rule(
        "daily.counted-twice",
        on="order_no",
        where=(pl.col("entry.counted") > 1) & (pl.col("orders") > 0) & pl.col("entry.is_valid"),
        says=Label(
            zh="订单 {order_no} 在日报里计了 {entry.counted} 次，每单只能计一次；请点“生成日报”更正",
            en="Order {order_no} is counted {entry.counted} times, each may count once: click Make reports to correct it",
        ),
        source="AMB-04",
        example=Label(zh="复制了一行日报", en="a line of a report was copied"),
    ),
    Rule(
        "daily.shipped-without-slip",
        on="shipped",
        where=_SHIPS & pl.col("slip_no").is_null(),
        says=Label(
            zh="填了实发 {shipped} 件，却没有出库单（{state}），没有出库单不能发货",
            en="Shipped without a slip ({state}), pieces: {shipped}. Nothing goes out without one",
        ),
        source=_FLOW,
        example=Label(zh="暂缓的订单填了实发", en="pieces shipped of a held order"),
    ),
    Rule(
        "daily.shipped-too-many",
        on="shipped",
        where=pl.col("shipped") > pl.col("pieces"),
        says=Label(
            zh="实发 {shipped} 件，比出库单的 {pieces} 件多，请核对",
            en="More pieces shipped ({shipped}) than the slip says ({pieces}): check",
        ),
        source=_FLOW,
        example=Label(zh="出库单 1 件，实发 2 件", en="1 piece on the slip, 2 shipped"),
    ),
    Rule(
        "daily.accessories-unchecked",
        on="accessories",
        where=_SHIPS & ~pl.col("accessories").fill_null(value=False),
        says=Label(
            zh="已发货，但没有确认附件齐全；查过以后填“是”，缺附件就不要发",
            en="Shipped, but nobody confirmed the accessories: write Yes after a look; without them it must not go out",
        ),
        source=_FLOW,
        example=Label(zh="实发 1 件，附件齐全空着", en="1 piece shipped, accessories blank"),
    ),
    Rule(
        "daily.tracking-missing",
        on="tracking_no",
        where=_SHIPS & pl.col("tracking_no").is_null() & (pl.col("entry.courier") != "NONE").fill_null(value=True),
        says=Label(zh="已发货，但没有快递单号，请补上", en="Shipped without a tracking number: fill it in"),
        source=_FLOW,
        example=Label(zh="实发 1 件，快递单号空着", en="1 piece shipped, no tracking number"),
    ),
    Rule(
        "daily.tracking-impossible",
        on="tracking_no",
        where=_SHIPS & is_impossible(pl.col("tracking_no"), pl.col("entry.courier")),
        says=Label(
            zh="{courier} 没有 {tracking_no} 这样的单号，请核对单号或快递公司",
            en="{tracking_no} can't be a tracking number of {courier}: check number and courier",
        ),
        source=_FLOW,
        example=Label(zh="顺丰速运，12345", en="SF, 12345"),
    ),
    Rule(
        "daily.tracking-shared",
        on="tracking_no",
        where=(pl.col("entry.parcels") > 1)
        & (pl.col("entry.receivers") > 1)
        & pl.col("tracking_no").is_not_null()
        & pl.col("entry.is_valid"),
        says=Label(
            zh="快递单号 {tracking_no} 也在别的订单上，收货人或地址不同，请核对",
            en="Tracking number {tracking_no} is on another order, too, with another receiver or address: check",
        ),
        source=_FLOW,
        example=Label(zh="两张订单同一单号，收货人不同", en="one number on orders to two receivers"),
    ),
    Rule(
        "daily.unexplained",
        on="reason",
        where=pl.col("slip_no").is_not_null()
        & pl.col("entry.is_valid")
        & _IS_SHORT
        & pl.col("reason").is_null()
        & pl.col("day.keeper").is_not_null(),
        says=Label(
            zh="出库单 {slip_no} 没有发完，请写原因，例如 附件缺失；写了部门经理才能签字",
            en="Slip {slip_no} is not wholly shipped: write why, such as accessory missing; the manager can't sign before",
        ),
        source=_FLOW,
        example=Label(zh="出库单 1 件，实发空着，没有原因", en="1 piece on the slip, none shipped, no reason"),
    ),
    Rule(
        "daily.stop-parcel",
        on="slip_no",
        where=pl.col("slip_no").is_not_null()
        & pl.col("shipped").is_null()
        & pl.col("reason").is_null()
        & pl.col("order.held").is_not_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="出库单已打印，但现在：{order.held}。请先拦下，不要发货",
            en="The slip is printed, but now: {order.held}. Keep the parcel back",
        ),
        source=_FLOW,
        example=Label(zh="打印以后买家申请退款", en="the buyer asked for a refund after the slip was printed"),
    ),
)
