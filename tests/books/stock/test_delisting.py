import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import settings as tried
from hypothesis import strategies as st

from shopbook.books.stock.alerts.alerting import stock_alerts
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from tests.books.orders.builders import NOW
from tests.books.stock.running_low import after, days_ago, entries, given, item, moved, sheet_rows, sold, stock, waiting
from tests.books.tables import Cell, Cells, appended, records, written

GONE = entries(moved(qty=5), moved(qty=-5, moved_at=days_ago(3)))
"""Five came in long ago, five were sold three days ago."""


def proposed(workbook: Inputs) -> list[tuple[object, ...]]:
    rows = appended(stock_alerts(workbook), "delistings")
    return records(rows, "sku", "reason", "evidence") if rows.width else []


def proposal(**cells: Cell) -> dict[str, Cell]:
    """A proposal of yesterday: A-1 is sold out, nobody has decided."""
    told: dict[str, Cell] = {"evidence": "实际库存 0，没有在途，也没有补货", "pending_orders": 0, "found_at": days_ago(1)}
    return {"sku": "A-1", "title": "保温杯", "reason": "sold_out", **told, **cells}


def request(**cells: Cell) -> dict[str, Cell]:
    return {"request_no": "BH1", "sku": "A-1", "qty": 5, "state": "proposed", "proposed_at": days_ago(1), **cells}


# ---------------------------------------------------------------- sold out


def test_nothing_there_and_nothing_to_come_is_sold_out() -> None:
    assert proposed(given(items=[item()], ledger=GONE)) == [("A-1", "sold_out", "实际库存 0，没有在途，也没有补货")]


@pytest.mark.parametrize("state", ["proposed", "ordered", "on_the_way"])
def test_what_is_asked_for_is_not_sold_out(state: str) -> None:
    assert proposed(given(items=[item()], ledger=GONE, replenishments=[request(state=state)])) == []


@pytest.mark.parametrize("state", ["arrived", "cancelled"])
def test_a_request_that_is_over_brings_nothing(state: str) -> None:
    assert len(proposed(given(items=[item()], ledger=GONE, replenishments=[request(state=state)]))) == 1


def test_an_item_that_the_ledger_never_had_is_not_called_sold_out() -> None:
    assert proposed(given(items=[item(listed_qty=0)])) == []


def test_an_item_whose_pieces_are_all_sold_and_not_sent_is_not_sold_out() -> None:
    assert proposed(given(items=[item()], ledger=stock(A_1=5), orders=[waiting(5)])) == []


def test_an_item_that_is_off_sale_is_not_proposed() -> None:
    assert proposed(given(items=[item(is_listed="否")], ledger=GONE)) == []


# ---------------------------------------------------------------- slow-moving


@pytest.mark.parametrize(("days", "is_slow"), [(29, False), (30, True), (31, True)])
def test_no_sale_for_thirty_days_is_slow(days: int, *, is_slow: bool) -> None:
    """Sold 29 days ago is within the thirty days; sold 30 days ago, thirty days have passed without a sale."""
    found = proposed(given(items=[item()], ledger=stock(A_1=5), orders=[sold(1, days=days)]))
    assert found == ([("A-1", "slow", f"{days_ago(days):%Y-%m-%d} 以后没有卖出，库存 5 件")] if is_slow else [])


@pytest.mark.parametrize(("days", "is_slow"), [("14", True), ("60", False), ("0", True)])
def test_how_many_days_is_the_shops_to_set(days: str, *, is_slow: bool) -> None:
    found = proposed(given(items=[item()], ledger=stock(A_1=5), orders=[sold(1, days=20)], settings={"slow_days": days}))
    assert bool(found) is is_slow


@pytest.mark.parametrize(("days", "is_slow"), [(29, False), (30, True)])
def test_goods_that_came_in_since_are_not_slow(days: int, *, is_slow: bool) -> None:
    ledger = entries(moved(qty=5, moved_at=days_ago(days)))
    assert bool(proposed(given(items=[item()], ledger=ledger))) is is_slow


def test_what_never_sold_says_since_when_it_lies_there() -> None:
    ledger = entries(moved(qty=5, moved_at=dt.datetime(2026, 1, 2, 9, 0)))
    assert proposed(given(items=[item()], ledger=ledger)) == [("A-1", "slow", "2026-01-02 到货以来没有卖出，库存 5 件")]


