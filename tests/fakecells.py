"""Cells of a pretended Excel: what becomes of a value that is typed in, and how it is told."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Com = Any  # what goes through COM has no types

REFUSED, MISSING = -2146827284, -2147352565
EPOCH = dt.datetime(1899, 12, 30)
DAYS_1904 = 1462
_LONG_IN_A_BLOCK = 8203
_ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042, "#SPILL!": 2045}
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


class ComError(Exception):
    """What pywin32 raises."""

    def __init__(self, hresult: int = -2147352567, says: str = "", scode: int = REFUSED) -> None:
        self.hresult, self.strerror, self.argerror = hresult, "fake", None
        self.excepinfo = (0, "Microsoft Excel", says, "", 0, scode)
        super().__init__(hresult, "fake", self.excepinfo, None)


class TimeType(dt.datetime):
    """A date as pywin32 hands it over, in a zone that it does not have."""


@dataclass
class Cell:
    """One cell; ``value`` is what ``Value2`` tells, an error its text in :class:`Wrong`."""

    value: str | float | bool | None = None
    formula: str = ""
    code: str = ""


class Wrong(str):
    """The text of an error value."""

    __slots__ = ()


def type_in(cell: Cell, value: object, *, is_one: bool) -> None:
    """What becomes of a value that is assigned to a cell, its format considered."""
    assert not isinstance(value, (dt.date, Decimal)), "a date is shifted by the time zone, a Decimal becomes a currency"
    assert value is not None, "nobody says what a Null becomes"
    cell.formula = ""
    if isinstance(value, str):
        if len(value) > (32_768 if value.startswith("'") else 32_767) or (not is_one and len(value) > _LONG_IN_A_BLOCK):
            raise ComError(says="Application-defined or object-defined error")
        cell.value = _as_typed(cell, value)
    elif cell.code == "@":
        cell.value = str(value).upper() if isinstance(value, bool) else plain(float(value))  # type: ignore[arg-type]  # a number
    else:
        cell.value = value if isinstance(value, bool) else float(value)  # type: ignore[arg-type]  # a number


def _as_typed(cell: Cell, text: str) -> str | float | bool | None:
    if cell.code == "@":
        assert not text.startswith("'"), "nobody says whether a text cell keeps the apostrophe"
        return text or None
    if text.startswith("'"):
        return text[1:]
    if text.startswith(("=", "+", "-", "@")) and len(text) > 1:
        cell.formula, cell.value = text, ""
        return ""
    if text in _ERRORS:
        return Wrong(text)
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    day = _DAY.fullmatch(text)
    if day:
        cell.code = "yyyy/m/d"
        return float((dt.datetime(*map(int, day.groups())) - EPOCH).days)  # type: ignore[arg-type]  # three numbers
    try:
        return float(f"{float(text.replace(',', '')):.15g}")
    except ValueError:
        return text or None


def raw(cell: Cell) -> object:
    return _code_of(cell.value) if isinstance(cell.value, Wrong) else cell.value


def shown(cell: Cell, *, is_1904: bool) -> object:
    """As ``Value`` tells it: days as dates, currencies as Decimals; times of day stay numbers."""
    value = cell.value
    if not isinstance(value, float):
        return raw(cell)
    if "y" in cell.code:
        if not 0 <= value < 2_958_466:
            raise OverflowError
        return TimeType.fromordinal(1) if value < 1 else TimeType(1899, 12, 30) + dt.timedelta(days=value + (DAYS_1904 if is_1904 else 0))
    return round(Decimal(repr(value)), 4) if "¥" in cell.code else value


def _code_of(error: str) -> int:
    return -2146828288 + _ERRORS[error]


def plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def save_cell(page: Com, at: tuple[int, int], cell: Cell, look: Com) -> None:
    value = cell.value
    if cell.formula or isinstance(value, Wrong):
        page.write_formula(*at, cell.formula or f"={value}", look, "" if value is None else value)
    elif value is None or value == "":
        page.write_blank(*at, None, look)
    elif isinstance(value, bool):
        page.write_boolean(*at, value, look)
    elif isinstance(value, str):
        page.write_string(*at, value, look)
    else:
        page.write_number(*at, value, look)
