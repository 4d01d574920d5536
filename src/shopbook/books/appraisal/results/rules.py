"""What can be wrong with scores, talks and confirmations, and what shows that an archived card was changed.

Columns with a dot are joined beside the rows, see ``result_checks``.
"""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, now, parameter

_FLOW = "D0 四(四)"


def _is_ahead(field: str) -> pl.Expr:
    return pl.col(field) > now().dt.date()


def _date_ahead(sheet: str, field: str) -> Rule:
    return Rule(
        f"{sheet}.{field.replace('_', '-')}-ahead",
        on=field,
        where=_is_ahead(field),
        says=Label(zh="日期 {when} 在今天以后，请改正", en="The date {when} is after today: put it right").filled({"when": f"{{{field}}}"}),
        source=_FLOW,
        example=Label(zh="写成了明年", en="next year's date"),
    )


def _twice(sheet: str) -> Rule:
    return Rule(
        f"{sheet}.twice",
        on="employee_no",
        where=pl.col("person.times") > 1,
        says=Label(
            zh="{employee_no} 在 {cycle} 有 {person.times} 行，只用第一行，请删掉多的",
            en="{employee_no} has {person.times} lines for {cycle}; only the first is used: delete the others",
        ),
        source=_FLOW,
        example=Label(zh="同一人同一月两行", en="two lines for one person and month"),
    )


def _himself(code: str, on: str, says: Label) -> Rule:
    return Rule(
        code,
        on=on,
        where=pl.col(f"is_own.{on}"),
        says=says,
        source=_FLOW,
        example=Label(zh="写的是被评人自己", en="it is the person appraised"),
    )


_DIFFERS = pl.col("final").is_not_null() & pl.col("final").ne_missing(pl.col("computed"))

COMPOSITE_RULES: tuple[Rule, ...] = (
    _twice("results"),
    Rule(
        "results.final-without-reason",
        on="final_reason",
        where=_DIFFERS & pl.col("final_reason").is_null(),
        says=Label(
            zh="最终得分 {final} 与计算得分 {computed} 不同，要写调整原因；写上以前按计算得分",
            en="The final score {final} differs from the computed {computed} and needs a reason; until then the computed one counts",
        ),
        source="T25",
        example=Label(zh="计算得分 82.0，最终得分 84，没有原因", en="computed 82.0, final 84, no reason"),
    ),
    Rule(
        "results.final-without-decider",
        on="decided_by",
        where=_DIFFERS & pl.col("decided_by").is_null(),
        says=Label(
            zh="最终得分 {final} 与计算得分 {computed} 不同，要写评定人；写上以前按计算得分",
            en="The final score {final} differs from the computed {computed}: write who decided; until then the computed one counts",
        ),
        source=_FLOW,
        example=Label(zh="改了分，没有评定人", en="a score was changed by nobody"),
    ),
    Rule(
        "results.decided-half",
        on="decided_on",
        where=pl.col("decided_by").is_not_null() != pl.col("decided_on").is_not_null(),
        says=Label(
            zh="评定人和评定日期要一起写（现在是 {decided_by}、{decided_on}）",
            en="Decided by and Decided on go together (now {decided_by} and {decided_on})",
        ),
        source=_FLOW,
        example=Label(zh="有评定人没有日期", en="a name without a date"),
    ),
    _himself(
        "results.decided-on-himself",
        "decided_by",
        Label(zh="自己不能评定自己，请由上级或人事评定", en="Nobody decides on his own score: a superior or HR has to"),
    ),
    _date_ahead("results", "decided_on"),
    Rule(
        "results.changed-after-confirmation",
        on="score",
        where=pl.col("is_settled") & pl.col("score").ne_missing(pl.col("now.score")),
        says=Label(
            zh="员工确认（或存档）的是 {score} 分，后来最终得分改成了 {now.score}；请改回来，要重新评定，先清空“反馈”里的确认日期",
            en="{score} was confirmed or archived, but the final score now makes {now.score}: put it back; "
            "to decide anew, first empty the date of confirmation on Feedback",
        ),
        source=_FLOW,
        example=Label(zh="员工确认 82.0 以后最终得分改成 70", en="confirmed at 82.0, then the final score became 70"),
    ),
    Rule(
        "results.rated-after-confirmation",
        on="computed",
        where=pl.col("is_settled") & pl.col("computed").ne_missing(pl.col("now.computed")),
        says=Label(
            zh="员工确认（或存档）以后评分又有变化，现在算出来是 {now.computed}，没有计入（仍是 {computed}）",
            en="Ratings changed after the confirmation and now make {now.computed}; they do not count, it stays {computed}",
        ),
        severity=Severity.WARNING,
        source=_FLOW,
        example=Label(zh="确认以后又收到一份互评", en="a peer's form came after the confirmation"),
    ),
)

_CONFIRMED = pl.col("confirmed_on").is_not_null()

