"""How text in cells is spelled: invisible characters, full-width forms, wrappings that exports put around values."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x7f"
)
"""Characters that nobody sees and nobody means: zero width, direction marks, soft hyphen, controls."""

SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""Everything that counts as white space, but for the plain space."""

_DROP = {ord(char): None for char in INVISIBLE}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("￥"): ord("¥")}
_QUOTED_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_WHITESPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[\s,，.。;；:：!！?？、|｜~·()（）\[\]【】<>《》\"'“”‘’/\\—_-]+")
_ALIKE_IN_TITLES = str.maketrans("帐劵【】[]", "账券()()")
_IN_TITLE = re.compile(r"[\s*:_-]+")

WIDE = "[\uff01-\uff5e￥]"
"""A regular expression that finds every text which :func:`half_width` would change."""

UNTIDY_TEXT = f"[{INVISIBLE}]|^[{SPACES} =]|[{SPACES} ]$"
"""A regular expression that finds every text which :func:`trimmed` would change."""

UNTIDY_LINE = f"[{INVISIBLE}{SPACES}]|  |^[ '=]| $"
"""A regular expression that finds every text which :func:`line` would change."""

UNTIDY_ID = f"[{INVISIBLE}{SPACES} '\"=]|{WIDE}"
"""A regular expression that finds every text which :func:`compact` would change."""

AROUND = INVISIBLE + SPACES + " "
"""What may stand around a value without meaning anything."""


ERROR_WORDS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")
"""What a text file says where a sheet would hold an error."""


def wordless(words: Iterable[str]) -> str:
    """A regular expression of texts that stand for no value: those of :func:`nothing`, and words for errors."""
    return f"{nothing(words)}|^(?:{'|'.join(map(re.escape, ERROR_WORDS))})$"


def nothing(words: Iterable[str]) -> str:
    """A regular expression of texts that show nothing: white space, a lone apostrophe, ``=""``, or one of the words for nothing."""
    listed = "|".join(re.escape(word).replace("\\ ", " ") for word in words)
    return f'^[{AROUND}]*(?:\'+|=""|{listed})?[{AROUND}]*$'


def trimmed(text: str) -> str:
    """Text as somebody meant it: no invisible characters, no space around it, ``="…"`` unwrapped. Line breaks inside stay."""
    return _unwrapped(text.translate(_DROP), before="")


def line(text: str) -> str:
    """One line of text as somebody meant it: single spaces, without the apostrophe or ``="…"`` that exports put around it."""
    return _unwrapped(one_line(text), before="'")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their plain forms; nothing else changes (``²`` is not a 2)."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """An id as somebody meant it: half-width, without spaces, without the apostrophe or ``="…"`` that exports put around it."""
    return _WHITESPACE.sub("", half_width(text.translate(_DROP))).lstrip("'=\"").rstrip('"')


def one_line(text: str) -> str:
    """Text with every run of white space as one plain space, and none around it."""
    return _WHITESPACE.sub(" ", text.translate(_DROP)).strip()


# A sheet is compared with every layout that there is, which have the same titles over and over.
@lru_cache(1 << 13)
def title_key(title: str) -> str:
    """What two spellings of one column title have in common.

    Width, spaces, invisible characters, letter case, 账/帐, 券/劵, brackets, hyphens and the asterisk of required columns do not count.
    """
    plain, seen = title.translate(_DROP), None
    while seen != plain:  # what goes can bring together what is then composed
        seen = plain
        plain = _IN_TITLE.sub("", unicodedata.normalize("NFKC", plain).casefold())
    return plain.translate(_ALIKE_IN_TITLES)


def word_key(word: str) -> str:
    """What two spellings of one status word have in common: punctuation, width, case and spaces do not count."""
    return _PUNCTUATION.sub("", half_width(word.translate(_DROP)).casefold())


def _unwrapped(text: str, *, before: str) -> str:
    """Text out of ``="…"`` (also several times over), without the quotes ``before`` it and without space around it."""
    plain, seen = text.strip(), None
    while seen != plain:
        seen = plain
        wrapped = _QUOTED_FORMULA.fullmatch(plain)
        plain = (wrapped[1].replace('""', '"') if wrapped else plain.lstrip(before)).strip()
    return plain
