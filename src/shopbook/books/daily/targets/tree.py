"""The tree of targets: year, quarters, months, departments, persons; from the top down each whole is divided among its parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shopbook.books.daily.calendar_periods import Period, period_of
from shopbook.books.daily.personal.sales import spelled
from shopbook.books.daily.targets.shares import shares
from shopbook.books.worklists import Record

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """What a target is for; a blank name is everybody."""

    period: Period
    department: str = ""
    person: str = ""

    @property
    def level(self) -> str:
        """The code of its level."""
        if self.person:
            return "person"
        if self.department:
            return "department"
        return "month" if self.period.month else "quarter" if self.period.quarter else "year"


@dataclass(frozen=True, slots=True)
class Weights:
    """Who has which part of a year.

    Attributes:
        told: (year, level, department, name) -> the weight, ``None`` where none is written.
        wrong: Groups (year, level, department) whose weights do not do; nothing is divided by them. Months of a quarter that does not do
            stand under the quarter's number.
    """

    told: Mapping[tuple[int, str, str, str], Decimal | None]
    wrong: frozenset[tuple[int, str, str]]

    def named(self, year: int, level: str, department: str = "") -> list[str]:
        """The parts that are named, in the order of the sheet."""
        return [name for (of, each, whose, name) in self.told if (of, each, whose) == (year, level, department)]

    def of(self, part: Place) -> Decimal | None:
        """A part's weight; ``None`` where none is written."""
        period = part.period
        name = part.person or part.department or str(period.month or period.quarter)
        return self.told.get((period.year, part.level, part.department if part.person else "", name))

    def are_wrong(self, parts: Sequence[Place]) -> bool:
        """Whether the weights of these parts of one whole do not do."""
        period, level = parts[0].period, parts[0].level
        whose = parts[0].department if level == "person" else str(period.quarter) if level == "month" else ""
        return (period.year, level, whose) in self.wrong


def place_of(row: Record) -> Place | None:
    """What a row of 目标 is for; ``None`` if its period can't be read."""
    period = period_of(_text(row, "period"))
    return Place(period, _text(row, "department"), _text(row, "person")) if period else None


def _text(row: Record, field: str) -> str:
    value = row[field]
    return "" if value is None else spelled(str(value))


def targets(fixed: Mapping[Place, Decimal], weights: Weights, known: Iterable[Place]) -> dict[Place, Decimal]:
    """Every target, from the years and quarters that have one down to persons.

    Args:
        fixed: Targets that somebody typed; they stay.
        weights: How wholes are divided.
        known: Places that have a row; a part of which a whole has others already, such as somebody without a weight, counts with them.

    Returns:
        Place -> amount, each whole followed by its parts. Where the typed parts are more than the whole, the others have to bring nothing.
    """
    extra: dict[Place, list[Place]] = {}
    for place in known:
        if place.department and place in fixed:
            extra.setdefault(_whole(place), []).append(place)
    division = _Division(fixed, weights, extra)
    for place in sorted(fixed, key=_depth):
        if place not in division.found:
            division.found[place] = fixed[place]
            division.divide(place)
    return division.found


def _depth(place: Place) -> tuple[bool, bool, Period, str, str]:
    return bool(place.person), bool(place.department), place.period, place.department, place.person


@dataclass(frozen=True, slots=True)
class _Division:
    """Targets in the making."""

    fixed: Mapping[Place, Decimal]
    weights: Weights
    extra: Mapping[Place, Sequence[Place]]
    found: dict[Place, Decimal] = field(default_factory=dict)

    def divide(self, whole: Place) -> None:
        """Divide a whole among its parts, and these among theirs."""
        parts = list(dict.fromkeys([*parts_of(whole, self.weights), *self.extra.get(whole, ())]))
        amounts = {part: self.fixed[part] for part in parts if part in self.fixed}
        untyped = [part for part in parts if part not in amounts]
        if untyped and not self.weights.are_wrong(untyped):
            rest = max(_NOTHING, self.found[whole] - sum(amounts.values()))
            weights = [self.weights.of(part) or _NOTHING for part in untyped]
            amounts.update(zip(untyped, shares(rest, weights), strict=True))
        for part in parts:
            if part in amounts:
                self.found[part] = amounts[part]
                self.divide(part)


def parts_of(whole: Place, weights: Weights) -> list[Place]:
    """What a whole is divided into; months into departments, departments into persons."""
    if whole.person:
        return []
    if whole.department:
        return [Place(whole.period, whole.department, name) for name in weights.named(whole.period.year, "person", whole.department)]
    if whole.period.month:
        return [Place(whole.period, name) for name in weights.named(whole.period.year, "department")]
    return [Place(part) for part in whole.period.parts]


def _whole(part: Place) -> Place:
    return Place(part.period, part.department if part.person else "")


def sums_of_parts(amounts: Mapping[Place, Decimal]) -> dict[Place, Decimal]:
    """What the parts of each whole come to; a whole without parts is left out."""
    sums: dict[Place, Decimal] = {}
    for part, amount in amounts.items():
        for whole in _wholes(part):
            if whole in amounts:
                sums[whole] = sums.get(whole, _NOTHING) + amount
    return sums


def _wholes(part: Place) -> Iterator[Place]:
    period = part.period
    if part.department:
        yield _whole(part)
    elif period.month:
        yield Place(Period(period.year, period.quarter))
    elif period.quarter:
        yield Place(Period(period.year))
