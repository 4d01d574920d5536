"""Everything that is checked on the order sheet; each group of rules has its own module."""

from shopbook.books.orders.address_rules import ADDRESS_RULES
from shopbook.books.orders.amount_rules import AMOUNT_RULES
from shopbook.books.orders.buyer_rules import BUYER_RULES
from shopbook.books.orders.item_rules import ITEM_RULES
from shopbook.books.orders.line_rules import LINE_RULES
from shopbook.books.orders.parcel_rules import PARCEL_RULES
from shopbook.books.orders.status_rules import STATUS_RULES
from shopbook.books.orders.time_rules import TIME_RULES
from shopbook.sheet.rules import Rule

RULES: tuple[Rule, ...] = (
    *LINE_RULES,
    *AMOUNT_RULES,
    *TIME_RULES,
    *STATUS_RULES,
    *ADDRESS_RULES,
    *PARCEL_RULES,
    *ITEM_RULES,
    *BUYER_RULES,
)
