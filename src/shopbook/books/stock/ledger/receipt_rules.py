"""What can be wrong with receipts alone: what goods cost, and what stands behind a customer's return."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_LEDGER = "D2 art.8-3, 9-1"
_IS_RETURN = pl.col("kind") == "return"

# Stock lists of other programs seldom name costs: their pieces count all the same.
WITHOUT_COST = Rule(
    "receipts.opening-cost-missing",
    on="unit_cost",
    where=(pl.col("kind") == "opening") & pl.col("unit_cost").is_null() & pl.col("line.is_waiting"),
    severity=Severity.WARNING,
    says=Label(
        zh="期初没写单位成本，过账后库存金额按 0 算；知道成本的请先补上",
        en="An opening without unit cost: once posted, the stock has no value. Fill the cost in first where you know it",
    ),
    source=_LEDGER,
    example=Label(zh="期初，单位成本空着", en="an opening without unit cost"),
)

RECEIPT_RULES: tuple[Rule, ...] = (
    Rule(
        "receipts.cost-missing",
        on="unit_cost",
        where=(pl.col("kind") == "purchase") & pl.col("unit_cost").is_null(),
        says=Label(zh="采购要写单位成本，没有它算不出库存金额", en="Fill in the unit cost: without it the stock has no value"),
        source=_LEDGER,
        example=Label(zh="采购入库，单位成本空着", en="a purchase without unit cost"),
    ),
    WITHOUT_COST,
    Rule(
        "receipts.return-without-order",
        on="ref",
        where=_IS_RETURN & pl.col("ref").is_null(),
        says=Label(zh="退货入库要在来源单号写订单编号", en="Write the number of the order that the goods come back from"),
        source=_LEDGER,
        example=Label(zh="退货入库，来源单号空着", en="a customer's return without a number"),
    ),
    Rule(
        "receipts.order-unknown",
        on="ref",
        where=_IS_RETURN & pl.col("ref").is_not_null() & pl.col("order.is_known").is_null(),
        says=Label(zh="订单工作簿里没有订单 {ref}，请核对编号", en="The order workbook has no order {ref}: check the number"),
        source=_LEDGER,
        example=Label(zh="T9999", en="T9999"),
    ),
    Rule(
        "receipts.returned-too-many",
        on="qty",
        where=_IS_RETURN & (pl.col("order.qty_in") > pl.col("order.qty_out")),
        needs=("ref", "sku", "qty"),
        says=Label(
            zh="订单 {ref} 的 {sku} 发出 {order.qty_out} 件，退回却有 {order.qty_in} 件，请核对数量和订单编号",
            en="Order {ref} had {order.qty_out} of {sku} sent, but {order.qty_in} came back: check quantity and order number",
        ),
        source=_LEDGER,
        example=Label(zh="发出 1 件，退回 2 件", en="1 sent, 2 came back"),
    ),
    Rule(
        "receipts.quality-missing",
        on="quality",
        where=_IS_RETURN & pl.col("quality").is_null(),
        says=Label(zh="退货要写明是良品还是次品", en="Say whether what came back is good or defective"),
        source=_LEDGER,
        example=Label(zh="退货入库，品质空着", en="a customer's return without a quality"),
    ),
)