FEEDBACK_RULES: tuple[Rule, ...] = (
    _twice("feedback"),
    Rule(
        "feedback.no-score",
        on="employee_no",
        where=pl.col("employee_no").is_not_null() & ~pl.col("has_composite"),
        says=Label(
            zh="“综合评定”里没有 {employee_no} 在 {cycle} 的行，请核对月份和工号",
            en="Composite has no line of {employee_no} for {cycle}: check month and number",
        ),
        source=_FLOW,
        example=Label(zh="工号写错", en="a wrong number"),
    ),
    Rule(
        "feedback.talked-too-early",
        on="talked_on",
        where=pl.col("talked_on").is_not_null() & ~pl.col("is_signed"),
        says=Label(
            zh="已经面谈，但“综合评定”还没有评定人和评定日期；先评定，再面谈",
            en="The talk was held, but nobody has put name and date to the score on Composite: decide first, then talk",
        ),
        severity=Severity.WARNING,
        source=_FLOW,
        example=Label(zh="没有评定人就面谈了", en="a talk before the decision"),
    ),
    Rule(
        "feedback.confirmed-too-early",
        on="confirmed_on",
        where=_CONFIRMED & (pl.col("talked_on").is_null() | ~pl.col("is_signed") | (pl.col("confirmed_on") < pl.col("talked_on"))),
        says=Label(
            zh="还没有评定或面谈，不能先确认（面谈 {talked_on}，确认 {confirmed_on}）",
            en="Nobody can confirm before the decision and the talk (talk {talked_on}, confirmation {confirmed_on})",
        ),
        source=_FLOW,
        example=Label(zh="7 月 8 日确认，7 月 9 日才面谈", en="confirmed on 8 July, talk on 9 July"),
    ),
    Rule(
        "feedback.confirmed-by-other",
        on="confirmed_by",
        where=pl.col("confirmed_by").is_not_null() & ~pl.col("is_own.confirmed_by"),
        says=Label(zh="要由员工本人确认，这里写的是 {confirmed_by}", en="The employee confirms, nobody else; this says {confirmed_by}"),
        source=_FLOW,
        example=Label(zh="主管替员工确认", en="the manager confirmed"),
    ),
    Rule(
        "feedback.confirmed-half",
        on="confirmed_by",
        where=pl.col("confirmed_by").is_not_null() != _CONFIRMED,
        says=Label(
            zh="确认人和确认日期要一起写（现在是 {confirmed_by}、{confirmed_on}）",
            en="Confirmed by and Confirmed on go together (now {confirmed_by} and {confirmed_on})",
        ),
        source=_FLOW,
        example=Label(zh="有日期没有确认人", en="a date without a name"),
    ),
    _himself(
        "feedback.talked-with-himself",
        "talked_by",
        Label(zh="面谈人是员工自己，请写和他面谈的人", en="This is the employee: write who talked with him"),
    ),
    Rule(
        "feedback.objection-half",
        on="objection",
        where=pl.col("objection").is_not_null() != pl.col("objected_on").is_not_null(),
        says=Label(zh="异议要写内容和日期，缺一不可", en="An objection needs both its words and its date"),
        source="AMB-33",
        example=Label(zh="有异议没有日期", en="an objection without a date"),
    ),
    Rule(
        "feedback.objection-late",
        on="objected_on",
        where=(pl.col("objected_on") - pl.col("talked_on")).dt.total_days() > parameter("objection_days"),
        says=Label(
            zh="面谈 {talked_on} 以后超过 {objection_days} 天才提出异议（{objected_on}），是否受理由主管决定",
            en="The objection ({objected_on}) came more than {objection_days} days after the talk ({talked_on}): "
            "the manager decides about it",
        ),
        severity=Severity.WARNING,
        source="AMB-33",
        example=Label(zh="7 月 9 日面谈，7 月 13 日提异议", en="talk on 9 July, objection on 13 July"),
    ),
    Rule(
        "feedback.objection-open",
        on="answer",
        where=pl.col("objected_on").is_not_null() & (pl.col("answer").is_null() | pl.col("answered_on").is_null()),
        says=Label(
            zh="员工有异议，还没有答复（要写答复和答复日期）；答复以前不能存档",
            en="The employee objected and has no answer yet, which needs words and a date: nothing is archived before",
        ),
        severity=Severity.WARNING,
        source="AMB-33",
        example=Label(zh="提了异议，答复空着", en="an objection, no answer"),
    ),
    _himself(
        "feedback.answered-by-himself",
        "answered_by",
        Label(zh="答复人是员工自己，请由上级或人事答复", en="This is the employee: a superior or HR answers"),
    ),
    Rule(
        "feedback.answered-too-early",
        on="answered_on",
        where=pl.col("answered_on") < pl.col("objected_on"),
        says=Label(
            zh="答复日期 {answered_on} 早于异议日期 {objected_on}", en="Answered on {answered_on}, before the objection of {objected_on}"
        ),
        source="AMB-33",
        example=Label(zh="日期写反了", en="the dates are the wrong way round"),
    ),
    *(_date_ahead("feedback", field) for field in ("talked_on", "confirmed_on", "objected_on", "answered_on")),
)

ARCHIVE_RULES: tuple[Rule, ...] = (
    _twice("archive"),
    Rule(
        "archive.changed",
        on="fingerprint",
        where=pl.col("seal").ne_missing(pl.col("fingerprint")),
        says=Label(
            zh="{employee_no} {cycle} 的档案或它的考核指标在存档以后被改过，请恢复原样",
            en="The archived card of {employee_no} for {cycle}, or its card lines, were changed afterwards: put them back",
        ),
        source=_FLOW,
        example=Label(zh="存档以后把得分改成 95", en="the score became 95 after it was archived"),
    ),
)

RESULT_RULES: tuple[Rule, ...] = (*COMPOSITE_RULES, *FEEDBACK_RULES, *ARCHIVE_RULES)
