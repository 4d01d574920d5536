"""Formulas that reach outside their workbook: links to the web, other programs, other files."""

import re

# External workbooks are numbered in the file: [1]Sheet1!A1, [1]!name; a table's column may be called [1] too, but no ! follows it.
_REACHES_OUT = re.compile(
    r"""\bHYPERLINK\((?!\s*"\#)|\b(?:WEBSERVICE|RTD|IMAGE|STOCKHISTORY|CALL|REGISTER\.ID|SQL\.REQUEST)\(|\[\d+\][^\[\]"!]*!|\|'?[^"]*'?!""",
    re.IGNORECASE,
)
HINTS = (b"HYPERLINK", b"WEBSERVICE", b"RTD(", b"IMAGE(", b"STOCKHISTORY", b"CALL(", b"REGISTER.ID", b"SQL.REQUEST", b"[", b"|")
"""One of these stands in every formula that reaches outside; a quick look before the careful one."""


def reaches_outside(formula: str) -> bool:
    """True for HYPERLINK (but not to a place in the same workbook), WEBSERVICE and their like, DDE, and references to other files."""
    return bool(formula) and _REACHES_OUT.search(formula) is not None
