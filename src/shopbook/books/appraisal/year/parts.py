"""Everything that the year adds to the appraisal workbook."""

from collections.abc import Mapping

from shopbook.books.appraisal.year.annual import ANNUAL_APPRAISAL, YEAR_FIGURES
from shopbook.books.appraisal.year.checking import YEAR_CHECKS
from shopbook.books.appraisal.year.importing import DIFFERENT, SCORE_IMPORTER
from shopbook.books.appraisal.year.parameters import YEAR_PARAMETERS
from shopbook.books.appraisal.year.printing import CARDS_OF_NOBODY, PRINT_YEAR, PRINTING_FIGURES, YEAR_CARDS_FOLDER
from shopbook.books.appraisal.year.sheets import YEAR_SHEETS
from shopbook.books.appraisal.year.trend import TREND_UNKNOWN
from shopbook.books.appraisal.year.year_charts import YEAR_CHARTS
from shopbook.labels import Label

SHEETS = YEAR_SHEETS
CHECKS = YEAR_CHECKS
PARAMETERS = YEAR_PARAMETERS
CHARTS = YEAR_CHARTS
IMPORTER = SCORE_IMPORTER

SOURCES = (YEAR_CARDS_FOLDER,)
TASKS = (ANNUAL_APPRAISAL, PRINT_YEAR)
NOTICES = (TREND_UNKNOWN, DIFFERENT, CARDS_OF_NOBODY)
SUMMARY: Mapping[str, Label] = {**YEAR_FIGURES, **PRINTING_FIGURES}
