"""The account of every item: receipts, issues, what each entry is worth, months that are closed."""
