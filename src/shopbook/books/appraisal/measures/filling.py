"""The task fill-measures: what the order, stock and daily workbooks tell, written into the indicators of open months."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of, month_of
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CLOSED, CYCLES
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.measures.every_measure import MEASURES, READS, Measure
from shopbook.books.appraisal.measures.evidence import address, caveat_in, evidence
from shopbook.books.appraisal.measures.names import measure_named
from shopbook.books.appraisal.measures.rules import CARD_LINE_RULES
from shopbook.books.appraisal.measures.tallies import Asked, Tally, quotient
from shopbook.books.appraisal.measures.workbooks import Workbooks
from shopbook.books.appraisal.results.sheets import ARCHIVE, FEEDBACK
from shopbook.books.appraisal.vocabulary import MEASURED, RATING, TYPED
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.every_book import SOURCES
from shopbook.books.worklists import Record, rewritten, unreadable
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, check
from shopbook.sheet.spelling import compact

MEASURE_SUMMARY: Mapping[str, Label] = {
    "lines_measured": Label(zh="取到数的指标", en="Lines measured"),
    "lines_rewritten": Label(zh="其中有变化的", en="Of these changed"),
    "lines_typed": Label(zh="手填的指标", en="Lines typed"),
    "lines_blank": Label(zh="没有取到数的指标", en="Lines without a figure"),
    "lines_settled": Label(zh="已确认、不再取数的指标", en="Lines confirmed and left alone"),
}
"""The figures of fill-measures."""

_DONE = Label(
    zh="取到数的指标 {lines_measured} 项，其中 {lines_rewritten} 项有变化；手填 {lines_typed} 项没有动。",
    en="{lines_measured} {lines_measured|line|lines} measured, {lines_rewritten} of them changed; {lines_typed} typed "
    "{lines_typed|line was|lines were} left alone.",
)
_NONE_OPEN = Label(
    zh="没有进行中的月份：先点“开始考核”；已完成的月份不再取数。",
    en="No month is open: click Begin appraisal first. Months that are closed are not measured again.",
)
_BLANK = Label(
    zh="有 {lines_blank} 项没有取到数，请看“依据”，补上数据再取，或者手填“实际值”。",
    en="{lines_blank} {lines_blank|line has|lines have} no figure: see Evidence, complete the data and fill again, or type the actual.",
)
_UNFINISHED = Label(
    zh="{cycle} 还没有过完，取到的是到今天为止的数；月底以后请再取一次。",
    en="{cycle} is not over: the figures are up to today. Fill again when the month has ended.",
)
_NOTHING = Label(zh="当月没有可以算“{measure}”的数据", en="the month has nothing to work out {measure} from")
_NOTHING_OWN = Label(
    zh="当月没有“{names}”的数据；订单里用的若是别的名字，请填在员工的“旺旺/客服名”",
    en="the month has nothing of {names}; if orders use another name, write it under Known in sheets as of the person",
)
_NOBODY = Label(zh="“员工”里没有这个工号", en="Employees has no such number")

_TOLD = ("numerator", "denominator", "evidence", "address")
_COUNTED = ("actual", "origin", "numerator", "denominator")
_WRITTEN = ("actual", "origin", *_TOLD)


def fill_measures(given: Inputs) -> Outcome:
    """Measure every indicator that a workbook tells; what people typed, what was confirmed and closed months stay as they are."""
    desk = _Desk(given)
    before = given.frame(CARD_LINES.code).rows(named=True)
    now = [desk.filled(row) for row in before]
    figures = _figures(before, now, desk)
    findings = together([given.tables[CARD_LINES.code].findings, _checked(now, desk)])
    return Outcome(findings, rewritten(CARD_LINES, before, now), figures, tuple(_notes(figures, desk)))


def as_measured(row: Record) -> bool:
    """Whether the actual of a line is what its numbers make, so that nobody has typed over it."""
    return row["origin"] == MEASURED and row["actual"] is not None and row["actual"] == _value(row)


def _value(row: Record) -> Decimal | None:
    """What the numbers of a line make; ``None`` where nothing was measured."""
    measure = _measure_of(row)
    numerator, denominator = (row[name] for name in ("numerator", "denominator"))
    if measure is None or not isinstance(numerator, Decimal):
        return None
    return quotient(numerator, denominator if isinstance(denominator, Decimal) else None, scale=measure.scale)


def _measure_of(row: Record) -> Measure | None:
    """What a line is measured by; ``None`` if people give the figure or the rating."""
    name = None if row["method"] == RATING else measure_named(str(row["source"] or ""))
    return MEASURES[name.code] if name else None


@dataclass(frozen=True)
class _Desk:
    """One run: the workbooks, and which lines may still be filled.

    Attributes:
        given: The sheets.
        answers: What was measured so far, by measure and what was asked.
    """

    given: Inputs
    answers: dict[tuple[str, Asked], Record | None] = field(default_factory=dict)

    @cached_property
    def books(self) -> Workbooks:
        return Workbooks(self.given)

    @cached_property
    def staff(self) -> Staff:
        return staff_of(self.given.frame(EMPLOYEES.code), self.given.frame(LEAVES.code))

    @cached_property
    def open_months(self) -> Mapping[str, Period]:
        """The months of 周期 that are not closed."""
        rows = self.given.frame(CYCLES.code).filter(pl.col("state").ne_missing(CLOSED))["cycle"]
        months = (month_of(text) for text in rows)
        return {month.code: month for month in months if month}

    @cached_property
    def settled(self) -> frozenset[tuple[str | None, str]]:
        """(month, employee number) that the person has confirmed, or that are archived: what was signed no longer moves."""
        confirmed = self.given.frame(FEEDBACK.code).filter(pl.col("confirmed_on").is_not_null())
        pairs = pl.concat([each.select("cycle", "employee_no") for each in (confirmed, self.given.frame(ARCHIVE.code))])
        return frozenset((cycle_of(cycle), compact(number)) for cycle, number in pairs.drop_nulls().iter_rows())

    @cached_property
    def unread(self) -> frozenset[int]:
        """Rows whose actual is no number; somebody meant something by it."""
        return unreadable(self.given.tables[CARD_LINES.code], "actual")

    def is_open(self, row: Record) -> bool:
        """Whether a line's month is going on."""
        return cycle_of(row["cycle"]) in self.open_months

    def is_settled(self, row: Record) -> bool:
        """Whether a line is confirmed or archived."""
        return (cycle_of(row["cycle"]), compact(str(row["employee_no"] or ""))) in self.settled

    def filled(self, row: Record) -> Record:
        """A line as it should be; ``measured_at`` moves only with what was measured."""
        is_left = not self.is_open(row) or self.is_settled(row) or row["method"] == RATING or row[ROW] in self.unread
        if is_left:
            return row
        measure = _measure_of(row)
        now = _by_hand(row) if measure is None else self._measured(row, measure)
        if all(now[name] == row[name] for name in _WRITTEN):
            return row
        return {**now, "measured_at": self.given.now.replace(microsecond=0) if now["numerator"] is not None else None}

    def _measured(self, row: Record, measure: Measure) -> Record:
        if not self.books.has(measure.needs):
            return row if as_measured(row) else _by_hand(row, keeps=True)
        asked, missing = self._asked(row, measure)
        told = self._answer(measure, asked) if asked else None
        if told is None:
            said = {**dict.fromkeys(_TOLD), "evidence": missing[self.given.lang]}
            return {**_by_hand({**row, "actual": None} if as_measured(row) else row), **said}
        return _with(row, told)

    def _answer(self, measure: Measure, asked: Asked) -> Record | None:
        """What a line says that was measured; worked out once for all who are asked about alike."""
        question = measure.name.code, asked
        if question not in self.answers:
            tally = measure.works(self.books, asked)
            self.answers[question] = None if tally is None else self._told(tally)
        return self.answers[question]

    def _told(self, tally: Tally) -> Record:
        numbers = {"numerator": tally.numerator, "denominator": tally.denominator}
        return {**numbers, "evidence": evidence(tally, self.given), "address": address(tally, self.given)}

    def _asked(self, row: Record, measure: Measure) -> tuple[Asked | None, Label]:
        """What is asked for a line, and what is said where the answer is nothing."""
        month = self.open_months[cycle_of(row["cycle"]) or ""]
        if not measure.is_own:
            return Asked(month), _NOTHING.filled({"measure": measure.name.label})
        number = compact(str(row["employee_no"] or ""))
        person = self.staff.by_no.get(number)
        if person is None:
            return None, _NOBODY
        shown = {"names": person.agent_names or person.name or number}
        return Asked(month, frozenset(self.staff.names_in_sheets(number))), _NOTHING_OWN.filled(shown)


