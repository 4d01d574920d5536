"""The words of the order workbook: statuses, platforms, outcomes; every platform's words map to these."""

from shopbook.labels import Label
from shopbook.sheet.columns import Option

STATUSES = (
    Option(
        "unpaid", Label(zh="待付款", en="Unpaid"), ("等待买家付款", "未付款", "待支付", "等待付款", "TRADE_NO_CREATE_PAY", "WAIT_BUYER_PAY")
    ),
    Option(
        "paid",
        Label(zh="待发货", en="To ship"),
        ("买家已付款,等待卖家发货", "等待卖家发货", "等待出库", "备货中", "WAIT_SELLER_SEND_GOODS", "unshipped"),
    ),
    Option("part_shipped", Label(zh="部分发货", en="Partly shipped"), ("卖家部分发货", "SELLER_CONSIGNED_PART", "partially shipped")),
    Option(
        "shipped",
        Label(zh="已发货", en="Shipped"),
        ("卖家已发货,等待买家确认", "待收货", "已发货,待签收", "已发货,待收货", "等待确认收货", "WAIT_BUYER_CONFIRM_GOODS"),
    ),
    Option("received", Label(zh="已签收", en="Received"), ("已收货", "TRADE_BUYER_SIGNED", "delivered")),
    Option("done", Label(zh="交易成功", en="Completed"), ("已完成", "交易完成", "完成", "待评价", "已结算", "TRADE_FINISHED")),
    Option(
        "closed", Label(zh="交易关闭", en="Closed"), ("已关闭", "已取消", "退款成功", "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO", "cancelled")
    ),
)
"""What has become of an order. Source: the status words of the platforms, see ``profiles/``."""

REFUNDS = (
    Option("none", Label(zh="无退款", en="No refund"), ("没有申请退款", "无退款申请", "无售后", "无售后或售后取消", "-", "none")),
    Option(
        "pending",
        Label(zh="退款中", en="Refund pending"),
        ("售后处理中", "售后中", "退款处理中", "WAIT_SELLER_AGREE", "WAIT_BUYER_RETURN_GOODS"),
    ),
    Option("refunded", Label(zh="退款成功", en="Refunded"), ("退货退款", "全额退款", "SUCCESS")),
    Option("part_refunded", Label(zh="部分退款", en="Partly refunded"), ("partially_refunded",)),
    Option("rejected", Label(zh="退款关闭", en="Refund closed"), ("售后关闭", "卖家拒绝退款", "CLOSED", "SELLER_REFUSE_BUYER")),
)
"""What has become of a request for a refund."""

LINE_TYPES = (
    Option("goods", Label(zh="商品", en="Goods")),
    Option("gift", Label(zh="赠品", en="Gift")),
    Option("service", Label(zh="服务", en="Service"), ("安装", "送货入户")),
)

DECISIONS = (Option("pass", Label(zh="通过", en="Passed"), ("ok", "同意")), Option("hold", Label(zh="暂停", en="Hold"), ("退回", "不通过")))

ALLOCATIONS = (
    Option("allocated", Label(zh="已分配", en="Allocated")),
    Option("short", Label(zh="缺货", en="Short")),
    Option("held", Label(zh="暂不分配", en="Held")),
)

OUTCOMES = (
    Option("wait", Label(zh="等待", en="Wait")),
    Option("exchange", Label(zh="换货", en="Exchange")),
    Option("refund", Label(zh="退款", en="Refund")),
    Option("cancel", Label(zh="取消", en="Cancel")),
)
"""What a buyer chose when told that an item is out of stock. Source: D3 3.2."""

CHASES = (
    Option("paid", Label(zh="已付款", en="Paid")),
    Option("will_pay", Label(zh="答应付款", en="Will pay")),
    Option("no_answer", Label(zh="未回复", en="No answer")),
    Option("gave_up", Label(zh="放弃", en="Gave up")),
)
