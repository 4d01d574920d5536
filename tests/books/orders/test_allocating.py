import datetime as dt

import pytest

from shopbook.books.orders.allocation.allocating import allocate_orders
from shopbook.books.orders.reviewing import review_orders
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType
from tests.books.orders.builders import NOW, after, inputs, order, product
from tests.books.tables import REF_ERROR, Cell, Raw, appended, records, replaced

EARLY, LATE = dt.datetime(2026, 3, 10, 7, 0), dt.datetime(2026, 3, 10, 9, 0)


def test_stock_goes_to_who_paid_first_and_the_list_says_what_everybody_got() -> None:
    rows = [order(order_no="T1", qty=8, paid_at=LATE), order(order_no="T2", qty=4, paid_at=EARLY), order(order_no="T3", qty=6, paid_at=NOW)]
    outcome = allocate_orders(inputs(orders=rows, products=[product(stock=10)]))
    assert records(replaced(outcome, "allocation"), "order_no", "qty", "given", "warehouse", "state", "why") == [
        ("T2", 4, 4, "主仓", "allocated", None),
        ("T1", 8, 0, None, "short", "缺货：要 8 件，最多可发 6 件"),
        ("T3", 6, 6, "主仓", "allocated", None),
    ]
    assert outcome.summary == {
        "orders_pending": 3,
        "orders_allocated": 2,
        "orders_short": 1,
        "orders_held": 0,
        "pieces_given": 10,
        "shortage_calls": 1,
        "lines_without_order_no": 0,
    }


def test_allocating_again_changes_nothing() -> None:
    given = inputs(orders=[order(qty=8), order(order_no="T2", qty=4), order(order_no="T3", message="急")], products=[product(stock=10)])
    first = allocate_orders(given)
    assert len(first.changes) == 2
    assert allocate_orders(after(given, first)).changes == ()


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [order(order_no=f"T{n}", line_no=line, qty=n, sku=sku) for n in (1, 2, 3) for line, sku in enumerate(("A-1", "B-1"), 1)]
    products = [product(stock=4), product(sku="B-1", stock=4), product(sku="B-1", warehouse="北仓", stock=9)]
    there = allocate_orders(inputs(orders=rows, products=products))
    back = allocate_orders(inputs(orders=rows[::-1], products=products[::-1]))
    assert replaced(there, "allocation").equals(replaced(back, "allocation"))
    assert replaced(there, "shortages").equals(replaced(back, "shortages"))


@pytest.mark.parametrize(
    ("manner", "results"),
    [
        ("skip", [("T1", 0, "short"), ("T2", 2, "allocated")]),
        ("排队", [("T1", 0, "short"), ("T2", 0, "short")]),
        ("split", [("T1", 5, "short"), ("T2", 0, "short")]),
    ],
)
def test_the_shop_decides_what_happens_when_stock_is_short(manner: str, results: list[tuple[str, int, str]]) -> None:
    rows = [order(order_no="T1", qty=6, paid_at=EARLY), order(order_no="T2", qty=2, paid_at=LATE)]
    outcome = allocate_orders(inputs(orders=rows, products=[product(stock=5)], settings={"split_orders": manner}))
    assert records(replaced(outcome, "allocation"), "order_no", "given", "state") == results


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"refund_status": "pending"}, "退款处理中"),
        ({"message": "要红色的"}, "有留言、备注或改过内容，还没有列入“待审”，请先点“列出待审”"),
        ({"sku": None}, "没有商品编码"),
        ({"sku": REF_ERROR}, "没有商品编码"),
        ({"sku": "Z-9"}, "商品表里没有 Z-9"),
        ({"qty": None}, "数量为空、看不懂或小于1"),
        ({"qty": "两三件"}, "数量为空、看不懂或小于1"),
        ({"qty": 0}, "数量为空、看不懂或小于1"),
        ({"refund_status": "refunded"}, "已退款，不用发货"),
        ({"refund_status": "pending", "remark": "发顺丰"}, "退款处理中；有留言、备注或改过内容，还没有列入“待审”，请先点“列出待审”"),
    ],
)
def test_a_held_order_gets_nothing_and_says_why(cells: dict[str, Cell], why: str) -> None:
    outcome = allocate_orders(inputs(orders=[order(**cells)], products=[product()]))
    assert records(replaced(outcome, "allocation"), "given", "state", "why") == [(0, "held", why)]
    assert replaced(outcome, "shortages").is_empty()
    assert outcome.summary["orders_held"] == 1