def _with(row: Record, told: Record) -> Record:
    """A line with what was measured; a typed actual stays beside it."""
    if row["actual"] is not None and not as_measured(row):
        return {**row, **told, "origin": TYPED}
    measured = {**row, **told, "origin": MEASURED}
    return {**measured, "actual": _value(measured)}


def _by_hand(row: Record, *, keeps: bool = False) -> Record:
    """A line whose figure people give; ``keeps`` leaves what a workbook said when it was there."""
    told = {} if keeps else dict.fromkeys(_TOLD)
    return {**row, **told, "origin": None if row["actual"] is None else TYPED}


def lines_beside(given: Inputs) -> pl.DataFrame:
    """The lines whose month is open and that nobody has confirmed, with ``measure.code``, ``measure.value`` and ``measure.caveat``."""
    return _beside(given.frame(CARD_LINES.code).rows(named=True), _Desk(given))


def _beside(lines: Sequence[Record], desk: _Desk) -> pl.DataFrame:
    seen = [row for row in lines if desk.is_open(row) and not desk.is_settled(row)]
    measures = [_measure_of(row) for row in seen]
    return pl.DataFrame(seen, schema=desk.given.frame(CARD_LINES.code).schema).with_columns(
        pl.Series("measure.code", [measure.name.code if measure else None for measure in measures], dtype=pl.String),
        pl.Series("measure.value", [_value(row) for row in seen], dtype=CARD_LINES.by_field["actual"].dtype),
        pl.Series("measure.caveat", [caveat_in(str(row["evidence"] or "")) for row in seen], dtype=pl.String),
    )


