"""Numbers as a workbook stores them, written the way people write them."""

import math
import re
from decimal import Decimal, InvalidOperation

import polars as pl

_PLAIN = r"^(?:0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,12})\.[0-9]{0,12}[1-9])$"
_PLAIN_BYTES = 16
"""Fifteen digits and a point; what is no longer has nothing to round."""

_SHORT = pl.col("raw").str.len_bytes() <= _PLAIN_BYTES

_DECIMAL = r"^-?(?:0|[1-9][0-9]{0,13})\.[0-9]*$"
_LONG_DECIMAL = r"^-?(?:0\.[1-9][0-9]{0,16}|[1-9][0-9]{0,11}\.[0-9]{1,16})$"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_IS_PLAIN = _SHORT & pl.col("raw").str.contains(_PLAIN)
_TRIMMED = pl.col("raw").str.strip_chars_end("0").str.strip_suffix(".")
_PRICE = pl.when(_SHORT & pl.col("raw").str.contains(_DECIMAL) & (_TRIMMED != "-0")).then(_TRIMMED)
_NEAR_TIE = 0.2
_DIGITS = 15
"""Excel shows and computes with fifteen significant digits."""


def number_text(raw: str) -> str | None:
    """The shortest decimal text of a stored number, null when it is none or not finite.

    A whole number keeps all its digits as stored; a fraction is rounded to fifteen significant digits, as Excel shows it.
    """
    text = raw.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    return _exact(text) if number.is_integer() else _plain(Decimal(f"{number:.{_DIGITS}g}"))


def number_texts(raw: pl.Series) -> pl.Series:
    """The same for a column."""
    # One question instead of two: each costs the same, however few the cells.
    is_plain = raw.to_frame("raw").select_seq(_IS_PLAIN).to_series()
    if is_plain.all():
        return raw
    rest = raw.filter(~is_plain)
    return raw.clone().scatter((~is_plain).arg_true(), _other_texts(rest))


def _other_texts(raw: pl.Series) -> pl.Series:
    """Those with zeros at the end (``12.50``) at once, then what is left."""
    prices = raw.to_frame("raw").select_seq(_PRICE).to_series()
    is_left = prices.is_null()
    return prices.scatter(is_left.arg_true(), _long_texts(raw.filter(is_left))) if is_left.any() else prices


def _long_texts(raw: pl.Series) -> pl.Series:
    """Long fractions at once, the others one by one."""
    long = raw.set(~raw.str.contains(_LONG_DECIMAL), None).str.strip_prefix("-")
    floats = long.cast(pl.Float64)
    whole_digits = long.str.find(r"\.").cast(pl.Int64) - long.str.starts_with("0").cast(pl.Int64)
    scaled = floats * pl.Series(10.0 ** (_DIGITS - whole_digits).to_numpy()) if len(raw) else floats
    # The product is itself rounded: close to a tie only decimal arithmetic is right.
    is_clear = (scaled - scaled.floor() - 0.5).abs() > _NEAR_TIE
    rounded = floats.round_sig_figs(_DIGITS).cast(pl.String).str.strip_suffix(".0")
    is_done = (rounded.to_frame("raw").select_seq(_IS_PLAIN).to_series() & is_clear).fill_null(value=False)
    signed = pl.select(pl.when(raw.str.starts_with("-")).then("-" + rounded).otherwise(rounded).alias("text"))["text"]
    if is_done.all():
        return signed
    few = pl.Series([number_text(text) for text in raw.filter(~is_done)], dtype=pl.String)
    return signed.scatter((~is_done).arg_true(), few)


def _exact(text: str) -> str:
    try:
        stored = Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern admits only decimals
        return text
    # 1234567.0000000001 is a whole number to Excel; its fraction is dust of the conversion.
    return _plain(stored.to_integral_value())


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
