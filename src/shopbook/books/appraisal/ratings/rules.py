"""What can be wrong with 自评, 上级评价 and 互评, however their rows came there. Sources: D0 四(四); hard number 4; T27."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import Window, cycle_of, month_of, window_in
from shopbook.books.appraisal.cycles.sheets import CYCLES
from shopbook.books.appraisal.library.people import Staff, staff_in
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.sheet_checks import SheetCheck
from shopbook.books.worklists import Record
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import Sheet
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule
from shopbook.sheet.spelling import compact

_STEPS, _WINDOW = "D0 四(四)", "D0 四(三)"


def _months(prefix: str) -> tuple[Rule, ...]:
    """What holds of the month of a review."""
    return (
        Rule(
            f"{prefix}.bad-month",
            on="cycle",
            where=pl.col("cycle").is_not_null() & pl.col("review.cycle").is_null(),
            says=Label(zh="“{cycle}”不是月份，请写成 2026-06 这样", en="'{cycle}' is no month: write it like 2026-06"),
            source=_STEPS,
            example=Label(zh="六月", en="June"),
        ),
        Rule(
            f"{prefix}.month-not-begun",
            on="cycle",
            where=pl.col("review.cycle").is_not_null() & ~pl.col("review.is_begun"),
            says=Label(
                zh="“周期”里没有 {cycle}，这一行不会算分；请先“开始考核”，或改正月份",
                en="Cycles has no {cycle}, so this row is not scored: begin the month first, or correct it",
            ),
            source=_STEPS,
            example=Label(zh="月份 2026-07，“周期”里只到 2026-06", en="2026-07, where Cycles ends with 2026-06"),
        ),
    )


def _people(prefix: str) -> tuple[Rule, ...]:
    """What holds of whom a review is about."""
    return (
        Rule(
            f"{prefix}.unknown-person",
            on="employee_no",
            where=~pl.col("review.is_known"),
            says=Label(
                zh="员工表里没有工号 {employee_no}，这一行不会算分", en="There is no {employee_no} on Employees, so this is not scored"
            ),
            source=_STEPS,
            example=Label(zh="工号打错了一位", en="a digit mistyped"),
        ),
        Rule(
            f"{prefix}.not-due",
            on="employee_no",
            where=pl.col("review.is_due").not_() & pl.col("review.is_known") & pl.col("review.is_begun"),
            says=Label(
                zh="{employee_no} 在 {cycle} 不参加考核（整月休假、未入职或已离职），请核对",
                en="{employee_no} is not appraised in {cycle} (on leave, not yet here or gone): look at it",
            ),
            severity=Severity.WARNING,
            source=_STEPS,
            example=Label(zh="休产假的人有一行评分", en="a rating of somebody on maternity leave"),
        ),
    )


def _handing_in(prefix: str) -> tuple[Rule, ...]:
    """What holds of when and how often a review is handed in."""
    return (
        Rule(
            f"{prefix}.doubled",
            on="employee_no",
            where=pl.col("review.times") > 1,
            says=Label(
                zh="{cycle} 这一条写了不止一行，只算第一行；请删掉多余的",
                en="This is there more than once for {cycle} and only the first row counts: remove the others",
            ),
            source=_STEPS,
            example=Label(zh="同一个人同一个月评了两次", en="one person rated twice in a month by the same colleague"),
        ),
        Rule(
            f"{prefix}.late-without-reason",
            on="late_reason",
            where=(pl.col("review.days_late") > 0) & pl.col("late_reason").is_null(),
            says=Label(
                zh="{submitted_on} 才交，晚了 {review.days_late} 天，没有写逾期原因",
                en="Handed in on {submitted_on} without saying why it is late; days late: {review.days_late}",
            ),
            source=_WINDOW,
            example=Label(zh="6 月的自评 7 月 11 日才交，原因空着", en="June's review of 11 July without a reason"),
        ),
    )


def _common(prefix: str) -> tuple[Rule, ...]:
    """What holds of a review whoever gives it."""
    return (*_months(prefix), *_people(prefix), *_handing_in(prefix))


SELF_RULES = _common("self-reviews")

SUPERIOR_RULES = (
    *_common("superior-reviews"),
    Rule(
        "superior-reviews.rated-himself",
        on="superior",
        where=pl.col("review.rates_himself"),
        says=Label(zh="{employee_no} 不能当自己的上级评自己", en="{employee_no} cannot be both superior and rated"),
        source=_STEPS,
        example=Label(zh="评价人和被评人是同一个人", en="the same person rates and is rated"),
    ),
    Rule(
        "superior-reviews.unknown-rater",
        on="superior",
        where=pl.col("review.is_stranger"),
        says=Label(
            zh="评价人 {superior} 在员工表里找不到，或有几个同名的人；请写工号",
            en="{superior}, who rates, is nobody on Employees or several people's name: write the number",
        ),
        severity=Severity.WARNING,
        source=_STEPS,
        example=Label(zh="评价人写“王总”", en="rated by: the boss"),
    ),
    Rule(
        "superior-reviews.other-superior",
        on="superior",
        where=pl.col("review.is_unasked"),
        says=Label(
            zh="评价人 {superior} 不是 {employee_no} 现在的直接上级；换过上级的不用理",
            en="{superior} is not the present superior of {employee_no}; leave it if the superior has changed",
        ),
        severity=Severity.HINT,
        source=_STEPS,
        example=Label(zh="上级已经换人", en="a superior who has changed"),
    ),
)

PEER_RULES = (
    *_common("peer-reviews"),
    Rule(
        "peer-reviews.rated-himself",
        on="peer_no",
        where=pl.col("review.rates_himself"),
        says=Label(zh="{peer_no} 不能给自己互评，这一行不算", en="{peer_no} cannot be both peer and rated: this row does not count"),
        source=_STEPS,
        example=Label(zh="评价人工号和被评人工号一样", en="the same number twice"),
    ),
    Rule(
        "peer-reviews.unknown-rater",
        on="peer_no",
        where=pl.col("review.is_stranger"),
        says=Label(zh="员工表里没有评价人工号 {peer_no}", en="There is no {peer_no} on Employees"),
        source=_STEPS,
        example=Label(zh="工号打错了一位", en="a digit mistyped"),
    ),
    Rule(
        "peer-reviews.not-asked",
        on="peer_no",
        where=pl.col("review.is_unasked"),
        says=Label(
            zh="{peer_no} 不在 {employee_no} 的互评同事里，请核对",
            en="{peer_no} is not among the colleagues who rate {employee_no}: look at it",
        ),
        severity=Severity.WARNING,
        source=_STEPS,
        example=Label(zh="上级又做了一次互评", en="a superior who rates as a peer too"),
    ),
)

_FACTS: Mapping[str, pl.DataType] = {
    "review.cycle": pl.String(),
    "review.is_begun": pl.Boolean(),
    "review.is_known": pl.Boolean(),
    "review.is_due": pl.Boolean(),
    "review.times": pl.Int64(),
    "review.days_late": pl.Int64(),
    "review.rates_himself": pl.Boolean(),
    "review.is_stranger": pl.Boolean(),
    "review.is_unasked": pl.Boolean(),
}

Rater = Callable[[Record, Staff], tuple[str | None, str | None]]
"""From a row to what it says of the rater, and whose number that is."""


def _own(_row: Record, _staff: Staff) -> tuple[str | None, str | None]:
    return None, None


def _superior(row: Record, staff: Staff) -> tuple[str | None, str | None]:
    return _text(row["superior"]), staff.number_of(_text(row["superior"]))


def _peer(row: Record, staff: Staff) -> tuple[str | None, str | None]:
    number = compact(_text(row["peer_no"]) or "")
    return number or None, number if number in staff.by_no else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class _Register:
    """What reviews are compared with.

    Attributes:
        staff: The people.
        windows: Months of 周期 -> their days.
        rater: Who gives the reviews of the sheet.
        is_peer: Whether these are colleagues.
    """

    staff: Staff
    windows: Mapping[str, Window | None]
    rater: Rater
    is_peer: bool

    def facts(self, row: Record) -> dict[str, object]:
        """What is to be known of a row, but for how often it is there."""
        cycle, number = cycle_of(row["cycle"]), compact(_text(row["employee_no"]) or "")
        told, rater = self.rater(row, self.staff)
        month, window, day = month_of(cycle), self.windows.get(cycle or ""), row["submitted_on"]
        asked = self._asked(number, cycle)
        return {
            "review.cycle": cycle,
            "review.is_begun": cycle in self.windows,
            "review.is_known": number in self.staff.by_no if number else None,
            "review.is_due": self.staff.is_due(number, month) if month else None,
            "review.days_late": window.days_late(day) if window and isinstance(day, dt.date) else None,
            "review.rates_himself": rater is not None and rater == number,
            "review.is_stranger": told is not None and rater is None,
            "review.is_unasked": rater is not None and bool(asked) and rater not in asked and rater != number,
        }

    def _asked(self, number: str, cycle: str | None) -> tuple[str, ...]:
        """Who is to rate somebody; empty where that can't be said."""
        month = month_of(cycle)
        if number not in self.staff.by_no or month is None:
            return ()
        superior = self.staff.superior_of(number)
        return self.staff.peers_of(number, month) if self.is_peer else (superior,) if superior else ()


