import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.stock.alerts.alerting import action, is_low, stock_alerts
from shopbook.books.stock.alerts.checks import RULES, check_running_low
from shopbook.books.stock.alerts.parameters import PARAMETERS
from shopbook.books.stock.alerts.sheets import ALERTS
from shopbook.labels import Lang
from shopbook.run.gathering import empty_table
from shopbook.sheet.books import Outcome
from shopbook.sheet.parameters import Setting, settled
from tests.books.orders.builders import NOW
from tests.books.stock.running_low import TODAY, after, days_ago, entries, given, item, moved, sheet_rows, sold, stock, waiting
from tests.books.tables import REF_ERROR, Cell, Cells, appended, records, written

SEEN = days_ago(1)


def alert(**cells: Cell) -> dict[str, Cell]:
    """An alert about A-1 that was seen yesterday and stands."""
    told: dict[str, Cell] = {"listed_qty": 5, "threshold": 10, "on_hand": 37, "reserved": 0, "available": 37}
    return {"sku": "A-1", "title": "保温杯", "first_seen": SEEN, **told, "action": "告诉同事实际还有37件", **cells}


def opened(outcome: Outcome, *fields: str) -> list[tuple[object, ...]]:
    rows = appended(outcome, "alerts")
    return records(rows, *fields) if rows.width else []


def low(listed: Cell, cells: Cells | None = None, *, settings: Mapping[str, str] | None = None) -> Outcome:
    """What is said of an item that lists so many, of which there are 37."""
    return stock_alerts(given(items=[{**item(listed_qty=listed), **(cells or {})}], ledger=stock(A_1=37), settings=settings))


# ---------------------------------------------------------------- scenario T01


def test_listed_quantities_of_the_worked_example() -> None:
    """Listed 10, 9, 0, "9 " as text, and blank; real stock of the second is 37, of the third 0, of the fourth 3."""
    listed: list[Cell] = [10, 9, 0, "9 ", None]
    items = [item(sku=f"{name}-1", listed_qty=qty) for name, qty in zip("ABCDE", listed, strict=True)]
    outcome = stock_alerts(given(items=items, ledger=stock(A_1=40, B_1=37, C_1=5, D_1=3, E_1=50), orders=[waiting(5, sku="C-1")]))
    assert opened(outcome, "sku", "listed_qty", "threshold", "available", "action") == [
        ("B-1", 9, 10, 37, "告诉同事实际还有37件"),
        ("C-1", 0, 10, 0, "告诉同事库存5件都已卖出还没发，没有可卖的，请补货或下架"),
        ("D-1", 9, 10, 3, "告诉同事实际只剩3件，看看要不要补货"),
    ]
    assert records(outcome.findings, "code", "severity", "cell") == [
        ("cell.number-as-text", "warning", "J5"),
        ("items.listed-qty-missing", "error", "J6"),
    ]
    assert outcome.summary["alerts_new"] == 3


def test_listed_and_real_stock_both_nothing_is_an_alert_and_a_proposal_to_delist() -> None:
    sold_out = entries(moved(qty=5), moved(qty=-5))
    outcome = stock_alerts(given(items=[item(listed_qty=0)], ledger=sold_out))
    assert opened(outcome, "sku", "on_hand", "action") == [("A-1", 0, "告诉同事实际一件也没有，要不要下架见“下架”")]
    assert records(appended(outcome, "delistings"), "sku", "reason") == [("A-1", "sold_out")]


# ---------------------------------------------------------------- what is low


@pytest.mark.parametrize(
    ("listed", "cells", "alerts"),
    [
        (10, {}, 0),
        (9, {}, 1),
        (0, {}, 1),
        (9, {"threshold": 5}, 0),
        (5, {"threshold": 5}, 0),
        (4, {"threshold": 5}, 1),
        (49, {"threshold": 50}, 1),
        (0, {"threshold": 0}, 0),
        (3, {"is_listed": "否"}, 0),
        (3, {"is_listed": "是"}, 1),
        (None, {}, 0),
        ("九件", {}, 0),
        (REF_ERROR, {}, 0),
        (-3, {}, 0),
    ],
)
def test_below_the_threshold_is_an_alert_and_at_it_is_not(listed: Cell, cells: dict[str, Cell], alerts: int) -> None:
    assert len(opened(low(listed, cells), "sku")) == alerts


