"""Which layout an export has, told from its titles alone."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from shopbook.books.orders.importing.platforms import Profile
from shopbook.labels import Label
from shopbook.sheet import recognising
from shopbook.sheet.grid import Grid
from shopbook.sheet.recognising import HeaderRow, UnknownLayoutError, fitting, header_rows, unknown
from shopbook.sheet.spelling import title_key

Recognition = recognising.Recognition[Profile]
"""The layout of an export."""

_DESCRIBE = Label(zh="，否则在“平台映射”里加上", en="; else describe it in the sheet Platform titles")


def recognise(grid: Grid, profiles: Sequence[Profile]) -> Recognition:
    """Find the one profile whose sign is among a sheet's titles.

    The first fifty rows are looked at. The shop's own profiles go before those of the program; then the profile that reads
    the most titles.

    Raises:
        AmbiguousLayoutError: Several fit equally well.
        UnknownLayoutError: None fits; names the nearest, or what the sheet is if that can be told.
    """
    rows = header_rows(grid)
    found = fitting(rows, profiles, tab=grid.tab)
    if found is None:
        raise _other_list(grid.tab, rows) or unknown(rows, profiles, tab=grid.tab, otherwise=_DESCRIBE)
    return found


@dataclass(frozen=True, slots=True)
class _OtherList:
    title: Label
    signs: tuple[frozenset[str], ...]


@cache
def _other_lists() -> tuple[_OtherList, ...]:
    text = files("shopbook.books.orders").joinpath("other_lists.toml").read_text(encoding="utf-8")
    return tuple(
        _OtherList(Label(**told["title"]), tuple(frozenset(title_key(title) for title in sign) for sign in told["signs"]))
        for told in tomllib.loads(text)["lists"]
    )


def _other_list(tab: str, rows: Sequence[HeaderRow]) -> UnknownLayoutError | None:
    """The refusal of a list that is known to be none of orders."""
    for other in _other_lists():
        if any(sign <= titles.keys() for sign in other.signs for _, titles in rows):
            why = Label(
                zh="这看起来是{what}，不是订单、商品或退款列表",
                en="it looks like {what}, not a list of orders, items or refunds",
            ).filled({"what": other.title})
            return UnknownLayoutError(tab, why)
    return None
