"""The appraisal workbook: what each post is measured by, who rates whom, the scores of months and years, what was agreed and archived."""
