from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.stock.counts.sampling import drawn

SHARES = dict.fromkeys("ABC", Decimal("0.05"))


def skus(letter: str, count: int) -> list[tuple[str, str | None]]:
    return [(f"{letter}-{number:03}", letter) for number in range(1, count + 1)]


def test_five_percent_of_each_class_are_drawn_rounded_up() -> None:
    sample = drawn([*skus("A", 20), *skus("B", 21), *skus("C", 100)], "2026-06", SHARES)
    assert [sum(sku.startswith(letter) for sku in sample) for letter in "ABC"] == [1, 2, 5]


@pytest.mark.parametrize("letter", [None, "", "D", "c"])
def test_items_without_a_known_class_count_as_the_last(letter: str | None) -> None:
    assert drawn([("X-1", letter)], "s", {"A": Decimal(0), "B": Decimal(0), "C": Decimal(1)}) == ["X-1"]


def test_at_least_one_of_each_class_is_drawn_and_never_more_than_there_are() -> None:
    assert drawn(skus("A", 3), "s", {**SHARES, "A": Decimal(0)}) == [drawn(skus("A", 3), "s", SHARES)[0]]
    assert drawn(skus("A", 3), "s", {**SHARES, "A": Decimal(2)}) == ["A-001", "A-002", "A-003"]
    assert drawn([], "s", SHARES) == []


def test_a_seed_draws_what_it_drew_when_this_test_was_written() -> None:
    # Worked out with sha256sum: of PD-1 and, the numbers of these three are the smallest.
    assert drawn(skus("A", 10), "PD-1", {**SHARES, "A": Decimal("0.3")}) == ["A-006", "A-007", "A-008"]


@given(
    st.lists(st.tuples(st.text("ABC123", min_size=1), st.sampled_from(["A", "B", "C", None])), unique_by=lambda item: item[0]), st.text()
)
def test_the_draw_depends_neither_on_the_order_of_the_items_nor_on_doubled_ones(items: list[tuple[str, str | None]], seed: str) -> None:
    sample = drawn(items, seed, SHARES)
    assert drawn([*reversed(items), *items], seed, SHARES) == sample
    assert set(sample) <= {sku for sku, _ in items}


def test_another_seed_draws_another_sample() -> None:
    assert drawn(skus("A", 500), "1", SHARES) != drawn(skus("A", 500), "2", SHARES)
