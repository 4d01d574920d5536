"""The sheets of the reports and their hand-over: orders by report, the reports' sums, totals, signatures, differences."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.daily.vocabulary import DIFFERENCES, DIMENSIONS, ENTRIES, PROGRESS, STATES
from shopbook.labels import Label
from shopbook.sheet.columns import (
    Choice,
    Day,
    Flag,
    Integer,
    Moment,
    Money,
    Person,
    Qty,
    Row,
    Sheet,
    Text,
    TextId,
    TrackingNo,
    check_column,
    column,
)


class ReportEntry(Row):
    """One order in one day's report, and what the warehouse did about it."""

    check: Text | None = check_column()
    report: Day = column("日报", "Report", key=True, width=12, computed=True)
    order_no: TextId = column("订单编号", "Order no.", key=True, width=22, aliases=("订单号",), computed=True)
    kind: Choice = column("类别", "Entry", key=True, options=ENTRIES, width=8, computed=True)
    state: Choice | None = column("处理", "State", options=STATES, width=9, computed=True)
    why: Text | None = column("说明", "Why", width=26, computed=True)
    paid_at: Moment | None = column("付款时间", "Paid at", width=16, computed=True)
    orders: Integer | None = column(
        "计单", "Counted", width=6, computed=True, help=Label(zh="新付款、补报记 1，结转记 0", en="1 for new and late, 0 if carried over")
    )
    amount: Money | None = column("金额", "Amount", width=11, computed=True)
    courier: Text | None = column("快递公司", "Courier", width=9, computed=True)
    items: Text | None = column("商品", "Items", width=28, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=6, computed=True)
    agent: Person | None = column("客服", "Agent", width=8, computed=True)
    warehouse: Text | None = column("仓库", "Warehouse", width=18, computed=True)
    slip_no: TextId | None = column("出库单号", "Slip no.", width=15, computed=True)
    tracking_no: TrackingNo | None = column("快递单号", "Tracking no.", width=18, aliases=("物流单号", "运单号"))
    accessories: Flag | None = column(
        "附件齐全", "Accessories", width=7, help=Label(zh="仓管查过附件后填“是”", en="Yes once the warehouse has looked at the accessories")
    )
    shipped: Annotated[Qty, Ge(0)] | None = column(
        "实发件数", "Shipped", width=7, help=Label(zh="真正发出的件数；没发留空", en="Pieces that went out; blank if none")
    )
    reason: Text | None = column(
        "未发原因",
        "Why not shipped",
        width=14,
        help=Label(
            zh="没发或少发的出库单必须写，例如 附件缺失", en="Needed for a slip not or not wholly shipped, such as accessory missing"
        ),
    )


REPORTS = Sheet(
    "reports",
    Label(zh="日报", en="Reports"),
    ReportEntry,
    Label(
        zh="每期日报的订单，每单只计一次；仓管填快递单号、附件、实发件数、未发原因。",
        en="The orders of each day's report, each counted once; the warehouse fills in tracking, accessories, pieces and reasons.",
    ),
)


class ReportDay(Row):
    """One report as a whole, and the proof that all reports together are all paid orders."""

    report: Day = column("日报", "Report", key=True, width=12, computed=True)
    starts: Moment | None = column("付款自", "Paid after", width=16, computed=True)
    ends: Moment | None = column("付款至", "Paid until", width=16, computed=True)
    is_inclusive: Flag | None = column("含截止时刻", "End counts", width=8, computed=True)
    new_orders: Integer | None = column("新付款单数", "New orders", width=8, computed=True)
    new_amount: Money | None = column("新付款金额", "New amount", width=12, computed=True)
    corrected_orders: Integer | None = column("补报更正单数", "Corrections", width=8, computed=True)
    corrected_amount: Money | None = column("补报更正金额", "Corrected amount", width=12, computed=True)
    orders: Integer | None = column("合计单数", "Orders", width=8, computed=True)
    amount: Money | None = column("合计金额", "Amount", width=12, computed=True)
    carried: Integer | None = column("结转", "Carried over", width=7, computed=True)
    held: Integer | None = column("暂缓", "Held", width=7, computed=True)
    slips: Integer | None = column("出库单", "Slips", width=8, computed=True)
    sum_orders: Integer | None = column("累计单数", "Orders so far", width=8, computed=True)
    sum_amount: Money | None = column("累计金额", "Amount so far", width=13, computed=True)
    paid_orders: Integer | None = column(
        "已付款单数",
        "Paid orders",
        width=9,
        computed=True,
        help=Label(zh="订单工作簿里到截止时刻已付款的", en="By the order workbook, until the end"),
    )
    paid_amount: Money | None = column("已付款金额", "Paid amount", width=13, computed=True)
    gap_orders: Integer | None = column(
        "差单", "Orders apart", width=7, computed=True, help=Label(zh="累计单数 − 已付款单数", en="Orders so far less paid orders")
    )
    gap_amount: Money | None = column("差额", "Amount apart", width=11, computed=True)
    says: Text | None = column("差额说明", "Why apart", width=34, computed=True)
    signed: Text | None = column(
        "签字人", "Signed as", width=18, computed=True, help=Label(zh="每人签字时写的姓名", en="The names as they stood when each signed")
    )
    locked_at: Moment | None = column("锁定时间", "Locked at", width=16, computed=True)
    fingerprint: Text | None = column("指纹", "Fingerprint", width=18, computed=True)


