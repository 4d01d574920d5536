"""Forced distribution: whether grades have the shares that the shop wants. It warns; no score is changed for it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from shopbook.books.appraisal.results.parameters import NOTHING
from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.parameters import Parameters
from shopbook.sheet.spelling import compact

_LIMIT = re.compile(r"([A-E])(<=|>=)([0-9]{1,3}(?:\.[0-9]+)?)%?")
_BETWEEN = re.compile(r"[;,、]")
_EXPECTED = Label(zh="例如 A≤20%; E≥5%，或 -", en="something like A<=20%; E>=5%, or -")
_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many may have a grade: at most or at least so many percent."""

    grade: str
    sign: str
    percent: Decimal

    def people(self, of: int) -> int:
        """The number of people that it comes to, in favour of the people: a share of somebody is a whole one at most, none at least."""
        rounding = ROUND_CEILING if self.sign == "<=" else ROUND_FLOOR
        return int((self.percent * of / _HUNDRED).to_integral_value(rounding))

    def is_kept(self, people: int, of: int) -> bool:
        """Whether so many of all may have the grade."""
        return people <= self.people(of) if self.sign == "<=" else people >= self.people(of)


def limits_in(parameters: Parameters) -> tuple[Limit, ...]:
    """The shares that the shop wants; none unless it says so.

    Raises:
        BadParameterError: The parameter says no such shares.
    """
    text = parameters.text("grade_shares")
    if text.strip() in {NOTHING, ""}:
        return ()
    plain = compact(text).upper().replace("≤", "<=").replace("≥", ">=")
    found = [_LIMIT.fullmatch(piece) for piece in _BETWEEN.split(plain) if piece]
    limits = tuple(Limit(each[1], each[2], Decimal(each[3])) for each in found if each)
    if len(limits) < len(found):
        raise BadParameterError("grade_shares", text, _EXPECTED)
    return limits


def broken_limits(grades: Iterable[str | None], limits: Sequence[Limit]) -> Iterator[dict[str, object]]:
    """Each limit that a month's grades do not keep: ``grade``, ``people``, ``percent`` of those graded, ``allowed`` people, ``limit``."""
    counted = Counter(grade for grade in grades if grade is not None)
    whole = counted.total()
    for limit in limits:
        people = counted[limit.grade]
        if whole and not limit.is_kept(people, whole):
            share = (people * _HUNDRED / whole).quantize(_TENTH, ROUND_HALF_UP)
            sign = "≤" if limit.sign == "<=" else "≥"
            yield {
                "grade": limit.grade,
                "people": people,
                "percent": share,
                "allowed": limit.people(whole),
                "limit": f"{sign}{limit.percent}%",
            }
