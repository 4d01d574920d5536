"""The task check-appraisal: every rule on every sheet of the appraisal workbook."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from shopbook.books.appraisal.checks import SheetCheck
from shopbook.books.appraisal.cycles import parts as cycles
from shopbook.books.appraisal.cycles.notices import OVERDUE
from shopbook.books.appraisal.cycles.progress import Progress, missing_rows, progress_of
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES, MISSING
from shopbook.books.appraisal.library import parts as library
from shopbook.books.appraisal.library.people import staff_in
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES
from shopbook.books.appraisal.measures import parts as measures
from shopbook.books.appraisal.ratings import parts as ratings
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, PEER_REVIEWS, RATINGS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results import parts as results
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.appraisal.year import parts as year
from shopbook.books.appraisal.year.sheets import AWARDS, EARLIER, YEARS
from shopbook.books.worklists import framed, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Night, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Rule, Verdict

CHECKS: tuple[SheetCheck, ...] = (*library.CHECKS, *cycles.CHECKS, *measures.CHECKS, *ratings.CHECKS, *results.CHECKS, *year.CHECKS)
"""What rules say of each sheet, room by room."""

FINDERS: tuple[Callable[[Inputs], pl.DataFrame], ...] = (results.found,)
"""What is found otherwise, room by room."""

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
    """Check the whole workbook; bring the list of who is missing and the counts of 周期 up to date."""
    verdicts = [each.verdict(given) for each in CHECKS]
    read = [given.tables[sheet.code].findings for sheet in SHEETS]
    progress = progress_of(given)
    missing = framed(MISSING, missing_rows(progress, staff_in(given), given.now.date(), given.lang))
    others = [*(finder(given) for finder in FINDERS), _overdue(progress, given)]
    findings = together([*read, *(verdict.findings for verdict in verdicts), *others])
    there = tuple(sheet.code for sheet in SHEETS if given.tables[sheet.code].header is not None)
    changes: tuple[Change, ...] = (*_counted(progress, given), *_listed(missing, given))
    figures = {**_figures(findings), "steps_missing": missing.height, "steps_late": missing["days_late"].count()}
    return Outcome(findings, changes, figures, marks=there, not_run=_not_run(verdicts))


def _counted(progress: Sequence[Progress], given: Inputs) -> tuple[SetCells, ...]:
    """The counts of 周期 that are not what they were."""
    counts = {each.row: each.counts for each in progress}
    before = given.frame(CYCLES.code).rows(named=True)
    return rewritten(CYCLES, before, [{**row, **counts.get(row[ROW], {})} for row in before])


def _listed(missing: pl.DataFrame, given: Inputs) -> tuple[ReplaceRows, ...]:
    """The list of who is missing, unless it is there already."""
    is_there = given.frame(MISSING.code).drop(ROW).equals(missing)
    return () if is_there or given.tables[MISSING.code].header is None else (ReplaceRows(MISSING.code, missing),)


def _overdue(progress: Sequence[Progress], given: Inputs) -> pl.DataFrame:
    """Months whose days are over while ratings are missing."""
    late = [(each, days) for each in progress if each.waiting and (days := each.days_late(given.now.date()))]
    return together(_told_late(each, days, given) for each, days in late)


def _told_late(progress: Progress, days: int, given: Inputs) -> pl.DataFrame:
    table, month = given.tables[CYCLES.code], progress.month.period.code
    letters = table.header.letters.get("closes_on") if table.header else None
    return OVERDUE.finding(
        {"cycle": month, "closes_on": progress.closes_on, "days": days, "count": len(progress.waiting)},
        given.lang,
        tab=table.grid.tab,
        row=progress.row,
        cell=f"{letters}{progress.row}" if letters else "",
        key=month,
        field="closes_on",
        column=CYCLES.by_field["closes_on"].label[given.lang],
    )


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
    "steps_missing": Label(zh="还没做的步骤", en="Steps to be done"),
    "steps_late": Label(zh="其中逾期的", en="Steps that are late"),
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
    reads=(*(sheet.code for sheet in SHEETS), MISSING.code),
    writes=(*(sheet.code for sheet in MARKED), MISSING.code),
    decide=check_appraisal,
    # No task reads who is missing or the counts, so that it may come last.
    night=Night.CHECKS,
)
