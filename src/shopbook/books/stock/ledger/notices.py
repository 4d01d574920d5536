"""What posting, reversing, closing and issuing report otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

NOT_REVERSED = Notice(
    "reversal.goods-gone",
    Severity.ERROR,
    Label(
        zh="没有冲销：这批货已经发走或移走，冲销会变成负数；请先把后来的出库冲销，或另开出库单、盘点调整",
        en="Not reversed: the goods have gone on, and undoing this would go below zero. Reverse what came after, or write an issue or an "
        "adjustment instead",
    ),
    Label(zh="入库 10 件，已发出 8 件，要冲销入库", en="10 came in, 8 have gone out, the receipt is to be reversed"),
)
VALUE_GONE = Notice(
    "reversal.value-gone",
    Severity.ERROR,
    Label(
        zh="没有冲销：后来的货是按别的平均成本发出的，冲销后金额和数量对不上；请先把后来的出库冲销，或用采购退货",
        en="Not reversed: later goods went out at another average, so that pieces and value would not agree. Reverse those issues first, "
        "or write a return to the supplier",
    ),
    Label(
        zh="1.00 和 3.00 各进 10 件，发出 10 件，再冲销 3.00 的入库",
        en="10 at 1.00 and 10 at 3.00, 10 sent, then the 3.00 is to be reversed",
    ),
)
MONTH_NOT_OVER = Notice(
    "closing.not-over",
    Severity.ERROR,
    Label(zh="{period} 还没有过完，不能结账", en="{period} is not over and can't be closed"),
    Label(zh="6 月 20 日结 6 月的账", en="June on 20 June"),
)
EARLIER_OPEN = Notice(
    "closing.earlier-open",
    Severity.ERROR,
    Label(zh="{other} 还没有结账，请先结前面的月份", en="{other} is still open: close the earlier month first"),
    Label(zh="5 月没结就结 6 月", en="June before May"),
)
UNPOSTED = Notice(
    "closing.unposted",
    Severity.ERROR,
    Label(
        zh="{period} 还有 {count} 行单据没有过账（第一行是 {doc_no}），请先过账、改正或删掉",
        en="{period} has {count} {count|line that is|lines that are} not posted ({doc_no} is the first): "
        "post, correct or delete {count|it|them} first",
    ),
    Label(zh="6 月有一张没过账的入库单", en="a receipt of June that is not posted"),
)
NOT_RIGHT = Notice(
    "closing.errors",
    Severity.ERROR,
    Label(
        zh="{period} 还有 {count} 行单据有错误（第一行是 {doc_no}），请先检查库存并改正",
        en="{period} has {count} {count|line|lines} with errors ({doc_no} is the first): check the stock and correct {count|it|them} first",
    ),
    Label(zh="6 月有一行过账后被改过", en="a line of June was changed after posting"),
)
NO_SKU = Notice(
    "shipping.no-sku",
    Severity.ERROR,
    Label(
        zh="订单 {order_no} 的“{title}”已发货，没有商品编码，没有开出库单；请在订单工作簿里补上编码",
        en="'{title}' of order {order_no} was shipped and has no SKU, so it got no issue: fill in the SKU in the order workbook",
    ),
    Label(zh="已发货的订单行，商品编码空着", en="a shipped line without a SKU"),
)
NO_QTY = Notice(
    "shipping.no-qty",
    Severity.ERROR,
    Label(
        zh="订单 {order_no} 的“{title}”已发货，数量空着或不对，没有开出库单；请在订单工作簿里补上",
        en="'{title}' of order {order_no} was shipped without a right quantity, so it got no issue: correct it in the order workbook",
    ),
    Label(zh="已发货的订单行，数量空着", en="a shipped line without a quantity"),
)

NOTICES = (NOT_REVERSED, VALUE_GONE, MONTH_NOT_OVER, EARLIER_OPEN, UNPOSTED, NOT_RIGHT, NO_SKU, NO_QTY)
"""All of them, for the page of rules."""
