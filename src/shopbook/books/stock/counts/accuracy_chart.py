"""The chart of how right the stock was, month by month."""

from shopbook.books.stock.counts.accuracy import MONTHS
from shopbook.books.stock.counts.sheets import ACCURACY
from shopbook.labels import Label
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series

ACCURACY_CHART = Chart(
    ACCURACY.code,
    ChartKind.COLUMN,
    Label(zh="每月盘点准确率", en="Count accuracy by month"),
    "period",
    (
        Series("by_lines", Label(zh="按行数（考核用）", en="By lines (appraised)")),
        Series("by_qty", Label(zh="按数量", en="By quantity")),
        Series("by_value", Label(zh="按金额", en="By value")),
    ),
    MONTHS,
    Axis(Label(zh="准确率（%）", en="Accuracy (%)"), most=1),
)
