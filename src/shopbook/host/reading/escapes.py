"""What stands for another character in the XML of a workbook: ``&lt;``, ``&#20013;``, ``_x000D_``."""

import re
from collections.abc import Callable

import polars as pl

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_HEX = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_HIGHEST = 0x10FFFF


def unescape_xml(text: str) -> str:
    """XML's own escapes and line ends resolved; what is no escape stays."""
    return _ENTITY.sub(_entity, text.replace("\r\n", "\n").replace("\r", "\n"))


def unescape_hex(text: str) -> str:
    """``_xHHHH_`` as the UTF-16 unit it stands for; a lone half of a pair becomes U+FFFD.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
    """
    return _HEX.sub(_units, text)


def unescape(text: str) -> str:
    """Both, in this order, as a workbook's text is written; most texts hold neither."""
    is_plain = "&" not in text and "\r" not in text and "_x" not in text
    return text if is_plain else unescape_hex(unescape_xml(text))


def unescape_each(texts: pl.Series, rule: Callable[[str], str]) -> pl.Series:
    """A rule applied to each text; the same text is worked out once."""
    each = texts.to_list()
    plain = {text: rule(text) for text in set(each)}
    return pl.Series([plain[text] for text in each], dtype=pl.String)


def _entity(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        return _NAMED[name]
    number = int(decimal) if decimal is not None else int(hexadecimal, 16)
    return _character(number) if number <= _HIGHEST else "\ufffd"


def _character(number: int) -> str:
    return chr(number).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _units(match: re.Match[str]) -> str:
    units = match[0][2:-1].split("__x") if match[0] else []
    return b"".join(int(unit, 16).to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")
