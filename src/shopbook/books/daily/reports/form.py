"""The report sheet 日报表: one day's report as pages that three people sign, printed or on screen."""

from shopbook.books.daily.vocabulary import ENTRIES, STATES
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Choice, Day, Flag, Form, Integer, Moment, Money, Qty, Row, Sheet, Text, TextId, TrackingNo, column

_SIGNED = (
    Label(zh="开单员", en="Billing clerk"),
    Label(zh="仓管", en="Warehouse"),
    Label(zh="部门经理", en="Manager"),
    Label(zh="发货专用章", en="Shipping stamp"),
)
_ROW_HEIGHT = 22
"""Points; room for a tick and a number by hand."""


class PageHead(Row):
    """Which report it is, and what it adds up to."""

    report: Day = column("日报", "Report", key=True, width=13, computed=True)
    starts: Moment | None = column("付款自", "Paid after", width=19, computed=True)
    ends: Moment | None = column("付款至", "Paid until", width=19, computed=True)
    new_orders: Integer | None = column("新付款单数", "New orders", width=11, computed=True)
    new_amount: Money | None = column("新付款金额", "New amount", width=13, computed=True)
    corrected_orders: Integer | None = column("补报更正单数", "Corrections", width=11, computed=True)
    corrected_amount: Money | None = column("补报更正金额", "Corrected amount", width=13, computed=True)
    orders: Integer | None = column("合计单数", "Orders", width=10, computed=True)
    amount: Money | None = column("合计金额", "Amount", width=13, computed=True)
    carried: Integer | None = column("结转", "Carried over", width=8, computed=True)
    held: Integer | None = column("暂缓", "Held", width=8, computed=True)
    slips: Integer | None = column("出库单", "Slips", width=8, computed=True)
    gap_orders: Integer | None = column("累计差单", "Orders apart", width=10, computed=True)
    gap_amount: Money | None = column("累计差额", "Amount apart", width=11, computed=True)
    made_at: Moment | None = column("制表时间", "Made at", width=19, computed=True)


PAGE_HEAD = Sheet(
    "report_head",
    Label(zh="日报表", en="Report sheet"),
    PageHead,
    Label(
        zh="这一期的合计；累计差单、差额为 0 表示每个已付款订单都只计了一次。",
        en="The report's sums; nothing apart: each paid order counts once.",
    ),
    form=Form(_ROW_HEIGHT, _SIGNED),
)


class PageLine(Row):
    """One order of the report, with room for what the warehouse writes."""

    slip_no: TextId | None = column("出库单号", "Slip no.", width=18, computed=True)
    order_no: TextId = column("订单编号", "Order no.", key=True, width=26, computed=True)
    kind: Choice | None = column("类别", "Entry", options=ENTRIES, width=8, computed=True)
    state: Choice | None = column("处理", "State", options=STATES, width=9, computed=True)
    paid_at: Moment | None = column("付款时间", "Paid at", width=19, computed=True)
    amount: Money | None = column("金额", "Amount", width=11, computed=True)
    items: Text | None = column("商品", "Items", width=34, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=6, computed=True)
    courier: Text | None = column("快递公司", "Courier", width=11, computed=True)
    tracking_no: TrackingNo | None = column("快递单号", "Tracking no.", width=20)
    accessories: Flag | None = column("附件齐全", "Accessories", width=7)
    shipped: Qty | None = column("实发件数", "Shipped", width=7)
    reason: Text | None = column("未发原因", "Why not shipped", width=14)
    why: Text | None = column("说明", "Why", width=18, computed=True)


PAGE_LINES = Sheet(
    "report_lines",
    Label(zh="明细", en="Orders"),
    PageLine,
    Label(
        zh="先列要发的，再列暂缓、结清的；仓管发货时填快递单号、附件、实发件数。",
        en="What goes out first, then what is held or settled; the warehouse fills in tracking, accessories and pieces.",
    ),
    form=Form(_ROW_HEIGHT, _SIGNED),
)

REPORT_FORM = Book(
    code="report_sheet",
    version=1,
    label=Label(zh="日报表", en="Report sheet"),
    help=Label(zh="一期日报，三人签字、盖发货专用章。", en="One report, for three signatures and the shipping stamp."),
    sheets=(PAGE_HEAD, PAGE_LINES),
    tasks=(),
    rules=(),
    parameters=(),
)
