"""Every figure and switch of the order workbook. Sources: the policy documents' articles and the list of unclear points (AMB-nn)."""

import datetime as dt
from decimal import Decimal

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_HOURS = Label(zh="小时", en="hours")
_MINUTES = Label(zh="分钟", en="minutes")
_YUAN = Label(zh="元", en="yuan")
_NONE = Label(zh="", en="")
_SHARE = Label(zh="比例", en="share")

PARAMETERS = (
    Parameter(
        "ship_hours",
        Label(zh="发货时限", en="Time to ship"),
        Kind.INTEGER,
        48,
        _HOURS,
        "D3 3.1",
        Label(zh="付款后超过这么多小时还没发货，报“超时未发货”", en="An order paid longer ago and not shipped is overdue"),
    ),
    Parameter(
        "same_buyer_minutes",
        Label(zh="重复下单间隔", en="Repeat order interval"),
        Kind.INTEGER,
        30,
        _MINUTES,
        "D0 三(二)1",
        Label(
            zh="同一买家在这段时间内又买同一商品，提示可能重复下单",
            en="The same buyer ordering the same item within this time may have ordered twice",
        ),
    ),
    Parameter(
        "far_from_list",
        Label(zh="单价偏离标价", en="Distance from list price"),
        Kind.RATIO,
        Decimal("0.5"),
        _SHARE,
        "D0 二(二)",
        Label(zh="单价与标价相差超过这个比例时警告", en="Warn when the unit price differs from the list price by more than this share"),
    ),
    Parameter(
        "unusual_amount",
        Label(zh="大额订单", en="Unusual amount"),
        Kind.MONEY,
        Decimal("10000.00"),
        _YUAN,
        "D0 三(二)1",
        Label(zh="总金额达到这个数时提示核对", en="An order of this total or more is pointed out"),
    ),
    Parameter(
        "money_tolerance",
        Label(zh="金额允许误差", en="Tolerance of amounts"),
        Kind.MONEY,
        Decimal("0.01"),
        _YUAN,
        "D0 三(二)1",
        Label(zh="金额相差不超过这个数时不报", en="Differences up to this amount are not reported"),
    ),
    Parameter(
        "split_orders",
        Label(zh="缺货时的分配方式", en="When stock is short"),
        Kind.CHOICE,
        "skip",
        _NONE,
        "AMB-03",
        Label(
            zh="跳过：这一单不发，后面的单照常分配；排队：这一单之后买同一商品的都等着；拆单：有多少先发多少",
            en="skip: later orders may still be served; queue: later orders for the same item wait; split: give what there is",
        ),
        choices=(
            ("skip", Label(zh="跳过", en="skip")),
            ("queue", Label(zh="排队", en="queue")),
            ("split", Label(zh="拆单", en="split")),
        ),
    ),
    Parameter(
        "chase_first_minutes",
        Label(zh="第一次催付", en="First reminder"),
        Kind.INTEGER,
        60,
        _MINUTES,
        "AMB-05",
        Label(zh="下单后多久还没付款就列入第一次催付", en="Unpaid for this long: first reminder"),
    ),
    Parameter(
        "chase_second_hours",
        Label(zh="第二次催付", en="Second reminder"),
        Kind.INTEGER,
        24,
        _HOURS,
        "AMB-05",
        Label(zh="下单后多久还没付款就列入第二次催付", en="Unpaid for this long: second reminder"),
    ),
    Parameter(
        "chase_stop_hours",
        Label(zh="停止催付", en="Stop reminding"),
        Kind.INTEGER,
        72,
        _HOURS,
        "AMB-05",
        Label(zh="下单超过这么久就不再催付", en="Nobody is reminded after this long"),
    ),
    Parameter(
        "future_minutes",
        Label(zh="时间允许超前", en="Clock tolerance"),
        Kind.INTEGER,
        10,
        _MINUTES,
        "D0 三(二)1",
        Label(zh="时间比现在晚这么多分钟以内不算“未来时间”", en="A time this far ahead of now is not called a future time"),
    ),
    Parameter(
        "earliest_day",
        Label(zh="最早的下单日期", en="Earliest day of an order"),
        Kind.DATE,
        dt.date(2003, 5, 10),
        _NONE,
        "D0 三(二)1",
        Label(
            zh="下单时间早于这一天就是错的；默认是淘宝网开张的日子",
            en="An order created before this day is wrong; by default the day Taobao opened",
        ),
    ),
    Parameter(
        "unusual_qty",
        Label(zh="大量购买", en="Unusual quantity"),
        Kind.INTEGER,
        100,
        Label(zh="件", en="pieces"),
        "D0 三(二)1",
        Label(zh="一行的数量达到这个数时提示核对", en="A line of this many pieces or more is pointed out"),
    ),
)
