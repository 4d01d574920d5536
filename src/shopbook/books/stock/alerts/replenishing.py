"""Requests for more: how many of what by when, worked out from what sells, what is there and what is to come."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.alerts.checks import check_requests, receipts_by_request
from shopbook.books.stock.alerts.on_sale import Shelf, shelf
from shopbook.books.stock.alerts.sheets import DELISTINGS, REPLENISHMENTS
from shopbook.books.stock.alerts.standing import READ, standing
from shopbook.books.stock.alerts.words import OPEN
from shopbook.books.stock.ledger.sheets import ITEMS, RECEIPTS_SHEET
from shopbook.books.stock.ledger.surroundings import ORDER_LINES, is_there
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.parameters import Parameters

_WHY = Label(
    zh="日均 {daily} 件 ×（供货 {lead} 天 + 间隔 {review} 天）+ 安全库存 {safety} − 可用 {available} − 在途 {on_order}",
    en="{daily} a day × ({lead} days to come + {review} days) + safety stock {safety} − available {available} − on order {on_order}",
)
_UNSOLD = Label(
    zh="没有销量；安全库存 {safety} − 可用 {available} − 在途 {on_order}",
    en="No sales; safety {safety} − available {available} − on order {on_order}",
)
_DONE = Label(
    zh="新提出补货 {requests_new} 条；没有到货的共 {requests_open} 条，其中过期 {requests_overdue} 条，久未下单 {requests_waiting} 条。",
    en="{requests_new} new {requests_new|request|requests}; {requests_open} {requests_open|is|are} open, {requests_overdue} of them "
    "overdue, {requests_waiting} not ordered in time.",
)
_NO_ORDERS = Label(
    zh="没有读到订单工作簿，不知道卖了多少，没有提补货。请在“来源”里写明订单工作簿在哪里。",
    en="There is no order workbook, so nobody knows what is sold and nothing was proposed: name it on the sheet Sources.",
)
_SERIES = "BH"
_NUMBER = re.compile(_SERIES + r"(\d{8})-(\d+)")


@dataclass(frozen=True, slots=True)
class Need:
    """What an item needs.

    Attributes:
        item: How it stands.
        qty: Pieces to ask for.
        lead: Days from order to arrival.
        safety: Pieces to keep in any case.
    """

    item: Record
    qty: int
    lead: int
    safety: int


def propose_replenishment(given: Inputs) -> Outcome:
    """Ask for what will run out before it could come; an item that is asked for already, or goes off sale, is left out."""
    items = shelf(given, standing(given))
    table = given.tables[REPLENISHMENTS.code]
    before = table.frame.rows(named=True)
    now = _with_receipts(before, given)
    fresh = _numbered([_row(need, given) for need in _needs(items, given)], before, given.now.date())
    found = check_requests(given).findings
    counted = dict(found["code"].value_counts().iter_rows())
    figures = {
        "requests_new": len(fresh),
        "requests_open": len(fresh) + sum(row["state"] in OPEN for row in before),
        "requests_overdue": int(counted.get("replenishments.overdue", 0)),
        "requests_waiting": int(counted.get("replenishments.waiting", 0)),
    }
    changes = (*rewritten(REPLENISHMENTS, before, now), *additions(REPLENISHMENTS, fresh))
    return Outcome(_findings(found, given), changes, figures, _notes(figures, given))


def needed(item: Record, parameters: Parameters) -> Need | None:
    """What an item needs so that it lasts until the request after this one has come.

    Sales a day × (lead days + days between requests) + safety stock − available − on order, rounded up, at least the least order; nothing
    where that is nothing, and nothing where it is not known what is available. An item that nobody bought needs its safety stock and
    what was sold too many of it.
    """
    available, on_order = item["available"], item["on_order"]
    if not isinstance(available, int) or not isinstance(on_order, int):
        return None
    lead = _own(item["lead_days"], parameters.whole("lead_days"))
    safety = _own(item["safety_stock"], parameters.whole("safety_stock"))
    sold, days = _own(item["sold"], 0), _own(item["sold_days"], 1)
    during = -(-sold * (lead + max(0, parameters.whole("review_days"))) // days)
    lacking = during + safety - available - on_order
    return Need(item, max(lacking, parameters.whole("min_order")), lead, safety) if lacking > 0 else None


def _own(value: object, usual: int) -> int:
    """An item's own figure; the usual one where it has none."""
    return max(0, value if isinstance(value, int) else usual)


