"""The orders of a report as pages to print: what goes out first, then what is held or settled, with what the warehouse wrote."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

import polars as pl

from shopbook.books.daily.page_columns import columns_of
from shopbook.books.daily.reports.front_page import SIGNERS, amount_text
from shopbook.books.daily.vocabulary import ENTRIES, STATES
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Lines

_TITLE = Label(zh="日报明细", en="Orders of the report")
_TOTAL = Label(
    zh="共 {lines} 行，出库 {pieces} 件，实发 {shipped} 件",
    en="{lines} {lines|line|lines}, {pieces} {pieces|piece|pieces} on slips, {shipped} shipped",
)
_COLUMNS = (
    (Label(zh="出库单号", en="Slip no."), 7, ""),
    (Label(zh="订单编号", en="Order no."), 10, ""),
    (Label(zh="处理", en="State"), 5, "centred"),
    (Label(zh="金额", en="Amount"), 5, "centred"),
    (Label(zh="商品、说明", en="Items, note"), 8, ""),
    (Label(zh="件数", en="Pcs"), 3, "centred"),
    (Label(zh="实发", en="Sent"), 3, "centred"),
)
_LINE, _LETTER = 8.5, 0.6
"""What a line of the column of items holds, and the width of a letter, in Chinese characters."""

_NOTHING_TOLD = frozenset({"new"})
_RANK = {"printable": 0, "held": 1, "shipped": 2, "closed": 3, "booked": 4}


def order_pages(entries: pl.DataFrame, report: str, lang: Lang) -> Block:
    """The list of one report's orders.

    Args:
        entries: Its rows of 日报.
        report: Its day.
        lang: The language.
    """
    rank = pl.col("state").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int8)
    rows = entries.sort(rank, "slip_no", "paid_at", "order_no", nulls_last=True)
    slips = rows.filter(pl.col("slip_no").is_not_null())
    sums = {"lines": rows.height, "pieces": slips["pieces"].sum(), "shipped": slips["shipped"].sum()}
    lines = Lines(columns_of(_COLUMNS, lang), tuple(_lines(rows, lang)))
    signers = tuple(who[lang] for who in SIGNERS.values())
    return Block(_TITLE[lang], number=report, lines=lines, total=_TOTAL.filled(sums)[lang], signed=signers)


def _lines(rows: pl.DataFrame, lang: Lang) -> Iterator[tuple[str, ...]]:
    kinds = {option.code: option.label[lang] for option in ENTRIES if option.code not in _NOTHING_TOLD}
    states = {option.code: option.label[lang] for option in STATES}
    for row in rows.iter_rows(named=True):
        state = " ".join(word for word in (kinds.get(row["kind"]), states.get(row["state"])) if word)
        yield (_said(row, "slip_no"), _said(row, "order_no"), state, amount_text(row["amount"]), _what(row), *_counts(row))


def _what(row: Mapping[str, object]) -> str:
    """Why an order does not go out or not wholly, in full; else its items, on one line, so that a page holds forty orders."""
    notes = [note for note in (_said(row, "why"), _said(row, "reason")) if note]
    return " · ".join(notes) if notes else _on_a_line(_said(row, "items"))


def _on_a_line(text: str) -> str:
    """As much of a text as a line of the column holds."""
    widths = accumulate(_LETTER if character.isascii() else 1.0 for character in text)
    fitting = sum(width <= _LINE for width in widths)
    return text if fitting == len(text) else f"{text[: fitting - 1]}…"


def _counts(row: Mapping[str, object]) -> tuple[str, str]:
    return _said(row, "pieces"), _said(row, "shipped")


def _said(row: Mapping[str, object], name: str) -> str:
    return "" if row[name] is None else str(row[name])
