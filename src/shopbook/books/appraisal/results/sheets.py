"""The sheets of results: composite scores, talks and confirmations, the archive."""

from shopbook.books.appraisal.vocabulary import GRADES, STEPS_OF_A_MONTH, Points
from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Flag, Integer, Moment, Person, Row, Sheet, Text, TextId, check_column, column


class Composite(Row):
    """What a person's month comes to."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10, computed=True)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    department: Text | None = column("部门", "Department", width=12, computed=True)
    post: Text | None = column("岗位", "Post", width=20, computed=True)
    excused: Flag | None = column("整月休假", "On leave", width=9, computed=True)
    performance: Points | None = column("业绩", "Performance", width=8, computed=True)
    ability: Points | None = column("能力", "Ability", width=8, computed=True)
    attitude: Points | None = column("态度", "Attitude", width=8, computed=True)
    self_score: Points | None = column("自评", "Self", width=8, computed=True)
    superior_score: Points | None = column("上级", "Superior", width=8, computed=True)
    peer_score: Points | None = column("互评", "Peers", width=8, computed=True)
    peers: Integer | None = column("互评人数", "Number of peers", width=9, computed=True)
    computed: Points | None = column("计算得分", "Computed", width=9, computed=True)
    missing: Text | None = column("缺项说明", "What is missing", width=30, computed=True)
    observation: Text | None = column("日常观察", "Observation", width=24)
    final: Points | None = column(
        "最终得分",
        "Final",
        width=9,
        help=Label(zh="空着就按计算得分；不一样要写原因", en="Blank: as computed; a different one needs a reason"),
    )
    final_reason: Text | None = column("调整原因", "Reason", width=24)
    decided_by: Person | None = column("评定人", "Decided by", width=10)
    decided_on: Day | None = column("评定日期", "Decided on", width=12)
    score: Points | None = column("得分", "Score", width=8, computed=True)
    grade: Choice | None = column("等级", "Grade", options=GRADES, width=7, computed=True)
    rank: Integer | None = column("名次", "Rank", width=7, computed=True)
    step: Choice | None = column("下一步", "Next step", options=STEPS_OF_A_MONTH, width=11, computed=True)


COMPOSITES = Sheet(
    "composites",
    Label(zh="综合评定", en="Composite"),
    Composite,
    Label(
        zh="三方评分按权重合成；缺的部分不算零分，权重重新分配并注明。主管可改最终得分，要写原因。",
        en="The three ratings by weight; what is missing is not zero but left out, and said. "
        "A manager may set another final score, with a reason.",
    ),
)


class Feedback(Row):
    """The talk about a month, and the employee's word on it."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    talked_on: Day | None = column("面谈日期", "Talked on", width=12)
    talked_by: Person | None = column("面谈人", "Talked by", width=10)
    improvement_plan: Text | None = column("改进计划", "Improvement plan", width=30)
    goals: Text | None = column("下月目标", "Goals", width=30)
    confirmed_on: Day | None = column("确认日期", "Confirmed on", width=12)
    confirmed_by: Person | None = column("确认人", "Confirmed by", width=10, help=Label(zh="员工本人", en="The employee"))
    objected_on: Day | None = column("异议日期", "Objected on", width=12)
    objection: Text | None = column("异议", "Objection", width=26)
    answer: Text | None = column("答复", "Answer", width=26)
    answered_by: Person | None = column("答复人", "Answered by", width=10)
    answered_on: Day | None = column("答复日期", "Answered on", width=12)


FEEDBACK = Sheet(
    "feedback",
    Label(zh="反馈", en="Feedback"),
    Feedback,
    Label(zh="面谈、改进计划、目标，员工确认或提出异议。", en="The talk, the plan, the goals; the employee confirms or objects."),
)


class ArchivedCard(Row):
    """A confirmed card, never changed again."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10, computed=True)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    department: Text | None = column("部门", "Department", width=12, computed=True)
    post: Text | None = column("岗位", "Post", width=20, computed=True)
    performance: Points | None = column("业绩", "Performance", width=8, computed=True)
    ability: Points | None = column("能力", "Ability", width=8, computed=True)
    attitude: Points | None = column("态度", "Attitude", width=8, computed=True)
    self_score: Points | None = column("自评", "Self", width=8, computed=True)
    superior_score: Points | None = column("上级", "Superior", width=8, computed=True)
    peer_score: Points | None = column("互评", "Peers", width=8, computed=True)
    peers: Integer | None = column("互评人数", "Number of peers", width=9, computed=True)
    computed: Points | None = column("计算得分", "Computed", width=9, computed=True)
    score: Points | None = column("得分", "Score", width=8, computed=True)
    reason: Text | None = column("调整原因", "Reason", width=24, computed=True)
    grade: Choice | None = column("等级", "Grade", options=GRADES, width=7, computed=True)
    improvement_plan: Text | None = column("改进计划", "Improvement plan", width=26, computed=True)
    goals: Text | None = column("下月目标", "Goals", width=26, computed=True)
    confirmed_on: Day | None = column("确认日期", "Confirmed on", width=12, computed=True)
    archived_at: Moment | None = column("存档时间", "Archived at", width=17, computed=True)
    archived_by: Person | None = column("存档人", "Archived by", width=10, computed=True)
    fingerprint: TextId | None = column(
        "指纹",
        "Fingerprint",
        width=18,
        computed=True,
        help=Label(zh="存档内容的指纹；之后改了哪里，检查会指出", en="Of what was archived; the check says when it was changed later"),
    )


ARCHIVE = Sheet(
    "archive",
    Label(zh="档案", en="Archive"),
    ArchivedCard,
    Label(zh="员工确认过的评分，存档后不再改。", en="Cards that were confirmed; never changed again."),
    is_log=True,
)
