from collections import Counter
from dataclasses import replace

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS, book_named
from shopbook.books.stock.ledger.sheets import BALANCES, ITEMS, LOCATIONS
from shopbook.sheet.books import Inputs, Task
from tests.books.orders.builders import NOW, inputs, order, product, unpaid_order
from tests.books.tables import Cell, Cells, table

TASKS = ORDERS_BOOK.tasks
CODES = [task.code for task in TASKS]


def a_day() -> Inputs:
    """A workbook in which every task has something to do."""
    rows = [
        order(order_no="T1", qty=9, message="急用", phone="138 0013 8000", check="旧"),
        order(order_no="T2", qty=9),
        order(order_no="T3", qty=9),
        unpaid_order(order_no="T4", created_at=NOW.replace(hour=1)),
    ]
    what: dict[str, Cell] = {"tab": "订单", "key": "T2 / 1", "field": "数量", "old": "8", "new": "9", "rule": "import.updated"}
    log: list[Cells] = [{"run": "1", "changed_at": NOW, **what}]
    chased: list[Cells] = [{"order_no": "T3", "stage": 1}]
    given = inputs(orders=rows, products=[product(stock=10)], changes=log, unpaid=chased)
    held: list[Cells] = [{"sku": "A-1", "good": 12}]
    stock = {"balances": (BALANCES, held), "items": (ITEMS, ()), "locations": (LOCATIONS, ())}
    return replace(given, tables={**given.tables, **{f"stock.{code}": table(sheet, lying) for code, (sheet, lying) in stock.items()}})


def test_the_order_book_is_on_the_list_of_books() -> None:
    assert ORDERS_BOOK in BOOKS


def test_the_tasks_stand_in_the_order_of_a_day() -> None:
    assert CODES == [
        "check-orders",
        "tidy-orders",
        "review-orders",
        "refresh-products",
        "allocate-orders",
        "chase-unpaid",
        "undo",
        "clear-marks",
    ]


@pytest.mark.parametrize("task", TASKS, ids=CODES)
def test_a_task_names_sheets_of_its_book_and_of_its_sources_only(task: Task) -> None:
    own = {sheet.code for sheet in ORDERS_BOOK.sheets}
    others = {f"{source.code}.{sheet.code}" for source in ORDERS_BOOK.sources for sheet in book_named(source.book).sheets}
    assert set(task.writes) <= own
    assert set(task.reads) <= own | others


@pytest.mark.parametrize("task", TASKS, ids=CODES)
def test_a_task_writes_only_what_it_says_and_every_figure_it_tells_has_a_name(task: Task) -> None:
    outcome = task.decide(a_day())
    assert {change.sheet for change in outcome.changes} <= set(task.writes)
    assert set(outcome.summary) <= set(ORDERS_BOOK.summary)


@pytest.mark.parametrize("task", [task for task in TASKS if task.code not in {"check-orders", "clear-marks"}], ids=lambda task: task.code)
def test_the_sample_day_gives_every_task_something_to_do(task: Task) -> None:
    outcome = task.decide(a_day())
    assert outcome.changes
    assert outcome.notes


def test_no_code_is_given_twice() -> None:
    codes = [rule.code for rule in ORDERS_BOOK.rules] + [parameter.code for parameter in ORDERS_BOOK.parameters]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
