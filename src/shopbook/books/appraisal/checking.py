"""The task check-appraisal: every rule on every sheet of the appraisal workbook."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.appraisal.checks import SheetCheck
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES
from shopbook.books.appraisal.library import parts as library
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES
from shopbook.books.appraisal.measures import parts as measures
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, PEER_REVIEWS, RATINGS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.appraisal.year import parts as year
from shopbook.books.appraisal.year.sheets import AWARDS, EARLIER, YEARS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Rule, Verdict

CHECKS: tuple[SheetCheck, ...] = (*library.CHECKS, *measures.CHECKS, *year.CHECKS)
"""Everything that check-appraisal looks for, room by room."""

RULES: tuple[Rule, ...] = tuple(rule for each in CHECKS for rule in each.rules)

SHEETS = (
    CYCLES,
    COMPOSITES,
    CARD_LINES,
    SELF_REVIEWS,
    SUPERIOR_REVIEWS,
    PEER_REVIEWS,
    FEEDBACK,
    ARCHIVE,
    YEARS,
    AWARDS,
    EARLIER,
    EMPLOYEES,
    LEAVES,
    INDICATORS,
    RATINGS,
    FORM_LOG,
)
"""What is looked through."""

MARKED = tuple(sheet for sheet in SHEETS if sheet.checked)
"""The sheets that have findings beside their rows."""


def check_appraisal(given: Inputs) -> Outcome:
    """Check the whole workbook."""
    verdicts = [each.verdict(given) for each in CHECKS]
    read = [given.tables[sheet.code].findings for sheet in SHEETS]
    findings = together([*read, *(verdict.findings for verdict in verdicts)])
    there = tuple(sheet.code for sheet in SHEETS if given.tables[sheet.code].header is not None)
    return Outcome(findings, summary=_figures(findings), marks=there, not_run=_not_run(verdicts))


def _not_run(verdicts: Sequence[Verdict]) -> dict[str, tuple[Label, ...]]:
    """Rules that could not run, each with the titles of the columns that it lacks."""
    titles = {field: column.label for each in CHECKS for field, column in each.sheet.by_field.items()}
    missing = {code: fields for verdict in verdicts for code, fields in verdict.not_run.items()}
    return {code: tuple(titles[field] for field in fields if field in titles) for code, fields in missing.items()}


def _figures(findings: pl.DataFrame) -> dict[str, object]:
    places = findings.filter(pl.col("row") > 0).unique(("severity", "tab", "row"))
    rows = dict(places.group_by("severity").len().iter_rows())
    return {f"{severity.value}_rows": int(rows.get(severity.value, 0)) for severity in Severity}


SUMMARY: Mapping[str, Label] = {
    "error_rows": Label(zh="有错误的行", en="Rows with errors"),
    "warning_rows": Label(zh="有警告的行", en="Rows with warnings"),
    "hint_rows": Label(zh="有提示的行", en="Rows with hints"),
}
"""The figures of check-appraisal."""

CHECK_APPRAISAL = Task(
    "check-appraisal",
    Label(zh="检查考核", en="Check appraisal"),
    Label(
        zh="检查指标库、员工、评分、综合评定、反馈、档案和年度：权重、目标、谁评谁、缺什么、存档后有没有改过；"
        "问题写在“校验”列和“校验结果”；更新“未完成名单”和“周期”里的进度。",
        en="Checks indicators, people, ratings, composite scores, talks, the archive and the year: weights, targets, who rates whom, "
        "what is missing, what was changed after archiving. Problems go into the column Check and the sheet Findings; "
        "brings Who is missing and the progress on Cycles up to date.",
    ),
    reads=tuple(sheet.code for sheet in SHEETS),
    writes=tuple(sheet.code for sheet in MARKED),
    decide=check_appraisal,
    night=Night.WORKS,
)
