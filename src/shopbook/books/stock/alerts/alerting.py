"""Alerts: which item fell below its threshold, what to do about it, and whether anybody has been told."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.stock.alerts.checks import check_alerts
from shopbook.books.stock.alerts.delisting import judged, proposals
from shopbook.books.stock.alerts.on_sale import Shelf, shelf
from shopbook.books.stock.alerts.sheets import ALERTS, DELISTINGS
from shopbook.books.stock.alerts.standing import READ, standing
from shopbook.books.stock.ledger.sheet_rules import ITEM_FACTS, ITEM_RULES
from shopbook.books.stock.ledger.sheets import ITEMS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.parameters import Parameters
from shopbook.sheet.rules import Given, check

_LOOKED_AT = ("sku", "is_listed", "listed_qty", "threshold")
_FIGURES = ("title", "listed_qty", "on_hand", "reserved", "available")

_UNKNOWN = Label(
    zh="明细账里没有这种商品，先查清实际库存再告诉同事",
    en="The ledger does not know this item: find out what is really there, then tell your colleagues",
)
_ENOUGH = Label(zh="告诉同事实际还有{real}件", en="Tell your colleagues that there are {real}")
_FEW = Label(zh="告诉同事实际只剩{real}件，看看要不要补货", en="Tell your colleagues that only {real} are left; order more?")
_COMING = Label(
    zh="告诉同事现在没有可卖的，在途{on_order}件，到货前页面上写0",
    en="Tell your colleagues there is none to sell; list 0 until the {on_order} on order come",
)
_REQUESTED = Label(
    zh="告诉同事现在没有可卖的，补货已提出还没下单，请催采购",
    en="Tell your colleagues there is none to sell; more is requested, not ordered: ask the buyer",
)
_GONE = Label(
    zh="告诉同事实际一件也没有，要不要下架见“下架”",
    en="Tell your colleagues that none is left; see Delisting",
)
_ALL_SOLD = Label(
    zh="告诉同事库存{on_hand}件都已卖出还没发，没有可卖的，请补货或下架",
    en="Tell your colleagues that all {on_hand} on hand are sold and not shipped: order more or take it off sale",
)
_OVERSOLD = Label(
    zh="多卖了{missing}件：库存{on_hand}件，已售未发{reserved}件；马上下架，联系买家或补货",
    en="{missing} too many were sold: {on_hand} on hand, {reserved} sold and not shipped; take it off sale, call buyers or order more",
)
_OF_WHICH = Label(zh="（库存{on_hand}件，已售未发{reserved}件）", en=" ({on_hand} on hand, {reserved} sold and not shipped)")

_DONE = Label(
    zh="新增预警 {alerts_new} 条，解除 {alerts_cleared} 条；还在预警的 {alerts_open} 条，其中 {alerts_unacknowledged} 条没有人确认。",
    en="{alerts_new} new {alerts_new|alert|alerts}, {alerts_cleared} cleared; "
    "{alerts_open} {alerts_open|stands|stand}, {alerts_unacknowledged} of them not acknowledged.",
)
_DELIST = Label(
    zh="“下架”新列 {delistings_new} 条，结束 {delistings_over} 条；还有 {delistings_undecided} 条等着决定。",
    en="Delisting: {delistings_new} new, {delistings_over} over; {delistings_undecided} {delistings_undecided|waits|wait} for a decision.",
)
_BLIND = Label(
    zh="有 {alerts_unknown} 种在卖的商品没有在架数量或实际库存，看不出要不要预警，请补上。",
    en="{alerts_unknown} {alerts_unknown|item|items} on sale {alerts_unknown|has|have} no listed quantity or no known stock, "
    "so nobody can say whether {alerts_unknown|it runs|they run} low: fill it in.",
)


def stock_alerts(given: Inputs) -> Outcome:
    """Open an alert for every item that fell below its threshold, clear those that are over, and propose what to take off sale."""
    slow_days = given.parameters.whole("slow_days")
    items = shelf(given, judged(standing(given), given.now.date(), slow_days))
    table = given.tables[ALERTS.code]
    before = table.frame.rows(named=True)
    now = [_today(row, items, given) for row in before]
    standing_for = {row["sku"] for row in now if row["cleared_at"] is None}
    fresh = [_row(item, given) for sku, item in sorted(items.items()) if sku not in standing_for and is_low(item, given.parameters)]
    delistings = proposals(items, given)
    figures = {
        **_counted(before, [*now, *fresh]),
        "alerts_unknown": sum(is_low(item, given.parameters) is None for item in items.values()),
        "delistings_new": delistings.fresh,
        "delistings_over": delistings.over,
        "delistings_undecided": delistings.undecided,
    }
    changes = (*rewritten(ALERTS, before, now), *additions(ALERTS, fresh), *delistings.changes)
    return Outcome(_findings(given), changes, figures, _notes(figures))


def is_low(item: Record, parameters: Parameters) -> bool | None:
    """Whether an item is below its threshold; ``None`` where what it is measured by is not known.

    An item that is not on sale is never low. By ``either`` one known figure below the threshold is enough, and both must be known to
    say that it is not.
    """
    if not item["is_on_sale"]:
        return False
    listed, real = _whole(item["listed_qty"]), _real(item)
    measured = {"listed": (listed,), "available": (real,)}.get(parameters.text("alert_on"), (listed, real))
    threshold = _threshold(item, parameters)
    if any(figure is not None and figure < threshold for figure in measured):
        return True
    return None if None in measured else False


def action(item: Record, threshold: int) -> Label:
    """What to do about an item that is low, by what is really there.

    Args:
        item: How it stands.
        threshold: What counts as low.
    """
    real = _real(item)
    if real is None:
        return _UNKNOWN
    if real <= 0:
        return _nothing_left(item, real)
    says = _ENOUGH if real >= threshold else _FEW
    split = _OF_WHICH if item["reserved"] else Label(zh="", en="")
    return Label(zh=says.zh + split.zh, en=says.en + split.en).filled({**item, "real": real})


def _nothing_left(item: Record, real: int) -> Label:
    if real < 0:
        return _OVERSOLD.filled({**item, "missing": -real})
    if item["on_order"]:
        return _COMING.filled(item)
    if item["is_requested"]:
        return _REQUESTED
    return _ALL_SOLD.filled(item) if item["on_hand"] else _GONE


def _real(item: Record) -> int | None:
    """What can really be sold; all that is there, where sales are not known."""
    return _whole(item["on_hand"] if item["available"] is None else item["available"])


def _threshold(item: Record, parameters: Parameters) -> int:
    own = _whole(item["threshold"])
    return parameters.whole("alert_below") if own is None else own


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _today(row: Record, items: Shelf, given: Inputs) -> Record:
    """A row as it should be now; one that is cleared, or whose item can't be judged, stays as it was."""
    item = items.get(str(row["sku"]))
    is_open = row["cleared_at"] is None
    low = is_low(item, given.parameters) if is_open and item is not None else None
    if item is None or low is None:
        return row
    return {**row, **_told(item, given)} if low else {**row, "cleared_at": _moment(given.now)}


