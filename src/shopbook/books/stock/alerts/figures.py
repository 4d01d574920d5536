"""What the figures are called that updating the stock, alerts and replenishment report."""

from collections.abc import Mapping

from shopbook.labels import Label

SUMMARY: Mapping[str, Label] = {
    "stock_items": Label(zh="商品种数", en="Items"),
    "stock_added": Label(zh="补进商品库存的商品", en="Items added from the ledger"),
    "stock_pieces": Label(zh="实际库存件数", en="Good pieces on hand"),
    "stock_defective": Label(zh="次品件数", en="Defective pieces"),
    "stock_value": Label(zh="库存金额", en="Value of the stock"),
    "stock_reserved": Label(zh="已售未发件数", en="Pieces sold, not shipped"),
    "stock_unclear_lines": Label(zh="没有编码或数量的订单行", en="Order lines without SKU or quantity"),
    "alerts_new": Label(zh="新增预警", en="New alerts"),
    "alerts_cleared": Label(zh="解除预警", en="Alerts cleared"),
    "alerts_open": Label(zh="还在预警", en="Alerts standing"),
    "alerts_unacknowledged": Label(zh="没人确认的预警", en="Alerts not acknowledged"),
    "alerts_unknown": Label(zh="看不出要不要预警", en="Items nobody can judge"),
    "delistings_new": Label(zh="新列入下架", en="New on Delisting"),
    "delistings_over": Label(zh="下架结束", en="Delistings over"),
    "delistings_undecided": Label(zh="等待决定的下架", en="Delistings to decide"),
    "requests_new": Label(zh="新提出补货", en="New requests"),
    "requests_open": Label(zh="没有到货的补货", en="Open requests"),
    "requests_overdue": Label(zh="过期的补货", en="Requests overdue"),
    "requests_waiting": Label(zh="久未下单的补货", en="Requests not ordered in time"),
}
"""Name of each figure -> what people call it."""
