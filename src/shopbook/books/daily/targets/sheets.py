"""The sheets of sales targets: how they are divided, and what each part has to bring."""

from decimal import Decimal
from typing import Annotated

from annotated_types import Ge, Le

from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Integer, Money, Option, Person, Ratio, Row, Sheet, Text, TextId, check_column, column

LEVELS = (
    Option("year", Label(zh="年", en="Year")),
    Option("quarter", Label(zh="季度", en="Quarter")),
    Option("month", Label(zh="月", en="Month"), ("月份", "月度")),
    Option("department", Label(zh="部门", en="Department")),
    Option("person", Label(zh="个人", en="Person"), ("客服", "员工")),
)
"""What a target is for. Source: D3 1.2, D2 art. 6-1, 7-5."""

_BELOW = tuple(option for option in LEVELS if option.code != "year")
_FULL = Decimal(1)


class TargetWeight(Row):
    """How much of the whole one part has to bring in one year."""

    check: Text | None = check_column()
    year: Annotated[Integer, Ge(1)] = column("年份", "Year", key=True, width=8)
    level: Choice = column("层级", "Level", key=True, options=_BELOW, width=10)
    name: Text = column(
        "名称",
        "Name",
        key=True,
        width=16,
        help=Label(
            zh="季度写 1–4，月写 1–12，部门写部门名，个人写姓名", en="Quarter 1 to 4, month 1 to 12, a department's or person's name"
        ),
    )
    department: Text | None = column("所属部门", "Of department", key=False, width=14, help=Label(zh="只有个人填写", en="For persons only"))
    weight: Annotated[Ratio, Ge(0), Le(1)] | None = column(
        "权重",
        "Weight",
        width=10,
        help=Label(
            zh="同一层合计 100%：四个季度、一个季度的三个月、各部门、一个部门的人；整层空着就平均分",
            en="100 % in all: of the quarters, of a quarter's months, of departments, of a department's persons; all blank: alike",
        ),
    )


TARGET_WEIGHTS = Sheet(
    "target_weights",
    Label(zh="目标权重", en="Target weights"),
    TargetWeight,
    Label(
        zh="每年的目标怎样分到季度、月、部门、个人；部门和个人的权重每个月都用。",
        en="How a year's target is divided; the weights of departments and persons hold for every month.",
    ),
)


class Target(Row):
    """What one period, department or person has to bring, and has brought."""

    check: Text | None = check_column()
    period: TextId = column(
        "期间", "Period", key=True, width=12, help=Label(zh="例如 2026、2026-Q1、2026-01", en="Such as 2026, 2026-Q1, 2026-01")
    )
    department: Text | None = column("部门", "Department", key=False, width=14)
    person: Person | None = column("姓名", "Person", key=False, width=12)
    fixed: Annotated[Money, Ge(0)] | None = column(
        "指定目标",
        "Target set",
        width=14,
        help=Label(
            zh="手填的目标不会改动；其余部分按权重分剩下的金额", en="Stays as typed; the other parts share what is left by their weights"
        ),
    )
    level: Choice | None = column("层级", "Level", options=LEVELS, width=12, computed=True)
    target: Money | None = column("目标", "Target", width=14, computed=True)
    parts: Money | None = column("下级合计", "Sum of parts", width=14, computed=True, help=Label(zh="应等于目标", en="Must be the target"))
    achieved: Money | None = column(
        "完成",
        "Achieved",
        width=14,
        computed=True,
        help=Label(zh="期间内付款订单的实付金额，未扣退款", en="Paid in the period by the orders, refunds not taken off"),
    )
    rate: Ratio | None = column("完成率", "Rate", width=9, computed=True, help=Label(zh="完成 ÷ 目标", en="Achieved ÷ target"))
    gap: Money | None = column("还差", "Gap", width=14, computed=True, help=Label(zh="目标 − 完成，已超过为 0", en="0 once it is reached"))
    days_left: Integer | None = column("剩余天数", "Days left", width=9, computed=True, help=Label(zh="含今天", en="Today included"))
    per_day: Money | None = column(
        "每天需要", "Needed per day", width=13, computed=True, help=Label(zh="还差 ÷ 剩余天数，进到分", en="Gap ÷ days left, rounded up")
    )


TARGETS = Sheet(
    "targets",
    Label(zh="目标", en="Targets"),
    Target,
    Label(
        zh="先填一行年度：期间 2026、指定目标；点“目标分解”后补齐季度、月、部门、个人各行。",
        en="Write one line for the year, its period and target, then click Split targets: the other lines are added.",
    ),
)
