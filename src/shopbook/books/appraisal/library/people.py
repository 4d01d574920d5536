"""Who works here, who is appraised in a month, and who rates whom. Source: D0 四(四); T25."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES, Employee
from shopbook.books.appraisal.vocabulary import PEER, SELF, SUPERIOR
from shopbook.books.daily.calendar_periods import Period
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import rows
from shopbook.sheet.spelling import compact

_SEPARATORS = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One rating that somebody has to give.

    Attributes:
        step: Self, superior or peer.
        rater: Whose it is, an employee number.
        about: Who is rated; of a self review the same.
    """

    step: str
    rater: str
    about: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody on 员工 and the months that they were on leave.

    Attributes:
        by_no: Employee number -> the person, in ascending order; of several rows with one number the first.
        by_name: A name without spaces -> the numbers of those who bear it.
        by_department: A department without spaces -> the numbers of its people.
        away: (month, employee number) of months on leave.
    """

    by_no: Mapping[str, Employee]
    by_name: Mapping[str, tuple[str, ...]]
    by_department: Mapping[str, tuple[str, ...]]
    away: frozenset[tuple[str, str]] = frozenset()

    def number_of(self, text: str | None) -> str | None:
        """Whose number or name a text is.

        Of several people of one name it is the one who still works here; ``None`` for a blank text, an unknown one, and a name that
        several bear.
        """
        word = compact(text or "")
        if word in self.by_no:
            return word
        found = self.by_name.get(word, ())
        present = [number for number in found if self.by_no[number].left is None]
        return found[0] if len(found) == 1 else present[0] if len(present) == 1 else None

    def listed(self, text: str | None) -> list[tuple[str, str | None]]:
        """Every name or number of a list such as ``张三、E02``, each with whose it is; ``None`` where that is nobody or not clear."""
        return [(word, self.number_of(word)) for piece in _SEPARATORS.split(text or "") if piece.strip() for word in self._words(piece)]

    def _words(self, piece: str) -> list[str]:
        """A piece as it stands if it is somebody, for names may have spaces; else its words."""
        return [piece.strip()] if self.number_of(piece) else piece.split()

    def is_due(self, number: str, month: Period) -> bool:
        """Whether somebody is appraised in a month: employed on its last day, and not on leave throughout."""
        person = self.by_no.get(number)
        return person is not None and _works_at_end_of(person, month) and not self.is_away(number, month)

    def is_away(self, number: str, month: Period) -> bool:
        """Whether somebody was on leave throughout a month."""
        return (month.code, number) in self.away

    def due(self, month: Period) -> tuple[str, ...]:
        """The numbers of all who are appraised in a month, ascending."""
        return tuple(number for number in self.by_no if self.is_due(number, month))

    def superior_of(self, number: str) -> str | None:
        """Who leads somebody; nobody leads himself."""
        found = self.number_of(self.by_no[number].superior) if number in self.by_no else None
        return None if found == number else found

    def peers_of(self, number: str, month: Period) -> tuple[str, ...]:
        """Who rates somebody as a colleague in a month, ascending.

        Those who are named with him, or else the rest of his department; never himself or his superior, nobody twice, and nobody who is
        on leave or no longer here.
        """
        person = self.by_no.get(number)
        if person is None:
            return ()
        named = {found for _, found in self.listed(person.peers) if found}
        asked = named if (person.peers or "").strip() else self._colleagues(person)
        return tuple(sorted(peer for peer in asked - {number, self.superior_of(number)} if peer and self.is_due(peer, month)))

    def _colleagues(self, person: Employee) -> set[str]:
        return set(self.by_department.get(compact(person.department or ""), ()))

    def duties(self, month: Period) -> tuple[Duty, ...]:
        """Every rating that is due in a month, ordered by step, rater and rated; a superior need not be appraised himself."""
        return tuple(sorted(duty for number in self.due(month) for duty in self._duties_about(number, month)))

    def _duties_about(self, number: str, month: Period) -> Iterator[Duty]:
        yield Duty(SELF, number, number)
        superior = self.superior_of(number)
        if superior is not None:
            yield Duty(SUPERIOR, superior, number)
        yield from (Duty(PEER, peer, number) for peer in self.peers_of(number, month))

    def names_in_sheets(self, number: str) -> tuple[str, ...]:
        """What somebody is called in orders and reports, without spaces; his name where nothing is written."""
        person = self.by_no[number]
        told = [compact(piece) for piece in _SEPARATORS.split(person.agent_names or "")]
        return tuple(name for name in told if name) or ((compact(person.name),) if person.name else ())

    def name_of(self, number: str) -> str:
        """Somebody's name; the number where there is none."""
        person = self.by_no.get(number)
        return (person.name if person else None) or number


def staff_in(given: Inputs) -> Staff:
    """The people of the workbook that a task is given, which reads 员工 and 整月休假."""
    return staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code))


def staff_of(employees: pl.DataFrame, leaves: pl.DataFrame) -> Staff:
    """The people of the shop.

    Args:
        employees: Rows of 员工; one without a number is left out.
        leaves: Rows of 整月休假.
    """
    known: dict[str, Employee] = {}
    for person in rows(employees.drop_nulls("employee_no"), Employee):
        known.setdefault(compact(person.employee_no), person)
    by_no = dict(sorted(known.items()))
    away = {(cycle_of(cycle), compact(number)) for cycle, number in leaves.drop_nulls("employee_no").select("cycle", "employee_no").rows()}
    months = frozenset((cycle, number) for cycle, number in away if cycle)
    names = _grouped({number: person.name for number, person in by_no.items()})
    departments = _grouped({number: person.department for number, person in by_no.items()})
    return Staff(by_no, names, departments, months)


def _grouped(texts: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Text without spaces -> the numbers that have it; blanks are left out."""
    grouped: dict[str, tuple[str, ...]] = {}
    for number, text in texts.items():
        if text:
            grouped[compact(text)] = (*grouped.get(compact(text), ()), number)
    return grouped


def _works_at_end_of(person: Employee, month: Period) -> bool:
    has_come = person.joined is None or person.joined <= month.last
    return has_come and (person.left is None or person.left >= month.last)
