"""What the shop decides about receipts, issues and the ledger."""

import datetime as dt

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

ISSUES_FROM = Parameter(
    "issues_from",
    Label(zh="从哪天起开出库单", en="Issues from this day on"),
    Kind.DATE,
    dt.date(2003, 5, 10),
    Label(zh="", en=""),
    "D2 art.8-3",
    Label(
        zh="早于这一天发货的订单不开出库单；有期初的商品库存时，期初之前发货的也不开",
        en="Orders shipped before this day get no issue; nor do those shipped before the opening stock was counted",
    ),
)

PARAMETERS = (
    Parameter(
        "future_minutes",
        Label(zh="时间允许超前", en="Clock tolerance"),
        Kind.INTEGER,
        10,
        Label(zh="分钟", en="minutes"),
        "D2 art.8-3",
        Label(zh="时间比现在晚这么多分钟以内不算“还没到”", en="A time this far ahead of now is not called a future time"),
    ),
    ISSUES_FROM,
)
