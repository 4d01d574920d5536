"""Clearing what check-orders has marked."""

from shopbook.books.clearing import clearing
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID

CLEAR_MARKS = clearing((ORDERS, PRODUCTS, REVIEWS, ALLOCATION, SHORTAGES, UNPAID))
