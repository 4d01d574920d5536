"""Everything that is checked on the order sheet; each group of rules has its own module."""

from shopbook.books.orders.rules.address_rules import ADDRESS_RULES
from shopbook.books.orders.rules.amount_rules import AMOUNT_RULES
from shopbook.books.orders.rules.buyer_rules import BUYER_RULES
from shopbook.books.orders.rules.item_rules import ITEM_RULES
from shopbook.books.orders.rules.line_rules import LINE_RULES
from shopbook.books.orders.rules.parcel_rules import PARCEL_RULES
from shopbook.books.orders.rules.status_rules import STATUS_RULES
from shopbook.books.orders.rules.time_rules import TIME_RULES
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
