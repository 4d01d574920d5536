"""The rows of 日报: what the open reports should say beside what they say, and the cells and rows that make the one of the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.daily.reports.entries import COUNTING, SENDING, is_valid
from shopbook.books.daily.reports.sheets import REPORTS
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Change, SetCells
from shopbook.sheet.columns import ROW

KEY = ("report", "order_no", "kind")
"""What tells one entry from another."""

_GIVEN = ("state", "why", "paid_at", "orders", "amount", "courier", "items", "pieces", "agent", "warehouse", "slip_no", "tracking_no")
"""What a task writes into an entry; the tracking number only where there is none."""

_LATE = Label(zh="付款时间 {paid_at} 属于已签字的 {report} 日报", en="Paid at {paid_at}, in the window of the signed report of {report}")
_TIMELESS = Label(zh="没有付款时间", en="No time of payment")
_EARLY = Label(zh="付款时间 {paid_at} 早于第一期日报", en="Paid at {paid_at}, before the first report")
_AMOUNT = Label(zh="{report} 日报里是 {was}，现在是 {now}", en="{was} in the report of {report}, now {now}")
_GONE = Label(zh="{report} 日报里是 {was}，现在不是已付款的订单", en="{was} in the report of {report}, now not a paid order")
_CARRIED = Label(zh="{report} 未发", en="Not shipped on {report}")
_SINCE = Label(zh="{report} 未发：{unsent}", en="Not shipped on {report}: {unsent}")
_OVER = Label(zh="已关闭或已退款", en="Closed or refunded")
_OUT = Label(zh="不再属于这一期日报", en="No longer in this report")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The rows of 日报 after a run, and what makes them so."""

    entries: pl.DataFrame
    changes: tuple[Change, ...]
    added: int


