"""Allocation: paid orders get stock in the order of their payment, whole or not at all; who gets nothing is told why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.allocation.serving import Ask, Lack, Manner, Share, Want, share_out
from shopbook.books.orders.allocation.shelves import DOUBLED_STOCK, Shop, stocked
from shopbook.books.orders.allocation.shortages import Missing, OrderItem, call_list, chosen_outcomes
from shopbook.books.orders.reviewing import held_by_review
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES
from shopbook.books.orders.whole_orders import known_lines
from shopbook.books.worklists import framed
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Night, Outcome, ReplaceRows, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Given, check

_NO_SKU = Label(zh="没有商品编码", en="No SKU")
_UNKNOWN_SKU = Label(zh="商品表里没有 {sku}", en="{sku} is not among the products")
_NO_QTY = Label(zh="数量为空、看不懂或小于1", en="Quantity blank, unreadable or below 1")
_REFUNDED = Label(zh="已退款，不用发货", en="Refunded, not to be shipped")
_SIBLING_FAULT = Label(zh="同一订单里有一行不能分配", en="Another line of this order cannot be allocated")
_DOUBLED_LINE = Label(zh="订单里有两行行号相同，可能重复录入", en="Two lines of this order have the same line number: entered twice?")
_REFUND_PENDING = Label(zh="退款处理中", en="Refund pending")
_CHOSEN: Mapping[str | None, Label] = {
    "refund": Label(zh="买家选择退款", en="The buyer chose a refund"),
    "cancel": Label(zh="买家选择取消", en="The buyer chose to cancel"),
    "exchange": Label(zh="买家选择换货，等订单改成新商品", en="The buyer chose an exchange: waiting for the new item in the order"),
    None: Label(zh="“缺货”里的联系结果看不懂", en="The outcome in Shortages cannot be read"),
}
_LACKS = {
    Lack.SHORT: Label(zh="缺货：要 {qty} 件，最多可发 {available} 件", en="Short: {qty} wanted, at most {available} there"),
    Lack.QUEUED: Label(zh="前面还有订单在等这个商品，排队中", en="Earlier orders wait for this item"),
    Lack.SIBLING: Label(zh="同一订单的其他商品缺货，整单暂不发", en="Another item of this order is short: it waits as a whole"),
    Lack.RESERVED: Label(zh="同一订单的其他商品缺货，已为本单留货", en="Another item of this order is short: this one is kept for it"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to ship, with what concerns its whole order: payment, buyer, and why it is held if it is."""

    number: int
    order_no: str
    line_no: int
    sku: str | None
    title: str | None
    qty: int | None
    place: str | None
    is_refunded: bool
    is_refund_pending: bool
    is_doubled: bool
    paid_at: dt.datetime | None
    buyer: str | None


def allocate_orders(given: Inputs) -> Outcome:
    """Decide which order line gets how much from where, and bring the call list of missing items up to date."""
    shop = stocked(given.tables[PRODUCTS.code])
    lines = _lines(given.frame(ORDERS.code))
    held = _held(lines, shop, given)
    waiting = [line for line in lines if line.number not in held]
    shares = {share.line: share for share in share_out(_asks(waiting, shop), shop.stock, Manner(given.parameters.text("split_orders")))}
    rows = [_row(line, shares.get(line.number), held.get(line.number), given) for line in lines]
    body = framed(ALLOCATION, rows)
    same = body.equals(given.frame(ALLOCATION.code).drop(ROW))
    replaced: tuple[Change, ...] = () if same else (ReplaceRows(ALLOCATION.code, body),)
    missing = _missing(waiting, shares)
    untouched = {(line.order_no, line.sku) for line in lines if line.number in held and line.sku is not None}
    figures = _figures(body, missing, given)
    return Outcome(_findings(given), (*replaced, *call_list(given, missing, untouched)), figures, _notes(figures))


