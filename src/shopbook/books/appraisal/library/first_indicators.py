"""The library that a fresh workbook begins with: the indicators of the documents, with weights, targets and methods that we propose.

Sources: D0 四(二) names the indicators of four posts, abilities and attitudes; D2 art. 8-2 and D3 4.10 what warehouse and promoter answer
for. Weights, targets, methods and formulas are not in them (AMB-08, AMB-28): every definition says that they are a proposal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shopbook.books.appraisal.vocabulary import ABILITY, ATTITUDE, DEDUCT, HIGHER, PERFORMANCE, RATING, STEPS
from shopbook.labels import Label
from shopbook.sheet.books import FirstRow

_PROPOSED = Label(zh="（默认建议，可改）", en=" (a proposal, may be changed)")
_PERCENT = Label(zh="%", en="%")
_SHARE_STEPS = "≥99:100; ≥98:90; ≥95:75; ≥90:60; 0"
_GROWTH_STEPS = "≥5:100; ≥3:90; ≥0:75; ≥-5:60; 40"


@dataclass(frozen=True, slots=True)
class _Kpi:
    """One thing that a post achieves.

    Attributes:
        name: What people call it.
        weight: Among the post's performance indicators.
        method: How it is scored.
        means: What is counted or divided.
        target: What is worth 100 points.
        unit: Of the target.
        steps: Where it is scored by steps.
        per_case: Where points are taken off.
        source: The code of the measure that fills it; empty where it is typed or rated.
    """

    name: Label
    weight: int
    method: str
    means: Label
    target: int | None = None
    unit: Label | None = None
    steps: str | None = None
    per_case: int | None = None
    source: str = ""


_STOCK_ACCURACY = Label(zh="当月盘点相符的行 ÷ 已盘的行", en="Lines that match ÷ lines counted in the month's stocktakes")
_VISITORS = Label(zh="（当月访客 − 上月访客）÷ 上月访客", en="(Visitors of the month − of the month before) ÷ of the month before")
_BUYERS = Label(zh="支付买家 ÷ 访客", en="Buyers ÷ visitors")
_AD_SALES = Label(zh="推广带来的成交金额 ÷ 推广花费", en="Sales brought by ads ÷ what they cost")
_TIMES = Label(zh="倍", en="times")
_CASES = Label(zh="次", en="cases")

_CONVERSION = _Kpi(Label(zh="转化率", en="Conversion"), 20, HIGHER, _BUYERS, target=3, unit=_PERCENT, source="conversion")
_GROWTH = _Kpi(
    Label(zh="流量增长率", en="Traffic growth"), 15, STEPS, _VISITORS, unit=_PERCENT, steps=_GROWTH_STEPS, source="traffic_growth"
)
_STOCK = _Kpi(
    Label(zh="库存管理准确率", en="Stock accuracy"),
    25,
    STEPS,
    _STOCK_ACCURACY,
    unit=_PERCENT,
    steps=_SHARE_STEPS,
    source="stock_accuracy",
)
"""What several posts are measured by, each with a weight of its own."""

_POSTS: tuple[tuple[Label, tuple[_Kpi, ...]], ...] = (
    (
        Label(zh="运营主管", en="Operations manager"),
        (
            _Kpi(
                Label(zh="销售额", en="Sales"),
                30,
                HIGHER,
                Label(
                    zh="当月实付金额 ÷ 日报工作簿的当月目标；想直接按金额考核，把取数改成“销售额”，目标值写金额",
                    en="Paid in the month ÷ the month's target in the daily workbook; to go by the amount, fill it from Sales and "
                    "write the amount as target",
                ),
                target=100,
                unit=_PERCENT,
                source="target_reached",
            ),
            replace(_GROWTH, weight=15),
            _CONVERSION,
            _Kpi(
                Label(zh="毛利率", en="Gross margin"),
                20,
                HIGHER,
                Label(zh="（实付 − 退款 − 成本）÷（实付 − 退款）", en="(Paid − refunded − cost) ÷ (paid − refunded)"),
                target=30,
                unit=_PERCENT,
                source="gross_margin",
            ),
            _Kpi(
                Label(zh="新客户开发数量", en="New customers"),
                15,
                HIGHER,
                Label(zh="第一次付款在当月的买家", en="Buyers who paid for the first time in the month"),
                target=100,
                unit=Label(zh="人", en="people"),
                source="new_customers",
            ),
        ),
    ),
    (
        Label(zh="运营专员", en="Operations clerk"),
        (
            _Kpi(
                Label(zh="上架及时率", en="Listed on time"),
                25,
                HIGHER,
                Label(zh="按期上架的商品 ÷ 应上架的商品；手填", en="Items put on sale in time ÷ those that were due; typed"),
                target=95,
                unit=_PERCENT,
            ),
            _Kpi(
                Label(zh="订单处理准确率", en="Order accuracy"),
                30,
                STEPS,
                Label(zh="没有错误的订单 ÷ 全部订单", en="Orders without an error ÷ all orders"),
                unit=_PERCENT,
                steps=_SHARE_STEPS,
                source="order_accuracy",
            ),
            replace(_STOCK, weight=25),
            _Kpi(Label(zh="营销活动执行效果", en="Effect of campaigns"), 20, HIGHER, _AD_SALES, target=3, unit=_TIMES, source="ad_return"),
        ),
    ),
    (
        Label(zh="美工", en="Designer"),
        (
            _Kpi(
                Label(zh="页面设计满意度", en="Liking of page design"),
                35,
                RATING,
                Label(zh="运营对页面设计的评分", en="What operations think of the pages, rated"),
            ),
            _Kpi(
                Label(zh="宣传素材制作质量", en="Quality of promotion material"),
                30,
                RATING,
                Label(zh="推广对图片、视频素材的评分", en="What promotion thinks of pictures and films, rated"),
            ),
            _Kpi(
                Label(zh="设计任务完成及时率", en="Design tasks on time"),
                35,
                HIGHER,
                Label(zh="按期完成的设计任务 ÷ 全部；手填", en="Design tasks done in time ÷ all of them; typed"),
                target=95,
                unit=_PERCENT,
            ),
        ),
    ),
    (
        Label(zh="客服", en="Customer service"),
        (
            _Kpi(
                Label(zh="客户满意度", en="Customer satisfaction"),
                35,
                HIGHER,
                Label(zh="平台后台的满意评价 ÷ 全部评价；手填", en="Satisfied answers ÷ all answers, as the platform shows them; typed"),
                target=95,
                unit=_PERCENT,
            ),
            _Kpi(
                Label(zh="投诉处理及时率", en="Complaints answered on time"),
                30,
                STEPS,
                Label(
                    zh="24 小时内首次答复、72 小时内解决的投诉 ÷ 全部投诉；手填",
                    en="Complaints answered within 24 hours and solved within 72 ÷ all of them; typed",
                ),
                unit=_PERCENT,
                steps=_SHARE_STEPS,
            ),
            _Kpi(
                Label(zh="订单跟进准确率", en="Order follow-up"),
                35,
                HIGHER,
                Label(
                    zh="本人要催付、缺货要联系的订单里写明结果的 ÷ 全部",
                    en="Own unpaid and short orders with a result ÷ all that were to be followed up",
                ),
                target=95,
                unit=_PERCENT,
                source="own_follow_up",
            ),
        ),
    ),
    (
        Label(zh="仓管", en="Warehouse keeper"),
        (
            _Kpi(
                Label(zh="发货及时率", en="Shipping on time"),
                35,
                STEPS,
                Label(zh="在发货时限内发出的订单 ÷ 应发的订单", en="Orders shipped within the limit ÷ those that were due"),
                unit=_PERCENT,
                steps=_SHARE_STEPS,
                source="shipping_on_time",
            ),
            replace(_STOCK, weight=30),
            _Kpi(
                Label(zh="盘点及时率", en="Counts on time"),
                15,
                HIGHER,
                Label(zh="按时完成的盘点 ÷ 当月到期的盘点", en="Counts closed in time ÷ counts due in the month"),
                target=100,
                unit=_PERCENT,
                source="counts_on_time",
            ),
            _Kpi(
                Label(zh="发错货", en="Wrong goods sent"),
                20,
                DEDUCT,
                Label(zh="当月发错、漏发的次数；手填，没有写 0", en="Times that goods were wrong or missing; typed, 0 for none"),
                unit=_CASES,
                per_case=5,
            ),
        ),
    ),
    (
        Label(zh="推广专员", en="Promoter"),
        (
            _Kpi(Label(zh="推广投产比", en="Return on ads"), 30, HIGHER, _AD_SALES, target=3, unit=_TIMES, source="ad_return"),
            replace(_GROWTH, weight=30),
            _CONVERSION,
            _Kpi(
                Label(zh="推广报告迟交", en="Late reports"),
                20,
                DEDUCT,
                Label(zh="周报、月报、季报迟交的次数；手填，没有写 0", en="Weekly, monthly and quarterly reports late; typed, 0 for none"),
                unit=_CASES,
                per_case=10,
            ),
        ),
    ),
)

_ABILITIES = (
    (Label(zh="专业知识与技能", en="Knowledge and skills"), Label(zh="本岗位的知识、工具和操作", en="What the post has to know and do")),
    (
        Label(zh="沟通协调", en="Communication"),
        Label(zh="说得清、听得进，和别的岗位配合", en="Speaks clearly, listens, works with others"),
    ),
    (Label(zh="问题解决", en="Solving problems"), Label(zh="发现问题、找到办法并落实", en="Sees a problem, finds a way, gets it done")),
    (Label(zh="学习", en="Learning"), Label(zh="学新规则、新工具，用到工作里", en="Takes up new rules and tools and uses them")),
)
_ATTITUDES = (
    (Label(zh="责任心", en="Responsibility"), Label(zh="答应的事做到底，出了差错自己担", en="Keeps promises and stands by mistakes")),
    (Label(zh="团队合作", en="Team work"), Label(zh="主动补位，信息不藏着", en="Steps in for others, shares what is known")),
    (Label(zh="积极性", en="Initiative"), Label(zh="不等安排，主动提出改进", en="Does not wait to be told, proposes improvements")),
    (Label(zh="忠诚度", en="Loyalty"), Label(zh="守规矩、保密、维护店铺", en="Keeps rules and secrets, stands up for the shop")),
)
_EQUAL = 25
"""Four of equal weight."""

_RATED = Label(zh="；按 0–100 打分", en="; rated 0–100")


def first_indicators() -> tuple[FirstRow, ...]:
    """The rows of 指标库 in a fresh workbook: each post's performance, abilities and attitudes, 100 in each aspect."""
    return tuple(row for post, kpis in _POSTS for row in _rows(post, kpis))


