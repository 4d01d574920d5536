"""The business: one folder a workbook, with its sheets, rules and tasks."""
