import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.orders.chasing import chase_unpaid
from shopbook.labels import Lang
from shopbook.sheet.books import Outcome
from tests.books.orders.builders import NOW, after, inputs, order, unpaid_order
from tests.books.tables import Cell, appended, records, written


def created(*, days: int = 0, hours: int = 0, minutes: int = 0) -> dt.datetime:
    return NOW - dt.timedelta(days=days, hours=hours, minutes=minutes)


def listed(**cells: Cell) -> dict[str, Cell]:
    """A row as the task wrote it an hour after T1001 was placed."""
    return {
        "order_no": "T1001",
        "stage": 1,
        "buyer": "买家甲",
        "total": Decimal("50.00"),
        "minutes": 60,
        "listed_at": created(hours=3),
        **cells,
    }


def stages(outcome: Outcome) -> list[tuple[object, ...]]:
    rows = appended(outcome, "unpaid")
    return records(rows, "order_no", "stage", "minutes") if rows.width else []


@pytest.mark.parametrize(
    ("age", "found"),
    [
        ({"minutes": 59}, []),
        ({"minutes": 60}, [("T1001", 1, 60)]),
        ({"hours": 23, "minutes": 59}, [("T1001", 1, 1439)]),
        ({"hours": 24}, [("T1001", 2, 1440)]),
        ({"hours": 71, "minutes": 59}, [("T1001", 2, 4319)]),
        ({"hours": 72}, []),
        ({"minutes": -5}, []),
    ],
)
def test_an_order_is_listed_at_the_stage_it_has_reached(age: dict[str, int], found: list[tuple[object, ...]]) -> None:
    assert stages(chase_unpaid(inputs(orders=[unpaid_order(created_at=created(**age))]))) == found


def test_the_stages_are_the_shops_to_set() -> None:
    settings = {"chase_first_minutes": "30", "chase_second_hours": "2", "chase_stop_hours": "4"}
    rows = [unpaid_order(order_no=f"T{hours}", created_at=created(minutes=hours * 60 - 20)) for hours in (1, 2, 3, 4, 5)]
    outcome = chase_unpaid(inputs(orders=rows, settings=settings))
    assert stages(outcome) == [("T4", 2, 220), ("T3", 2, 160), ("T2", 1, 100), ("T1", 1, 40)]


def test_the_row_says_everything_a_reminder_needs() -> None:
    row = unpaid_order(created_at=created(hours=2), agent="小周", total=Decimal("88.80"))
    assert appended(chase_unpaid(inputs(orders=[row])), "unpaid").rows(named=True) == [
        {
            "order_no": "T1001",
            "stage": 1,
            "buyer": "买家甲",
            "total": Decimal("88.80"),
            "created_at": created(hours=2),
            "minutes": 120,
            "agent": "小周",
            "listed_at": NOW,
            "chased_at": None,
            "result": None,
            "note": None,
        }
    ]


def test_each_stage_comes_once() -> None:
    given = inputs(orders=[unpaid_order(created_at=created(hours=2))])
    first = chase_unpaid(given)
    assert len(first.changes) == 1
    assert chase_unpaid(after(given, first)).changes == ()


def test_the_second_stage_follows_the_first_and_nothing_follows_the_second() -> None:
    late = [unpaid_order(created_at=created(hours=30))]
    assert stages(chase_unpaid(inputs(orders=late, unpaid=[listed()]))) == [("T1001", 2, 1800)]
    assert stages(chase_unpaid(inputs(orders=late, unpaid=[listed(stage=2)]))) == []


@pytest.mark.parametrize(("result", "is_reminded"), [("will_pay", True), ("no_answer", True), ("gave_up", False), ("paid", False)])
def test_who_has_answered_for_good_is_not_reminded_again(result: str, *, is_reminded: bool) -> None:
    late = [unpaid_order(created_at=created(hours=30))]
    assert bool(stages(chase_unpaid(inputs(orders=late, unpaid=[listed(result=result)])))) is is_reminded