def _rows(post: Label, kpis: Sequence[_Kpi]) -> Iterator[FirstRow]:
    for number, kpi in enumerate(kpis, 1):
        yield _performance(post, f"P{number}", kpi)
    for letter, aspect, listed in (("A", ABILITY, _ABILITIES), ("T", ATTITUDE, _ATTITUDES)):
        for number, (name, means) in enumerate(listed, 1):
            yield _rated(post, f"{letter}{number}", aspect, name, means)


def _performance(post: Label, code: str, kpi: _Kpi) -> FirstRow:
    return {
        "post": post,
        "code": code,
        "aspect": PERFORMANCE,
        "name": kpi.name,
        "weight": Decimal(kpi.weight),
        "method": kpi.method,
        "target": None if kpi.target is None else Decimal(kpi.target),
        "unit": kpi.unit,
        "steps": kpi.steps,
        "per_case": None if kpi.per_case is None else Decimal(kpi.per_case),
        "source": kpi.source or None,
        "definition": _with(kpi.means, _PROPOSED),
    }


def _rated(post: Label, code: str, aspect: str, name: Label, means: Label) -> FirstRow:
    row: FirstRow = {"post": post, "code": code, "aspect": aspect, "name": name, "weight": Decimal(_EQUAL), "method": RATING}
    return {**row, "definition": _with(_with(means, _RATED), _PROPOSED)}


def _with(text: Label, more: Label) -> Label:
    return Label(zh=text.zh + more.zh, en=text.en + more.en)
