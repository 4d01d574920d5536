"""What is said about months that begin, and about months that are late."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

WEIGHTS_OFF = Notice(
    "cycles.weights-not-100",
    Severity.ERROR,
    Label(
        zh="“参数”里{weights}合计 {sum}，应为 100；改好再开始考核",
        en="On Parameters {weights} come to {sum} and should be 100: set them right, then begin",
    ),
    Label(zh="自评 20、上级 60、互评 30", en="self 20, superior 60, peers 30"),
)
GRADES_UNCLEAR = Notice(
    "cycles.grades-unclear",
    Severity.ERROR,
    Label(
        zh="“参数”里的等级标准“{grades}”看不懂，请写成 A≥90; B≥80; C≥70; D≥60; E 这样；改好再开始考核",
        en="The grades '{grades}' on Parameters can't be read: write them like A>=90; B>=80; C>=70; D>=60; E, then begin",
    ),
    Label(zh="等级标准：优、良、中、差", en="grades: good, fair, poor"),
)
POST_NOT_READY = Notice(
    "cycles.post-not-ready",
    Severity.ERROR,
    Label(
        zh="{cycle}：指标库里“{post}”的指标有问题（{why}），这个岗位的 {count} 人没有开始；改好后再点一次“开始考核”",
        en="{cycle}: the indicators of '{post}' are not right ({why}), so {count} {count|person was|people were} left out: "
        "correct them and begin again",
    ),
    Label(zh="客服的业绩指标权重合计 90", en="weights of Customer service that come to 90"),
)
OVERDUE = Notice(
    "cycles.overdue",
    Severity.WARNING,
    Label(
        zh="{cycle} 的评分 {closes_on} 截止，已过 {days} 天，还缺 {count} 份，见“未完成名单”；现在交的要写逾期原因",
        en="Ratings of {cycle} closed on {closes_on}, {days} {days|day|days} ago, and {count} {count|is|are} still missing "
        "(see Who is missing); those that come now need a reason",
    ),
    Label(zh="7 月 11 日，6 月的评分还没有交齐", en="11 July, and ratings of June are missing"),
)

CYCLE_NOTICES = (WEIGHTS_OFF, GRADES_UNCLEAR, POST_NOT_READY, OVERDUE)
"""All of them, for the page of rules."""
