"""What the stock workbook takes in: stock lists of other programs, and stock sheets with our own titles."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

from shopbook.books.stock.importing.openings import take_opening
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS, RECEIPTS_SHEET
from shopbook.labels import Label
from shopbook.sheet.columns import Column
from shopbook.sheet.list_importing import COUNTS, Lists, list_importer
from shopbook.sheet.list_profiles import ListProfile, shipped_list_profiles
from shopbook.sheet.list_reading import Listing

STOCK = "stock"
"""What profiles of stock lists feed: an item, and how many pieces of it lie where."""

_OF_ITEMS = ("sku", "title", "spec", "barcode", "category", "unit", "supplier", "threshold", "lead_days", "safety_stock")
_OF_RECEIPTS = ("qty", "unit_cost", "location", "quality", "moved_at", "ref", "note")
_QTY_TITLES = ("库存数量", "库存", "实际库存", "在库数量", "现有库存", "结存数量", "期初数量", "On hand")
_ORDERS_ONLY = ("订单编号", "订单号", "收货人", "收件人", "实付金额", "盘点人", "出库单号", "入库单号")
"""Titles of lists that are about something else though they name items and quantities."""

SUMMARY: Mapping[str, Label] = {
    **COUNTS,
    "items": Label(zh="商品种数", en="Items"),
    "pieces": Label(zh="数量合计", en="Pieces"),
    "places": Label(zh="仓库或库位", en="Warehouses or locations"),
    "new_items": Label(zh="新增商品", en="New items"),
    "new_locations": Label(zh="新增库位", en="New locations"),
    "new_lines": Label(zh="新增期初行", en="New opening lines"),
    "new_pieces": Label(zh="新增期初件数", en="New opening pieces"),
    "known_lines": Label(zh="已导入过的行", en="Lines imported before"),
    "empty_lines": Label(zh="数量为 0 的行", en="Lines with no pieces"),
}
"""The figures of importing a stock list."""


def _field(name: str, column: Column) -> Column:
    """A field as lists have it: other programs list items of which nothing is left."""
    notes = replace(column.notes, key=False, required=False)
    if name == "qty":
        return replace(column, minimum=Decimal(0), notes=replace(notes, aliases=(*notes.aliases, *_QTY_TITLES)))
    return replace(column, notes=notes)


FIELDS: Mapping[str, Column] = {
    name: _field(name, sheet.by_field[name]) for sheet, names in ((ITEMS, _OF_ITEMS), (RECEIPTS_SHEET, _OF_RECEIPTS)) for name in names
}
"""Every field that a column of a stock list can feed."""


@cache
def stock_profiles() -> tuple[ListProfile, ...]:
    """The profiles that come with the program, and that of our own titles."""
    return (*shipped_list_profiles("shopbook.books.stock", {STOCK: FIELDS}), plain_profile())


def plain_profile() -> ListProfile:
    """A stock list with the titles of 商品库存 and 入库单 and all that are known to mean the same."""
    columns = {name: (column.label.zh, column.label.en, *column.notes.aliases) for name, column in FIELDS.items()}
    return ListProfile(
        name="stock",
        book="stock",
        platform=Label(zh="", en=""),
        title=Label(zh="库存表（用本表的列名）", en="Stock list with our own titles"),
        feeds=STOCK,
        mode="opening",
        signs=tuple(product(columns["sku"], columns["qty"])),
        without=_ORDERS_ONLY,
        columns=columns,
        needs=("sku", "qty"),
        is_plain=True,
    )


def _figures(listing: Listing) -> Mapping[str, object]:
    frame = listing.table.frame
    figures: dict[str, object] = {"items": frame["sku"].drop_nulls().n_unique()}
    if "qty" in listing.fed:
        figures["pieces"] = frame["qty"].sum()
    if "location" in listing.fed:
        figures["places"] = frame["location"].drop_nulls().n_unique()
    return figures


STOCK_IMPORTER = list_importer(
    Lists(
        stock_profiles,
        {STOCK: FIELDS},
        {STOCK: ("sku", "location")},
        {"opening": take_opening},
        _figures,
        (ITEMS.code, RECEIPTS_SHEET.code, LOCATIONS.code, LEDGER.code),
        SUMMARY,
    )
)
