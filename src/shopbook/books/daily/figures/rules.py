"""What can be wrong with the figures of days: impossible ones, ratios that do not fit, gaps, days left out, jumps nobody explained."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_MONITORED = "D2 (店长 3)"
_ADS = "D3 4.2-4.9"
_PERCENT_UNIT, _AMOUNT_UNIT = pl.lit(0.0001), pl.lit(0.01)
"""Platforms state two places: the last of 3.21 % and of 35.20."""


def _differs(told: str, own: str, unit: pl.Expr) -> pl.Expr:
    """Whether what a platform states is further from the recomputed ratio than rounding explains."""
    exact, stated = pl.col(own).cast(pl.Float64), pl.col(told).cast(pl.Float64)
    return (stated - exact).abs() > parameter("ratio_tolerance").cast(pl.Float64) * exact.abs() + unit


def _more_buyers(code: str, visitors: str) -> Rule:
    return Rule(
        code,
        on="buyers",
        where=pl.col("buyers") > pl.col(visitors),
        says=Label(
            zh=f"支付买家数 {{buyers}} 比访客数 {{{visitors}}} 还多，请核对导出的日期和列",
            en=f"{{buyers}} buyers are more than {{{visitors}}} visitors: check the day and the columns of the export",
        ),
        source=_MONITORED,
        example=Label(zh="访客 10，买家 12", en="10 visitors, 12 buyers"),
    )


def _other_conversion(code: str) -> Rule:
    return Rule(
        code,
        on="conversion_told",
        where=_differs("conversion_told", "conversion", _PERCENT_UNIT),
        says=Label(
            zh="平台转化率 {conversion_told} 与重算的 {conversion} 不一样，看板用重算的",
            en="The platform states a conversion of {conversion_told}, recomputed it is {conversion}; the board shows the latter",
        ),
        severity=Severity.HINT,
        source=_MONITORED,
        example=Label(zh="平台写 5%，买家 3 ÷ 访客 100 是 3%", en="stated 5%, and 3 buyers of 100 visitors are 3%"),
    )


def _doubled(code: str, on: str, times: str) -> Rule:
    return Rule(
        code,
        on=on,
        where=pl.col(times) > 1,
        says=Label(zh="同一天的这一行写了不止一次，合计会重复，请只留一行", en="This line of this day is there more than once: keep one"),
        source=_MONITORED,
        example=Label(zh="同一天同一店铺两行", en="two lines of one shop for one day"),
    )


def _day_missing(code: str, severity: Severity) -> Rule:
    return Rule(
        code,
        on="day",
        where=pl.col("run.days") > 1,
        says=Label(
            zh="上一条是 {run.before}，中间缺了日子，请补导；缺的天不当作 0",
            en="The line before is of {run.before}: days between are missing. Import them; a missing day is not 0",
        ),
        severity=severity,
        source=_MONITORED,
        example=Label(zh="3 月 8 日之后直接是 3 月 10 日", en="10 March follows 8 March"),
    )


def _unexplained(code: str) -> Rule:
    return Rule(
        code,
        on="reason",
        where=pl.col("jump").is_not_null() & pl.col("reason").is_null() & pl.col("run.is_recent"),
        says=Label(zh="{jump}，请在“波动原因”写一句为什么", en="{jump}: write a word on why"),
        severity=Severity.WARNING,
        source=_MONITORED,
        example=Label(zh="支付金额降45%，原因空着", en="paid amount down 45%, no reason"),
    )


TRADE_RULES = (
    _more_buyers("trade.buyers-exceed-visitors", "visitors"),
    _other_conversion("trade.conversion-differs"),
    Rule(
        "trade.average-differs",
        on="average_told",
        where=_differs("average_told", "average", _AMOUNT_UNIT),
        says=Label(
            zh="平台客单价 {average_told} 与重算的 {average} 不一样，看板用重算的",
            en="The platform states {average_told} per buyer, recomputed it is {average}; the board shows the latter",
        ),
        severity=Severity.HINT,
        source=_MONITORED,
        example=Label(zh="平台写 60，支付 500 ÷ 10 人是 50", en="stated 60, and 500 paid by 10 are 50"),
    ),
    _doubled("trade.doubled", "shop", "run.times"),
    _day_missing("trade.day-missing", Severity.WARNING),
    _unexplained("trade.jump-unexplained"),
    Rule(
        "trade.orders-differ",
        on="paid",
        where=pl.col("gap_paid").abs().cast(pl.Float64) > parameter("order_gap_share").cast(pl.Float64) * pl.col("paid").cast(pl.Float64),
        says=Label(
            zh="平台支付金额 {paid}，订单表合计 {order_paid}，相差 {gap_paid}。看看订单有没有导全、实付是不是扣过退款",
            en="The platform says {paid} was paid, the orders {order_paid}: {gap_paid} apart. Are all orders imported, and is paid net of "
            "refunds?",
        ),
        severity=Severity.WARNING,
        source=_MONITORED,
        example=Label(zh="平台 1,000，订单表 800", en="1,000 by the platform, 800 by the orders"),
    ),
    Rule(
        "trade.shops-apart",
        on="shop",
        where=pl.col("visitors").is_not_null() & pl.col("order_count").is_null() & pl.col("run.has_orders_alone"),
        says=Label(
            zh="“{shop}”这一天没有订单，而另一个店名只有订单：两边店名是不是写得不一样？请改成一样",
            en="'{shop}' has no orders on this day, and another shop has nothing but orders: write the name in the same way on both sides",
        ),
        severity=Severity.HINT,
        source=_MONITORED,
        example=Label(zh="生意参谋写“一店旗舰店”，订单写“一店”", en="the platform's list says First Shop Ltd, the orders First Shop"),
    ),
)

MARKETING_RULES = (
    Rule(
        "marketing.clicks-exceed-impressions",
        on="clicks",
        where=pl.col("clicks") > pl.col("impressions"),
        says=Label(
            zh="点击量 {clicks} 比展现量 {impressions} 还多，请核对",
            en="More clicks ({clicks}) than impressions ({impressions}): check them",
        ),
        source=_ADS,
        example=Label(zh="展现 10，点击 12", en="10 impressions, 12 clicks"),
    ),
    Rule(
        "marketing.spend-without-clicks",
        on="spend",
        where=(pl.col("spend") > 0) & (pl.col("clicks") == 0),
        says=Label(
            zh="花了 {spend} 却一次点击也没有，请核对（按展现收费的除外）",
            en="{spend} was spent without a single click: check it, unless it is paid by impressions",
        ),
        severity=Severity.WARNING,
        source=_ADS,
        example=Label(zh="花费 12.50，点击 0", en="12.50 spent, no click"),
    ),
    Rule(
        "marketing.ctr-differs",
        on="ctr_told",
        where=_differs("ctr_told", "ctr", _PERCENT_UNIT),
        says=Label(
            zh="平台点击率 {ctr_told} 与重算的 {ctr} 不一样，看板用重算的",
            en="The platform states a CTR of {ctr_told}, recomputed it is {ctr}; the board shows the latter",
        ),
        severity=Severity.HINT,
        source=_ADS,
        example=Label(zh="平台写 5%，点击 3 ÷ 展现 100 是 3%", en="stated 5%, and 3 clicks of 100 impressions are 3%"),
    ),
    Rule(
        "marketing.return-differs",
        on="roas_told",
        where=_differs("roas_told", "roas", _AMOUNT_UNIT),
        says=Label(
            zh="平台投产比 {roas_told} 与重算的 {roas} 不一样，看板用重算的",
            en="The platform states a return of {roas_told}, recomputed it is {roas}; the board shows the latter",
        ),
        severity=Severity.HINT,
        source="AMB-07",
        example=Label(zh="平台写 4，成交 300 ÷ 花费 100 是 3", en="stated 4, and sales of 300 for 100 are 3"),
    ),
    _doubled("marketing.doubled", "name", "run.times"),
    _day_missing("marketing.day-missing", Severity.HINT),
    _unexplained("marketing.jump-unexplained"),
    Rule(
        "marketing.reports-differ",
        on="spend",
        where=pl.col("levels.apart").is_not_null(),
        says=Label(
            zh="各报表的花费与账户不符：{levels.apart}。见“推广核对”，看看报表有没有导全、日期对不对",
            en="Reports do not add up to the account's spend: {levels.apart}. See Ad reports compared; are they whole and of one day?",
        ),
        severity=Severity.WARNING,
        source=_ADS,
        example=Label(zh="账户 100，关键词合计 80", en="account 100, keywords 80"),
    ),
)

ITEM_DAY_RULES = (
    _more_buyers("item-days.buyers-exceed-visitors", "visitors"),
    _other_conversion("item-days.conversion-differs"),
    _doubled("item-days.doubled", "item_id", "run.times"),
)

FIGURE_RULES = (*TRADE_RULES, *MARKETING_RULES, *ITEM_DAY_RULES)
"""All of them, for the page of rules."""
