"""Everything that can be wrong on 综合评定, 反馈 and 档案, with what is joined beside their rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.results.deciding import decided_score, is_person, is_settled, is_signed, was_archived
from shopbook.books.appraisal.results.distribution import broken_limits, limits_in
from shopbook.books.appraisal.results.evaluating import Evaluated, evaluated, scored
from shopbook.books.appraisal.results.grading import grades_of
from shopbook.books.appraisal.results.month_rows import Month, months_in, person_in
from shopbook.books.appraisal.results.notices import CARD_GONE, GRADE_SHARE, NO_GRADES, OUT_OF_DATE
from shopbook.books.appraisal.results.rules import ARCHIVE_RULES, COMPOSITE_RULES, FEEDBACK_RULES
from shopbook.books.appraisal.results.sealing import fingerprint
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.sheet_checks import SheetCheck
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import together

RESULT_SHEETS = (COMPOSITES, FEEDBACK, ARCHIVE)
MARKED = tuple(sheet.code for sheet in RESULT_SHEETS)
"""The sheets whose column 校验 shows what was found."""

_SCORE = COMPOSITES.by_field["score"].dtype
_COLUMNS: Mapping[str, Mapping[str, pl.DataType]] = {
    COMPOSITES.code: {
        "person.times": pl.Int64(),
        "is_own.decided_by": pl.Boolean(),
        "is_settled": pl.Boolean(),
        "now.score": _SCORE,
        "now.computed": _SCORE,
    },
    FEEDBACK.code: {
        "person.times": pl.Int64(),
        "has_composite": pl.Boolean(),
        "is_signed": pl.Boolean(),
        "is_own.talked_by": pl.Boolean(),
        "is_own.confirmed_by": pl.Boolean(),
        "is_own.answered_by": pl.Boolean(),
    },
    ARCHIVE.code: {"person.times": pl.Int64(), "seal": pl.String()},
}
"""What is joined beside the rows of each sheet."""


@dataclass(frozen=True, slots=True)
class Known:
    """The workbook's months and people.

    Attributes:
        staff: The people.
        months: By their code.
    """

    staff: Staff
    months: Mapping[str, Month]

    @property
    def open_months(self) -> list[Month]:
        """Those whose ratings still count."""
        return [month for month in self.months.values() if month.is_open]

    def with_scores(self, months: Iterable[Evaluated]) -> "Known":
        """The same once the rows of 综合评定 that are there are as they should be."""
        scored = {each.month.period.code: {person: each.rows[person] for person in each.month.composites} for each in months}
        now = {code: replace(month, composites=scored.get(code, month.composites)) for code, month in self.months.items()}
        return Known(self.staff, now)


def known_in(given: Inputs) -> Known:
    """Read the workbook's months and people."""
    staff = staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code))
    return Known(staff, {month.period.code: month for month in months_in(given, staff)})


def rule_findings(given: Inputs, known: Known) -> pl.DataFrame:
    """What the rules of the three sheets say."""
    return together(replace(check, beside=partial(beside, known=known)).verdict(given).findings for check, beside in _BESIDE)


