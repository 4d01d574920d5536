"""How text in cells is spelled: invisible characters, full-width forms, wrappings that exports put around values."""

import re

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e"
SPACES = "\t\r\n\x0b\x0c\u00a0\u2002\u2003\u2009\u3000"

_DROP = {ord(char): None for char in INVISIBLE}
_TO_SPACE = {ord(char): " " for char in SPACES}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("￥"): ord("¥")}
_FORMULA_TEXT = re.compile(r'^="?([^"]*)"?$')
_WHITESPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[\s,，.。;；:：!！?？、|｜~·()（）\[\]【】<>《》\"'“”‘’/\\—_-]+")

UNTIDY_TEXT = f"[{INVISIBLE}{SPACES}]|^[ =]| $"
"""A regular expression that finds text which :func:`trimmed` would change."""

UNTIDY_ID = f"[{INVISIBLE}{SPACES} '\"=\uff01-\uff5e]"
"""A regular expression that finds text which :func:`compact` would change."""


def trimmed(text: str) -> str:
    """Text as somebody meant it: no invisible characters, no space around it, ``="…"`` unwrapped. Line breaks inside stay."""
    seen = text.translate(_DROP).strip()
    unwrapped = _FORMULA_TEXT.match(seen)
    return (unwrapped[1] if unwrapped else seen).strip()


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms; nothing else changes (``²`` is not a 2)."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """An id as somebody meant it: half-width, without spaces, without the apostrophe or ``="…"`` that exports put around it."""
    plain = half_width(text.translate(_DROP).translate(_TO_SPACE)).strip()
    unwrapped = _FORMULA_TEXT.match(plain)
    if unwrapped:
        plain = unwrapped[1]
    return _WHITESPACE.sub("", plain.removeprefix("'"))


def one_line(text: str) -> str:
    """Text with every run of white space as one plain space."""
    return _WHITESPACE.sub(" ", text.translate(_DROP).translate(_TO_SPACE)).strip()


def title_key(title: str) -> str:
    """What two spellings of one column title have in common.

    Width, spaces, invisible characters, letter case, 账/帐, brackets and the asterisk of required columns do not count.
    """
    plain = half_width(title.translate(_DROP)).casefold().replace("帐", "账").replace("劵", "券")
    plain = re.sub(r"[\s\u3000\u00a0*＊:：]+", "", plain)
    return plain.replace("【", "(").replace("】", ")").replace("[", "(").replace("]", ")").replace("_", "").replace("-", "")


def word_key(word: str) -> str:
    """What two spellings of one status word have in common: punctuation, width, case and spaces do not count."""
    return _PUNCTUATION.sub("", half_width(word.translate(_DROP)).casefold())
