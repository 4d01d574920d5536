import datetime as dt
from collections.abc import Sequence

import pytest

from shopbook.books.orders.reviewing import held_by_review, review_orders
from shopbook.labels import Lang
from tests.books.orders.builders import NOW, after, inputs, order
from tests.books.tables import Cell, Cells, appended, records, written

MORNING = dt.datetime(2026, 3, 10, 8, 30)


def reviewed(orders: Sequence[Cells], **cells: Cell) -> list[Cells]:
    """The rows of 待审 as they are when somebody has passed everything that review lists."""
    rows = appended(review_orders(inputs(orders=orders, now=MORNING)), "reviews").rows(named=True)
    return [{**row, "decision": "pass", "reviewer": "李主管", "reviewed_at": MORNING, **cells} for row in rows]


def edited(**cells: Cell) -> dict[str, Cell]:
    """An entry of the change log: an import changed the phone of T1001."""
    return {"run": "1", "tab": "订单", "key": "T1001 / 1", "field": "手机", "old": "1", "new": "2", "rule": "import.updated", **cells}


def test_orders_with_a_message_or_a_remark_are_listed_with_what_there_is_to_see() -> None:
    rows = [
        order(order_no="T3", message="急用", remark="发顺丰"),
        order(order_no="T2", remark="发顺丰"),
        order(message="急用"),
        order(order_no="T4"),
    ]
    outcome = review_orders(inputs(orders=rows))
    assert records(appended(outcome, "reviews"), "order_no", "reason", "message", "remark", "found_at", "decision") == [
        ("T1001", "买家有留言", "急用", None, NOW, None),
        ("T2", "有卖家备注", None, "发顺丰", NOW, None),
        ("T3", "买家有留言；有卖家备注", "急用", "发顺丰", NOW, None),
    ]
    assert outcome.summary == {
        "review_listed": 3,
        "review_reopened": 0,
        "review_waiting": 3,
        "review_passed": 0,
        "review_on_hold": 0,
        "review_unsigned": 0,
    }
    assert "还有 3 单等待审核" in outcome.notes[0].zh


def test_reviewing_twice_changes_nothing_the_second_time() -> None:
    given = inputs(orders=[order(message="急用"), order(line_no=2, message=None)])
    first = review_orders(given)
    assert len(first.changes) == 1
    second = review_orders(after(given, first))
    assert second.changes == ()
    assert second.summary["review_waiting"] == 1


@pytest.mark.parametrize("status", ["part_shipped", "shipped", "received", "done", "closed"])
def test_orders_that_are_shipped_or_closed_are_not_listed(status: str) -> None:
    assert review_orders(inputs(orders=[order(message="急用", status=status)])).changes == ()


@pytest.mark.parametrize("status", ["unpaid", "paid", None])
def test_orders_that_may_still_be_shipped_are_listed(status: str | None) -> None:
    assert appended(review_orders(inputs(orders=[order(message="急用", status=status)])), "reviews").height == 1


def test_an_order_that_a_task_changed_is_listed_with_what_was_changed() -> None:
    log = [edited(), edited(field="Receiver", tab="Orders", key="T1001 / 2"), edited(field="数量", rule=None)]
    outcome = review_orders(inputs(orders=[order(), order(order_no="T2")], changes=log))
    assert records(appended(outcome, "reviews"), "order_no", "reason") == [("T1001", "改过手机、收货人、数量")]


@pytest.mark.parametrize("cells", [{"rule": "cell.untidy"}, {"undone": "是"}, {"field": "客服"}, {"tab": "待审"}, {"key": "T9 / 1"}])
def test_tidied_undone_and_other_changes_are_no_reason_to_look(cells: dict[str, Cell]) -> None:
    assert review_orders(inputs(orders=[order()], changes=[edited(**cells)])).changes == ()


