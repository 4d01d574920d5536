"""What the reports that are still open should say, given what the closed ones have said: the reports as an account of paid orders.

Every paid order is counted once over all reports, at what was paid. A report that the billing clerk has signed stays as it is; what is
otherwise later is set right by an entry in the newest report.
"""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

COUNTING, SENDING = ("new", "late"), ("new", "late", "carried")
"""Kinds of entries that count an order, and those about goods."""

ENTRY: dict[str, pl.DataType] = {
    "report": pl.Date(),
    "order_no": pl.String(),
    "kind": pl.String(),
    "orders": pl.Int64(),
    "amount": pl.Decimal(38, 2),
    "paid_at": pl.Datetime("us"),
    "was_report": pl.Date(),
    "was_amount": pl.Decimal(38, 2),
    "sent": pl.Int64(),
    "unsent": pl.String(),
}
"""An entry as it should be: key, what it adds to orders and amount, the payment, and what it rests on: the report that has or should have
had it, the amount that was reported, the pieces sent so far, why no more were. A null ``report`` waits for the next one."""

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Books:
    """What the reports say, and which of them may still change.

    Attributes:
        entries: Rows of 日报 with ``_row``.
        days: All windows, ascending, with ``is_closed`` (the clerk has signed: no more entries) and ``is_locked`` (the manager has).
    """

    entries: pl.DataFrame
    days: pl.DataFrame

    def open_days(self) -> pl.DataFrame:
        """The reports that may still change, ascending, in ``report``."""
        return self.days.filter(~pl.col("is_closed")).select("report")

    def of(self, where: pl.Expr) -> pl.DataFrame:
        """The valid entries of some of the reports."""
        return self.entries.filter(is_valid()).join(self.days.filter(where), on="report", how="semi", maintain_order="left")


def is_valid() -> pl.Expr:
    """Not of entries that were taken out."""
    return pl.col("state").ne_missing("withdrawn")


def wanted(paid: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Every entry that the open reports should have, by :data:`ENTRY`.

    Args:
        paid: Paid orders (``paid_orders``) with ``home``, the report to whose window the payment belongs, null if to none, and
            ``is_due`` (no window of a later report will have it).
        books: The reports as they are.
    """
    weighed = _weighed(paid, books)
    return pl.concat(
        [_new(weighed, books), _booked(_late(weighed, books), books), _booked(_changes(weighed), books), _carried(weighed, books)]
    )


def is_unsent() -> pl.Expr:
    """Of entries about goods: not everything went out. One whose number of pieces is not known is out as soon as one piece is."""
    return pl.col("shipped").fill_null(0) < pl.col("pieces").fill_null(1)


def _weighed(paid: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Paid orders beside what the closed reports say of each; an order that is paid no more has a false ``is_paid``."""
    is_counting = pl.col("kind").is_in(COUNTING)
    said = (
        books.of(pl.col("is_closed"))
        .group_by("order_no")
        .agg(
            said_orders=pl.col("orders").sum(),
            said_amount=pl.col("amount").sum(),
            said_at=pl.col("paid_at").filter(is_counting).max(),
            said_in=pl.coalesce(pl.col("report").filter(is_counting).max(), pl.col("report").max()),
        )
    )
    standing = said.filter((pl.col("said_orders") != 0) | (pl.col("said_amount") != 0))
    both = paid.with_columns(is_paid=pl.lit(value=True)).join(standing, on="order_no", how="full", coalesce=True)
    return both.with_columns(pl.col("is_paid").fill_null(value=False))


def _new(weighed: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Orders that no report has, in the report of their window while it is open."""
    fresh = weighed.filter("is_paid", pl.col("said_orders").is_null())
    return _entries(fresh.join(books.open_days(), left_on="home", right_on="report", how="semi"), "new", report="home", orders=pl.lit(1))


def _late(weighed: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Orders that no report has and whose window is closed, or that belong to no window."""
    missed = weighed.filter("is_paid", "is_due", pl.col("said_orders").is_null())
    missed = missed.join(books.open_days(), left_on="home", right_on="report", how="anti")
    return _entries(missed, "late", orders=pl.lit(1), was_report="home")


def _changes(weighed: pl.DataFrame) -> pl.DataFrame:
    """Orders that the closed reports count or value otherwise than they are."""
    orders = pl.col("is_paid").cast(pl.Int64) - pl.col("said_orders")
    amount = pl.when("is_paid").then("amount").otherwise(pl.lit(_NOTHING)) - pl.col("said_amount")
    apart = weighed.with_columns(orders=orders, amount=amount, paid_at=pl.coalesce("paid_at", "said_at"))
    apart = apart.filter((pl.col("orders") != 0) | (pl.col("amount") != 0))
    return _entries(apart, "change", was_report="said_in", was_amount="said_amount")


def _booked(corrections: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Corrections in the open report that has them already, else in the newest report, if that is open."""
    there = books.of(~pl.col("is_closed")).group_by("order_no", "kind").agg(there=pl.col("report").min())
    newest = books.days["report"][-1] if books.days.height and not books.days["is_closed"][-1] else None
    placed = corrections.join(there, on=["order_no", "kind"], how="left")
    return placed.with_columns(report=pl.coalesce("there", pl.lit(newest, dtype=pl.Date))).drop("there")


def _carried(weighed: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Orders of locked reports that were not sent, or not whole, in the first open report after the last one that has them."""
    goods = books.of(pl.col("is_closed")).filter(pl.col("kind").is_in(SENDING))
    is_last = pl.col("report") == pl.col("report").max().over("order_no")
    last = goods.with_columns(sent=pl.col("shipped").fill_null(0).sum().over("order_no")).filter(is_last, is_unsent())
    locked = last.join(books.days.filter("is_locked"), on="report", how="semi").unique("order_no")
    still = weighed.filter("is_paid", ~pl.col("is_sent"), ~pl.col("is_over"), pl.col("said_orders") > 0)
    waiting = still.join(locked.select("order_no", "sent", was_report="report", unsent="reason"), on="order_no").sort("was_report")
    days = books.open_days().select("report", day="report")
    placed = waiting.join_asof(days, left_on="was_report", right_on="day", strategy="forward", allow_exact_matches=False)
    return _entries(placed.with_columns(orders=pl.lit(0), amount=pl.lit(_NOTHING)), "carried")


def _entries(rows: pl.DataFrame, kind: str, **parts: pl.Expr | str) -> pl.DataFrame:
    """Rows as entries of a kind; what is neither a column nor named is null."""
    own: dict[str, pl.Expr | str] = {name: name for name in ENTRY if name in rows.columns}
    told = {**dict.fromkeys(ENTRY, pl.lit(None)), **own, "kind": pl.lit(kind), **parts}
    return rows.select(_typed(told[name], name) for name in ENTRY)


def _typed(value: pl.Expr | str, name: str) -> pl.Expr:
    return (pl.col(value) if isinstance(value, str) else value).cast(ENTRY[name]).alias(name)