def test_the_threshold_of_the_shop_is_a_parameter() -> None:
    assert opened(low(19, settings={"alert_below": "20"}), "threshold") == [(20,)]
    assert opened(low(20, settings={"alert_below": "20"}), "threshold") == []


@pytest.mark.parametrize(
    ("by", "listed", "real", "answer"),
    [
        ("listed", 9, 50, True),
        ("listed", 50, 9, False),
        ("listed", None, 9, None),
        ("available", 9, 50, False),
        ("available", 50, 9, True),
        ("available", 50, None, None),
        ("either", 9, 50, True),
        ("either", 50, 9, True),
        ("either", 10, 10, False),
        ("either", 50, None, None),
        ("either", 9, None, True),
        ("either", None, None, None),
    ],
)
def test_what_is_measured_is_the_shops_to_decide(by: str, listed: int | None, real: int | None, *, answer: bool | None) -> None:
    each = {"is_on_sale": True, "listed_qty": listed, "on_hand": 60, "available": real, "threshold": None}
    each |= {"on_hand": None} if real is None else {}
    assert is_low(each, settled(PARAMETERS, (), [Setting("alert_on", by)], on=TODAY)) is answer


def test_without_an_order_workbook_what_is_there_is_what_can_be_sold() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=3)], ledger=stock(A_1=37), orders=None))
    assert opened(outcome, "on_hand", "reserved", "available", "action") == [(37, None, None, "告诉同事实际还有37件")]


def test_items_that_nobody_can_judge_are_counted() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=None), item(sku="B-1", is_listed="否", listed_qty=None)]))
    assert outcome.summary["alerts_unknown"] == 1
    assert "1 种在卖的商品没有在架数量" in outcome.notes[-1].zh


# ---------------------------------------------------------------- what to do


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"on_hand": 37, "available": 37}, "告诉同事实际还有37件"),
        ({"on_hand": 10, "available": 10}, "告诉同事实际还有10件"),
        ({"on_hand": 42, "reserved": 5, "available": 37}, "告诉同事实际还有37件（库存42件，已售未发5件）"),
        ({"on_hand": 3, "available": 3}, "告诉同事实际只剩3件，看看要不要补货"),
        ({"on_hand": None, "available": None}, "明细账里没有这种商品，先查清实际库存再告诉同事"),
        ({"on_hand": 2, "reserved": 5, "available": -3}, "多卖了3件：库存2件，已售未发5件；马上下架，联系买家或补货"),
        ({"on_order": 50}, "告诉同事现在没有可卖的，在途50件，到货前页面上写0"),
        ({"is_requested": True}, "告诉同事现在没有可卖的，补货已提出还没下单，请催采购"),
        ({"on_hand": 5, "reserved": 5}, "告诉同事库存5件都已卖出还没发，没有可卖的，请补货或下架"),
        ({}, "告诉同事实际一件也没有，要不要下架见“下架”"),
    ],
)
def test_what_to_do_goes_by_what_is_really_there(cells: dict[str, object], says: str) -> None:
    each = {"on_hand": 0, "reserved": 0, "available": 0, "on_order": 0, "is_requested": False, **cells}
    assert action(each, 10).zh == says
    assert "{" not in action(each, 10).en


def test_the_action_is_in_the_language_of_the_workbook() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=9)], ledger=stock(A_1=37), lang=Lang.EN))
    assert opened(outcome, "action") == [("Tell your colleagues that there are 37",)]


# ---------------------------------------------------------------- once per crossing


def test_the_row_says_all_that_was_known() -> None:
    assert appended(low(9), "alerts").rows(named=True) == [
        {
            "check": None,
            "sku": "A-1",
            "title": "保温杯",
            "first_seen": NOW,
            "listed_qty": 9,
            "threshold": 10,
            "on_hand": 37,
            "reserved": 0,
            "available": 37,
            "action": "告诉同事实际还有37件",
            "told": None,
            "acknowledged_by": None,
            "acknowledged_at": None,
            "note": None,
            "cleared_at": None,
        }
    ]


def test_running_again_writes_nothing() -> None:
    start = given(items=[item(listed_qty=9), item(sku="B-1", listed_qty=0)], ledger=stock(A_1=37, B_1=4))
    first = stock_alerts(start)
    assert len(opened(first, "sku")) == 2
    again = stock_alerts(after(start, first))
    assert again.changes == ()
    assert (again.summary["alerts_new"], again.summary["alerts_open"]) == (0, 2)


