"""The sheets of the year: persons, departments, awards, one person's course, earlier scores."""

from typing import Any

from shopbook.books.appraisal.vocabulary import GRADES, Points
from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Integer, Number, Option, Person, Row, Sheet, Text, TextId, check_column, column


def _month(number: int) -> Any:  # noqa: ANN401 - as for column()
    return column(f"{number}月", f"M{number}", width=7, computed=True)


class Year(Row):
    """One person's year."""

    check: Text | None = check_column()
    year: TextId = column("年度", "Year", key=True, width=8, computed=True)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    department: Text | None = column("部门", "Department", width=12, computed=True)
    post: Text | None = column("岗位", "Post", width=20, computed=True)
    m01: Points | None = _month(1)
    m02: Points | None = _month(2)
    m03: Points | None = _month(3)
    m04: Points | None = _month(4)
    m05: Points | None = _month(5)
    m06: Points | None = _month(6)
    m07: Points | None = _month(7)
    m08: Points | None = _month(8)
    m09: Points | None = _month(9)
    m10: Points | None = _month(10)
    m11: Points | None = _month(11)
    m12: Points | None = _month(12)
    counted: Integer | None = column("计入月数", "Months counted", width=9, computed=True)
    due: Integer | None = column("应有月数", "Months due", width=9, computed=True)
    mean: Points | None = column("平均分", "Mean", width=8, computed=True)
    missing: Text | None = column("说明", "What is missing", width=26, computed=True)
    final: Points | None = column("最终得分", "Final", width=9, help=Label(zh="空着就按平均分", en="Blank: the mean"))
    final_reason: Text | None = column("调整原因", "Reason", width=22)
    score: Points | None = column("年度得分", "Year's score", width=9, computed=True)
    grade: Choice | None = column("等级", "Grade", options=GRADES, width=7, computed=True)
    rank: Integer | None = column("名次", "Rank", width=7, computed=True)
    published_on: Day | None = column("公布日期", "Published on", width=12)
    objected_on: Day | None = column("异议日期", "Objected on", width=12)
    objection: Text | None = column("异议", "Objection", width=24)
    answer: Text | None = column("答复", "Answer", width=24)
    answered_by: Person | None = column("答复人", "Answered by", width=10)


YEARS = Sheet(
    "years",
    Label(zh="年度", en="Years"),
    Year,
    Label(zh="由各月得分汇总；缺的月份不算零分。", en="Made of the months' scores; a month that is missing is not zero."),
)


class Department(Row):
    """A department's month or year."""

    period: TextId | None = column("期间", "Period", width=10, computed=True)
    department: Text | None = column("部门", "Department", width=14, computed=True)
    people: Integer | None = column("人数", "People", width=8, computed=True)
    mean: Points | None = column("平均分", "Mean", width=9, computed=True)
    highest: Points | None = column("最高分", "Highest", width=9, computed=True)
    lowest: Points | None = column("最低分", "Lowest", width=9, computed=True)
    grade_a: Integer | None = column("A", "A", width=6, computed=True)
    grade_b: Integer | None = column("B", "B", width=6, computed=True)
    grade_c: Integer | None = column("C", "C", width=6, computed=True)
    grade_d: Integer | None = column("D", "D", width=6, computed=True)
    grade_e: Integer | None = column("E", "E", width=6, computed=True)


DEPARTMENTS = Sheet(
    "departments",
    Label(zh="部门", en="Departments"),
    Department,
    Label(zh="各部门的平均分和等级人数。", en="Departments' means and how many have each grade."),
    is_log=True,
)

PROPOSED, APPROVED, REFUSED = "proposed", "approved", "refused"
AWARD_STATES = (
    Option(PROPOSED, Label(zh="建议", en="Proposed")),
    Option(APPROVED, Label(zh="批准", en="Approved"), ("同意",)),
    Option(REFUSED, Label(zh="不批准", en="Refused"), ("否决",)),
)


