"""The task check-orders: every rule on every line, and the figures of the sheet."""

from collections.abc import Container, Mapping
from dataclasses import replace
from decimal import Decimal

import polars as pl

from shopbook.books.orders.importing.lines import repeated
from shopbook.books.orders.rules.every_rule import RULES
from shopbook.books.orders.rules.facts import FACTS
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, check
from shopbook.sheet.tables import Table

SUMMARY: Mapping[str, Label] = {
    "orders": Label(zh="订单数", en="Orders"),
    "lines": Label(zh="行数", en="Lines"),
    "paid_orders": Label(zh="已付款订单", en="Paid orders"),
    "unpaid_orders": Label(zh="未付款订单", en="Unpaid orders"),
    "total": Label(zh="总金额合计", en="Sum of totals"),
    "paid": Label(zh="实付合计", en="Sum paid"),
    "refunds": Label(zh="有退款的订单", en="Orders with a refund"),
    "refund_total": Label(zh="退款合计", en="Sum of refunds"),
    "error_rows": Label(zh="有错误的行", en="Rows with errors"),
    "warning_rows": Label(zh="有警告的行", en="Rows with warnings"),
    "hint_rows": Label(zh="有提示的行", en="Rows with hints"),
}
"""The figures of check-orders; the first eight are those of :func:`summarise`."""


def check_orders(inputs: Inputs) -> Outcome:
    """Check the order sheet against everything known about orders; writes nothing but the findings."""
    table = _with_other_sheets(inputs.tables)
    frames = {code: each.frame for code, each in inputs.tables.items()}
    verdict = check(RULES, table, facts=FACTS, frames=frames, given=Given(inputs.parameters, inputs.now, inputs.lang))
    read = [code for code, each in inputs.tables.items() if each.header is not None]
    findings = together([*(each.findings for each in inputs.tables.values()), verdict.findings])
    on_orders = findings.filter((pl.col("tab") == table.grid.tab) & (pl.col("row") > 0))
    summary = {**_known(summarise(table.frame), table.present), **_rows_with(on_orders)}
    return Outcome(findings, summary=summary, marks=tuple(read), not_run=not_run(verdict.not_run))


def _with_other_sheets(tables: Mapping[str, Table]) -> Table:
    """The order sheet with what the other sheets say about its lines; rules about a sheet that is not there do not run."""
    table = tables[ORDERS.code]
    orders = table.frame
    products, reviews, allocation = (tables.get(sheet.code) for sheet in (PRODUCTS, REVIEWS, ALLOCATION))
    if products is not None and not products.frame.is_empty():
        orders = orders.join(_known_products(products.frame), on="sku", how="left", maintain_order="left")
    if reviews is not None and reviews.header is not None:
        decided = reviews.frame.select("order_no", pl.col("decision").alias("review.decision"))
        orders = _with_last(orders, decided.filter(pl.col("review.decision").is_not_null()))
    if allocation is not None and allocation.header is not None:
        given = allocation.frame.select("order_no", pl.col("state").alias("allocation.state"))
        orders = _with_last(orders, given.filter(pl.col("allocation.state") == "allocated"))
    return replace(table, frame=orders)


def _with_last(orders: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The lines with what was said last about their orders; null where nothing was said."""
    if said.is_empty():
        return orders.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in said.schema.items() if name != "order_no")
    last = said.unique("order_no", keep="last", maintain_order=True)
    return orders.join(last, on="order_no", how="left", maintain_order="left")


def _known_products(products: pl.DataFrame) -> pl.DataFrame:
    """One row per item: of several warehouses the lowest floor and the highest list price, so that no right price is called wrong."""
    return products.group_by("sku").agg(
        pl.lit(True).alias("product.is_known"),
        pl.col("floor_price").min().alias("product.floor_price"),
        pl.col("list_price").max().alias("product.list_price"),
    )


def summarise(orders: pl.DataFrame) -> dict[str, object]:
    """The sheet's figures; an order's amounts count once, as they stand on the first of its lines that has them.

    Args:
        orders: Rows of the order sheet; a row without an order number is an order of its own.

    Returns:
        ``orders``, ``lines``, ``paid_orders`` (with a time of payment or an amount paid), ``unpaid_orders`` (the others), ``total``,
        ``paid``, ``refunds`` (orders with an amount refunded), ``refund_total``; amounts as Decimal.
    """
    several = repeated(orders["order_no"]) & orders["order_no"].is_not_null()
    each = orders.select("order_no", "total", "paid", "refund", "paid_at")
    if several.any():
        grouped = each.filter(several).group_by("order_no").agg(pl.all().drop_nulls().first())
        each = pl.concat([each.filter(~several), grouped])
    is_paid = pl.col("paid_at").is_not_null() | (pl.col("paid") > 0)
    figures = each.select(
        orders=pl.len(),
        paid_orders=is_paid.fill_null(value=False).sum(),
        total=pl.col("total").sum(),
        paid=pl.col("paid").sum(),
        refunds=(pl.col("refund") > 0).sum(),
        refund_total=pl.col("refund").sum(),
    ).row(0, named=True)
    return {
        "orders": figures["orders"],
        "lines": orders.height,
        "paid_orders": figures["paid_orders"],
        "unpaid_orders": figures["orders"] - figures["paid_orders"],
        **{name: figures[name] if figures[name] is not None else Decimal(0) for name in ("total", "paid", "refunds", "refund_total")},
    }


_NEEDS = {
    "paid_orders": ("paid_at", "paid"),
    "unpaid_orders": ("paid_at", "paid"),
    "total": ("total",),
    "paid": ("paid",),
    "refunds": ("refund",),
    "refund_total": ("refund",),
}
"""Figure -> the columns of which one must be there; without it the figure is unknown, which is not 0."""


def _known(figures: Mapping[str, object], present: Container[str]) -> dict[str, object]:
    unknown = {name for name, fields in _NEEDS.items() if not any(field in present for field in fields)}
    return {name: None if name in unknown else value for name, value in figures.items()}


def _rows_with(findings: pl.DataFrame) -> dict[str, object]:
    """How many rows have findings of each severity."""
    counted = dict(findings.group_by("severity").agg(pl.col("row").n_unique()).iter_rows())
    return {f"{severity}_rows": counted.get(severity, 0) for severity in ("error", "warning", "hint")}


_OTHER_SHEETS = {"product": PRODUCTS, "review": REVIEWS, "allocation": ALLOCATION}


def not_run(missing: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Label, ...]]:
    """Rules that did not run, each with the titles of the columns or sheets that it lacks."""
    return {code: tuple(dict.fromkeys(_title(field) for field in fields)) for code, fields in missing.items()}


def _title(field: str) -> Label:
    """The title of a column of ours, or the name of the sheet that a joined column comes from."""
    sheet = _OTHER_SHEETS.get(field.partition(".")[0])
    return sheet.label if sheet else ORDERS.by_field[field].label
