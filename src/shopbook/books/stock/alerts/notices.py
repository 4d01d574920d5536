"""What updating the stock reports otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

ADDED = Notice(
    "items.added",
    Severity.HINT,
    Label(
        zh="明细账里有这种商品，“商品库存”里没有，已加在最后；请补上名称、预警数量等",
        en="The ledger has this item and Items had not: it was added at the end. Fill in its name, threshold and so on",
    ),
    Label(zh="入库单过账了，却没有登记商品", en="a receipt was posted and the item never listed"),
)

NOTICES = (ADDED,)
"""All of them, for the page of rules."""