class Award(Row):
    """Somebody proposed as an excellent employee."""

    check: Text | None = check_column()
    period: TextId = column("期间", "Period", key=True, width=10, computed=True)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    department: Text | None = column("部门", "Department", width=12, computed=True)
    score: Points | None = column("得分", "Score", width=8, computed=True)
    basis: Text | None = column("依据", "Basis", width=34, computed=True)
    state: Choice | None = column("状态", "State", options=AWARD_STATES, width=9)
    approved_by: Person | None = column("批准人", "Approved by", width=10)
    approved_on: Day | None = column("批准日期", "Approved on", width=12)
    note: Text | None = column("备注", "Note", width=22)


AWARDS = Sheet(
    "awards",
    Label(zh="评优", en="Awards"),
    Award,
    Label(zh="按得分提出的优秀员工，批准后才算数。", en="Proposed by score; counts once it is approved."),
)


class TrendRow(Row):
    """One month of the person that the parameter names."""

    month: TextId | None = column("月份", "Month", width=10, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    score: Points | None = column("得分", "Score", width=9, computed=True)
    department_mean: Points | None = column("部门平均", "Department's mean", width=10, computed=True)


TREND = Sheet(
    "trend",
    Label(zh="走势", en="Trend"),
    TrendRow,
    Label(zh="参数“看谁的走势”写的人，最近 12 个月。", en="The person whom the parameter names, over twelve months."),
    is_log=True,
)
TREND_MONTHS = 12
"""Rows of 走势, which its chart draws."""


class DepartmentPlace(Row):
    """A department beside the others."""

    place: Integer | None = column("名次", "Place", width=8, computed=True)
    period: TextId | None = column("年度", "Year", width=8, computed=True)
    department: Text | None = column("部门", "Department", width=14, computed=True)
    mean: Points | None = column("平均分", "Mean", width=9, computed=True)
    before: Points | None = column("上年平均分", "Mean of the year before", width=11, computed=True)
    people: Integer | None = column("人数", "People", width=8, computed=True)


DEPARTMENT_PLACES = Sheet(
    "department_places",
    Label(zh="部门对比", en="Departments compared"),
    DepartmentPlace,
    Label(
        zh="最近一个年度各部门的平均分，高的在前，最多 8 个部门。",
        en="The newest year's means, the best first, of up to eight departments.",
    ),
    is_log=True,
)
DEPARTMENTS_SHOWN = 8
"""Rows of 部门对比, which its chart draws."""


class EarlierScore(Row):
    """A score that was given before this workbook, or elsewhere."""

    check: Text | None = check_column()
    name: Person = column("姓名", "Name", key=True, width=12, aliases=("员工",))
    item: Text | None = column("项目", "Category", width=16, aliases=("类别", "指标"))
    period: TextId = column("期间", "Period", key=True, width=10, help=Label(zh="例如 2026-03 或 2026-Q1", en="Such as 2026-03 or 2026-Q1"))
    score: Number | None = column("得分", "Score", width=9, aliases=("分数",))
    file: Text | None = column("来自", "From", width=26, computed=True)


EARLIER = Sheet(
    "earlier",
    Label(zh="历史成绩", en="Earlier scores"),
    EarlierScore,
    Label(
        zh="启用前的得分，可以导入；项目空着的月份得分会计入年度平均。",
        en="Scores of before; may be imported. Months without a category count in the year's mean.",
    ),
)


class EarlierSum(Row):
    """What somebody's earlier scores come to."""

    name: Person | None = column("姓名", "Name", width=12, computed=True)
    item: Text | None = column("项目", "Category", width=16, computed=True)
    year: TextId | None = column("年度", "Year", width=8, computed=True)
    scores: Integer | None = column("次数", "Scores", width=8, computed=True, help=Label(zh="空的不算", en="Blanks do not count"))
    total: Number | None = column("合计", "Total", width=10, computed=True)
    mean: Number | None = column("平均", "Average", width=10, computed=True)


EARLIER_SUMS = Sheet(
    "earlier_sums",
    Label(zh="历史汇总", en="Earlier totals"),
    EarlierSum,
    Label(
        zh="历史成绩按人、项目、年度合计和平均；空的跳过，不算零分。", en="Earlier scores by person, category and year; blanks are skipped."
    ),
    is_log=True,
)

YEAR_SHEETS = (YEARS, DEPARTMENTS, DEPARTMENT_PLACES, AWARDS, TREND, EARLIER, EARLIER_SUMS)
