"""The task check-appraisal: every rule on every sheet of the appraisal workbook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import polars as pl

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
from shopbook.books.sheet_checks import ROWS_FOUND, SheetCheck, checked, rows_found
from shopbook.books.worklists import framed, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Night, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Rule

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
    plain = checked(given, CHECKS, SHEETS)
    progress = progress_of(given)
    missing = framed(MISSING, missing_rows(progress, staff_in(given), given.now.date(), given.lang))
    others = [*(finder(given) for finder in FINDERS), _overdue(progress, given)]
    findings = together([plain.findings, *others])
    changes: tuple[Change, ...] = (*_counted(progress, given), *_listed(missing, given))
    figures = {**rows_found(findings), "steps_missing": missing.height, "steps_late": missing["days_late"].count()}
    return replace(plain, findings=findings, changes=changes, summary=figures)


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


SUMMARY: Mapping[str, Label] = {
    **ROWS_FOUND,
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
