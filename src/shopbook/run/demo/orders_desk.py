"""The sample shop's order desk: what three platforms exported is brought in, and the work of the day is run."""

from pathlib import Path

import polars as pl

from shopbook.books.orders.sheets import ORDERS, PRODUCTS
from shopbook.labels import Label
from shopbook.run.demo.exports import write_export
from shopbook.run.demo.month import Platform, month_of_sales
from shopbook.run.demo.shop import NOW, Desk, SampleShop
from shopbook.run.demo.texts import example
from shopbook.run.demo.typed_rows import add_rows, frame_of, type_in
from shopbook.run.files import run_on_file
from shopbook.run.importing import Wanted, import_file
from shopbook.run.making import new_workbook
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.importers import Policy

_DAY = ("review-orders", "allocate-orders", "chase-unpaid", "check-orders")
_PLATFORMS = {
    str(Platform.DOUYIN): Label(zh="抖店", en="Douyin"),
    str(Platform.TAOBAO): Label(zh="淘宝", en="Taobao"),
    str(Platform.PDD): Label(zh="拼多多", en="Pinduoduo"),
}
_AGENTS = ("林晓", "何静")


def run_orders_desk(shop: SampleShop) -> Desk:
    """Make the order workbook if it is not there, and run its day.

    Returns:
        What was done, the imports under the name of their platform.
    """
    given, workbook = shop.at(NOW), shop.workbook("orders")
    is_new = not workbook.exists()
    if is_new:
        _write_exports(shop)
        new_workbook("orders", workbook, shop.lang, now=NOW)
        add_rows(workbook, {PRODUCTS: example("products.csv")}, given)
    files = {platform: shop.exports / f"{platform}_orders.csv" for platform in Platform}
    reports = {str(platform): import_file(Wanted(path, workbook, policy=Policy.SKIP_BAD), given) for platform, path in files.items()}
    if is_new:
        _name_agents(workbook, given)
    done = {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY}
    return Desk(workbook, {**reports, **done}, _PLATFORMS)


def _name_agents(workbook: Path, given: Circumstances) -> None:
    """Orders that were shipped have been served by somebody, by turns; the others wait for somebody."""
    rows = frame_of(workbook, ORDERS, given).filter(pl.col("shipped_at").is_not_null())[ROW]
    names = tuple(_AGENTS[number % len(_AGENTS)] for number in range(len(rows)))
    type_in(workbook, [SetCells(ORDERS.code, "agent", tuple(rows), names)], given)


def _write_exports(shop: SampleShop) -> None:
    shop.exports.mkdir(exist_ok=True)
    sales = month_of_sales(shop.seed, shop.a_day, NOW)
    for platform in Platform:
        write_export(shop.exports, platform, sales)