def test_a_passed_order_stays_passed_while_nothing_changes() -> None:
    orders = [order(message="急用")]
    outcome = review_orders(inputs(orders=orders, reviews=reviewed(orders)))
    assert outcome.changes == ()
    assert outcome.summary["review_passed"] == 1
    assert outcome.notes[0].zh == "没有等待审核的订单，可以点“分配库存”。"
    assert held_by_review(inputs(orders=orders, reviews=reviewed(orders))) == {}


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ({"phone": "13900139000"}, "手机"),
        ({"receiver": "别人"}, "收货人"),
        ({"address": "文三路2号"}, "地址"),
        ({"city": "宁波市"}, "地址"),
        ({"sku": "B-1"}, "商品"),
        ({"qty": 2}, "商品"),
        ({"message": "不急", "remark": "已改"}, "买家留言、卖家备注"),
        ({"message": None}, "买家留言"),
    ],
)
def test_a_passed_order_that_changes_is_open_again_and_says_what_changed(cells: dict[str, Cell], parts: str) -> None:
    rows = reviewed([order(message="急用")])
    outcome = review_orders(inputs(orders=[order(**{"message": "急用", **cells})], reviews=rows))
    now = written(outcome, "reviews")
    assert now["reason", 2] == f"审核后有变化：{parts}"
    assert [now[field, 2] for field in ("decision", "reviewer", "reviewed_at")] == [None, None, None]
    assert (outcome.summary["review_reopened"], outcome.summary["review_waiting"], outcome.summary["review_passed"]) == (1, 1, 0)


def test_opening_again_is_logged_old_and_new() -> None:
    rows = reviewed([order(message="急用")])
    outcome = review_orders(inputs(orders=[order(message="不急")], reviews=rows))
    log = appended(outcome, "changes")
    assert set(log["rule"]) == {"reviews.changed"}
    assert set(log["key"]) == {"T1001"}
    seen = str(rows[0]["seen"])
    fresh = seen.split(".")[1:]
    assert records(log, "tab", "field", "old") == [
        ("待审", "买家留言", "急用"),
        ("待审", "审核内容指纹", seen),
        ("待审", "审核结果", "通过"),
        ("待审", "审核人", "李主管"),
        ("待审", "审核时间", "2026-03-10 08:30:00"),
    ]
    assert log["new"].to_list()[0] == "不急"
    assert str(log["new"].to_list()[1]).split(".")[1:] == fresh
    assert log["new"].to_list()[2:] == [None, None, None]


def test_after_a_change_and_a_new_decision_all_is_quiet_again() -> None:
    given = inputs(orders=[order(message="不急")], reviews=reviewed([order(message="急用")]))
    open_again = after(given, review_orders(given))
    row = {**open_again.frame("reviews").drop("_row").row(0, named=True), "decision": "pass", "reviewer": "王"}
    assert review_orders(inputs(orders=[order(message="不急")], reviews=[row])).changes == ()


def test_a_change_before_any_decision_updates_the_row_and_takes_nothing_away() -> None:
    rows = reviewed([order(message="急用")], decision=None, reviewer="李主管", reviewed_at=None)
    now = written(review_orders(inputs(orders=[order(message="急用", phone="13900139000")], reviews=rows)), "reviews")
    assert now["reason", 2] == "内容有变化：手机"
    assert set(now) == {("seen", 2), ("reason", 2)}


def test_a_decision_that_cannot_be_read_is_taken_away_too_when_the_order_changes() -> None:
    rows = reviewed([order(message="急用")], decision="可以发")
    now = written(review_orders(inputs(orders=[order(message="不急")], reviews=rows)), "reviews")
    assert now["decision", 2] is None


@pytest.mark.parametrize("status", ["shipped", "closed"])
def test_rows_of_orders_that_are_shipped_or_closed_stay_as_history(status: str) -> None:
    rows = reviewed([order(message="急用")])
    assert review_orders(inputs(orders=[order(message="别的", status=status)], reviews=rows)).changes == ()


def test_rows_of_orders_that_left_the_sheet_stay() -> None:
    assert review_orders(inputs(reviews=reviewed([order(message="急用")]))).changes == ()