def _checked(lines: Sequence[Record], desk: _Desk) -> pl.DataFrame:
    """What is to be said of the lines as they are now."""
    table = replace(desk.given.tables[CARD_LINES.code], frame=_beside(lines, desk))
    outside = Given(desk.given.parameters, desk.given.now, desk.given.lang)
    return check(CARD_LINE_RULES, table, facts=(), frames={}, given=outside).findings


def _figures(before: Sequence[Record], now: Sequence[Record], desk: _Desk) -> dict[str, object]:
    pairs = [(old, new) for old, new in zip(before, now, strict=True) if desk.is_open(new) and not desk.is_settled(new)]
    measured = [(old, new) for old, new in pairs if new["origin"] == MEASURED]
    return {
        "lines_measured": len(measured),
        "lines_rewritten": sum(any(old[name] != new[name] for name in _COUNTED) for old, new in measured),
        "lines_typed": sum(new["origin"] == TYPED for _, new in pairs),
        "lines_blank": sum(_measure_of(new) is not None and new["actual"] is None for _, new in pairs),
        "lines_settled": sum(desk.is_open(row) and desk.is_settled(row) for row in now),
    }


def _notes(figures: Mapping[str, object], desk: _Desk) -> Iterator[Label]:
    if not desk.open_months:
        yield _NONE_OPEN
        return
    yield _DONE.filled(figures)
    if figures["lines_blank"]:
        yield _BLANK.filled(figures)
    yield from (_UNFINISHED.filled({"cycle": code}) for code, month in sorted(desk.open_months.items()) if month.last >= desk.books.today)


FILL_MEASURES = Task(
    "fill-measures",
    Label(zh="指标取数", en="Fill measures"),
    Label(
        zh="从订单、库存、日报工作簿算出“考核指标”里能取的数，写明依据；手填的实际值、已确认和已完成的月份不动。",
        en="Works out the indicators that the order, stock and daily workbooks tell and says where from; typed actuals, confirmed cards "
        "and closed months stay.",
    ),
    reads=(CARD_LINES.code, CYCLES.code, EMPLOYEES.code, LEAVES.code, FEEDBACK.code, ARCHIVE.code, SOURCES.code, *READS),
    writes=(CARD_LINES.code,),
    decide=fill_measures,
    night=Night.WORKS,
)
