"""The task archive-cards: what the employee confirmed is frozen, with a fingerprint; a month is closed once all of it is archived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.sheets import CLOSED, CYCLES
from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.results.deciding import has_open_objection, is_confirmed, is_signed, was_archived
from shopbook.books.appraisal.results.month_rows import READS, Month
from shopbook.books.appraisal.results.notices import NOT_ARCHIVED
from shopbook.books.appraisal.results.result_checks import MARKED, known_in, month_findings, rule_findings
from shopbook.books.appraisal.results.sealing import fingerprint
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together

ARCHIVING_SUMMARY: Mapping[str, Label] = {
    "cards_archived": Label(zh="新存档", en="Cards archived"),
    "cards_waiting": Label(zh="还不能存档", en="Cards that wait"),
    "months_closed": Label(zh="完成的月份", en="Months closed"),
}
"""The figures of archive-cards."""

_DONE = Label(
    zh="新存档 {cards_archived} 人，还不能存档 {cards_waiting} 人（原因见“校验结果”），完成 {months_closed} 个月。",
    en="{cards_archived} {cards_archived|card|cards} archived, {cards_waiting} wait (see Findings for the reasons), "
    "{months_closed} {months_closed|month|months} closed.",
)
_NO_SCORE = Label(zh="还没有得分", en="there is no score yet")
_NOT_SIGNED = Label(zh="“综合评定”还没有评定人和评定日期", en="nobody has put name and date to the score on Composite")
_NO_TALK = Label(zh="还没有面谈", en="the talk has not been held")
_OPEN = Label(zh="异议还没有答复", en="the objection has no answer")
_NOT_CONFIRMED = Label(zh="员工还没有确认", en="the employee has not confirmed")
_FAULTY = Label(
    zh="“综合评定”或“反馈”的这一行有错误（见“校验”列）", en="its line on Composite or Feedback has an error (see the column Check)"
)
_KEPT = (
    *("cycle", "employee_no", "name", "department", "post", "performance", "ability", "attitude"),
    *("self_score", "superior_score", "peer_score", "peers", "computed", "score", "grade"),
)


@dataclass(frozen=True, slots=True)
class _Decision:
    """What becomes of one person's card: archived, or why not."""

    month: Month
    person: str
    row: Record
    why: Label | None


def archive_cards(given: Inputs) -> Outcome:
    """Archive every card of the open months that its owner has confirmed; what is archived is never written again."""
    known = known_in(given)
    read = [given.tables[code].findings for code in READS]
    found = together([*read, rule_findings(given, known), month_findings(given, known)])
    faulty = _faulty_rows(found, given)
    decisions = [each for month in known.open_months for each in _decisions(month, faulty, known.staff)]
    ready = [each for each in decisions if each.why is None]
    cards = [_card(each, given) for each in ready]
    gone_on = {each.row[ROW] for each in ready}
    before = given.frame(COMPOSITES.code).rows(named=True)
    waits = {each.month.period.code for each in decisions if each.why is not None and not _has_left(each.person, known.staff, given)}
    closed = [month for month in known.open_months if month.period.code not in waits and _is_scored(month)]
    cycles = given.frame(CYCLES.code).rows(named=True)
    changes = (
        *additions(ARCHIVE, cards),
        *rewritten(COMPOSITES, before, [{**row, "step": None} if row[ROW] in gone_on else row for row in before]),
        *rewritten(CYCLES, cycles, _closed(cycles, closed)),
    )
    figures = {"cards_archived": len(ready), "cards_waiting": len(decisions) - len(ready), "months_closed": len(closed)}
    findings = together([found, *_refusals(decisions, given)])
    return Outcome(findings, changes, figures, (_DONE.filled(figures),), MARKED)


def _faulty_rows(found: pl.DataFrame, given: Inputs) -> frozenset[tuple[str, int]]:
    """(sheet, row) of rows with an error."""
    grave = found.filter(pl.col("severity") == Severity.ERROR.value, pl.col("row") > 0)
    sheets = {given.tables[code].grid.tab: code for code in MARKED}
    return frozenset((sheets[tab], row) for tab, row in grave.select("tab", "row").iter_rows() if tab in sheets)


