"""Clearing what a check has marked."""

from shopbook.books.every_book import FINDINGS, SUMMARY
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.columns import CHECK

_DONE = Label(
    zh="清除了 {cleared_rows} 行的校验标记，“校验结果”和“校验汇总”已清空；数据没有改动。",
    en="Cleared the marks of {cleared_rows} rows and emptied Findings and Findings by rule; no data was changed.",
)
_CHECKED = (ORDERS, PRODUCTS, REVIEWS, ALLOCATION, SHORTAGES, UNPAID)


def clear_marks(given: Inputs) -> Outcome:
    """Empty the column 校验 of every sheet, and the sheets of findings."""
    there = {sheet.code: given.tables[sheet.code] for sheet in _CHECKED if given.tables[sheet.code].header is not None}
    marked = [table.frame[CHECK].count() for table in there.values() if CHECK in table.frame.columns]
    figures = {"cleared_rows": sum(marked)}
    return Outcome(summary=figures, notes=(_DONE.filled(figures),), marks=tuple(there))


CLEAR_MARKS = Task(
    "clear-marks",
    Label(zh="清除校验标记", en="Clear marks"),
    Label(
        zh="清空“校验”列、“校验结果”和“校验汇总”，颜色随之消失；不改动任何数据。",
        en="Empties the column Check and the sheets of findings, and with them the colours; no data is changed.",
    ),
    reads=tuple(sheet.code for sheet in _CHECKED),
    writes=(ORDERS.code, FINDINGS.code, SUMMARY.code),
    decide=clear_marks,
)
