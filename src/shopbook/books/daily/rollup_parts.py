"""What targets, personal reports, roll-ups and shift hand-over add to the daily workbook."""

from collections.abc import Mapping

from shopbook.books.daily.target_parameters import TARGET_PARAMETERS
from shopbook.books.daily.target_rules import TARGET_RULES, TARGET_WEIGHT_RULES
from shopbook.books.daily.target_sheets import TARGET_WEIGHTS, TARGETS
from shopbook.books.daily.target_splitting import SPLIT_TARGETS, TARGET_SUMMARY
from shopbook.labels import Label

ROLLUP_SHEETS = (TARGETS, TARGET_WEIGHTS)
ROLLUP_CHECKED = (TARGETS, TARGET_WEIGHTS)
ROLLUP_TASKS = (SPLIT_TARGETS,)
ROLLUP_RULES = (*TARGET_WEIGHT_RULES, *TARGET_RULES)
ROLLUP_PARAMETERS = TARGET_PARAMETERS
ROLLUP_SUMMARY: Mapping[str, Label] = {**TARGET_SUMMARY}
