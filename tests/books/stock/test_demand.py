import datetime as dt
from decimal import Decimal
from itertools import permutations

import polars as pl
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from shopbook.books.orders.sheets import ORDERS
from shopbook.books.stock.alerts.demand import Reckoning, classes, demand, sold_lines
from shopbook.books.stock.alerts.standing import standing
from tests.books.stock.running_low import TODAY, days_ago, entries, given, item, moved, sold, stock, waiting
from tests.books.tables import Cell, records, table
from tests.books.tables import frame as order_frame

MONTH = Reckoning(TODAY, 30, Decimal("0.8"), Decimal("0.95"))


def counted(*lines: dict[str, Cell], days: int = 30) -> list[tuple[object, ...]]:
    frame = demand(sold_lines(table(ORDERS, lines).frame), Reckoning(TODAY, days, MONTH.a_share, MONTH.b_share))
    return records(frame, "sku", "reserved", "pending_orders", "sold", "sold_days")


def stands(**sheets: object) -> dict[str, object]:
    return standing(given(**sheets)).filter(pl.col("sku") == "A-1").row(0, named=True)  # type: ignore[arg-type]  # sheets as given() takes them


def test_a_paid_line_that_is_not_sent_is_reserved() -> None:
    assert counted(waiting(3)) == [("A-1", 3, 1, 3, 1)]


@pytest.mark.parametrize(
    ("cells", "reserved"),
    [
        ({"status": "part_shipped"}, 2),
        ({"line_type": "gift"}, 2),
        ({"line_type": None}, 2),
        ({"refund_status": "pending"}, 2),
        ({"refund_status": "part_refunded"}, 2),
        ({"refund_status": None}, 2),
        ({"status": None}, 2),
        ({"shipped_at": days_ago(0)}, 0),
        ({"status": "shipped"}, 0),
        ({"status": "done"}, 0),
    ],
)
def test_what_is_sold_and_not_sent_is_reserved(cells: dict[str, Cell], reserved: int) -> None:
    assert [row[1] for row in counted(waiting(2, **cells))] == [reserved]


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "unpaid", "paid_at": None},
        {"status": "closed"},
        {"refund_status": "refunded"},
        {"line_type": "service"},
        {"sku": None},
        {"qty": None},
        {"qty": 0},
        {"qty": "几件"},
        {"status": None, "paid_at": None},
        {"order_no": None},
    ],
)
def test_what_is_not_sold_or_not_clear_counts_for_nothing(cells: dict[str, Cell]) -> None:
    assert counted(waiting(2, **cells)) == []


def test_one_line_of_an_order_may_be_refunded_and_the_other_not() -> None:
    lines = [waiting(2, line_no=1, refund_status="refunded"), waiting(1, line_no=2, sku="B-1", refund_status="none")]
    assert [(row[0], row[1]) for row in counted(*lines)] == [("B-1", 1)]


def test_status_and_day_that_stand_on_the_first_line_hold_for_the_order() -> None:
    below: dict[str, Cell] = {"line_no": 2, "status": None, "refund_status": None, "paid_at": None, "created_at": None, "sku": "B-1"}
    assert counted(waiting(2), waiting(1, **below)) == [("A-1", 2, 1, 2, 1), ("B-1", 1, 1, 1, 1)]


def test_two_lines_of_one_order_about_an_item_are_one_order() -> None:
    assert counted(waiting(2, line_no=1), waiting(3, line_no=2), waiting(1, order_no="W2")) == [("A-1", 6, 2, 6, 1)]


@pytest.mark.parametrize(("days", "pieces"), [(0, 5), (29, 5), (30, 0), (31, 0)])
def test_sales_of_so_many_days_count_with_today(days: int, pieces: int) -> None:
    """Today and the 29 days before it are 30 days; a sale 30 days ago is the 31st."""
    assert [row[3] for row in counted(sold(5, days=days))] == [pieces]


@pytest.mark.parametrize(("first", "days"), [(0, 1), (9, 10), (29, 30), (30, 30), (300, 30)])
def test_an_item_first_sold_since_then_is_spread_over_the_days_since(first: int, days: int) -> None:
    assert counted(sold(5, days=0), sold(1, days=first))[0][4] == days


def test_a_sale_dated_in_the_future_is_reserved_and_no_sale_of_the_past() -> None:
    assert counted(waiting(2, paid_at=days_ago(-3), created_at=days_ago(-3))) == [("A-1", 2, 1, 0, None)]


