"""Grades by a table of lower bounds, and places among others."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from shopbook.books.appraisal.vocabulary import GRADES
from shopbook.sheet.spelling import compact

USUAL_GRADES = "A≥90; B≥80; C≥70; D≥60; E"
"""The table of a shop that says nothing. Source: AMB-09."""

Grades = tuple[tuple[str, Decimal], ...]
"""Letters with their lower bounds, inclusive, best first; the last has the bound 0."""

_LETTERS = [option.code for option in GRADES]
_STEP = re.compile(r"([A-E])(?:(?:>=|:|=)?([0-9]{1,3}(?:\.[0-9]{1,2})?)|<[0-9.]+)?")
_BETWEEN = re.compile(r"[;,、/]")


def grades_of(text: str | None) -> Grades | None:
    """The table that a text such as ``A≥90; B≥80; C≥70; D≥60; E`` means; ``None`` for what is no such table.

    Letters follow the alphabet, bounds fall, and only the last letter stands without one.
    """
    plain = compact(text or "").upper().replace("≥", ">=")
    steps = [_STEP.fullmatch(piece) for piece in _BETWEEN.split(plain) if piece]
    found = [(step[1], Decimal(step[2] or 0)) for step in steps if step]
    letters, bounds = [letter for letter, _ in found], [bound for _, bound in found]
    is_falling = all(above > below for above, below in pairwise(bounds))
    is_table = len(found) == len(steps) and letters == _LETTERS[: len(letters)] and is_falling
    return tuple(found) if found and is_table and bounds[-1] == 0 else None


def grade_of(score: Decimal | None, grades: Grades | None) -> str | None:
    """The letter of a score as it is shown; ``None`` where there is no score or no table."""
    if score is None or grades is None:
        return None
    return next(letter for letter, bound in grades if score >= bound)


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Each score's place, 1 for the highest; equal ones share a place and the next is left out, one that is missing has none."""
    there = sorted((score for score in scores if score is not None), reverse=True)
    return [None if score is None else there.index(score) + 1 for score in scores]
