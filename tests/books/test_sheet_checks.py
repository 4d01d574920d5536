import datetime as dt
from dataclasses import replace

import polars as pl

from shopbook.books.orders.sheets import PRODUCTS, UNPAID
from shopbook.books.sheet_checks import SheetCheck, checked, rows_found
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import Severity
from shopbook.sheet.parameters import settled
from shopbook.sheet.rules import Rule
from tests.books.tables import Cells, table

NOON = dt.datetime(2026, 3, 10, 12, 0)
NONE_LEFT = Rule(
    "test.none-left", on="stock", where=pl.col("stock") == 0, says=Label(zh="卖完了", en="None left"), severity=Severity.WARNING
)
CHECKS = (SheetCheck(PRODUCTS, (NONE_LEFT,)),)


def given(*products: Cells, fields: tuple[str, ...] | None = None) -> Inputs:
    tables = {PRODUCTS.code: table(PRODUCTS, products, fields=fields), UNPAID.code: table(UNPAID, ())}
    return Inputs(tables, settled((), (), (), on=NOON.date()), NOON, Lang.ZH)


def test_what_reading_and_what_rules_find_are_told_together() -> None:
    outcome = checked(given({"sku": "A-1", "stock": 0}, {"sku": "B-2", "stock": "很多"}), CHECKS, (PRODUCTS, UNPAID))

    assert outcome.findings.select("code", "row").rows() == [("test.none-left", 2), ("cell.not-a-number", 3)]
    assert outcome.summary == {"error_rows": 1, "warning_rows": 1, "hint_rows": 0}
    assert outcome.marks == (PRODUCTS.code, UNPAID.code)


def test_a_row_with_two_errors_is_one_row() -> None:
    outcome = checked(given({"sku": "A-1", "stock": "很多", "list_price": "贵"}), CHECKS, (PRODUCTS,))

    assert outcome.findings.height == 2
    assert rows_found(outcome.findings)["error_rows"] == 1


def test_a_sheet_that_is_not_there_has_no_findings_and_no_marks() -> None:
    whole = given({"sku": "A-1", "stock": 0})
    gone = replace(whole, tables={**whole.tables, PRODUCTS.code: replace(table(PRODUCTS, ()), header=None)})

    outcome = checked(gone, CHECKS, (PRODUCTS,))

    assert (outcome.findings.height, outcome.marks) == (0, ())


def test_a_rule_whose_column_is_not_there_is_said_with_the_title_that_it_lacks() -> None:
    outcome = checked(given({"sku": "A-1"}, fields=("sku", "title", "warehouse")), CHECKS, (PRODUCTS,))

    assert outcome.not_run == {"test.none-left": (PRODUCTS.by_field["stock"].label,)}
