import datetime as dt
from dataclasses import replace

from shopbook.books.orders.allocation.allocating import allocate_orders
from shopbook.books.orders.sheets import SHORTAGES
from shopbook.labels import Lang
from tests.books.orders.builders import after, inputs, order, product
from tests.books.tables import Cell, appended, records, replaced, table, written

PAID = dt.datetime(2026, 3, 8, 11, 30)


def listed(**cells: Cell) -> dict[str, Cell]:
    """A row as the task writes it for the short order T1001."""
    computed: dict[str, Cell] = {"title": "保温杯", "needed": 2, "available": 1, "buyer": "买家甲", "paid_at": PAID, "hours": 48}
    return {"order_no": "T1001", "sku": "A-1", **computed, **cells}


SHORT = order(qty=2, paid_at=PAID)


def test_the_list_says_whom_to_call_about_what_oldest_payment_first() -> None:
    later = order(order_no="T0", buyer="买家乙", qty=3, paid_at=dt.datetime(2026, 3, 10, 11, 1))
    unknown = order(order_no="T2", qty=4, paid_at=None)
    outcome = allocate_orders(inputs(orders=[unknown, later, SHORT], products=[product(stock=1)]))
    assert records(replaced(outcome, "shortages"), "order_no", "sku", "title", "needed", "available", "buyer", "paid_at", "hours") == [
        ("T1001", "A-1", "保温杯", 2, 1, "买家甲", PAID, 48),
        ("T0", "A-1", "保温杯", 3, 1, "买家乙", dt.datetime(2026, 3, 10, 11, 1), 0),
        ("T2", "A-1", "保温杯", 4, 1, "买家甲", None, None),
    ]


def test_two_lines_of_an_order_about_one_item_are_one_call() -> None:
    outcome = allocate_orders(inputs(orders=[order(qty=2), order(line_no=2, qty=3)], products=[product(stock=1)]))
    assert records(replaced(outcome, "shortages"), "order_no", "needed", "available") == [("T1001", 5, 1)]


def test_what_people_typed_stays_when_the_figures_change() -> None:
    typed: dict[str, Cell] = {
        "outcome": "wait",
        "contacted_by": "小周",
        "contacted_at": dt.datetime(2026, 3, 9, 9, 0),
        "note": "周五前到就行",
    }
    before = listed(needed=1, hours=3, **typed)
    outcome = allocate_orders(inputs(orders=[SHORT], products=[product(stock=1)], shortages=[before]))
    assert records(replaced(outcome, "shortages"), "needed", "hours", *typed) == [(2, 48, *typed.values())]


def test_a_row_nobody_touched_goes_when_the_item_is_there_again() -> None:
    outcome = allocate_orders(inputs(orders=[SHORT], products=[product()], shortages=[listed(), listed(order_no="T7")]))
    assert replaced(outcome, "shortages").height == 0
    assert [change.sheet for change in outcome.changes] == ["allocation", "shortages"]


def test_a_row_somebody_typed_into_stays_marked_when_the_item_is_there_again() -> None:
    rows = [listed(outcome="wait"), listed(order_no="T7", note="已留言"), listed(order_no="T8")]
    given = inputs(orders=[SHORT], products=[product()], shortages=rows)
    outcome = allocate_orders(given)
    assert records(replaced(outcome, "shortages"), "order_no", "needed", "outcome", "note") == [
        ("T1001", 0, "wait", "不再缺货"),
        ("T7", 0, None, "已留言"),
    ]
    assert allocate_orders(after(given, outcome)).changes == ()


def test_the_mark_goes_when_the_item_is_short_again() -> None:
    outcome = allocate_orders(
        inputs(orders=[SHORT], products=[product(stock=1)], shortages=[listed(needed=0, outcome="wait", note="No longer short")])
    )
    assert records(replaced(outcome, "shortages"), "needed", "note") == [(2, None)]


def test_a_row_about_an_order_that_is_held_stays_as_it_is() -> None:
    rows = [listed(outcome="refund"), listed(order_no="T2")]
    given = inputs(orders=[SHORT, order(order_no="T2", refund_status="pending", paid_at=PAID)], products=[product()], shortages=rows)
    assert replaced(allocate_orders(given), "shortages").is_empty()


def test_a_row_that_somebody_wrote_by_hand_stays() -> None:
    by_hand: dict[str, Cell] = {"order_no": "T9", "sku": "A-1"}
    outcome = allocate_orders(inputs(orders=[SHORT], products=[product(stock=1)], shortages=[by_hand]))
    assert records(replaced(outcome, "shortages"), "order_no", "needed", "note") == [("T1001", 2, None), ("T9", None, None)]


def test_with_an_unreadable_cell_the_list_is_changed_cell_by_cell_so_that_nothing_typed_is_lost() -> None:
    rows = [listed(contacted_at="昨天下午"), listed(order_no="T7"), listed(order_no="T8", note="No longer short")]
    given = inputs(orders=[SHORT, order(order_no="T2", qty=5)], products=[product(stock=1)], shortages=rows)
    outcome = allocate_orders(given)
    assert written(outcome, "shortages") == {("needed", 3): 0, ("note", 3): "不再缺货", ("needed", 4): 0}
    assert records(appended(outcome, "shortages"), "order_no", "needed") == [("T2", 5)]
    assert allocate_orders(after(given, outcome)).changes == ()


def test_rows_marked_by_a_task_alone_go_as_soon_as_that_is_safe() -> None:
    given = inputs(orders=[SHORT], products=[product()], shortages=[listed(needed=0, note="不再缺货")])
    assert records(replaced(allocate_orders(given), "shortages"), "order_no") == []


def test_a_list_with_a_column_of_the_shops_own_is_not_written_anew() -> None:
    given = inputs(orders=[SHORT], products=[product()])
    own = table(SHORTAGES, [listed()])
    letters = own.grid.text.columns[-1]
    text = own.grid.text.with_columns(own.grid.text[letters].set(own.grid.text[letters] == "备注", "我的栏"))
    assert own.header is not None
    own = replace(own, grid=replace(own.grid, text=text), header=replace(own.header, extra={letters: "我的栏"}))
    outcome = allocate_orders(replace(given, tables={**given.tables, "shortages": own}))
    assert replaced(outcome, "shortages").is_empty()
    assert written(outcome, "shortages") == {("needed", 2): 0, ("note", 2): "不再缺货"}


def test_the_mark_is_written_in_the_language_of_the_run() -> None:
    outcome = allocate_orders(inputs(shortages=[listed(outcome="wait")], lang=Lang.EN))
    assert records(replaced(outcome, "shortages"), "note") == [("No longer short",)]
