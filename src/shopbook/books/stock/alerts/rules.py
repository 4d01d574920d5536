"""What can be wrong with quantities on sale, alerts and proposals to take items off sale."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, now, parameter

_PATROL = "D2 art. 16-7"
_DELIST = "D0 三(一)4"
_IS_STANDING = pl.col("cleared_at").is_null()
_IS_OPEN = pl.col("over_at").is_null()
_HOUR, _DAY = pl.duration(hours=1), pl.duration(days=1)

OVERSOLD = Rule(
    "items.oversold",
    on="available",
    where=pl.col("available") < 0,
    optional=("on_hand", "reserved"),
    severity=Severity.WARNING,
    says=Label(
        zh="多卖了：实际库存 {on_hand} 件，已售未发 {reserved} 件；请补货，或联系买家换货、退款",
        en="Oversold: {on_hand} on hand, {reserved} sold and not shipped. Order more, or call the buyers about an exchange or refund",
    ),
    source=_PATROL,
    example=Label(zh="实际库存 3，已售未发 5", en="3 on hand, 5 sold and not shipped"),
)

ALERT_RULES: tuple[Rule, ...] = (
    Rule(
        "alerts.acknowledged-by-nobody",
        on="acknowledged_by",
        where=pl.col("acknowledged_at").is_not_null() & pl.col("acknowledged_by").is_null(),
        says=Label(
            zh="写了确认时间 {acknowledged_at}，没有写确认人，不算确认；请写上姓名",
            en="Acknowledged on {acknowledged_at} by nobody: write the name, or it does not count",
        ),
        source=_PATROL,
        example=Label(zh="确认时间 2026-03-10 09:00，确认人空着", en="acknowledged at 2026-03-10 09:00, no name"),
    ),
    Rule(
        "alerts.acknowledged-too-early",
        on="acknowledged_at",
        where=(pl.col("acknowledged_at").dt.truncate("1m") < pl.col("first_seen").dt.truncate("1m")) | (pl.col("acknowledged_at") > now()),
        says=Label(
            zh="确认时间 {acknowledged_at} 早于发现时间 {first_seen}，或者还没有到，请核对",
            en="Acknowledged on {acknowledged_at}, before the alert was seen on {first_seen} or in the future: check the time",
        ),
        source=_PATROL,
        example=Label(zh="发现 2026-03-10 12:00，确认 2026-03-09 12:00", en="seen 2026-03-10 12:00, acknowledged 2026-03-09 12:00"),
    ),
    Rule(
        "alerts.nobody-told",
        on="told",
        where=_IS_STANDING
        & pl.col("told").is_null()
        & pl.col("acknowledged_by").is_null()
        & (pl.col("first_seen") < now() - _HOUR * parameter("alert_hours")),
        optional=("cleared_at",),
        severity=Severity.WARNING,
        says=Label(
            zh="{first_seen} 就发现了，过了 {alert_hours} 小时还没有告诉任何人，请马上通知同事",
            en="Seen on {first_seen}, more than {alert_hours} hours ago, and nobody was told: tell a colleague now",
        ),
        source=_PATROL,
        example=Label(zh="昨天发现，告诉了谁、确认人都空着", en="seen yesterday, nobody told, nobody acknowledged"),
    ),
    Rule(
        "alerts.not-acknowledged",
        on="acknowledged_by",
        where=_IS_STANDING
        & pl.col("told").is_not_null()
        & pl.col("acknowledged_by").is_null()
        & pl.col("acknowledged_at").is_null()
        & (pl.col("first_seen") < now() - _HOUR * parameter("alert_hours")),
        optional=("cleared_at", "acknowledged_at"),
        severity=Severity.WARNING,
        says=Label(
            zh="告诉了 {told}，过了 {alert_hours} 小时还没有人确认，请催一下",
            en="{told} was told, and nobody has acknowledged for more than {alert_hours} hours: ask again",
        ),
        source=_PATROL,
        example=Label(zh="昨天告诉了小李，确认人空着", en="a colleague was told yesterday, nobody acknowledged"),
    ),
)

DELISTING_RULES: tuple[Rule, ...] = (
    Rule(
        "delistings.decided-by-nobody",
        on="decided_by",
        where=pl.col("decision").is_not_null() & pl.col("decided_by").is_null(),
        says=Label(
            zh="决定填了“{decision}”，没有写决定人，不算数；请写上姓名",
            en="Decided '{decision}' by nobody: write the name, or it does not count",
        ),
        source=_DELIST,
        example=Label(zh="决定：下架，决定人空着", en="decision: delist, no name"),
    ),
    Rule(
        "delistings.decided-in-future",
        on="decided_at",
        where=pl.col("decided_at") > now(),
        says=Label(zh="决定时间 {decided_at} 还没有到，请核对", en="The time of decision {decided_at} lies in the future: check it"),
        source=_DELIST,
        example=Label(zh="2027-01-01 09:00", en="2027-01-01 09:00"),
    ),
    Rule(
        "delistings.pending-orders",
        on="pending_orders",
        where=_IS_OPEN & (pl.col("pending_orders") > 0) & (pl.col("decision").ne_missing("keep")),
        optional=("over_at", "decision"),
        severity=Severity.WARNING,
        says=Label(
            zh="还有 {pending_orders} 单已付款没有发货，下架前先把这些订单处理好",
            en="Orders that are paid and not shipped: {pending_orders}. Settle them before it goes off sale",
        ),
        source=_DELIST,
        example=Label(zh="待发订单 3", en="3 orders to ship"),
    ),
    Rule(
        "delistings.undecided",
        on="decision",
        where=_IS_OPEN & pl.col("decision").is_null() & (pl.col("found_at") < now() - _DAY * parameter("delist_days")),
        optional=("over_at",),
        severity=Severity.WARNING,
        says=Label(
            zh="{found_at} 列入，过了 {delist_days} 天还没有决定；请负责人填“下架”或“保留”",
            en="Listed on {found_at} and not decided for more than {delist_days} days: fill in delist or keep",
        ),
        source=_DELIST,
        example=Label(zh="十天前列入，决定空着", en="listed ten days ago, no decision"),
    ),
    Rule(
        "delistings.still-on-sale",
        on="decision",
        where=_IS_OPEN
        & (pl.col("decision") == "delist")
        & pl.col("decided_by").is_not_null()
        & pl.col("item.is_on_sale")
        & (pl.col("decided_at") < now() - _DAY),
        optional=("over_at",),
        severity=Severity.WARNING,
        says=Label(
            zh="{decided_at} 已决定下架，“商品库存”里却还在卖；下架后请在“在架”填“否”",
            en="To go off sale since {decided_at}, but on Items it is still on sale: take it off, then say No under Listed",
        ),
        source=_DELIST,
        example=Label(zh="前天决定下架，在架：是", en="decided two days ago, listed: yes"),
    ),
    Rule(
        "delistings.item-unknown",
        on="sku",
        where=pl.col("sku").is_not_null() & ~pl.col("item.is_known"),
        says=Label(zh="“商品库存”里没有 {sku}，请核对编码", en="There is no {sku} on Items: check the SKU"),
        source=_DELIST,
        example=Label(zh="A-11（应为 A-1）", en="A-11 instead of A-1"),
    ),
    Rule(
        "delistings.other-without-note",
        on="note",
        where=_IS_OPEN & (pl.col("reason") == "other") & pl.col("note").is_null(),
        optional=("over_at",),
        severity=Severity.WARNING,
        says=Label(zh="原因是“其他”，请在备注里写明是什么", en="The reason is 'other': say which under Note"),
        source=_DELIST,
        example=Label(zh="下架原因：其他，备注空着", en="reason: other, no note"),
    ),
)
