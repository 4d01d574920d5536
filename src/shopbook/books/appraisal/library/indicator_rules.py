"""What can be wrong with the library of indicators. Sources: D0 四(二); catalogue 61; AMB-08, AMB-28."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import polars as pl

from shopbook.books.appraisal.library.holding import holds, indicators_of, is_whole
from shopbook.books.appraisal.library.scoring import descends, steps_of
from shopbook.books.appraisal.library.sheets import INDICATORS, Indicator
from shopbook.books.appraisal.vocabulary import DEDUCT, HIGHER, LOWER, STEPS
from shopbook.books.sheet_checks import SheetCheck
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule
from shopbook.sheet.spelling import compact

_LIBRARY = "D0 四(二)"
_WEIGHTS = "AMB-08"
_FORMULAS = "AMB-28"
_DAY = dt.timedelta(days=1)

_Answer = TypeVar("_Answer")
_Off = tuple[dt.date | None, Decimal | None]
"""From when on weights are not whole, and what they come to."""

WEIGHTS_RULE = "indicators.weights-not-100"

INDICATOR_RULES = (
    Rule(
        WEIGHTS_RULE,
        on="weight",
        where=pl.col("post.weights").is_not_null(),
        says=Label(
            zh="“{post}”的{aspect}指标，{post.since} 起权重合计 {post.weights}，应为 100；请调整后再开始考核",
            en="The weights of {post}, {aspect}, come to {post.weights} from {post.since} on, and should be 100: set them right first",
        ),
        source=_WEIGHTS,
        example=Label(zh="三个指标 30、30、30", en="three indicators of 30, 30 and 30"),
    ),
    Rule(
        "indicators.doubled",
        on="code",
        where=pl.col("indicator.is_double"),
        says=Label(
            zh="“{post}”的指标 {code} 同一天有两行有效；改一个编码，或给旧的一行写上停用日期",
            en="{post} has {code} twice on one day: change a code, or give the older row its last day",
        ),
        source=_LIBRARY,
        example=Label(zh="客服的 P1 写了两行", en="P1 of Customer service in two rows"),
    ),
    Rule(
        "indicators.no-target",
        on="target",
        where=((pl.col("method") == HIGHER) & (pl.col("target").fill_null(0) <= 0))
        | ((pl.col("method") == LOWER) & (pl.col("target").is_null() | (pl.col("target") < 0))),
        says=Label(
            zh="{name} 按“{method}”计分，要有大于 0 的目标值", en="{name} is scored by '{method}' and needs a target greater than 0"
        ),
        source=_FORMULAS,
        example=Label(zh="越高越好，目标值：空", en="Higher is better, target: blank"),
    ),
    Rule(
        "indicators.bad-steps",
        on="steps",
        where=(pl.col("method") == STEPS) & (pl.col("indicator.steps_are") == "bad"),
        says=Label(
            zh="看不懂分档“{steps}”，请写成 ≥98:100; ≥95:90; 0 这样：条件、冒号、得分，最后一个可以没有条件",
            en="The steps '{steps}' can't be read: write condition, colon and points, such as >=98:100; >=95:90; 0",
        ),
        source=_FORMULAS,
        example=Label(zh="分档：98 以上满分", en="Steps: full marks above 98"),
    ),
    Rule(
        "indicators.steps-not-in-order",
        on="steps",
        where=(pl.col("method") == STEPS) & (pl.col("indicator.steps_are") == "mixed"),
        says=Label(
            zh="分档“{steps}”没有从好到差排列：后面的档轮不到，或得分反而更高",
            en="The steps '{steps}' do not go from the best to the worst: some are never reached, or a worse figure has more points",
        ),
        severity=Severity.WARNING,
        source=_FORMULAS,
        example=Label(zh="≥90:75; ≥98:100", en=">=90:75; >=98:100"),
    ),
    Rule(
        "indicators.no-points-per-case",
        on="per_case",
        where=(pl.col("method") == DEDUCT) & (pl.col("per_case").fill_null(0) <= 0),
        says=Label(zh="{name} 按次扣分，要写每次扣多少分", en="{name} deducts per case: say how many points"),
        source=_FORMULAS,
        example=Label(zh="按次扣分，每次扣分：空", en="Deduct per case, points per case: blank"),
    ),
    Rule(
        "indicators.floor-above-cap",
        on="floor",
        where=pl.col("floor") > pl.col("cap").fill_null(100),
        says=Label(zh="最低分 {floor} 比最高分还高", en="At least {floor} is more than the most"),
        source=_FORMULAS,
        example=Label(zh="最低分 100，最高分 90", en="at least 100, at most 90"),
    ),
    Rule(
        "indicators.ends-before-it-begins",
        on="valid_to",
        where=pl.col("valid_to") < pl.col("valid_from"),
        says=Label(zh="停用日期 {valid_to} 早于生效日期 {valid_from}", en="It ends on {valid_to}, before it begins on {valid_from}"),
        source=_LIBRARY,
        example=Label(zh="生效 2026-06-01，停用 2026-05-31", en="from 2026-06-01 until 2026-05-31"),
    ),
)
"""About 指标库."""


def _beside(given: Inputs) -> pl.DataFrame:
    """The rows with what their post's weights come to where that is not 100, whether they are there twice, and how their steps read."""
    frame = given.frame(INDICATORS.code)
    indicators = indicators_of(frame)
    days = _turning_points(indicators, given.now.date())
    off = _told_once(indicators, _each(indicators, lambda each: each.aspect, lambda each, beside: _off(each, beside, days)))
    is_double = _each(indicators, lambda each: each.code, lambda each, beside: _is_double(each, beside, days))
    return frame.with_columns(
        pl.Series("post.since", [day for day, _ in off], dtype=pl.Date),
        pl.Series("post.weights", [None if weights is None else f"{weights.normalize():f}" for _, weights in off], dtype=pl.String),
        pl.Series("indicator.is_double", is_double, dtype=pl.Boolean),
        pl.Series("indicator.steps_are", [_steps_are(each.steps) for each in indicators], dtype=pl.String),
    )


