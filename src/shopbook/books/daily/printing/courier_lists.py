"""The courier hand-over list 快递交接单: what one courier takes along, with room for the courier's signature. It names no buyer."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.daily.page_columns import columns_of
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Fact, Lines

COURIER_LIST = Label(zh="快递交接单", en="Courier hand-over")
_NO_COURIER = Label(zh="未定快递", en="no courier yet")
_REPORT = Label(zh="日报", en="Report")
_BATCH = Label(zh="批次", en="Batch")
_TOTAL = Label(zh="共 {slips} 单 {pieces} 件", en="{slips} {slips|order|orders}, {pieces} {pieces|piece|pieces}")
_SIGNED = (Label(zh="交件人", en="Handed over by"), Label(zh="快递员", en="Courier"), Label(zh="取件时间", en="Taken at"))
_COLUMNS = (
    (Label(zh="序号", en="No."), 5, "centred"),
    (Label(zh="出库单号", en="Slip no."), 16, ""),
    (Label(zh="订单编号", en="Order no."), 21, ""),
    (Label(zh="快递单号", en="Tracking no."), 18, ""),
    (Label(zh="目的地", en="To"), 16, ""),
    (Label(zh="件数", en="Pieces"), 7, "centred"),
)


def courier_lists(entries: pl.DataFrame, *, told: Mapping[str, object], lang: Lang) -> tuple[Block, ...]:
    """A list for each courier, by name; those of nobody last.

    Args:
        entries: Rows of 日报 by slip number, with ``place``, where the parcel goes.
        told: ``report``, ``batch``, ``mark`` (behind the title).
        lang: The language.
    """
    named = entries.with_columns(who=pl.col("courier").str.strip_chars().replace("", None))
    couriers = sorted(named["who"].unique(), key=lambda name: (name is None, name or ""))
    return tuple(_list(named.filter(pl.col("who").eq_missing(pl.lit(who))), who or _NO_COURIER[lang], told, lang) for who in couriers)


def _list(entries: pl.DataFrame, courier: str, told: Mapping[str, object], lang: Lang) -> Block:
    facts = (
        Fact(_REPORT[lang], str(told["report"]), is_repeated=True),
        Fact(_BATCH[lang], str(told["batch"]), is_repeated=True),
    )
    fields = ("slip_no", "order_no", "tracking_no", "place", "pieces")
    rows = tuple(
        (str(number), *("" if value is None else str(value) for value in row))
        for number, row in enumerate(entries.select(fields).iter_rows(), 1)
    )
    total = _TOTAL.filled({"slips": entries.height, "pieces": int(entries["pieces"].sum())})[lang]
    return Block(
        f"{COURIER_LIST[lang]}{told['mark']}",
        number=courier,
        facts=facts,
        lines=Lines(columns_of(_COLUMNS, lang), rows),
        total=total,
        signed=tuple(who[lang] for who in _SIGNED),
    )
