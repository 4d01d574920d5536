"""Which paid orders may not go out yet, and why: a refund pending, a review open, stock short."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.reviewing import held_by_review
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, REVIEWS, SHORTAGES
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs

SOURCE = "orders"
"""What the sheet 来源 calls the order workbook."""

_PENDING = Label(zh="退款处理中", en="Refund pending")
_SHORT = Label(zh="缺货：{sku} 要 {needed} 件，可用 {available} 件", en="Short: {needed} of {sku} wanted, {available} there")
_UNALLOCATED = Label(zh="没有分配到库存", en="No stock given")


def sheet_of(code: str) -> str:
    """What a sheet of the order workbook is called among the inputs."""
    return f"{SOURCE}.{code}"


READS = tuple(sheet_of(sheet.code) for sheet in (ORDERS, REVIEWS, ALLOCATION, SHORTAGES, CHANGES))
"""The sheets of the order workbook that say which orders are paid and which are held."""


def held_orders(given: Inputs) -> pl.DataFrame:
    """Orders that are held -> every reason: ``order_no``, ``held``; each order once, in no order."""
    reasons = pl.concat([_by_refund(given), _by_review(given), _by_stock(given)])
    joint = "；" if given.lang is Lang.ZH else "; "
    return reasons.unique(maintain_order=True).group_by("order_no", maintain_order=True).agg(held=pl.col("reason").str.join(joint))


def _by_refund(given: Inputs) -> pl.DataFrame:
    orders = given.frame(sheet_of(ORDERS.code))
    pending = orders.filter(pl.col("refund_status") == "pending", pl.col("order_no").is_not_null())
    return pending.select("order_no", reason=pl.lit(_PENDING[given.lang])).unique(maintain_order=True)


def _by_review(given: Inputs) -> pl.DataFrame:
    """What the order workbook itself says: its own rule, on its own sheets."""
    tables = {sheet.code: given.tables[sheet_of(sheet.code)] for sheet in (ORDERS, REVIEWS, CHANGES)}
    held = held_by_review(Inputs(tables, given.parameters, given.now, given.lang))
    return _reasons({order_no: label[given.lang] for order_no, label in held.items()}.items())


def _by_stock(given: Inputs) -> pl.DataFrame:
    """Orders of which a line is short, or of which no line was given anything, by the last allocation; else those on the call list."""
    given_out = given.frame(sheet_of(ALLOCATION.code)).filter(pl.col("order_no").is_not_null())
    is_short, is_given = pl.col("state") == "short", pl.col("state") == "allocated"
    whole = given_out.with_columns(
        is_lacking=is_short.any().over("order_no") | ~is_given.any().over("order_no"),
    )
    says = pl.coalesce("why", pl.lit(_UNALLOCATED[given.lang]))
    lacking = whole.filter(pl.col("is_lacking"), ~is_given).sort("order_no", "line_no", nulls_last=True)
    told = lacking.select("order_no", reason=says)
    missing = given.frame(sheet_of(SHORTAGES.code)).filter(pl.col("needed") > 0, pl.col("order_no").is_not_null())
    unheard = missing.join(given_out, on="order_no", how="anti", maintain_order="left").sort("order_no", "sku")
    return pl.concat([told, _reasons(_shortages(unheard, given.lang))])


def _shortages(missing: pl.DataFrame, lang: Lang) -> Iterator[tuple[str, str]]:
    for order_no, sku, needed, available in missing.select("order_no", "sku", "needed", "available").iter_rows():
        values: Mapping[str, object] = {"sku": sku, "needed": needed, "available": available or 0}
        yield order_no, _SHORT.filled(values)[lang]


def _reasons(pairs: Iterable[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={"order_no": pl.String(), "reason": pl.String()}, orient="row")
