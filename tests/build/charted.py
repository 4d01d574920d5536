"""A small book with charts of every kind, for the tests of ``build``."""

from shopbook.books.every_book import EVERY_BOOK
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series
from shopbook.sheet.columns import Integer, Money, Ratio, Row, Sheet, TextId, column

MONTHS = 12


class Month(Row):
    """What one month came to."""

    period: TextId = column("月份", "Month", key=True, width=10, computed=True)
    accuracy: Ratio | None = column("准确率", "Accuracy", width=10, computed=True)
    counted: Integer | None = column("盘点行数", "Lines counted", width=10, computed=True)
    wrong: Integer | None = column("不符行数", "Lines that differ", width=10, computed=True)
    at_risk: Money | None = column("风险金额", "Value at risk", width=13, computed=True)


HISTORY = Sheet("history", Label(zh="李's 准确率", en="Accuracy & more"), Month, Label(zh="每月一行。", en="A row a month."), is_log=True)

CHARTS = (
    Chart(
        HISTORY.code,
        ChartKind.COMBO,
        Label(zh="每月盘点准确率与不符行数", en="Accuracy and lines that differ, by month"),
        "period",
        (Series("wrong"), Series("accuracy", Label(zh="准确率（右轴）", en="Accuracy (right)"), is_line=True, is_second=True)),
        MONTHS,
        Axis(Label(zh="行数", en="Lines")),
        Axis(Label(zh="准确率", en="Accuracy"), least=0, most=1),
    ),
    Chart(
        HISTORY.code,
        ChartKind.LINE,
        Label(zh="盘点准确率", en="Accuracy"),
        "period",
        (Series("accuracy"),),
        MONTHS,
        Axis(Label(zh="准确率（%）", en="Accuracy (%)"), most=1),
    ),
    Chart(
        HISTORY.code,
        ChartKind.STACKED,
        Label(zh="盘点行数", en="Lines counted"),
        "period",
        (Series("wrong"), Series("counted")),
        MONTHS,
        Axis(Label(zh="行数", en="Lines")),
    ),
    Chart(
        HISTORY.code,
        ChartKind.BAR,
        Label(zh="风险金额", en="Value at risk"),
        "period",
        (Series("at_risk"),),
        MONTHS,
        Axis(Label(zh="金额（元）", en="Amount (yuan)")),
    ),
    Chart(
        HISTORY.code,
        ChartKind.COLUMN,
        Label(zh="风险金额", en="Value at risk"),
        "period",
        (Series("at_risk"),),
        MONTHS,
        Axis(Label(zh="金额（元）", en="Amount (yuan)")),
    ),
)

CHARTED_BOOK = Book(
    "charted",
    1,
    Label(zh="图表", en="Charts"),
    Label(zh="测试用。", en="For tests."),
    sheets=(HISTORY, *EVERY_BOOK),
    tasks=(),
    rules=(),
    parameters=(),
    charts=CHARTS,
)
