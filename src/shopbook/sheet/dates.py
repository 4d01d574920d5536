"""What a cell's text says about a day or a time. Month and day are never guessed from the cell: the column declares their order.

Source: the forms that platform exports write, collected in the importer's notes (docs/reference/cells.md).
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import Spelling
from shopbook.sheet.spelling import half_width, line

_EPOCH_1904 = dt.datetime(1904, 1, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_LAST_SERIAL = {False: 2_958_466, True: 2_957_004}
"""The first serial number after 9999-12-31, by whether days count from 1904."""
_FALSE_LEAP_DAY = 60
_FIRST_YEAR = 1900
_CENTURY = 2000
_DAY_MS = 86_400_000
_SERIAL = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}

_HALF = r"am|pm|a\.m\.|p\.m\.|上午|下午"
_CLOCK = (
    rf"(?P<early>{_HALF})?\s?(?P<h>\d{{1,2}})(?:[:时点](?P<mi>[0-5]?\d)(?:[:分](?P<s>[0-5]?\d)(?:[.,](?P<f>\d{{1,9}}))?)?[分秒]?|[时点]整?)"
    rf"\s?(?P<late>{_HALF})?"
)
_OFFSET = r"\s?(?P<zone>z|utc|gmt|[+-](?:0\d|1[0-4]):?[0-5]\d)?"
_TAIL = rf"(?:(?:\s?T\s?|\s|(?<=[日,])|(?=[上下])){_CLOCK}{_OFFSET})?"
_YEAR = r"(?P<y>\d{4}|\d{2})"
_DAY_NUMBER = r"(?P<d>\d{1,2})"
_MONTH_NUMBER = r"(?P<m>\d{1,2})"
_MONTH_NAME = r"(?P<mon>[a-z]{3})[a-z]{0,6}"


def _form(day: str, tail: str = _TAIL) -> re.Pattern[str]:
    return re.compile(day + tail, re.IGNORECASE | re.ASCII)


_TIME = _form("", _CLOCK)
_FORMS = (
    _form(rf"(?P<y>\d{{4}})[-/.年]\s?{_MONTH_NUMBER}[-/.月]\s?{_DAY_NUMBER}日?"),
    _form(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", r"(?:\s?(?P<h>\d{2}):?(?P<mi>[0-5]\d):?(?P<s>[0-5]\d)?)?"),
    _form(rf"{_MONTH_NAME}\.?[-\s]?{_DAY_NUMBER}(?:st|nd|rd|th)?(?:,\s?|[-\s]){_YEAR},?"),
    _form(rf"{_DAY_NUMBER}(?:st|nd|rd|th)?[-\s]{_MONTH_NAME}\.?(?:,\s?|[-\s]){_YEAR},?"),
)
_SHORT = {
    "mdy": _form(rf"{_MONTH_NUMBER}[-/.]{_DAY_NUMBER}[-/.]{_YEAR},?"),
    "dmy": _form(rf"{_DAY_NUMBER}[-/.]{_MONTH_NUMBER}[-/.]{_YEAR},?"),
}


def parse_datetime(text: str, spelling: Spelling) -> dt.datetime | Fault:
    """A moment on the shop's wall clock; a date alone is its midnight, ``24:00`` the next day's.

    A span of one day (``2026-03-23~2026-03-23``) is that day. A time with an offset is converted to the shop's zone. Fractions of a
    second are kept to the millisecond, half up.
    """
    plain = line(half_width(text))
    start, _, end = plain.partition("~")
    if end:
        return parse_datetime(start, spelling) if start.strip() == end.strip() else Fault.NOT_A_DATE
    for form in _forms(spelling.date_order):
        seen = form.fullmatch(plain)
        if seen:
            return _moment(seen.groupdict(), spelling)
    return Fault.NOT_A_DATE


def parse_date(text: str, spelling: Spelling) -> dt.date | Fault:
    """The day of a moment."""
    moment = parse_datetime(text, spelling)
    return moment if isinstance(moment, Fault) else moment.date()


def parse_time(text: str, _: Spelling) -> dt.timedelta | Fault:
    """A time of day as the span since midnight, so that ``24:00`` is a whole day and not 0."""
    seen = _TIME.fullmatch(line(half_width(text)))
    span = _span(seen.groupdict()) if seen else None
    return Fault.NOT_A_TIME if span is None else span


def serial_datetime(text: str, spelling: Spelling) -> dt.datetime | Fault:
    """The moment of an Excel serial number, to the millisecond.

    Serial 60 of the 1900 system is the 29 February 1900 that never was: a fault.
    """
    serial = Decimal(text) if _SERIAL.fullmatch(text) else Decimal(0)
    if not 1 <= serial < _LAST_SERIAL[spelling.is_1904]:
        return Fault.NOT_A_DATE
    span = dt.timedelta(milliseconds=_whole_ms(serial * _DAY_MS))
    try:
        if spelling.is_1904:
            return _EPOCH_1904 + span
        if span.days == _FALSE_LEAP_DAY:
            return Fault.NOT_A_DATE
        return _EPOCH_1900 + span + dt.timedelta(days=span.days < _FALSE_LEAP_DAY)  # before the false leap day the count is one short
    except OverflowError:  # the last half millisecond of 9999
        return Fault.NOT_A_DATE


def serial_date(text: str, spelling: Spelling) -> dt.date | Fault:
    """The day of a serial number."""
    moment = serial_datetime(text, spelling)
    return moment if isinstance(moment, Fault) else moment.date()


def serial_time(text: str, spelling: Spelling) -> dt.timedelta | Fault:
    """The time of day of a serial number of less than one day, or exactly one (``24:00``, shown as the first day of the calendar)."""
    if text == ("1904-01-02 00:00:00" if spelling.is_1904 else "1900-01-01 00:00:00"):
        return dt.timedelta(days=1)
    if not _SERIAL.fullmatch(text) or not 0 <= Decimal(text) <= 1:
        return Fault.NOT_A_TIME
    return dt.timedelta(milliseconds=_whole_ms(Decimal(text) * _DAY_MS))


@lru_cache
def _forms(order: str) -> tuple[re.Pattern[str], ...]:
    return (*_FORMS, _SHORT[order]) if order in _SHORT else _FORMS


def _moment(parts: dict[str, str | None], spelling: Spelling) -> dt.datetime | Fault:
    day, span = _day(parts), _span(parts) if parts.get("h") else dt.timedelta()
    if day is None or span is None:
        return Fault.NOT_A_DATE
    try:
        return _in_zone(day + span, (parts.get("zone") or "").replace(":", ""), spelling)
    except OverflowError:  # the last midnight of 9999
        return Fault.NOT_A_DATE


def _day(parts: dict[str, str | None]) -> dt.datetime | None:
    written = parts["y"] or ""
    year = int(written) + (_CENTURY if len(written) == len("26") else 0)
    month = _MONTHS.get((parts.get("mon") or "").lower()) or int(parts.get("m") or 0)
    try:
        return dt.datetime(year, month, int(parts["d"] or 0)) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def _in_zone(moment: dt.datetime, offset: str, spelling: Spelling) -> dt.datetime:
    if not offset:
        return moment
    span = dt.timedelta() if offset[0].isalpha() else dt.timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[3:]))
    return moment.replace(tzinfo=dt.timezone(span)).astimezone(spelling.zone).replace(tzinfo=None)


def _span(parts: dict[str, str | None]) -> dt.timedelta | None:
    """The time since midnight that a clock shows; ``None`` after ``24:00``."""
    half = (parts.get("early") or parts.get("late") or "").replace(".", "").lower()
    hour, minute, second = _hour(int(parts["h"] or 0), half), int(parts["mi"] or 0), int(parts["s"] or 0)
    milliseconds = _whole_ms(Decimal(f"0.{parts.get('f') or 0}") * 1000)
    span = dt.timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds)
    return span if span <= dt.timedelta(days=1) else None


def _hour(hour: int, half: str) -> int:
    """An hour of 24 from one of twelve; one that is already of 24 stays."""
    noon = 12
    if half in ("pm", "下午") and hour < noon:
        return hour + noon
    return 0 if half in ("am", "上午") and hour == noon else hour


def _whole_ms(milliseconds: Decimal) -> int:
    return int(milliseconds.quantize(Decimal(1), rounding=ROUND_HALF_UP))
