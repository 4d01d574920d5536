"""What the tasks of the daily reports say otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

NO_ORDERS = Notice(
    "daily.no-orders",
    Severity.ERROR,
    Label(
        zh="没有读到订单工作簿，日报没有改动。{reason}",
        en="The order workbook was not read, and no report was changed. {reason}",
    ),
    Label(zh="订单.xlsm 换了文件夹", en="Orders.xlsm was moved to another folder"),
)
UNREAD_PAYMENT = Notice(
    "daily.payment-unread",
    Severity.ERROR,
    Label(
        zh="订单工作簿里有 {count} 单的付款时间或实付金额看不懂（例如 {order_no}），日报里这些单暂时不动；请先检查订单",
        en="{count} {count|order has|orders have} a time or amount of payment that can't be read ({order_no} for one); the reports leave "
        "{count|it|them} alone. "
        "Check the orders first",
    ),
    Label(zh="实付金额是 #REF!", en="the amount paid is #REF!"),
)
NAMELESS = Notice(
    "daily.payment-without-number",
    Severity.ERROR,
    Label(
        zh="订单工作簿里有 {count} 行已付款共 {amount} 元，却没有订单编号，没法列入日报；请先补上",
        en="{count} paid {count|line|lines} of {amount} {count|has|have} no order number and can't be reported: fill it in first",
    ),
    Label(zh="订单编号空着，实付 50.00", en="no order number, paid 50.00"),
)
OUT_OF_DATE = Notice(
    "daily.out-of-date",
    Severity.WARNING,
    Label(
        zh="日报不是最新的：还有 {due} 期没有生成，或者订单有变化；请点“生成日报”",
        en="The reports are not up to date: {due} {due|is|are} due, or orders have changed. Click Make reports",
    ),
    Label(zh="今天 14:00 已过，还没有今天的日报", en="it is past 14:00 and today's report is not there"),
)
ROW_GONE = Notice(
    "daily.handover-gone",
    Severity.ERROR,
    Label(
        zh="{report} 日报已经锁定，“交接”里却没有这一行，请恢复",
        en="The report of {report} is locked, but its line on Hand-over is gone: put it back",
    ),
    Label(zh="已签字的交接行被删掉", en="a signed line was deleted"),
)

REPORT_NOTICES = (NO_ORDERS, UNREAD_PAYMENT, NAMELESS, OUT_OF_DATE, ROW_GONE)
"""All of them, for the page of rules."""
