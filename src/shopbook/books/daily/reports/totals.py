"""The sheet 日报合计: the newest reports by courier, item, agent and warehouse. Each of the four adds up to the report, to the cent."""

import polars as pl

from shopbook.books.daily.reports.entries import is_valid
from shopbook.books.daily.reports.refreshing import is_counting
from shopbook.books.daily.reports.sheets import REPORT_TOTALS
from shopbook.books.daily.vocabulary import DIMENSIONS
from shopbook.labels import Label, Lang

_UNSAID = Label(zh="没有写", en="not said")
_CENTS = 100


def report_totals(entries: pl.DataFrame, lines: pl.DataFrame, *, reports: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """The rows of 日报合计.

    Args:
        entries: Rows of 日报.
        lines: Rows of the order sheet, which say what an order's amount was paid for.
        reports: The reports to add up, in ``report``.
        lang: The language of what nobody said.
    """
    chosen = entries.filter(is_valid()).join(reports, on="report", how="semi", maintain_order="left")
    chosen = chosen.with_columns(slips=pl.col("slip_no").is_not_null().cast(pl.Int64), pieces=pl.when(is_counting()).then("pieces"))
    parts = [_added(chosen, code, pl.col(code), lang) for code in ("courier", "agent", "warehouse")]
    parts.append(_added(_by_item(chosen, lines), "item", pl.col("item"), lang))
    rank = pl.col("dimension").cast(pl.Enum([option.code for option in DIMENSIONS]))
    ordered = pl.concat(parts).sort("report", rank, "amount", "value", descending=[True, False, True, False])
    return ordered.select(pl.col(name).cast(dtype) for name, dtype in REPORT_TOTALS.schema().items())


def _added(rows: pl.DataFrame, code: str, value: pl.Expr, lang: Lang) -> pl.DataFrame:
    name = value.fill_null(_UNSAID[lang]).alias("value")
    sums = [pl.col(each).sum() for each in ("orders", "pieces", "amount", "slips")]
    return rows.group_by("report", name).agg(sums).with_columns(dimension=pl.lit(code))


def _by_item(entries: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Each entry's amount over the items of its order, in proportion to what they cost; an order counts with each of its items."""
    wanted = lines.join(entries.select("order_no").unique(), on="order_no", how="semi")
    value = pl.coalesce("amount", pl.col("price") * pl.col("qty").cast(pl.Decimal(38, 0)))
    items = (
        wanted.select("order_no", item=pl.coalesce("title", "sku"), qty="qty", weight=(value * _CENTS).cast(pl.Int64).fill_null(0).clip(0))
        .group_by("order_no", "item")
        .agg(pl.col("qty").sum(), pl.col("weight").sum())
    )
    is_free = (pl.col("weight") == 0).all().over("order_no")
    items = items.with_columns(weight=pl.when(is_free).then(1).otherwise("weight")).sort("order_no", "item", nulls_last=True)
    items = items.with_columns(upto=pl.col("weight").cum_sum().over("order_no"), whole=pl.col("weight").sum().over("order_no"))
    each = entries.drop("items").join(items, on="order_no", how="left", maintain_order="left")
    cents, upto, whole = ((pl.col("amount") * _CENTS).cast(pl.Int64), pl.col("upto").fill_null(1), pl.col("whole").fill_null(1))
    # Shares of a running sum add up to the whole, whatever is lost by rounding each.
    share = cents * upto // whole - cents * (upto - pl.col("weight").fill_null(1)) // whole
    amount = (share.cast(pl.Decimal(38, 2)) / _CENTS).cast(pl.Decimal(38, 2))
    return each.with_columns(amount=amount, pieces=pl.when(is_counting()).then("qty"))
