"""Every figure and switch of the stocktake."""

from collections.abc import Mapping
from decimal import Decimal

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter, Parameters

_NONE = Label(zh="", en="")
_SHARE = Label(zh="比例", en="share")
_YUAN = Label(zh="元", en="yuan")
_PIECES = Label(zh="件", en="pieces")
_MONTHS = Label(zh="个月", en="months")
_TIMES = Label(zh="次", en="times")

FLAGGED, SUMMED = "flag", "sum"
_FLAG_OR_SUM = ((FLAGGED, Label(zh="报告", en="flag")), (SUMMED, Label(zh="相加", en="sum")))


def _sampled(letter: str) -> Parameter:
    return Parameter(
        f"spot_share_{letter.lower()}",
        Label(zh=f"抽查比例（{letter}类）", en=f"Spot share, class {letter}"),
        Kind.RATIO,
        Decimal("0.05"),
        _SHARE,
        "AMB-29",
        Label(
            zh=f"每次抽查从{letter}类商品里抽这么多，至少一种；没有分类的商品按C类",
            en=f"So many items of class {letter} are drawn for a spot count, at least one; items without a class count as C",
        ),
    )


COUNT_PARAMETERS = (
    Parameter(
        "year_end_replaces",
        Label(zh="年终盘点代替12月盘点", en="Year end replaces December"),
        Kind.FLAG,
        True,
        _NONE,
        "AMB-29",
        Label(zh="是：12月只做年终盘点；否：12月月度、年终都做", en="Yes: December has the year-end count alone; no: both"),
    ),
    Parameter(
        "count_months_back",
        Label(zh="补列盘点的月数", en="Months looked back"),
        Kind.INTEGER,
        12,
        _MONTHS,
        "D2 art. 8-5",
        Label(zh="往前这么多个月，有账却没盘的都列为逾期", en="Months so far back that have entries and no count are listed as overdue"),
    ),
    Parameter(
        "spots_a_month",
        Label(zh="每月抽查次数", en="Spot counts a month"),
        Kind.INTEGER,
        1,
        _TIMES,
        "AMB-29",
        Label(zh="每个月至少抽查这么多次", en="At least so many spot counts are planned each month"),
    ),
    *(_sampled(letter) for letter in "ABC"),
    Parameter(
        "count_plan",
        Label(zh="要开始的盘点", en="Count to begin"),
        Kind.TEXT_ID,
        "",
        _NONE,
        "",
        Label(
            zh="填盘点计划号，“生成盘点表”就从它开始；空着只做状态为“盘点中”的",
            en="A count's number: Make count sheets begins it; empty: only those whose state is Counting",
        ),
    ),
    Parameter(
        "count_same_sheet",
        Label(zh="同一份盘点表交回两次", en="One sheet returned twice"),
        Kind.CHOICE,
        FLAGGED,
        _NONE,
        "C17",
        Label(
            zh="数量不一样时，报告：都不采用，等人定；相加：两份加起来（一份数了一半的情况）",
            en="Where quantities differ: flag takes neither until a person decides; sum adds them (each counted one half)",
        ),
        choices=_FLAG_OR_SUM,
    ),
    Parameter(
        "count_same_item",
        Label(zh="一种商品写了几行", en="One item on several lines"),
        Kind.CHOICE,
        SUMMED,
        _NONE,
        "C17",
        Label(zh="相加：各行加起来；报告：都不采用，等人定", en="sum: the lines are added; flag: none is taken until a person decides"),
        choices=_FLAG_OR_SUM,
    ),
    Parameter(
        "recount_pieces",
        Label(zh="复盘数量", en="Recount above pieces"),
        Kind.INTEGER,
        2,
        _PIECES,
        "AMB-28",
        Label(
            zh="差异超过这么多件，并且超过“复盘比例”时，要换人复盘",
            en="A difference of more pieces that is also above the recount share is counted again by somebody else",
        ),
    ),
    Parameter(
        "recount_share",
        Label(zh="复盘比例", en="Recount above share"),
        Kind.RATIO,
        Decimal("0.02"),
        _SHARE,
        "AMB-28",
        Label(zh="差异占账面数量的比例，和“复盘数量”一起看", en="Of the book quantity; goes with the recount pieces"),
    ),
    Parameter(
        "recount_value",
        Label(zh="复盘金额", en="Recount above value"),
        Kind.MONEY,
        Decimal("200.00"),
        _YUAN,
        "AMB-28",
        Label(zh="差异金额超过这个数，不论件数都要复盘", en="A difference worth more is counted again, whatever its pieces"),
    ),
    Parameter(
        "keep_count",
        Label(zh="以实盘数为准", en="The count is the truth"),
        Kind.FLAG,
        False,
        _NONE,
        "C17",
        Label(
            zh="否：按快照时的差异调整，盘点后的出入库照算；是：过账后的结存就等于实盘数",
            en="No: the difference at the snapshot is adjusted and later movements stand; yes: the balance becomes what was counted",
        ),
    ),
    Parameter(
        "second_approval",
        Label(zh="二次批准金额", en="Second approval above"),
        Kind.MONEY,
        Decimal("500.00"),
        _YUAN,
        "C18",
        Label(zh="差异金额超过这个数，要另一个人再批准一次", en="A difference worth more needs the approval of a second person"),
    ),
)


def sample_shares(parameters: Parameters) -> Mapping[str, Decimal]:
    """Class -> the share of its items that a spot count draws."""
    return {letter: parameters.amount(f"spot_share_{letter.lower()}") for letter in "ABC"}
