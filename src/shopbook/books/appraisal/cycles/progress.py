"""How far each month has come: which ratings are given, who has yet to do what. Sources: D0 四(三)(四)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import Window, cycle_of, window_in
from shopbook.books.appraisal.cycles.sheets import MISSING
from shopbook.books.appraisal.library.people import Duty, Staff, staff_in
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, PARTLY
from shopbook.books.appraisal.results.deciding import is_confirmed, next_step
from shopbook.books.appraisal.results.month_rows import Month, months_in, person_in
from shopbook.books.appraisal.results.sheets import COMPOSITES
from shopbook.books.appraisal.results.voices import peer_points, voice_of
from shopbook.books.appraisal.vocabulary import ARCHIVED, COMPOSITE, CONFIRM, PEER, SELF, STEPS_OF_A_MONTH, SUPERIOR, TALK
from shopbook.books.worklists import Record
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW

_LATER = (COMPOSITE, TALK, CONFIRM, ARCHIVED)
_ORDER = [option.code for option in STEPS_OF_A_MONTH]
_HR = Label(zh="人事", en="HR")
_MANAGER = Label(zh="运营主管", en="Operations manager")
_UNSCORED: Record = dict.fromkeys(COMPOSITES.by_field)
_RATERS = {SELF: "self_done", SUPERIOR: "superior_done", PEER: "peers_done"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a month is.

    Attributes:
        month: The month with everything that is said in it.
        window: The days on which it is rated; ``None`` where 周期 says none.
        counts: Fields of its row of 周期 that say how many there are.
        waiting: Ratings that are not given, by step, rater and rated.
        next_steps: (step, person) of everybody who has been rated.
    """

    month: Month
    window: Window | None
    counts: Record
    waiting: tuple[Duty, ...]
    next_steps: tuple[tuple[str, str], ...]

    @property
    def row(self) -> int:
        """Its row of 周期."""
        return int(str(self.month.cycle[ROW]))

    @property
    def closes_on(self) -> dt.date | None:
        """The last day for ratings."""
        return self.window.closes_on if self.window else None

    def days_late(self, today: dt.date) -> int:
        """Days since the last one for ratings; 0 while there is time, or where no day is set."""
        return self.window.days_late(today) if self.window else 0


def progress_of(given: Inputs) -> list[Progress]:
    """Every month of 周期 that was begun, in the order of the calendar. Of a closed month nobody is waited for."""
    staff, partly = staff_in(given), _partly(given)
    return [_progress(month, staff, partly) for month in months_in(given, staff) if month.cycle["state"] is not None]


def _partly(given: Inputs) -> frozenset[tuple[str, str, str, str]]:
    """(month, step, rater, rated) of forms that came back with blanks; of a peer form nobody is named as rated."""
    rows = given.frame(FORM_LOG.code).filter(pl.col("state") == PARTLY).select("cycle", "step", "rater_no", "about_no").rows()
    return frozenset((cycle_of(cycle) or "", step or "", rater or "", about or "") for cycle, step, rater, about in rows)


def _progress(month: Month, staff: Staff, partly: frozenset[tuple[str, str, str, str]]) -> Progress:
    duties = _duties(month, staff) if month.is_open else ()
    waiting = tuple(duty for duty in duties if not _is_done(duty, month, staff) or _is_partly(duty, month, partly))
    later = sorted(_later(month, staff, waiting)) if month.is_open else ()
    counts = {**_counts(month, staff), **(_open_counts(month, staff, duties, waiting) if month.is_open else {})}
    return Progress(month, window_in(month.cycle), counts, waiting, tuple(later))


def _duties(month: Month, staff: Staff) -> tuple[Duty, ...]:
    """The ratings that count in a month; a rater without weight is not asked."""
    return tuple(duty for duty in staff.duties(month.period) if month.cycle[f"{duty.step}_weight"] != 0)


def _later(month: Month, staff: Staff, waiting: Sequence[Duty]) -> Iterator[tuple[str, str]]:
    """What is to be done next for those who need not wait for ratings."""
    left = {(duty.step, duty.about) for duty in waiting}
    for person in month.people(staff):
        row = month.composites.get(person, _UNSCORED)
        spoken = {step: (step, person) not in left for step in _RATERS}
        step = None if staff.is_away(person, month.period) else next_step(month, person, row, spoken, staff)
        if step in _LATER:
            yield str(step), person


def _is_done(duty: Duty, month: Month, staff: Staff) -> bool:
    if duty.step != PEER:
        return voice_of(month, duty.step, duty.about).score is not None
    rows = month.peers.get(duty.about, ())
    return any(person_in(row["peer_no"], staff) == duty.rater and peer_points(row) is not None for row in rows)


def _is_partly(duty: Duty, month: Month, partly: frozenset[tuple[str, str, str, str]]) -> bool:
    """Whether a card came back with blanks; on a peer form each colleague who has points is done."""
    return duty.step != PEER and (month.period.code, duty.step, duty.rater, duty.about) in partly


def _counts(month: Month, staff: Staff) -> dict[str, object]:
    scored = [row for row in month.composites.values() if row["score"] is not None]
    confirmed = [person for person, row in month.feedback.items() if is_confirmed(row, person, staff)]
    return {"scored": len(scored), "confirmed": len(confirmed), "archived": len(month.archived)}


def _open_counts(month: Month, staff: Staff, duties: Sequence[Duty], waiting: Sequence[Duty]) -> dict[str, object]:
    left = set(waiting)
    done = {field: sum(duty.step == step and duty not in left for duty in duties) for step, field in _RATERS.items()}
    return {"people": len(staff.due(month.period)), **done}


# ---------------------------------------------------------------- who is missing


def missing_rows(progress: Sequence[Progress], staff: Staff, today: dt.date, lang: Lang) -> list[Record]:
    """The rows of 未完成名单: those that are late first, then by month, step and names."""
    rows = [row for each in progress for row in _missing(each, staff, today, lang)]
    return sorted(rows, key=_place)


def _place(row: Record) -> tuple[object, ...]:
    late = row["days_late"]
    return (-late if isinstance(late, int) else 0, row["cycle"], _ORDER.index(str(row["step"])), row["who"], row["about"])


def _missing(progress: Progress, staff: Staff, today: dt.date, lang: Lang) -> Iterator[Record]:
    steps = [(duty.step, staff.name_of(duty.rater), duty.about) for duty in progress.waiting]
    steps += [(step, _whose(step, person, staff, lang), person) for step, person in progress.next_steps]
    for step, who, about in steps:
        person = staff.by_no.get(about)
        named = {"who": who, "about": staff.name_of(about), "department": person.department if person else None}
        yield {
            **dict.fromkeys(MISSING.by_field),
            **named,
            "cycle": progress.month.period.code,
            "step": step,
            "due_on": progress.closes_on,
            "days_late": progress.days_late(today) or None,
        }


def _whose(step: str, person: str, staff: Staff, lang: Lang) -> str:
    """Who does what comes after the ratings: the superior or whoever leads all, the employee, HR."""
    if step == CONFIRM:
        return staff.name_of(person)
    if step == ARCHIVED:
        return _HR[lang]
    superior = staff.superior_of(person)
    return staff.name_of(superior) if superior else _MANAGER[lang]
