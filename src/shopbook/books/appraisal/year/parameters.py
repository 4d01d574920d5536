"""Every figure and switch of the year."""

from decimal import Decimal

from shopbook.books.appraisal.vocabulary import GRADES
from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

MEAN, WEIGHTED, LAST_QUARTER = "mean", "weighted", "last-quarter"

_NONE = Label(zh="", en="")
_MONTHS = Label(zh="个月", en="months")
_DAYS = Label(zh="天", en="days")
_PEOPLE = Label(zh="人", en="people")
_TIMES = Label(zh="倍", en="times")
_METHOD = "AMB-10"
_AWARDS = "D1-2 五.2"
_ALL_ALIKE = "1 1 1 1 1 1 1 1 1 1 1 1"

YEAR_PARAMETERS = (
    Parameter(
        "year_method",
        Label(zh="年度得分算法", en="How a year is made"),
        Kind.CHOICE,
        MEAN,
        _NONE,
        _METHOD,
        Label(
            zh="平均：有得分的月份取平均；加权：按“各月权重”；第四季度加重：10–12 月按“第四季度倍数”",
            en="mean: of the months that have a score; weighted: by the weights of months; last quarter: October to December count more",
        ),
        choices=(
            (MEAN, Label(zh="平均", en="mean")),
            (WEIGHTED, Label(zh="加权", en="weighted")),
            (LAST_QUARTER, Label(zh="第四季度加重", en="last quarter")),
        ),
    ),
    Parameter(
        "month_weights",
        Label(zh="各月权重", en="Weights of months"),
        Kind.TEXT,
        _ALL_ALIKE,
        _NONE,
        _METHOD,
        Label(
            zh="算法是“加权”时用：1 月到 12 月的 12 个数，用空格隔开；缺的月份不算，其余重新分配",
            en="Where the year is weighted: twelve numbers, January to December, with spaces; what is missing is left out",
        ),
    ),
    Parameter(
        "last_quarter_times",
        Label(zh="第四季度倍数", en="Last quarter counts"),
        Kind.NUMBER,
        Decimal("1.50"),
        _TIMES,
        _METHOD,
        Label(zh="算法是“第四季度加重”时，10–12 月每月算这么多倍", en="So many times do October to December count where they count more"),
    ),
    Parameter(
        "year_min_months",
        Label(zh="定年度等级至少月数", en="Months for a year's grade"),
        Kind.INTEGER,
        3,
        _MONTHS,
        _METHOD,
        Label(zh="有得分的月份少于它，不定等级、不排名次", en="With fewer scored months there is neither grade nor rank"),
    ),
    Parameter(
        "year_objection_days",
        Label(zh="年度异议天数", en="Days to object to a year"),
        Kind.INTEGER,
        3,
        _DAYS,
        "AMB-33",
        Label(zh="公布之后这么多天内可以提出异议", en="So many days after publication may somebody object"),
    ),
    Parameter(
        "award_top",
        Label(zh="评优名额", en="Awards"),
        Kind.INTEGER,
        3,
        _PEOPLE,
        _AWARDS,
        Label(
            zh="每年建议这么多人；最后一名并列的都列出；0 是不建议",
            en="So many people are proposed a year, with all who tie; 0 proposes none",
        ),
    ),
    Parameter(
        "award_grade",
        Label(zh="评优最低等级", en="Least grade of an award"),
        Kind.CHOICE,
        "B",
        _NONE,
        _AWARDS,
        Label(zh="年度等级不低于它才建议", en="Nobody with a lower grade of the year is proposed"),
        choices=tuple((option.code, option.label) for option in GRADES),
    ),
    Parameter(
        "award_months",
        Label(zh="评优至少月数", en="Months for an award"),
        Kind.INTEGER,
        6,
        _MONTHS,
        _AWARDS,
        Label(zh="当年有得分的月份少于它，不建议", en="Nobody with fewer scored months in the year is proposed"),
    ),
    Parameter(
        "award_low_months",
        Label(zh="评优允许 D、E 的月数", en="Months of D or E for an award"),
        Kind.INTEGER,
        0,
        _MONTHS,
        _AWARDS,
        Label(zh="当年得 D 或 E 的月份多于它，不建议", en="Nobody with more months of D or E in the year is proposed"),
    ),
    Parameter(
        "trend_of",
        Label(zh="看谁的走势", en="Whose trend"),
        Kind.TEXT,
        "",
        _NONE,
        "D0 四(三)",
        Label(zh="工号或姓名；空着是工号最前的人", en="Employee number or name; empty: the first employee number"),
    ),
    Parameter(
        "year_card_year",
        Label(zh="打印哪年的年度卡", en="Year of the year cards"),
        Kind.TEXT_ID,
        "",
        _NONE,
        "D0 四(三)",
        Label(zh="例如 2026；空着是“年度”里最近的一年", en="Such as 2026; empty: the newest on Years"),
    ),
    Parameter(
        "year_card_of",
        Label(zh="打印谁的年度卡", en="Whose year card"),
        Kind.TEXT,
        "",
        _NONE,
        "D0 四(三)",
        Label(zh="工号或姓名；空着是所有人", en="Employee number or name; empty: everybody"),
    ),
    Parameter(
        "year_card_people",
        Label(zh="年度卡显示部门平均至少人数", en="People for a mean on year cards"),
        Kind.INTEGER,
        4,
        _PEOPLE,
        "D0 四(四)3",
        Label(
            zh="部门有得分的人少于它，年度卡上不印部门平均，免得算出同事的得分",
            en="With fewer scored people the card does not show the department's mean, from which a colleague's score could be told",
        ),
    ),
)
