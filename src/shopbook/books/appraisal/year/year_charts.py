"""The charts of the year; each draws all rows of its sheet."""

from shopbook.books.appraisal.year.sheets import DEPARTMENT_PLACES, DEPARTMENTS_SHOWN, TREND, TREND_MONTHS
from shopbook.labels import Label
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series

_POINTS = Axis(Label(zh="得分（0–100）", en="Score (0 to 100)"), most=100)

YEAR_CHARTS = (
    Chart(
        TREND.code,
        ChartKind.LINE,
        Label(zh="最近 12 个月得分", en="Scores of twelve months"),
        "month",
        (Series("score", Label(zh="本人", en="This person")), Series("department_mean", Label(zh="部门平均", en="Department"))),
        TREND_MONTHS,
        _POINTS,
    ),
    Chart(
        DEPARTMENT_PLACES.code,
        ChartKind.COLUMN,
        Label(zh="各部门年度平均分", en="Departments' means of the year"),
        "department",
        (Series("mean", Label(zh="本年度", en="This year")), Series("before", Label(zh="上年度", en="Year before"))),
        DEPARTMENTS_SHOWN,
        _POINTS,
    ),
)
"""One person's trend, departments beside one another."""
