"""Texts as a terminal can show them, whatever a cell or a file name holds."""

import unicodedata

_LONGEST = 60
_CONTROL = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Characters that move the cursor, change colours or turn the direction of writing."""


def one_line(text: str) -> str:
    """A text as a terminal can show it: no line breaks, no control characters."""
    plain = "".join(" " if unicodedata.category(letter) in _CONTROL else letter for letter in text)
    return " ".join(plain.split())


def clipped(text: str) -> str:
    """A value that may be long, cut to what a column bears."""
    plain = one_line(text)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
