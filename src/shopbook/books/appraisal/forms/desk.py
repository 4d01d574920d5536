"""What the workbook knows of its forms when they come back: which are out, what each asks, which months are going on."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopbook.books.appraisal.cycles.months import Window, cycle_of, month_of
from shopbook.books.appraisal.forms.form import ASKED, LATE_REASON
from shopbook.books.appraisal.forms.handouts import open_cycles
from shopbook.books.appraisal.forms.making import STEP_NAMES, lines_by_person
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.ratings.sheets import FORM_LOG
from shopbook.books.appraisal.results.sheets import ARCHIVE
from shopbook.books.appraisal.vocabulary import PEER, RATING
from shopbook.books.worklists import Record
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs

_PEER_FIELDS = ("cooperation", "communication", "comment")


@dataclass(frozen=True, slots=True)
class Desk:
    """The workbook's side.

    Attributes:
        log: Form number -> its row of 发放回收.
        by_stem: (month, file name without ending) -> form number.
        cycles: The months that are going on, with their days.
        lines: (month, employee number) -> indicator code -> row of 考核指标.
        peers: (month, rater) -> whom he rates as colleagues.
        archived: (month, employee number) of cards that are archived.
        staff: The people.
        lang: The language of messages.
    """

    log: Mapping[str, Record]
    by_stem: Mapping[tuple[str, str], str]
    cycles: Mapping[str, Window | None]
    lines: Mapping[tuple[str, str], Mapping[str, Record]]
    peers: Mapping[tuple[str, str], frozenset[str]]
    archived: frozenset[tuple[str, str]]
    staff: Staff
    lang: Lang

    def asks(self, form_no: str, item: str, field: str) -> bool:
        """Whether a form asks for this answer."""
        log = self.log[form_no]
        if field == "answer":
            return item in (*ASKED[str(log["step"])], LATE_REASON)
        if log["step"] == PEER:
            return field in _PEER_FIELDS and item in self.rated_by(form_no)
        line = self.line(form_no, item)
        return line is not None and (field == "remark" or line["method"] == RATING)

    def rated_by(self, form_no: str) -> frozenset[str]:
        """The colleagues on a peer form whose cards are not archived."""
        cycle, rater = str(self.log[form_no]["cycle"]), str(self.log[form_no]["rater_no"])
        return frozenset(number for number in self.peers.get((cycle, rater), ()) if (cycle, number) not in self.archived)

    def line(self, form_no: str, code: str) -> Record | None:
        """The indicator of this code that a card asks about; ``None`` of a peer form."""
        log = self.log[form_no]
        return self.lines.get((str(log["cycle"]), str(log["about_no"])), {}).get(code)

    def to_rate(self, form_no: str) -> dict[str, Record]:
        """The indicators that a card asks points for, by code."""
        log = self.log[form_no]
        known = self.lines.get((str(log["cycle"]), str(log["about_no"])), {})
        return {code: line for code, line in known.items() if line["method"] == RATING}

    def step_name(self, log: Record) -> Label:
        """What a form is, and about whom: 自评, 李四的上级评价, 互评."""
        step = STEP_NAMES[str(log["step"])]
        if log["about_no"] is None or log["about_no"] == log["rater_no"]:
            return step
        return Label(zh=f"{step.zh}（被评人 {log['about']}）", en=f"{step.en} (about {log['about']})")


def desk_of(given: Inputs) -> Desk:
    """The workbook's side of a run."""
    staff, cycles = staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code)), open_cycles(given)
    rows = given.frame(FORM_LOG.code).drop_nulls(["form_no", "cycle", "step"]).rows(named=True)
    log = {row["form_no"]: row for row in rows}
    archived = given.frame(ARCHIVE.code).drop_nulls(["cycle", "employee_no"]).select("cycle", "employee_no").iter_rows()
    return Desk(
        log=log,
        by_stem={(row["cycle"], row["file"]): number for number, row in log.items() if row["file"]},
        cycles=cycles,
        lines={person: {str(line["code"]): line for line in lines} for person, lines in lines_by_person(given).items()},
        peers={key: frozenset(about) for cycle in cycles for key, about in _peers(cycle, staff).items()},
        archived=frozenset((cycle_of(cycle) or cycle, number) for cycle, number in archived),
        staff=staff,
        lang=given.lang,
    )


def _peers(cycle: str, staff: Staff) -> dict[tuple[str, str], set[str]]:
    month = month_of(cycle)
    found: dict[tuple[str, str], set[str]] = {}
    for duty in staff.duties(month) if month else ():
        if duty.step == PEER:
            found.setdefault((cycle, duty.rater), set()).add(duty.about)
    return found
