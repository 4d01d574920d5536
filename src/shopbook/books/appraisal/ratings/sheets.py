"""The sheets of what people say: of themselves, of those they lead, of colleagues; each rating by itself."""

from shopbook.books.appraisal.vocabulary import ORIGINS, RATERS, Points
from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Moment, Option, Person, Row, Sheet, Text, TextId, check_column, column

_ASPECT_HELP = Label(zh="由评分明细算出；不发表的可以直接填 0–100", en="Worked out from ratings; may be typed where no forms are used")
_LATE_HELP = Label(zh="过了截止日期才交，写明原因", en="Why it came after the closing day")


class SelfReview(Row):
    """What a person says of a month."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    achievements: Text | None = column("工作成绩", "Achievements", width=30)
    shortcomings: Text | None = column("不足", "Shortcomings", width=24)
    improvements: Text | None = column("改进措施", "Improvements", width=24)
    performance: Points | None = column("业绩", "Performance", width=8, help=_ASPECT_HELP)
    ability: Points | None = column("能力", "Ability", width=8, help=_ASPECT_HELP)
    attitude: Points | None = column("态度", "Attitude", width=8, help=_ASPECT_HELP)
    score: Points | None = column("自评得分", "Self score", width=9, help=_ASPECT_HELP)
    submitted_on: Day | None = column("提交日期", "Submitted on", width=12)
    late_reason: Text | None = column("逾期原因", "Why late", width=18, help=_LATE_HELP)
    origin: Choice | None = column("来历", "Origin", options=ORIGINS, width=8, computed=True)
    file: Text | None = column("文件", "File", width=26, computed=True)


SELF_REVIEWS = Sheet(
    "self_reviews",
    Label(zh="自评", en="Self reviews"),
    SelfReview,
    Label(
        zh="每人每月一行：成绩、不足、改进，各方面自评分。",
        en="A row per person and month: achievements, shortcomings, improvements, scores.",
    ),
)


class SuperiorReview(Row):
    """What a superior says of a person in a month."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10)
    employee_no: TextId = column("工号", "Employee no.", key=True, width=11)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    superior: Person | None = column("评价人", "Rated by", width=10)
    performance: Points | None = column("业绩", "Performance", width=8, help=_ASPECT_HELP)
    ability: Points | None = column("能力", "Ability", width=8, help=_ASPECT_HELP)
    attitude: Points | None = column("态度", "Attitude", width=8, help=_ASPECT_HELP)
    score: Points | None = column("上级评分", "Superior's score", width=9, help=_ASPECT_HELP)
    opinion: Text | None = column("评价意见", "Opinion", width=34)
    submitted_on: Day | None = column("提交日期", "Submitted on", width=12)
    late_reason: Text | None = column("逾期原因", "Why late", width=18, help=_LATE_HELP)
    origin: Choice | None = column("来历", "Origin", options=ORIGINS, width=8, computed=True)
    file: Text | None = column("文件", "File", width=26, computed=True)


SUPERIOR_REVIEWS = Sheet(
    "superior_reviews",
    Label(zh="上级评价", en="Superior reviews"),
    SuperiorReview,
    Label(zh="每人每月一行：直接上级的评分和意见。", en="A row per person and month: the superior's scores and opinion."),
)


class PeerReview(Row):
    """What one colleague says of another in a month."""

    check: Text | None = check_column()
    cycle: TextId = column("月份", "Month", key=True, width=10)
    employee_no: TextId = column("被评人工号", "Rated employee", key=True, width=12)
    name: Person | None = column("被评人", "Rated", width=10, computed=True)
    peer_no: TextId = column("评价人工号", "Peer's no.", key=True, width=12)
    peer: Person | None = column("评价人", "Peer", width=10, computed=True)
    cooperation: Points | None = column("协作", "Cooperation", width=8)
    communication: Points | None = column("沟通", "Communication", width=8)
    score: Points | None = column("互评得分", "Peer score", width=9, computed=True)
    comment: Text | None = column("意见", "Comment", width=28)
    submitted_on: Day | None = column("提交日期", "Submitted on", width=12)
    late_reason: Text | None = column("逾期原因", "Why late", width=18, help=_LATE_HELP)
    origin: Choice | None = column("来历", "Origin", options=ORIGINS, width=8, computed=True)
    file: Text | None = column("文件", "File", width=26, computed=True)


PEER_REVIEWS = Sheet(
    "peer_reviews",
    Label(zh="互评", en="Peer reviews"),
    PeerReview,
    Label(
        zh="同事之间的评分，只有人事和主管能看；被评人只看到平均分。",
        en="Colleagues' scores, for HR and managers alone; whoever is rated sees averages.",
    ),
)


class RatingRow(Row):
    """One indicator rated by one person."""

    cycle: TextId | None = column("月份", "Month", width=10, computed=True)
    employee_no: TextId | None = column("工号", "Employee no.", width=11, computed=True)
    name: Person | None = column("姓名", "Name", width=10, computed=True)
    rater: Choice | None = column("谁评的", "Rater", options=RATERS, width=9, computed=True)
    code: TextId | None = column("指标编码", "Indicator code", width=16, computed=True)
    indicator: Text | None = column("指标", "Indicator", width=20, computed=True)
    score: Points | None = column("评分", "Points", width=8, computed=True)
    remark: Text | None = column("说明", "Remark", width=30, computed=True)
    file: Text | None = column("文件", "File", width=26, computed=True)


RATINGS = Sheet(
    "ratings",
    Label(zh="评分明细", en="Ratings"),
    RatingRow,
    Label(zh="收回的表里每个指标的评分。", en="Each indicator's rating from the forms that came back."),
    is_log=True,
)

OUT, RETURNED, PARTLY = "out", "returned", "partly"
FORM_STATES = (
    Option(OUT, Label(zh="已发出", en="Out")),
    Option(PARTLY, Label(zh="未填完", en="Partly filled in")),
    Option(RETURNED, Label(zh="已收回", en="Returned")),
)


class FormRow(Row):
    """One form that was handed out."""

    form_no: TextId = column("表号", "Form no.", key=True, width=24, computed=True)
    cycle: TextId | None = column("月份", "Month", width=10, computed=True)
    step: Choice | None = column("步骤", "Step", options=RATERS, width=10, computed=True)
    rater_no: TextId | None = column("填表人工号", "Filled in by (no.)", width=12, computed=True)
    rater: Person | None = column("填表人", "Filled in by", width=10, computed=True)
    about_no: TextId | None = column("被评人工号", "About (no.)", width=12, computed=True)
    about: Person | None = column("被评人", "About", width=10, computed=True)
    made_at: Moment | None = column("发出时间", "Made at", width=17, computed=True)
    returned_at: Moment | None = column("收回时间", "Returned at", width=17, computed=True)
    state: Choice | None = column("状态", "State", options=FORM_STATES, width=10, computed=True)
    file: Text | None = column("文件", "File", width=30, computed=True)
    fingerprint: TextId | None = column("指纹", "Fingerprint", width=18, computed=True)


FORM_LOG = Sheet(
    "form_log",
    Label(zh="发放回收", en="Forms"),
    FormRow,
    Label(zh="发出去的每份表、收回没有。", en="Each form handed out, and whether it came back."),
    is_log=True,
)
