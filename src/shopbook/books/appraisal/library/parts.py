"""Everything that indicators and people add to the appraisal workbook."""

from shopbook.books.appraisal.library.first_indicators import first_indicators
from shopbook.books.appraisal.library.indicator_rules import INDICATOR_CHECK
from shopbook.books.appraisal.library.people_rules import EMPLOYEE_CHECK, LEAVE_CHECK
from shopbook.books.appraisal.library.sheets import INDICATORS

CHECKS = (INDICATOR_CHECK, EMPLOYEE_CHECK, LEAVE_CHECK)

FIRST_ROWS = {INDICATORS.code: first_indicators()}
"""What a fresh workbook already says."""
