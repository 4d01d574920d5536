"""The forms that people rate on: a card for oneself or for somebody one leads, and a list of colleagues. No form knows anybody's score."""

from shopbook.books.appraisal.vocabulary import ASPECTS, METHODS, PEER, SELF, SUPERIOR, Points
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Choice, Form, Number, Option, Row, Sheet, Text, TextId, column

_ROW_HEIGHT, _WORDS_HEIGHT = 26, 90
"""Points; of the words room for some lines."""

_POINTS_HELP = Label(zh="0 到 100 分；没法评的空着，空着不算 0 分", en="0 to 100; leave blank what you cannot rate, which is not 0")
_FORM_NO = ("表号", "Form no.")


class RatedLine(Row):
    """One indicator that people give points for."""

    code: TextId = column("指标编码", "Indicator code", key=True, width=14, computed=True)
    aspect: Choice | None = column("方面", "Aspect", options=ASPECTS, width=10, computed=True)
    indicator: Text | None = column("指标", "Indicator", width=26, computed=True)
    weight: Number | None = column("权重", "Weight", width=8, computed=True)
    score: Points | None = column("评分", "Points", width=12, help=_POINTS_HELP)
    remark: Text | None = column("说明", "Remark", width=48, help=Label(zh="举例说明，可以不写", en="An example; may be left out"))
    form_no: TextId | None = column(*_FORM_NO, width=26, computed=True)


RATED = Sheet(
    "form_ratings",
    Label(zh="评分", en="Ratings"),
    RatedLine,
    Label(zh="每项打 0–100 分，然后填“小结”那一页。", en="Give each item 0 to 100 points, then fill in the sheet In words."),
    form=Form(_ROW_HEIGHT),
)


class FigureLine(Row):
    """One indicator that figures decide: to be read, and commented on."""

    code: TextId = column("指标编码", "Indicator code", key=True, width=14, computed=True)
    indicator: Text | None = column("指标", "Indicator", width=26, computed=True)
    weight: Number | None = column("权重", "Weight", width=8, computed=True)
    method: Choice | None = column("计分方法", "Scoring", options=METHODS, width=18, computed=True)
    target: Number | None = column("目标值", "Target", width=10, computed=True)
    steps: Text | None = column("分档", "Steps", width=44, computed=True)
    actual: Number | None = column("实际值", "Actual", width=10, computed=True)
    unit: Text | None = column("单位", "Unit", width=8, computed=True)
    remark: Text | None = column(
        "说明", "Remark", width=34, help=Label(zh="对数据有不同意见写在这里", en="Say here if you see the figure otherwise")
    )
    form_no: TextId | None = column(*_FORM_NO, width=26, computed=True)


FIGURES = Sheet(
    "form_figures",
    Label(zh="业绩数据", en="Figures"),
    FigureLine,
    Label(zh="这些指标由数据计分，不用打分。", en="These are scored by their figures; they need no points."),
    form=Form(_ROW_HEIGHT),
)

ACHIEVEMENTS, SHORTCOMINGS, IMPROVEMENTS, OPINION, LATE_REASON = (
    "achievements",
    "shortcomings",
    "improvements",
    "opinion",
    "late_reason",
)
QUESTIONS = {
    ACHIEVEMENTS: Label(zh="本月工作成绩", en="What was achieved this month"),
    SHORTCOMINGS: Label(zh="不足之处（没有写“无”）", en="What fell short (or none)"),
    IMPROVEMENTS: Label(zh="改进措施", en="What will be done better"),
    OPINION: Label(zh="评价意见", en="Opinion"),
    LATE_REASON: Label(zh="逾期原因（截止以后交才填）", en="Why it is late (only if it is)"),
}
_QUESTION_OPTIONS = tuple(Option(code, label) for code, label in QUESTIONS.items())

ASKED = {SELF: (ACHIEVEMENTS, SHORTCOMINGS, IMPROVEMENTS), SUPERIOR: (OPINION,), PEER: ()}
"""What each form asks in words, beside the reason for being late. Source: D0 四(四)."""


class WordsLine(Row):
    """One question, answered in words."""

    code: Choice = column("项目", "Question", options=_QUESTION_OPTIONS, key=True, width=38, computed=True)
    answer: Text | None = column("填写", "Answer", width=90, wrapped=True)
    form_no: TextId | None = column(*_FORM_NO, width=26, computed=True)


WORDS = Sheet(
    "form_words",
    Label(zh="小结", en="In words"),
    WordsLine,
    Label(zh="用自己的话写，写完保存，放回原来的文件夹。", en="In your own words; then save the file and put it back into its folder."),
    form=Form(_WORDS_HEIGHT),
)


class ColleagueLine(Row):
    """One colleague who is rated."""

    about_no: TextId = column("被评人工号", "Rated employee", key=True, width=14, computed=True)
    name: Text | None = column("姓名", "Name", width=12, computed=True)
    department: Text | None = column("部门", "Department", width=16, computed=True)
    post: Text | None = column("岗位", "Post", width=24, computed=True)
    cooperation: Points | None = column("协作", "Cooperation", width=12, help=_POINTS_HELP)
    communication: Points | None = column("沟通", "Communication", width=12, help=_POINTS_HELP)
    comment: Text | None = column(
        "意见", "Comment", width=48, help=Label(zh="被评人看不到是谁写的", en="Whoever is rated does not see who wrote it")
    )
    form_no: TextId | None = column(*_FORM_NO, width=26, computed=True)


COLLEAGUES = Sheet(
    "form_colleagues",
    Label(zh="互评", en="Colleagues"),
    ColleagueLine,
    Label(
        zh="给每位同事的协作、沟通各打 0–100 分；不了解的空着。",
        en="Rate each colleague's cooperation and communication from 0 to 100; leave blank whom you do not know.",
    ),
    form=Form(_ROW_HEIGHT),
)

CARD_FORM = Book(
    code="card",
    version=1,
    label=Label(zh="考核表", en="Appraisal form"),
    help=Label(
        zh="自评或上级评价，一个人一份：打分、写小结，保存后放回“考核表”文件夹。",
        en="A self review or a superior's, one per person: rate, answer in words, save, and put it back into the folder of forms.",
    ),
    sheets=(RATED, FIGURES, WORDS),
    tasks=(),
    rules=(),
    parameters=(),
)

PEER_FORM = Book(
    code="peer",
    version=1,
    label=Label(zh="互评表", en="Peer form"),
    help=Label(
        zh="给同事评分，一人一份：保存后放回“考核表”文件夹；只有人事和主管看得到。",
        en="Ratings of colleagues, one per person: save it and put it back into the folder of forms; only HR and managers see it.",
    ),
    sheets=(COLLEAGUES, WORDS),
    tasks=(),
    rules=(),
    parameters=(),
)
