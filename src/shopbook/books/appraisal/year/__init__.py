"""The year made of its months: scores, departments, awards."""
