"""What can be wrong with years, awards and earlier scores."""

import polars as pl

from shopbook.books.appraisal.year.sheets import APPROVED, PROPOSED
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_YEAR = "D0 四(三); AMB-10"
_OBJECTION = "AMB-33"
_AWARD = "D1-2 五.2"
_EARLIER = "D0 四(三)"
_LATEST = pl.col("published_on") + pl.duration(days=parameter("year_objection_days"))

ROW_TWICE = Rule(
    "years.row-twice",
    on="employee_no",
    where=pl.col("row.times") > 1,
    says=Label(zh="{employee_no} 在 {year} 年有 {row.times} 行，请只留一行", en="{employee_no} has {row.times} rows in {year}: keep one"),
    source=_YEAR,
    example=Label(zh="复制了一行", en="a row copied"),
)
FINAL_WITHOUT_REASON = Rule(
    "years.final-without-reason",
    on="final",
    where=pl.col("final").is_not_null() & pl.col("final").ne_missing(pl.col("mean")) & pl.col("final_reason").is_null(),
    says=Label(zh="最终得分 {final} 与平均分 {mean} 不一样，请写调整原因", en="The final score {final} is not the mean {mean}: say why"),
    source=_YEAR,
    example=Label(zh="平均分 82.10，最终得分 85，调整原因空着", en="mean 82.10, final 85, no reason"),
)
CHANGED_SINCE = Rule(
    "years.changed-since-published",
    on="mean",
    where=pl.col("published_on").is_not_null() & pl.col("now.mean").is_not_null() & pl.col("now.mean").ne_missing(pl.col("mean")),
    severity=Severity.WARNING,
    says=Label(
        zh="公布的平均分是 {mean}，按现在的各月得分是 {now.mean}；要重新计算就清空公布日期再点“年度考核”",
        en="{mean} was published; the months now come to {now.mean}. To work it out anew, empty Published on and run Annual appraisal",
    ),
    source=_YEAR,
    example=Label(zh="公布之后改了 3 月的得分", en="March was changed after publication"),
)
OBJECTION_LATE = Rule(
    "years.objection-late",
    on="objected_on",
    where=pl.col("objected_on") > _LATEST,
    severity=Severity.WARNING,
    says=Label(
        zh="{published_on} 公布，{objected_on} 才提出异议，超过 {year_objection_days} 天",
        en="Published on {published_on}, objected to on {objected_on}: more than {year_objection_days} days",
    ),
    source=_OBJECTION,
    example=Label(zh="1 月 10 日公布，1 月 14 日提出异议", en="published on 10 January, objected to on the 14th"),
)
OBJECTION_EARLY = Rule(
    "years.objection-before-published",
    on="objected_on",
    where=pl.col("objected_on").is_not_null() & (pl.col("published_on").is_null() | (pl.col("objected_on") < pl.col("published_on"))),
    says=Label(
        zh="{objected_on} 提出异议，公布日期是 {published_on}：请核对日期",
        en="Objected to on {objected_on}, published on {published_on}: look at the dates",
    ),
    source=_OBJECTION,
    example=Label(zh="没有公布日期就有异议", en="an objection to what was not published"),
)
OBJECTION_BLANK = Rule(
    "years.objection-incomplete",
    on="objection",
    where=pl.col("objected_on").is_null() != pl.col("objection").is_null(),
    says=Label(zh="异议的日期和内容要一起填", en="An objection needs both its date and its words"),
    source=_OBJECTION,
    example=Label(zh="写了异议日期，没写异议内容", en="a date, and no words"),
)
OBJECTION_OPEN = Rule(
    "years.objection-open",
    on="answer",
    where=pl.col("objection").is_not_null() & (pl.col("answer").is_null() | pl.col("answered_by").is_null()),
    severity=Severity.WARNING,
    says=Label(zh="异议还没有答复，请写答复和答复人", en="The objection is not answered: write the answer and who gives it"),
    source=_OBJECTION,
    example=Label(zh="写了异议，答复空着", en="an objection without an answer"),
)
ANSWERS_HIMSELF = Rule(
    "years.answers-himself",
    on="answered_by",
    where=pl.col("answers.himself"),
    says=Label(zh="不能由本人答复自己的异议，请换一个人", en="Nobody answers his own objection: somebody else must"),
    source=_OBJECTION,
    example=Label(zh="张三的异议，答复人张三", en="an objection and its answer by the same person"),
)
YEAR_RULES = (
    ROW_TWICE,
    FINAL_WITHOUT_REASON,
    CHANGED_SINCE,
    OBJECTION_LATE,
    OBJECTION_EARLY,
    OBJECTION_BLANK,
    OBJECTION_OPEN,
    ANSWERS_HIMSELF,
)
"""Of 年度; ``now.mean``, ``row.times`` and ``answers.himself`` stand beside its rows."""

