"""What the order workbook says: sales, errors, follow-up, refunds, new customers, shipping. Sources: AMB-28; D3 3.1, 3.2."""

import datetime as dt
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.measures.tallies import Asked, Rests, Tally, amount, ascending, share
from shopbook.books.appraisal.measures.workbooks import ORDER_LINES, Workbooks
from shopbook.books.orders.sheets import SHORTAGES, UNPAID
from shopbook.books.orders.whole_orders import first_of
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import compact

UNPAID_ROWS = f"orders.{UNPAID.code}"
SHORT_ROWS = f"orders.{SHORTAGES.code}"

_ALIKE = Label(zh="", en="")
_WRONG = Label(zh="有错误的", en="with an error")
_REFUNDED = Label(zh="退过款的", en="refunded")
_LATE = Label(zh="没按时发的", en="not shipped in time")
_NO_RESULT = Label(zh="没写结果的", en="without a result")
_NO_EARLIER = Label(
    zh="订单工作簿里没有更早的订单，所有买家都算新客户", en="the order workbook has no earlier orders, so that every buyer counts as new"
)


def sales(books: Workbooks, asked: Asked) -> Tally | None:
    """What the month's orders were paid, refunds not taken off."""
    paid = books.orders_of(asked)
    return Tally(amount(paid["amount"].sum()), None, (_on(paid, "paid"),)) if paid.height else None


def order_accuracy(books: Workbooks, asked: Asked) -> Tally | None:
    """Orders without an error, of all."""
    paid = books.orders_of(asked).join(books.wrong_orders, on="order_no", how="left", maintain_order="left")
    told = paid.with_columns(pl.coalesce("wrong_row", "row").alias("row"))
    return share(_on(told, "check", pl.col("wrong_row").is_not_null(), _WRONG))


def refund_share(books: Workbooks, asked: Asked) -> Tally | None:
    """Orders of which anything was refunded, of all."""
    paid = books.orders_of(asked)
    rests = _on(paid, "refund", pl.col("is_refunded"), _REFUNDED)
    return Tally(Decimal(len(rests.misses)), Decimal(paid.height), (rests,)) if paid.height else None


def new_customers(books: Workbooks, asked: Asked) -> Tally | None:
    """Buyers of a shop whose first payment there, in this workbook, is in the month; the agent of that order won them."""
    paid = books.orders_of(asked)
    known = books.orders.drop_nulls("buyer").sort("paid_at", "order_no")
    first = known.unique(["shop", "buyer"], keep="first", maintain_order=True).select("order_no")
    new = paid.join(first, on="order_no", how="semi", maintain_order="left")
    has_earlier = not known.filter(pl.col("month") < asked.month.code).is_empty()
    rests = (_on(new if new.height else paid, "buyer"),)
    return Tally(Decimal(new.height), None, rests, None if has_earlier else _NO_EARLIER) if paid.height else None


def shipping_on_time(books: Workbooks, asked: Asked) -> Tally | None:
    """Orders shipped within the order workbook's limit, of those that were due by now; closed ones were not to be shipped."""
    limit = dt.timedelta(hours=books.order_parameters(asked.month.last).whole("ship_hours"))
    shipped, due = pl.col("shipped_at"), pl.col("paid_at") + limit
    is_due = shipped.is_not_null() | (~pl.col("is_closed").fill_null(value=False) & (due < books.given.now))
    return share(_on(books.orders_of(asked).filter(is_due), "shipped_at", (shipped > due).fill_null(value=True), _LATE))


def follow_up(books: Workbooks, asked: Asked) -> Tally | None:
    """Unpaid and short orders with a result, of all that were listed in the month, or paid in it and found short."""
    lines = books.frame(ORDER_LINES).filter(pl.col("order_no").is_not_null())
    agents = lines.group_by("order_no").agg(first_of("agent").alias("order_agent"))
    chased = _followed(books.frame(UNPAID_ROWS), agents, who="agent", when="listed_at", result="result")
    called = _followed(books.frame(SHORT_ROWS), agents, who="contacted_by", when="paid_at", result="outcome")
    parts = (_open(chased, asked, UNPAID_ROWS, "result"), _open(called, asked, SHORT_ROWS, "outcome"))
    rests = tuple(part for part in parts if part.rows)
    rows, misses = (sum(len(getattr(part, name)) for part in rests) for name in ("rows", "misses"))
    return Tally(Decimal(rows - misses), Decimal(rows), rests) if rows else None


def _followed(rows: pl.DataFrame, agents: pl.DataFrame, *, who: str, when: str, result: str) -> pl.DataFrame:
    """What was to be followed up: ``_row``, ``who`` (else the order's agent), ``month``, ``is_open``."""
    told = rows.filter(pl.col("order_no").is_not_null()).join(agents, on="order_no", how="left", maintain_order="left")
    name = once_per_text(pl.coalesce(who, "order_agent"), compact)
    return told.select(ROW, name.alias("who"), pl.col(when).dt.strftime("%Y-%m").alias("month"), pl.col(result).is_null().alias("is_open"))


def _open(rows: pl.DataFrame, asked: Asked, sheet: str, field: str) -> Rests:
    of_month = rows.filter(pl.col("month") == asked.month.code)
    own = of_month if asked.names is None else of_month.filter(pl.col("who").is_in(list(asked.names)))
    return Rests(sheet, field, ascending(own[ROW]), ascending(own.filter("is_open")[ROW]), _NO_RESULT)


def _on(orders: pl.DataFrame, field: str, misses: pl.Expr | None = None, called: Label = _ALIKE) -> Rests:
    """Orders as rows of the order sheet."""
    missed = () if misses is None else ascending(orders.filter(misses.fill_null(value=False))["row"])
    return Rests(ORDER_LINES, field, ascending(orders["row"]), missed, called)