def test_goods_that_came_back_after_a_gap_get_their_time() -> None:
    ledger = entries(moved(qty=5), moved(qty=-5, moved_at=days_ago(60)), moved(qty=9, moved_at=days_ago(5)))
    assert proposed(given(items=[item()], ledger=ledger, orders=[sold(5, days=60)])) == []


def test_a_gift_that_goes_out_is_no_slow_mover() -> None:
    assert proposed(given(items=[item()], ledger=stock(A_1=5), orders=[sold(1, days=3, line_type="gift")])) == []


def test_without_an_order_workbook_nobody_can_say_what_is_slow() -> None:
    assert proposed(given(items=[item()], ledger=stock(A_1=5), orders=None)) == []


# ---------------------------------------------------------------- defective


def test_defective_pieces_are_a_reason_however_well_the_rest_sells() -> None:
    ledger = entries(moved(qty=9), moved(qty=2, quality="defective", kind="return"))
    assert proposed(given(items=[item()], ledger=ledger, orders=[sold(1)])) == [("A-1", "defective", "次品 2 件，良品 9 件")]


def test_an_item_may_have_several_reasons_each_with_its_own_decision() -> None:
    ledger = entries(moved(qty=9), moved(qty=2, quality="defective", kind="return"))
    assert [row[:2] for row in proposed(given(items=[item()], ledger=ledger))] == [("A-1", "slow"), ("A-1", "defective")]


# ---------------------------------------------------------------- proposals and decisions


def test_a_proposal_says_how_many_orders_wait_for_the_item() -> None:
    lines = [waiting(1), waiting(2, order_no="W2"), sold(1, days=1)]
    outcome = stock_alerts(given(items=[item()], ledger=GONE, orders=lines))
    assert records(appended(outcome, "delistings"), "sku", "pending_orders", "found_at") == [("A-1", 2, NOW)]


def test_running_again_writes_nothing() -> None:
    workbook = given(items=[item(), item(sku="B-1")], ledger=[*GONE])
    first = stock_alerts(workbook)
    assert stock_alerts(after(workbook, first)).changes == ()


@pytest.mark.parametrize("decision", [None, "delist", "keep"])
def test_a_proposal_is_not_repeated_while_its_reason_lasts(decision: str | None) -> None:
    row = proposal(decision=decision, decided_by=decision and "李主管")
    outcome = stock_alerts(given(items=[item()], ledger=GONE, delistings=[row]))
    assert outcome.changes == ()


def test_a_proposal_is_over_when_its_reason_is_and_comes_back_when_it_does() -> None:
    workbook = given(items=[item()], ledger=GONE, orders=[sold(1)], delistings=[proposal(decision="keep", decided_by="李主管")])
    refilled = after(workbook, Outcome(), ledger=[*GONE, *stock(A_1=4)])
    over = stock_alerts(refilled)
    assert written(over, "delistings") == {("over_at", 2): NOW}
    gone_again = after(refilled, over, now=days_ago(-1), ledger=GONE)
    assert records(appended(stock_alerts(gone_again), "delistings"), "sku", "reason", "decision", "found_at") == [
        ("A-1", "sold_out", None, days_ago(-1))
    ]


def test_a_proposal_is_over_once_the_item_is_off_sale() -> None:
    row = proposal(decision="delist", decided_by="李主管")
    outcome = stock_alerts(given(items=[item(is_listed="否")], ledger=GONE, delistings=[row]))
    assert written(outcome, "delistings") == {("over_at", 2): NOW}
    assert outcome.summary["delistings_over"] == 1


def test_a_row_of_a_persons_own_gets_its_day_and_stands_until_the_item_is_off_sale() -> None:
    row: dict[str, Cell] = {"sku": "A-1", "reason": "other", "note": "包装侵权"}
    workbook = given(items=[item()], ledger=stock(A_1=5), orders=[sold(1), waiting(1)], delistings=[row])
    outcome = stock_alerts(workbook)
    assert written(outcome, "delistings") == {("found_at", 2): NOW, ("title", 2): "保温杯", ("pending_orders", 2): 1}
    assert stock_alerts(after(workbook, outcome)).changes == ()


def test_a_row_of_a_persons_own_is_not_over_because_the_program_sees_no_reason() -> None:
    row: dict[str, Cell] = {"sku": "A-1", "reason": "defective"}
    outcome = stock_alerts(given(items=[item()], ledger=stock(A_1=5), orders=[sold(1)], delistings=[row]))
    assert ("over_at", 2) not in written(outcome, "delistings")


