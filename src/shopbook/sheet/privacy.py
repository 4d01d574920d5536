"""Personal data leaves the workbook only masked: in reports, logs and sentences."""

import polars as pl

from shopbook.sheet.kinds import Kind

PERSONAL = frozenset({Kind.PHONE, Kind.PERSON, Kind.ADDRESS})
"""Kinds whose values belong to a person."""

_LONG_ENOUGH = 8


def masked(value: pl.Expr, kind: Kind) -> pl.Expr:
    """A text column as others may see it; columns that hold no personal data are unchanged.

    A phone keeps its first three and last four characters, a name its first, an address its first four.
    """
    match kind:
        case Kind.PHONE:
            whole = value.str.slice(0, 3) + "****" + value.str.slice(-4)
            return pl.when(value.str.len_chars() >= _LONG_ENOUGH).then(whole).otherwise(_start(value, 1))
        case Kind.PERSON:
            return _start(value, 1)
        case Kind.ADDRESS:
            return pl.when(value.str.len_chars() > 4).then(_start(value, 4)).otherwise(value)  # noqa: PLR2004 - a province or city alone names nobody
        case _:
            return value


def _start(value: pl.Expr, kept: int) -> pl.Expr:
    return pl.when(value.str.len_chars() > kept).then(value.str.slice(0, kept) + "**").otherwise(value)
