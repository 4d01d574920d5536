"""The stock workbook: what lies where, what came and went, what runs low, what was counted."""