def test_a_standing_alert_is_not_repeated_and_says_what_is_so_now() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=4)], ledger=stock(A_1=6), alerts=[alert(told="小李")]))
    assert opened(outcome, "sku") == []
    assert written(outcome, "alerts") == {
        ("listed_qty", 2): 4,
        ("on_hand", 2): 6,
        ("available", 2): 6,
        ("action", 2): "告诉同事实际只剩6件，看看要不要补货",
    }


def test_an_alert_clears_at_the_threshold_and_keeps_what_it_said() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=10)], ledger=stock(A_1=37), alerts=[alert()]))
    assert written(outcome, "alerts") == {("cleared_at", 2): NOW}
    assert outcome.summary["alerts_cleared"] == 1


def test_a_later_crossing_is_a_new_row_even_on_the_same_day() -> None:
    quantities = [9, 10, 9, 9, 12, 3]
    workbook = given(items=[item(listed_qty=50)], ledger=stock(A_1=37))
    for hour, qty in enumerate(quantities):
        workbook = after(workbook, stock_alerts(workbook), now=NOW + dt.timedelta(hours=hour), items=[item(listed_qty=qty)])
    workbook = after(workbook, stock_alerts(workbook))
    hours = [(row["first_seen"], row["cleared_at"]) for row in sheet_rows(workbook, "alerts")]
    assert hours == [
        (NOW, NOW + dt.timedelta(hours=1)),
        (NOW + dt.timedelta(hours=2), NOW + dt.timedelta(hours=4)),
        (NOW + dt.timedelta(hours=5), None),
    ]


def test_an_item_that_is_off_sale_has_no_alert_any_more() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=3, is_listed="否")], alerts=[alert()]))
    assert written(outcome, "alerts") == {("cleared_at", 2): NOW}


@pytest.mark.parametrize("cells", [{"listed_qty": None}, {"listed_qty": "许多"}, {"sku": "B-1"}])
def test_an_alert_stands_as_it_was_where_nobody_can_say_whether_it_is_over(cells: dict[str, Cell]) -> None:
    outcome = stock_alerts(given(items=[item(**cells)], ledger=stock(A_1=37, B_1=30), alerts=[alert()]))
    assert written(outcome, "alerts") == {}
    assert outcome.summary["alerts_open"] == 1


def test_a_cleared_row_stays_as_it_is() -> None:
    lines = [sold(2)]
    outcome = stock_alerts(given(items=[item(listed_qty=30)], ledger=stock(A_1=37), orders=lines, alerts=[alert(cleared_at=NOW)]))
    assert outcome.changes == ()


def test_what_people_typed_stays() -> None:
    typed: dict[str, Cell] = {"told": "小李", "acknowledged_by": "小李", "acknowledged_at": SEEN, "note": "已改页面"}
    start = given(items=[item(listed_qty=4)], ledger=stock(A_1=6), alerts=[alert(**typed)])
    outcome = stock_alerts(start)
    row = sheet_rows(after(start, outcome), "alerts")[0]
    assert {name: row[name] for name in typed} == typed
    assert (outcome.summary["alerts_open"], outcome.summary["alerts_unacknowledged"]) == (1, 0)


def test_of_an_item_on_two_rows_the_one_that_lists_fewest_counts() -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=30), item(listed_qty=2)], ledger=stock(A_1=37)))
    assert opened(outcome, "sku", "listed_qty") == [("A-1", 2)]
    assert set(outcome.findings["code"]) == {"items.doubled"}


def test_the_order_of_the_rows_does_not_matter() -> None:
    items = [item(sku=f"{name}-1", listed_qty=qty) for name, qty in zip("ABCD", (3, 30, 0, 9), strict=True)]
    ledger = stock(A_1=5, B_1=6, C_1=7, D_1=8)
    first = opened(stock_alerts(given(items=items, ledger=ledger)), "sku", "action")
    assert [sku for sku, _ in first] == ["A-1", "C-1", "D-1"]
    for shuffled in permutations(items):
        assert opened(stock_alerts(given(items=shuffled, ledger=ledger)), "sku", "action") == first


