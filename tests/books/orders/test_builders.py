import polars as pl
import pytest

from shopbook.books.orders.sheets import ORDERS, PRODUCTS
from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Outcome, ReplaceRows, SetCells
from shopbook.sheet.findings import Severity
from tests.books.orders.builders import after, inputs, order, product, unpaid_order
from tests.books.tables import frame, table


@pytest.mark.parametrize("lang", list(Lang))
def test_the_default_rows_are_read_without_any_fault(lang: Lang) -> None:
    given = inputs(orders=[order(), unpaid_order(order_no="T2")], products=[product()], lang=lang)
    assert given.tables["orders"].findings.is_empty()
    assert given.tables["products"].findings.is_empty()


def test_a_row_built_directly_is_the_row_that_is_read() -> None:
    rows = [order(qty=2), order(order_no="T2", message="请轻放")]
    assert table(ORDERS, rows).frame.equals(frame(ORDERS, rows))


def test_sheets_may_lack_columns() -> None:
    assert table(PRODUCTS, [product()], fields=["sku", "stock"]).present == {"sku", "stock"}


def test_the_next_run_finds_what_an_outcome_wrote() -> None:
    given = inputs(orders=[order(), order(order_no="T2")], products=[product()])
    more = frame(ORDERS, [order(order_no="T3")]).drop("_row")
    body = frame(PRODUCTS, [product(sku="B-1")]).drop("_row")
    outcome = Outcome(changes=(SetCells("orders", "qty", (3,), (7,)), AppendRows("orders", more), ReplaceRows("products", body)))
    later = after(given, outcome)
    assert later.frame("orders").select("_row", "order_no", "qty").rows() == [(2, "T1001", 1), (3, "T2", 7), (4, "T3", 1)]
    assert later.frame("products")["sku"].to_list() == ["B-1"]


def test_a_text_in_a_number_column_stays_a_text() -> None:
    found = table(ORDERS, [order(qty="1")]).findings
    assert found.select("code", "severity").rows() == [("cell.number-as-text", Severity.HINT)]
    assert found.filter(pl.col("fix") == "1").height == 1
