"""The sheets that stand for long: indicators of each post, people, months that somebody was on leave throughout."""

from typing import Annotated

from annotated_types import Ge, Le

from shopbook.books.appraisal.measures.names import MEASURE_OPTIONS
from shopbook.books.appraisal.vocabulary import ASPECTS, METHODS, Points
from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Number, Person, Row, Sheet, Text, TextId, check_column, column


class Indicator(Row):
    """One thing that people of a post are measured by."""

    check: Text | None = check_column()
    post: Text = column("岗位", "Post", key=True, width=22, aliases=("职位", "岗位名称"))
    code: TextId = column("指标编码", "Indicator code", key=True, width=14)
    aspect: Choice | None = column("方面", "Aspect", options=ASPECTS, required=True, width=12, aliases=("类别", "维度"))
    name: Text | None = column("指标", "Indicator", required=True, width=24, aliases=("指标名称", "考核指标"))
    weight: Points | None = column(
        "权重",
        "Weight",
        required=True,
        width=8,
        help=Label(zh="同一岗位同一方面的权重合计 100", en="Those of one post and aspect add up to 100"),
    )
    method: Choice | None = column("计分方法", "Scoring", options=METHODS, required=True, width=15, aliases=("评分方法",))
    target: Number | None = column(
        "目标值",
        "Target",
        width=9,
        aliases=("目标",),
        help=Label(
            zh="刚好达到得 100 分；分档、扣分、评分不用填", en="Reached, it is worth 100 points; steps, deductions and ratings need none"
        ),
    )
    unit: Text | None = column("单位", "Unit", width=7)
    steps: Text | None = column(
        "分档",
        "Steps",
        width=32,
        help=Label(zh="例如 ≥98:100; ≥95:90; ≥90:75; 0", en="Such as >=98:100; >=95:90; >=90:75; 0"),
    )
    per_case: Annotated[Number, Ge(0)] | None = column("每次扣分", "Points per case", width=9)
    floor: Points | None = column("最低分", "At least", width=8, help=Label(zh="空着是 0", en="Blank: 0"))
    cap: Annotated[Number, Ge(0), Le(200)] | None = column(
        "最高分",
        "At most",
        width=8,
        help=Label(zh="空着是 100；超额可以加分就写大于 100 的数", en="Blank: 100; more where exceeding the target counts"),
    )
    source: Choice | None = column(
        "取数",
        "Filled from",
        options=MEASURE_OPTIONS,
        width=20,
        help=Label(
            zh="从订单、库存、日报工作簿取哪个数；空着由人填写或评分", en="What the other workbooks tell; blank: typed or rated by people"
        ),
    )
    definition: Text | None = column("定义", "Definition", width=60, wrapped=True)
    valid_from: Day | None = column(
        "生效日期",
        "Valid from",
        width=12,
        help=Label(zh="每个月按月末那天有效的指标考核", en="A month is appraised by what holds on its last day"),
    )
    valid_to: Day | None = column("停用日期", "Valid until", width=12)


INDICATORS = Sheet(
    "indicators",
    Label(zh="指标库", en="Indicators"),
    Indicator,
    Label(
        zh="每个岗位考核什么、占多少、怎么计分。改动只影响之后开始的月份。",
        en="What each post is measured by, how much it counts and how it is scored. Changes concern months that begin later.",
    ),
)


class Employee(Row):
    """One person."""

    check: Text | None = check_column()
    employee_no: TextId = column("工号", "Employee no.", key=True, width=12, aliases=("员工编号",))
    name: Person | None = column("姓名", "Name", required=True, width=10, aliases=("员工姓名",))
    department: Text | None = column("部门", "Department", required=True, width=12)
    post: Text | None = column("岗位", "Post", required=True, width=22, aliases=("职位",))
    superior: Person | None = column(
        "直接上级", "Superior", width=12, aliases=("上级", "主管"), help=Label(zh="工号或姓名", en="Employee no. or name")
    )
    peers: Text | None = column(
        "互评同事",
        "Rated by peers",
        width=24,
        help=Label(
            zh="谁给他评分：工号或姓名，用顿号隔开；空着是本部门其他人", en="Who rates this person; blank: the rest of the department"
        ),
    )
    agent_names: Text | None = column(
        "旺旺/客服名",
        "Known in sheets as",
        width=18,
        help=Label(zh="订单、日报里用的名字，用顿号隔开；空着按姓名", en="Names used in orders and reports; blank: the name"),
    )
    joined: Day | None = column("入职日期", "Joined", width=12)
    left: Day | None = column("离职日期", "Left", width=12)
    password: TextId | None = column(
        "表格密码",
        "Form password",
        width=14,
        help=Label(zh="填了就把发给他的表加密；空格不算", en="If filled in, this person's forms are locked with it; spaces do not count"),
    )
    note: Text | None = column("备注", "Note", width=20)


EMPLOYEES = Sheet(
    "employees",
    Label(zh="员工", en="Employees"),
    Employee,
    Label(zh="参加考核的人：部门、岗位、直接上级、互评同事。", en="Who is appraised: department, post, superior, colleagues who rate."),
)


class Leave(Row):
    """A month that somebody was away throughout."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10, help=Label(zh="例如 2026-06", en="Such as 2026-06"))
    employee_no: TextId = column("工号", "Employee no.", key=True, width=12)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    reason: Text | None = column(
        "原因", "Reason", required=True, width=24, help=Label(zh="产假、病假等", en="Such as maternity or sick leave")
    )


LEAVES = Sheet(
    "leaves",
    Label(zh="整月休假", en="Months on leave"),
    Leave,
    Label(zh="整月没有上班的人不考核这个月，年度平均也跳过。", en="A month away is not appraised and does not count in the year's mean."),
)
