"""What indicators may be filled from: the names of the measures, as 指标库 says them. Sources: D0 四(二); AMB-28."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopbook.labels import Label
from shopbook.sheet.columns import Option
from shopbook.sheet.spelling import word_key


@dataclass(frozen=True, slots=True)
class MeasureName:
    """One thing that the order, stock and daily workbooks tell.

    Attributes:
        code: Its name in programs; may be written on sheets too.
        label: What people write under 取数.
        unit: What its figure is in; a share is in percent, so that 98 is 98 %.
        means: What is divided by what.
    """

    code: str
    label: Label
    unit: Label
    means: Label


PERCENT = Label(zh="%", en="%")
_YUAN = Label(zh="元", en="yuan")
_PEOPLE = Label(zh="人", en="people")
_TIMES = Label(zh="倍", en="times")

_OF_MONTH = Label(zh="当月付款的订单", en="orders paid in the month")


def _shop_and_own(code: str, unit: Label, label: Label, means: Label) -> tuple[MeasureName, MeasureName]:
    """The same for the whole shop and for one person's orders."""
    own = Label(zh=f"个人{label.zh}", en=f"Own {label.en[0].lower()}{label.en[1:]}")
    by_agent = Label(zh=f"{means.zh}；只算“客服”是本人的订单", en=f"{means.en}; orders whose agent is the person")
    return MeasureName(code, label, unit, means), MeasureName(f"own_{code}", own, unit, by_agent)


MEASURE_NAMES = (
    *_shop_and_own(
        "sales",
        _YUAN,
        Label(zh="销售额", en="Sales"),
        Label(zh=f"{_OF_MONTH.zh}的实付金额，未扣退款", en=f"paid by the {_OF_MONTH.en}, refunds not taken off"),
    ),
    *_shop_and_own(
        "order_accuracy",
        PERCENT,
        Label(zh="订单处理准确率", en="Order accuracy"),
        Label(zh=f"{_OF_MONTH.zh}里检查没有错误的 ÷ 全部", en=f"{_OF_MONTH.en} without an error ÷ all of them"),
    ),
    *_shop_and_own(
        "follow_up",
        PERCENT,
        Label(zh="订单跟进准确率", en="Order follow-up"),
        Label(
            zh="当月要催付的、缺货要联系的订单里写明结果的 ÷ 全部",
            en="unpaid and short orders of the month with a result ÷ all that were to be followed up",
        ),
    ),
    *_shop_and_own(
        "refund_share",
        PERCENT,
        Label(zh="退款率", en="Refund share"),
        Label(zh=f"{_OF_MONTH.zh}里退过款的 ÷ 全部，按单数", en=f"{_OF_MONTH.en} that were refunded ÷ all, by number"),
    ),
    *_shop_and_own(
        "new_customers",
        _PEOPLE,
        Label(zh="新客户数", en="New customers"),
        Label(zh="在订单工作簿里第一次付款是当月的买家", en="buyers whose first payment in the order workbook is in the month"),
    ),
    *_shop_and_own(
        "target_reached",
        PERCENT,
        Label(zh="销售目标完成率", en="Target reached"),
        Label(zh=f"{_OF_MONTH.zh}的实付金额 ÷ 日报工作簿的当月目标", en=f"paid by the {_OF_MONTH.en} ÷ the month's target"),
    ),
    *_shop_and_own(
        "conversion",
        PERCENT,
        Label(zh="转化率", en="Conversion"),
        Label(zh="全店：支付买家数 ÷ 访客数；个人：付款单数 ÷ 询单人数", en="shop: buyers ÷ visitors; own: paid orders ÷ enquiries"),
    ),
    MeasureName(
        "traffic_growth",
        Label(zh="流量增长率", en="Traffic growth"),
        PERCENT,
        Label(zh="（当月访客数 − 上月访客数）÷ 上月访客数", en="(visitors of the month − of the month before) ÷ of the month before"),
    ),
    MeasureName(
        "traffic_growth_in_a_year",
        Label(zh="流量同比增长率", en="Traffic growth in a year"),
        PERCENT,
        Label(
            zh="（当月访客数 − 去年同月访客数）÷ 去年同月访客数",
            en="(visitors of the month − of the same month a year ago) ÷ of that month",
        ),
    ),
    MeasureName(
        "gross_margin",
        Label(zh="毛利率", en="Gross margin"),
        PERCENT,
        Label(
            zh=f"（{_OF_MONTH.zh}的实付 − 退款 − 出库成本）÷（实付 − 退款）；没有出库成本的订单不算",
            en="(paid − refunded − cost of what was issued) ÷ (paid − refunded); orders without a cost are left out",
        ),
    ),
    MeasureName(
        "shipping_on_time",
        Label(zh="发货及时率", en="Shipping on time"),
        PERCENT,
        Label(zh=f"{_OF_MONTH.zh}里在发货时限内发出的 ÷ 应发的", en=f"{_OF_MONTH.en} shipped within the limit ÷ those due"),
    ),
    MeasureName(
        "stock_accuracy",
        Label(zh="库存管理准确率", en="Stock accuracy"),
        PERCENT,
        Label(zh="当月盘点相符的行 ÷ 已盘的行", en="lines that match ÷ lines counted for the month"),
    ),
    MeasureName(
        "counts_on_time",
        Label(zh="盘点及时率", en="Counts on time"),
        PERCENT,
        Label(zh="当月到期的盘点里按时完成的 ÷ 全部", en="counts due in the month that were closed in time ÷ all of them"),
    ),
    MeasureName(
        "ad_return",
        Label(zh="营销投产比", en="Return on ads"),
        _TIMES,
        Label(zh="当月推广成交金额 ÷ 花费", en="sales by ads ÷ spend of the month"),
    ),
)
"""All of them, in the order in which people are told of them."""


MEASURE_OPTIONS = tuple(Option(name.code, name.label) for name in MEASURE_NAMES)
"""The words of the columns that say what an indicator is filled from."""


def _by_word() -> Mapping[str, MeasureName]:
    return {word_key(word): name for name in MEASURE_NAMES for word in (name.code, name.label.zh, name.label.en)}


_WORDS = _by_word()


def measure_named(text: str | None) -> MeasureName | None:
    """The measure of a code, or of a name in either language; ``None`` for a blank and for what is none."""
    return _WORDS.get(word_key(text or ""))