REPORT_DAYS = Sheet(
    "report_days",
    Label(zh="日报汇总", en="Report days"),
    ReportDay,
    Label(
        zh="每期一行：付款时间范围、单数、金额；各期累计与全部已付款订单核对。签字后不再变动。",
        en="A line per report: window, orders, amounts, and all reports so far against all paid orders. Fixed once signed.",
    ),
    is_log=True,
)


class ReportTotal(Row):
    """One courier's, item's, agent's or warehouse's part of a report."""

    report: Day = column("日报", "Report", key=True, width=12, computed=True)
    dimension: Choice = column("按", "By", key=True, options=DIMENSIONS, width=12, computed=True)
    value: Text | None = column("名称", "Name", key=True, width=36, computed=True)
    orders: Integer | None = column("单数", "Orders", width=9, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=9, computed=True)
    amount: Money | None = column("金额", "Amount", width=13, computed=True)
    slips: Integer | None = column("出库单", "Slips", width=9, computed=True)


REPORT_TOTALS = Sheet(
    "report_totals",
    Label(zh="日报合计", en="Report totals"),
    ReportTotal,
    Label(
        zh="最近几期按快递、商品、客服、仓库合计；每一种加起来都等于日报。",
        en="The newest reports by courier, item, agent and warehouse; each of them adds up to the report.",
    ),
    is_log=True,
)


class HandOver(Row):
    """The documents and signatures of one report."""

    check: Text | None = check_column()
    report: Day = column("日报", "Report", key=True, width=11)
    slips: Integer | None = column("出库单数", "Slips", width=7, computed=True)
    shipped_slips: Integer | None = column("已发单数", "Sent", width=7, computed=True)
    variance: Integer | None = column("差异", "Short", width=7, computed=True)
    has_report: Flag | None = column("日报表", "Report sheet", width=7, help=Label(zh="有就填“是”", en="Yes if it is there"))
    has_waybills: Flag | None = column("物流单", "Waybills", width=7, help=Label(zh="有就填“是”", en="Yes if they are there"))
    has_slips: Flag | None = column(
        "出库单", "Outbound slips", width=7, help=Label(zh="盖好发货专用章再填“是”", en="Yes once they bear the shipping stamp")
    )
    has_invoices: Flag | None = column("发票", "Invoices", width=7, help=Label(zh="有就填“是”", en="Yes if they are there"))
    clerk: Person | None = column("开单员", "Billing clerk", width=9)
    clerk_at: Moment | None = column("开单时间", "Billed at", width=16, computed=True)
    keeper: Person | None = column("仓管", "Keeper", width=9)
    keeper_at: Moment | None = column("发货时间", "Shipped at", width=16, computed=True)
    manager: Person | None = column("部门经理", "Manager", width=9)
    manager_at: Moment | None = column("审签时间", "Signed at", width=16, computed=True)
    state: Choice | None = column("进度", "Progress", options=PROGRESS, width=12, computed=True)
    fingerprint: Text | None = column(
        "指纹",
        "Fingerprint",
        width=17,
        computed=True,
        help=Label(zh="签字内容的指纹，改过就对不上", en="Of what was signed; differs once it is changed"),
    )


HANDOVERS = Sheet(
    "handovers",
    Label(zh="交接", en="Hand-over"),
    HandOver,
    Label(
        zh="每期日报一行：单据齐了填“是”，三人依次写姓名，每人写完点“签字锁定”。",
        en="A line per report: tick the documents; clerk, keeper and manager write their names in turn and click Sign.",
    ),
)


class Difference(Row):
    """One thing that is not as a signed report has it, and where it was put right."""

    kind: Choice = column("异常", "Kind", key=True, options=DIFFERENCES, width=13, computed=True)
    order_no: TextId = column("订单编号", "Order no.", key=True, width=22, computed=True)
    report: Day | None = column("原日报", "Report", key=True, width=12, computed=True)
    entered_in: Day | None = column("记入日报", "Entered in", key=True, width=12, computed=True)
    orders: Integer | None = column("单数", "Orders", width=7, computed=True)
    amount: Money | None = column("金额", "Amount", width=12, computed=True)
    says: Text | None = column("说明", "What happened", width=70, computed=True)
    found_at: Moment | None = column("发现时间", "Found at", width=16, computed=True)


EXCEPTIONS = Sheet(
    "exceptions",
    Label(zh="异常", en="Exceptions"),
    Difference,
    Label(
        zh="签字以后才出现的付款和改动、没发的订单；记入哪一期写在“记入日报”，空着表示等下一期。",
        en="Payments and changes that came after a report was signed, and what was not shipped; blank under Entered in: the next report.",
    ),
    is_log=True,
)
