"""How often a run talks to Excel: each time costs as much as some ten thousand cells."""

from collections.abc import Mapping

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.host.excel import live_workbook
from shopbook.labels import Lang
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, run_task
from shopbook.sheet.plan import Value
from tests.books.orders.builders import NOW, order, product
from tests.fakecells import ComError
from tests.fakecom import Workbook
from tests.fakexlwings import open_in_excel, xlwings_book
from tests.run.workbooks import workbook

LOGS = frozenset(sheet.code for sheet in ORDERS_BOOK.sheets if sheet.is_log)
BUDGET = 60
WITHOUT_COPY = 225
"""Where Excel may save no copy, each of ten sheets is asked for its cells, dates, formulas, merges and tables."""
LINK = '=IF(findings[[#This Row],[工作表]]="","",HYPERLINK("#A1","→"))'


def orders_open(count: int) -> Workbook:
    """The order workbook with so many lines, every third without a quantity, as it is open in Excel."""
    book = open_in_excel(ORDERS_BOOK, rows_of(count), lang=Lang.ZH)
    link = book.sheet("校验结果").cell(5, 4)
    link.formula, link.value, link.code = LINK, "", "General"
    return book


def rows_of(count: int) -> Mapping[str, list[Mapping[str, Value]]]:
    """So many lines of orders, and a product."""
    return {"orders": [line(number) for number in range(count)], "products": [cells(product())]}


def line(number: int) -> Mapping[str, Value]:
    """One line of an order that is sound, or lacks its quantity."""
    whole = order(order_no=f"T{number:05}", tracking_no="", shipped_at=None)
    return cells({**whole, "status": "已付款", "refund_status": "无退款", "line_type": "商品", "qty": 1 if number % 3 else 0})


def cells(row: Mapping[str, object]) -> Mapping[str, Value]:
    """A row of a builder as a sheet holds it."""
    return {field: value for field, value in row.items() if isinstance(value, Value)}


def checked(book: Workbook) -> Report:
    """The report of ``check-orders`` on an open workbook."""
    with live_workbook(xlwings_book(book), lang=Lang.ZH, logs=LOGS) as host:
        return run_task(host, "check-orders", Circumstances(now=NOW))


def test_a_check_of_all_orders_takes_no_more_trips_than_it_may() -> None:
    book = orders_open(30)

    report = checked(book)

    assert report.written == ("orders.xlsm",)
    assert len(book.line.trips) <= BUDGET


@pytest.mark.slow
def test_ten_thousand_orders_take_as_many_trips_as_ten() -> None:
    few, many = orders_open(10), orders_open(10_000)

    checked(few)
    checked(many)

    assert len(many.line.trips) == len(few.line.trips)


def test_trips_do_not_grow_with_the_orders_where_no_copy_can_be_read() -> None:
    few, more = orders_open(10), orders_open(300)
    for book in (few, more):
        book.line.fails["Workbook.SaveCopyAs()"] = ComError(says="Document not saved.")
        checked(book)

    assert len(more.line.trips) == len(few.line.trips) <= WITHOUT_COPY


def test_an_open_workbook_gets_the_findings_that_the_same_workbook_in_memory_gets() -> None:
    expected = run_task(workbook(ORDERS_BOOK, rows_of(30)), "check-orders", Circumstances(now=NOW))

    assert checked(orders_open(30)).findings.equals(expected.findings)


def test_a_second_check_of_the_same_orders_writes_nothing() -> None:
    book = open_in_excel(ORDERS_BOOK, rows_of(12), lang=Lang.ZH)

    assert checked(book).written == ("orders.xlsm",)
    assert checked(book).written == ()
