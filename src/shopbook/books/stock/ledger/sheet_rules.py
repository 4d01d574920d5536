"""What can be wrong with the lists of items, locations and months."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.rules import Fact, Rule

_IS_TWICE = "D2 art.8-3"

ITEM_FACTS: tuple[Fact, ...] = (
    Fact("item.times", pl.len(), per="sku"),
    # A shop that fills the column for no item does not use it.
    Fact("listed.is_used", pl.col("listed_qty").is_not_null().any()),
)

ITEM_RULES: tuple[Rule, ...] = (
    Rule(
        "items.doubled",
        on="sku",
        where=pl.col("item.times") > 1,
        says=Label(zh="商品 {sku} 有不止一行，请合并成一行", en="{sku} is there more than once: make it one row"),
        source=_IS_TWICE,
        example=Label(zh="A-1 写了两行", en="A-1 in two rows"),
    ),
    Rule(
        "items.listed-qty-missing",
        on="listed_qty",
        where=pl.col("listed.is_used") & pl.col("is_listed").fill_null(value=True) & pl.col("listed_qty").is_null(),
        optional=("is_listed",),
        says=Label(
            zh="缺少数量：{sku} 在架，却没有写在架数量；空着不等于 0，请照平台页面填写",
            en="Quantity missing: {sku} is on sale without a listed quantity. Blank is not 0: write what the platform's page shows",
        ),
        source="D2 art.16-7",
        example=Label(zh="在架：是，在架数量：空", en="listed: yes, listed quantity: blank"),
    ),
)

LOCATION_FACTS: tuple[Fact, ...] = (Fact("location.times", pl.len(), per="location"),)

LOCATION_RULES: tuple[Rule, ...] = (
    Rule(
        "locations.doubled",
        on="location",
        where=pl.col("location.times") > 1,
        says=Label(zh="库位 {location} 有不止一行，请合并成一行", en="{location} is there more than once: make it one row"),
        source=_IS_TWICE,
        example=Label(zh="A-01 写了两行", en="A-01 in two rows"),
    ),
    Rule(
        "locations.over-capacity",
        on="capacity",
        where=pl.col("place.pieces") > pl.col("capacity"),
        says=Label(
            zh="库位 {location} 容量 {capacity} 件，按明细账放了 {place.pieces} 件，请移一部分到别的库位，或核对容量",
            en="{location} takes {capacity} pieces and holds {place.pieces} by the ledger: move some, or check the capacity",
        ),
        source="D2 art.9-3",
        example=Label(zh="容量 100，放了 120", en="capacity 100, 120 there"),
    ),
)

PERIOD_FACTS: tuple[Fact, ...] = (Fact("period.times", pl.len(), per="period"),)

PERIOD_RULES: tuple[Rule, ...] = (
    Rule(
        "periods.month-unreadable",
        on="period",
        where=~pl.col("period").str.contains("^20[0-9]{2}-(0[1-9]|1[0-2])$"),
        says=Label(zh="月份“{period}”请写成 2026-06 这样", en="Write the month '{period}' like 2026-06"),
        source="D2 art.8-5",
        example=Label(zh="6月", en="June"),
    ),
    Rule(
        "periods.doubled",
        on="period",
        where=pl.col("period.times") > 1,
        says=Label(zh="{period} 有不止一行，请只留一行", en="{period} is there more than once: keep one row"),
        source="D2 art.8-5",
        example=Label(zh="2026-05 写了两行", en="2026-05 in two rows"),
    ),
    Rule(
        "periods.changed",
        on="fingerprint",
        where=pl.col("closed_at").is_not_null() & pl.col("fingerprint").ne_missing(pl.col("due.fingerprint")),
        says=Label(
            zh="{period} 已经结账，但明细账里这个月的记录和结账时不一样：改过、删过或插入过。请恢复结账时的明细账",
            en="{period} is closed, but its entries are not what they were: some were edited, removed or inserted. Restore the ledger",
        ),
        source="D2 art.8-3, 8-5",
        example=Label(zh="结账后改了明细账的备注", en="the note of an entry was edited after closing"),
    ),
)