def explained(wanted: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Entries with ``told``: in words, why they are there; null for a new one."""
    kind, has_home = pl.col("kind"), pl.col("was_report").is_not_null()
    places = {
        "paid_at": pl.col("paid_at").dt.to_string("%Y-%m-%d %H:%M"),
        "report": pl.col("was_report").cast(pl.String),
        "was": pl.col("was_amount").cast(pl.String),
        "now": (pl.col("was_amount") + pl.col("amount")).cast(pl.String),
        "unsent": pl.col("unsent"),
    }
    late = (
        pl.when(pl.col("paid_at").is_null())
        .then(pl.lit(_TIMELESS[lang]))
        .when(has_home)
        .then(_said(_LATE, lang, places))
        .otherwise(_said(_EARLY, lang, places))
    )
    change = pl.when(pl.col("orders") < 0).then(_said(_GONE, lang, places)).otherwise(_said(_AMOUNT, lang, places))
    carried = pl.coalesce(_said(_SINCE, lang, places), _said(_CARRIED, lang, places))
    told = pl.when(kind == "late").then(late).when(kind == "change").then(change).when(kind == "carried").then(carried)
    return wanted.with_columns(told=told)


def _said(label: Label, lang: Lang, places: Mapping[str, pl.Expr]) -> pl.Expr:
    text = label[lang]
    named = sorted((name for name in places if f"{{{name}}}" in text), key=lambda name: text.index(f"{{{name}}}"))
    for name in named:
        text = text.replace(f"{{{name}}}", "{}")
    return pl.format(text, *(places[name] for name in named))


def described(wanted: pl.DataFrame, contents: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Entries as rows of 日报, without slip numbers.

    Args:
        wanted: Entries with ``told``, ``held`` (null if not), ``is_sent``, ``is_over``, and ``slip_no`` where the entry has one.
        contents: What goes out in each order (``contents_of``).
        lang: The language of the reasons.
    """
    rows = wanted.join(contents, on="order_no", how="left", maintain_order="left")
    is_about_goods = pl.col("kind").is_in(SENDING)
    is_free = pl.col("held").is_null()
    state = (
        pl.when(~is_about_goods)
        .then(pl.lit("booked"))
        .when(pl.col("is_over"))
        .then(pl.lit("closed"))
        .when(pl.col("is_sent") & pl.col("slip_no").is_null())
        .then(pl.lit("shipped"))
        .when(is_free | pl.col("is_sent"))
        .then(pl.lit("printable"))
        .otherwise(pl.lit("held"))
    )
    rows = rows.with_columns(
        state=state,
        pieces=pl.when(is_about_goods).then(pl.col("pieces") - pl.col("sent").fill_null(0)),
        tracking_no=pl.when(is_about_goods).then("tracking_no"),
    )
    stands = pl.when(pl.col("state") == "held").then("held").when(pl.col("state") == "closed").then(pl.lit(_OVER[lang]))
    joint = "；" if lang is Lang.ZH else "; "
    return rows.with_columns(why=pl.concat_str("told", stands, separator=joint, ignore_nulls=True).replace("", None))


def numbered(rows: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """Rows with a slip number for each that is to be printed and has none: the report's day and the next number of that day.

    Args:
        rows: Described entries.
        taken: Every entry of today's sheet, for the numbers given already.
    """
    last = (
        taken.select("report", n=pl.col("slip_no").str.extract(r"-([0-9]+)$").cast(pl.Int64)).group_by("report").agg(last=pl.col("n").max())
    )
    rank = pl.col("kind").replace_strict({"carried": 0, "late": 1, "new": 2, "change": 3}, return_dtype=pl.Int8)
    ordered = rows.sort("report", rank, "paid_at", "order_no", nulls_last=True).join(last, on="report", how="left", maintain_order="left")
    is_next = (pl.col("state") == "printable") & pl.col("slip_no").is_null()
    number = pl.col("last").fill_null(0) + is_next.cast(pl.Int64).cum_sum().over("report")
    slip = pl.format("{}-{}", pl.col("report").dt.to_string("%Y%m%d"), number.cast(pl.String).str.zfill(4))
    return ordered.with_columns(slip_no=pl.when(is_next).then(slip).otherwise("slip_no")).drop("last")


def refreshed(rows: pl.DataFrame, entries: pl.DataFrame, *, is_open: pl.Series, lang: Lang) -> Refreshed:
    """What changes on the sheet.

    Args:
        rows: Every entry that the open reports should have, described and numbered.
        entries: The rows of the sheet.
        is_open: Which of them may change.
        lang: The language of the workbook.

    Returns:
        Entries that are wanted no more stay where they are, taken out: an entry that was printed once does not disappear.
    """
    first = entries.filter(is_open).with_columns(nth=pl.int_range(pl.len()).over(KEY))
    there = first.filter(pl.col("nth") == 0).drop("nth")
    now = rows.select(*KEY, *(pl.col(name).alias(f"now.{name}") for name in _GIVEN))
    kept = there.join(now, on=KEY, maintain_order="left")
    tracking = pl.coalesce("tracking_no", "now.tracking_no").alias("now.tracking_no")
    kept = kept.with_columns(tracking)
    out = first.join(kept.select(ROW), on=ROW, how="anti", maintain_order="left").filter(is_valid()).drop("nth")
    out = out.with_columns(
        pl.lit("withdrawn").alias("now.state"),
        pl.lit(_OUT[lang]).alias("now.why"),
        pl.lit(0, dtype=pl.Int64).alias("now.orders"),
        pl.lit(0).cast(pl.Decimal(38, 2)).alias("now.amount"),
    )
    fresh = rows.join(there, on=KEY, how="anti", maintain_order="left")
    added = fresh.select(
        (pl.col(name) if name in fresh.columns else pl.lit(None)).cast(dtype).alias(name) for name, dtype in REPORTS.schema().items()
    )
    touched = [_applied(kept), _applied(out)]
    rest = entries.join(pl.concat([each.select(ROW) for each in touched]), on=ROW, how="anti", maintain_order="left")
    new = added.select(pl.lit(0, dtype=pl.Int64).alias(ROW), *REPORTS.schema())
    additions = (AppendRows(REPORTS.code, added),) if not added.is_empty() else ()
    return Refreshed(pl.concat([rest, *touched, new]), (*_cells([kept, out]), *additions), added.height)


def _applied(rows: pl.DataFrame) -> pl.DataFrame:
    now = {name.removeprefix("now."): pl.col(name) for name in rows.columns if name.startswith("now.")}
    return rows.with_columns(**now).drop(f"now.{name}" for name in now)


def _cells(frames: Sequence[pl.DataFrame]) -> list[SetCells]:
    """The single cells that differ, field by field."""
    writes = []
    for name in _GIVEN:
        parts = [
            frame.filter(pl.col(name).ne_missing(pl.col(f"now.{name}"))).select(ROW, new=f"now.{name}")
            for frame in frames
            if f"now.{name}" in frame.columns
        ]
        edits = pl.concat(parts).sort(ROW)
        if not edits.is_empty():
            writes.append(SetCells(REPORTS.code, name, tuple(edits[ROW]), tuple(edits["new"])))
    return writes


def is_counting() -> pl.Expr:
    """Of entries that count an order."""
    return pl.col("kind").is_in(COUNTING)
