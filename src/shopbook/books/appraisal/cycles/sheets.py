"""The sheets of a month: its weights and how far it has come, what each person is measured by, who is missing."""

from typing import Annotated

from annotated_types import Ge, Le

from shopbook.books.appraisal.measures.names import MEASURE_OPTIONS
from shopbook.books.appraisal.vocabulary import ASPECTS, METHODS, ORIGINS, STEPS_OF_A_MONTH, Points
from shopbook.labels import Label
from shopbook.sheet.columns import (
    Choice,
    Day,
    Integer,
    Moment,
    Number,
    Option,
    Person,
    Row,
    Sheet,
    Text,
    TextId,
    check_column,
    column,
)

OPEN, CLOSED = "open", "closed"
CYCLE_STATES = (Option(OPEN, Label(zh="进行中", en="Open")), Option(CLOSED, Label(zh="已完成", en="Closed"), ("完成",)))

_FROZEN = Label(
    zh="开始时按“参数”记下，以后改参数不影响本月", en="As the parameters were when the month began; later changes leave it alone"
)


class Cycle(Row):
    """One month of appraisal, with the weights that hold for it."""

    check: Text | None = check_column()
    cycle: TextId = column(
        "月份", "Month", key=True, width=10, help=Label(zh="被考核的月份，例如 2026-06", en="The month appraised, such as 2026-06")
    )
    opens_on: Day | None = column("开始", "Opens on", width=12, computed=True)
    closes_on: Day | None = column("截止", "Closes on", width=12, computed=True)
    extended_to: Day | None = column("延期至", "Extended to", width=12)
    state: Choice | None = column("状态", "State", options=CYCLE_STATES, width=9, computed=True)
    self_weight: Points | None = column("自评权重", "Self %", width=9, computed=True, help=_FROZEN)
    superior_weight: Points | None = column("上级权重", "Superior %", width=9, computed=True, help=_FROZEN)
    peer_weight: Points | None = column("互评权重", "Peers %", width=9, computed=True, help=_FROZEN)
    performance_weight: Points | None = column("业绩权重", "Performance %", width=11, computed=True, help=_FROZEN)
    ability_weight: Points | None = column("能力权重", "Ability %", width=9, computed=True, help=_FROZEN)
    attitude_weight: Points | None = column("态度权重", "Attitude %", width=9, computed=True, help=_FROZEN)
    min_peers: Integer | None = column("互评至少人数", "Peers shown from", width=11, computed=True, help=_FROZEN)
    grades: Text | None = column("等级标准", "Grades", width=28, computed=True, help=_FROZEN)
    people: Integer | None = column("人数", "People", width=8, computed=True)
    self_done: Integer | None = column("已自评", "Self done", width=8, computed=True)
    superior_done: Integer | None = column("上级已评", "Superiors done", width=9, computed=True)
    peers_done: Integer | None = column("互评份数", "Peer forms", width=9, computed=True)
    scored: Integer | None = column("已评定", "Scored", width=8, computed=True)
    confirmed: Integer | None = column("已确认", "Confirmed", width=9, computed=True)
    archived: Integer | None = column("已存档", "Archived", width=9, computed=True)


CYCLES = Sheet(
    "cycles",
    Label(zh="周期", en="Cycles"),
    Cycle,
    Label(
        zh="每个月一行，由“开始考核”加上；次月 1–10 日评分，过了也能交，要写原因。",
        en="A row per month, added by a task; ratings are given on days 1–10 of the next month, later ones need a reason.",
    ),
)


class CardLine(Row):
    """One indicator of one person in one month, as the library had it when the month began."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10, computed=True)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    code: TextId = column("指标编码", "Indicator code", key=True, width=16, computed=True)
    aspect: Choice | None = column("方面", "Aspect", options=ASPECTS, width=12, computed=True)
    indicator: Text | None = column("指标", "Indicator", width=24, computed=True)
    weight: Points | None = column("权重", "Weight", width=8, computed=True)
    method: Choice | None = column("计分方法", "Scoring", options=METHODS, width=15, computed=True)
    target: Number | None = column("目标值", "Target", width=9, computed=True)
    unit: Text | None = column("单位", "Unit", width=7, computed=True)
    steps: Text | None = column("分档", "Steps", width=20, computed=True)
    per_case: Number | None = column("每次扣分", "Points per case", width=9, computed=True)
    floor: Points | None = column("最低分", "At least", width=8, computed=True)
    cap: Annotated[Number, Ge(0), Le(200)] | None = column("最高分", "At most", width=8, computed=True)
    source: Choice | None = column("取数", "Filled from", options=MEASURE_OPTIONS, width=20, computed=True)
    actual: Number | None = column(
        "实际值",
        "Actual",
        width=10,
        help=Label(zh="没有取数来源的在这里填；手填的会标明", en="Typed here where nothing fills it; marked as typed"),
    )
    origin: Choice | None = column("来历", "Origin", options=ORIGINS, width=8, computed=True)
    numerator: Number | None = column("分子", "Numerator", width=10, computed=True)
    denominator: Number | None = column("分母", "Denominator", width=10, computed=True)
    evidence: Text | None = column("依据", "Evidence", width=34, computed=True)
    address: Text | None = column(
        "位置", "Place", width=24, computed=True, help=Label(zh="先看哪个工作簿的哪一格", en="The workbook and cell to look at first")
    )
    link: Text | None = column(
        "跳转", "Go to", width=9, computed=True, leads_to="address", help=Label(zh="点一下打开“位置”", en="Click to open Place")
    )
    measured_at: Moment | None = column("取数时间", "Measured at", width=17, computed=True)
    score: Number | None = column("得分", "Score", width=8, computed=True)


CARD_LINES = Sheet(
    "card_lines",
    Label(zh="考核指标", en="Card lines"),
    CardLine,
    Label(
        zh="每人每月的指标，开始考核时从指标库抄下；能取数的由“指标取数”填，其余填“实际值”或由人评分。",
        en="Each person's indicators of a month, copied when it begins; measured where a workbook tells, else typed or rated.",
    ),
)


class MissingRow(Row):
    """One step that somebody has not done."""

    cycle: TextId | None = column("月份", "Month", width=10, computed=True)
    step: Choice | None = column("步骤", "Step", options=STEPS_OF_A_MONTH, width=12, computed=True)
    who: Person | None = column("等谁", "Waiting for", width=12, computed=True)
    about: Person | None = column("被评人", "About", width=12, computed=True)
    department: Text | None = column("部门", "Department", width=12, computed=True)
    due_on: Day | None = column("截止", "Due on", width=12, computed=True)
    days_late: Integer | None = column("逾期天数", "Days late", width=10, computed=True)


MISSING = Sheet(
    "missing",
    Label(zh="未完成名单", en="Who is missing"),
    MissingRow,
    Label(zh="谁的哪一步还没有做，逾期的排在前面。", en="Who has yet to do what; those that are late come first."),
    is_log=True,
)