def test_without_a_day_of_payment_the_day_of_the_order_counts() -> None:
    assert counted(waiting(2, paid_at=None, created_at=days_ago(4))) == [("A-1", 2, 1, 2, 5)]


def test_the_worth_of_sales_is_the_line_amount_or_price_times_quantity() -> None:
    lines = [sold(2, amount=Decimal("99.90")), sold(3, amount=None, price=Decimal("33.335")), sold(1, days=40)]
    assert demand(sold_lines(table(ORDERS, lines).frame), MONTH)["sales"].to_list() == [Decimal("199.91")]


# ---------------------------------------------------------------- classes


def abc(**sales: str) -> dict[str, str | None]:
    schema = {"sku": pl.String(), "sales": pl.Decimal(38, 2)}
    frame = pl.DataFrame([(sku, Decimal(each)) for sku, each in sales.items()], schema=schema, orient="row")
    return dict(classes(frame, MONTH).iter_rows())


def test_the_best_items_are_a_up_to_80_percent_then_b_up_to_95() -> None:
    """A 50, then 30 (50 % before it), then 15 (80 % before it), then 5 (95 % before it)."""
    assert abc(a="50", b="30", c="15", d="5") == {"a": "A", "b": "A", "c": "B", "d": "C"}


def test_the_best_item_is_a_however_much_it_makes() -> None:
    assert abc(a="100") == {"a": "A"}
    assert abc(a="99", b="1") == {"a": "A", "b": "C"}


def test_items_that_sell_alike_are_taken_by_sku() -> None:
    assert abc(z="10", y="10", x="10", w="10", v="10") == {"v": "A", "w": "A", "x": "A", "y": "A", "z": "B"}


def test_what_sold_for_nothing_is_c_and_nobody_has_a_class_where_nothing_was_sold() -> None:
    assert abc(a="10", b="0") == {"a": "A", "b": "C"}
    assert abc(a="0", b="0") == {"a": None, "b": None}


