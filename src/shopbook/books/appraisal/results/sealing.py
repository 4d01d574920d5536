"""The fingerprint of an archived card: its line of 档案 and the person's indicators as they were."""

import hashlib
from collections.abc import Iterable, Sequence

import polars as pl

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.results.sheets import ARCHIVE
from shopbook.books.worklists import Record, framed
from shopbook.sheet.columns import CHECK, Sheet

_SINCE = {ARCHIVE.code: (CHECK, "fingerprint"), CARD_LINES.code: (CHECK, "evidence", "link", "measured_at", "name")}
"""What is no part of a card, by sheet."""

_BETWEEN, _NOTHING, _END = "\x1f", "\x00", "\n"


def fingerprint(card: Record, lines: Sequence[Record]) -> str:
    """16 hexadecimal digits, the same in every language and whatever the order of the indicators.

    Args:
        card: A row of 档案.
        lines: The person's rows of 考核指标 of that month.
    """
    texts = [*_texts(ARCHIVE, [card]), *sorted(_texts(CARD_LINES, lines))]
    return hashlib.sha256(_END.join(texts).encode()).hexdigest()[:16]


def _texts(sheet: Sheet, records: Iterable[Record]) -> list[str]:
    """Each row as one text: the sheet's code and every value, as the sheet's types hold it."""
    fields = [pl.col(name).cast(pl.String).fill_null(_NOTHING) for name in sheet.by_field if name not in _SINCE[sheet.code]]
    rows = framed(sheet, records).select(text=pl.concat_str(pl.lit(sheet.code), *fields, separator=_BETWEEN))
    return rows["text"].to_list()
