"""The outbound slip 出库单: what goes to whom, from which location, with the order number as barcode and the box for 发货专用章."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.daily.page_columns import columns_of
from shopbook.books.daily.printing.picking import item_of, way
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Fact, Lines

SLIP = Label(zh="出库单", en="Outbound slip")
_CODE = Label(zh="订单编号", en="Order no.")
_REPRINT = Label(zh="补打", en="Reprint")
_TIMES = Label(zh="第 {times} 次", en="no. {times}")
_COURIER = Label(zh="快递公司", en="Courier")
_TRACKING = Label(zh="快递单号", en="Tracking no.")
_WAREHOUSE = Label(zh="仓库", en="Warehouse")
_AGENT = Label(zh="客服", en="Agent")
_RECEIVER = Label(zh="收货人", en="Receiver")
_PHONE = Label(zh="电话", en="Phone")
_ADDRESS = Label(zh="地址", en="Address")
_WHY = Label(zh="说明", en="Note")
_MESSAGE = Label(zh="买家留言", en="Buyer's message")
_REMARK = Label(zh="卖家备注", en="Shop's remark")
_TOTAL = Label(zh="共 {pieces} 件", en="{pieces} {pieces|piece|pieces}")
_REST = Label(zh="订单共 {ordered} 件，这次只发还没发的 {pieces} 件", en="{pieces} of {ordered} pieces: only what has not gone yet")
_STAMP = Label(zh="发货专用章", en="Shipping stamp")
_SIGNED = (Label(zh="开单", en="Billed by"), Label(zh="拣货", en="Picked by"), Label(zh="仓管", en="Warehouse"))
_COLUMNS = (
    (Label(zh="库位", en="Location"), 13, "strong"),
    (Label(zh="商品编码", en="SKU"), 12, ""),
    (Label(zh="商品", en="Item"), 22, ""),
    (Label(zh="数量", en="Qty"), 6, "strong"),
    (Label(zh="附件", en="Acc."), 6, "centred"),
)
_TICK = "□"


def slip(entry: Mapping[str, object], picks: pl.DataFrame, lang: Lang) -> Block:
    """The slip of one order.

    Args:
        entry: Its row of 日报, with ``receiver``, ``phone``, ``address``, ``message``, ``remark`` of the order, and ``copy_no``: 1 for the
            first print.
        picks: What it takes from where, by ``picking.PICK``.
        lang: The language.
    """
    rows = sorted(picks.iter_rows(named=True), key=lambda row: (way(row["location"]), row["sku"] or "", row["title"] or ""))
    lines = tuple((row["location"] or "", row["sku"] or "", item_of(row), str(row["qty"] or ""), _TICK) for row in rows)
    return Block(
        title=SLIP[lang],
        number=str(entry["slip_no"]),
        code=str(entry["order_no"]),
        code_label=_CODE[lang],
        facts=(*_reprint(entry, lang), *_facts(entry, lang)),
        lines=Lines(columns_of(_COLUMNS, lang), lines),
        total=_total(entry, picks, lang),
        signed=tuple(who[lang] for who in _SIGNED),
        stamp=_STAMP[lang],
    )


def _reprint(entry: Mapping[str, object], lang: Lang) -> tuple[Fact, ...]:
    """That it was printed before, on every part of it: two slips of one order must not send it twice."""
    copy_no = entry["copy_no"]
    if not isinstance(copy_no, int) or copy_no == 1:
        return ()
    return (Fact(_REPRINT[lang], _TIMES.filled({"times": copy_no - 1})[lang], is_wide=True, is_strong=True, is_repeated=True),)


def _facts(entry: Mapping[str, object], lang: Lang) -> tuple[Fact, ...]:
    def said(name: str) -> str:
        return str(entry[name] or "")

    return (
        Fact(_RECEIVER[lang], said("receiver"), is_strong=True, is_repeated=True),
        Fact(_PHONE[lang], said("phone"), is_strong=True),
        Fact(_ADDRESS[lang], said("address"), is_wide=True, is_strong=True, most_lines=4),
        Fact(_COURIER[lang], said("courier"), is_repeated=True),
        Fact(_TRACKING[lang], said("tracking_no")),
        Fact(_WAREHOUSE[lang], said("warehouse")),
        Fact(_AGENT[lang], said("agent")),
        Fact(_WHY[lang], said("why"), is_wide=True),
        Fact(_MESSAGE[lang], said("message"), is_wide=True),
        Fact(_REMARK[lang], said("remark"), is_wide=True),
    )


def is_partial(entry: Mapping[str, object], picks: pl.DataFrame) -> bool:
    """Whether some of the order's pieces have gone with an earlier slip."""
    return entry["pieces"] is not None and entry["pieces"] != picks["qty"].sum()


def _total(entry: Mapping[str, object], picks: pl.DataFrame, lang: Lang) -> str:
    told = {"pieces": entry["pieces"], "ordered": picks["qty"].sum()}
    if is_partial(entry, picks):
        return _REST.filled(told)[lang]
    return _TOTAL.filled(told)[lang] if entry["pieces"] is not None else ""
