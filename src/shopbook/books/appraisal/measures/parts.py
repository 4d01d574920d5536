"""Everything that measures add to the appraisal workbook."""

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS
from shopbook.books.appraisal.measures.filling import FILL_MEASURES, MEASURE_SUMMARY, lines_beside
from shopbook.books.appraisal.measures.rules import (
    CARD_LINE_RULES,
    EMPLOYEE_RULES,
    INDICATOR_RULES,
    names_beside,
    sources_beside,
)
from shopbook.books.sheet_checks import SheetCheck

TASKS = (FILL_MEASURES,)
CHECKS = (
    SheetCheck(INDICATORS, INDICATOR_RULES, beside=sources_beside),
    SheetCheck(CARD_LINES, CARD_LINE_RULES, beside=lines_beside),
    SheetCheck(EMPLOYEES, EMPLOYEE_RULES, beside=names_beside),
)
SUMMARY = MEASURE_SUMMARY
