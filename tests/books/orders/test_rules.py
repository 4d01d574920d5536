import polars as pl
import pytest

from shopbook.books.orders.checking import check_orders
from shopbook.books.orders.rules import RULES
from tests.books.orders.builders import inputs, order
from tests.books.orders.examples import EXAMPLES, Example


def found(example: Example) -> list[tuple[str, int]]:
    outcome = check_orders(inputs(orders=example.orders, products=example.products, reviews=example.reviews, allocation=example.allocation))
    rules = outcome.findings.filter(pl.col("code").str.starts_with("orders."))
    return [(code, row) for code, row in rules.select("code", "row").iter_rows()]


def test_a_normal_order_to_ship_has_no_findings() -> None:
    assert found(Example([order()])) == []


def test_every_rule_has_a_worked_example() -> None:
    assert sorted(EXAMPLES) == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_one_fault_is_one_finding_of_its_rule_on_its_row(code: str) -> None:
    example = EXAMPLES[code]

    assert found(example) == [(code, example.row)]
