"""What can be wrong with months. Sources: D0 四(三); T27."""

from collections import Counter

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.cycles.sheets import CYCLES
from shopbook.books.sheet_checks import SheetCheck
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_MONTHLY = "D0 四(三)"

CYCLE_RULES = (
    Rule(
        "cycles.bad-month",
        on="cycle",
        where=pl.col("cycle").is_not_null() & pl.col("month.code").is_null(),
        says=Label(zh="“{cycle}”不是月份，请写成 2026-06 这样", en="'{cycle}' is no month: write it like 2026-06"),
        source=_MONTHLY,
        example=Label(zh="六月", en="June"),
    ),
    Rule(
        "cycles.doubled",
        on="cycle",
        where=pl.col("month.times") > 1,
        says=Label(
            zh="{month.code} 有不止一行，只算第一行；请删掉多余的", en="{month.code} is there more than once and only the first counts"
        ),
        source=_MONTHLY,
        example=Label(zh="2026-06 和 2026年6月 各一行", en="2026-06 and 2026/6 in two rows"),
    ),
    Rule(
        "cycles.not-begun",
        on="state",
        where=pl.col("state").is_null() & pl.col("month.code").is_not_null(),
        says=Label(
            zh="{month.code} 还没有开始：点“开始考核”，记下权重并抄下每个人的指标",
            en="{month.code} has not begun: click Begin a month, which takes down weights and everybody's indicators",
        ),
        severity=Severity.HINT,
        source=_MONTHLY,
        example=Label(zh="只写了月份的一行", en="a row with nothing but the month"),
    ),
    Rule(
        "cycles.extended-too-early",
        on="extended_to",
        where=pl.col("extended_to") < pl.col("closes_on"),
        says=Label(
            zh="延期至 {extended_to} 早于原来的截止日期 {closes_on}，不算", en="Extended to {extended_to}, before it closes on {closes_on}"
        ),
        source=_MONTHLY,
        example=Label(zh="截止 2026-07-10，延期至 2026-07-05", en="closes on 2026-07-10, extended to 2026-07-05"),
    ),
)
"""About 周期."""


def _beside(given: Inputs) -> pl.DataFrame:
    frame = given.frame(CYCLES.code)
    codes = [cycle_of(cycle) for cycle in frame["cycle"]]
    times = Counter(codes)
    return frame.with_columns(
        pl.Series("month.code", codes, dtype=pl.String),
        pl.Series("month.times", [times[code] if code else None for code in codes], dtype=pl.Int64),
    )


CYCLE_CHECK = SheetCheck(CYCLES, CYCLE_RULES, beside=_beside)
