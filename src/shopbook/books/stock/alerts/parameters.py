"""What the shop decides about alerts, delisting and replenishment."""

from decimal import Decimal

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_DAYS = Label(zh="天", en="days")
_HOURS = Label(zh="小时", en="hours")
_PIECES = Label(zh="件", en="pieces")
_SHARE = Label(zh="比例", en="share")
_NONE = Label(zh="", en="")
_D0 = "D0 三(一)3"

PARAMETERS = (
    Parameter(
        "alert_below",
        Label(zh="预警数量", en="Alert below"),
        Kind.INTEGER,
        10,
        _PIECES,
        "D2 art. 16-7",
        Label(
            zh="低于这个数就预警，等于不算；“商品库存”里可以为每种商品另填",
            en="Fewer than this is an alert, this many is not; an item may have its own on Items",
        ),
    ),
    Parameter(
        "alert_on",
        Label(zh="按什么预警", en="Alert by"),
        Kind.CHOICE,
        "listed",
        _NONE,
        "AMB-36",
        Label(
            zh="在架：看页面上的数量；可用：看实际库存减已售未发；任一：哪个低了都预警。该做什么总是按实际库存说",
            en="listed: what the page shows; available: what is there less what is sold; either: whichever is low. "
            "What to do always goes by what is there",
        ),
        choices=(
            ("listed", Label(zh="在架", en="listed")),
            ("available", Label(zh="可用", en="available")),
            ("either", Label(zh="任一", en="either")),
        ),
    ),
    Parameter(
        "alert_hours",
        Label(zh="预警确认时限", en="Time to acknowledge"),
        Kind.INTEGER,
        24,
        _HOURS,
        "D2 art. 16-7",
        Label(zh="预警过了这么久还没有人确认就提醒", en="An alert that nobody has acknowledged for this long is pointed out"),
    ),
    Parameter(
        "sales_days",
        Label(zh="销量统计天数", en="Days of sales"),
        Kind.INTEGER,
        30,
        _DAYS,
        _D0,
        Label(
            zh="日均销量和ABC类按最近这么多天算，含今天；第一次售出还没有这么久的，按第一次售出到今天算",
            en="Sales a day and ABC classes are those of so many days up to today; of an item first sold since, the days since then",
        ),
    ),
    Parameter(
        "slow_days",
        Label(zh="滞销天数", en="Days without a sale"),
        Kind.INTEGER,
        30,
        _DAYS,
        "AMB-02",
        Label(
            zh="有库存、连续这么多天没有卖出的商品提议下架；到货还没有这么久的不算。也可填 14、60、90",
            en="An item in stock that nobody bought for so many days is proposed for delisting, unless it came in since. Or 14, 60, 90",
        ),
    ),
    Parameter(
        "delist_days",
        Label(zh="下架决定时限", en="Time to decide"),
        Kind.INTEGER,
        7,
        _DAYS,
        "D0 三(一)4",
        Label(zh="提议下架过了这么多天还没有决定就提醒", en="A proposal that nobody has decided on for so many days is pointed out"),
    ),
    Parameter(
        "abc_a",
        Label(zh="A类占销售额", en="Share of class A"),
        Kind.RATIO,
        Decimal("0.8"),
        _SHARE,
        "D2 art. 8-5",
        Label(zh="销售额从高到低，累计到这个比例为止是A类", en="From the best item down, up to this share of the sales is class A"),
    ),
    Parameter(
        "abc_b",
        Label(zh="A、B类占销售额", en="Share of classes A and B"),
        Kind.RATIO,
        Decimal("0.95"),
        _SHARE,
        "D2 art. 8-5",
        Label(zh="累计到这个比例为止是B类，其余是C类", en="Up to this share is class B, the rest is C"),
    ),
    Parameter(
        "lead_days",
        Label(zh="供货天数", en="Lead time"),
        Kind.INTEGER,
        7,
        _DAYS,
        _D0,
        Label(zh="下单到到货的天数；“商品库存”里可以为每种商品另填", en="From order to arrival; an item may have its own on Items"),
    ),
    Parameter(
        "review_days",
        Label(zh="补货间隔", en="Review interval"),
        Kind.INTEGER,
        7,
        _DAYS,
        _D0,
        Label(
            zh="多久看一次补货；一次补够供货天数加这么多天", en="How often requests are made; each covers the lead days and so many more"
        ),
    ),
    Parameter(
        "safety_stock",
        Label(zh="安全库存", en="Safety stock"),
        Kind.INTEGER,
        0,
        _PIECES,
        _D0,
        Label(zh="总要留着的件数；“商品库存”里可以为每种商品另填", en="Pieces to keep in any case; an item may have its own on Items"),
    ),
    Parameter(
        "min_order",
        Label(zh="最小订货量", en="Least order"),
        Kind.INTEGER,
        1,
        _PIECES,
        _D0,
        Label(zh="要补货时至少订这么多", en="A request is for this many at least"),
    ),
    Parameter(
        "request_days",
        Label(zh="补货下单时限", en="Time to order"),
        Kind.INTEGER,
        3,
        _DAYS,
        _D0,
        Label(zh="提出后过了这么多天还没下单就提醒", en="A request that nobody has ordered for so many days is pointed out"),
    ),
)
"""All of them."""
