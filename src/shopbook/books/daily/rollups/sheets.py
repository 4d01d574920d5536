"""The sheets of roll-ups: days, weeks, months, quarters, hours, provinces, each of a fixed length for its chart, and the summary."""

from shopbook.labels import Label
from shopbook.sheet.columns import Day, Integer, Money, Ratio, Row, Sheet, Text, TextId, column

DAYS, WEEKS, MONTHS, QUARTERS, HOURS, PROVINCES = 31, 13, 24, 8, 24, 11
"""How many rows each has."""

_PAID = Label(zh="实付金额，按付款时间，未扣退款", en="By time of payment, refunds not taken off")
_REFUNDS = Label(zh="这段时间付款的订单，到现在为止退了多少", en="Of orders paid in the period, whenever refunded")


class DaySum(Row):
    """One day's sales."""

    day: Day = column("日期", "Day", key=True, width=12, computed=True)
    orders: Integer | None = column("付款单数", "Orders", width=10, computed=True)
    paid: Money | None = column("付款金额", "Paid", width=13, computed=True, help=_PAID)
    average: Money | None = column(
        "笔单价", "Paid per order", width=10, computed=True, help=Label(zh="付款金额 ÷ 付款单数", en="Paid ÷ orders")
    )


class PeriodSum(Row):
    """The sales of one week, month or quarter."""

    period: TextId = column("期间", "Period", key=True, width=11, computed=True)
    first: Day | None = column("起", "From", width=12, computed=True)
    last: Day | None = column("止", "To", width=12, computed=True)
    orders: Integer | None = column("付款单数", "Orders", width=9, computed=True)
    paid: Money | None = column("付款金额", "Paid", width=13, computed=True, help=_PAID)
    average: Money | None = column(
        "笔单价", "Paid per order", width=10, computed=True, help=Label(zh="付款金额 ÷ 付款单数", en="Paid ÷ orders")
    )
    change: Ratio | None = column(
        "比上期",
        "Change",
        width=9,
        computed=True,
        help=Label(zh="付款金额；没过完的期间不比", en="Of the amount; not while the period runs"),
    )
    refunds: Money | None = column("退款", "Refunds", width=12, computed=True, help=_REFUNDS)
    refund_share: Ratio | None = column(
        "退款率", "Refund share", width=14, computed=True, help=Label(zh="退款 ÷ 这些订单的总金额", en="Refunds ÷ the orders' total")
    )
    visitors: Integer | None = column(
        "访客数", "Visitors", width=9, computed=True, help=Label(zh="“交易”各天相加", en="Sum of the days on Trade")
    )
    spend: Money | None = column("推广花费", "Ad spend", width=12, computed=True, help=Label(zh="“营销”各天相加", en="Of Marketing"))
    ad_sales: Money | None = column("推广成交", "Sales by ads", width=12, computed=True)
    roas: Money | None = column(
        "投产比", "Return on spend", width=9, computed=True, help=Label(zh="推广成交 ÷ 推广花费", en="Sales by ads ÷ spend")
    )


class WeekSum(PeriodSum):
    """One week; it belongs to the month of its Thursday."""

    month: TextId | None = column("属于月份", "Of month", width=10, computed=True, help=Label(zh="见参数“周属于哪个月”", en="By parameter"))


class TargetSum(PeriodSum):
    """One month or quarter beside its target."""

    target: Money | None = column("目标", "Target", width=13, computed=True)
    rate: Ratio | None = column("完成率", "Rate", width=9, computed=True, help=Label(zh="付款金额 ÷ 目标", en="Paid ÷ target"))


class HourSum(Row):
    """What was paid in one hour of the day."""

    hour: Integer = column("时段", "Hour", key=True, width=8, computed=True, help=Label(zh="21 是 21:00–21:59", en="21 is 21:00 to 21:59"))
    orders: Integer | None = column("付款单数", "Orders", width=10, computed=True)
    paid: Money | None = column("付款金额", "Paid", width=13, computed=True)
    share: Ratio | None = column("占单数", "Share of orders", width=10, computed=True)


class ProvinceSum(Row):
    """What was paid for deliveries to one province."""

    place: Integer = column("名次", "Place", key=True, width=7, computed=True)
    province: Text | None = column("省份", "Province", width=14, computed=True)
    orders: Integer | None = column("付款单数", "Orders", width=10, computed=True)
    paid: Money | None = column("付款金额", "Paid", width=13, computed=True)
    share: Ratio | None = column(
        "占单数", "Share of orders", width=10, computed=True, help=Label(zh="÷ 写了省份的单数", en="÷ orders with a province")
    )


class Sentence(Row):
    """One sentence of the summary."""

    topic: Text = column("内容", "Topic", key=True, width=14, computed=True)
    sentence: Text | None = column("说明", "In words", width=180, computed=True)


_LAST_DAYS = Label(zh="到昨天为止的 31 天；每次点“汇总报表”重写。", en="The 31 days until yesterday; written anew by Roll-up.")

STORY = Sheet(
    "story",
    Label(zh="经营摘要", en="Summary"),
    Sentence,
    Label(
        zh="用“周报”“月报”“季报”等表的数字写成的一页话，可以直接发到群里。",
        en="One page in words, made of the numbers of the sheets that follow.",
    ),
    is_log=True,
)
TREND_DAYS = Sheet("trend_days", Label(zh="近31天", en="Last 31 days"), DaySum, _LAST_DAYS, is_log=True)
WEEK_SUMS = Sheet(
    "week_sums",
    Label(zh="周报", en="Weekly sales"),
    WeekSum,
    Label(zh="最近 13 周，星期一到星期日，按 ISO 编号。", en="The last 13 weeks, Monday to Sunday, numbered by ISO."),
    is_log=True,
)
MONTH_SUMS = Sheet(
    "month_sums", Label(zh="月报", en="Monthly sales"), TargetSum, Label(zh="最近 24 个月。", en="The last 24 months."), is_log=True
)
QUARTER_SUMS = Sheet(
    "quarter_sums", Label(zh="季报", en="Quarterly sales"), TargetSum, Label(zh="最近 8 个季度。", en="The last 8 quarters."), is_log=True
)
HOUR_SUMS = Sheet("hour_sums", Label(zh="付款时段", en="Hours of payment"), HourSum, _LAST_DAYS, is_log=True)
PROVINCE_SUMS = Sheet("province_sums", Label(zh="收货省份", en="Provinces"), ProvinceSum, _LAST_DAYS, is_log=True)

ROLLED = (STORY, TREND_DAYS, WEEK_SUMS, MONTH_SUMS, QUARTER_SUMS, HOUR_SUMS, PROVINCE_SUMS)
"""In the order of the tabs."""
