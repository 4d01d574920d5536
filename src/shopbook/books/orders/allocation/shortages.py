"""The call list 缺货: whom to tell that an item is missing, oldest payment first. What people typed into it stays."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shopbook.books.orders.sheets import SHORTAGES
from shopbook.books.worklists import Record, additions, as_lying, framed, is_replaceable, rewritten, unreadable
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, ReplaceRows
from shopbook.sheet.columns import ROW
from shopbook.sheet.tables import Table

OrderItem = tuple[str, str]
"""Order number and sku: what a row of the list is about."""

_TYPED = ("outcome", "contacted_by", "contacted_at", "note")
_OVER = Label(zh="不再缺货", en="No longer short")
_OVER_WORDS = (_OVER.zh, _OVER.en)
_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Missing:
    """An item of an order that is not there: pieces wanted, most pieces that one place could give."""

    title: str | None
    needed: int
    available: int
    buyer: str | None
    paid_at: dt.datetime | None


def chosen_outcomes(given: Inputs) -> dict[OrderItem, str | None]:
    """What the buyer chose, ``None`` where something was typed that is no outcome; rows without an outcome are left out."""
    table = given.tables[SHORTAGES.code]
    odd = unreadable(table, "outcome")
    rows = table.frame.select(ROW, "order_no", "sku", "outcome").iter_rows()
    return {(order_no, sku): outcome for row, order_no, sku, outcome in rows if outcome is not None or row in odd}


def call_list(given: Inputs, missing: Mapping[OrderItem, Missing], held: Collection[OrderItem]) -> tuple[Change, ...]:
    """Bring the list up to date.

    Args:
        given: The list as it is, and the moment.
        missing: What could not be given this time.
        held: Items of orders that had no turn; rows about them stay as they are.

    Returns:
        Rows about other items go if nobody typed into them; else they stay, with 0 needed and a note.
        The list is written anew, in order, where that loses nothing; else cell by cell.
    """
    table = given.tables[SHORTAGES.code]
    before = table.frame.rows(named=True)
    now = [_today(row, given, missing, held) for row in before]
    listed = {_item(row) for row in before}
    fresh = [_record(item, lack, given) for item, lack in missing.items() if item not in listed]
    fresh.sort(key=_turn)
    if not is_replaceable(table):
        return (*rewritten(SHORTAGES, before, now), *additions(SHORTAGES, fresh))
    touched = _touched(table)
    kept = [row for row in now if row["needed"] != 0 or row[ROW] in touched]
    body = framed(SHORTAGES, sorted([*kept, *fresh], key=_turn))
    return () if body.equals(table.frame.drop(ROW)) else (ReplaceRows(SHORTAGES.code, body),)


def _today(row: Record, given: Inputs, missing: Mapping[OrderItem, Missing], held: Collection[OrderItem]) -> Record:
    item = _item(row)
    if item in missing:
        return {**row, **_record(item, missing[item], given), "note": None if row["note"] in _OVER_WORDS else row["note"]}
    is_by_hand = row["needed"] is None
    return row if item in held or is_by_hand else {**row, "needed": 0, "note": row["note"] or _OVER[given.lang]}


def _touched(table: Table) -> frozenset[int]:
    """Rows into which somebody typed."""
    rows = as_lying(table).select(ROW, *_TYPED).iter_rows()
    return frozenset(row for row, *cells in rows if any(cell is not None and cell not in _OVER_WORDS for cell in cells))


def _item(row: Record) -> OrderItem:
    return str(row["order_no"]), str(row["sku"])


def _record(item: OrderItem, lack: Missing, given: Inputs) -> Record:
    order_no, sku = item
    hours = None if lack.paid_at is None else max(0, (given.now - lack.paid_at) // _HOUR)
    told = {"title": lack.title, "needed": lack.needed, "available": lack.available, "buyer": lack.buyer, "paid_at": lack.paid_at}
    return {"order_no": order_no, "sku": sku, **told, "hours": hours}


def _turn(row: Record) -> tuple[bool, bool, object, str, str]:
    """Oldest payment first, unknown times last, what is no longer missing at the end."""
    return row["needed"] == 0, row["paid_at"] is None, row["paid_at"] or dt.datetime.max, *_item(row)