def test_one_unreadable_line_holds_the_whole_order() -> None:
    rows = [order(), order(line_no=2, qty="若干"), order(order_no="T2")]
    outcome = allocate_orders(inputs(orders=rows, products=[product()]))
    assert records(replaced(outcome, "allocation"), "order_no", "line_no", "given", "why") == [
        ("T1001", 1, 0, "同一订单里有一行不能分配"),
        ("T1001", 2, 0, "数量为空、看不懂或小于1"),
        ("T2", 1, 1, None),
    ]


def test_a_refunded_line_stays_behind_and_the_rest_of_the_order_is_served() -> None:
    rows = [order(refund_status="refunded"), order(line_no=2)]
    outcome = allocate_orders(inputs(orders=rows, products=[product()]))
    assert records(replaced(outcome, "allocation"), "line_no", "given", "state") == [(1, 0, "held"), (2, 1, "allocated")]
    assert (outcome.summary["orders_allocated"], outcome.summary["orders_held"]) == (1, 0)


def test_what_stands_on_the_first_line_of_an_order_holds_for_all_its_lines() -> None:
    below: dict[str, Cell] = {"line_no": 2, "status": None, "refund_status": None, "paid_at": None, "buyer": None, "warehouse": None}
    stock = [product(stock=5), product(warehouse="北仓", stock=5)]
    outcome = allocate_orders(inputs(orders=[order(warehouse="北仓"), order(**below)], products=stock))
    assert records(replaced(outcome, "allocation"), "line_no", "warehouse", "paid_at") == [
        (1, "北仓", dt.datetime(2026, 3, 10, 8, 5)),
        (2, "北仓", dt.datetime(2026, 3, 10, 8, 5)),
    ]
    refunded = allocate_orders(inputs(orders=[order(refund_status="refunded"), order(**below)], products=stock))
    assert replaced(refunded, "allocation")["why"].to_list() == ["已退款，不用发货"] * 2


def test_the_same_line_twice_is_not_given_twice() -> None:
    outcome = allocate_orders(inputs(orders=[order(), order()], products=[product()]))
    assert set(replaced(outcome, "allocation")["why"]) == {"订单里有两行行号相同，可能重复录入"}


def test_lines_without_number_are_counted_through() -> None:
    outcome = allocate_orders(
        inputs(orders=[order(line_no=None), order(line_no=None, sku="B-1")], products=[product(), product(sku="B-1")])
    )
    assert records(replaced(outcome, "allocation"), "line_no", "sku", "given") == [(1, "A-1", 1), (2, "B-1", 1)]


@pytest.mark.parametrize(
    "cells",
    [{"status": status} for status in ("unpaid", "part_shipped", "shipped", "received", "done", "closed")]
    + [{"shipped_at": NOW}, {"line_type": "service"}, {"status": None}],
)
def test_only_what_waits_to_be_shipped_is_looked_at(cells: dict[str, Cell]) -> None:
    outcome = allocate_orders(inputs(orders=[order(**cells)], products=[product()]))
    assert outcome.changes == ()
    assert outcome.summary["orders_pending"] == 0


def test_a_paid_line_without_order_number_is_left_out_and_counted() -> None:
    outcome = allocate_orders(inputs(orders=[order(order_no=None), order()], products=[product()]))
    assert outcome.summary["lines_without_order_no"] == 1
    assert records(replaced(outcome, "allocation"), "order_no") == [("T1001",)]
    assert "没有订单编号" in outcome.notes[-1].zh


def review(**cells: Cell) -> dict[str, Cell]:
    return {"order_no": "T1001", "decision": "pass", "reviewer": "李主管", **cells}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, None),
        ({"decision": None}, "等待审核"),
        ({"decision": "行吧"}, "等待审核"),
        ({"decision": "hold"}, "审核结果为“暂停”"),
        ({"reviewer": None}, "审核通过，但没有写审核人"),
    ],
)
def test_a_listed_order_is_served_once_a_named_person_has_passed_it(cells: dict[str, Cell], why: str | None) -> None:
    given = inputs(orders=[order(message="请轻放")], products=[product()])
    listed = appended(review_orders(given), "reviews").row(0, named=True)
    outcome = allocate_orders(inputs(orders=[order(message="请轻放")], products=[product()], reviews=[{**listed, **review(**cells)}]))
    assert records(replaced(outcome, "allocation"), "why") == [(why,)]


