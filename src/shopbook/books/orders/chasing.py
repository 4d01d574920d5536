"""Chasing unpaid orders: each order once a stage, listed by agent, and how much came in since."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from shopbook.books.orders.sheets import ORDERS, UNPAID
from shopbook.books.orders.whole_orders import first_of, known_lines
from shopbook.books.worklists import Record, additions, as_lying
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Night, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.parameters import Parameters
from shopbook.sheet.tables import Table

_MINUTE = dt.timedelta(minutes=1)
_PAID = ("paid", "part_shipped", "shipped", "received", "done")
_FINAL = ("paid", "gave_up")
"""Answers after which nobody is reminded again, even if the order on the sheet is not paid (yet)."""
_NO_MORE = 99

_NOBODY = Label(zh="未分配客服", en="no agent")
_DUE = Label(
    zh="新列入催付 {chase_new} 单（{people}）。请联系买家后在“未付款”填催付时间和结果。",
    en="{chase_new} {chase_new|order|orders} newly listed ({people}). Remind the buyers, then fill in time and result on Unpaid.",
)
_NOTHING_DUE = Label(zh="没有新的订单要催付。", en="No further order is due for a reminder.")
_CAME_IN = Label(
    zh="催付过的 {chase_listed} 单里有 {chase_recovered} 单已付款，追回 {chase_recovered_amount} 元。",
    en="Of {chase_listed} {chase_listed|order|orders} listed so far {chase_recovered} {chase_recovered|was|were} paid: "
    "{chase_recovered_amount} came in.",
)


@dataclass(frozen=True, slots=True)
class _Order:
    """What chasing knows of an order."""

    order_no: str
    is_unpaid: bool
    is_paid: bool
    buyer: str | None
    agent: str | None
    total: Decimal | None
    paid: Decimal | None
    created_at: dt.datetime | None


def chase_unpaid(given: Inputs) -> Outcome:
    """List the unpaid orders that have reached a stage and are not listed for it, and mark those that were paid since."""
    orders = {order.order_no: order for order in _orders(given.frame(ORDERS.code))}
    table = given.tables[UNPAID.code]
    due = _due(orders.values(), table, given)
    figures = _figures(table.frame.rows(named=True), due, orders)
    grave = table.findings.filter(pl.col("severity") == Severity.ERROR.value)
    changes = (*_marks(table, orders, given.lang), *additions(UNPAID, due))
    return Outcome(grave, changes, figures, _notes(figures, due))


def _marks(table: Table, orders: Mapping[str, _Order], lang: Lang) -> tuple[SetCells, ...]:
    """Paid, as the result of rows whose order was paid since and that have no result yet."""
    blank = as_lying(table).filter(pl.col("result").is_null())[ROW]
    rows = table.frame.filter(pl.col(ROW).is_in(blank.to_list())).rows(named=True)
    paid = tuple(row[ROW] for row in rows if _has_paid(row, orders))
    word = UNPAID.by_field["result"].shown(lang)["paid"]
    return (SetCells(UNPAID.code, "result", paid, (word,) * len(paid)),) if paid else ()


def _orders(orders: pl.DataFrame) -> Iterator[_Order]:
    lines = known_lines(orders, "status", "buyer", "agent")
    status = pl.col("status").drop_nulls()
    is_closed = (status == "closed").all() & (status.len() > 0)
    whole = lines.group_by("order_no", maintain_order=True).agg(
        is_unpaid=(status == "unpaid").all() & (status.len() > 0) & pl.col("paid_at").is_null().all(),
        is_paid=status.is_in(_PAID).any() | (pl.col("paid_at").is_not_null().any() & ~is_closed),
        buyer=first_of("buyer"),
        agent=first_of("agent"),
        total=first_of("total"),
        paid=first_of("paid"),
        created_at=pl.col("created_at").min(),
    )
    return (_Order(*row) for row in whole.iter_rows())


def _due(orders: Iterable[_Order], table: Table, given: Inputs) -> list[Record]:
    """Rows to add: each order at the last stage it has reached, unless that is listed or the buyer has answered for good."""
    listed: dict[str, int] = {}
    for order_no, stage, result in table.frame.select("order_no", "stage", "result").iter_rows():
        listed[order_no] = max(listed.get(order_no, 0), _NO_MORE if result in _FINAL else stage or 0)
    waiting = [order for order in orders if order.is_unpaid and order.created_at is not None]
    waiting.sort(key=lambda order: (order.agent is None, order.agent or "", order.created_at, order.order_no))
    reached = [(order, _minutes(order, given.now)) for order in waiting]
    staged = [(order, minutes, _stage(minutes, given.parameters)) for order, minutes in reached]
    return [_row(order, minutes, stage, given.now) for order, minutes, stage in staged if stage > listed.get(order.order_no, 0)]


def _minutes(order: _Order, now: dt.datetime) -> int:
    return 0 if order.created_at is None else (now - order.created_at) // _MINUTE


def _stage(minutes: int, parameters: Parameters) -> int:
    """The stage that an order has reached: 0 before the first and after the last."""
    if minutes >= parameters.whole("chase_stop_hours") * 60:
        return 0
    limits = {1: parameters.whole("chase_first_minutes"), 2: parameters.whole("chase_second_hours") * 60}
    return max((stage for stage, limit in limits.items() if minutes >= limit), default=0)


def _row(order: _Order, minutes: int, stage: int, now: dt.datetime) -> Record:
    told = {name: getattr(order, name) for name in ("order_no", "buyer", "total", "created_at", "agent")}
    return {**told, "stage": stage, "minutes": minutes, "listed_at": now.replace(microsecond=0)}


def _has_paid(row: Record, orders: Mapping[str, _Order]) -> bool:
    """Whether the order of a row was paid; one that is no longer on the sheet counts by the result that its row has."""
    order = orders.get(str(row["order_no"]))
    return row["result"] == "paid" if order is None else order.is_paid


def _figures(rows: Sequence[Record], due: Sequence[Record], orders: Mapping[str, _Order]) -> dict[str, object]:
    listed = {row["order_no"] for row in (*rows, *due)}
    recovered = {str(row["order_no"]): _worth(row, orders) for row in rows if _has_paid(row, orders)}
    share = Decimal(len(recovered)) / len(listed) if listed else None
    return {
        "chase_new": len(due),
        "chase_listed": len(listed),
        "chase_recovered": len(recovered),
        "chase_recovered_amount": sum(recovered.values(), Decimal("0.00")),
        "chase_conversion": None if share is None else share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP),
    }


def _worth(row: Record, orders: Mapping[str, _Order]) -> Decimal:
    """What came in: what was paid, else the total of the order, else that of the row."""
    order = orders.get(str(row["order_no"]))
    amounts = (order.paid, order.total) if order else ()
    return next((amount for amount in (*amounts, row["total"]) if isinstance(amount, Decimal)), Decimal("0.00"))


def _notes(figures: Mapping[str, object], due: Sequence[Record]) -> tuple[Label, ...]:
    told = [_DUE.filled({**figures, "people": _people(due)})] if due else [_NOTHING_DUE]
    return (*told, *([_CAME_IN.filled(figures)] if figures["chase_recovered"] else []))


def _people(due: Sequence[Record]) -> Label:
    """Who has how many to remind."""
    counts = Counter(row["agent"] for row in due).items()
    zh, en = ([f"{agent or _NOBODY[lang]} {count}" for agent, count in counts] for lang in (Lang.ZH, Lang.EN))
    return Label(zh="、".join(zh), en=", ".join(en))


CHASE_UNPAID = Task(
    "chase-unpaid",
    Label(zh="催付未付款", en="Chase unpaid orders"),
    Label(
        zh="把到了催付时间还没付款的订单按客服列到“未付款”，每单每个阶段只列一次；后来付了款的自动填“已付款”，并统计追回的金额。",
        en="Lists unpaid orders that have reached a stage of chasing on Unpaid, by agent, each order once a stage; "
        "marks those paid since and counts what came in.",
    ),
    reads=(ORDERS.code, UNPAID.code),
    writes=(UNPAID.code,),
    decide=chase_unpaid,
    night=Night.WORKS,
)