def _beside(sheet: Sheet, rater: Rater) -> Callable[[Inputs], pl.DataFrame]:
    """The rows of a sheet with their facts."""

    def beside(given: Inputs) -> pl.DataFrame:
        windows = {cycle: window_in(row) for row in given.frame(CYCLES.code).rows(named=True) if (cycle := cycle_of(row["cycle"]))}
        register = _Register(staff_in(given), windows, rater, is_peer=sheet is PEER_REVIEWS)
        rows = given.frame(sheet.code).rows(named=True)
        keys = [_key(row, sheet) for row in rows]
        times = Counter(keys)
        known = [{**register.facts(row), "review.times": times[key] if all(key) else None} for row, key in zip(rows, keys, strict=True)]
        frame = given.frame(sheet.code)
        return frame.with_columns(pl.Series(name, [facts[name] for facts in known], dtype=dtype) for name, dtype in _FACTS.items())

    return beside


def _key(row: Record, sheet: Sheet) -> tuple[str, ...]:
    month, *people = sheet.key
    return (cycle_of(row[month]) or "", *(compact(_text(row[name]) or "") for name in people))


REVIEW_CHECKS = (
    SheetCheck(SELF_REVIEWS, SELF_RULES, beside=_beside(SELF_REVIEWS, _own)),
    SheetCheck(SUPERIOR_REVIEWS, SUPERIOR_RULES, beside=_beside(SUPERIOR_REVIEWS, _superior)),
    SheetCheck(PEER_REVIEWS, PEER_RULES, beside=_beside(PEER_REVIEWS, _peer)),
)
