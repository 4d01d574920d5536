"""What the order workbook says: sales, errors, follow-up, refunds, new customers, shipping. Sources: AMB-28; D3 3.1, 3.2."""

import datetime as dt
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.measures.tallies import Asked, Rests, Tally, amount, ascending, share
from shopbook.books.appraisal.measures.workbooks import FOLLOWED, ORDER_LINES, Workbooks
from shopbook.labels import Label
from shopbook.sheet.columns import ROW

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
    of_month = books.follow_ups.filter(pl.col("month") == asked.month.code)
    own = of_month if asked.names is None else of_month.filter(pl.col("who").is_in(list(asked.names)))
    parts = ((sheet, result, own.filter(pl.col("sheet") == sheet)) for sheet, (_, _, result) in FOLLOWED.items())
    rests = tuple(
        Rests(sheet, result, ascending(rows[ROW]), ascending(rows.filter("is_open")[ROW]), _NO_RESULT)
        for sheet, result, rows in parts
        if rows.height
    )
    return Tally(Decimal(own.filter(~pl.col("is_open")).height), Decimal(own.height), rests) if own.height else None


def _on(orders: pl.DataFrame, field: str, misses: pl.Expr | None = None, called: Label = _ALIKE) -> Rests:
    """Orders as rows of the order sheet."""
    missed = () if misses is None else ascending(orders.filter(misses.fill_null(value=False))["row"])
    return Rests(ORDER_LINES, field, ascending(orders["row"]), missed, called)