def _lines(orders: pl.DataFrame) -> list[_Line]:
    """Lines of paid orders that are not shipped, first paid first; a line without number gets its place in the order."""
    known = known_lines(orders, "status", "refund_status", "warehouse", "buyer")
    is_doubled = pl.col("line_no").is_not_null() & pl.struct("order_no", "line_no").is_duplicated()
    whole = known.with_columns(
        pl.col("paid_at").min().over("order_no"),
        is_refund_pending=(pl.col("refund_status") == "pending").any().over("order_no"),
        is_doubled=is_doubled.any().over("order_no"),
        is_refunded=(pl.col("refund_status") == "refunded").fill_null(value=False),
    )
    is_open = (pl.col("status") == "paid") & pl.col("shipped_at").is_null() & pl.col("line_type").ne_missing("service")
    placed = whole.filter(is_open).sort("paid_at", "order_no", "line_no", ROW, nulls_last=True)
    numbered = placed.with_columns(pl.coalesce("line_no", pl.int_range(1, pl.len() + 1).over("order_no")), number=pl.int_range(pl.len()))
    fields = ("number", "order_no", "line_no", "sku", "title", "qty", "warehouse", "is_refunded", "is_refund_pending", "is_doubled")
    return [_Line(*row) for row in numbered.select(*fields, "paid_at", "buyer").iter_rows()]


def _held(lines: Sequence[_Line], shop: Shop, given: Inputs) -> dict[int, Label]:
    """Lines that get nothing whatever there is -> why; one such line holds its whole order, but for a line that is refunded."""
    own = {line.number: fault for line in lines if (fault := _fault(line, shop)) is not None}
    faulty = {line.order_no for line in lines if own.get(line.number, _REFUNDED) is not _REFUNDED}
    reviews, outcomes = held_by_review(given), chosen_outcomes(given)
    whole = _order_faults(lines, reviews, outcomes)
    held = dict(own)
    for line in lines:
        reasons = [own[line.number]] if line.number in own else [*whole.get(line.order_no, ())]
        if not reasons and line.order_no in faulty:
            reasons = [_SIBLING_FAULT]
        if reasons:
            held[line.number] = _joined(reasons)
    return held


def _fault(line: _Line, shop: Shop) -> Label | None:
    """What is wrong with one line by itself."""
    if line.is_refunded:
        return _REFUNDED
    if line.sku is None:
        return _NO_SKU
    if line.sku not in shop.stock:
        return _UNKNOWN_SKU.filled({"sku": line.sku})
    return _NO_QTY if line.qty is None or line.qty < 1 else None


def _order_faults(lines: Sequence[_Line], reviews: Mapping[str, Label], outcomes: Mapping[OrderItem, str | None]) -> dict[str, list[Label]]:
    """Orders that are held as a whole -> every reason, each once."""
    faults: dict[str, list[Label]] = defaultdict(list)
    for line in lines:
        known = faults[line.order_no]
        known += [fault for fault in _reasons(line, reviews, outcomes) if fault not in known]
    return faults


def _reasons(line: _Line, reviews: Mapping[str, Label], outcomes: Mapping[OrderItem, str | None]) -> Iterator[Label]:
    if line.is_refund_pending:
        yield _REFUND_PENDING
    if line.is_doubled:
        yield _DOUBLED_LINE
    if line.order_no in reviews:
        yield reviews[line.order_no]
    outcome = outcomes.get((line.order_no, line.sku or ""), "wait")
    if outcome != "wait":
        yield _CHOSEN[outcome]


def _joined(reasons: Sequence[Label]) -> Label:
    return Label(zh="；".join(reason.zh for reason in reasons), en="; ".join(reason.en for reason in reasons))


def _asks(lines: Sequence[_Line], shop: Shop) -> list[Ask]:
    wants: dict[tuple[dt.datetime | None, str], list[Want]] = defaultdict(list)
    for line in lines:
        wants[line.paid_at, line.order_no].append(Want(line.number, line.sku or "", line.qty or 0, shop.place(line.place)))
    return [Ask(paid_at, order_no, tuple(each)) for (paid_at, order_no), each in wants.items()]


def _row(line: _Line, share: Share | None, why: Label | None, given: Inputs) -> dict[str, object]:
    """A line's row of 分配."""
    told = {name: getattr(line, name) for name in ("order_no", "line_no", "sku", "title", "qty", "paid_at")}
    if share is None:
        return {**told, "given": 0, "state": "held", "why": why[given.lang] if why else None}
    if share.lack is None:
        return {**told, "given": share.given, "state": "allocated", "warehouse": share.place or None}
    state = "short" if share.lack in {Lack.SHORT, Lack.QUEUED} else "held"
    says = _LACKS[share.lack].filled({"qty": line.qty, "available": share.available})
    return {**told, "given": share.given, "state": state, "warehouse": share.place or None, "why": says[given.lang]}


