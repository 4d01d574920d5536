"""From ratings to a score, a grade, a talk, a confirmation and an archived card."""
