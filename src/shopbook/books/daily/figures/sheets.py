"""The sheets of the day's figures: trade, marketing, items, customers, where visitors came from, the board, the ad reports compared."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.daily.figures.words import LEVELS
from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Integer, Money, Ratio, Row, Sheet, Text, TextId, check_column, column

Count = Annotated[Integer, Ge(0)]
Amount = Annotated[Money, Ge(0)]
Share = Annotated[Ratio, Ge(0)]

_TOLD = Label(zh="平台写的，只用来核对", en="As the platform states it; compared only")
_REASON = Label(zh="波动超过参数里的比例时写一句为什么", en="A word on why, where a figure jumped beyond the parameter")
_BY_ORDERS = Label(zh="订单工作簿按付款日期合计", en="By the order workbook, by the day of payment")


class TradeDay(Row):
    """One shop's trade on one day, by the platform and by the order workbook."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12, aliases=("统计日期",))
    shop: Text = column("店铺", "Shop", key=True, width=12, aliases=("店铺名称",))
    visitors: Count | None = column("访客数", "Visitors", width=9)
    views: Count | None = column("浏览量", "Page views", width=9)
    buyers: Count | None = column("支付买家数", "Buyers", width=9)
    orders: Count | None = column("支付单数", "Paid orders", width=9, aliases=("支付父订单数",))
    paid: Amount | None = column("支付金额", "Paid", width=12)
    refunds: Amount | None = column(
        "当天退款金额",
        "Refunds booked that day",
        width=12,
        aliases=("成功退款金额",),
        help=Label(zh="当天退成功的，不管是哪天的订单", en="Refunded on that day, of orders of any day"),
    )
    conversion_told: Share | None = column("平台转化率", "Conversion stated", width=9, aliases=("支付转化率",), help=_TOLD)
    average_told: Amount | None = column("平台客单价", "Average stated", width=9, help=_TOLD)
    reason: Text | None = column("波动原因", "Why it jumped", width=20, help=_REASON)
    jump: Text | None = column("波动", "Jump", width=46, computed=True, help=Label(zh="比前一天", en="Against the day before"))
    conversion: Ratio | None = column(
        "转化率", "Conversion", width=9, computed=True, help=Label(zh="支付买家数 ÷ 访客数", en="Buyers ÷ visitors")
    )
    average: Money | None = column(
        "客单价", "Paid per buyer", width=9, computed=True, help=Label(zh="支付金额 ÷ 支付买家数", en="Paid ÷ buyers")
    )
    per_order: Money | None = column(
        "笔单价", "Paid per order", width=9, computed=True, help=Label(zh="支付金额 ÷ 支付单数", en="Paid ÷ paid orders")
    )
    refund_share: Ratio | None = column(
        "当天退款率",
        "Refunds of the day",
        width=9,
        computed=True,
        help=Label(zh="当天退款金额 ÷ 当天支付金额", en="Refunds booked that day ÷ paid that day"),
    )
    order_buyers: Integer | None = column("订单表买家数", "Buyers by orders", width=9, computed=True, help=_BY_ORDERS)
    order_count: Integer | None = column("订单表单数", "Orders by orders", width=9, computed=True, help=_BY_ORDERS)
    order_total: Money | None = column("订单表总金额", "Total by orders", width=12, computed=True, help=_BY_ORDERS)
    order_paid: Money | None = column("订单表实付", "Paid by orders", width=12, computed=True, help=_BY_ORDERS)
    order_refunds: Money | None = column(
        "当天订单退款",
        "Refunds of the day's orders",
        width=12,
        computed=True,
        help=Label(zh="当天付款的订单，到现在为止退了多少", en="Of orders paid that day, whenever refunded"),
    )
    order_refund_share: Ratio | None = column(
        "当天订单退款率",
        "Share of the day's orders",
        width=9,
        computed=True,
        help=Label(zh="当天订单退款 ÷ 当天付款订单的总金额", en="Refunds of the day's orders ÷ their total"),
    )
    gap_orders: Integer | None = column(
        "单数差", "Orders apart", width=8, computed=True, help=Label(zh="支付单数 − 订单表单数", en="Platform less order workbook")
    )
    gap_paid: Money | None = column(
        "金额差", "Paid apart", width=10, computed=True, help=Label(zh="支付金额 − 订单表实付", en="Platform less order workbook")
    )


TRADES = Sheet(
    "trades",
    Label(zh="交易", en="Trade"),
    TradeDay,
    Label(
        zh="每天每店一行：导入生意参谋或手填；右边的比率和订单表合计由“经营日数据”算。",
        en="A line per day and shop, imported or typed; ratios and the orders' sums on the right are worked out by Day's figures.",
    ),
)