@pytest.mark.parametrize("cells", [{"sku": "Z-9"}, {"over_at": NOW}])
def test_a_row_about_an_unknown_item_or_one_that_is_over_stays_as_it_is(cells: dict[str, Cell]) -> None:
    outcome = stock_alerts(given(items=[item()], ledger=stock(A_1=5), orders=[sold(1)], delistings=[proposal(**cells)]))
    assert written(outcome, "delistings") == {}


def test_the_order_of_the_rows_does_not_matter() -> None:
    items = [item(sku=sku) for sku in ("A-1", "B-1", "C-1")]
    ledger = entries(moved("A-1", 5), moved("A-1", -5), moved("B-1", 3), moved("C-1", 4, quality="defective"))
    first = proposed(given(items=items, ledger=ledger))
    assert [row[:2] for row in first] == [("A-1", "sold_out"), ("B-1", "slow"), ("C-1", "sold_out"), ("C-1", "defective")]
    for shuffled in permutations(items):
        assert proposed(given(items=shuffled, ledger=ledger)) == first


@tried(max_examples=20, deadline=None)
@for_all(st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_there_is_one_proposal_each_time_an_item_sells_out(pieces: list[int]) -> None:
    workbook = given(items=[item(listed_qty=50)], orders=[sold(1)])
    for minute, qty in enumerate(pieces):
        ledger: list[Cells] = [*stock(A_1=3), *([{**stock(A_1=3)[0], "entry_no": 2, "qty": qty - 3, "balance": qty}])]
        workbook = after(workbook, Outcome(), now=NOW + dt.timedelta(minutes=minute), ledger=ledger)
        workbook = after(workbook, stock_alerts(workbook))
        assert stock_alerts(workbook).changes == ()
    times = sum(now == 0 and before > 0 for before, now in zip([3, *pieces], pieces, strict=False))
    rows = sheet_rows(workbook, "delistings")
    assert [row["reason"] for row in rows] == ["sold_out"] * times
    assert sum(row["over_at"] is None for row in rows) == (pieces[-1] == 0)


# ---------------------------------------------------------------- what is wrong with the list


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"decision": "delist"}, "delistings.decided-by-nobody"),
        ({"decision": "keep", "decided_by": "李主管", "decided_at": NOW + dt.timedelta(hours=1)}, "delistings.decided-in-future"),
        ({"pending_orders": 2}, "delistings.pending-orders"),
        ({"found_at": days_ago(8)}, "delistings.undecided"),
        ({"decision": "delist", "decided_by": "李主管", "decided_at": days_ago(2)}, "delistings.still-on-sale"),
        ({"sku": "Z-9"}, "delistings.item-unknown"),
        ({"reason": "other"}, "delistings.other-without-note"),
        ({"reason": "不知道"}, "cell.unknown-choice"),
        ({"reason": None}, "cell.required"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said(cells: dict[str, Cell], code: str) -> None:
    outcome = stock_alerts(given(items=[item()], ledger=GONE, orders=[waiting(1)], delistings=[proposal(**cells)]))
    assert code in outcome.findings["code"].to_list()


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"found_at": days_ago(7)},
        {"decision": "keep", "decided_by": "李主管", "decided_at": days_ago(5), "pending_orders": 3},
        {"decision": "delist", "decided_by": "李主管", "decided_at": NOW},
        {"found_at": days_ago(90), "over_at": days_ago(80)},
    ],
)
def test_a_proposal_that_is_in_order_has_no_finding(cells: dict[str, Cell]) -> None:
    outcome = stock_alerts(given(items=[item()], ledger=GONE, delistings=[proposal(**cells)]))
    assert outcome.findings.is_empty()


def test_rules_about_items_do_not_run_where_no_items_are_listed() -> None:
    assert stock_alerts(given(delistings=[proposal()])).findings.is_empty()


def test_the_evidence_is_in_the_language_of_the_workbook() -> None:
    ledger = entries(moved(qty=9), moved(qty=2, quality="defective", kind="return"))
    rows = proposed(given(items=[item()], ledger=ledger, lang=Lang.EN))
    assert [row[2] for row in rows] == ["Never sold since 2025-06-01, 9 on hand", "2 defective pieces, 9 good ones"]
