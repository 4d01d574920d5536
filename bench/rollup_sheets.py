"""A daily workbook beside the order list of a quarter, which it reads."""

import datetime as dt
from pathlib import Path

from bench.layout import NOW
from bench.sheets import write_book
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.run.demo.typed_rows import name_source
from shopbook.run.making import new_workbook
from shopbook.run.runner import Circumstances


def orders_beside(path: Path) -> Path:
    """Where the order workbook of a daily workbook lies: ``orders-SIZE.xlsx`` beside ``rollup-SIZE.xlsx``."""
    return path.with_name(path.name.replace("rollup", "orders"))


def write_rollup(path: Path, rows: int) -> None:
    """A fresh daily workbook, and beside it an order workbook of so many lines that were paid within a quarter."""
    orders = orders_beside(path)
    write_book(orders, rows, beside=[sheet for sheet in ORDERS_BOOK.sheets if sheet is not ORDERS], called={"订单金额": "实付金额"})
    given = Circumstances(dt.datetime.fromisoformat(NOW))
    new_workbook("daily", path, Lang.ZH, now=given.now)
    name_source(path, "orders", orders, given)