class AdDay(Row):
    """What one part of one advertising channel cost and brought on one day."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12)
    channel: Text = column("渠道", "Channel", key=True, width=10, help=Label(zh="例如 直通车、万相台", en="Such as 直通车"))
    level: Choice = column("报表", "Report", key=True, options=LEVELS, width=8)
    name: Text = column("名称", "Name", key=True, width=30)
    spend: Amount | None = column("花费", "Spend", width=11)
    impressions: Count | None = column("展现量", "Impressions", width=9)
    clicks: Count | None = column("点击量", "Clicks", width=9)
    sales: Amount | None = column("成交金额", "Sales", width=12, aliases=("总成交金额",))
    orders: Count | None = column("成交笔数", "Orders", width=9, aliases=("总成交笔数",))
    ctr_told: Share | None = column("平台点击率", "CTR stated", width=9, help=_TOLD)
    roas_told: Annotated[Money, Ge(0)] | None = column("平台投产比", "Return stated", width=9, help=_TOLD)
    reason: Text | None = column("波动原因", "Why it jumped", width=20, help=_REASON)
    jump: Text | None = column(
        "波动", "Jump", width=40, computed=True, help=Label(zh="账户比前一天", en="Of accounts, against the day before")
    )
    ctr: Ratio | None = column("点击率", "CTR", width=9, computed=True, help=Label(zh="点击量 ÷ 展现量", en="Clicks ÷ impressions"))
    cpc: Money | None = column("点击单价", "CPC", width=9, computed=True, help=Label(zh="花费 ÷ 点击量", en="Spend ÷ clicks"))
    roas: Money | None = column(
        "投产比", "Return on spend", width=9, computed=True, help=Label(zh="成交金额 ÷ 花费，倍数", en="Sales ÷ spend, times")
    )
    cost_rate: Ratio | None = column("费用率", "Cost rate", width=9, computed=True, help=Label(zh="花费 ÷ 成交金额", en="Spend ÷ sales"))
    net_roi: Ratio | None = column(
        "净ROI", "Net ROI", width=9, computed=True, help=Label(zh="（成交金额 − 花费）÷ 花费", en="(Sales − spend) ÷ spend")
    )


MARKETING = Sheet(
    "marketing",
    Label(zh="营销", en="Marketing"),
    AdDay,
    Label(
        zh="每天、每个渠道、每种报表、每个名称一行：导入推广报表或手填；点击率、投产比等由“经营日数据”重算。",
        en="A line per day, channel, report and name, imported or typed; CTR, return and so on are recomputed by Day's figures.",
    ),
)


class ItemDay(Row):
    """One item's figures on one day."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12, aliases=("统计日期",))
    item_id: TextId = column("商品ID", "Item id", key=True, width=16)
    title: Text | None = column("商品名称", "Item", width=28)
    sku: Text | None = column("货号", "Item no.", width=14)
    visitors: Count | None = column("商品访客数", "Visitors", width=9)
    views: Count | None = column("商品浏览量", "Page views", width=9)
    carted: Count | None = column("加购件数", "Put in carts", width=9)
    buyers: Count | None = column("支付买家数", "Buyers", width=9)
    pieces: Count | None = column("支付件数", "Pieces paid", width=9)
    paid: Amount | None = column("支付金额", "Paid", width=12)
    refunds: Amount | None = column("当天退款金额", "Refunds booked that day", width=12, aliases=("成功退款金额",))
    conversion_told: Share | None = column("平台转化率", "Conversion stated", width=9, help=_TOLD)
    conversion: Ratio | None = column(
        "转化率", "Conversion", width=9, computed=True, help=Label(zh="支付买家数 ÷ 商品访客数", en="Buyers ÷ visitors")
    )
    average: Money | None = column(
        "客单价", "Paid per buyer", width=9, computed=True, help=Label(zh="支付金额 ÷ 支付买家数", en="Paid ÷ buyers")
    )


ITEM_DAYS = Sheet(
    "item_days",
    Label(zh="商品日数据", en="Item days"),
    ItemDay,
    Label(zh="每天每个商品一行：导入生意参谋的商品列表。", en="A line per day and item, imported from the platform's list of items."),
)


