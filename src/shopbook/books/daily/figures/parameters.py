"""What the shop decides about the day's figures."""

from decimal import Decimal

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_SHARE = Label(zh="比例", en="share")
_DAYS = Label(zh="天", en="days")

FIGURE_PARAMETERS = (
    Parameter(
        "jump_share",
        Label(zh="波动多少要说明", en="Jump that needs a reason"),
        Kind.RATIO,
        Decimal("0.30"),
        _SHARE,
        "D2 (店长 3)",
        Label(
            zh="访客、买家、支付金额、推广花费、推广成交比前一天涨跌超过这个比例，要写“波动原因”",
            en="Visitors, buyers, paid amount, spend or sales by ads that differ from the day before by more than this need a reason",
        ),
    ),
    Parameter(
        "jump_days",
        Label(zh="最近几天的波动要说明", en="Days whose jumps need a reason"),
        Kind.INTEGER,
        7,
        _DAYS,
        "D2 (店长 3)",
        Label(zh="从最新一天往回数；更早的只显示，不催", en="Counted back from the newest day; older jumps are shown and not asked about"),
    ),
    Parameter(
        "ad_gap_share",
        Label(zh="推广各报表可差多少", en="Gap between ad reports"),
        Kind.RATIO,
        Decimal("0.01"),
        _SHARE,
        "D3 4.2-4.9",
        Label(
            zh="计划、宝贝、关键词、地域、时段各报表的花费合计，与账户报表相差超过这个比例就警告",
            en="A warning where the spend by plan, item, keyword, region or hour differs from the account's by more than this",
        ),
    ),
    Parameter(
        "order_gap_share",
        Label(zh="平台与订单可差多少", en="Gap between platform and orders"),
        Kind.RATIO,
        Decimal("0.05"),
        _SHARE,
        "D2 (店长 3)",
        Label(
            zh="平台的支付金额与订单表合计相差超过这个比例就警告；两个数都保留",
            en="A warning where the platform's paid amount differs from the orders' by more than this; both figures stay",
        ),
    ),
    Parameter(
        "ratio_tolerance",
        Label(zh="平台比率可差多少", en="Tolerance of the platform's ratios"),
        Kind.RATIO,
        Decimal("0.02"),
        _SHARE,
        "D3 4.5",
        Label(
            zh="平台写的转化率、客单价、点击率、投产比与重算的相差超过这个比例（再放宽末位一个单位）就提示",
            en="A hint where conversion, average, CTR or return as the platform states it differs from the recomputed one by more than "
            "this and one unit of its last place",
        ),
    ),
)
