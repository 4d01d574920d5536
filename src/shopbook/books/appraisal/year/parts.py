"""Everything that the year adds to the appraisal workbook."""

from collections.abc import Mapping

from shopbook.books.appraisal.year.annual import ANNUAL_APPRAISAL
from shopbook.books.appraisal.year.annual import YEAR_SUMMARY as ANNUAL_SUMMARY
from shopbook.books.appraisal.year.checking import YEAR_CHECKS
from shopbook.books.appraisal.year.parameters import YEAR_PARAMETERS
from shopbook.books.appraisal.year.rules import AWARD_RULES, EARLIER_RULES
from shopbook.books.appraisal.year.rules import YEAR_RULES as PERSON_RULES
from shopbook.books.appraisal.year.sheets import YEAR_SHEETS
from shopbook.books.appraisal.year.trend import TREND_UNKNOWN
from shopbook.books.appraisal.year.year_charts import YEAR_CHARTS
from shopbook.labels import Label

YEAR_TASKS = (ANNUAL_APPRAISAL,)
YEAR_RULES = (*PERSON_RULES, *AWARD_RULES, *EARLIER_RULES)
YEAR_NOTICES = (TREND_UNKNOWN,)
YEAR_SUMMARY: Mapping[str, Label] = {**ANNUAL_SUMMARY}

__all__ = ["YEAR_CHARTS", "YEAR_CHECKS", "YEAR_PARAMETERS", "YEAR_SHEETS"]
