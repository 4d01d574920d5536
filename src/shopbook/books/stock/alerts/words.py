"""The words of running low: why an item is to be taken off sale, what was decided, how far a request has come."""

from shopbook.labels import Label
from shopbook.sheet.columns import Option

REASONS = (
    Option("sold_out", Label(zh="售罄", en="Sold out"), ("已售罄", "卖完")),
    Option("slow", Label(zh="滞销", en="Slow-moving"), ("不动销",)),
    Option("defective", Label(zh="质量", en="Quality"), ("质量问题", "次品")),
    Option("other", Label(zh="其他", en="Other")),
)
"""Why an item is to be taken off sale. Source: D0 三(一)4."""

DECISIONS = (
    Option("delist", Label(zh="下架", en="Delist"), ("同意", "同意下架")),
    Option("keep", Label(zh="保留", en="Keep"), ("不下架", "继续卖")),
)
"""What a person decided about it."""

STATES = (
    Option("proposed", Label(zh="提出", en="Proposed"), ("建议", "待下单")),
    Option("ordered", Label(zh="已下单", en="Ordered"), ("下单", "已采购")),
    Option("on_the_way", Label(zh="在途", en="On the way"), ("运输中", "已发货")),
    Option("arrived", Label(zh="到货", en="Arrived"), ("已到货", "已入库")),
    Option("cancelled", Label(zh="取消", en="Cancelled"), ("已取消", "作废")),
)
"""How far a request has come. Source: D0 三(一)3."""

OPEN = ("proposed", "ordered", "on_the_way")
"""States in which more is to come; an item has one such request at most."""

ORDERED = ("ordered", "on_the_way")
"""States in which the supplier owes pieces."""
