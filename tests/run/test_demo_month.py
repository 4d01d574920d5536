"""The sample shop's month: every order follows from the seed, none has a fault, and each platform's export is read as it is meant."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shopbook
from shopbook.run.demo.dice import Dice
from shopbook.run.demo.exports import LAYOUTS, write_export
from shopbook.run.demo.month import Platform, State, month_of_sales
from shopbook.run.demo.shop import NOW
from shopbook.shipped import Shipped, shipped_folder


def test_a_seed_gives_the_same_orders_on_every_machine() -> None:
    first = month_of_sales(618, 1, NOW)[0]
    assert (first.platform, first.article.sku, first.qty) == (Platform.DOUYIN, "SOCK-5", 1)
    assert first.created_at == dt.datetime(2026, 6, 16, 15, 37, 29)
    assert month_of_sales(618, 3, NOW) == month_of_sales(618, 3, NOW)
    assert month_of_sales(618, 3, NOW) != month_of_sales(619, 3, NOW)


@given(seed=st.integers(0, 10**9))
def test_no_order_is_of_the_future_and_none_has_the_number_of_another(seed: int) -> None:
    sales = month_of_sales(seed, 20, NOW)
    assert len({sale.number for sale in sales}) == len(sales)
    assert all(sale.created_at < sale.paid_at < NOW for sale in sales)
    assert all(sale.parcel.shipped_at <= NOW for sale in sales if sale.is_shipped)
    assert all(sale.parcel.received_at <= NOW for sale in sales if sale.state is State.RECEIVED)
    assert all(sale.due == sale.article.price * sale.qty - sale.reduced > Decimal(0) for sale in sales)


def test_a_month_has_about_as_many_orders_as_are_asked_for() -> None:
    sales = month_of_sales(618, 300, NOW)
    by_day = {day: [sale for sale in sales if sale.created_at.date() == day] for day in {sale.created_at.date() for sale in sales}}
    assert (min(by_day), max(by_day)) == (dt.date(2026, 5, 18), dt.date(2026, 6, 18))
    assert all(280 <= len(of_day) <= 340 for of_day in by_day.values())
    assert month_of_sales(618, 0, NOW) == []


@pytest.mark.parametrize("platform", Platform)
def test_orders_of_any_seed_are_exported_without_a_fault(tmp_path: Path, platform: Platform) -> None:
    held = (shipped_folder(Shipped.EXAMPLES) / LAYOUTS[platform].name).read_text(encoding="utf-8-sig")
    for seed in (1, 2):
        found = shopbook.check(write_export(tmp_path, platform, month_of_sales(seed, 20, NOW)), now=NOW).findings
        assert found.height > 5
        assert [key for key in found["key"] if key not in held] == []


@given(seed=st.integers(), least=st.integers(-50, 50), width=st.integers(0, 100))
def test_dice_stay_between_their_ends(seed: int, least: int, width: int) -> None:
    dice = Dice(seed)
    assert all(least <= dice.between(least, least + width) <= least + width for _ in range(70))
