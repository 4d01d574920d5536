"""The order workbook: its sheets, its buttons, everything it checks and everything it lets the shop decide."""

from collections.abc import Mapping

from shopbook.books.clearing import CLEARED
from shopbook.books.every_book import EVERY_BOOK
from shopbook.books.orders.allocation import products_from_stock
from shopbook.books.orders.allocation.allocating import ALLOCATE_ORDERS
from shopbook.books.orders.allocation.shelves import DOUBLED_STOCK
from shopbook.books.orders.chasing import CHASE_UNPAID
from shopbook.books.orders.checking import SUMMARY, check_orders
from shopbook.books.orders.importing.exports import order_importer
from shopbook.books.orders.marks import CLEAR_MARKS
from shopbook.books.orders.notices import NOTICES
from shopbook.books.orders.parameters import PARAMETERS
from shopbook.books.orders.reviewing import NO_REVIEWER, REVIEW_ORDERS
from shopbook.books.orders.rules.every_rule import RULES
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PLATFORM_TITLES, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.books.orders.tidying import TIDY_ORDERS
from shopbook.books.orders.undoing import UNDO, UNDO_RUN
from shopbook.labels import Label
from shopbook.sheet.books import Book, Night, Task

CHECK_ORDERS = Task(
    "check-orders",
    Label(zh="检查订单", en="Check orders"),
    Label(
        zh="检查“订单”的每一行：金额、时间、状态、地址、电话、快递、商品、重复等；问题写在“校验”列和“校验结果”，不改动数据。",
        en="Checks every line of Orders: amounts, times, statuses, addresses, phones, couriers, items, repetitions. "
        "Problems go into the column Check and the sheet Findings; no data is changed.",
    ),
    reads=(ORDERS.code, PRODUCTS.code, REVIEWS.code, ALLOCATION.code, SHORTAGES.code, UNPAID.code),
    writes=(ORDERS.code,),
    decide=check_orders,
    night=Night.CHECKS,
)

_FIGURES: Mapping[str, Label] = {
    "tidied_cells": Label(zh="整理的单元格", en="Cells tidied"),
    "tidied_rows": Label(zh="整理的行", en="Rows tidied"),
    "review_listed": Label(zh="新列入待审", en="Newly listed for review"),
    "review_reopened": Label(zh="重新待审", en="Open again for review"),
    "review_waiting": Label(zh="等待审核", en="Waiting for review"),
    "review_passed": Label(zh="审核通过", en="Passed at review"),
    "review_on_hold": Label(zh="审核暂停", en="On hold"),
    "review_unsigned": Label(zh="没有签名的审核", en="Decisions without a name"),
    **products_from_stock.SUMMARY,
    "orders_pending": Label(zh="待发货订单", en="Orders to ship"),
    "orders_allocated": Label(zh="已分配订单", en="Orders allocated"),
    "orders_short": Label(zh="缺货订单", en="Orders short"),
    "orders_held": Label(zh="暂不分配订单", en="Orders held"),
    "pieces_given": Label(zh="分配件数", en="Pieces given"),
    "shortage_calls": Label(zh="要联系的缺货", en="Shortages to call about"),
    "lines_without_order_no": Label(zh="没有订单编号的行", en="Lines without an order number"),
    "chase_new": Label(zh="新列入催付", en="Newly listed to remind"),
    "chase_listed": Label(zh="催付过的订单", en="Orders reminded of"),
    "chase_recovered": Label(zh="催付后付款", en="Paid after a reminder"),
    "chase_recovered_amount": Label(zh="追回金额", en="Amount that came in"),
    "chase_conversion": Label(zh="催付转化率", en="Share that paid"),
    "undone_cells": Label(zh="恢复的单元格", en="Cells restored"),
    "undo_blocked": Label(zh="没有恢复的单元格", en="Cells not restored"),
    **CLEARED,
}

_RULES = (*RULES, NO_REVIEWER, DOUBLED_STOCK)

ORDERS_BOOK = Book(
    code="orders",
    version=1,
    label=Label(zh="订单", en="Orders"),
    help=Label(
        zh="客服、审单和仓库共用：导入平台订单，检查、审核、分配库存，联系缺货买家，催付未付款。",
        en="For service, review and warehouse: import a platform's orders, check and review them, allocate stock, "
        "call buyers about shortages, remind of payment.",
    ),
    sheets=(ORDERS, PRODUCTS, REVIEWS, ALLOCATION, SHORTAGES, UNPAID, PLATFORM_TITLES, *EVERY_BOOK),
    tasks=(
        CHECK_ORDERS,
        TIDY_ORDERS,
        REVIEW_ORDERS,
        products_from_stock.REFRESH_PRODUCTS,
        ALLOCATE_ORDERS,
        CHASE_UNPAID,
        UNDO,
        CLEAR_MARKS,
    ),
    rules=_RULES,
    parameters=(*PARAMETERS, UNDO_RUN),
    summary={**SUMMARY, **_FIGURES},
    notices=NOTICES,
    sources=(products_from_stock.STOCK_SOURCE,),
    importer=order_importer(_RULES),
)
