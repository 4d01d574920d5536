"""The task open-cycle: a month begins; its weights and everybody's indicators are taken down, and what changes later leaves them alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of, month_before, month_of, month_on, window_of
from shopbook.books.appraisal.cycles.notices import GRADES_UNCLEAR, POST_NOT_READY, WEIGHTS_OFF
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES, OPEN
from shopbook.books.appraisal.library.holding import is_whole
from shopbook.books.appraisal.library.people import Staff, staff_in
from shopbook.books.appraisal.library.readiness import Library, library_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES, Indicator
from shopbook.books.appraisal.results.grading import grades_of
from shopbook.books.appraisal.vocabulary import RATED, RATING
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.worklists import Record, additions, rewritten, unreadable
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.spelling import compact

RATER_WEIGHTS = ("self_weight", "superior_weight", "peer_weight")
ASPECT_WEIGHTS = ("performance_weight", "ability_weight", "attitude_weight")

_DONE = Label(
    zh="开始了 {months}：{people_begun} 人、{lines_copied} 条指标。权重、等级和指标已记下，以后改参数、改指标库不影响这些月份。"
    "接着“发放考核表”，或直接在“自评”“上级评价”“互评”填写。",
    en="{months} begun: {people_begun} {people_begun|person|people}, {lines_copied} {lines_copied|indicator|indicators}. "
    "Weights, grades and indicators are taken down; later changes leave these months alone. Next: Make forms, or type ratings.",
)
_JOINED = Label(
    zh="进行中的月份补上了 {people_begun} 人、{lines_copied} 条指标；已有的没有改动。",
    en="{people_begun} {people_begun|person was|people were} added to open months, with {lines_copied} "
    "{lines_copied|indicator|indicators}; what was there is unchanged.",
)
_NOTHING = Label(
    zh="没有要开始的月份，也没有要补的人。上个月自动开始；要开始别的月份，先在“周期”写上月份，例如 2026-06。",
    en="No month to begin and nobody to add. Last month begins by itself; for another one write it on Cycles first, such as 2026-06.",
)
_RATERS_ARE = Label(zh="自评、上级、互评的权重", en="the weights of self, superior and peers")
_ASPECTS_ARE = Label(zh="业绩、能力、态度的权重", en="the weights of performance, ability and attitude")


@dataclass(frozen=True, slots=True)
class _Begun:
    """One month with whom it takes in now.

    Attributes:
        lines: Rows to add to 考核指标.
        findings: Posts that are not ready.
    """

    lines: tuple[Record, ...]
    findings: tuple[pl.DataFrame, ...]

    @property
    def people(self) -> int:
        """How many it takes in."""
        return len({line["employee_no"] for line in self.lines})


def open_cycle(given: Inputs) -> Outcome:
    """Begin last month and every month that is on 周期 without a state; take in people whom an open month lacks."""
    faults = together(_parameter_faults(given))
    before = given.frame(CYCLES.code).rows(named=True)
    new = _to_begin(before, given) if faults.is_empty() else {}
    now = [{**row, **_frozen(month, given)} if (month := new.get(row[ROW])) else row for row in before]
    added = [{"cycle": month.code, **_frozen(month, given)} for row, month in new.items() if row < 0]
    staff, library = staff_in(given), library_of(given)
    begun = {month: _begun(month, staff, library, given) for month in _open_months([*now, *added])} if faults.is_empty() else {}
    lines = [line for each in begun.values() for line in each.lines]
    figures = {
        "months_begun": len(new),
        "people_begun": sum(each.people for each in begun.values()),
        "lines_copied": len(lines),
        "posts_not_ready": sum(len(each.findings) for each in begun.values()),
    }
    said = together([given.tables[CYCLES.code].findings, faults, *(found for each in begun.values() for found in each.findings)])
    changes = (*rewritten(CYCLES, before, now), *additions(CYCLES, added), *additions(CARD_LINES, lines))
    return Outcome(said, changes, figures, _notes(figures, new, faults), marks=(CYCLES.code,))


def _notes(figures: Mapping[str, object], new: Mapping[int, Period], faults: pl.DataFrame) -> tuple[Label, ...]:
    if not faults.is_empty():
        return ()
    told = {**figures, "months": "、".join(sorted(month.code for month in new.values()))}
    return ((_DONE if new else _JOINED if figures["lines_copied"] else _NOTHING).filled(told),)


# ---------------------------------------------------------------- which months


def _to_begin(before: Sequence[Record], given: Inputs) -> dict[int, Period]:
    """Rows of 周期 -> the months to begin; last month stands under -1 if it is not there. Of several rows of a month the first counts."""
    table = given.tables[CYCLES.code]
    unclear = unreadable(table, "state") if table.header else frozenset()
    firsts: dict[str, Record] = {}
    for row in before:
        code = cycle_of(row["cycle"])
        if code:
            firsts.setdefault(code, row)
    waiting = {int(str(row[ROW])): month_of(code) for code, row in firsts.items() if row["state"] is None and row[ROW] not in unclear}
    known = {row: month for row, month in waiting.items() if month is not None}
    last = month_before(month_on(given.now.date()))
    return known if last.code in firsts else {**known, -1: last}


def _open_months(rows: Sequence[Record]) -> list[Period]:
    found = {month for row in rows if row["state"] == OPEN and (month := month_of(row["cycle"])) is not None}
    return sorted(found)


def _frozen(month: Period, given: Inputs) -> dict[str, object]:
    """What a month keeps: its days, the weights, the grades."""
    window = window_of(month, given.parameters)
    weights = {name: given.parameters.amount(name) for name in (*RATER_WEIGHTS, *ASPECT_WEIGHTS)}
    return {
        "opens_on": window.opens_on,
        "closes_on": window.closes_on,
        "state": OPEN,
        **weights,
        "min_peers": given.parameters.whole("min_peers"),
        "grades": given.parameters.text("grades"),
        "people": len(staff_in(given).due(month)),
    }


def _parameter_faults(given: Inputs) -> Iterator[pl.DataFrame]:
    tab = given.tables[CYCLES.code].grid.tab
    for names, label in ((RATER_WEIGHTS, _RATERS_ARE), (ASPECT_WEIGHTS, _ASPECTS_ARE)):
        weights = [given.parameters.amount(name) for name in names]
        if not is_whole(weights):
            yield WEIGHTS_OFF.finding({"weights": label, "sum": sum(weights, start=Decimal(0))}, given.lang, tab=tab)
    grades = given.parameters.text("grades")
    if grades_of(grades) is None:
        yield GRADES_UNCLEAR.finding({"grades": grades}, given.lang, tab=tab)


# ---------------------------------------------------------------- whom they take in


def _begun(month: Period, staff: Staff, library: Library, given: Inputs) -> _Begun:
    """Everybody who is due and has no indicators in the month yet; posts whose indicators are wrong wait."""
    there = {
        compact(str(number))
        for cycle, number in given.frame(CARD_LINES.code).select("cycle", "employee_no").iter_rows()
        if cycle_of(cycle) == month.code and number
    }
    by_post: dict[str, list[str]] = {}
    for number in staff.due(month):
        if number not in there:
            by_post.setdefault(compact(staff.by_no[number].post or ""), []).append(number)
    posts = {post: library.of(post, month.last) for post in sorted(by_post)}
    ready = {post: found.indicators for post, found in posts.items() if found.fault is None}
    lines = [_line(month, number, staff, each) for post in ready for number in by_post[post] for each in ready[post]]
    bad = [_not_ready(month, post, len(by_post[post]), found.fault, given) for post, found in posts.items() if found.fault is not None]
    return _Begun(tuple(sorted(lines, key=lambda line: str(line["employee_no"]))), tuple(bad))


def _not_ready(month: Period, post: str, count: int, why: Label, given: Inputs) -> pl.DataFrame:
    told = {"cycle": month.code, "post": post or Label(zh="没写岗位", en="no post"), "count": count, "why": why}
    return POST_NOT_READY.finding(told, given.lang, tab=given.tables[CYCLES.code].grid.tab, key=month.code)


def _line(month: Period, number: str, staff: Staff, indicator: Indicator) -> Record:
    copied = ("code", "aspect", "weight", "method", "target", "unit", "steps", "per_case", "floor", "cap", "source")
    return {
        "cycle": month.code,
        "employee_no": number,
        "name": staff.by_no[number].name,
        **{name: getattr(indicator, name) for name in copied},
        "indicator": indicator.name,
        "origin": RATED if indicator.method == RATING else None,
    }


OPENING_SUMMARY: Mapping[str, Label] = {
    "months_begun": Label(zh="开始的月份", en="Months begun"),
    "people_begun": Label(zh="列入的人", en="People taken in"),
    "lines_copied": Label(zh="抄下的指标", en="Indicators taken down"),
    "posts_not_ready": Label(zh="没有开始的岗位", en="Posts left out"),
}
"""The figures of open-cycle."""

OPEN_CYCLE = Task(
    "open-cycle",
    Label(zh="开始考核", en="Begin a month"),
    Label(
        zh="开始上个月的考核（或“周期”里写了还没开始的月份）：记下当时的权重、等级，把每人的指标抄到“考核指标”；"
        "以后再点，只给进行中的月份补上新来的人。",
        en="Begins last month's appraisal, or months that are on Cycles without a state: takes down the weights and grades as they are "
        "now and copies everybody's indicators to Card lines. Clicked again, it only adds people whom an open month lacks.",
    ),
    reads=(CYCLES.code, CARD_LINES.code, EMPLOYEES.code, LEAVES.code, INDICATORS.code),
    writes=(CYCLES.code, CARD_LINES.code),
    decide=open_cycle,
)
