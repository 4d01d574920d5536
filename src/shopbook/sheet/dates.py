"""What a cell's text says about a day or a time. Month and day are never guessed from the cell: the column declares their order.

Source: the forms that platform exports write, collected in the importer's notes (docs/reference/cells.md).
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import Spelling
from shopbook.sheet.spelling import half_width, one_line

_EPOCH_1904 = dt.datetime(1904, 1, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_LAST_SERIAL = 2_958_466
_SERIAL = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)
_MONTHS = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}

_CLOCK = r"(?P<h>\d{1,2})[:时点](?P<mi>\d{1,2})(?:[:分](?P<s>\d{1,2})(?:\.(?P<f>\d{1,9}))?)?[分秒]?\s*(?P<half>am|pm|上午|下午)?"
_OFFSET = r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
_TIME = re.compile(_CLOCK, re.IGNORECASE | re.ASCII)
_TAIL = rf"(?:[\sT]*{_CLOCK}{_OFFSET})?"
_YMD = re.compile(rf"(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?{_TAIL}", re.IGNORECASE | re.ASCII)
_SOLID = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:\s?(?P<h>\d{2}):?(?P<mi>\d{2}):?(?P<s>\d{2})?)?", re.ASCII)
_NAMED = re.compile(
    rf"(?P<mon>[a-z]{{3}})[a-z]*[-\s.]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-,\s]+(?P<y>\d{{2,4}}),?{_TAIL}", re.IGNORECASE | re.ASCII
)
_NAMED_LATE = re.compile(rf"(?P<d>\d{{1,2}})[-\s](?P<mon>[a-z]{{3}})[a-z]*[-,\s]+(?P<y>\d{{2,4}}),?{_TAIL}", re.IGNORECASE | re.ASCII)
_SHORT = {
    "mdy": re.compile(rf"(?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}),?{_TAIL}", re.IGNORECASE | re.ASCII),
    "dmy": re.compile(rf"(?P<d>\d{{1,2}})[-/.](?P<m>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}),?{_TAIL}", re.IGNORECASE | re.ASCII),
}


def parse_datetime(text: str, spelling: Spelling) -> dt.datetime | Fault:
    """A moment on the shop's wall clock; a date alone is its midnight, ``24:00`` the next day's.

    A span of one day (``2026-03-23~2026-03-23``) is that day. A time with an offset is converted to the shop's zone.
    """
    plain = one_line(half_width(text)).removeprefix("'")
    start, _, end = plain.partition("~")
    if end:
        return parse_datetime(start, spelling) if start.strip() == end.strip() else Fault.NOT_A_DATE
    for form in _forms(spelling.date_order):
        seen = form.fullmatch(plain)
        if seen:
            return _moment(seen, spelling)
    return Fault.NOT_A_DATE


def parse_date(text: str, spelling: Spelling) -> dt.date | Fault:
    """The day of a moment."""
    moment = parse_datetime(text, spelling)
    return moment if isinstance(moment, Fault) else moment.date()


def parse_time(text: str, _: Spelling) -> dt.timedelta | Fault:
    """A time of day as the span since midnight, so that ``24:00`` is a whole day and not 0."""
    seen = _TIME.fullmatch(one_line(half_width(text)))
    if not seen:
        return Fault.NOT_A_TIME
    span = _span(seen)
    return Fault.NOT_A_TIME if span is None else span


def serial_datetime(text: str, spelling: Spelling) -> dt.datetime | Fault:
    """The moment of an Excel serial number, to the millisecond.

    Serial 60 of the 1900 system is the 29 February 1900 that never was: a fault.
    """
    if not _SERIAL.fullmatch(text):
        return Fault.NOT_A_DATE
    serial = Decimal(text)
    if not 1 <= serial < _LAST_SERIAL or (not spelling.is_1904 and int(serial) == 60):  # noqa: PLR2004 - the docstring names it
        return Fault.NOT_A_DATE
    epoch = _EPOCH_1904 if spelling.is_1904 else _EPOCH_1900
    if not spelling.is_1904 and serial < 60:  # noqa: PLR2004 - before the false leap day the count is one short
        serial += 1
    return epoch + dt.timedelta(milliseconds=round(serial * 86_400_000))


@lru_cache
def _forms(order: str) -> tuple[re.Pattern[str], ...]:
    forms = (_YMD, _SOLID, _NAMED, _NAMED_LATE)
    return (*forms, _SHORT[order]) if order in _SHORT else forms


def _moment(seen: re.Match[str], spelling: Spelling) -> dt.datetime | Fault:
    parts = seen.groupdict()
    month = _MONTHS.get(parts["mon"].lower()) if parts.get("mon") else int(parts["m"])
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)  # noqa: PLR2004 - shops of this century
    span = _span(seen) if parts.get("h") else dt.timedelta()
    if month is None or span is None:
        return Fault.NOT_A_DATE
    try:
        moment = dt.datetime(year, month, int(parts["d"])) + span
    except (ValueError, OverflowError):
        return Fault.NOT_A_DATE
    return _in_zone(moment, parts.get("zone"), spelling)


def _in_zone(moment: dt.datetime, zone: str | None, spelling: Spelling) -> dt.datetime | Fault:
    if not zone:
        return moment
    digits = zone.replace(":", "")
    offset = dt.timedelta() if digits[0].isalpha() else dt.timedelta(hours=int(digits[:3]), minutes=int(digits[0] + digits[3:]))
    if abs(offset) >= dt.timedelta(hours=24):
        return Fault.NOT_A_DATE
    try:
        return moment.replace(tzinfo=dt.timezone(offset)).astimezone(spelling.zone).replace(tzinfo=None)
    except OverflowError:
        return Fault.NOT_A_DATE


def _span(seen: re.Match[str]) -> dt.timedelta | None:
    parts = seen.groupdict()
    hour, minute, second = int(parts["h"]), int(parts["mi"]), int(parts["s"] or 0)
    half = (parts.get("half") or "").lower()
    if half and hour > 12:  # noqa: PLR2004 - a clock with two halves
        half = ""
    if half in ("pm", "下午") and hour < 12:  # noqa: PLR2004
        hour += 12
    if half in ("am", "上午") and hour == 12:  # noqa: PLR2004
        hour = 0
    span = dt.timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=_milliseconds(parts.get("f")))
    return span if minute < 60 and second < 60 and span <= dt.timedelta(hours=24) else None  # noqa: PLR2004


def _milliseconds(fraction: str | None) -> int:
    return round(int(fraction) / 10 ** (len(fraction) - 3)) if fraction else 0


def serial_time(text: str, _: Spelling) -> dt.timedelta | Fault:
    """The time of day of a serial number of less than one day, or exactly one (``24:00``)."""
    if not _SERIAL.fullmatch(text) or not 0 <= Decimal(text) <= 1:
        return Fault.NOT_A_TIME
    return dt.timedelta(milliseconds=round(Decimal(text) * 86_400_000))


def serial_date(text: str, spelling: Spelling) -> dt.date | Fault:
    """The day of a serial number."""
    moment = serial_datetime(text, spelling)
    return moment if isinstance(moment, Fault) else moment.date()