class VisitorSource(Row):
    """Visitors of one day by where they came from."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12)
    source: Text = column("流量来源", "Source", key=True, width=20)
    detail: Text = column("来源明细", "Detail", key=True, width=20)
    visitors: Count | None = column("访客数", "Visitors", width=10)
    views: Count | None = column("浏览量", "Page views", width=10)
    buyers: Count | None = column("支付买家数", "Buyers", width=10)
    paid: Amount | None = column("支付金额", "Paid", width=12)


VISITOR_SOURCES = Sheet(
    "visitor_sources",
    Label(zh="流量来源", en="Visitor sources"),
    VisitorSource,
    Label(
        zh="每天每个来源一行：导入生意参谋的流量来源；一个访客可从几个来源来，合计可能大于访客数。",
        en="A line per day and source; a visitor may come by several, so they may add up to more than all visitors.",
    ),
)


class CustomerDay(Row):
    """New and returning customers of one shop on one day, by the order workbook."""

    day: Day = column("日期", "Day", key=True, width=12, computed=True)
    shop: Text = column("店铺", "Shop", key=True, width=12, computed=True)
    buyers: Integer | None = column("买家数", "Buyers", width=9, computed=True)
    new_buyers: Integer | None = column(
        "新客", "New", width=9, computed=True, help=Label(zh="第一次付款在这一天", en="Whose first payment was on that day")
    )
    old_buyers: Integer | None = column("老客", "Returning", width=9, computed=True)
    old_share: Ratio | None = column(
        "老客占比", "Share returning", width=9, computed=True, help=Label(zh="老客 ÷ 买家数", en="Returning ÷ all")
    )
    new_paid: Money | None = column("新客金额", "Paid by new", width=12, computed=True)
    old_paid: Money | None = column("老客金额", "Paid by returning", width=12, computed=True)
    nameless: Integer | None = column("没有买家的单", "Orders without buyer", width=9, computed=True)


CUSTOMER_DAYS = Sheet(
    "customer_days",
    Label(zh="客户日数据", en="Customer days"),
    CustomerDay,
    Label(
        zh="新客、老客按订单工作簿里第一次付款算；订单工作簿以前的客户会算成新客。",
        en="New and returning by the first payment in the order workbook; customers from before it count as new.",
    ),
    is_log=True,
)


class AdCheck(Row):
    """One report of a channel against the account's on one day."""

    day: Day = column("日期", "Day", key=True, width=12, computed=True)
    channel: Text = column("渠道", "Channel", key=True, width=10, computed=True)
    level: Choice = column("报表", "Report", key=True, options=LEVELS, width=8, computed=True)
    spend: Money | None = column("花费合计", "Spend", width=11, computed=True)
    account_spend: Money | None = column("账户花费", "Account's spend", width=11, computed=True)
    gap_spend: Money | None = column(
        "花费差", "Spend apart", width=10, computed=True, help=Label(zh="合计 − 账户", en="Report less account")
    )
    gap_share: Ratio | None = column(
        "花费差比例", "Share apart", width=9, computed=True, help=Label(zh="花费差 ÷ 账户花费，不看正负", en="Without its sign")
    )
    clicks: Integer | None = column("点击合计", "Clicks", width=9, computed=True)
    gap_clicks: Integer | None = column("点击差", "Clicks apart", width=9, computed=True)
    sales: Money | None = column("成交合计", "Sales", width=12, computed=True)
    gap_sales: Money | None = column("成交差", "Sales apart", width=12, computed=True)


AD_CHECKS = Sheet(
    "ad_checks",
    Label(zh="推广核对", en="Ad reports compared"),
    AdCheck,
    Label(
        zh="同一天同一渠道，计划、宝贝、关键词、地域、时段各报表的合计与账户报表相差多少。",
        en="How far the reports by plan, item, keyword, region and hour are from the account's, by day and channel.",
    ),
    is_log=True,
)


UNIT_PEOPLE = Label(zh="人", en="people")
UNIT_ORDERS = Label(zh="单", en="orders")
UNIT_CLICKS = Label(zh="次", en="clicks")
_COUNTED = (UNIT_PEOPLE, UNIT_ORDERS, UNIT_CLICKS)


class BoardFigure(Row):
    """One figure of the newest day beside other days."""

    figure: Text = column("指标", "Figure", key=True, width=32, computed=True)
    unit: Text | None = column("单位", "Unit", width=9, computed=True)
    day: Day | None = column("最新一天", "Newest day", width=12, computed=True)
    today: Money | None = column("当天", "That day", width=13, computed=True, counted=_COUNTED)
    yesterday: Money | None = column("前一天", "Day before", width=13, computed=True, counted=_COUNTED)
    change: Ratio | None = column("比前一天", "Change", width=10, computed=True)
    last_week: Money | None = column("上周同日", "Same weekday", width=13, computed=True, counted=_COUNTED)
    week_change: Ratio | None = column("比上周同日", "Change in a week", width=10, computed=True)
    month: Money | None = column(
        "本月累计",
        "Month to date",
        width=14,
        computed=True,
        counted=_COUNTED,
        help=Label(zh="比率由合计重新算，不是平均", en="Ratios are of sums, never averages"),
    )
    target: Money | None = column("本月目标", "Month's target", width=13, computed=True, counted=_COUNTED)
    reached: Ratio | None = column(
        "达成率", "Reached", width=9, computed=True, help=Label(zh="本月累计 ÷ 本月目标", en="Month to date ÷ the month's target")
    )
    jump: Text | None = column("波动", "Jump", width=12, computed=True)
    reason: Text | None = column("波动原因", "Why it jumped", width=26, computed=True)


BOARD = Sheet(
    "board",
    Label(zh="经营看板", en="Board"),
    BoardFigure,
    Label(
        zh="最新一天的指标，比前一天、上周同日、本月累计、目标；波动原因写在“交易”“营销”里。",
        en="The newest day against the day before, the same weekday, the month and the target; reasons are written on Trade and Marketing.",
    ),
    is_log=True,
)

FIGURE_SHEETS = (BOARD, TRADES, MARKETING, ITEM_DAYS, CUSTOMER_DAYS, VISITOR_SOURCES, AD_CHECKS)
"""In the order of the tabs."""

FED = (TRADES, MARKETING, ITEM_DAYS, VISITOR_SOURCES)
"""What lists of platforms feed."""
