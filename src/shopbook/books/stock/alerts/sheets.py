"""The sheets of running low: alerts, items to be taken off sale, requests for more, and what of the stock's value is at risk."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.stock.alerts.words import DECISIONS, REASONS, STATES
from shopbook.labels import Label
from shopbook.sheet.columns import (
    Choice,
    Day,
    Integer,
    Moment,
    Money,
    Person,
    Qty,
    Ratio,
    Row,
    Sheet,
    Sku,
    Text,
    TextId,
    check_column,
    column,
)


class Alert(Row):
    """One time that an item fell below its threshold: from the moment it was seen to the moment it was over."""

    check: Text | None = check_column()
    sku: Sku = column("商品编码", "SKU", key=True, width=16, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    first_seen: Moment | None = column("发现时间", "First seen", key=True, computed=True)
    listed_qty: Integer | None = column("在架数量", "Listed quantity", width=10, computed=True)
    threshold: Integer | None = column("预警数量", "Alert below", width=10, computed=True)
    on_hand: Integer | None = column("实际库存", "On hand", width=10, computed=True)
    reserved: Integer | None = column("已售未发", "Sold, not shipped", width=10, computed=True)
    available: Integer | None = column("可用库存", "Available", width=10, computed=True)
    action: Text | None = column(
        "该做什么", "What to do", width=60, computed=True, help=Label(zh="按实际库存算出来的", en="Worked out from what is really there")
    )
    told: Person | None = column("告诉了谁", "Told", width=12, help=Label(zh="通知了哪位同事", en="Which colleague was told"))
    acknowledged_by: Person | None = column("确认人", "Acknowledged by", width=10)
    acknowledged_at: Moment | None = column("确认时间", "Acknowledged at")
    note: Text | None = column("备注", "Note", width=20)
    cleared_at: Moment | None = column(
        "解除时间", "Cleared at", computed=True, help=Label(zh="空着表示还在预警", en="Blank while the alert stands")
    )


ALERTS = Sheet(
    "alerts",
    Label(zh="预警", en="Alerts"),
    Alert,
    Label(
        zh="每次低于预警数量一行；补上来后自动解除，再低再列一行。告诉了谁、谁确认的由人填写。",
        en="A line each time an item falls below its threshold; it clears by itself. People fill in whom they told and who acknowledged.",
    ),
)


class Delisting(Row):
    """One reason to take one item off sale, and what was decided about it."""

    check: Text | None = check_column()
    sku: Sku = column("商品编码", "SKU", key=True, width=16, aliases=("商家编码", "货号"))
    reason: Choice | None = column("下架原因", "Reason", options=REASONS, required=True, width=10, aliases=("原因",))
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    evidence: Text | None = column("依据", "Evidence", width=36, computed=True)
    pending_orders: Integer | None = column(
        "待发订单", "Orders to ship", width=10, computed=True, help=Label(zh="已付款还没发的订单数", en="Orders paid and not shipped")
    )
    found_at: Moment | None = column("列入时间", "Listed at", computed=True)
    decision: Choice | None = column("决定", "Decision", options=DECISIONS, width=8)
    decided_by: Person | None = column("决定人", "Decided by", width=10, help=Label(zh="谁决定的，必须填写", en="Must be filled"))
    decided_at: Moment | None = column("决定时间", "Decided at")
    note: Text | None = column("备注", "Note", width=24)
    over_at: Moment | None = column(
        "结束时间",
        "Over at",
        computed=True,
        help=Label(zh="已经下架，或原因已经没有了", en="Off sale since, or the reason went away"),
    )


DELISTINGS = Sheet(
    "delistings",
    Label(zh="下架", en="Delisting"),
    Delisting,
    Label(
        zh="售罄、滞销、有次品的商品由程序提出，其他原因可以手工加一行；下架还是保留由负责人填写。",
        en="Sold-out, slow-moving and defective items are proposed; add a line for any other reason. A named person decides.",
    ),
)


class Replenishment(Row):
    """One request for more of one item, from the proposal to its arrival."""

    check: Text | None = check_column()
    request_no: TextId = column("补货单号", "Request no.", key=True, width=18, aliases=("单号",))
    sku: Sku | None = column("商品编码", "SKU", required=True, width=16, aliases=("商家编码", "货号"))
    title: Text | None = column("商品名称", "Item", width=28)
    supplier: Text | None = column("供应商", "Supplier", width=14)
    proposed_qty: Integer | None = column("建议数量", "Proposed", width=10, computed=True)
    qty: Annotated[Qty, Ge(1)] | None = column(
        "订货数量", "Quantity", width=10, help=Label(zh="空着按建议数量", en="Empty: as proposed"), aliases=("补货数量", "数量")
    )
    received: Integer | None = column(
        "已入库", "Received", width=9, computed=True, help=Label(zh="入库单里写着这个补货单号的件数", en="Pieces of receipts that name it")
    )
    why: Text | None = column("依据", "Worked out from", width=62, computed=True)
    order_by: Day | None = column(
        "最晚下单", "Order by", width=12, computed=True, help=Label(zh="预计售罄日减供货天数", en="Day of selling out less lead days")
    )
    need_by: Day | None = column("需要到货", "Needed by", width=12, help=Label(zh="预计售罄的日子", en="The day it sells out"))
    proposed_at: Moment | None = column("提出时间", "Proposed at", aliases=("申请时间",))
    state: Choice | None = column("状态", "State", options=STATES, required=True, width=9)
    handler: Person | None = column("经办人", "Handler", width=10, aliases=("采购员",))
    ordered_on: Day | None = column("下单日期", "Ordered on", width=12)
    expected_on: Day | None = column("预计到货", "Expected on", width=12)
    shipped_on: Day | None = column("发出日期", "Sent on", width=12, help=Label(zh="供应商发货的日子", en="The day the supplier sent it"))
    arrived_on: Day | None = column("到货日期", "Arrived on", width=12)
    note: Text | None = column("备注", "Note", width=24)


REPLENISHMENTS = Sheet(
    "replenishments",
    Label(zh="补货", en="Replenishment"),
    Replenishment,
    Label(
        zh="每次补货一行，由程序提出或手工添加；状态和日期由采购填写。收货时在“入库单”的来源单号填补货单号。",
        en="A line per request, proposed by a task or typed; the buyer fills in state and dates. Receipts name the request behind them.",
    ),
)


class Risk(Row):
    """The part of the stock's value that was last sold so long ago."""

    part: Text | None = column("多久没有卖出", "Last sold", width=20, computed=True)
    items: Integer | None = column("商品种数", "Items", width=10, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=10, computed=True)
    value: Money | None = column("库存金额", "Value", width=14, computed=True)
    share: Ratio | None = column("占全部", "Of the whole", width=10, computed=True)
    class_a: Money | None = column("A类良品", "Class A, good", width=14, computed=True)
    class_b: Money | None = column("B类良品", "Class B, good", width=14, computed=True)
    class_c: Money | None = column(
        "C类良品", "Class C, good", width=14, computed=True, help=Label(zh="连同还没有分类的", en="With those that have no class")
    )
    defective: Money | None = column("次品金额", "Defective", width=14, computed=True)


RISKS = Sheet(
    "risks",
    Label(zh="库存风险", en="Value at risk"),
    Risk,
    Label(
        zh="库存金额压在多久没卖出的商品上；每次“更新库存”重写，总是同样的几行。",
        en="How much of the stock's value lies in goods that nobody has bought for how long; the same rows at each update.",
    ),
    is_log=True,
)
