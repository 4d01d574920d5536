"""The check of the stock workbook is one thing: whichever sheet is wrong, it says so."""

import datetime as dt
from collections.abc import Sequence

import pytest

from shopbook.books.stock.book import STOCK_BOOK
from shopbook.books.stock.checking import MARKED, check_stock
from tests.books.stock.builders import codes, inputs, issue, item, receipt, workbook
from tests.books.tables import Cells

LATE_PLAN: Cells = {
    "plan_no": "PD-1",
    "kind": "monthly",
    "period": "2026-05",
    "scope": "all",
    "due_on": dt.date(2026, 6, 1),
    "state": "planned",
}
LINE: Cells = {"plan_no": "PD-1", "sheet_no": "PD-1-R1-01", "round": 1, "sku": "A-1", "counted": 5, "counted_by": None}
DIFFERENCE: Cells = {
    "plan_no": "PD-1",
    "sku": "A-1",
    "difference": -1,
    "value": -2,
    "direction": "loss",
    "state": "open",
    "approver": "王",
    "counted_by": "张",
}

WRONG: Sequence[tuple[str, Cells, str]] = [
    ("items", item(listed_qty=-1), "cell.below-minimum"),
    ("receipts", receipt(unit_cost=None), "receipts.cost-missing"),
    ("issues", issue(ref=None), "issues.sale-without-order"),
    ("locations", {"location": "L-1", "capacity": -3}, "cell.below-minimum"),
    ("periods", {"period": "六月"}, "periods.month-unreadable"),
    ("count_plans", LATE_PLAN, "plans.overdue"),
    ("counts", LINE, "counts.unnamed"),
    ("differences", DIFFERENCE, "differences.no-reason"),
]


@pytest.mark.parametrize(("sheet", "row", "code"), WRONG, ids=[sheet for sheet, _, _ in WRONG])
def test_a_fault_on_any_sheet_is_found_by_the_one_check(sheet: str, row: Cells, code: str) -> None:
    found = check_stock(workbook({sheet: [row]})).findings
    assert code in set(found["code"])


def test_the_check_marks_every_sheet_that_can_be_marked() -> None:
    can_be = {sheet.code for sheet in STOCK_BOOK.sheets if sheet.checked}
    assert {sheet.code for sheet in MARKED} == can_be
    assert can_be <= set(check_stock(inputs()).marks)


def test_a_book_without_faults_is_said_to_have_none() -> None:
    assert codes(check_stock(inputs(items=[item()], receipts=[receipt()]))) == []
