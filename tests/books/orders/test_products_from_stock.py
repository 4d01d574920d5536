import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from shopbook.books.orders.allocation.allocating import allocate_orders
from shopbook.books.orders.allocation.products_from_stock import refresh_products
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.books.stock.ledger.sheets import BALANCES, ITEMS, LOCATIONS
from shopbook.build.workbook import build_template
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather
from shopbook.run.runner import Circumstances, run_task
from shopbook.sheet.books import AppendRows, Book, Inputs, Outcome
from tests.books.orders.builders import NOW, after, inputs, order, product
from tests.books.tables import Cells, appended, frame, records, replaced, table, written


def held(sku: str, location: str | None, good: int) -> Cells:
    return {"sku": sku, "location": location, "good": good, "defective": 0}


MAIN: Sequence[Cells] = [{"location": "A-01", "warehouse": "主仓"}, {"location": "A-02", "warehouse": "主仓"}]
TWO: Sequence[Cells] = [*MAIN, {"location": "N-01", "warehouse": "北仓"}]


def beside(
    products: Sequence[Cells],
    balances: Sequence[Cells],
    *,
    items: Sequence[Cells] = (),
    locations: Sequence[Cells] = MAIN,
    orders: Sequence[Cells] = (),
) -> Inputs:
    """An order workbook beside a stock workbook."""
    given = inputs(products=products, orders=orders)
    stock = {"balances": (BALANCES, balances), "items": (ITEMS, items), "locations": (LOCATIONS, locations)}
    return replace(given, tables={**given.tables, **{f"stock.{code}": table(sheet, rows) for code, (sheet, rows) in stock.items()}})


def test_what_lies_in_a_warehouse_is_the_sum_of_its_locations_and_prices_stay() -> None:
    outcome = refresh_products(beside([product(stock=99)], [held("A-1", "A-01", 4), held("A-1", "A-02", 3)]))
    assert written(outcome, "products") == {("stock", 2): 7}
    assert outcome.summary == {"products_updated": 1, "products_added": 0, "products_pieces": 7}


def test_warehouses_and_items_that_are_missing_are_added_with_what_the_stock_workbook_says_of_them() -> None:
    items: Sequence[Cells] = [{"sku": "B-1", "title": "茶壶", "spec": "红", "barcode": "6900000000028"}, {"sku": "C-1", "title": "杯垫"}]
    outcome = refresh_products(
        beside([product()], [held("A-1", "A-01", 10), held("A-1", "N-01", 2), held("B-1", "N-01", 5)], items=items, locations=TWO)
    )
    assert records(appended(outcome, "products"), "sku", "warehouse", "title", "spec", "barcode", "stock", "list_price") == [
        ("A-1", "北仓", None, None, None, 2, None),
        ("B-1", "北仓", "茶壶", "红", "6900000000028", 5, None),
    ]
    assert outcome.summary["products_updated"] == 0


def test_an_item_that_the_ledger_never_had_keeps_the_stock_that_somebody_typed() -> None:
    """Not known is not 0; an item that is sold out is 0, and stands on the sheet, so that its orders are short and not held."""
    given = beside([product(stock=8)], [held("B-1", "A-01", 0)], items=[{"sku": "A-1"}])
    assert written(refresh_products(given), "products") == {}
    assert records(appended(refresh_products(given), "products"), "sku", "warehouse", "stock") == [("B-1", "主仓", 0)]


def test_a_warehouse_that_is_empty_now_has_none_and_nothing_is_ever_below_zero() -> None:
    rows = [product(), product(warehouse="北仓", stock=6)]
    outcome = refresh_products(beside(rows, [held("A-1", "A-01", -3), held("A-1", "A-02", 1)], locations=TWO))
    assert written(outcome, "products") == {("stock", 2): 0, ("stock", 3): 0}


def test_drop_shipped_rows_and_items_that_the_stock_workbook_does_not_know_stay() -> None:
    rows = [product(sku="X-1", stock=8), product(warehouse="供应商甲", is_dropship=True, stock=None), product(stock=1)]
    outcome = refresh_products(beside(rows, [held("A-1", "A-01", 5)]))
    assert written(outcome, "products") == {("stock", 4): 5}


def test_where_locations_name_no_warehouse_the_one_row_of_an_item_has_all_of_it() -> None:
    outcome = refresh_products(beside([product(stock=1)], [held("A-1", "A-01", 5), held("A-1", None, 2)], locations=()))
    assert written(outcome, "products") == {("stock", 2): 7}


