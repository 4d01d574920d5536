"""What can be wrong with personal sales."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Fact, Rule

_SOURCE = "D2 art. 12-11"

PERSONAL_FACTS = (
    Fact("day.orders", pl.col("orders").sum(), per="day"),
    Fact("day.paid", pl.col("paid").sum(), per="day"),
)

PERSONAL_RULES = (
    Rule(
        "personal.sum-apart",
        on="paid",
        where=pl.col("shop_paid").is_not_null()
        & ((pl.col("day.paid") != pl.col("shop_paid")) | (pl.col("day.orders") != pl.col("shop_orders"))),
        says=Label(
            zh="{day} 各人加未归属是 {day.orders} 单 {day.paid} 元，全店是 {shop_orders} 单 {shop_paid} 元，请再点“个人日报”",
            en="On {day} agents and unattributed come to {day.orders} orders and {day.paid}, the shop to {shop_orders} and {shop_paid}: "
            "run Personal reports again",
        ),
        source=_SOURCE,
        example=Label(zh="有人改了付款金额", en="somebody changed an amount"),
    ),
    Rule(
        "personal.row-twice",
        on="agent",
        where=pl.col("row.times") > 1,
        says=Label(zh="{agent} 在 {day} 有 {row.times} 行，请只留一行", en="{agent} has {row.times} lines on {day}: keep one"),
        source=_SOURCE,
        example=Label(zh="小李 和 小 李 同一天各一行", en="one agent written in two ways on one day"),
    ),
    Rule(
        "personal.orders-beyond-enquiries",
        on="enquiries",
        where=pl.col("orders") > pl.col("enquiries"),
        severity=Severity.WARNING,
        says=Label(
            zh="付款 {orders} 单，询单只有 {enquiries} 人，转化率超过 100%，请核对询单人数",
            en="{orders} orders by {enquiries} enquiries would be a conversion above 100 %: look at the enquiries",
        ),
        source=_SOURCE,
        example=Label(zh="询单 5 人，付款 8 单", en="5 enquiries, 8 orders"),
    ),
)
