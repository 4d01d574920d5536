import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.orders.sheets import ORDERS
from shopbook.books.orders.tidying import tidy_orders
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType
from tests.books.orders.builders import NOW, after, inputs, order
from tests.books.tables import REF_ERROR, Cell, Raw, appended, records, with_formulas, written


@pytest.mark.parametrize(
    ("field", "cell", "tidy"),
    [
        ("order_no", " T1001 ", "T1001"),
        ("order_no", "４１００１２３４５６７８９０１２３４５", "4100123456789012345"),
        ("phone", "138 0013-8000", "13800138000"),
        ("phone", "１３８００１３８０００", "13800138000"),
        ("receiver", "\u3000李　四 ", "李 四"),
        ("message", "\u200b请轻放 ", "请轻放"),
        ("sku", "'00123", "00123"),
        ("status", "买家已付款,等待卖家发货", "待发货"),
        ("status", "unshipped", "To ship"),
        ("qty", "２件", 2),
        ("price", "¥1,234.50", Decimal("1234.50")),
        ("created_at", "2026年3月1日 8:05", dt.datetime(2026, 3, 1, 8, 5)),
    ],
)
def test_an_odd_form_is_written_plainly_with_its_own_type(field: str, cell: Cell, tidy: object) -> None:
    outcome = tidy_orders(inputs(orders=[order(**{field: cell})]))
    assert written(outcome, "orders") == {(field, 2): tidy}


def test_every_change_is_logged_with_old_and_new_value_time_rule_and_person() -> None:
    outcome = tidy_orders(inputs(orders=[order(), order(order_no="T2", line_no=3, phone="138 0013 8000")]))
    assert appended(outcome, "changes").rows(named=True) == [
        {
            "changed_at": NOW,
            "run": "20260310-120000",
            "task": "整理订单",
            "tab": "订单",
            "key": "T2 / 3",
            "field": "手机",
            "old": "138 0013 8000",
            "new": "13800138000",
            "rule": "cell.untidy",
            "who": "王店长",
            "undone": None,
        }
    ]
    assert outcome.summary == {"tidied_cells": 1, "tidied_rows": 1}


def test_the_log_is_written_in_the_language_of_the_run() -> None:
    outcome = tidy_orders(inputs(orders=[order(qty="2")], lang=Lang.EN, who=""))
    assert records(appended(outcome, "changes"), "task", "tab", "field", "rule", "who") == [
        ("Tidy orders", "Orders", "Quantity", "cell.number-as-text", None)
    ]


def test_a_second_run_in_the_same_second_has_its_own_number() -> None:
    log = [{"run": "20260310-120000"}, {"run": "20260310-120000-2"}]
    outcome = tidy_orders(inputs(orders=[order(qty="2")], changes=log))
    assert records(appended(outcome, "changes"), "run") == [("20260310-120000-3",)]


def test_tidying_twice_changes_nothing_the_second_time() -> None:
    given = inputs(
        orders=[order(phone="138 0013 8000", status="备货中", qty="2", message=" 快 "), order(order_no="T2", paid_at="2026/3/1 8:05")]
    )
    first = tidy_orders(given)
    second = tidy_orders(after(given, first))
    assert first.summary["tidied_cells"] == 5
    assert second.changes == ()
    assert second.summary == {"tidied_cells": 0, "tidied_rows": 0}


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("qty", "两件"),
        ("qty", REF_ERROR),
        ("phone", "1380013800"),
        ("status", "发货了"),
        ("order_no", Raw("4100123456789012345", CellType.NUMBER)),
        ("order_no", "4.1E+18"),
        ("qty", "0"),
        ("created_at", "三月初"),
    ],
)
def test_a_cell_with_an_error_is_left_alone(field: str, cell: Cell) -> None:
    assert tidy_orders(inputs(orders=[order(**{field: cell})])).changes == ()


def test_an_amount_with_more_places_than_the_column_keeps_is_not_rounded_by_tidying() -> None:
    outcome = tidy_orders(inputs(orders=[order(paid="12.345"), order(order_no="T2", paid="12.340")]))
    assert written(outcome, "orders") == {("paid", 3): Decimal("12.34")}


def test_a_formula_is_not_replaced_by_what_it_shows_and_that_is_said() -> None:
    given = inputs(orders=[order(qty="2", phone="138 0013 8000"), order(order_no="T2", qty="3")])
    outcome = tidy_orders(with_formulas(given, ORDERS, "qty", 2))
    assert written(outcome, "orders") == {("phone", 2): "13800138000", ("qty", 3): 3}
    assert records(appended(outcome, "changes"), "field") == [("手机",), ("数量",)]
    (said,) = outcome.notes[1:]
    assert said.en == (
        "In sheet '订单', 1 cell of column 'Quantity' holds a formula (such as M2) and was left as it is; "
        "to have it filled in, clear the formula and run again"
    )


def test_where_only_formulas_are_untidy_nothing_changes() -> None:
    outcome = tidy_orders(with_formulas(inputs(orders=[order(qty="2")]), ORDERS, "qty", 2))
    assert outcome.changes == ()
    assert "是公式" in outcome.notes[1].zh


def test_columns_that_tasks_fill_are_not_tidied() -> None:
    assert tidy_orders(inputs(orders=[order(check=" 待查 ", source="\u3000taobao.csv")])).changes == ()


def test_rows_that_share_a_key_are_numbered_in_the_log() -> None:
    outcome = tidy_orders(inputs(orders=[order(qty="1"), order(qty="1"), order(line_no=None, qty="1")]))
    assert records(appended(outcome, "changes"), "key") == [("T1001 / 1",), ("T1001 / 1 (2)",), ("T1001",)]


def test_no_orders_is_no_reason_to_change_anything() -> None:
    outcome = tidy_orders(inputs())
    assert outcome.changes == ()
    assert "什么都没有改动" in outcome.notes[0].zh
