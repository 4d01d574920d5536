"""Clearing what a check has marked; the same in every workbook that has checks."""

from collections.abc import Sequence

from shopbook.books.every_book import FINDINGS, SUMMARY
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.columns import CHECK, Sheet

_DONE = Label(
    zh="清除了 {cleared_rows} 行的校验标记，“校验结果”和“校验汇总”已清空；数据没有改动。",
    en="Cleared the marks of {cleared_rows} {cleared_rows|row|rows} and emptied Findings and Findings by rule; no data was changed.",
)
CLEARED = {"cleared_rows": Label(zh="清除标记的行", en="Rows cleared of marks")}
"""The figures of clear-marks."""


def clearing(sheets: Sequence[Sheet]) -> Task:
    """The task clear-marks of a book.

    Args:
        sheets: What its checks mark, the book's main sheet first.
    """
    codes = tuple(sheet.code for sheet in sheets)

    def decide(given: Inputs) -> Outcome:
        there = {code: given.tables[code] for code in codes if given.tables[code].header is not None}
        marked = [table.frame[CHECK].count() for table in there.values() if CHECK in table.frame.columns]
        figures = {"cleared_rows": sum(marked)}
        return Outcome(summary=figures, notes=(_DONE.filled(figures),), marks=tuple(there))

    return Task(
        "clear-marks",
        Label(zh="清除校验标记", en="Clear marks"),
        Label(
            zh="清空“校验”列、“校验结果”和“校验汇总”，颜色随之消失；不改动任何数据。",
            en="Empties the column Check and the sheets of findings, and with them the colours; no data is changed.",
        ),
        reads=codes,
        writes=(*(sheet.code for sheet in sheets if sheet.checked), FINDINGS.code, SUMMARY.code),
        decide=decide,
    )
