"""What can be wrong with items and prices, as far as the sheet 商品 or the line itself tells."""

from decimal import Decimal

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_PRICES = "D0 二(二)"
_CONFIRM = "D0 三(二)1"
_IS_GOODS = pl.col("line.is_goods")
_IS_BELOW = (pl.col("price") < pl.col("product.floor_price")).fill_null(value=False)
_DISTANCE = (pl.col("price") - pl.col("product.list_price")).abs()
_IS_FREE = pl.col("price") == Decimal(0)

ITEM_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.sku-missing",
        on="sku",
        where=_IS_GOODS & pl.col("sku").is_null() & pl.col("title").is_not_null() & (pl.col("order.is_to_ship")),
        optional=("line_type", "title"),
        severity=Severity.WARNING,
        says=Label(zh="“{title}”没有商品编码，无法分配库存，请补上", en="'{title}' has no SKU: stock can't be allocated, fill it in"),
        source=_CONFIRM,
        example=Label(zh="有商品名称，商品编码空着", en="an item, no SKU"),
    ),
    Rule(
        "orders.sku-unknown",
        on="sku",
        where=_IS_GOODS & pl.col("sku").is_not_null() & pl.col("product.is_known").is_null(),
        optional=("line_type",),
        severity=Severity.WARNING,
        says=Label(
            zh="“商品”表里没有 {sku}，请核对编码，或先在“商品”里加上", en="{sku} is not on the sheet Products: check it, or add it there"
        ),
        source=_CONFIRM,
        example=Label(zh="A-9999", en="A-9999"),
    ),
    Rule(
        "orders.price-below-floor",
        on="price",
        where=_IS_GOODS & _IS_BELOW & ~_IS_FREE & (pl.col("price") >= 0),
        optional=("line_type",),
        severity=Severity.WARNING,
        says=Label(
            zh="单价 {price} 低于最低价 {product.floor_price}，请核对价格，或请主管同意",
            en="Price {price} is below the floor of {product.floor_price}: check it, or ask the supervisor",
        ),
        source=_PRICES,
        example=Label(zh="单价 9.90，最低价 15.00", en="price 9.90, floor 15.00"),
    ),
    Rule(
        "orders.price-far-from-list",
        on="price",
        where=_IS_GOODS
        & ~_IS_FREE
        & ~_IS_BELOW
        & (pl.col("price") >= 0)
        & (pl.col("product.list_price") * parameter("far_from_list") < _DISTANCE),
        optional=("line_type",),
        severity=Severity.WARNING,
        says=Label(
            zh="单价 {price} 与标价 {product.list_price} 相差太大，请核对是否输错",
            en="Price {price} is far from the list price of {product.list_price}: check for a slip",
        ),
        source=_PRICES,
        example=Label(zh="单价 1999.00，标价 199.90", en="price 1999.00, list price 199.90"),
    ),
    Rule(
        "orders.price-zero",
        on="price",
        where=_IS_GOODS & _IS_FREE & ~(pl.col("amount") > 0).fill_null(value=False),
        optional=("line_type", "amount"),
        severity=Severity.WARNING,
        says=Label(zh="单价是 0，是赠品的话请把“行类型”改成赠品", en="The price is 0: if it is a gift, set the line type to Gift"),
        source=_PRICES,
        example=Label(zh="0.00", en="0.00"),
    ),
    Rule(
        "orders.gift-with-price",
        on="price",
        where=(pl.col("line_type") == "gift") & (pl.col("price") > 0) & ~(pl.col("amount") == Decimal(0)).fill_null(value=False),
        optional=("amount",),
        severity=Severity.HINT,
        says=Label(
            zh="赠品写了单价 {price}，会算进货款，请核对", en="A gift with a price of {price}, which counts towards the goods: check it"
        ),
        source=_PRICES,
        example=Label(zh="赠品，单价 9.90", en="gift, price 9.90"),
    ),
)
