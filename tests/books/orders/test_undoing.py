import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from shopbook.books.orders.reviewing import review_orders
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.orders.tidying import tidy_orders
from shopbook.books.orders.undoing import undo
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType
from tests.books.orders.builders import NOW, after, inputs, order
from tests.books.tables import Cell, Cells, Raw, records, table, written


def entry(**cells: Cell) -> dict[str, Cell]:
    """A change of the order line T1001 / 1: its quantity was 2 and an import made it 1."""
    what: dict[str, Cell] = {
        "task": "导入",
        "tab": "订单",
        "key": "T1001 / 1",
        "field": "数量",
        "old": "2",
        "new": "1",
        "rule": "import.updated",
    }
    return {"changed_at": NOW - dt.timedelta(hours=1), "run": "20260310-110000", **what, **cells}


UNTIDY: list[Cells] = [
    order(phone="138 0013 8000", qty="1", status="买家已付款,等待卖家发货", message="\u3000快\t"),
    order(order_no="Ｔ2", paid_at="2026年3月1日 8:05", price="¥50", sku="'00123"),
]


def test_undo_gives_back_to_the_letter_what_tidying_changed() -> None:
    given = inputs(orders=UNTIDY)
    tidied = after(given, tidy_orders(given))
    assert not tidied.tables["orders"].grid.text.equals(given.tables["orders"].grid.text)
    outcome = undo(tidied)
    restored = after(tidied, outcome).tables["orders"].grid
    assert restored.text.equals(given.tables["orders"].grid.text)
    assert restored.types.equals(given.tables["orders"].grid.types)
    assert outcome.summary == {"undone_cells": 8, "undo_blocked": 0}


def test_what_is_undone_is_marked_and_not_undone_again() -> None:
    given = inputs(orders=UNTIDY)
    tidied = after(given, tidy_orders(given))
    undone = after(tidied, undo(tidied))
    assert undone.frame("changes")["undone"].to_list() == [True] * 8
    again = undo(undone)
    assert again.changes == ()
    assert "没有可以撤销的批次" in again.notes[0].zh


def test_tidying_undoing_and_tidying_again_ends_where_tidying_ended() -> None:
    given = inputs(orders=UNTIDY)
    tidied = after(given, tidy_orders(given))
    undone = after(tidied, undo(tidied))
    assert after(undone, tidy_orders(undone)).frame("orders").equals(tidied.frame("orders"))


@pytest.mark.parametrize(
    ("field", "title", "now", "old", "new", "back"),
    [
        ("qty", "数量", 1, "2", "1", 2),
        ("qty", "数量", 1, None, "1", None),
        ("paid", "实付金额", Decimal("50.00"), "48.50", "50.00", Decimal("48.50")),
        ("paid_at", "付款时间", NOW, "2026-03-09 08:00:00", "2026-03-10 12:00:00", dt.datetime(2026, 3, 9, 8, 0)),
        ("phone", "手机", "13900139000", "13800138000", "13900139000", "13800138000"),
        ("status", "订单状态", "shipped", "待发货", "已发货", "待发货"),
        ("message", "买家留言", None, "要红色", None, "要红色"),
        ("qty", "数量", 1, "两件吧", "1", "两件吧"),
    ],
)
def test_a_cell_gets_its_old_value_with_the_type_of_its_column(
    field: str, title: str, now: Cell, *, old: str | None, new: str | None, back: object
) -> None:
    given = inputs(orders=[order(**{field: now})], changes=[entry(field=title, old=old, new=new)])
    assert written(undo(given), "orders") == {(field, 2): back}


def test_a_cell_changed_since_is_left_alone_and_pointed_out() -> None:
    given = inputs(orders=[order(qty=7), order(order_no="T2")], changes=[entry(), entry(key="T2 / 1")])
    outcome = undo(given)
    assert written(outcome, "orders") == {("qty", 3): 2}
    assert written(outcome, "changes") == {("undone", 3): True}
    assert records(outcome.findings, "code", "severity", "cell", "key", "value", "fix") == [
        ("undo.changed-since", "warning", "M2", "T1001", "7", "2")
    ]
    assert "改回“2”" in outcome.findings["message"][0]
    assert outcome.summary == {"undone_cells": 1, "undo_blocked": 1}


def test_a_text_that_was_changed_back_by_hand_only_in_its_form_counts_as_changed() -> None:
    given = inputs(
        orders=[order(phone="138 0013-8000")], changes=[entry(field="手机", old="13800138000 ", new="13800138000", rule="cell.untidy")]
    )
    assert undo(given).changes == ()


