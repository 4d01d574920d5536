"""The sheet 异常: what came out otherwise after a report was signed, and where it was put right."""

import datetime as dt

import polars as pl

from shopbook.books.daily.reports.cutting import report_of
from shopbook.books.daily.reports.entries import SENDING, Books, is_unsent, is_valid
from shopbook.books.daily.reports.refreshing import is_counting
from shopbook.books.daily.reports.sheets import EXCEPTIONS
from shopbook.labels import Label, Lang

_MOVED = Label(zh="付款时间由 {} 改为 {}，仍计在 {} 日报", en="Time of payment changed from {} to {}; still counted in the report of {}")
_NO_TIME = Label(zh="空", en="blank")
_SHORT = Label(zh="出库单 {} 件，实发 {} 件：{}", en="{} pieces on the slip, {} shipped: {}")
_UNSAID = Label(zh="没有写原因", en="no reason written")
_FIELDS = ("kind", "order_no", "report", "entered_in", "orders", "amount", "says")


def differences(books: Books, waiting: pl.DataFrame, paid: pl.DataFrame, *, lang: Lang) -> pl.DataFrame:
    """Everything that is not as a signed report has it.

    Args:
        books: The reports as they are after the run.
        waiting: Entries that wait for the next report, with ``told``.
        paid: The paid orders.
        lang: The language of the sentences.

    Returns:
        Rows of 异常 without ``found_at``, in a fixed order.
    """
    entries = books.entries.filter(is_valid())
    parts = [_corrections(entries, books), _waiting(waiting), _unshipped(entries), _short(books, lang), _moved(books, paid, lang)]
    schema = EXCEPTIONS.schema()
    found = pl.concat([part.select(pl.col(name).cast(schema[name]) for name in _FIELDS) for part in parts])
    return found.unique(maintain_order=True).sort("entered_in", "kind", "order_no", "report", nulls_last=True)


def dated(found: pl.DataFrame, before: pl.DataFrame, now: dt.datetime) -> pl.DataFrame:
    """With the moment when each was found: that of the sheet as it is, or now."""
    key = ["kind", "order_no", "report"]
    known = before.group_by(key).agg(pl.col("found_at").min())
    both = found.join(known, on=key, how="left", nulls_equal=True, maintain_order="left")
    return both.select(*_FIELDS, found_at=pl.col("found_at").fill_null(now.replace(microsecond=0))).select(EXCEPTIONS.schema().keys())


def _difference(rows: pl.DataFrame, kind: pl.Expr | str, says: pl.Expr | str) -> pl.DataFrame:
    """Rows with order, sums, ``was_report`` and ``report`` as differences."""
    named = {"kind": pl.lit(kind) if isinstance(kind, str) else kind, "says": pl.col(says) if isinstance(says, str) else says}
    return rows.select("order_no", "orders", "amount", report="was_report", entered_in="report", **named)


def _kind_of_change() -> pl.Expr:
    is_gone = (pl.col("kind") == "change") & (pl.col("orders") < 0)
    return pl.when(pl.col("kind") == "late").then(pl.lit("late")).when(is_gone).then(pl.lit("withdrawn")).otherwise(pl.lit("changed"))


def _corrections(entries: pl.DataFrame, books: Books) -> pl.DataFrame:
    rows = entries.filter(pl.col("kind").is_in(["late", "change"]))
    counted = entries.filter(is_counting()).group_by("order_no").agg(counted=pl.col("report").max())
    home = report_of(rows["paid_at"], books.days)
    rows = rows.with_columns(home.alias("home")).join(counted, on="order_no", how="left", maintain_order="left")
    was = pl.when(pl.col("kind") == "late").then("home").otherwise("counted")
    return _difference(rows.with_columns(was_report=was), _kind_of_change(), "why")


def _waiting(waiting: pl.DataFrame) -> pl.DataFrame:
    kind = pl.when(pl.col("kind") == "carried").then(pl.lit("unshipped")).otherwise(_kind_of_change())
    return _difference(waiting, kind, "told")


def _unshipped(entries: pl.DataFrame) -> pl.DataFrame:
    carried = entries.filter(pl.col("kind") == "carried").select("order_no").unique()
    goods = entries.filter(pl.col("kind").is_in(SENDING)).join(carried, on="order_no", how="semi").sort("report")
    goods = goods.with_columns(was_report=pl.col("report").shift().over("order_no"))
    return _difference(goods.filter(pl.col("kind") == "carried"), "unshipped", "why")


def _short(books: Books, lang: Lang) -> pl.DataFrame:
    """Slips of locked reports of which some pieces went out and some did not."""
    rows = books.of(pl.col("is_locked")).filter(pl.col("shipped") > 0, is_unsent())
    says = pl.format(_SHORT[lang], "pieces", "shipped", pl.col("reason").fill_null(_UNSAID[lang]))
    return _difference(rows.with_columns(was_report="report", orders=pl.lit(0), amount=pl.lit(0)), "variance", says)


def _moved(books: Books, paid: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Orders of closed reports whose time of payment is another one now."""
    counted = books.of(pl.col("is_closed")).filter(is_counting()).select("order_no", "report", was="paid_at")
    both = counted.join(paid.select("order_no", now="paid_at"), on="order_no", maintain_order="left")
    # One export says the seconds and another does not.
    moved = both.filter(pl.col("was").dt.truncate("1m").ne_missing(pl.col("now").dt.truncate("1m")))
    was, now = (pl.col(name).dt.to_string("%Y-%m-%d %H:%M").fill_null(_NO_TIME[lang]) for name in ("was", "now"))
    says = pl.format(_MOVED[lang], was, now, pl.col("report").cast(pl.String))
    return _difference(moved.with_columns(was_report="report", orders=pl.lit(0), amount=pl.lit(0)), "moved", says)
