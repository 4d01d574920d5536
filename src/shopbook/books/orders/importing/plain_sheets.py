"""Order sheets that no platform made but that use the order sheet's own titles: kept by hand, or exported by another program."""

from functools import cache

from shopbook.books.orders.importing.platforms import Lines, Profile, What
from shopbook.books.orders.importing.recognising import Recognition
from shopbook.books.orders.importing.sources import FEEDS
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.grid import Grid
from shopbook.sheet.recognising import UnknownLayoutError, recognise_as

ENOUGH = 5
"""How many of the order sheet's columns make a sheet an order sheet; the order number must be among them."""


@cache
def plain_profile() -> Profile:
    """The order sheet's own titles and all that are known to mean the same."""
    columns = {name: _titles(name) for name in ORDERS.by_field if name in FEEDS}
    return Profile(
        name="orders",
        platform=Label(zh="", en=""),
        title=Label(zh="订单表（用本表的列名）", en="Order sheet with our own titles"),
        what=What.ITEMS,
        lines=Lines.FIRST_LINE,
        signs=tuple((title,) for title in columns["order_no"]),
        columns=columns,
    )


def recognise_plain(grid: Grid, refusal: UnknownLayoutError) -> Recognition:
    """Take a sheet for an order sheet with our own titles.

    Args:
        grid: Its cells.
        refusal: Why it is no platform's export; raised when it is no order sheet either. One that names no nearest profile knows for
            certain what the sheet is.

    Raises:
        UnknownLayoutError: Too few of the titles are there.
    """
    if not refusal.nearest:
        raise refusal
    try:
        found = recognise_as(grid, plain_profile())
    except UnknownLayoutError:
        raise refusal from None
    if not found.has_sign or len(found.titles) < ENOUGH:
        raise refusal
    return found


def _titles(name: str) -> tuple[str, ...]:
    column = ORDERS.by_field[name]
    return (column.label.zh, column.label.en, *column.notes.aliases)
