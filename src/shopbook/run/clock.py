"""The shop's clock: the one place where the time of day comes from."""

import datetime as dt
import os
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.dates import parse_datetime
from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import Spelling

_MOMENT = Label(zh="日期，例如 2026-03-01 或 2026-03-01 14:00", en="a date such as 2026-03-01 or 2026-03-01 14:00")
_END_OF_DAY = dt.timedelta(hours=23, minutes=59)


def shop_now(zone: str = "") -> dt.datetime:
    """The wall clock of the shop, naive: in Shanghai's zone, or the one that SHOPBOOK_TIMEZONE names.

    A server's own zone is not asked: it is often UTC, and orders would seem to come from the future.

    Args:
        zone: The zone that a shop's own settings name, which goes before; empty if they name none.

    Raises:
        BadParameterError: There is no such zone.
    """
    name = zone or os.environ.get("SHOPBOOK_TIMEZONE", "Asia/Shanghai")
    try:
        return dt.datetime.now(ZoneInfo(name)).replace(tzinfo=None, microsecond=0)
    except (ZoneInfoNotFoundError, ValueError) as error:
        expected = Label(zh="时区名，例如 Asia/Shanghai", en="the name of a time zone such as Asia/Shanghai")
        raise BadParameterError("timezone" if zone else "SHOPBOOK_TIMEZONE", name, expected) from error


def moment_of(text: str) -> dt.datetime:
    """The moment that ``--date`` names; a day alone is its last minute, when everything of that day has happened.

    Raises:
        BadParameterError: It is no date.
    """
    moment = parse_datetime(text, Spelling())
    if isinstance(moment, Fault):
        raise BadParameterError("--date", text, _MOMENT)
    return moment if ":" in text else moment + _END_OF_DAY
