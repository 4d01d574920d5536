"""The sample shop's warehouse: opening stock, a few receipts and issues, and a stocktake that is half done."""

import datetime as dt
from pathlib import Path

from shopbook.books.stock.counts.blind_sheets import COUNT_FOLDER
from shopbook.books.stock.counts.sheets import COUNT_PLANS
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, ITEMS, LOCATIONS, RECEIPTS_SHEET
from shopbook.run.demo.shop import NOW, Desk, SampleShop
from shopbook.run.demo.texts import example
from shopbook.run.demo.typed_rows import add_rows, fill_in, name_source, set_parameter
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.runner import Circumstances

_ISSUES_FROM = "2026-06-15"
"""What the sample shop shipped before this day is in the opening stock already."""

_EVENING = dt.timedelta(hours=-19, minutes=-25)
"""From the sample day back to half past six the evening before, when the counting began."""

_SHEETS = {
    ITEMS: "stock_items.csv",
    LOCATIONS: "stock_locations.csv",
    RECEIPTS_SHEET: "stock_receipts.csv",
    ISSUES_SHEET: "stock_issues.csv",
    COUNT_PLANS: "stock_plans.csv",
}
_BEFORE = ("post-documents", "issue-shipped", "post-documents", "make-count-sheets")
_DAY = (
    "post-documents",
    "refresh-stock",
    "propose-replenishment",
    "stock-alerts",
    "plan-counts",
    "collect-counts",
    "reconcile-counts",
    "check-stock",
)


def run_warehouse(shop: SampleShop) -> Desk:
    """Make the stock workbook beside the order workbook if it is not there, and run its day."""
    workbook = shop.workbook("stock")
    if not workbook.exists():
        _make(workbook, shop.workbook("orders"), shop.at(NOW + _EVENING))
    given = shop.at(NOW)
    return Desk(workbook, {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY})


def _make(workbook: Path, orders: Path, given: Circumstances) -> None:
    """The warehouse as it is the evening before: goods on the shelves, count sheets made, counted and handed in but for one."""
    new_workbook("stock", workbook, given.lang, now=given.now)
    name_source(workbook, "orders", orders, given)
    set_parameter(workbook, "issues_from", _ISSUES_FROM, given)
    add_rows(workbook, {sheet: example(name) for sheet, name in _SHEETS.items()}, given)
    for task in _BEFORE:
        run_on_file(workbook, task, given, target=workbook)
    papers = workbook.parent / COUNT_FOLDER.path[given.lang]
    fill_in(papers, example("stock_signatures.csv"), example("stock_counts.csv"), given)
