"""What a count is about: everything, some areas or locations, some categories, some items, or a sample."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.stock.counts.sampling import drawn
from shopbook.books.stock.counts.sheets import ALL, CATEGORIES, PLACES, SAMPLE, SKUS
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import half_width, one_line

_BETWEEN = re.compile(r"[、,，;；\n]+")
_PLACE, _AREA, _CATEGORY, _SKU = "scope.place", "scope.area", "scope.category", "scope.sku"
_LOOKS_AT = {PLACES: (_PLACE, _AREA), CATEGORIES: (_CATEGORY,), SKUS: (_SKU,), SAMPLE: (_SKU,)}


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of one plan.

    Attributes:
        kind: One of the codes of 盘点范围.
        names: What it names, as :func:`name_key` sees it.
    """

    kind: str
    names: frozenset[str]

    def holds(self) -> pl.Expr:
        """True for rows of :func:`shelved` that are within it."""
        if self.kind == ALL:
            return pl.lit(value=True)
        return pl.any_horizontal(pl.col(name).is_in(self.names) for name in _LOOKS_AT[self.kind]).fill_null(value=False)


def name_key(name: str) -> str:
    """What all spellings of a name have in common."""
    return one_line(half_width(name)).casefold()


def names_in(text: str | None) -> tuple[str, ...]:
    """The names that a cell lists."""
    return tuple(part.strip() for part in _BETWEEN.split(text or "") if part.strip())


def scope_of(plan: Mapping[str, object], items: pl.DataFrame, shares: Mapping[str, Decimal]) -> Scope:
    """What a plan is about; of a sample, the items that its seed draws.

    Args:
        plan: A row of 盘点计划.
        items: Rows of 商品库存.
        shares: Class -> the share of its items that a sample takes.
    """
    kind = str(plan["scope"] or ALL)
    if kind == SAMPLE:
        skus = drawn(items.drop_nulls("sku").select("sku", "abc").iter_rows(), str(plan["seed"] or plan["plan_no"]), shares)
        return Scope(kind, frozenset(map(name_key, skus)))
    return Scope(kind, frozenset(map(name_key, names_in(str(plan["scope_list"] or "")))))


def shelved(rows: pl.DataFrame, items: pl.DataFrame, locations: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``sku`` and ``location``, and beside them their ``area`` and what scopes look at, as keys.

    A location that nobody has put into an area is an area by itself; one that is blank has none.
    """
    categories = items.drop_nulls("sku").select("sku", "category").unique("sku", keep="first", maintain_order=True)
    areas = locations.drop_nulls("location").select("location", "area").unique("location", keep="first", maintain_order=True)
    joined = rows.join(categories, on="sku", how="left", maintain_order="left").join(
        areas, on="location", how="left", maintain_order="left"
    )
    told = joined.with_columns(area=pl.coalesce("area", "location"))
    keys = {_PLACE: "location", _AREA: "area", _CATEGORY: "category", _SKU: "sku"}
    return told.with_columns(once_per_text(pl.col(name), name_key).alias(key) for key, name in keys.items())


def unknown_names(scope: Scope, items: pl.DataFrame, locations: pl.DataFrame, known_places: Collection[str]) -> list[str]:
    """Names of a scope that neither an item, a category, a location nor an area has, as keys, sorted."""
    if scope.kind in {ALL, SAMPLE}:
        return []
    known = {
        PLACES: [*locations["location"], *locations["area"], *known_places],
        CATEGORIES: items["category"].to_list(),
        SKUS: items["sku"].to_list(),
    }
    return sorted(scope.names - {name_key(name) for name in known[scope.kind] if name})
