"""What can be wrong with figures that are measured, and with what indicators are filled from."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.appraisal.library.people import staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES
from shopbook.books.appraisal.measures.names import PERCENT, measure_named
from shopbook.books.appraisal.vocabulary import DEDUCT, MEASURED, RATING, TYPED
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule
from shopbook.sheet.spelling import compact

_SOURCE = "D0 四(二); AMB-28"

_ACTUAL = pl.col("actual").cast(pl.Float64)
_EXPECTED = pl.coalesce(pl.col("target").cast(pl.Float64), pl.col("steps").str.extract(r"([0-9]+(?:\.[0-9]+)?)").cast(pl.Float64))
"""The target, or the bound of the best step."""

_IS_MEASURABLE = pl.col("measure.code").is_not_null()

CARD_LINE_RULES = (
    Rule(
        "measures.typed-differs",
        on="actual",
        where=(pl.col("origin") == TYPED) & (pl.col("actual") != pl.col("measure.value")),
        severity=Severity.HINT,
        says=Label(
            zh="手填的是 {actual}，取数是 {measure.value}（分子 {numerator}，分母 {denominator}）；要用取数，请清空这一格再点“指标取数”",
            en="Typed {actual}, measured {measure.value} (numerator {numerator}, denominator {denominator}): to use the measured figure, "
            "empty this cell and click Fill measures",
        ),
        source=_SOURCE,
        example=Label(zh="手填 99，订单算出来 97.5", en="99 typed where the orders come to 97.5"),
    ),
    Rule(
        "measures.no-figure",
        on="actual",
        where=_IS_MEASURABLE & pl.col("actual").is_null() & pl.col("evidence").is_not_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="“{indicator}”没有取到数：{evidence}。请补上数据再取，或者手填",
            en="{indicator} has no figure: {evidence}. Complete the data and fill again, or type it",
        ),
        source=_SOURCE,
        example=Label(zh="当月没有盘点", en="nothing was counted in the month"),
    ),
    Rule(
        "measures.caveat",
        on="actual",
        where=(pl.col("origin") == MEASURED) & pl.col("measure.caveat").is_not_null(),
        severity=Severity.HINT,
        says=Label(
            zh="“{indicator}”取到的数先看一眼再用：{measure.caveat}",
            en="Look at the figure of {indicator} before it is used: {measure.caveat}",
        ),
        source=_SOURCE,
        example=Label(zh="上个月只有 20 天有访客数", en="only 20 days of the month before have visitors"),
    ),
    Rule(
        "measures.actual-as-share",
        on="actual",
        where=(pl.col("unit") == "%")
        & pl.col("origin").ne_missing(MEASURED)
        & pl.col("method").ne_missing(DEDUCT)
        & (_ACTUAL > 0)
        & (_ACTUAL <= 1)
        & ((100 * _ACTUAL - _EXPECTED).abs() < (_ACTUAL - _EXPECTED).abs()),
        severity=Severity.WARNING,
        says=Label(
            zh="“{indicator}”的单位是 %，98% 写 98；实际值 {actual} 会被当作 {actual}%",
            en="{indicator} is in percent, 98 % is written 98: an actual figure of {actual} means {actual} %",
        ),
        source=_SOURCE,
        example=Label(zh="在格子里输入 98%，表格软件存成 0.98", en="98% typed into a cell, which spreadsheets keep as 0.98"),
        optional=("steps",),
    ),
)

INDICATOR_RULES = (
    Rule(
        "indicators.rating-with-source",
        on="source",
        where=pl.col("measure.code").is_not_null() & (pl.col("method") == RATING),
        severity=Severity.WARNING,
        says=Label(
            zh="计分方法是“评分”，由人打分，不会用“{source}”的取数；请换计分方法，或清空取数",
            en="Ratings are given by people and '{source}' is not used: choose another scoring, or empty Filled from",
        ),
        source=_SOURCE,
        example=Label(zh="计分方法：评分，取数：转化率", en="scoring Rating, filled from Conversion"),
    ),
    Rule(
        "indicators.target-as-share",
        on="target",
        where=pl.col("measure.is_percent") & pl.col("method").ne_missing(DEDUCT) & (pl.col("target") > 0) & (pl.col("target") <= 1),
        severity=Severity.WARNING,
        says=Label(
            zh="“{source}”的单位是 %，98% 写 98；目标值 {target} 会被当作 {target}%",
            en="{source} is in percent, 98 % is written 98: a target of {target} means {target} %",
        ),
        source=_SOURCE,
        example=Label(zh="取数：转化率，目标值：0.98", en="filled from Conversion, target 0.98"),
    ),
)


EMPLOYEE_RULES = (
    Rule(
        "employees.name-shared",
        on="agent_names",
        where=pl.col("sales.shared").is_not_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="订单里的“{sales.shared}”也是 {sales.others} 的名字，个人取数会算到两个人头上；请在“旺旺/客服名”里写成不同的名字",
            en="'{sales.shared}' in the orders is also the name of {sales.others}, and own figures would count for both: "
            "write different names under Known in sheets as",
        ),
        source=_SOURCE,
        example=Label(zh="两个员工的旺旺名都是“小美”", en="two people known as Mei"),
    ),
)


def sources_beside(given: Inputs) -> pl.DataFrame:
    """The rows of 指标库 with ``measure.code`` of what they are filled from, and whether that ``measure.is_percent``."""
    frame = given.frame(INDICATORS.code)
    names = [measure_named(text) for text in frame["source"]]
    return frame.with_columns(
        pl.Series("measure.code", [name.code if name else None for name in names], dtype=pl.String),
        pl.Series("measure.is_percent", [name is not None and name.unit == PERCENT for name in names], dtype=pl.Boolean),
    )


def names_beside(given: Inputs) -> pl.DataFrame:
    """The rows of 员工 with ``sales.shared``, a name in orders that others who work here have too, and ``sales.others``, their numbers."""
    frame = given.frame(EMPLOYEES.code)
    staff = staff_of(frame, given.frame(LEAVES.code))
    bearers: dict[str, list[str]] = {}
    for number in (number for number, person in staff.by_no.items() if person.left is None):
        for name in staff.names_in_sheets(number):
            bearers.setdefault(name, []).append(number)
    told = [_shared(compact(number or ""), bearers) for number in frame["employee_no"]]
    return frame.with_columns(
        pl.Series("sales.shared", [name for name, _ in told], dtype=pl.String),
        pl.Series("sales.others", [others for _, others in told], dtype=pl.String),
    )


def _shared(number: str, bearers: Mapping[str, Sequence[str]]) -> tuple[str | None, str | None]:
    """The first name that somebody shares, and with whom."""
    shared = sorted((name, numbers) for name, numbers in bearers.items() if number in numbers and len(numbers) > 1)
    return next(((name, " ".join(other for other in numbers if other != number)) for name, numbers in shared), (None, None))
