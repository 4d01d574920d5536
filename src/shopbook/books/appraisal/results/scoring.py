"""The task score-appraisal: ratings become composite scores with grades, places and next steps; those to talk with are listed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results.evaluating import Evaluated, evaluated, rows_now
from shopbook.books.appraisal.results.month_rows import READS
from shopbook.books.appraisal.results.result_checks import MARKED, known_in, month_findings, rule_findings
from shopbook.books.appraisal.results.sheets import COMPOSITES, FEEDBACK
from shopbook.books.appraisal.results.written_back import written_back
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together

SCORING_SUMMARY: Mapping[str, Label] = {
    "months_scored": Label(zh="评定的月份", en="Months scored"),
    "people_scored": Label(zh="有得分的人", en="People with a score"),
    "people_unscored": Label(zh="还没有得分的人", en="People without a score yet"),
    "people_with_gaps": Label(zh="有缺项的人", en="People with parts missing"),
    "people_excused": Label(zh="整月休假的人", en="People on leave all month"),
    "scores_adjusted": Label(zh="最终得分不同于计算得分", en="Final scores other than computed"),
}
"""The figures of score-appraisal."""

_DONE = Label(
    zh="评定了 {months_scored} 个月：{people_scored} 人有得分，{people_unscored} 人还没有，{people_with_gaps} 人有缺项"
    "（缺的不算零分，权重已重新分配，见“缺项说明”）。",
    en="{months_scored} {months_scored|month|months} scored: {people_scored} people have a score, {people_unscored} not yet; "
    "{people_with_gaps} lack a part, which does not count as zero (see What is missing).",
)
_NO_MONTH = Label(
    zh="没有进行中的月份：请先点“开始考核”。已完成的月份不会再改。",
    en="No month is open: click Begin a month first. Months that are closed do not change any more.",
)


def score_appraisal(given: Inputs) -> Outcome:
    """Score everybody of every open month; what people typed stays, and so does every score that was confirmed."""
    known = known_in(given)
    months = [evaluated(month, known.staff, given.lang) for month in known.open_months]
    before = given.frame(COMPOSITES.code).rows(named=True)
    now, added = rows_now(before, months), [row for each in months for row in each.added]
    changes = (
        *written_back(given, known.open_months, known.staff),
        *rewritten(COMPOSITES, before, now),
        *additions(COMPOSITES, added),
        *additions(FEEDBACK, [row for each in months for row in _talks(each)]),
    )
    figures = _figures(months)
    read = [given.tables[code].findings for code in READS]
    seen = _with_scores(given, now)
    later = known.with_scores(months)
    findings = together([*read, rule_findings(seen, later), month_findings(seen, later)])
    return Outcome(findings, changes, figures, (_DONE.filled(figures) if months else _NO_MONTH,), MARKED)


def _with_scores(given: Inputs, now: Sequence[Record]) -> Inputs:
    """The workbook with its scores as they will be."""
    table = given.tables[COMPOSITES.code]
    frame = pl.DataFrame(list(now), schema={ROW: pl.Int64(), **COMPOSITES.schema()})
    return replace(given, tables={**given.tables, COMPOSITES.code: replace(table, frame=frame)})


def _talks(each: Evaluated) -> list[Record]:
    """A row of 反馈 for everybody who has a score and none yet, so that only dates and words are left to write."""
    new = [row for person, row in each.rows.items() if row["score"] is not None and person not in each.month.feedback]
    return [{name: row[name] for name in ("cycle", "employee_no", "name")} for row in new]


def _figures(months: Sequence[Evaluated]) -> dict[str, object]:
    rows = [row for each in months for row in each.rows.values()]
    appraised = [row for row in rows if not row["excused"]]
    scored = [row for row in appraised if row["score"] is not None]
    return {
        "months_scored": len(months),
        "people_scored": len(scored),
        "people_unscored": len(appraised) - len(scored),
        "people_with_gaps": sum(row["missing"] is not None for row in scored),
        "people_excused": len(rows) - len(appraised),
        "scores_adjusted": sum(row["score"] != row["computed"] for row in scored),
    }


SCORE_APPRAISAL = Task(
    "score-appraisal",
    Label(zh="综合评定", en="Score"),
    Label(
        zh="把进行中月份的自评、上级评价、互评按权重合成得分，给等级、名次和下一步；缺的部分不算零分，注明缺什么；"
        "最终得分和原因由人写，员工确认过的不再变。",
        en="Mixes self, superior's and peers' ratings of the open months into scores with grade, place and next step; what is missing is "
        "no zero, and is said. Final scores and reasons are people's to write; what an employee confirmed does not change any more.",
    ),
    reads=READS,
    writes=(*MARKED, SELF_REVIEWS.code, SUPERIOR_REVIEWS.code, PEER_REVIEWS.code, CARD_LINES.code),
    decide=score_appraisal,
    night=Night.WORKS,
)
