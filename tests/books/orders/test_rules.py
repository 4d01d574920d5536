import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from shopbook.books.orders.checking import check_orders
from shopbook.books.orders.rules.every_rule import RULES
from tests.books.orders.builders import inputs, order
from tests.books.orders.examples import EXAMPLES, Example, another, elsewhere, one, second, seventy, shipped


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


def test_an_order_that_goes_out_in_parts_is_not_said_to_wait() -> None:
    gone = shipped(**seventy())

    assert found(Example([gone, second(status="paid")])) == []


def test_a_minute_is_as_exact_as_times_are_compared() -> None:
    assert found(one(created_at=dt.datetime(2026, 3, 10, 8, 5, 40), paid_at=dt.datetime(2026, 3, 10, 8, 5))) == []


def test_a_refund_of_more_than_what_is_left_as_paid_is_normal() -> None:
    """On Tmall the amount paid is what is left after the refund."""
    assert found(Example([shipped(paid=Decimal("10.00"), refund=Decimal("40.00"), refund_status="part_refunded")])) == []


def test_masked_and_virtual_phones_and_masked_addresses_are_normal() -> None:
    assert found(one(phone="138****8000", receiver="张**", address="***")) == []
    assert found(one(phone="13800000001-1234")) == []


def test_what_a_platform_never_tells_is_no_gap_beside_the_orders_of_another() -> None:
    untold = {"platform": "拼多多", "total": None, "created_at": None}
    beside = [order(), another(1), another(2), another(3), another(4, **untold), another(5, **untold)]

    assert found(Example(beside)) == []
    assert found(Example([*beside, another(6, platform="拼多多"), another(7, platform="拼多多"), another(8, platform="拼多多")])) == [
        ("orders.total-missing", 6),
        ("orders.created-missing", 6),
        ("orders.total-missing", 7),
        ("orders.created-missing", 7),
    ]


def test_three_orders_to_one_receiver_are_two_hints() -> None:
    same = {"receiver": "收件甲", "address": "文三路1号"}
    orders = [order(), another(1, **same), another(2, **same)]

    assert found(Example(orders)) == [("orders.one-parcel", 3), ("orders.one-parcel", 4)]


def test_a_joint_parcel_of_one_receiver_is_normal() -> None:
    assert found(Example([shipped(), elsewhere(1, tracking_no="781234567890", receiver="收件甲")])) == []


def test_a_placeholder_on_many_orders_is_no_shared_parcel() -> None:
    assert found(Example([shipped(courier="自提", tracking_no="无"), elsewhere(1, courier="自提", tracking_no="无")])) == []


def test_a_closed_order_and_the_next_try_are_no_repeated_order() -> None:
    closed = order(status="closed", paid=None, paid_at=None)

    assert found(Example([closed, another(1, buyer="买家甲", created_at=dt.datetime(2026, 3, 10, 8, 5))])) == []


def test_every_rule_has_a_source_and_an_example_for_its_reference_page() -> None:
    assert [rule.code for rule in RULES if not rule.source or rule.example is None] == []
