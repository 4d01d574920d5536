"""Every figure of a month of appraisal. A month keeps those that held when it began."""

from decimal import Decimal

from shopbook.books.appraisal.results.grading import USUAL_GRADES
from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_NONE = Label(zh="", en="")
_PERCENT = Label(zh="%", en="%")
_DAY_OF_MONTH = Label(zh="日", en="day of the month")
_PEOPLE = Label(zh="人", en="people")
_MONTHLY = "D0 四(三)"


def _weight(code: str, label: Label, default: int, help_text: Label) -> Parameter:
    return Parameter(code, label, Kind.NUMBER, Decimal(default), _PERCENT, "AMB-08", help_text)


_RATERS = Label(
    zh="自评、上级、互评三个权重合计 100；缺哪一方，就按其余的重新分配；不搞互评就写 0",
    en="Self, superior and peers add up to 100; where one is missing the others share it; 0 leaves one out",
)
_ASPECTS = Label(
    zh="业绩、能力、态度三个权重合计 100；缺哪一方面，就按其余的重新分配",
    en="Performance, ability and attitude add up to 100; where one is missing the others share it",
)

CYCLE_PARAMETERS = (
    Parameter(
        "window_opens",
        Label(zh="次月几日起评分", en="Ratings open on"),
        Kind.INTEGER,
        1,
        _DAY_OF_MONTH,
        _MONTHLY,
        Label(zh="被考核月份的下一个月，从这一天起评分", en="The day of the next month on which ratings begin"),
    ),
    Parameter(
        "window_closes",
        Label(zh="次月几日截止", en="Ratings close on"),
        Kind.INTEGER,
        10,
        _DAY_OF_MONTH,
        _MONTHLY,
        Label(zh="上旬：到这一天为止；之后交的要写原因", en="The last day; what comes later needs a reason"),
    ),
    _weight("self_weight", Label(zh="自评权重", en="Weight of self reviews"), 20, _RATERS),
    _weight("superior_weight", Label(zh="上级评价权重", en="Weight of superiors"), 60, _RATERS),
    _weight("peer_weight", Label(zh="互评权重", en="Weight of peers"), 20, _RATERS),
    _weight("performance_weight", Label(zh="业绩权重", en="Weight of performance"), 60, _ASPECTS),
    _weight("ability_weight", Label(zh="能力权重", en="Weight of ability"), 20, _ASPECTS),
    _weight("attitude_weight", Label(zh="态度权重", en="Weight of attitude"), 20, _ASPECTS),
    Parameter(
        "min_peers",
        Label(zh="互评至少几人才显示", en="Peers shown from"),
        Kind.INTEGER,
        3,
        _PEOPLE,
        "D0 四(四)3",
        Label(
            zh="给他评分的同事少于这么多人时，互评照样计分，但平均分不给本人看，免得猜出是谁评的",
            en="With fewer colleagues their scores count, but the person rated sees no average and can't guess who gave it",
        ),
    ),
    Parameter(
        "grades",
        Label(zh="等级标准", en="Grades"),
        Kind.TEXT,
        USUAL_GRADES,
        _NONE,
        "AMB-09",
        Label(zh="从高到低写每个等级的最低分，最后一个不写分数", en="The least score of each grade, best first; the last has none"),
    ),
)
