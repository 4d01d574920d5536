"""Everything that months add to the appraisal workbook."""

from shopbook.books.appraisal.cycles.notices import CYCLE_NOTICES
from shopbook.books.appraisal.cycles.opening import OPEN_CYCLE, OPENING_SUMMARY
from shopbook.books.appraisal.cycles.parameters import CYCLE_PARAMETERS
from shopbook.books.appraisal.cycles.rules import CYCLE_CHECK

TASKS = (OPEN_CYCLE,)
CHECKS = (CYCLE_CHECK,)
PARAMETERS = CYCLE_PARAMETERS
NOTICES = CYCLE_NOTICES
SUMMARY = OPENING_SUMMARY