@pytest.mark.parametrize("cells", [{"key": "T9 / 1"}, {"field": "没有这一列"}, {"tab": "别的表"}, {"tab": None}, {"key": None}])
def test_a_cell_that_is_gone_is_pointed_out_in_the_log(cells: dict[str, Cell]) -> None:
    outcome = undo(inputs(orders=[order()], changes=[entry(**cells)]))
    assert outcome.changes == ()
    assert records(outcome.findings, "code", "tab", "row") == [("undo.not-found", "修改记录", 2)]


def test_a_column_that_was_deleted_is_pointed_out_in_the_log() -> None:
    given = inputs(orders=[order()], changes=[entry()])
    fewer = table(ORDERS, [order()], fields=["order_no", "line_no", "status"])
    assert records(undo(replace(given, tables={**given.tables, "orders": fewer})).findings, "code") == [("undo.not-found",)]


def test_rows_are_found_by_key_after_they_were_sorted() -> None:
    given = inputs(orders=[order(order_no="T0", qty=5), order(line_no=2, qty=5), order()], changes=[entry()])
    assert written(undo(given), "orders") == {("qty", 4): 2}


def test_several_changes_of_one_cell_are_undone_to_the_first() -> None:
    given = inputs(orders=[order(qty=1)], changes=[entry(old="4", new="3"), entry(old="3", new="1")])
    outcome = undo(given)
    assert written(outcome, "orders") == {("qty", 2): 4}
    assert written(outcome, "changes") == {("undone", 2): True, ("undone", 3): True}


def test_the_newest_run_goes_first_and_then_the_one_before() -> None:
    older = entry(run="20260309-090000", changed_at=NOW - dt.timedelta(days=1), old="3", new="2")
    given = inputs(orders=[order(qty=1)], changes=[entry(), older])
    once = after(given, undo(given))
    assert once.frame("orders")["qty"].to_list() == [2]
    assert after(once, undo(once)).frame("orders")["qty"].to_list() == [3]


def test_a_run_that_was_undone_in_part_does_not_bar_the_way_to_older_ones() -> None:
    older = entry(run="20260309-090000", changed_at=NOW - dt.timedelta(days=1), key="T2 / 1")
    partly = [entry(key="T3 / 1", undone="是"), entry()]
    given = inputs(orders=[order(qty=7), order(order_no="T2")], changes=[older, *partly])
    assert written(undo(given), "orders") == {("qty", 3): 2}


def test_an_older_run_can_be_named() -> None:
    older = entry(run="20260309-090000", changed_at=NOW - dt.timedelta(days=1), field="手机", old="13900139000", new="13800138000")
    given = inputs(orders=[order()], changes=[older, entry()], settings={"run": "20260309-090000"})
    assert written(undo(given), "orders") == {("phone", 2): "13900139000"}


def test_a_run_that_is_not_in_the_log_is_said_by_name() -> None:
    outcome = undo(inputs(orders=[order()], changes=[entry()], settings={"run": "20250101-000000"}))
    assert outcome.changes == ()
    assert "20250101-000000" in outcome.notes[0].zh


def test_the_log_may_be_in_the_other_language() -> None:
    given = inputs(orders=[order()], changes=[entry(tab="Orders", field="Quantity")], lang=Lang.ZH)
    assert written(undo(given), "orders") == {("qty", 2): 2}


def test_an_old_text_that_looks_like_a_number_comes_back_as_text() -> None:
    given = inputs(orders=[order(qty=Raw("1", CellType.NUMBER))], changes=[entry(old="1 ", new="1", rule="cell.number-as-text")])
    assert written(undo(given), "orders") == {("qty", 2): "1 "}


def test_a_decision_that_review_took_away_comes_back() -> None:
    passed: dict[str, Cell] = {"order_no": "T1001", "decision": "pass", "reviewer": "李主管", "reviewed_at": NOW, "seen": "old"}
    given = inputs(orders=[order(message="急")], reviews=[passed])
    reopened = after(given, review_orders(given))
    assert reopened.frame("reviews")["decision"].to_list() == [None]
    back = after(reopened, undo(reopened)).frame("reviews")
    assert records(back, "decision", "reviewer", "reviewed_at", "seen") == [("pass", "李主管", NOW, "old")]


def test_an_empty_log_has_nothing_to_undo() -> None:
    outcome = undo(inputs(orders=[order()], lang=Lang.EN))
    assert outcome.changes == ()
    assert outcome.notes[0].en == "There is no run in Changes to undo."
