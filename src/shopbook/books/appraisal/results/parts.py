"""Everything that scores, talks and the archive add to the appraisal workbook."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.appraisal.results.archiving import ARCHIVE_CARDS, ARCHIVING_SUMMARY
from shopbook.books.appraisal.results.notices import RESULT_NOTICES
from shopbook.books.appraisal.results.parameters import RESULT_PARAMETERS
from shopbook.books.appraisal.results.printing import CARDS_FOLDER, PRINT_CARDS, PRINTING_SUMMARY
from shopbook.books.appraisal.results.result_checks import RESULT_CHECKS, known_in, month_findings, stale_findings
from shopbook.books.appraisal.results.scoring import SCORE_APPRAISAL, SCORING_SUMMARY
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import together

TASKS = (SCORE_APPRAISAL, PRINT_CARDS, ARCHIVE_CARDS)
CHECKS = RESULT_CHECKS
NOTICES = RESULT_NOTICES
PARAMETERS = RESULT_PARAMETERS
SUMMARY: Mapping[str, Label] = {**SCORING_SUMMARY, **PRINTING_SUMMARY, **ARCHIVING_SUMMARY}
SOURCES = (CARDS_FOLDER,)


def found(given: Inputs) -> pl.DataFrame:
    """What no rule of a row can say: archived cards that are gone, shares of grades, scores that are out of date."""
    known = known_in(given)
    return together([month_findings(given, known), stale_findings(given, known)])
