"""The sample shop: one day of an order desk, a warehouse and a daily desk, made from the text files in ``examples/``."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from shopbook.books.orders.sheets import ORDERS, PRODUCTS
from shopbook.errors import UnwritableFileError
from shopbook.labels import Label, Lang
from shopbook.run.demo_daily import run_daily_desk
from shopbook.run.demo_rows import add_rows
from shopbook.run.demo_stock import STOCK_FILE, run_stock_day
from shopbook.run.files import run_on_file
from shopbook.run.importing import Wanted, import_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.sheet.importers import Policy
from shopbook.shipped import Shipped, shipped_folder

NOW = dt.datetime(2026, 6, 18, 13, 55)
"""When the sample day is run; fixed, so that everybody sees the same."""

_NO_FOLDER = Label(
    zh="这里不能建文件夹：可能已有同名文件，或者没有写权限。请换一个位置",
    en="no folder can be made here: a file has this name, or writing is not allowed. Take another place",
)
_DAY = ("review-orders", "allocate-orders", "chase-unpaid", "check-orders")


def run_demo(folder: Path, lang: Lang) -> list[Label]:
    """Make the sample shop in a folder and run its day; in a folder that has one already, its day is run once more.

    Returns:
        What was done and found, and which files to open, line by line.

    Raises:
        FileError: The folder can't be made, or a file in it can't be written.
    """
    examples = shipped_folder(Shipped.EXAMPLES)
    export = examples / "douyin_orders.csv"
    _make(folder)
    given = Circumstances(now=NOW, lang=lang, who="demo")
    workbook = folder / Label(zh="订单.xlsm", en="orders.xlsm")[lang]
    is_new = not workbook.exists()
    if is_new:
        new_workbook("orders", workbook, lang, now=NOW)
        add_rows(workbook, {PRODUCTS: examples / "products.csv"}, given)
    imported = import_file(Wanted(export, workbook, policy=Policy.SKIP_BAD), given)
    if is_new:
        # Below the day's, at which people look first.
        add_rows(workbook, {ORDERS: examples / "earlier_orders.csv"}, given)
    reports = {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY}
    told = [*_told(export, workbook, imported, reports), *run_stock_day(folder, workbook, given)]
    return [*told, *run_daily_desk(folder, {"orders": workbook, "stock": folder / STOCK_FILE[lang]}, given)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(folder, _NO_FOLDER) from error


def _told(export: Path, workbook: Path, imported: Report, reports: dict[str, Report]) -> Iterator[Label]:
    counts = reports["check-orders"].counts
    yield Label(zh="导入 {file}：", en="Imported {file}:").filled({"file": export.name})
    for report in (imported, *(reports[task] for task in _DAY)):
        yield from (Label(zh=f"  {note.zh}", en=f"  {note.en}") for note in report.notes)
    yield Label(
        zh="检查结果：错误 {error} 处，警告 {warning} 处，提示 {hint} 处。",
        en="Found: {error} {error|error|errors}, {warning} {warning|warning|warnings}, {hint} {hint|hint|hints}.",
    ).filled(counts)
    yield Label(
        zh="请打开 {path}：“订单”里有问题的单元格已标色，“校验结果”逐条说明，“待审”“分配”“缺货”“未付款”是今天要做的事。",
        en="Open {path}: cells with problems are coloured on Orders and explained on Findings; "
        "today's work is on Review, Allocation, Shortages and Unpaid.",
    ).filled({"path": workbook})
