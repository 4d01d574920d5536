"""The words of the daily reports."""

from shopbook.labels import Label
from shopbook.sheet.columns import Option

ENTRIES = (
    Option("new", Label(zh="新付款", en="New"), ("新增",)),
    Option("late", Label(zh="补报", en="Late"), ("补录",)),
    Option("change", Label(zh="更正", en="Correction"), ("改动",)),
    Option("carried", Label(zh="结转", en="Carried over"), ("上期未发",)),
)
"""Why an order stands in a report. The first two count it, the third sets right what was counted, the last counts nothing."""

STATES = (
    Option("printable", Label(zh="可打印", en="To print")),
    Option("held", Label(zh="暂缓", en="Held")),
    Option("shipped", Label(zh="已发货", en="Shipped")),
    Option("closed", Label(zh="不用发", en="Not to ship")),
    Option("booked", Label(zh="只记账", en="Figures only")),
    Option("withdrawn", Label(zh="已移出", en="Taken out")),
)
"""What is to be done about an order of a report."""

PROGRESS = (
    Option("clerk", Label(zh="待开单员", en="Clerk next")),
    Option("keeper", Label(zh="待仓管", en="Keeper next")),
    Option("manager", Label(zh="待部门经理", en="Manager next")),
    Option("locked", Label(zh="已锁定", en="Locked")),
)
"""Whose signature a report waits for. Source: D3 flow 2."""

DIMENSIONS = (
    Option("courier", Label(zh="快递公司", en="Courier")),
    Option("item", Label(zh="商品", en="Item")),
    Option("agent", Label(zh="客服", en="Agent")),
    Option("warehouse", Label(zh="仓库", en="Warehouse")),
)
"""What a report is added up by."""

DIFFERENCES = (
    Option("late", Label(zh="后补付款", en="Late payment")),
    Option("changed", Label(zh="金额改动", en="Amount changed")),
    Option("withdrawn", Label(zh="付款取消", en="Payment gone")),
    Option("moved", Label(zh="付款时间改动", en="Time of payment changed")),
    Option("unshipped", Label(zh="未发结转", en="Not shipped")),
    Option("variance", Label(zh="少发", en="Shipped short")),
)
"""What is not as a signed report has it."""
