"""What the stock workbook says: counts, and beside the orders what the goods cost. Source: AMB-28; D2 art. 8-5."""

from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.measures.tallies import Asked, Rests, Tally, amount, ascending, share
from shopbook.books.appraisal.measures.workbooks import ORDER_LINES, Workbooks
from shopbook.books.stock.counts.sheets import ACCURACY, CANCELLED, COUNT_PLANS
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import once_per_text

ACCURACY_ROWS = f"stock.{ACCURACY.code}"
PLAN_ROWS = f"stock.{COUNT_PLANS.code}"
LEDGER_ROWS = f"stock.{LEDGER.code}"

_SOLD = ("sale", "return")
_LATE = Label(zh="没按时完成的", en="not closed in time")
_UNCOSTED = Label(
    zh="另有 {count} 单没有出库成本，没有算进去", en="{count} further {count|order has|orders have} no cost and {count|is|are} left out"
)


def stock_accuracy(books: Workbooks, asked: Asked) -> Tally | None:
    """Lines that match, of those counted for the month."""
    rows = books.frame(ACCURACY_ROWS).filter(once_per_text(pl.col("period"), cycle_of) == asked.month.code, pl.col("counted") > 0)
    if rows.is_empty():
        return None
    matching, counted = (Decimal(int(rows[name].sum())) for name in ("matching", "counted"))
    return Tally(matching, counted, (Rests(ACCURACY_ROWS, "by_lines", ascending(rows[ROW])),))


def counts_on_time(books: Workbooks, asked: Asked) -> Tally | None:
    """Counts that were closed by the day they were due, of those due in the month; one that may still be in time is left out."""
    is_due = pl.col("due_on").is_between(asked.month.first, asked.month.last) & pl.col("state").ne_missing(CANCELLED)
    closed, due = pl.col("closed_at").dt.date(), pl.col("due_on")
    plans = books.frame(PLAN_ROWS).filter(is_due, closed.is_not_null() | (due < books.today))
    late = plans.filter((closed > due).fill_null(value=True))
    return share(Rests(PLAN_ROWS, "closed_at", ascending(plans[ROW]), ascending(late[ROW]), _LATE))


def gross_margin(books: Workbooks, asked: Asked) -> Tally | None:
    """What is left of sales after refunds and the cost of what was issued for the same orders.

    Returns:
        ``None`` where no order of the month has a cost; orders without one are left out on both sides.
    """
    entries = books.frame(LEDGER_ROWS).filter(pl.col("kind").is_in(_SOLD), pl.col("ref").is_not_null())
    is_known = pl.col("value").is_not_null().all()
    costs = entries.group_by("ref").agg(pl.when(is_known).then(-pl.col("value").sum()).alias("cost")).drop_nulls("cost")
    paid = books.orders_of(asked)
    sold = paid.join(costs, left_on="order_no", right_on="ref", how="inner", maintain_order="left")
    net = amount(sold["amount"].sum()) - amount(sold["refund"].sum())
    if net <= 0:
        return None
    behind = entries.join(sold, left_on="ref", right_on="order_no", how="semi", maintain_order="left")
    rests = (Rests(ORDER_LINES, "paid", ascending(sold["row"])), Rests(LEDGER_ROWS, "value", ascending(behind[ROW])))
    left_out = paid.height - sold.height
    return Tally(net - amount(sold["cost"].sum()), net, rests, _UNCOSTED.filled({"count": left_out}) if left_out else None)
