from decimal import Decimal

import polars as pl
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.daily.reports.reporting import daily_report
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import TODAY, inputs, onward, paid, with_orders
from tests.books.tables import Cells, records

BLANK = inputs()


def totals(given: Inputs) -> pl.DataFrame:
    return onward(given, daily_report(given)).frame("report_totals")


def test_a_report_is_added_up_by_courier_item_agent_and_warehouse() -> None:
    orders = [
        paid("T1", title="杯", courier="顺丰", agent="小李", warehouse="主仓", paid=Decimal("50.00")),
        paid("T2", title="巾", courier="中通", agent="小李", qty=3, paid=Decimal("30.00")),
        paid("T3", title="杯", courier="顺丰", refund_status="pending", paid=Decimal("20.00")),
    ]
    assert records(totals(inputs(orders=orders)), "report", "dimension", "value", "orders", "pieces", "amount", "slips") == [
        (TODAY, "courier", "顺丰", 2, 2, Decimal("70.00"), 1),
        (TODAY, "courier", "中通", 1, 3, Decimal("30.00"), 1),
        (TODAY, "item", "杯", 2, 2, Decimal("70.00"), 1),
        (TODAY, "item", "巾", 1, 3, Decimal("30.00"), 1),
        (TODAY, "agent", "小李", 2, 4, Decimal("80.00"), 2),
        (TODAY, "agent", "没有写", 1, 1, Decimal("20.00"), 0),
        (TODAY, "warehouse", "主仓", 1, 1, Decimal("50.00"), 1),
        (TODAY, "warehouse", "没有写", 2, 4, Decimal("50.00"), 1),
    ]


def test_an_amount_is_divided_by_what_the_items_cost_to_the_cent() -> None:
    lines = [
        paid("T1", line_no=number, sku=name, title=name, price=Decimal("10.00"), paid=Decimal("10.00"))
        for number, name in enumerate("ABC", 1)
    ]
    by_item = totals(inputs(orders=lines)).filter(pl.col("dimension") == "item")
    assert records(by_item.sort("value"), "value", "amount") == [("A", Decimal("3.33")), ("B", Decimal("3.33")), ("C", Decimal("3.34"))]


def test_only_the_newest_reports_are_added_up() -> None:
    given = inputs(orders=[paid("T1", day=8), paid("T2")], settings={"totals_reports": "1"})
    assert totals(given)["report"].unique().to_list() == [TODAY]


items = st.tuples(st.sampled_from("ABC"), st.integers(1, 4), st.decimals(0, 99, places=2))


@drawn(st.lists(st.tuples(st.lists(items, min_size=1, max_size=3), st.decimals(0, 999, places=2)), min_size=1, max_size=4))
@settings(max_examples=25)
def test_each_dimension_adds_up_to_the_report(orders: list[tuple[list[tuple[str, int, Decimal]], Decimal]]) -> None:
    lines: list[Cells] = [
        paid(f"T{number}", line_no=at, sku=sku, title=sku, qty=qty, price=price, paid=amount)
        for number, (goods, amount) in enumerate(orders)
        for at, (sku, qty, price) in enumerate(goods, 1)
    ]
    sums = totals(with_orders(BLANK, lines)).group_by("dimension").agg(pl.col("amount").sum())
    assert set(sums["amount"]) == {sum((amount for _, amount in orders), Decimal(0))}
    assert sums.height == 4
