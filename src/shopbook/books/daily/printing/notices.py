"""What printing documents says otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

STOPPED = Notice(
    "daily.print-stopped",
    Severity.WARNING,
    Label(
        zh="订单 {order_no} 在日报里可打印，现在不能发：{why}。没有打印它的出库单，请点“生成日报”",
        en="Order {order_no} is printable by the report, but may not go out now: {why}. Its slip was not printed. Click Make reports",
    ),
    Label(zh="生成日报以后买家申请了退款", en="the buyer asked for a refund after the report was made"),
)

PRINTING_NOTICES = (STOPPED,)
"""All of them, for the page of rules."""
