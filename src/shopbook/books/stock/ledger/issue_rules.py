"""What can be wrong with issues alone: what stands behind them, where goods go, and whether there is enough."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_LEDGER = "D2 art.8-3, 9-1"
_KIND = pl.col("kind")
_IS_SALE, _IS_TRANSFER, _IS_SUPPLIER = _KIND == "sale", _KIND == "transfer", _KIND == "supplier_return"
_HAS_REF = pl.col("ref").is_not_null()

NOT_ENOUGH = Rule(
    "issues.not-enough",
    on="qty",
    where=pl.col("place.pieces") < pl.col("qty"),
    says=Label(
        zh="要出 {qty} 件 {sku}，轮到这一行时这个库位和品质只有 {place.pieces} 件，会变成负数；请核对数量、库位、品质和时间，或先补登入库",
        en="{qty} of {sku} are to go, but only {place.pieces} of this quality lie there at that moment: check quantity, location, quality "
        "and time, or enter the missing receipt first",
    ),
    source="D2 art.8-3",
    example=Label(zh="结存 3 件，出库 5 件", en="3 there, 5 to go"),
)
"""Needs to know which lines are right in all else: those alone are counted."""

ISSUE_RULES: tuple[Rule, ...] = (
    Rule(
        "issues.sale-without-order",
        on="ref",
        where=_IS_SALE & ~_HAS_REF,
        says=Label(zh="销售出库要在来源单号写订单编号", en="Write the number of the order that the goods go out for"),
        source=_LEDGER,
        example=Label(zh="销售出库，来源单号空着", en="a sale without an order number"),
    ),
    Rule(
        "issues.order-unknown",
        on="ref",
        where=_IS_SALE & _HAS_REF & pl.col("order.is_known").is_null(),
        says=Label(zh="订单工作簿里没有订单 {ref}，请核对编号", en="The order workbook has no order {ref}: check the number"),
        source=_LEDGER,
        example=Label(zh="T9999", en="T9999"),
    ),
    Rule(
        "issues.more-than-ordered",
        on="qty",
        where=_IS_SALE & (pl.col("order.qty_out") > pl.col("order.qty")),
        needs=("ref", "sku", "qty"),
        says=Label(
            zh="订单 {ref} 只订了 {order.qty} 件 {sku}，出库合计 {order.qty_out} 件，请核对",
            en="Order {ref} is for {order.qty} of {sku}, but {order.qty_out} have gone out: check it",
        ),
        source=_LEDGER,
        example=Label(zh="订 2 件，出库 3 件", en="2 ordered, 3 sent"),
    ),
    Rule(
        "issues.supplier-return-without-purchase",
        on="ref",
        where=_IS_SUPPLIER & ~_HAS_REF,
        says=Label(zh="采购退货要写当时的采购单号或入库单号", en="Write the number of the purchase that goes back"),
        source=_LEDGER,
        example=Label(zh="采购退货，来源单号空着", en="a return to the supplier without a number"),
    ),
    Rule(
        "issues.purchase-unknown",
        on="ref",
        where=_IS_SUPPLIER & _HAS_REF & pl.col("purchase.is_known").is_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="没有 {sku} 的采购入库是 {ref} 这个单号，请核对",
            en="No purchase of {sku} has the number {ref}: check it",
        ),
        source=_LEDGER,
        example=Label(zh="CG999", en="CG999"),
    ),
    Rule(
        "issues.handler-missing",
        on="handler",
        where=_KIND.is_in(["scrap", "use"]) & pl.col("handler").is_null(),
        says=Label(zh="报损和领用要写经手人", en="Scrap and own use need the name of who took it"),
        source=_LEDGER,
        example=Label(zh="领用，经手人空着", en="own use without a handler"),
    ),
    Rule(
        "issues.reason-missing",
        on="note",
        where=_KIND.is_in(["scrap", "use"]) & pl.col("note").is_null(),
        says=Label(zh="报损和领用要在备注里写原因", en="Scrap and own use need a reason in the note"),
        source=_LEDGER,
        example=Label(zh="报损，备注空着", en="scrap without a note"),
    ),
    Rule(
        "issues.nothing-behind",
        on="ref",
        where=(_KIND == "other_out") & ~_HAS_REF,
        says=Label(zh="其他出库要写依据的单号", en="Another issue needs the number of what stands behind it"),
        source=_LEDGER,
        example=Label(zh="其他出库，来源单号空着", en="another issue without a number"),
    ),
    Rule(
        "issues.transfer-places",
        on="to_location",
        where=_IS_TRANSFER
        & (pl.col("location").is_null() | pl.col("to_location").is_null() | (pl.col("location") == pl.col("to_location"))),
        says=Label(
            zh="移库要写从哪个库位移到哪个库位，两个不能相同",
            en="A transfer needs both locations, where from and where to, and they differ",
        ),
        source="D2 art.9-3",
        example=Label(zh="从 A-01 移到 A-01", en="from A-01 to A-01"),
    ),
    Rule(
        "issues.to-location-unknown",
        on="to_location",
        where=pl.col("to_location").is_not_null() & pl.col("to_place.is_known").is_null(),
        says=Label(
            zh="“库位”里没有 {to_location}，请核对，或先在“库位”里加上",
            en="{to_location} is not on the sheet Locations: check it, or add it there",
        ),
        source="D2 art.9-3",
        example=Label(zh="Z-99", en="Z-99"),
    ),
    Rule(
        "issues.transfer-number",
        on="ref",
        where=_IS_TRANSFER & _HAS_REF,
        severity=Severity.WARNING,
        says=Label(
            zh="移库不用写来源单号；如果是发给买家的，类型请改成销售出库",
            en="A transfer has no number behind it; if it went to a buyer, its kind is Sale",
        ),
        source=_LEDGER,
        example=Label(zh="移库，来源单号 T1001", en="a transfer with the number T1001"),
    ),
    Rule(
        "issues.to-location-unused",
        on="to_location",
        where=~_IS_TRANSFER & pl.col("to_location").is_not_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="只有移库才填移到库位，这里会被忽略；是移库的话请改类型",
            en="Only a transfer has a place to go to; change the kind if it is one",
        ),
        source="D2 art.9-3",
        example=Label(zh="销售出库，移到库位 B-01", en="a sale with a place to go to"),
    ),
)