@for_all(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_a_class_never_falls_behind_one_that_sells_less(cents: list[int]) -> None:
    sales = {f"S{number:02}": f"{Decimal(each) / 100}" for number, each in enumerate(cents)}
    letters = abc(**sales)
    ranked = [sku for _, sku in sorted((-each, sku) for each, sku in zip(cents, sales, strict=True))]
    assert [letters[sku] or "" for sku in ranked] == sorted(letters[sku] or "" for sku in ranked)


# ---------------------------------------------------------------- how an item stands


def test_available_is_what_is_there_less_what_is_sold() -> None:
    seen = stands(items=[item()], ledger=stock(A_1=20), orders=[waiting(3)])
    assert (seen["on_hand"], seen["reserved"], seen["available"]) == (20, 3, 17)


def test_available_may_be_negative() -> None:
    assert stands(items=[item()], ledger=stock(A_1=2), orders=[waiting(5)])["available"] == -3


def test_nothing_is_known_of_an_item_that_the_ledger_never_had() -> None:
    seen = stands(items=[item()], orders=[waiting(5)])
    assert (seen["on_hand"], seen["reserved"], seen["available"], seen["value"]) == (None, 5, None, None)


def test_without_an_order_workbook_sales_are_unknown_and_not_nothing() -> None:
    seen = stands(items=[item()], ledger=stock(A_1=20), orders=None)
    names = ("reserved", "available", "sold", "daily_sales", "days_of_cover", "abc", "last_sold")
    assert [seen[name] for name in names] == [None] * 7
    assert seen["on_hand"] == 20


def test_how_long_it_lasts_goes_by_what_is_available() -> None:
    """15 sold in 30 days is half a piece a day; 17 available last 34 days."""
    seen = stands(items=[item()], ledger=stock(A_1=20), orders=[sold(12, days=40), sold(12, days=3), waiting(3)])
    assert (seen["sold"], seen["sold_days"], seen["daily_sales"]) == (15, 30, Decimal("0.5"))
    assert (seen["days_of_cover"], seen["sold_out_on"]) == (34, dt.date(2026, 4, 13))


def test_days_of_cover_are_whole_days_that_it_really_lasts() -> None:
    """3 a day: 11 last three days and not four."""
    seen = stands(items=[item()], ledger=stock(A_1=11), orders=[sold(90, days=29)])
    assert (seen["daily_sales"], seen["days_of_cover"], seen["sold_out_on"]) == (Decimal(3), 3, dt.date(2026, 3, 13))


def test_what_is_oversold_lasts_no_day() -> None:
    seen = stands(items=[item()], ledger=stock(A_1=1), orders=[waiting(3)])
    assert (seen["days_of_cover"], seen["sold_out_on"]) == (0, TODAY)


def test_what_nobody_bought_lasts_neither_forever_nor_no_time() -> None:
    seen = stands(items=[item()], ledger=stock(A_1=5), orders=[sold(1, days=60)])
    assert (seen["sold"], seen["daily_sales"], seen["days_of_cover"], seen["sold_out_on"]) == (0, None, None, None)
    assert seen["last_sold"] == days_ago(60).date()


def test_nobody_foretells_what_happens_in_more_than_ten_years() -> None:
    seen = stands(items=[item()], ledger=stock(A_1=100_000), orders=[sold(1, days=29)])
    assert (seen["days_of_cover"], seen["sold_out_on"]) == (3_000_000, None)


def test_the_ledger_remembers_the_last_sale_where_the_orders_no_longer_do() -> None:
    ledger = entries(moved(qty=5), moved(qty=-1, moved_at=days_ago(90)))
    assert stands(items=[item()], ledger=ledger)["last_sold"] == days_ago(90).date()
    assert stands(items=[item()], ledger=ledger, orders=[sold(1, days=100)])["last_sold"] == days_ago(100).date()


@pytest.mark.parametrize(
    ("state", "received", "on_order", "is_requested"),
    [
        ("proposed", 0, 0, True),
        ("ordered", 0, 50, True),
        ("on_the_way", 20, 30, True),
        ("on_the_way", 60, 0, True),
        ("arrived", 0, 0, False),
        ("cancelled", 0, 0, False),
    ],
)
def test_on_order_is_what_the_supplier_still_owes(state: str, received: int, on_order: int, *, is_requested: bool) -> None:
    ledger = entries(moved(qty=5), *([moved(qty=received, ref="BH1")] if received else []))
    request: dict[str, Cell] = {"request_no": "BH1", "sku": "A-1", "proposed_qty": 40, "qty": 50, "state": state}
    seen = stands(items=[item()], ledger=ledger, replenishments=[request])
    assert (seen["on_order"], seen["is_requested"]) == (on_order, is_requested)


def test_a_request_without_a_quantity_of_its_own_is_for_what_was_proposed() -> None:
    request: dict[str, Cell] = {"request_no": "BH1", "sku": "A-1", "proposed_qty": 40, "state": "ordered"}
    assert stands(items=[item()], replenishments=[request])["on_order"] == 40


def test_in_stock_since_is_the_day_after_the_last_gap() -> None:
    ledger = entries(
        moved(qty=5), moved(qty=-5, moved_at=days_ago(50)), moved(qty=3, moved_at=days_ago(7)), moved(qty=2, moved_at=days_ago(2))
    )
    assert stands(items=[item()], ledger=ledger)["in_stock_since"] == days_ago(7).date()
    assert stands(items=[item()], ledger=ledger[:2])["in_stock_since"] is None


def test_the_order_of_the_rows_does_not_matter() -> None:
    lines = [sold(1, days=3), sold(2, days=5), waiting(1), sold(4, sku="B-1", order_no="S9"), waiting(2, sku="B-1", order_no="W2")]
    items = [item(), item(sku="B-1"), item(sku="C-1")]
    first = standing(given(items=items, ledger=stock(A_1=9, B_1=9), orders=lines))
    for orders in list(permutations(lines))[::17]:
        assert standing(given(items=items[::-1], ledger=stock(A_1=9, B_1=9)[::-1], orders=orders)).equals(first)


def test_items_of_sheet_and_ledger_stand_there_once() -> None:
    seen = standing(given(items=[item(), item(sku="C-1")], ledger=stock(A_1=5, B_1=6)))
    assert records(seen, "sku", "on_hand") == [("A-1", 5), ("B-1", 6), ("C-1", None)]


def test_an_empty_workbook_has_nothing_to_say() -> None:
    assert standing(given()).is_empty()
    assert standing(given(orders=None)).is_empty()
    assert sold_lines(order_frame(ORDERS, [])).is_empty()
