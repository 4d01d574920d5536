"""How a figure becomes points: the five methods of 计分方法, and the steps as they are typed. Source: D0 四(二); AMB-28."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

from shopbook.books.appraisal import vocabulary
from shopbook.books.worklists import Record
from shopbook.sheet.spelling import compact

FULL = Decimal(100)
"""The points of a target that is just reached; also the most that there are where an indicator says nothing else."""

_NOTHING = Decimal(0)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a table: the points of every figure that passes it.

    Attributes:
        sign: ``>=``, ``>``, ``<=`` or ``<``; empty for the last step, which takes what is left.
        bound: What the figure is compared with.
        points: What it is worth.
    """

    sign: str
    bound: Decimal
    points: Decimal

    def takes(self, actual: Decimal) -> bool:
        """Whether a figure passes it."""
        match self.sign:
            case ">=":
                return actual >= self.bound
            case ">":
                return actual > self.bound
            case "<=":
                return actual <= self.bound
            case "<":
                return actual < self.bound
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Scoring:
    """How one indicator is scored.

    Attributes:
        method: A code of ``vocabulary.METHODS``.
        target: What is worth 100 points, in the indicator's unit.
        steps: From the best to the last.
        per_case: Points taken off for each case.
        floor: The least points.
        cap: The most points; may be more than 100.
    """

    method: str
    target: Decimal | None = None
    steps: tuple[Step, ...] = ()
    per_case: Decimal | None = None
    floor: Decimal = _NOTHING
    cap: Decimal = FULL

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing that the method needs."""
        match self.method:
            case vocabulary.HIGHER:
                return self.target is not None and self.target > 0
            case vocabulary.LOWER:
                return self.target is not None and self.target >= 0
            case vocabulary.STEPS:
                return bool(self.steps)
            case vocabulary.DEDUCT:
                return self.per_case is not None
            case _:
                return self.method == vocabulary.RATING


def scoring_of(row: Record) -> Scoring:
    """How a row of 指标库 or 考核指标 is scored; what it leaves blank has its default: at least 0, at most 100."""
    floor, cap = row["floor"], row["cap"]
    target, per_case = row["target"], row["per_case"]
    return Scoring(
        method=str(row["method"] or ""),
        target=target if isinstance(target, Decimal) else None,
        steps=steps_of(str(row["steps"] or "")) or (),
        per_case=per_case if isinstance(per_case, Decimal) else None,
        floor=floor if isinstance(floor, Decimal) else _NOTHING,
        cap=cap if isinstance(cap, Decimal) else FULL,
    )


def points(actual: Decimal | None, scoring: Scoring) -> Decimal | None:
    """The points of a figure.

    Args:
        actual: In the unit of the target; of a method that deducts the number of cases, of a rating the points that people gave.
        scoring: How it is scored.

    Returns:
        Points between floor and cap, half up to 0.01. A blank figure has none, which is not 0; neither has an indicator that lacks its
        target, steps or points per case.
    """
    if actual is None or not scoring.is_whole:
        return None
    within = max(scoring.floor, min(scoring.cap, _raw(actual, scoring)))
    return within.quantize(_CENT, ROUND_HALF_UP)


def _raw(actual: Decimal, scoring: Scoring) -> Decimal:
    match scoring.method:
        case vocabulary.HIGHER:
            return FULL * actual / (scoring.target or FULL)
        case vocabulary.LOWER:
            return FULL * (scoring.target or _NOTHING) / actual if actual > 0 else scoring.cap
        case vocabulary.STEPS:
            return next((step.points for step in scoring.steps if step.takes(actual)), scoring.floor)
        case vocabulary.DEDUCT:
            return FULL - (scoring.per_case or _NOTHING) * actual
        case _:
            return actual


# ---------------------------------------------------------------- steps as they are typed

_NUMBER = r"(-?\d+(?:\.\d+)?)%?"
_STEP = re.compile(rf"(>=|>|<=|<){_NUMBER}[:=]{_NUMBER}分?")
_LAST = re.compile(rf"(?:其余|其他|其它|else|other)?[:=]?{_NUMBER}分?", re.IGNORECASE)
_SIGNS = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "；": ";", "：": ":", "，": ",", "=>": ">=", "=<": "<="}


@cache  # a year of a department has one table on thousands of lines
def steps_of(text: str) -> tuple[Step, ...] | None:
    """The steps that a text such as ``≥98:100; ≥95:90; 0`` means; none of a blank one.

    Returns:
        In the order of the text; ``None`` if part of it means nothing, or a score without a condition is not the last.
    """
    pieces = [piece for piece in re.split("[;,、]", _spelled(text)) if piece]
    steps = [_step(piece) for piece in pieces]
    known = [step for step in steps if step is not None]
    return tuple(known) if len(known) == len(steps) and all(step.sign for step in known[:-1]) else None


def _spelled(text: str) -> str:
    plain = text.replace("\n", ";")
    for sign, ascii_sign in _SIGNS.items():
        plain = plain.replace(sign, ascii_sign)
    return compact(plain)


def _step(piece: str) -> Step | None:
    if found := _STEP.fullmatch(piece):
        return Step(found[1], Decimal(found[2]), Decimal(found[3]))
    if found := _LAST.fullmatch(piece):
        return Step("", _NOTHING, Decimal(found[1]))
    return None


def descends(steps: Sequence[Step]) -> bool:
    """Whether each step is worse than the one before, so that a better figure never has fewer points and every step is reached."""
    told = [step for step in steps if step.sign]
    upward = {step.sign[0] for step in told}
    if len(upward) > 1:
        return False
    falls = all(worse.points <= better.points for better, worse in pairwise(steps))
    return falls and all(worse.bound < better.bound if ">" in upward else worse.bound > better.bound for better, worse in pairwise(told))