# ---------------------------------------------------------------- what is joined


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the month and the person it is about; the month may be unknown."""

    row: Record
    month: Month | None
    person: str
    times: int


def _rows(given: Inputs, sheet: Sheet, known: Known) -> list[_Row]:
    rows = given.frame(sheet.code).rows(named=True)
    keys = [(cycle_of(row["cycle"]) or "", person_in(row["employee_no"], known.staff)) for row in rows]
    times = Counter(keys)
    return [_Row(row, known.months.get(key[0]), key[1], times[key]) for row, key in zip(rows, keys, strict=True)]


def _beside_composites(given: Inputs, known: Known | None = None) -> pl.DataFrame:
    """综合评定 with how often a row is there, whether somebody decides on himself, and what a settled row would be now."""
    known = known or known_in(given)
    facts = [
        {
            "person.times": each.times,
            "is_own.decided_by": is_person(each.row["decided_by"], each.person, known.staff),
            **_now(each, given, known),
        }
        for each in _rows(given, COMPOSITES, known)
    ]
    return _joined(given, COMPOSITES, facts)


def _now(each: _Row, given: Inputs, known: Known) -> Record:
    """Of a row that is settled, what it would be were it scored now."""
    month, row = each.month, each.row
    if month is None or not month.is_open or not is_settled(month, each.person, known.staff) or row["excused"]:
        return {"is_settled": False, "now.score": None, "now.computed": None}
    computed = row["computed"] if isinstance(row["computed"], Decimal) else None
    score = decided_score(row, computed, each.person, known.staff)
    return {"is_settled": True, "now.score": score, "now.computed": scored(month, each.person, known.staff, given.lang)["computed"]}


def _beside_feedback(given: Inputs, known: Known | None = None) -> pl.DataFrame:
    """反馈 with whether there is a score, whether it is signed, and who of those named is the employee himself."""
    known = known or known_in(given)
    facts = [{"person.times": each.times, **_on_feedback(each, known.staff)} for each in _rows(given, FEEDBACK, known)]
    return _joined(given, FEEDBACK, facts)


def _on_feedback(each: _Row, staff: Staff) -> Record:
    composite = each.month.composites.get(each.person) if each.month else None
    own = {f"is_own.{name}": is_person(each.row[name], each.person, staff) for name in ("talked_by", "confirmed_by", "answered_by")}
    signed = composite is not None and is_signed(composite, each.person, staff)
    return {"has_composite": composite is not None, "is_signed": signed, **own}


def _beside_archive(given: Inputs, known: Known | None = None) -> pl.DataFrame:
    """档案 with the fingerprints that its rows have now."""
    known = known or known_in(given)
    rows = _rows(given, ARCHIVE, known)
    facts = [{"person.times": each.times, "seal": fingerprint(each.row, _lines_of(each))} for each in rows]
    return _joined(given, ARCHIVE, facts)


def _lines_of(each: _Row) -> Sequence[Record]:
    return each.month.lines.get(each.person, ()) if each.month else ()


def _joined(given: Inputs, sheet: Sheet, facts: Sequence[Record]) -> pl.DataFrame:
    beside = pl.DataFrame(list(facts), schema=dict(_COLUMNS[sheet.code]))
    return pl.concat([given.frame(sheet.code), beside], how="horizontal")


_BESIDE = (
    (SheetCheck(COMPOSITES, COMPOSITE_RULES, beside=_beside_composites), _beside_composites),
    (SheetCheck(FEEDBACK, FEEDBACK_RULES, beside=_beside_feedback), _beside_feedback),
    (SheetCheck(ARCHIVE, ARCHIVE_RULES, beside=_beside_archive), _beside_archive),
)
RESULT_CHECKS = tuple(check for check, _ in _BESIDE)
"""What check-appraisal looks for on the sheets of results; they need those of ``month_rows.READS`` beside them."""

# ---------------------------------------------------------------- months as a whole


def month_findings(given: Inputs, known: Known) -> pl.DataFrame:
    """Archived cards that are gone, grades that nobody can read, shares of grades that are not kept."""
    return together([*_gone(given, known), *_grades(given, known.open_months)])


def _gone(given: Inputs, known: Known) -> Iterable[pl.DataFrame]:
    """Archived cards that are no longer there."""
    tab = given.tables[ARCHIVE.code].grid.tab
    for code, month in known.months.items():
        for person, row in month.composites.items():
            if was_archived(row) and person not in month.archived:
                told = {"month": code, "employee_no": person}
                yield CARD_GONE.finding(told, given.lang, tab=tab, key=f"{code} / {person}")


def _grades(given: Inputs, months: Iterable[Month]) -> Iterable[pl.DataFrame]:
    """Grades that nobody can read, shares of grades that are not kept."""
    tab = given.tables[COMPOSITES.code].grid.tab
    limits = limits_in(given.parameters)
    for month in months:
        text = month.cycle["grades"]
        if grades_of(text if isinstance(text, str) else None) is None:
            yield NO_GRADES.finding({"month": month.period.code, "text": text or ""}, given.lang, tab=tab, key=month.period.code)
        grades = [None if row["grade"] is None else str(row["grade"]) for row in month.composites.values()]
        for broken in broken_limits(grades, limits):
            yield GRADE_SHARE.finding({"month": month.period.code, **broken}, given.lang, tab=tab, key=month.period.code)


def stale_findings(given: Inputs, known: Known) -> pl.DataFrame:
    """Whether scoring now would give anybody another score."""
    stale = 0
    for month in known.open_months:
        now = evaluated(month, known.staff, given.lang).rows
        stale += sum(_figures(row) != _figures(month.composites.get(person)) for person, row in now.items())
    tab = given.tables[COMPOSITES.code].grid.tab
    return together([OUT_OF_DATE.finding({"people": stale}, given.lang, tab=tab)] if stale else [])


_WORDS = ("check", "missing", ROW)
"""What a row says in the language of the person who asks, or not of the person it is about."""


def _figures(row: Record | None) -> Record:
    return {name: value for name, value in (row or {}).items() if name not in _WORDS}
