"""What this room adds to the workbook."""

from shopbook.books.appraisal.ratings.rules import REVIEW_CHECKS

CHECKS = REVIEW_CHECKS
