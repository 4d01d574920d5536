"""The charts of roll-ups; each draws all rows of its sheet."""

from shopbook.books.daily.rollups.sheets import (
    DAYS,
    HOUR_SUMS,
    HOURS,
    MONTH_SUMS,
    MONTHS,
    PROVINCE_SUMS,
    PROVINCES,
    QUARTER_SUMS,
    QUARTERS,
    TREND_DAYS,
    WEEK_SUMS,
    WEEKS,
)
from shopbook.labels import Label
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series

_YUAN = Axis(Label(zh="付款金额（元）", en="Paid (yuan)"))
_ORDERS = Axis(Label(zh="付款单数", en="Orders"), least=0)
_ACTUAL = (Series("paid", Label(zh="完成", en="Achieved")), Series("target", Label(zh="目标", en="Target"), is_line=True))

ROLLUP_CHARTS = (
    Chart(
        TREND_DAYS.code,
        ChartKind.COMBO,
        Label(zh="近31天每天付款", en="Paid per day, last 31 days"),
        "day",
        (Series("paid"), Series("orders", is_line=True, is_second=True)),
        DAYS,
        _YUAN,
        _ORDERS,
    ),
    Chart(
        WEEK_SUMS.code,
        ChartKind.COMBO,
        Label(zh="最近13周付款", en="Paid per week, last 13 weeks"),
        "period",
        (Series("paid"), Series("orders", is_line=True, is_second=True)),
        WEEKS,
        _YUAN,
        _ORDERS,
    ),
    Chart(
        MONTH_SUMS.code,
        ChartKind.COMBO,
        Label(zh="每月目标与完成", en="Target and achieved by month"),
        "period",
        _ACTUAL,
        MONTHS,
        _YUAN,
    ),
    Chart(
        QUARTER_SUMS.code,
        ChartKind.COMBO,
        Label(zh="每季目标与完成", en="Target and achieved by quarter"),
        "period",
        _ACTUAL,
        QUARTERS,
        _YUAN,
    ),
    Chart(
        HOUR_SUMS.code,
        ChartKind.COLUMN,
        Label(zh="近31天按小时的付款单数", en="Orders by hour of payment, last 31 days"),
        "hour",
        (Series("orders"),),
        HOURS,
        _ORDERS,
    ),
    Chart(
        PROVINCE_SUMS.code,
        ChartKind.BAR,
        Label(zh="近31天收货省份", en="Orders by province, last 31 days"),
        "province",
        (Series("orders"),),
        PROVINCES,
        _ORDERS,
    ),
)
"""Trend, weeks, target against actual, hour of day, province."""