def test_a_row_that_somebody_listed_by_hand_gets_its_contents_and_keeps_its_decision() -> None:
    by_hand: dict[str, Cell] = {"order_no": "T1001", "decision": "hold", "reviewer": "李主管"}
    outcome = review_orders(inputs(orders=[order(message="急用")], reviews=[by_hand]))
    now = written(outcome, "reviews")
    assert {field: now[field, 2] for field in ("message", "found_at", "reason")} == {
        "message": "急用",
        "found_at": NOW,
        "reason": "手工列入",
    }
    assert ("decision", 2) not in now
    assert outcome.summary["review_on_hold"] == 1


def test_a_reason_written_by_hand_stays() -> None:
    rows: list[Cells] = [{"order_no": "T1001", "reason": "客户来电", "found_at": MORNING}]
    now = written(review_orders(inputs(orders=[order()], reviews=rows)), "reviews")
    assert now["reason", 2] == "客户来电"
    assert ("found_at", 2) not in now


def test_a_decision_without_a_name_is_an_error_at_the_reviewers_cell() -> None:
    orders = [order(message="急用")]
    outcome = review_orders(inputs(orders=orders, reviews=reviewed(orders, reviewer=None)))
    assert records(outcome.findings, "code", "severity", "cell", "key") == [("reviews.no-reviewer", "error", "G2", "T1001")]
    assert "审核结果填了“通过”" in outcome.findings["message"][0]
    assert outcome.summary["review_unsigned"] == 1
    assert "1 单没有签名" in outcome.notes[0].zh


def test_a_row_that_is_open_again_is_not_reported_for_its_missing_name() -> None:
    rows = reviewed([order(message="急用")], reviewer=None)
    assert review_orders(inputs(orders=[order(message="不急")], reviews=rows)).findings.is_empty()


def test_a_decision_that_cannot_be_read_is_an_error() -> None:
    orders = [order(message="急用")]
    outcome = review_orders(inputs(orders=orders, reviews=reviewed(orders, decision="可以发")))
    assert records(outcome.findings, "code", "cell") == [("cell.unknown-choice", "F2")]


def test_how_the_lines_of_an_order_are_written_does_not_matter() -> None:
    first = order(message="急用")
    below: dict[str, Cell] = {"line_no": 2, "sku": "B-1"}
    blank: dict[str, Cell] = dict.fromkeys(("message", "receiver", "phone", "province", "city", "district", "address"))
    repeated: list[Cells] = [first, order(message="急用", **below)]
    on_first_line_only: list[Cells] = [order(**{**below, **blank}), first]
    assert review_orders(inputs(orders=on_first_line_only, reviews=reviewed(repeated))).changes == ()


def test_the_list_speaks_the_language_of_the_run() -> None:
    outcome = review_orders(inputs(orders=[order(message="hi", remark="SF")], changes=[edited()], lang=Lang.EN))
    assert records(appended(outcome, "reviews"), "reason") == [("Message from the buyer; Remark by the shop; Changed: Phone",)]


def test_a_language_that_changes_between_runs_changes_no_row() -> None:
    orders: list[Cells] = [order(message="急用")]
    assert review_orders(inputs(orders=orders, reviews=reviewed(orders), lang=Lang.EN)).changes == ()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"decision": None}, "等待审核"),
        ({"decision": "hold"}, "审核结果为“暂停”"),
        ({"reviewer": None}, "审核通过，但没有写审核人"),
        ({"seen": "别的"}, "现在的内容与审核时不同，请再点一次“列出待审”"),
    ],
)
def test_an_order_is_held_until_a_named_person_passes_what_it_is_now(cells: dict[str, Cell], why: str) -> None:
    orders = [order(message="急用")]
    held = held_by_review(inputs(orders=orders, reviews=reviewed(orders, **cells)))
    assert {number: label.zh for number, label in held.items()} == {"T1001": why}


def test_an_order_that_stands_twice_in_review_must_be_passed_twice() -> None:
    orders = [order(message="急用")]
    rows = [*reviewed(orders), *reviewed(orders, decision=None)]
    assert set(held_by_review(inputs(orders=orders, reviews=rows))) == {"T1001"}


def test_a_row_without_an_order_number_is_nobodys() -> None:
    given = inputs(orders=[order(message="急用")], reviews=[{"order_no": None, "message": "?"}])
    assert appended(review_orders(given), "reviews").height == 1
    assert set(held_by_review(given)) == {"T1001"}
