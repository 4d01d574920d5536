"""What the shop decides about scores, objections and printed cards."""

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

NOTHING = "-"
"""What a parameter says that asks for nothing."""

_NONE = Label(zh="", en="")

RESULT_PARAMETERS = (
    Parameter(
        "objection_days",
        Label(zh="异议期", en="Days to object"),
        Kind.INTEGER,
        3,
        Label(zh="天", en="days"),
        "AMB-33",
        Label(
            zh="面谈以后几天内可以提出异议；晚了的会提醒，答不答复由主管定",
            en="For so many days after the talk an employee may object; a later objection is pointed out, the manager decides about it",
        ),
    ),
    Parameter(
        "grade_shares",
        Label(zh="等级比例", en="Shares of grades"),
        Kind.TEXT,
        NOTHING,
        _NONE,
        "AMB-09",
        Label(
            zh="强制分布，只提醒不改分：例如 A≤20%; E≥5%；写 - 不检查",
            en="Forced distribution, which only warns and changes no score: such as A<=20%; E>=5%; - checks nothing",
        ),
    ),
    Parameter(
        "card_month",
        Label(zh="打印哪个月", en="Month to print"),
        Kind.TEXT,
        NOTHING,
        _NONE,
        "D0 四(四)",
        Label(
            zh="评分卡的月份，例如 2026-06；写 - 打印最近有评定的月份",
            en="The month of the cards, such as 2026-06; - prints the newest that has scores",
        ),
    ),
    Parameter(
        "card_people",
        Label(zh="打印谁", en="People to print"),
        Kind.TEXT,
        NOTHING,
        _NONE,
        "D0 四(四)",
        Label(zh="工号或姓名，几个用顿号隔开；写 - 打印全部", en="Employee numbers or names, with commas between; - prints everybody"),
    ),
)
