"""Items to be taken off sale: proposed for a reason, decided by a named person, not proposed again while the reason lasts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.alerts.on_sale import Shelf
from shopbook.books.stock.alerts.sheets import DELISTINGS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs

SOLD_OUT, SLOW, DEFECTIVE = "sold_out", "slow", "defective"

_EVIDENCE: Mapping[str, Label] = {
    SOLD_OUT: Label(zh="实际库存 {on_hand}，没有在途，也没有补货", en="{on_hand} on hand, none on order, none requested"),
    DEFECTIVE: Label(zh="次品 {defective} 件，良品 {on_hand} 件", en="{defective} defective pieces, {on_hand} good ones"),
}
_UNSOLD = Label(zh="{last_sold} 以后没有卖出，库存 {on_hand} 件", en="Not sold since {last_sold}, {on_hand} on hand")
_NEVER_SOLD = Label(zh="{in_stock_since} 到货以来没有卖出，库存 {on_hand} 件", en="Never sold since {in_stock_since}, {on_hand} on hand")


def is_slow(today: dt.date, days: int) -> pl.Expr:
    """Good pieces lie there, have done so for so many days without a gap, and were not sold for as many; null where sales are not known.

    Source: D0 三(一)4, AMB-02.
    """
    limit = today - dt.timedelta(days=max(1, days))
    is_unsold = (pl.col("last_sold") <= limit).fill_null(value=True)
    is_old = (pl.col("in_stock_since") <= limit).fill_null(value=False)
    return pl.when(pl.col("sold").is_not_null()).then((pl.col("on_hand") > 0) & is_old & is_unsold)


def is_sold_out() -> pl.Expr:
    """No good piece is there and none is to come, not even asked for; null where the stock is not known."""
    return (pl.col("on_hand") <= 0) & (pl.col("on_order") == 0) & ~pl.col("is_requested")


def judged(stand: pl.DataFrame, today: dt.date, days: int) -> pl.DataFrame:
    """How items stand (see ``standing``) with a column ``reason.…`` for each: true, false, or null where that can't be said."""
    reasons = {SOLD_OUT: is_sold_out(), SLOW: is_slow(today, days), DEFECTIVE: pl.col("defective") > 0}
    return stand.with_columns(holds.alias(_column(reason)) for reason, holds in reasons.items())


def _column(reason: object) -> str:
    return f"reason.{reason}"


@dataclass(frozen=True, slots=True)
class Proposals:
    """What to write on 下架, and how many rows are new, over, and open without a decision."""

    changes: tuple[Change, ...]
    fresh: int
    over: int
    undecided: int


def proposals(shelf: Shelf, given: Inputs) -> Proposals:
    """Bring the proposals up to date: what is new is added, what went away is over, what stands says what is so today."""
    table = given.tables[DELISTINGS.code]
    before = table.frame.rows(named=True)
    now = [_today(row, shelf, given) for row in before]
    standing = {(row["sku"], row["reason"]) for row in now if row["over_at"] is None}
    fresh = [_row(item, reason, given) for item, reason in _due(shelf) if (item["sku"], reason) not in standing]
    changes = (*rewritten(DELISTINGS, before, now), *additions(DELISTINGS, fresh))
    return Proposals(changes, len(fresh), _over(now) - _over(before), len(fresh) + _undecided(now))


def _due(shelf: Shelf) -> list[tuple[Record, str]]:
    """Items on sale with each reason to end that."""
    on_sale = [item for _, item in sorted(shelf.items()) if item["is_on_sale"]]
    return [(item, reason) for item in on_sale for reason in (SOLD_OUT, SLOW, DEFECTIVE) if item[_column(reason)]]


def _today(row: Record, shelf: Shelf, given: Inputs) -> Record:
    """A row as it should be now; one that is over stays as it was. One without evidence was listed by hand: only delisting ends it."""
    item = shelf.get(str(row["sku"]))
    if row["over_at"] is not None or item is None:
        return row
    dated = {**row, "found_at": row["found_at"] or given.now.replace(microsecond=0)}
    if not item["is_on_sale"] or (row["evidence"] is not None and item.get(_column(row["reason"])) is False):
        return {**dated, "over_at": given.now.replace(microsecond=0)}
    told = {"title": item["title"] or row["title"], "pending_orders": item["pending_orders"]}
    return {**dated, **told, "evidence": _evidence(item, str(row["reason"]), given) or row["evidence"]}


def _row(item: Record, reason: str, given: Inputs) -> Record:
    told = {name: item[name] for name in ("sku", "title", "pending_orders")}
    return {**told, "reason": reason, "evidence": _evidence(item, reason, given), "found_at": given.now.replace(microsecond=0)}


def _evidence(item: Record, reason: str, given: Inputs) -> str | None:
    """What speaks for it; nothing where the program has no reason of its own."""
    if not item.get(_column(reason)):
        return None
    unsold = _NEVER_SOLD if item["last_sold"] is None else _UNSOLD
    return _EVIDENCE.get(reason, unsold).filled(item)[given.lang]


def _over(rows: Sequence[Record]) -> int:
    return sum(row["over_at"] is not None for row in rows)


def _undecided(rows: Sequence[Record]) -> int:
    return sum(row["over_at"] is None and row["decision"] is None for row in rows)
