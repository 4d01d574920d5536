"""The report of a run: a workbook with links, the same as JSON and as Markdown."""