def test_an_order_that_changed_after_it_was_passed_waits_for_another_look() -> None:
    given = inputs(orders=[order(message="请轻放")], products=[product()])
    listed = appended(review_orders(given), "reviews").row(0, named=True)
    changed = inputs(orders=[order(message="请轻放", phone="13900139000")], products=[product()], reviews=[{**listed, **review()}])
    assert records(replaced(allocate_orders(changed), "allocation"), "why") == [("现在的内容与审核时不同，请再点一次“列出待审”",)]


@pytest.mark.parametrize(
    ("chosen", "state", "why"),
    [
        ("wait", "allocated", None),
        ("refund", "held", "买家选择退款"),
        ("cancel", "held", "买家选择取消"),
        ("exchange", "held", "买家选择换货，等订单改成新商品"),
        ("再问问", "held", "“缺货”里的联系结果看不懂"),
    ],
)
def test_what_the_buyer_chose_decides_about_the_order(chosen: str, state: str, why: str | None) -> None:
    called: dict[str, Cell] = {"order_no": "T1001", "sku": "A-1", "needed": 1, "outcome": chosen}
    outcome = allocate_orders(inputs(orders=[order()], products=[product()], shortages=[called]))
    assert records(replaced(outcome, "allocation"), "state", "why") == [(state, why)]


def test_an_exchanged_order_is_served_once_it_has_the_new_item() -> None:
    called: dict[str, Cell] = {"order_no": "T1001", "sku": "OLD", "needed": 1, "outcome": "exchange"}
    outcome = allocate_orders(inputs(orders=[order()], products=[product()], shortages=[called]))
    assert records(replaced(outcome, "allocation"), "state") == [("allocated",)]


def test_an_outcome_that_cannot_be_read_is_an_error_at_its_cell() -> None:
    called: dict[str, Cell] = {"order_no": "T1001", "sku": "A-1", "needed": 1, "outcome": "再问问"}
    found = allocate_orders(inputs(orders=[order()], products=[product()], shortages=[called])).findings
    assert records(found, "code", "tab", "cell") == [("cell.unknown-choice", "缺货", "I2")]


def test_stock_that_stands_twice_counts_once_and_is_reported() -> None:
    outcome = allocate_orders(inputs(orders=[order(qty=7)], products=[product(stock=5), product(stock=9), product(sku="B-1")]))
    assert records(replaced(outcome, "allocation"), "state", "why") == [("short", "缺货：要 7 件，最多可发 5 件")]
    assert records(outcome.findings, "code", "row") == [("products.doubled", 2), ("products.doubled", 3)]


def test_unreadable_stock_is_no_stock_and_an_error() -> None:
    outcome = allocate_orders(inputs(orders=[order()], products=[product(stock="很多", is_dropship="是")]))
    assert records(replaced(outcome, "allocation"), "state") == [("short",)]
    assert records(outcome.findings, "code", "field") == [("cell.not-a-number", "stock")]


def test_negative_stock_is_nothing() -> None:
    outcome = allocate_orders(inputs(orders=[order()], products=[product(stock=-3)]))
    assert records(replaced(outcome, "allocation"), "given", "why") == [(0, "缺货：要 1 件，最多可发 0 件")]


def test_the_own_warehouse_comes_before_a_supplier_who_ships() -> None:
    products = [product(stock=1, warehouse="自家仓"), product(stock=None, warehouse=None, supplier="A供应商", is_dropship="是")]
    outcome = allocate_orders(inputs(orders=[order(), order(order_no="T2", qty=99)], products=products))
    assert records(replaced(outcome, "allocation"), "order_no", "warehouse") == [("T1001", "自家仓"), ("T2", "A供应商")]


def test_a_shop_without_warehouses_leaves_the_column_empty() -> None:
    outcome = allocate_orders(inputs(orders=[order(warehouse="主仓")], products=[product(warehouse=None)]))
    assert records(replaced(outcome, "allocation"), "given", "warehouse") == [(1, None)]


def test_the_reasons_speak_the_language_of_the_run() -> None:
    outcome = allocate_orders(
        inputs(orders=[order(qty=2), order(order_no="T2", refund_status="pending")], products=[product(stock=1)], lang=Lang.EN)
    )
    assert replaced(outcome, "allocation")["why"].to_list() == ["Short: 2 wanted, at most 1 there", "Refund pending"]


def test_an_order_number_that_lost_its_digits_is_not_guessed() -> None:
    lost = Raw("4100123456789012345", CellType.NUMBER)
    outcome = allocate_orders(inputs(orders=[order(order_no=lost)], products=[product()]))
    assert outcome.summary["lines_without_order_no"] == 1
