"""Serial numbers of Excel as dates and times, in text."""

import datetime as dt
import math

import numpy as np
import numpy.typing as npt
import polars as pl

_DAY_SECONDS = 86_400
_SERIAL_END = 2_958_466
"""9999-12-31 is the last date of Excel, serial 2958465."""

_FALSE_LEAP_DAY = 60
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)
_DAYS_1904 = 1462
_HALF_SECOND_MICROSECONDS = 500_000


def date_texts(serials: pl.Series, *, is_1904: bool) -> pl.Series:
    """``YYYY-MM-DD HH:MM:SS`` to the nearest second, ``HH:MM:SS`` when the day is 0.

    Excel's 29 February 1900, which never was, stays ``1900-02-29``; the days before it count from 1899-12-31.

    Args:
        serials: Float64 days.
        is_1904: Day 0 is 1904-01-01.

    Returns:
        Null where no date has this number (negative, after 9999, not finite).
    """
    end = _SERIAL_END - _DAYS_1904 if is_1904 else _SERIAL_END
    seconds = _seconds(serials, end)
    early = (seconds >= 0) & (seconds < _DAY_SECONDS if is_1904 else seconds < (_FALSE_LEAP_DAY + 1) * _DAY_SECONDS)
    is_usual = (seconds >= 0) & ~early & (seconds < end * _DAY_SECONDS)
    epoch = np.datetime64(_EPOCH_1904 if is_1904 else _EPOCH_1900, "ms")
    moments = pl.Series(np.where(is_usual, epoch + seconds.astype("m8[s]"), np.datetime64("NaT")))
    texts = moments.dt.strftime("%Y-%m-%d %H:%M:%S")
    if not early.any():
        return texts
    few = pl.Series([_early(second) for second in seconds[early].tolist()], dtype=pl.String)
    return texts.scatter(np.flatnonzero(early), few)


def date_text(serial: float, *, is_1904: bool) -> str | None:
    """The same for one finite number."""
    end = _SERIAL_END - _DAYS_1904 if is_1904 else _SERIAL_END
    second = math.floor(serial * _DAY_SECONDS + 0.5) if 0 <= serial < end else -1
    if not 0 <= second < end * _DAY_SECONDS:
        return None
    if second < (_DAY_SECONDS if is_1904 else (_FALSE_LEAP_DAY + 1) * _DAY_SECONDS):
        return _early(second)
    return str((_EPOCH_1904 if is_1904 else _EPOCH_1900) + dt.timedelta(seconds=second))


def _seconds(serials: pl.Series, end: int) -> npt.NDArray[np.int64]:
    """Whole seconds since day 0; -1 where the number is negative, not finite or not below ``end`` days."""
    days = serials.to_numpy()
    is_valid = (days >= 0) & (days < end)
    return np.where(is_valid, np.floor(np.where(is_valid, days, 0) * _DAY_SECONDS + 0.5), -1).astype(np.int64)


def elapsed_texts(serials: pl.Series) -> pl.Series:
    """``H:MM:SS`` with as many hours as there are; null where the number is negative or not finite."""
    return pl.Series([None if second < 0 else _clock(second) for second in _seconds(serials, _SERIAL_END).tolist()], dtype=pl.String)


def _early(second: int) -> str:
    days, rest = divmod(second, _DAY_SECONDS)
    if days == 0:
        return _clock(rest)
    if days == _FALSE_LEAP_DAY:
        return f"1900-02-29 {_clock(rest)}"
    return f"{(_EPOCH_1900 + dt.timedelta(days=days + 1)).date()} {_clock(rest)}"


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def iso_moment(text: str) -> str | None:
    """An ISO date, date and time, or time of day without zone in the grid's form; null for anything else."""
    stripped = text.strip()
    try:
        if "T" not in stripped and ":" in stripped:
            return _rounded(dt.datetime.combine(_EPOCH_1904, dt.time.fromisoformat(stripped)))[11:]
        moment = dt.datetime.fromisoformat(stripped)
        return _rounded(moment) if moment.tzinfo is None else None
    except (ValueError, OverflowError):
        return None


def _rounded(moment: dt.datetime) -> str:
    second = dt.timedelta(microseconds=moment.microsecond)
    up = dt.timedelta(seconds=1) if moment.microsecond >= _HALF_SECOND_MICROSECONDS else dt.timedelta()
    return (moment - second + up).isoformat(sep=" ")