def _missing(lines: Sequence[_Line], shares: Mapping[int, Share]) -> dict[OrderItem, Missing]:
    """Items to call about; two lines of an order about the same item are one call."""
    found: dict[OrderItem, Missing] = {}
    for line in lines:
        share = shares[line.number]
        if share.lack in {Lack.SHORT, Lack.QUEUED}:
            item = (line.order_no, line.sku or "")
            before = found[item].needed if item in found else 0
            found[item] = Missing(line.title, before + (line.qty or 0), int(share.available), line.buyer, line.paid_at)
    return found


def _findings(given: Inputs) -> pl.DataFrame:
    """What could not be read where allocation relies on it, and stock that stands twice."""
    read = [given.tables[code].findings for code in (PRODUCTS.code, REVIEWS.code, SHORTAGES.code)]
    grave = [found.filter(pl.col("severity") == Severity.ERROR.value) for found in read]
    outside = Given(given.parameters, given.now, given.lang)
    return together([*grave, check((DOUBLED_STOCK,), given.tables[PRODUCTS.code], facts=(), frames={}, given=outside).findings])


def _figures(body: pl.DataFrame, missing: Mapping[OrderItem, Missing], given: Inputs) -> dict[str, object]:
    """Orders by what became of them: short if any line is, else held if any line is (a refunded line counts only where it is alone)."""
    orders = body.group_by("order_no").agg((pl.col("state") == state).any().alias(state) for state in ("allocated", "short", "held"))
    served = orders.filter("allocated", ~pl.col("short"))
    is_nameless = pl.col("order_no").is_null() & (pl.col("status") == "paid")
    return {
        "orders_pending": orders.height,
        "orders_allocated": served.height,
        "orders_short": orders.filter("short").height,
        "orders_held": orders.filter(~pl.col("allocated"), ~pl.col("short")).height,
        "pieces_given": int(body["given"].sum()),
        "shortage_calls": len(missing),
        "lines_without_order_no": given.frame(ORDERS.code).filter(is_nameless).height,
    }


_DONE = Label(
    zh="待发货 {orders_pending} 单：分配 {orders_allocated} 单共 {pieces_given} 件，缺货 {orders_short} 单，"
    "暂不分配 {orders_held} 单（原因见“分配”）。",
    en="{orders_pending} {orders_pending|order|orders} to ship: {orders_allocated} allocated ({pieces_given} "
    "{pieces_given|piece|pieces}), {orders_short} short, {orders_held} held "
    "(reasons on Allocation).",
)
_CALL = Label(
    zh="请按“缺货”逐个联系买家（{shortage_calls} 项），填好联系结果后再分配一次。",
    en="Call the buyers on Shortages ({shortage_calls} {shortage_calls|item|items}), fill in the outcome and allocate again.",
)
_NAMELESS = Label(
    zh="有 {lines_without_order_no} 行待发货没有订单编号，没有参与分配，请先补上。",
    en="{lines_without_order_no} {lines_without_order_no|line to ship has|lines to ship have} no order number and "
    "{lines_without_order_no|was|were} left out: fill it in first.",
)


def _notes(figures: Mapping[str, object]) -> tuple[Label, ...]:
    told = [_DONE, *([_CALL] if figures["shortage_calls"] else []), *([_NAMELESS] if figures["lines_without_order_no"] else [])]
    return tuple(note.filled(figures) for note in told)


ALLOCATE_ORDERS = Task(
    "allocate-orders",
    Label(zh="分配库存", en="Allocate stock"),
    Label(
        zh="按付款先后把库存分给待发货订单：整单满足或整单不发，绝不超发；退款中、未审核的订单不分配并写明原因。"
        "结果在“分配”，缺货的列入“缺货”联系清单。",
        en="Gives stock to paid orders, first paid first served, an order whole or not at all, never more than there is; "
        "orders with a refund pending or not reviewed get nothing and say why. Results on Allocation, missing items on Shortages.",
    ),
    reads=(ORDERS.code, PRODUCTS.code, REVIEWS.code, SHORTAGES.code, ALLOCATION.code, CHANGES.code),
    writes=(ALLOCATION.code, SHORTAGES.code),
    decide=allocate_orders,
    night=Night.WORKS,
)
