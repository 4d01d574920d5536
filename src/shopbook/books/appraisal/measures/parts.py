"""Everything that measures add to the appraisal workbook."""

from shopbook.books.appraisal.measures.filling import FILL_MEASURES, MEASURE_SUMMARY, check_lines
from shopbook.books.appraisal.measures.rules import CARD_LINE_RULES, INDICATOR_FACTS, INDICATOR_RULES

TASKS = (FILL_MEASURES,)
RULES = (*INDICATOR_RULES, *CARD_LINE_RULES)
SUMMARY = MEASURE_SUMMARY

__all__ = ["INDICATOR_FACTS", "INDICATOR_RULES", "RULES", "SUMMARY", "TASKS", "check_lines"]