# ---------------------------------------------------------------- which cards


def _decisions(month: Month, faulty: frozenset[tuple[str, int]], staff: Staff) -> list[_Decision]:
    """Every card of a month that is not in the archive, by employee number."""
    waiting = [
        (person, row)
        for person, row in sorted(month.composites.items())
        if person not in month.archived and not row["excused"] and not was_archived(row)
    ]
    return [_Decision(month, person, row, _why_not(month, person, faulty, staff)) for person, row in waiting]


def _why_not(month: Month, person: str, faulty: frozenset[tuple[str, int]], staff: Staff) -> Label | None:
    """What keeps a card from the archive; ``None`` for nothing."""
    row, feedback = month.composites[person], month.feedback.get(person)
    has_fault = (COMPOSITES.code, row[ROW]) in faulty or (feedback is not None and (FEEDBACK.code, feedback[ROW]) in faulty)
    reasons = (
        (row["score"] is None, _NO_SCORE),
        (not is_signed(row, person, staff), _NOT_SIGNED),
        (feedback is None or feedback["talked_on"] is None, _NO_TALK),
        (has_open_objection(feedback), _OPEN),
        (not is_confirmed(feedback, person, staff), _NOT_CONFIRMED),
        (has_fault, _FAULTY),
    )
    return next((why for holds, why in reasons if holds), None)


def _refusals(decisions: Sequence[_Decision], given: Inputs) -> list[pl.DataFrame]:
    """Why each card that waits was not archived, beside its row."""
    rows = [
        {
            "code": NOT_ARCHIVED.code,
            "severity": NOT_ARCHIVED.severity.value,
            "row": each.row[ROW],
            "field": "step",
            "message": NOT_ARCHIVED.says.filled({"employee_no": each.person, "month": each.month.period.code, "why": each.why})[given.lang],
            "fix": "",
        }
        for each in decisions
        if each.why is not None
    ]
    return [given.tables[COMPOSITES.code].locate(pl.DataFrame(rows), given.lang)] if rows else []


# ---------------------------------------------------------------- what is written


def _card(each: _Decision, given: Inputs) -> Record:
    """A row of 档案: the values as the employee confirmed them."""
    feedback = each.month.feedback[each.person]
    row = each.row
    card = {
        **{name: row[name] for name in _KEPT},
        "reason": row["final_reason"] if row["score"] != row["computed"] else None,
        **{name: feedback[name] for name in ("improvement_plan", "goals", "confirmed_on")},
        "archived_at": given.now.replace(microsecond=0),
        "archived_by": given.who or None,
    }
    return {**card, "fingerprint": fingerprint(card, each.month.lines.get(each.person, ()))}


def _has_left(person: str, staff: Staff, given: Inputs) -> bool:
    """Whether somebody no longer works here: no month waits for his confirmation for ever."""
    known = staff.by_no.get(person)
    return known is not None and known.left is not None and known.left <= given.now.date()


def _is_scored(month: Month) -> bool:
    """Whether everybody who has indicators in a month has a row of 综合评定."""
    return bool(month.composites) and month.lines.keys() <= month.composites.keys()


def _closed(cycles: Sequence[Record], closed: Sequence[Month]) -> list[Record]:
    rows = {month.cycle[ROW] for month in closed}
    return [{**row, "state": CLOSED} if row[ROW] in rows else row for row in cycles]


ARCHIVE_CARDS = Task(
    "archive-cards",
    Label(zh="存档", en="Archive"),
    Label(
        zh="把员工本人确认过、没有未答复异议的评分存进“档案”，附指纹，以后不再改；整个月都存档了，这个月就完成；没存的逐个说明原因。",
        en="Puts every score that its owner has confirmed, without an open objection, into the archive with a fingerprint, never to change "
        "again; closes the month once all of it is archived; says why for each that waits.",
    ),
    reads=READS,
    writes=(*MARKED, CYCLES.code),
    decide=archive_cards,
)
"""It freezes what people agreed on, so somebody has to ask for it."""
