"""The lists of scores that are understood: a column for each quarter, a column for each month, or a score on each row."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product

from shopbook.books.appraisal.year.sheets import EARLIER
from shopbook.labels import Label
from shopbook.sheet.columns import Column, Row, Sheet, TextId, column
from shopbook.sheet.list_profiles import Beside, ListProfile

SCORES = "scores"
"""What profiles of such lists feed, and what becomes of their rows."""

_NAMES = ("姓名", "员工", "员工姓名", "名字", "Name", "Employee")
_ITEMS = ("项目", "类别", "指标", "考核项目", "维度", "Category", "Item", "Indicator")
_YEARS = ("年度", "年份", "Year")
_PERIODS = ("期间", "月份", "年月", "考核月份", "Period", "Month")
_POINTS = ("得分", "分数", "成绩", "考核得分", "总分", "Score", "Points")
_NOBODY = Label(zh="", en="")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


class _Listed(Row):
    """What a list may say beside its scores."""

    year: TextId | None = column("年度", "Year")


FIELDS: Mapping[str, Column] = {
    **{name: EARLIER.by_field[name] for name in ("name", "item", "period", "score")},
    **Sheet(SCORES, _NOBODY, _Listed, _NOBODY).by_field,
}
"""Every field that a column of such a list can feed."""


@cache
def score_profiles() -> tuple[ListProfile, ...]:
    """Every layout."""
    quarters = {f"Q{number}": _quarter_titles(number) for number in range(1, 5)}
    months = {f"{number}月": _month_titles(number) for number in range(1, 13)}
    return (
        _wide("score-quarters", Label(zh="季度成绩表（每季度一列）", en="scores with a column for each quarter"), quarters),
        _wide("score-months", Label(zh="月度成绩表（每月一列）", en="scores with a column for each month"), months),
        _long(),
    )


def _quarter_titles(number: int) -> tuple[str, ...]:
    numeral = _NUMERALS[number - 1]
    return f"Q{number}", f"{number}季度", f"{numeral}季度", f"第{numeral}季度", f"第{number}季度", f"Quarter {number}"


def _month_titles(number: int) -> tuple[str, ...]:
    english = _ENGLISH[number - 1]
    return f"{number}月", f"{_NUMERALS[number - 1]}月", f"{number}月份", f"M{number}", english[:3], english


def _wide(name: str, title: Label, periods: Mapping[str, Sequence[str]]) -> ListProfile:
    """A row per person, or per person and category; known by the titles of the first two periods, written alike."""
    first, second, *_ = periods.values()
    return ListProfile(
        name=name,
        book="appraisal",
        platform=_NOBODY,
        title=title,
        feeds=SCORES,
        mode=SCORES,
        signs=tuple((person, *pair) for person, pair in product(_NAMES, zip(first, second, strict=True))),
        columns={"name": _NAMES, "item": _ITEMS, "year": _YEARS},
        beside={"score": tuple(Beside(titles=tuple(titles), constants={"period": period}) for period, titles in periods.items())},
        needs=("name",),
    )


def _long() -> ListProfile:
    return ListProfile(
        name="scores",
        book="appraisal",
        platform=_NOBODY,
        title=Label(zh="成绩表（每行一个得分）", en="scores, one on each row"),
        feeds=SCORES,
        mode=SCORES,
        signs=tuple(product(_NAMES, _PERIODS, _POINTS)),
        columns={"name": _NAMES, "item": _ITEMS, "period": _PERIODS, "score": _POINTS, "year": _YEARS},
        needs=("name", "period"),
        is_plain=True,
    )
