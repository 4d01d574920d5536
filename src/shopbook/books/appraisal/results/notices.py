"""What scoring and archiving report otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

OUT_OF_DATE = Notice(
    "results.out-of-date",
    Severity.WARNING,
    Label(
        zh="“综合评定”不是最新的，有 {people} 人的评分或下一步有变化，请点“综合评定”",
        en="Composite is not up to date: people whose score or next step has changed: {people}. Click Score",
    ),
    Label(zh="收回新的考核表以后没有重新评定", en="forms were collected, but nobody has scored since"),
)
GRADE_SHARE = Notice(
    "results.grade-share",
    Severity.WARNING,
    Label(
        zh="{month} 的 {grade} 有 {people} 人（{percent}%），等级比例要求 {limit}，即 {allowed} 人；只是提醒，不改分数",
        en="{month} has {people} {people|person|people} ({percent} %) with grade {grade}; the shop wants {limit}, that is {allowed}. "
        "No score is changed",
    ),
    Label(zh="20 人里有 6 人是 A，要求 A≤20%", en="6 of 20 people have an A, at most 20 % may"),
)
NO_GRADES = Notice(
    "results.no-grades",
    Severity.ERROR,
    Label(
        zh="{month} 的等级标准“{text}”看不懂，没有给等级；应写成 A≥90; B≥80; C≥70; D≥60; E",
        en="The grades of {month}, '{text}', mean nothing, so nobody gets one: write A>=90; B>=80; C>=70; D>=60; E",
    ),
    Label(zh="优秀 90 以上", en="excellent above 90"),
)
CARD_GONE = Notice(
    "archive.gone",
    Severity.ERROR,
    Label(
        zh="{employee_no} 在 {month} 已经存档，“档案”里却没有这一行，请恢复",
        en="The card of {employee_no} for {month} was archived, but its line on Archive is gone: put it back",
    ),
    Label(zh="存档的行被删掉", en="an archived line was deleted"),
)
NOT_ARCHIVED = Notice(
    "archive.not-ready",
    Severity.WARNING,
    Label(zh="{employee_no} 在 {month} 没有存档：{why}", en="{employee_no} was not archived for {month}: {why}"),
    Label(zh="员工还没有确认", en="the employee has not confirmed"),
)

RESULT_NOTICES = (OUT_OF_DATE, GRADE_SHARE, NO_GRADES, CARD_GONE, NOT_ARCHIVED)
"""All of them, for the page of rules."""