def test_a_warehouse_is_the_same_however_it_is_spelt() -> None:
    places: Sequence[Cells] = [{"location": "A-01", "warehouse": "Main"}, {"location": "N-01", "warehouse": "北仓"}]
    rows = [product(warehouse="ＭＡＩＮ", stock=1), product(warehouse="北仓", stock=1)]
    outcome = refresh_products(beside(rows, [held("A-1", "A-01", 5), held("A-1", "N-01", 1)], locations=places))
    assert written(outcome, "products") == {("stock", 2): 5}


def test_a_second_click_changes_nothing() -> None:
    given = beside(
        [product(), product(sku="B-1", warehouse=None)],
        [held("A-1", None, 3), held("B-1", "A-01", 5), held("D-1", "N-01", 1)],
        locations=TWO,
    )
    once = refresh_products(given)
    again = {name: lying for name, lying in given.tables.items() if name.startswith("stock.")}
    done = after(given, once)
    assert refresh_products(replace(done, tables={**done.tables, **again})).changes == ()


def test_without_a_stock_workbook_or_before_its_first_update_typed_stock_stays() -> None:
    empty = refresh_products(beside([product()], [], items=[{"sku": "A-1"}]))
    assert (empty.changes, empty.notes[0].en[:29]) == ((), "Balances in the stock workboo")
    absent = replace(beside([product()], []), absent={"stock": Label(zh="找不到", en="not there")})
    gone = refresh_products(absent)
    assert (gone.changes, gone.notes[0].en[:29]) == ((), "There is no stock workbook, s")


def test_allocation_gives_what_the_stock_workbook_has() -> None:
    given = beside([product(stock=0)], [held("A-1", "A-01", 2)], orders=[order(qty=2)])
    refreshed = after(given, refresh_products(given))
    assert records(replaced(allocate_orders(refreshed), "allocation"), "given", "state") == [(2, "allocated")]


# ---------------------------------------------------------------- as files


@pytest.fixture(params=Lang)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with an order workbook and a stock workbook that name each other, seven pieces of A-1 posted."""
    lang = request.param
    for book in (ORDERS_BOOK, STOCK_BOOK):
        (tmp_path / f"{book.label[lang]}.xlsx").write_bytes(build_template(book, lang, has_macros=False))
    bought: Cells = {
        "doc_no": "RK1",
        "moved_at": dt.datetime(2026, 3, 1),
        "kind": "purchase",
        "sku": "A-1",
        "qty": 7,
        "unit_cost": 2,
        "location": "A-01",
    }
    stock = tmp_path / f"{STOCK_BOOK.label[lang]}.xlsx"
    add(stock, STOCK_BOOK, lang, "items", {"sku": "A-1", "title": "保温杯"})
    add(stock, STOCK_BOOK, lang, "locations", {"location": "A-01", "warehouse": "主仓"})
    add(stock, STOCK_BOOK, lang, "receipts", bought)
    add(tmp_path / f"{ORDERS_BOOK.label[lang]}.xlsx", ORDERS_BOOK, lang, "products", dict(product(stock=1)))
    return tmp_path


def add(path: Path, book: Book, lang: Lang, code: str, row: Cells) -> None:
    host = FileHost(path, target=path)
    plan = plan_of(
        Outcome(changes=(AppendRows(code, frame(book.sheet(code), [row])),)), book, Writing(gather(host, book, (code,), lang=lang), lang)
    )
    host.apply(plan, now=NOW)


def test_two_workbooks_that_read_each_other_bring_each_other_up_to_date(shop: Path) -> None:
    orders, stock = (
        next(path for path in shop.iterdir() if path.stem in {book.label.zh, book.label.en}) for book in (ORDERS_BOOK, STOCK_BOOK)
    )
    for task in ("post-documents", "refresh-stock"):
        run_task(FileHost(stock, target=stock), task, Circumstances(NOW))
    report = run_task(FileHost(orders, target=orders), "refresh-products", Circumstances(NOW))
    assert (report.summary["products_updated"], report.summary["products_pieces"]) == (1, 7)
    before = orders.read_bytes()
    run_task(FileHost(orders, target=orders), "refresh-products", Circumstances(NOW))
    assert orders.read_bytes() == before
