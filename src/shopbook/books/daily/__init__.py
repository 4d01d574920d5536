"""The daily workbook: what was paid since yesterday's cut, what goes out, who handed over what, and the figures made of it."""