def _needs(items: Shelf, given: Inputs) -> Iterator[Need]:
    """What is to be asked for, by sku."""
    leaving = _leaving(given)
    for sku, item in sorted(items.items()):
        need = needed(item, given.parameters)
        if need is not None and item["is_on_sale"] and not item["is_requested"] and sku not in leaving:
            yield need


def _leaving(given: Inputs) -> frozenset[str]:
    """Items that somebody has decided to take off sale."""
    is_decided = (pl.col("decision") == "delist") & pl.col("decided_by").is_not_null() & pl.col("over_at").is_null()
    return frozenset(given.frame(DELISTINGS.code).filter(is_decided)["sku"].drop_nulls())


def _row(need: Need, given: Inputs) -> Record:
    sold_out = need.item["sold_out_on"]
    told = {name: need.item[name] for name in ("sku", "title", "supplier")}
    return {
        **told,
        "proposed_qty": need.qty,
        "received": 0,
        "why": _why(need, given),
        "order_by": sold_out - dt.timedelta(days=need.lead) if isinstance(sold_out, dt.date) else None,
        "need_by": sold_out,
        "proposed_at": given.now.replace(microsecond=0),
        "state": "proposed",
    }


def _why(need: Need, given: Inputs) -> str:
    figures = {name: need.item[name] for name in ("available", "on_order")}
    daily = need.item["daily_sales"]
    says = _UNSOLD if daily is None else _WHY
    review = max(0, given.parameters.whole("review_days"))
    shown = None if daily is None else f"{daily:.2f}"
    return says.filled({**figures, "daily": shown, "lead": need.lead, "safety": need.safety, "review": review})[given.lang]


def _numbered(rows: Sequence[Record], before: Sequence[Record], today: dt.date) -> list[Record]:
    """The rows with numbers of the day that no other row has, on from the highest one."""
    day = today.strftime("%Y%m%d")
    used = [_NUMBER.fullmatch(str(row["request_no"])) for row in before]
    last = max((int(seen[2]) for seen in used if seen is not None and seen[1] == day), default=0)
    return [{**row, "request_no": f"{_SERIES}{day}-{number:03}"} for number, row in enumerate(rows, last + 1)]


def _with_receipts(rows: Sequence[Record], given: Inputs) -> list[Record]:
    """The rows with the pieces of receipts that name them."""
    pieces: Mapping[str, int] = dict(receipts_by_request(given).iter_rows())
    return [{**row, "received": pieces.get(str(row["request_no"]), 0)} if row["request_no"] is not None else row for row in rows]


def _findings(found: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """What is wrong with the requests, and cells of items and requests that could not be read."""
    read = [given.tables[code].findings for code in (ITEMS.code, REPLENISHMENTS.code)]
    return together([*(each.filter(pl.col("severity") == Severity.ERROR.value) for each in read), found])


def _notes(figures: Mapping[str, object], given: Inputs) -> tuple[Label, ...]:
    told = [_DONE, *([] if is_there(given, ORDER_LINES) else [_NO_ORDERS])]
    return tuple(note.filled(figures) for note in told)


PROPOSE_REPLENISHMENT = Task(
    "propose-replenishment",
    Label(zh="补货建议", en="Propose replenishment"),
    Label(
        zh="按日均销量、供货天数、安全库存、可用和在途数量算出要补的货，列到“补货”；同一商品已有没到货的补货就不再提。写明哪些过期、久未下单、到货没入库。",
        en="Works out what to order from sales a day, lead days, safety stock, what is available and on order, and lists it, "
        "an item with an open request never twice; says what is overdue, not ordered yet or arrived without receipt.",
    ),
    reads=(*READ, DELISTINGS.code, RECEIPTS_SHEET.code),
    writes=(REPLENISHMENTS.code,),
    decide=propose_replenishment,
    night=Night.WORKS,
)
