"""The order workbook: import, check, tidy, review, allocate, chase."""
