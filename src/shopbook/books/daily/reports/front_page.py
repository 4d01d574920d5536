"""The front page of a report: what it adds up to, the proof, its totals, who has signed, and room for those who will."""

import datetime as dt
from collections.abc import Iterator, Mapping

import polars as pl

from shopbook.books.daily.page_columns import columns_of
from shopbook.books.daily.vocabulary import DIMENSIONS
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Fact, Lines

REPORT_SHEET = Label(zh="日报表", en="Report sheet")
SIGNERS: Mapping[str, Label] = {
    "clerk": Label(zh="开单员", en="Billing clerk"),
    "keeper": Label(zh="仓管", en="Warehouse"),
    "manager": Label(zh="部门经理", en="Manager"),
}
"""In the order in which they sign."""

_STAMP = Label(zh="发货专用章", en="Shipping stamp")
_WINDOW = Label(zh="付款时间", en="Paid")
_INCLUSIVE = Label(zh="{starts} 以后，到 {ends}（含）为止", en="after {starts}, until {ends}, which counts")
_EXCLUSIVE = Label(zh="从 {starts}（含）起，到 {ends} 以前", en="from {starts}, which counts, before {ends}")
_NEW = Label(zh="新付款", en="New")
_CORRECTED = Label(zh="补报更正", en="Corrections")
_WHOLE = Label(zh="本期合计", en="This report")
_SUM = Label(zh="{orders} 单 {amount} 元", en="{orders} {orders|order|orders}, {amount}")
_SLIPS = Label(zh="出库单", en="Slips")
_HELD = Label(zh="暂缓", en="Held")
_CARRIED = Label(zh="结转", en="Carried over")
_PROOF = Label(zh="核对", en="Proof")
_PROVED = Label(
    zh="各期累计 {sum_orders} 单 {sum_amount} 元，已付款订单 {paid_orders} 单 {paid_amount} 元，相差 {gap_orders} 单 {gap_amount} 元",
    en="all reports so far {sum_orders} {sum_orders|order|orders}, {sum_amount}; paid {paid_orders}, {paid_amount}; "
    "apart {gap_orders}, {gap_amount}",
)
_APART = Label(zh="差额说明", en="Why apart")
_SIGNED = Label(zh="已签字", en="Signed")
_FINGERPRINT = Label(zh="指纹", en="Fingerprint")
_OTHERS = Label(zh="其余 {count} 种", en="{count} others")
_MOST_NAMES = 12
_COLUMNS = (
    (Label(zh="按", en="By"), 6, "centred"),
    (Label(zh="名称", en="Name"), 17, ""),
    (Label(zh="单数", en="Orders"), 4, "centred"),
    (Label(zh="件数", en="Pieces"), 4, "centred"),
    (Label(zh="金额", en="Amount"), 6, "centred"),
    (Label(zh="出库单", en="Slips"), 4, "centred"),
)


def front_page(day: Mapping[str, object], totals: pl.DataFrame, signed: Mapping[str, object], lang: Lang) -> Block:
    """The front page of one report.

    Args:
        day: Its row of 日报汇总.
        totals: Its rows of 日报合计, those of most money first.
        signed: Its row of 交接; empty if there is none.
        lang: The language.
    """
    lines = Lines(columns_of(_COLUMNS, lang), tuple(_lines(totals, lang)))
    facts = (*_facts(day, lang), *_signatures(signed, lang))
    signers = tuple(who[lang] for who in SIGNERS.values())
    return Block(REPORT_SHEET[lang], number=str(day["report"]), facts=facts, lines=lines, signed=signers, stamp=_STAMP[lang])


def amount_text(amount: object) -> str:
    """An amount as people read it; nothing for none."""
    return "" if amount is None else f"{amount:,.2f}"


def moment_text(moment: object) -> str:
    """A moment to the minute."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else ""


def _facts(day: Mapping[str, object], lang: Lang) -> Iterator[Fact]:
    told = {name: moment_text(value) if isinstance(value, dt.datetime) else value for name, value in day.items()}
    told |= {name: amount_text(day[name]) for name in ("sum_amount", "paid_amount", "gap_amount")}
    window = _INCLUSIVE if day["is_inclusive"] else _EXCLUSIVE
    yield Fact(_WINDOW[lang], window.filled(told)[lang], is_wide=True)
    yield Fact(_NEW[lang], _summed(day["new_orders"], day["new_amount"], lang))
    yield Fact(_CORRECTED[lang], _summed(day["corrected_orders"], day["corrected_amount"], lang))
    yield Fact(_WHOLE[lang], _summed(day["orders"], day["amount"], lang), is_strong=True)
    yield Fact(_SLIPS[lang], str(day["slips"]), is_strong=True)
    yield Fact(_HELD[lang], str(day["held"]))
    yield Fact(_CARRIED[lang], str(day["carried"]))
    yield Fact(_PROOF[lang], _PROVED.filled(told)[lang], is_wide=True, is_strong=True)
    yield Fact(_APART[lang], str(day["says"] or ""), is_wide=True, most_lines=4)


def _summed(orders: object, amount: object, lang: Lang) -> str:
    return _SUM.filled({"orders": orders, "amount": amount_text(amount)})[lang]


def _signatures(signed: Mapping[str, object], lang: Lang) -> Iterator[Fact]:
    """Who has signed when, and what a locked report is told by."""
    stood = [(label[lang], signed.get(name), signed.get(f"{name}_at")) for name, label in SIGNERS.items()]
    said = [f"{label} {who} {moment_text(at)}" for label, who, at in stood if who is not None and at is not None]
    joint = "；" if lang is Lang.ZH else "; "
    yield Fact(_SIGNED[lang], joint.join(said), is_wide=True)
    yield Fact(_FINGERPRINT[lang], str(signed.get("fingerprint") or ""), is_wide=True)


def _lines(totals: pl.DataFrame, lang: Lang) -> Iterator[tuple[str, ...]]:
    """The totals, of each kind the largest and then all others together."""
    for option in DIMENSIONS:
        mine = totals.filter(pl.col("dimension") == option.code)
        shown = mine.height if mine.height <= _MOST_NAMES else _MOST_NAMES - 1
        for row in mine.head(shown).iter_rows(named=True):
            yield _line(option.label[lang], row)
        rest = mine.slice(shown)
        if not rest.is_empty():
            # An order with several items stands under each, so the orders and slips of the others can't be added up.
            sums = rest.select(pl.col("pieces", "amount").sum()).row(0, named=True)
            name = _OTHERS.filled({"count": rest.height})[lang]
            yield _line(option.label[lang], {"value": name, "orders": None, "slips": None, **sums})


def _line(dimension: str, row: Mapping[str, object]) -> tuple[str, ...]:
    counts = {name: "" if row[name] is None else str(row[name]) for name in ("orders", "pieces", "slips")}
    return (dimension, str(row["value"] or ""), counts["orders"], counts["pieces"], amount_text(row["amount"]), counts["slips"])
