"""What an export last said about each field of an order line: so a value typed since can be told from an imported one.

A fingerprint is the text in the column 导入指纹. For each of :data:`FIELDS`, in that order, it has ``0000`` where the cell was blank
when the line was imported, ``____`` where no export said anything, else four letters worked out from the value. Values are hashed as
the sheet reads them, so neither the form of a cell nor its language matters.
"""

from functools import cache

import polars as pl

from shopbook.books.orders.sheets import ORDERS
from shopbook.sheet.books import SetCells

FINGERPRINT = "fingerprint"
"""The field of the order sheet that holds it."""

FIELDS = (
    *("status", "refund_status", "shop", "buyer", "sku", "title", "spec", "line_type", "qty", "price", "amount"),
    *("discount", "freight", "total", "paid", "refund", "created_at", "paid_at", "shipped_at", "received_at"),
    *("receiver", "phone", "province", "city", "district", "address", "message", "remark", "courier", "tracking_no"),
    *("invoice_title", "tax_no", "agent", "warehouse", "close_reason"),
)
"""The fields of a fingerprint. A further one goes behind the last: fingerprints that lie in workbooks are read by this order."""

_LETTERS, _WIDTH = 26, 4
_NOTHING, _BLANK = "_" * _WIDTH, "0" * _WIDTH
_UNSAID, BLANK = (int.from_bytes(text.encode(), "little") for text in (_NOTHING, _BLANK))
"""A mark is its four characters as a number; ``BLANK`` is that of a blank cell."""

_FACTOR, _WORD = 0x9E3779B97F4A7C15, 8
_CLASSES = (8, 16, 32, 64, 256, 1024, 8192, 131_072)
"""Lengths in bytes up to which texts are hashed together; a cell holds no more than the last."""


def marks(values: pl.Series) -> pl.Series:
    """The mark of each value, null for null.

    The library's own hash may change from one version to the next, so the marks that lie in workbooks are not made with it.
    """
    nothing = pl.repeat(None, len(values), dtype=pl.UInt32, eager=True)
    at = values.is_not_null().arg_true()
    if at.is_empty():
        return nothing
    return nothing.scatter(at, _lettered(_hashed(values.gather(at) if len(at) < len(values) else values)))


def marks_or_blank(values: pl.Series) -> pl.Series:
    """The mark of what a cell holds."""
    return marks(values).fill_null(BLANK)


def unpacked(fingerprints: pl.Series) -> pl.DataFrame:
    """The marks of each field, null where no export said anything.

    A mark that somebody has damaged is that of no value, so that what the line has counts as typed, and stays.
    """
    size = _WIDTH * len(FIELDS)
    filled = fingerprints.fill_null("").str.slice(0, size).str.pad_end(size, "_")
    told = filled.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt32, len(FIELDS)), endianness="little")
    known = pl.DataFrame({name: told.arr.get(at) for at, name in enumerate(FIELDS)})
    return known.select(pl.when(pl.col(name) != _UNSAID).then(pl.col(name)) for name in FIELDS)


def packed(told: pl.DataFrame) -> pl.Series:
    """The fingerprints of such marks."""
    pairs = _pairs()
    filled = [told[name].fill_null(_UNSAID) for name in FIELDS]
    halves = (half for mark in filled for half in (mark % 2**16, mark // 2**16))
    return pl.DataFrame({str(at): pairs.gather(half) for at, half in enumerate(halves)}).select(text=pl.concat_str(pl.all()))["text"]


def rewritten(rows: pl.Series, before: pl.DataFrame, after: pl.DataFrame) -> tuple[SetCells, ...]:
    """What to write into 导入指纹 where marks are other ones now; it is not logged, for it says nothing about the shop.

    Args:
        rows: The sheet's rows, ascending.
        before: Their marks as the sheet has them.
        after: Their marks as they should be.
    """
    is_other = pl.DataFrame(after[name].ne_missing(before[name]).alias(name) for name in FIELDS)
    at = is_other.select(other=pl.any_horizontal(pl.all()))["other"].arg_true()
    return (SetCells(ORDERS.code, FINGERPRINT, tuple(rows.gather(at)), tuple(packed(after[at]))),) if len(at) else ()


def of_rows(frame: pl.DataFrame) -> pl.Series:
    """The fingerprints of lines as an export brings them."""
    return packed(pl.DataFrame({name: marks_or_blank(frame[name]) for name in FIELDS}))


def _lettered(hashed: pl.Series) -> pl.Series:
    number = ((hashed ^ (hashed // 2**32)) * _FACTOR // 2**40 % _LETTERS**_WIDTH).cast(pl.UInt32)
    letters: list[pl.Series] = [(number // _LETTERS**at % _LETTERS + ord("a")) * 2 ** (8 * at) for at in range(_WIDTH)]
    return letters[0] + letters[1] + letters[2] + letters[3]


def _hashed(values: pl.Series) -> pl.Series:
    """A number for each value: of a moment its seconds count, of an amount its units as its column keeps them."""
    if values.dtype == pl.String:
        return _summed(values)
    whole = values.dt.epoch("s") if values.dtype == pl.Datetime else values.to_physical().cast(pl.Int64, strict=False).fill_null(0)
    return whole.reinterpret(signed=False) * _FACTOR


def _summed(texts: pl.Series) -> pl.Series:
    """One number for each text; short texts and long ones apart, for each is filled up to the longest it is summed with."""
    sizes = texts.str.len_bytes()
    total = pl.repeat(0, len(texts), dtype=pl.UInt64, eager=True)
    least = 0
    for most in _CLASSES:
        at = sizes.is_between(least, most).arg_true()
        if len(at) == len(texts):
            return _words(texts, most)
        total = total.scatter(at, _words(texts.gather(at), most)) if len(at) else total
        least = most + 1
    return total


def _words(texts: pl.Series, size: int) -> pl.Series:
    """The sum of the texts' words of eight bytes, each times a factor of its place, modulo 2**64; bytes behind the end are zero."""
    filled = (texts + "\0" * size).cast(pl.Binary).bin.slice(0, size)
    words = filled.bin.reinterpret(dtype=pl.Array(pl.UInt64, size // _WORD), endianness="little")
    parts = (words.arr.get(at) * pow(_FACTOR, at + 1, 2**64) for at in range(size // _WORD))
    return sum(parts, start=pl.repeat(0, len(texts), dtype=pl.UInt64, eager=True))


@cache
def _pairs() -> pl.Series:
    """Two characters for each number of two bytes."""
    return pl.Series([pair.to_bytes(2, "little").decode("latin-1") for pair in range(2**16)])