AWARD_UNSIGNED = Rule(
    "awards.without-name",
    on="approved_by",
    where=pl.col("state").is_not_null() & (pl.col("state") != PROPOSED) & pl.col("approved_by").is_null(),
    says=Label(zh="状态是“{state}”，请写批准人", en="The state is {state}: write who decided"),
    source=_AWARD,
    example=Label(zh="批准了，批准人空着", en="approved, by nobody"),
)
AWARDS_HIMSELF = Rule(
    "awards.approves-himself",
    on="approved_by",
    where=pl.col("approves.himself"),
    says=Label(zh="不能批准自己评优，请换一个人", en="Nobody approves an award of their own: somebody else must"),
    source=_AWARD,
    example=Label(zh="被评的人和批准人都是张三", en="the same person is proposed and approves"),
)
AWARD_NOT_EARNED = Rule(
    "awards.not-earned",
    on="score",
    where=pl.col("now.earned").not_() & pl.col("state").is_in([PROPOSED, APPROVED]),
    severity=Severity.WARNING,
    says=Label(
        zh="{name} 按现在的得分和参数不符合评优条件；请核对，不评就写“不批准”",
        en="By the scores and parameters of now {name} does not earn it: look at it, or refuse it",
    ),
    source=_AWARD,
    example=Label(zh="批准之后年度得分改低了", en="the year's score was lowered after approval"),
)
AWARD_TWICE = Rule(
    "awards.twice",
    on="employee_no",
    where=pl.col("row.times") > 1,
    says=Label(zh="{employee_no} 在 {period} 有 {row.times} 行，请只留一行", en="{employee_no} has {row.times} rows in {period}: keep one"),
    source=_AWARD,
    example=Label(zh="同一个人手工又加了一行", en="a row added for somebody who is there already"),
)
AWARD_RULES = (AWARD_TWICE, AWARD_UNSIGNED, AWARDS_HIMSELF, AWARD_NOT_EARNED)
"""Of 评优; ``now.earned``, ``row.times`` and ``approves.himself`` stand beside its rows."""

PERIOD_UNREAD = Rule(
    "earlier.period-unread",
    on="period",
    where=pl.col("period").is_not_null() & pl.col("is.dated").not_(),
    severity=Severity.WARNING,
    says=Label(
        zh="期间“{period}”没有写清是哪一年，不计入年度；请写成 2026-03、2026-Q1 或 2026",
        en="'{period}' does not say which year and counts in none: write 2026-03, 2026-Q1 or 2026",
    ),
    source=_EARLIER,
    example=Label(zh="Q1", en="Q1"),
)
SCORE_TWICE = Rule(
    "earlier.twice",
    on="period",
    where=pl.col("row.times") > 1,
    says=Label(
        zh="{name} 的 {period} 有 {row.times} 行，会重复合计，请只留一行",
        en="{name} has {row.times} rows for {period}, which are added up more than once: keep one",
    ),
    source=_EARLIER,
    example=Label(zh="同一个月写了两行", en="one month on two rows"),
)
PERSON_UNKNOWN = Rule(
    "earlier.person-unknown",
    on="name",
    where=pl.col("is.monthly") & pl.col("is.known").not_(),
    severity=Severity.HINT,
    says=Label(
        zh="{name} 不在“员工”里或有同名的人，{period} 的得分不计入年度；同名的请写工号",
        en="{name} is not on Employees or shares the name, so {period} counts in no year: write the employee number",
    ),
    source=_EARLIER,
    example=Label(zh="已经离职、没有列入员工的人", en="somebody who left and is not on Employees"),
)
OFF_SCALE = Rule(
    "earlier.off-scale",
    on="score",
    where=pl.col("is.monthly") & ((pl.col("score") < 0) | (pl.col("score") > 100)),  # noqa: PLR2004 - the scale of scores
    severity=Severity.WARNING,
    says=Label(zh="得分 {score} 不在 0–100 之间，不计入年度", en="{score} is not within 0 to 100 and counts in no year"),
    source="AMB-09",
    example=Label(zh="120", en="120"),
)
EARLIER_RULES = (PERIOD_UNREAD, SCORE_TWICE, PERSON_UNKNOWN, OFF_SCALE)
"""Of 历史成绩; ``is.dated``, ``is.monthly``, ``is.known`` and ``row.times`` stand beside its rows."""
