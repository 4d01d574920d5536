"""Which cell formats show a number as a date, a time or a stretch of time."""

import re
from collections.abc import Mapping
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from shopbook.host.reading.elements import Element, children, parse_number


class Shown(IntEnum):
    """How a format shows a number."""

    NUMBER = 0
    DATE = 1
    ELAPSED = 2


# Built-in formats that are dates, those of Chinese, Japanese, Korean and Thai Excel among them (ECMA-376 part 1, 18.8.30).
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)})
_BUILT_IN_ELAPSED = frozenset({46})

_NOT_SHOWN = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)


def shown_by_code(code: str) -> Shown:
    """How a number format's code shows a number; only its first section counts."""
    visible = _NOT_SHOWN.sub("", code).split(";")[0]
    if _ELAPSED.search(visible):
        return Shown.ELAPSED
    return Shown.DATE if _DATE_LETTER.search(_BRACKETS.sub("", visible).replace("General", "")) else Shown.NUMBER


def read_formats(styles: Element | None) -> npt.NDArray[np.uint8]:
    """How each cell format (``cellXfs``) shows numbers; at least one entry, so that a missing style is a plain number."""
    if styles is None:
        return np.zeros(1, np.uint8)
    codes = {
        parse_number(element.get("numFmtId"), -1): element.get("formatCode", "")
        for group in children(styles, "numFmts")
        for element in children(group, "numFmt")
    }
    shown = [
        _shown(parse_number(element.get("numFmtId"), 0), codes)
        for group in children(styles, "cellXfs")
        for element in children(group, "xf")
    ]
    return np.array(shown or [Shown.NUMBER], np.uint8)


def _shown(number: int, codes: Mapping[int, str]) -> Shown:
    if number in codes:
        return shown_by_code(codes[number])
    if number in _BUILT_IN_ELAPSED:
        return Shown.ELAPSED
    return Shown.DATE if number in _BUILT_IN_DATES else Shown.NUMBER
