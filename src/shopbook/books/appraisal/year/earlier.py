"""Earlier scores: how their periods are written, and what they come to by person, category and year."""

import re
from collections.abc import Iterable
from decimal import Decimal

from shopbook.books.appraisal.results.mixing import half_up, mean
from shopbook.books.daily.calendar_periods import period_of
from shopbook.books.worklists import Record
from shopbook.sheet.spelling import compact, one_line

_DIGITS = {word: number for number, word in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1)}
_QUARTER = re.compile(r"第?(?:[Qq](?:uarter)?([1-4])|([1-4一二三四])季度?)")
_MONTH = re.compile(r"(?:[Mm])?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?(?:份)?")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def dated_period(text: str, year: str | None) -> str:
    """A period as sheets write it, 2026-03 or 2026-Q1.

    Args:
        text: Such as 2026-Q1, Q1, 一季度, 3月; one that means no period is left as it stands.
        year: The year of one that names none; ``None`` where that is not known either.
    """
    word = compact(text)
    if whole := period_of(word):
        return whole.code
    part = _part_of(word)
    return one_line(text) if part is None or year is None else f"{year}-{part}"


def _part_of(word: str) -> str | None:
    """A quarter or month of no year, as the end of a period: Q1, 03."""
    if found := _QUARTER.fullmatch(word):
        return f"Q{_number(found[1] or found[2])}"
    if found := _MONTH.fullmatch(word):
        return f"{_number(found[1]):02}"
    return None


def _number(word: str) -> int:
    return _DIGITS.get(word) or int(word)


def years_in(text: str) -> set[str]:
    """The years that a text names."""
    return set(_YEAR.findall(text))


def earlier_key(row: Record) -> tuple[str, str, str]:
    """What an earlier score is known by: whose it is, of what, and when."""
    period = str(row["period"] or "")
    return compact(str(row["name"] or "")).casefold(), compact(str(row["item"] or "")).casefold(), dated_period(period, None)


def earlier_sums(rows: Iterable[Record]) -> list[dict[str, object]]:
    """The rows of 历史汇总: totals and means by person, category and year, half up to two decimals; a blank is skipped.

    Args:
        rows: Those of 历史成绩; of several for one person, category and period each counts.
    """
    scores: dict[tuple[str, str, str], list[Decimal]] = {}
    shown: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        score = row["score"]
        if isinstance(score, Decimal) and row["name"] is not None:
            name, item, _ = earlier_key(row)
            key = (name, item, _year_of(row))
            scores.setdefault(key, []).append(score)
            named = {"name": row["name"], "item": row["item"], "year": key[2] or None}
            shown[key] = min(shown.get(key, named), named, key=str)
    return [{**shown[key], **_told(scores[key])} for key in sorted(scores)]


def _told(scores: list[Decimal]) -> dict[str, object]:
    return {"scores": len(scores), "total": half_up(sum(scores, start=Decimal(0)), 2), "mean": mean(scores)}


def _year_of(row: Record) -> str:
    period = period_of(str(row["period"])) if row["period"] is not None else None
    return f"{period.year:04}" if period else ""
