"""Trade and customers: the platform's figures beside the order workbook's, refunds by both denominators, new and returning."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.daily.figures.day_figures import CHECK_FIGURES
from shopbook.books.daily.figures.trade_days import customer_days, order_days, paid_by_day
from shopbook.books.orders.sheets import ORDERS
from shopbook.sheet.books import Inputs
from tests.books.daily.figure_builders import day, inputs, trade, worked
from tests.books.orders.builders import order
from tests.books.tables import Cell, frame


def sold(order_no: str, number: int = 10, **cells: Cell) -> dict[str, Cell]:
    """An order of 50.00 that 买家甲 paid on a day of March 2026."""
    return order(order_no=order_no, paid_at=dt.datetime(2026, 3, number, 9), **cells)


def codes(given: Inputs) -> list[tuple[str, str]]:
    return CHECK_FIGURES.decide(given).findings.select("code", "cell").rows()


def test_conversion_and_averages_are_recomputed() -> None:
    row = worked(inputs(trades=[trade()])).frame("trades").row(0, named=True)
    # 5 of 100; 300 by 5 buyers; 300 in 6 orders.
    assert (row["conversion"], row["average"], row["per_order"]) == (Decimal("0.05"), Decimal("60.00"), Decimal("50.00"))


def test_nothing_to_divide_by_is_blank() -> None:
    row = worked(inputs(trades=[trade(visitors=0, buyers=0, orders=0, paid=0, refunds=3)])).frame("trades").row(0, named=True)
    assert (row["conversion"], row["average"], row["per_order"], row["refund_share"]) == (None, None, None, None)


def test_both_kinds_of_refunds_stand_with_their_own_denominators() -> None:
    orders = [
        sold("T1", paid=Decimal(30), total=Decimal(50), refund=Decimal(20)),
        sold("T2", paid=Decimal(50), total=Decimal(50)),
    ]
    row = worked(inputs(trades=[trade(refunds=45)], orders=orders)).frame("trades").row(0, named=True)
    # 45 booked on the day of 300 paid; 20 of the day's orders of 100.
    assert (row["refund_share"], row["order_refunds"], row["order_refund_share"]) == (Decimal("0.15"), 20, Decimal("0.2"))


def test_the_platform_and_the_orders_both_stand_and_the_gap_is_shown() -> None:
    orders = [sold("T1"), sold("T2", buyer="买家乙"), sold("T3")]
    given = worked(inputs(trades=[trade(orders=4, paid=200)], orders=orders))
    row = given.frame("trades").row(0, named=True)
    assert (row["order_buyers"], row["order_count"], row["order_paid"], row["gap_orders"], row["gap_paid"]) == (2, 3, 150, 1, 50)
    assert ("trade.orders-differ", "H2") in codes(given)
    assert codes(worked(inputs(trades=[trade(paid=158)], orders=orders))) == [("trade.orders-differ", "H2")]
    assert codes(worked(inputs(trades=[trade(paid=157)], orders=orders))) == []


def test_an_amount_on_every_line_of_an_order_counts_once() -> None:
    orders = [sold("T1", line_no=1), sold("T1", line_no=2)]
    assert order_days(paid_by_day(frame(ORDERS, orders))).select("order_count", "order_paid").row(0) == (1, 50)


def test_days_that_only_the_orders_know_are_added_and_the_board_counts_them() -> None:
    given = worked(inputs(trades=[trade(9)], orders=[sold("T1", 10), sold("T2", 10, shop=None)]))
    rows = given.frame("trades").select("day", "shop", "visitors", "paid", "order_paid", "average").rows()
    assert rows[1:] == [(day(10), "一店", None, None, 50, 50), (day(10), "本店", None, None, 50, 50)]
    board = given.frame("board")
    assert board.filter(pl.col("figure") == "支付金额")["today"].item() == 100


def test_a_list_that_names_no_shop_has_the_orders_of_all_shops_without_a_line() -> None:
    orders = [sold("T1"), sold("T2", shop="二店"), sold("T3", shop=None)]
    rows = worked(inputs(trades=[trade(shop="本店"), trade(shop="二店")], orders=orders)).frame("trades")
    assert rows.select("shop", "order_count").rows() == [("本店", 2), ("二店", 1)]


def test_a_shop_written_in_two_ways_is_pointed_out() -> None:
    given = worked(inputs(trades=[trade(shop="一店旗舰店")], orders=[sold("T1")]))
    assert given.frame("trades")["shop"].to_list() == ["一店旗舰店", "一店"]
    assert ("trade.shops-apart", "C2") in codes(given)


def test_more_buyers_than_visitors_is_an_error() -> None:
    assert ("trade.buyers-exceed-visitors", "F2") in codes(worked(inputs(trades=[trade(visitors=4)])))
    assert codes(worked(inputs(trades=[trade(visitors=5)]))) == []


@pytest.mark.parametrize(("told", "is_found"), [("0.05", False), ("0.0511", False), ("0.0512", True), ("0.03", True)])
def test_a_conversion_that_the_platform_rounds_is_no_other_conversion(told: str, *, is_found: bool) -> None:
    # 5 of 100 is 5 %; two hundredths of that and one unit of the last place, 0.11 points, are let pass.
    given = worked(inputs(trades=[trade(conversion_told=Decimal(told))]))
    assert (("trade.conversion-differs", "J2") in codes(given)) is is_found


def test_an_average_that_does_not_fit_is_a_hint() -> None:
    found = CHECK_FIGURES.decide(worked(inputs(trades=[trade(average_told=50)]))).findings
    assert found.select("severity", "code").rows() == [("hint", "trade.average-differs")]


def test_negative_figures_are_errors() -> None:
    assert [code for code, _ in codes(worked(inputs(trades=[trade(paid=-1)])))] == ["cell.below-minimum"]


def test_a_day_left_out_is_reported_per_shop() -> None:
    given = worked(inputs(trades=[trade(7), trade(9), trade(8, shop="二店"), trade(9, shop="二店")]))
    assert codes(given) == [("trade.day-missing", "B3")]


def test_a_day_that_stands_twice_is_reported_and_counts_once_on_the_board() -> None:
    given = worked(inputs(trades=[trade(), trade()], orders=[sold("T1", paid=Decimal(300), total=Decimal(300))]))
    assert codes(given) == [("trade.doubled", "C2"), ("trade.doubled", "C3")]
    assert given.frame("trades")["order_paid"].to_list() == [300, None]
    board = given.frame("board")
    assert board.filter(pl.col("figure") == "支付金额")["today"].item() == 300


def test_who_pays_for_the_first_time_is_new_all_that_day_and_returns_afterwards() -> None:
    orders = [
        sold("T1", 9),
        sold("T2", 9),
        sold("T3", 10),
        sold("T4", 10, buyer="买家乙"),
        sold("T5", 10, buyer=None),
        sold("T6", 10, shop="二店"),
    ]
    rows = customer_days(paid_by_day(frame(ORDERS, orders))).drop("old_share", "new_paid", "old_paid").rows()
    assert rows == [
        (day(9), "一店", 1, 1, 0, 0),
        (day(10), "一店", 2, 1, 1, 1),
        (day(10), "二店", 1, 1, 0, 0),
    ]


def test_what_new_and_returning_customers_paid_adds_up() -> None:
    orders = [sold("T1", 9), sold("T2", 10, paid=Decimal(20)), sold("T3", 10, buyer="买家乙"), sold("T4", 10, buyer="买家丙")]
    row = customer_days(paid_by_day(frame(ORDERS, orders))).row(1, named=True)
    assert (row["new_paid"], row["old_paid"], row["old_share"]) == (100, 20, Decimal("0.333333"))


def test_unpaid_orders_are_no_trade() -> None:
    assert order_days(paid_by_day(frame(ORDERS, [order(paid=None, paid_at=None)]))).is_empty()


@pytest.mark.corpus
def test_the_days_of_a_real_month_add_up_to_the_month(shared: Path) -> None:
    with (shared / "data" / "tmall_orders_2020_02.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file)][1:]
    lines = [
        {
            "order_no": number,
            "total": Decimal(total),
            "paid": Decimal(paid),
            "paid_at": dt.datetime.strptime(paid_at, "%Y/%m/%d %H:%M") if paid_at else None,
            "refund": Decimal(refund),
        }
        for number, total, paid, _, _, paid_at, refund in rows
    ]
    days = order_days(paid_by_day(frame(ORDERS, lines)))
    assert (days["order_count"].sum(), days["order_paid"].sum()) == (24_087, Decimal("1902487.15"))
    # What was paid is the total less the refund in every row of this file.
    assert days.select(pl.col("order_total").sum() - pl.col("order_refunds").sum()).item() == Decimal("1902487.15")
