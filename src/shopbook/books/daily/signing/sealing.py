"""The fingerprint of what was signed: a report's entries, its line of 日报汇总 and its line of 交接."""

import hashlib
from collections.abc import Sequence

import polars as pl

from shopbook.books.daily.reports.sheets import HANDOVERS, REPORT_DAYS, REPORTS
from shopbook.sheet.columns import CHECK, Sheet

_SINCE = {REPORTS.code: (CHECK,), REPORT_DAYS.code: ("signed", "locked_at", "fingerprint"), HANDOVERS.code: (CHECK, "state", "fingerprint")}
"""What is not part of what was signed, by sheet."""

_BETWEEN, _END = "\x1f", "\n"


def fingerprints(entries: pl.DataFrame, days: pl.DataFrame, handovers: pl.DataFrame) -> pl.DataFrame:
    """Each report's fingerprint, the same in every language and whatever the order of the rows.

    Args:
        entries: Rows of 日报.
        days: Rows of 日报汇总.
        handovers: Rows of 交接; the reports they are about are fingerprinted.

    Returns:
        ``report`` and ``seal``, 16 hexadecimal digits.
    """
    parts = [_texts(REPORTS, entries), _texts(REPORT_DAYS, days), _texts(HANDOVERS, handovers)]
    about = handovers.select("report").drop_nulls().unique()
    texts = pl.concat(parts).join(about, on="report", how="semi").sort("text")
    whole = texts.group_by("report").agg("text").sort("report")
    seals = [_hashed(lines) for lines in whole["text"]]
    return whole.select("report").with_columns(seal=pl.Series("seal", seals, dtype=pl.String))


def _texts(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """Each row as one text: the sheet's code and every value that was signed, with the name of its column.

    A column that a later version adds is blank in what was signed before, and so changes no fingerprint.
    """
    signed = [name for name in sheet.by_field if name not in _SINCE[sheet.code]]
    fields = [pl.format("{}={}", pl.lit(name), pl.col(name).cast(pl.String)) for name in signed]
    return rows.select("report", text=pl.concat_str(pl.lit(sheet.code), *fields, separator=_BETWEEN, ignore_nulls=True))


def _hashed(lines: Sequence[str]) -> str:
    return hashlib.sha256(_END.join(lines).encode()).hexdigest()[:16]