def _row(item: Record, given: Inputs) -> Record:
    return {"sku": item["sku"], "first_seen": _moment(given.now), **_told(item, given)}


def _told(item: Record, given: Inputs) -> Record:
    """What a row says of its item."""
    threshold = _threshold(item, given.parameters)
    return {**{name: item[name] for name in _FIGURES}, "threshold": threshold, "action": action(item, threshold)[given.lang]}


def _moment(now: dt.datetime) -> dt.datetime:
    return now.replace(microsecond=0)


def _counted(before: Sequence[Record], now: Sequence[Record]) -> Mapping[str, int]:
    standing_now = [row for row in now if row.get("cleared_at") is None]
    return {
        "alerts_new": len(now) - len(before),
        "alerts_cleared": _cleared(now) - _cleared(before),
        "alerts_open": len(standing_now),
        "alerts_unacknowledged": sum(row.get("acknowledged_by") is None for row in standing_now),
    }


def _cleared(rows: Sequence[Record]) -> int:
    return sum(row.get("cleared_at") is not None for row in rows)


def _findings(given: Inputs) -> pl.DataFrame:
    """What is wrong with quantities on sale and with the lists; a quantity stored as text is worth a warning where alerts go by it."""
    items = given.tables[ITEMS.code]
    severity = pl.when(pl.col("severity") == Severity.HINT.value).then(pl.lit(Severity.WARNING.value)).otherwise("severity")
    read = [items.findings.filter(pl.col("field").is_in(_LOOKED_AT)).with_columns(severity.alias("severity"))]
    read += [given.tables[code].findings.filter(pl.col("severity") == Severity.ERROR.value) for code in (ALERTS.code, DELISTINGS.code)]
    outside = Given(given.parameters, given.now, given.lang)
    listed = check(ITEM_RULES, items, facts=ITEM_FACTS, frames={}, given=outside)
    return together([*read, listed.findings, check_alerts(given).findings])


def _notes(figures: Mapping[str, object]) -> tuple[Label, ...]:
    told = [_DONE, _DELIST, *([_BLIND] if figures["alerts_unknown"] else [])]
    return tuple(note.filled(figures) for note in told)


STOCK_ALERTS = Task(
    "stock-alerts",
    Label(zh="库存预警", en="Stock alerts"),
    Label(
        zh="把低于预警数量的商品列到“预警”，写明按实际库存该做什么，每次低于只列一次，补上来后自动解除；售罄、滞销、有次品的列到“下架”等人决定。",
        en="Lists items below their threshold on Alerts, each time once, with what to do by what is really there, and clears them when "
        "they are back; sold-out, slow-moving and defective items go to Delisting for a decision.",
    ),
    reads=(*READ, ALERTS.code, DELISTINGS.code),
    writes=(ALERTS.code, DELISTINGS.code),
    decide=stock_alerts,
    night=Night.WORKS,
)
