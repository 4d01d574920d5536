"""The task refresh-products: how many pieces orders may be given is what the stock workbook says, item by item and warehouse by warehouse.

Prices, titles and whatever else was typed stay, and so do rows that a supplier ships for, and items that the ledger never had:
what is not known is not 0.
What is sold and not shipped is not taken off: those are the orders that allocation gives the pieces to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from shopbook.books.orders.allocation.shelves import place_key
from shopbook.books.orders.sheets import PRODUCTS
from shopbook.books.stock.ledger.sheets import BALANCES, ITEMS, LOCATIONS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Source, Task

STOCK_SOURCE = Source(
    "stock",
    Label(zh="库存", en="stock"),
    Label(
        zh="库存工作簿：“更新商品”从那里读每个仓库有多少件；没有它，“商品”的可用库存照旧手填。",
        en="The stock workbook: Update products reads there how many pieces lie in which warehouse; without it they are typed as before.",
    ),
    Label(zh="库存.xlsm", en="Stock.xlsm"),
    book="stock",
)
_BALANCES, _ITEMS, _LOCATIONS = (f"{STOCK_SOURCE.code}.{sheet.code}" for sheet in (BALANCES, ITEMS, LOCATIONS))

_DONE = Label(
    zh="按库存工作簿更新了 {products_updated} 行商品的可用库存，新增 {products_added} 行，现在可分配 {products_pieces} 件。"
    "刚发出还没过账的货仍算在内：请先在库存工作簿里过账、更新库存。",
    en="{products_updated} {products_updated|row|rows} of Products brought up to date from the stock workbook, {products_added} added; "
    "{products_pieces} {products_pieces|piece|pieces} can be given to orders. What was sent and is not posted yet still counts: "
    "post it there and click Update stock first.",
)
_ABSENT = Label(
    zh="没有读到库存工作簿，“商品”没有改动；请在“来源”写上它在哪里。",
    en="There is no stock workbook, so Products stays as it is: say on Sources where it is.",
)
_EMPTY = Label(
    zh="库存工作簿的“库位结存”还是空的，“商品”没有改动；请先在那里点“更新库存”。",
    en="Balances in the stock workbook is still empty, so Products stays as it is: click Update stock there first.",
)

Places = Mapping[str | None, int]
"""Warehouse, null if none is named -> good pieces there, never below 0."""


def refresh_products(given: Inputs) -> Outcome:
    """Write what lies where into 可用库存, and add the items and warehouses that are missing."""
    if STOCK_SOURCE.code in given.absent or given.frame(_BALANCES).drop_nulls("sku").is_empty():
        return Outcome(summary=dict.fromkeys(SUMMARY, 0), notes=(_ABSENT if STOCK_SOURCE.code in given.absent else _EMPTY,))
    shelves = _shelves(given)
    before = given.frame(PRODUCTS.code).rows(named=True)
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    for row in before:
        if row["sku"] is not None and not row["is_dropship"]:
            rows[row["sku"]].append(row)
    amounts: dict[int, int] = {}
    fresh: list[Record] = []
    details = _details(given)
    for sku, places in sorted(shelves.items()):
        written, missing = _shared(rows[sku], places)
        amounts |= written
        fresh += [{**details.get(sku, {}), "sku": sku, "warehouse": place, "stock": qty} for place, qty in missing]
    now = [{**row, "stock": amounts.get(row["_row"], row["stock"])} for row in before]
    figures = {
        "products_updated": sum(old["stock"] != new["stock"] for old, new in zip(before, now, strict=True)),
        "products_added": len(fresh),
        "products_pieces": sum(sum(places.values()) for places in shelves.values()),
    }
    return Outcome(
        changes=(*rewritten(PRODUCTS, before, now), *additions(PRODUCTS, fresh)), summary=figures, notes=(_DONE.filled(figures),)
    )


def _shelves(given: Inputs) -> dict[str, Places]:
    """What lies in which warehouse of every item that the ledger ever had; locations without a warehouse are one place."""
    warehouses = given.frame(_LOCATIONS).select("location", "warehouse").unique("location", keep="first", maintain_order=True)
    held = given.frame(_BALANCES).drop_nulls("sku").join(warehouses, on="location", how="left")
    pieces = held.group_by("sku", "warehouse").agg(pl.col("good").sum().clip(0)).sort("sku", "warehouse")
    shelves: dict[str, dict[str | None, int]] = {}
    for sku, warehouse, qty in pieces.iter_rows():
        shelves.setdefault(sku, {})[warehouse] = qty
    return dict(shelves)


def _shared(rows: Sequence[Record], places: Places) -> tuple[dict[int, int], list[tuple[str | None, int]]]:
    """An item's pieces by the rows that it has, 0 for a warehouse that has none, and those of warehouses without a row.

    A shop that names no warehouses in its stock workbook and has one row for the item has them all there.
    """
    if len(rows) == 1 and not any(places.keys() - {None}):
        return {_number(rows[0]): sum(places.values())}, []
    known = {_key(place): qty for place, qty in places.items()}
    written = {_number(row): known.get(_key(row["warehouse"]), 0) for row in rows}
    there = {_key(row["warehouse"]) for row in rows}
    return written, [(place, qty) for place, qty in places.items() if _key(place) not in there and (qty or not rows)]


def _number(row: Record) -> int:
    return int(str(row["_row"]))


def _key(place: object) -> str:
    return place_key(place) if isinstance(place, str) else ""


def _details(given: Inputs) -> Mapping[str, Record]:
    """What the stock workbook says about an item for which a row is added."""
    fields = ("sku", "title", "spec", "barcode")
    items: Iterable[Record] = (
        given.frame(_ITEMS).drop_nulls("sku").unique("sku", keep="first", maintain_order=True).select(fields).rows(named=True)
    )
    return {str(item["sku"]): item for item in items}


SUMMARY: Mapping[str, Label] = {
    "products_updated": Label(zh="更新的商品行", en="Products brought up to date"),
    "products_added": Label(zh="新增的商品行", en="Products added"),
    "products_pieces": Label(zh="可分配件数", en="Pieces to give"),
}
"""The figures of refresh-products."""

REFRESH_PRODUCTS = Task(
    "refresh-products",
    Label(zh="更新商品", en="Update products"),
    Label(
        zh="从库存工作簿读每个仓库的良品件数，写到“商品”的可用库存，没有的商品和仓库加在最后；价格等手填的列和代发的行不动。",
        en="Reads from the stock workbook how many good pieces lie in which warehouse and writes them into Products, adding what is "
        "missing; prices and drop-shipped rows stay.",
    ),
    reads=(PRODUCTS.code, _BALANCES, _ITEMS, _LOCATIONS),
    writes=(PRODUCTS.code,),
    decide=refresh_products,
    night=Night.WORKS,
)