@settings(max_examples=25, deadline=None)
@for_all(st.lists(st.one_of(st.none(), st.integers(0, 14)), min_size=1, max_size=6))
def test_there_is_one_alert_per_crossing_whatever_the_quantities(quantities: list[int | None]) -> None:
    """A crossing is a known quantity below 10 when the last known one was not; a blank says nothing."""
    workbook = given(items=[item()], ledger=stock(A_1=37))
    for minute, qty in enumerate(quantities):
        workbook = after(workbook, Outcome(), now=NOW + dt.timedelta(minutes=minute), items=[item(listed_qty=qty), item(sku="Z-1")])
        workbook = after(workbook, stock_alerts(workbook))
        assert stock_alerts(workbook).changes == ()
    known = [20, *(qty for qty in quantities if qty is not None)]
    crossings = sum(before >= 10 > now for before, now in pairwise(known))
    rows = sheet_rows(workbook, "alerts")
    assert len(rows) == crossings
    assert sum(row["cleared_at"] is None for row in rows) == (known[-1] < 10)


# ---------------------------------------------------------------- what is wrong with the list


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"acknowledged_at": NOW}, "alerts.acknowledged-by-nobody"),
        ({"acknowledged_by": "小李", "acknowledged_at": SEEN - dt.timedelta(minutes=1)}, "alerts.acknowledged-too-early"),
        ({"acknowledged_by": "小李", "acknowledged_at": NOW + dt.timedelta(minutes=1)}, "alerts.acknowledged-too-early"),
        ({"first_seen": NOW - dt.timedelta(hours=24, minutes=1)}, "alerts.nobody-told"),
        ({"first_seen": NOW - dt.timedelta(hours=24, minutes=1), "told": "小李"}, "alerts.not-acknowledged"),
    ],
)
def test_what_is_wrong_with_an_alert_is_said(cells: dict[str, Cell], code: str) -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=5)], ledger=stock(A_1=37), alerts=[alert(**cells)]))
    assert code in outcome.findings["code"].to_list()


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"told": "小李", "acknowledged_by": "小李", "acknowledged_at": SEEN},
        {"first_seen": days_ago(9), "acknowledged_by": "小李"},
        {"first_seen": days_ago(9), "cleared_at": NOW},
    ],
)
def test_an_alert_that_is_in_order_has_no_finding(cells: dict[str, Cell]) -> None:
    outcome = stock_alerts(given(items=[item(listed_qty=5)], ledger=stock(A_1=37), alerts=[alert(**cells)]))
    assert outcome.findings.is_empty()


def test_an_oversold_item_is_pointed_out() -> None:
    row = item(available=-3, on_hand=2, reserved=5)
    found = stock_alerts(given(items=[row], ledger=stock(A_1=37))).findings
    assert records(found, "code", "severity", "message") == [
        ("items.oversold", "warning", "多卖了：实际库存 2 件，已售未发 5 件；请补货，或联系买家换货、退款")
    ]


def test_an_empty_workbook_says_so_and_writes_nothing() -> None:
    outcome = stock_alerts(given())
    assert outcome.changes == ()
    assert outcome.notes[0].zh == "新增预警 0 条，解除 0 条；还在预警的 0 条，其中 0 条没有人确认。"


# ---------------------------------------------------------------- together with the rest of the workbook


def test_everything_about_running_low_is_checked_at_once() -> None:
    request: dict[str, Cell] = {"request_no": "BH1", "sku": "Z-9", "qty": 5, "state": "proposed", "proposed_at": NOW}
    listed: dict[str, Cell] = {"sku": "A-1", "reason": "other", "found_at": NOW}
    verdict = check_running_low(
        given(items=[item(available=-1)], alerts=[alert(acknowledged_at=NOW)], delistings=[listed], replenishments=[request])
    )
    assert verdict.findings["code"].to_list() == [
        "delistings.other-without-note",
        "items.oversold",
        "replenishments.item-unknown",
        "alerts.acknowledged-by-nobody",
    ]
    assert verdict.not_run == {}


def test_a_sheet_that_the_workbook_lacks_has_no_findings() -> None:
    workbook = given(items=[item()])
    tables = {**workbook.tables, "alerts": empty_table(ALERTS)}
    assert check_running_low(replace(workbook, tables=tables)).findings.is_empty()


def test_every_rule_has_an_example_and_a_code_of_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(rule.example and rule.source for rule in RULES)