@pytest.mark.parametrize(
    "cells", [{"status": "closed"}, {"status": "paid"}, {"paid_at": NOW}, {"status": None}, {"created_at": None}, {"order_no": None}]
)
def test_an_order_that_is_paid_closed_or_unclear_is_not_chased(cells: dict[str, Cell]) -> None:
    assert stages(chase_unpaid(inputs(orders=[unpaid_order(**{"created_at": created(hours=2), **cells})]))) == []


def test_an_order_of_several_lines_is_listed_once() -> None:
    below: dict[str, Cell] = {"line_no": 2, "status": None, "created_at": None, "buyer": None, "total": None}
    rows = [unpaid_order(created_at=created(hours=2), agent="小周"), unpaid_order(**below)]
    assert records(appended(chase_unpaid(inputs(orders=rows)), "unpaid"), "order_no", "buyer", "agent", "total") == [
        ("T1001", "买家甲", "小周", Decimal("50.00"))
    ]


def test_the_list_goes_by_agent_then_by_age_with_unassigned_orders_last() -> None:
    people = [("T1", None, 5), ("T2", "小周", 2), ("T3", "小李", 3), ("T4", "小周", 4)]
    rows = [unpaid_order(order_no=number, agent=agent, created_at=created(hours=hours)) for number, agent, hours in people]
    outcome = chase_unpaid(inputs(orders=rows))
    assert records(appended(outcome, "unpaid"), "agent", "order_no") == [("小周", "T4"), ("小周", "T2"), ("小李", "T3"), (None, "T1")]
    assert "（小周 2、小李 1、未分配客服 1）" in outcome.notes[0].zh
    assert "(小周 2, 小李 1, no agent 1)" in outcome.notes[0].en


def test_an_order_paid_since_is_marked_and_counts_as_recovered() -> None:
    rows = [order(paid=Decimal("45.50")), unpaid_order(order_no="T2", created_at=created(hours=2)), order(order_no="T3", paid=None)]
    given = inputs(orders=rows, unpaid=[listed(), listed(stage=2), listed(order_no="T3", result="will_pay")])
    outcome = chase_unpaid(given)
    assert written(outcome, "unpaid") == {("result", 2): "已付款", ("result", 3): "已付款"}
    assert outcome.summary == {
        "chase_new": 1,
        "chase_listed": 3,
        "chase_recovered": 2,
        "chase_recovered_amount": Decimal("95.50"),
        "chase_conversion": Decimal("0.6667"),
    }
    again = chase_unpaid(after(given, outcome))
    assert again.changes == ()
    assert again.summary == {**outcome.summary, "chase_new": 0}


def test_a_paid_order_that_was_closed_again_is_not_recovered() -> None:
    outcome = chase_unpaid(inputs(orders=[order(status="closed")], unpaid=[listed()]))
    assert outcome.changes == ()
    assert outcome.summary["chase_recovered"] == 0


def test_an_order_that_has_left_the_sheet_counts_by_what_its_row_says() -> None:
    rows = [listed(result="paid"), listed(order_no="T2", result="paid", total=None), listed(order_no="T3")]
    outcome = chase_unpaid(inputs(unpaid=rows))
    assert outcome.changes == ()
    assert (outcome.summary["chase_recovered"], outcome.summary["chase_recovered_amount"]) == (2, Decimal("50.00"))


def test_a_result_that_cannot_be_read_stays_and_is_an_error() -> None:
    outcome = chase_unpaid(inputs(orders=[order()], unpaid=[listed(result="好像付了")]))
    assert outcome.changes == ()
    assert records(outcome.findings, "code", "cell") == [("cell.unknown-choice", "J2")]


def test_nothing_listed_has_no_conversion_rather_than_a_conversion_of_nothing() -> None:
    outcome = chase_unpaid(inputs(lang=Lang.EN))
    assert outcome.summary["chase_conversion"] is None
    assert [note.en for note in outcome.notes] == ["No further order is due for a reminder."]


def test_the_mark_is_in_the_language_of_the_run() -> None:
    assert written(chase_unpaid(inputs(orders=[order()], unpaid=[listed()], lang=Lang.EN)), "unpaid") == {("result", 2): "Paid"}
