"""The words of the stock workbook."""

from shopbook.labels import Label
from shopbook.sheet.columns import Option

RECEIPTS = (
    Option("purchase", Label(zh="采购入库", en="Purchase"), ("采购", "进货")),
    Option("return", Label(zh="退货入库", en="Customer's return"), ("退货", "销退")),
    Option("opening", Label(zh="期初", en="Opening"), ("期初结存", "初始库存")),
    Option("other_in", Label(zh="其他入库", en="Other receipt"), ("其他",)),
)
"""Why goods came in. Source: D2 art. 8-3, 9-1."""

ISSUES = (
    Option("sale", Label(zh="销售出库", en="Sale"), ("销售", "发货")),
    Option("supplier_return", Label(zh="采购退货", en="Return to supplier"), ("退供应商", "采退")),
    Option("transfer", Label(zh="移库", en="Transfer"), ("调拨", "调库")),
    Option("scrap", Label(zh="报损", en="Scrap"), ("报废",)),
    Option("use", Label(zh="领用", en="Own use"), ("内部领用",)),
    Option("other_out", Label(zh="其他出库", en="Other issue"), ("其他",)),
)
"""Why goods went out. Source: D2 art. 8-3, 9-1."""

MOVEMENTS = (
    *RECEIPTS,
    *ISSUES,
    Option("surplus", Label(zh="盘盈", en="Surplus")),
    Option("loss", Label(zh="盘亏", en="Loss")),
    Option("reversal", Label(zh="冲销", en="Reversal")),
)
"""Every kind of row of the ledger."""

QUALITIES = (
    Option("good", Label(zh="良品", en="Good"), ("正品", "完好")),
    Option("defective", Label(zh="次品", en="Defective"), ("残次", "不良", "坏件")),
)
"""Whether a piece can be sold."""
