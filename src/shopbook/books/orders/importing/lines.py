"""The lines of an order, from the ways in which exports lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.sheet.columns import ROW

ORDER_AMOUNTS = ("discount", "freight", "total", "paid", "refund")
"""Amounts of the whole order; after importing they stand on its first line only."""

LINE_FIELDS = ("line_no", "suborder_no", "sku", "title", "spec", "line_type", "qty", "price", "amount", "refund_status")
"""What each line has of its own; everything else is the order's and stands on all its lines."""

MONEY = pl.Decimal(38, 2)

_TIMES = r"(?:\s*[*×]\s*|\s+[xX]\s*)"
_SERVICE = r"送货入户|送货上门服务|上门安装|安装服务|送装服务|送装一体服务|(?:安装|服务|配送|送货)费$"
_GIFT = r"赠品|^【?赠】?|(?i)free gift"


def unfolded(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per item of cells like ``SKU*2;SKU2*1``; an item without a quantity is one piece."""
    pieces = frame.with_columns(pl.col("items").str.extract_all(r"[^;；\n]+")).explode("items", empty_as_null=True, keep_nulls=True)
    piece = pl.col("items").str.strip_chars()
    counted = rf"^(.*?){_TIMES}(\d+)\s*[件个]?$"
    sku = pl.coalesce(piece.str.extract(counted, 1), piece)
    qty = pl.coalesce(piece.str.extract(counted, 2).cast(pl.Int64, strict=False), pl.when(piece.is_not_null()).then(1))
    usual = {name: pl.col(name) if name in frame.columns else pl.lit(None) for name in ("sku", "qty")}
    return pieces.with_columns(sku=pl.coalesce(sku, usual["sku"]), qty=pl.coalesce(qty, usual["qty"]).cast(pl.Int64)).drop("items")


def unpivoted(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One row per item of columns like ``line_item_1``, each ``name:…|sku:…|quantity:…|total:…|sub_total:…``."""
    gathered = frame.with_columns(items=pl.concat_list(names).list.drop_nulls()).drop(names)
    item = pl.col("items")
    amount = pl.coalesce(_said(item, "sub_total"), _said(item, "total"))
    found = {
        "title": _said(item, "name"),
        "sku": _said(item, "sku"),
        "qty": _said(item, "quantity").cast(pl.Int64, strict=False),
        "amount": amount.cast(pl.Decimal(38, 9), strict=False).round(2, mode="half_away_from_zero").cast(MONEY),
    }
    return gathered.explode("items", empty_as_null=True, keep_nulls=True).with_columns(**found).drop("items")


def with_gifts(frame: pl.DataFrame) -> pl.DataFrame:
    """A line of its own for the gift that a row names beside its item."""
    gifts = frame.filter(pl.col("gift_title").is_not_null())
    own = {"title": pl.col("gift_title"), "qty": pl.lit(1, dtype=pl.Int64), "line_type": pl.lit("gift"), "is_gift": pl.lit(value=True)}
    if "gift_spec" in frame.columns:
        own["spec"] = pl.col("gift_spec")
    if "gift_qty" in frame.columns:
        own["qty"] = pl.col("gift_qty").fill_null(1)
    blank = [
        pl.lit(None, dtype=frame.schema[name]).alias(name)
        for name in (*LINE_FIELDS, *ORDER_AMOUNTS)
        if name in frame.columns and name not in own
    ]
    lines = pl.concat([frame, gifts.with_columns(*blank, **own)], how="diagonal_relaxed")
    return lines.sort(ROW, maintain_order=True) if gifts.height else frame


def typed_lines(frame: pl.DataFrame) -> pl.DataFrame:
    """Which lines are gifts and services; the rest are goods.

    A gift says so itself, or is called one and costs nothing; a line that was closed with its main item is one too.
    """
    title = pl.col("title") if "title" in frame.columns else pl.lit("")
    spec = pl.col("spec") if "spec" in frame.columns else pl.lit("")
    costs = [pl.col(name).fill_null(0) for name in ("price", "amount") if name in frame.columns]
    is_free = pl.all_horizontal(cost == 0 for cost in costs) if costs else pl.lit(value=True)
    is_gift = is_free & (title.str.contains(_GIFT) | spec.str.contains("赠品"))
    if "is_gift" in frame.columns:
        is_gift = is_gift.fill_null(value=False) | pl.col("is_gift")
    if "close_reason" in frame.columns:
        is_gift = is_gift.fill_null(value=False) | pl.col("close_reason").str.contains("主品订单")
    service = title.str.contains(_SERVICE)
    return frame.with_columns(
        line_type=pl.when(is_gift).then(pl.lit("gift")).when(service).then(pl.lit("service")).otherwise(pl.lit("goods"))
    )


@dataclass(frozen=True, slots=True)
class Repeats:
    """Lines of which each is there once, and the rows left out: the ``same`` as an earlier one, or ``differing`` from it."""

    kept: pl.DataFrame
    same: pl.Series
    differing: pl.Series


def without_repeats(frame: pl.DataFrame, key: Sequence[str]) -> Repeats:
    """Each line once: its first row.

    Args:
        frame: Lines.
        key: Fields that tell one line from another; a row without them all is a line of its own.
    """
    if not key:
        return Repeats(frame, frame[ROW].clear(), frame[ROW].clear())
    named = pl.all_horizontal(pl.col(name).is_not_null() for name in key)
    same_key = pl.struct(key) if len(key) > 1 else pl.col(key[0])
    repeated = frame.filter(named & same_key.is_duplicated())
    if repeated.is_empty():
        return Repeats(frame, frame[ROW].clear(), frame[ROW].clear())
    again = repeated.filter(~same_key.is_first_distinct())
    other = [name for name in frame.columns if name != ROW]
    same = repeated.filter(~pl.struct(other).is_first_distinct())
    differing = again.filter(~pl.col(ROW).is_in(same[ROW].implode()))
    return Repeats(frame.filter(~pl.col(ROW).is_in(again[ROW].implode())), same[ROW], differing[ROW])


_COUNTED = ("refunded", "part_refunded")
_STATES = ("pending", *_COUNTED, "rejected", "none")


def refunds_by_line(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per order line of a list of refunds.

    Only refunds that were given count as money; of several requests, one that is still open tells the state, then one that
    was given.
    """
    key = [name for name in ("order_no", "suborder_no") if name in frame.columns]
    rest = [pl.col(name).first() for name in frame.columns if name not in (*key, "refund", "refund_status")]
    given = pl.col("refund") if "refund" in frame.columns else pl.lit(None, dtype=MONEY)
    if "refund_status" not in frame.columns:
        return frame.group_by(key, maintain_order=True).agg(*rest, given.sum().alias("refund"))
    state = pl.col("refund_status")
    counted = given.filter(state.is_null() | state.is_in(_COUNTED)).sum()
    rank = state.replace_strict(dict(zip(_STATES, range(len(_STATES)), strict=True)), default=None, return_dtype=pl.Int8)
    return frame.group_by(key, maintain_order=True).agg(*rest, counted.alias("refund"), state.sort_by(rank, nulls_last=True).first())


def shared_fields(frame: pl.DataFrame) -> tuple[str, ...]:
    """The fields that are the order's and not each line's; its amounts are none of them."""
    return tuple(name for name in frame.columns if name not in (*LINE_FIELDS, *ORDER_AMOUNTS, ROW, "order_no"))


def filled_within_orders(frame: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """Some fields on all lines of an order, where only the first has them; never from one order to the next."""
    blanks = [name for name in fields if frame[name].null_count()]
    several = repeated(frame["order_no"]) if blanks else None
    if several is None or not several.any():
        return frame
    filled = frame.filter(several).select(pl.col(name).fill_null(pl.col(name).drop_nulls().first().over("order_no")) for name in blanks)
    return _with_some(frame, several, filled)


def on_first_lines(frame: pl.DataFrame, line_amounts: Sequence[str]) -> pl.DataFrame:
    """Number the lines of each order and keep the order's amounts on the first alone.

    Args:
        frame: Lines with ``order_no``.
        line_amounts: Amounts that are each line's own: the order's is their sum. All others are the order's already: the
            first that is said counts, and they are never added up.

    Returns:
        The lines without those that carry nothing but their order's values, with ``line_no`` from 1.
    """
    frame = frame.with_columns(line_no=pl.lit(1, dtype=pl.Int64))
    several = repeated(frame["order_no"])
    if not several.any():
        return frame
    amounts = [name for name in ORDER_AMOUNTS if name in frame.columns]
    whole = frame.filter(several).with_columns(_order_amount(name, is_line=name in line_amounts) for name in amounts)
    is_line = _is_line(whole)
    whole = whole.filter(is_line).with_columns(line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_no"))
    first = whole.select("line_no", *(pl.when(pl.col("line_no") == 1).then(pl.col(name)).alias(name) for name in amounts))
    kept = pl.repeat(value=True, n=frame.height, dtype=pl.Boolean, eager=True).scatter(several.arg_true(), is_line)
    return _with_some(frame.filter(kept), several.filter(kept), first)


def differing(frame: pl.DataFrame, line_amounts: Sequence[str]) -> pl.DataFrame:
    """Rows whose amount of the whole order is not that of the order's first line (columns ``row`` and ``field``)."""
    amounts = [name for name in ORDER_AMOUNTS if name in frame.columns and name not in line_amounts]
    several = frame.filter(repeated(frame["order_no"]))
    parts = [
        several.filter(pl.col(name) != pl.col(name).drop_nulls().first().over("order_no")).select(row=ROW, field=pl.lit(name))
        for name in amounts
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema={"row": pl.Int64, "field": pl.String})


def repeated(values: pl.Series) -> pl.Series:
    """Which values are there more than once; texts are compared only where their hashes agree, for nearly all differ."""
    likely = values.hash().is_duplicated()
    return likely.scatter(likely.arg_true(), values.filter(likely).is_duplicated()) if likely.any() else likely


def _with_some(frame: pl.DataFrame, chosen: pl.Series, values: pl.DataFrame) -> pl.DataFrame:
    """The frame with some of its columns changed in the chosen rows: most orders have one line, and grouping costs."""
    if len(values) == len(frame):
        return frame.with_columns(values)
    at = chosen.arg_true()
    return frame.with_columns(frame[name].clone().scatter(at, values[name]) for name in values.columns)


def _said(item: pl.Expr, key: str) -> pl.Expr:
    said = item.str.extract(rf"(?:^|\|)\s*{key}:\s*([^|]*)", 1).str.strip_chars()
    return pl.when(said != "").then(said)


def _order_amount(name: str, *, is_line: bool) -> pl.Expr:
    value = pl.col(name)
    if not is_line:
        return value.drop_nulls().first().over("order_no").alias(name)
    return pl.when(value.is_not_null().any().over("order_no")).then(value.sum().over("order_no")).alias(name)


def _is_line(frame: pl.DataFrame) -> pl.Series:
    """Which rows are lines: not those that hold an order's values above the rows of its items (eBay)."""
    named = [pl.col(name).is_not_null() for name in ("title", "sku") if name in frame.columns]
    if not named:
        return pl.repeat(value=True, n=frame.height, dtype=pl.Boolean, eager=True)
    has_item = pl.any_horizontal(named)
    return frame.select((has_item | ~has_item.any().over("order_no")).alias("is_line"))["is_line"]
