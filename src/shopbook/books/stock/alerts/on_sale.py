"""The items of the sheet 商品库存, each once, beside what the ledger and the orders say of them."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.stock.ledger.sheets import ITEMS
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.tables import Table

_TYPED = ("title", "supplier", "listed_qty", "threshold", "lead_days", "safety_stock")

Shelf = Mapping[str, Record]
"""Every item of the sheet: sku -> what was typed of it, ``is_on_sale``, and how it stands."""


def shelf(given: Inputs, stand: pl.DataFrame) -> Shelf:
    """The items of the sheet beside how they stand (see ``standing``).

    An item without a mark is on sale. Of rows about the same item one that is on sale counts, of several the one that lists fewest.
    """
    table = given.tables[ITEMS.code]
    is_on_sale = pl.col("is_listed").fill_null(value=True)
    typed = _believable(table).drop_nulls("sku").select("sku", *_TYPED, is_on_sale=is_on_sale)
    first = typed.sort("sku", "is_on_sale", *_TYPED, descending=[False, True, *(False for _ in _TYPED)], nulls_last=True)
    each = first.unique("sku", keep="first", maintain_order=True).join(stand, on="sku", how="left")
    return {row["sku"]: row for row in each.rows(named=True)}


def _believable(table: Table) -> pl.DataFrame:
    """The rows with a null wherever a cell has an error, such as a quantity below 0."""
    wrong = table.findings.filter(pl.col("severity") == Severity.ERROR.value, pl.col("row") > 0)
    spoiled = {name: wrong.filter(pl.col("field") == name)["row"].implode() for name in _TYPED if name != "title"}
    return table.frame.with_columns(pl.when(~pl.col(ROW).is_in(rows)).then(name).alias(name) for name, rows in spoiled.items())
