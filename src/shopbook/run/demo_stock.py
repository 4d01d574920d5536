"""The sample shop's warehouse: opening stock, a few receipts and issues, and a stocktake that is half done."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from shopbook.books.stock.counts.blind_sheets import COUNT_FOLDER
from shopbook.books.stock.counts.sheets import COUNT_PLANS
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, ITEMS, LOCATIONS, RECEIPTS_SHEET
from shopbook.labels import Label
from shopbook.run.demo_rows import add_rows, fill_in, name_source, set_parameter
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.shipped import Shipped, shipped_folder

STOCK_FILE = Label(zh="库存.xlsm", en="stock.xlsm")
"""What the sample shop calls its stock workbook."""

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
_BEFORE = ("post-documents", "issue-shipped", "post-documents", "plan-counts", "make-count-sheets")
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
_QUIET = ("refresh-stock", "check-stock")
"""Tasks of which the sample shop does not tell."""


def run_stock_day(folder: Path, orders: Path, given: Circumstances) -> Iterator[Label]:
    """Make the sample warehouse beside an order workbook if it is not there, and run its day.

    Args:
        folder: The sample shop's folder.
        orders: Its order workbook.
        given: The moment and the language.

    Yields:
        What was done and found, and what to open, line by line.
    """
    workbook = folder / STOCK_FILE[given.lang]
    if not workbook.exists():
        _make(workbook, orders, replace(given, now=given.now + _EVENING))
    reports = {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY}
    yield from _told(workbook, reports)


def _make(workbook: Path, orders: Path, given: Circumstances) -> None:
    """The warehouse as it is the evening before: goods on the shelves, count sheets made, counted and handed in but for one."""
    examples = shipped_folder(Shipped.EXAMPLES)
    new_workbook("stock", workbook, given.lang, now=given.now)
    name_source(workbook, "orders", orders, given)
    set_parameter(workbook, "issues_from", _ISSUES_FROM, given)
    add_rows(workbook, {sheet: examples / name for sheet, name in _SHEETS.items()}, given)
    for task in _BEFORE:
        run_on_file(workbook, task, given, target=workbook)
    papers = workbook.parent / COUNT_FOLDER.path[given.lang]
    fill_in(papers, examples / "stock_signatures.csv", examples / "stock_counts.csv", given)


def _told(workbook: Path, reports: dict[str, Report]) -> Iterator[Label]:
    yield Label(zh="仓库：", en="The warehouse:")
    for task, report in reports.items():
        if task not in _QUIET:
            yield from (Label(zh=f"  {note.zh}", en=f"  {note.en}") for note in report.notes[:1])
    yield Label(
        zh="检查结果：错误 {error} 处，警告 {warning} 处，提示 {hint} 处。",
        en="Found: {error} {error|error|errors}, {warning} {warning|warning|warnings}, {hint} {hint|hint|hints}.",
    ).filled(reports["check-stock"].counts)
    yield Label(
        zh="请打开 {path}：“预警”“下架”“补货”“盘点差异”等人处理，盘点表在旁边的文件夹里。",
        en="Open {path}: Alerts, Delisting, Replenishment and Differences wait for somebody; the count sheets lie in the folder beside it.",
    ).filled({"path": workbook})
