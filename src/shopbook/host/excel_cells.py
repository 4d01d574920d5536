"""Cells as COM hands them over and takes them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum

import polars as pl

from shopbook.host.package.refusals import BROKEN_TEXT, NOT_A_VALUE, TOO_LONG, Refusal
from shopbook.host.package.values import Calendar, number_text
from shopbook.host.reading.numerals import number_texts
from shopbook.host.reading.serials import date_texts
from shopbook.sheet.grid import CellType
from shopbook.sheet.plan import Value

Row = tuple[object, ...]
Given = str | bool | float
"""What a cell is given: ``""`` empties it; a date is its serial number."""

LONGEST = 32_767
BLOCK_TEXT = 8_000
"""Excel takes longer texts only one cell at a time."""

ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
"""How COM tells error values: 0x800A0000 plus the number that CVErr gives them."""

_UNKNOWN_ERROR = "#VALUE!"


class Form(Enum):
    """In which way values are written."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    DAY = 3
    MOMENT = 4
    TIME = 5


def rows_of(value: object) -> list[Row]:
    """A block as rows; one cell alone comes without them."""
    return [tuple(row) for row in value] if isinstance(value, tuple) else [(value,)]


def column_texts(values: Sequence[object], is_date: Sequence[bool], *, is_1904: bool) -> tuple[pl.Series, pl.Series]:
    """The text and the type of each cell of one column, as :class:`~shopbook.sheet.grid.Grid` has them.

    Args:
        values: As ``Value2`` gives them: every number a float, an error an int.
        is_date: Which of them are shown as dates.
        is_1904: Serial dates count from 1904.
    """
    types = pl.Series([_type(value).value for value in values], dtype=pl.UInt8)
    text = pl.Series([_text(value) for value in values], dtype=pl.String)
    places = (types == CellType.NUMBER).arg_true()
    if places.is_empty():
        return text, types
    text = text.scatter(places, number_texts(text.gather(places)))
    dates = pl.Series([at for at in places if is_date[at]], dtype=pl.UInt32)
    serials = pl.Series([values[at] for at in dates], dtype=pl.Float64, strict=False)
    said = date_texts(serials, is_1904=is_1904) if len(dates) else pl.Series([], dtype=pl.String)
    known = said.is_not_null()  # what no calendar has stays the number that it is
    return text.scatter(dates.filter(known), said.filter(known)), types


def _type(value: object) -> CellType:
    match value:
        case None | "":
            return CellType.BLANK
        case bool():
            return CellType.BOOL
        case str():
            return CellType.TEXT
        case int():
            return CellType.ERROR
        case _:
            return CellType.NUMBER


def _text(value: object) -> str | None:
    match value:
        case None | "":
            return None
        case bool():
            return str(value).upper()
        case int():
            return ERRORS.get(value, _UNKNOWN_ERROR)
        case float() | Decimal():
            return repr(float(value)).removesuffix(".0")
        case _:
            return str(value)


def form_of(value: Value) -> Form:
    """In which way a value is written."""
    match value:
        case None | "":
            return Form.BLANK
        case str():
            return Form.TEXT
        case dt.datetime():
            return Form.MOMENT
        case dt.date():
            return Form.DAY
        case dt.time():
            return Form.TIME
        case bool() | int() | float() | Decimal():
            return Form.NUMBER


def forms_of(values: Iterable[Value]) -> set[Form]:
    """In which ways the values of a column are written; blanks do not count."""
    return {form_of(value) for value in values} - {Form.BLANK}


def given(value: Value, calendar: Calendar) -> Given:
    """What COM is handed for a value. A Decimal would become a currency, a datetime would be shifted by the time zone.

    Raises:
        Refusal: Excel cannot hold it.
    """
    match value:
        case None | "":
            return ""
        case bool():
            return value
        case str():
            return _sound(value)
        case dt.date() | dt.time():
            return calendar.serial(value)
        case int() | float() | Decimal():
            number_text(value)
            return float(value)
        case _:  # pragma: no cover - a plan holds nothing else
            raise Refusal(NOT_A_VALUE.filled({"value": type(value).__name__}))


def _sound(text: str) -> str:
    try:
        units = len(text) if len(text) * 2 <= LONGEST else len(text.encode("utf-16-le")) // 2
        text.encode("utf-16-le")
    except UnicodeEncodeError as error:
        raise Refusal(BROKEN_TEXT) from error
    if units > LONGEST:
        raise Refusal(TOO_LONG)
    return text
