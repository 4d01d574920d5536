"""What the sheet 商品 says about stock: how many pieces of an item are in which warehouse or with which supplier."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.orders.allocation.serving import ANYWHERE, ENDLESS, Amount
from shopbook.books.worklists import unreadable
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.rules import Rule
from shopbook.sheet.spelling import half_width, one_line
from shopbook.sheet.tables import Table

DOUBLED_STOCK = Rule(
    "products.doubled",
    on="stock",
    where=pl.struct("sku", "warehouse").is_duplicated() & pl.col("sku").is_not_null(),
    says=Label(
        zh="商品 {sku} 在仓库“{warehouse}”有不止一行，按最少的那一行分配；请合并成一行",
        en="{sku} has more than one row for warehouse '{warehouse}'; the smallest counts. Make it one row",
    ),
    source="D0 三(二)2",
    example=Label(zh="A-1 在主仓写了两行：10 和 10", en="A-1 twice in the main warehouse: 10 and 10"),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """Stock as orders see it.

    Attributes:
        stock: sku -> place -> pieces; own places before suppliers who ship for the shop, each by name.
        names: What all spellings of a place have in common -> its name.
    """

    stock: Mapping[str, Mapping[str, Amount]]
    names: Mapping[str, str]

    def place(self, wish: str | None) -> str:
        """The place that an order names, in the spelling of the products; any, if it names none."""
        return self.names.get(place_key(wish), wish) if wish else ANYWHERE


def stocked(products: Table) -> Shop:
    """Read the shelves.

    A row without stock has nothing, but a supplier who ships for the shop has no end. Of two rows about the same item and place the
    smaller counts: giving too little can be put right, giving too much cannot.
    """
    odd = unreadable(products, "stock")
    fields = (ROW, "sku", "warehouse", "supplier", "stock", "is_dropship")
    rows = products.frame.drop_nulls("sku").sort("warehouse", "supplier").select(fields)
    names: dict[str, str] = {}
    shippers: set[tuple[str, str]] = set()
    shelves: dict[str, dict[str, Amount]] = {}
    for row, sku, warehouse, supplier, stock, is_dropship in rows.iter_rows():
        written = warehouse or (supplier if is_dropship else None) or ANYWHERE
        place = names.setdefault(place_key(written), written)
        pieces = ENDLESS if is_dropship and stock is None and row not in odd else max(0, stock or 0)
        places = shelves.setdefault(sku, {})
        places[place] = min(pieces, places.get(place, pieces))
        if is_dropship:
            shippers.add((sku, place))
    return Shop({sku: _by_preference(sku, places, shippers) for sku, places in shelves.items()}, names)


def _by_preference(sku: str, places: Mapping[str, Amount], shippers: Collection[tuple[str, str]]) -> dict[str, Amount]:
    return dict(sorted(places.items(), key=lambda at: ((sku, at[0]) in shippers, at[0])))


def place_key(name: str) -> str:
    """What all spellings of a place's name have in common."""
    return one_line(half_width(name)).casefold()