def _each(
    indicators: Sequence[Indicator],
    part: Callable[[Indicator], str | None],
    asks: Callable[[Indicator, Sequence[Indicator]], _Answer],
) -> list[_Answer]:
    """What is asked of each indicator, with those of its post and part beside it."""
    keys = [(compact(each.post or ""), part(each)) for each in indicators]
    groups: dict[tuple[str, str | None], list[Indicator]] = {}
    for key, each in zip(keys, indicators, strict=True):
        groups.setdefault(key, []).append(each)
    return [asks(each, groups[key]) for key, each in zip(keys, indicators, strict=True)]


def _turning_points(indicators: Sequence[Indicator], today: dt.date) -> list[dt.date]:
    """Today, and every later day from which something else holds; what was before is over."""
    begun = {each.valid_from for each in indicators if each.valid_from}
    ended = {each.valid_to + _DAY for each in indicators if each.valid_to}
    return sorted(day for day in {today} | begun | ended if day >= today)


def _off(indicator: Indicator, group: Sequence[Indicator], days: Sequence[dt.date]) -> _Off:
    """From when on its group's weights are not whole, and what they come to; neither where a weight is missing, which is told there."""
    for day in days:
        if holds(indicator, day):
            weights = [each.weight for each in group if holds(each, day)]
            known = [weight for weight in weights if weight is not None]
            if len(known) == len(weights) and not is_whole(known):
                return day, sum(known, start=Decimal(0))
    return None, None


def _told_once(indicators: Sequence[Indicator], off: Sequence[_Off]) -> list[_Off]:
    """What is wrong with a post's part, on the first of its rows only."""
    told: set[tuple[str, str | None, _Off]] = set()
    once: list[_Off] = []
    for each, found in zip(indicators, off, strict=True):
        key = (compact(each.post or ""), each.aspect, found)
        once.append((None, None) if key in told else found)
        told.add(key)
    return once


def _is_double(indicator: Indicator, same: Sequence[Indicator], days: Sequence[dt.date]) -> bool:
    return len(same) > 1 and any(holds(indicator, day) and sum(holds(each, day) for each in same) > 1 for day in days)


def _steps_are(text: str | None) -> str | None:
    steps = steps_of(text or "")
    if not steps:
        return "bad"
    return None if descends(steps) else "mixed"


INDICATOR_CHECK = SheetCheck(INDICATORS, INDICATOR_RULES, beside=_beside)


def indicator_findings(given: Inputs) -> pl.DataFrame:
    """What is wrong with the library."""
    return INDICATOR_CHECK.verdict(given).findings
