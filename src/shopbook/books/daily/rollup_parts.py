"""What targets, personal reports, roll-ups and shift hand-over add to the daily workbook."""

from collections.abc import Mapping

from shopbook.books.daily.personal.reporting import PERSONAL_REPORTS, PERSONAL_SUMMARY
from shopbook.books.daily.personal.rules import PERSONAL_RULES
from shopbook.books.daily.personal.sheets import PERSONAL_DAYS
from shopbook.books.daily.rollups.parameters import CALENDAR_PARAMETERS
from shopbook.books.daily.rollups.rolling_up import ROLL_UP, ROLLUP_FIGURES
from shopbook.books.daily.rollups.sheets import ROLLED
from shopbook.books.daily.shifts.handing import SHIFT_HANDOVER, SHIFT_SUMMARY
from shopbook.books.daily.shifts.parameters import SHIFT_PARAMETERS
from shopbook.books.daily.shifts.rules import SHIFT_ITEM_RULES, SHIFT_RULES
from shopbook.books.daily.shifts.sheets import SHIFT_ITEMS, SHIFTS
from shopbook.books.daily.targets.parameters import TARGET_PARAMETERS
from shopbook.books.daily.targets.rules import TARGET_RULES, TARGET_WEIGHT_RULES
from shopbook.books.daily.targets.sheets import TARGET_WEIGHTS, TARGETS
from shopbook.books.daily.targets.splitting import SPLIT_TARGETS, TARGET_SUMMARY
from shopbook.labels import Label

ROLLUP_SHEETS = (*ROLLED, PERSONAL_DAYS, TARGETS, TARGET_WEIGHTS, SHIFTS, SHIFT_ITEMS)
ROLLUP_CHECKED = (PERSONAL_DAYS, TARGETS, TARGET_WEIGHTS, SHIFTS, SHIFT_ITEMS)
ROLLUP_TASKS = (PERSONAL_REPORTS, SPLIT_TARGETS, ROLL_UP, SHIFT_HANDOVER)
ROLLUP_RULES = (*PERSONAL_RULES, *TARGET_WEIGHT_RULES, *TARGET_RULES, *SHIFT_RULES, *SHIFT_ITEM_RULES)
ROLLUP_PARAMETERS = (*TARGET_PARAMETERS, *CALENDAR_PARAMETERS, *SHIFT_PARAMETERS)
ROLLUP_SUMMARY: Mapping[str, Label] = {**PERSONAL_SUMMARY, **TARGET_SUMMARY, **ROLLUP_FIGURES, **SHIFT_SUMMARY}
