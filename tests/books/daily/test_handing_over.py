import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from shopbook.books.daily.checking import check_daily
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.daily.signing.handing_over import sign_off
from shopbook.books.daily.signing.sealing import fingerprints
from shopbook.sheet.books import Inputs
from shopbook.sheet.plan import Value
from tests.books.daily.builders import NOW, TODAY, TOMORROW, inputs, onward, paid, reread, typed
from tests.books.tables import records

DOCUMENTS: dict[str, Value] = {"has_report": True, "has_waybills": True, "has_slips": True, "has_invoices": True}
SF = "SF100000000000{}"


def a_report(slips: int = 5) -> Inputs:
    """A report of some orders by SF, one piece each."""
    given = inputs(orders=[paid(f"T{number}", courier="顺丰速运", receiver=f"收件{number}") for number in range(1, slips + 1)])
    return onward(given, daily_report(given))


def shipped(given: Inputs, *numbers: int) -> Inputs:
    """The warehouse ships some of the orders, as it should."""
    for number in numbers:
        given = typed(given, "reports", {"order_no": f"T{number}"}, shipped=1, accessories=True, tracking_no=SF.format(number))
    return given


def named(given: Inputs, **names: Value) -> Inputs:
    """People write their names."""
    return typed(given, "handovers", {"report": TODAY}, **names)


def signed(given: Inputs) -> Inputs:
    return onward(given, sign_off(given))


def codes(given: Inputs) -> list[str]:
    """What keeps somebody from signing: rules on 交接, in the order of the cells."""
    found = sign_off(given).findings
    return found.filter(pl.col("tab") == "交接")["code"].to_list()


def line(given: Inputs) -> dict[str, object]:
    return given.frame("handovers").row(0, named=True)


def names(given: Inputs) -> object:
    """Who has signed, as recorded."""
    return given.frame("report_days")["signed"][0]


def locked(given: Inputs) -> Inputs:
    """A report that three people have signed."""
    return signed(named(given, **DOCUMENTS, clerk="陈一", keeper="吴二", manager="王三"))


def test_t05_four_of_five_slips_are_shipped_and_the_fifth_needs_a_reason() -> None:
    day = signed(named(a_report(), **DOCUMENTS, clerk="陈一"))
    day = signed(named(shipped(day, 1, 2, 3, 4), keeper="吴二"))
    assert (line(day)["state"], line(day)["slips"], line(day)["shipped_slips"], line(day)["variance"]) == ("manager", 5, 4, 1)

    refused = named(day, manager="王三")
    assert codes(refused) == ["daily.slips-unexplained"]
    assert signed(refused).frame("handovers")["manager_at"].to_list() == [None]

    explained = typed(refused, "reports", {"order_no": "T5"}, reason="附件缺失")
    outcome = sign_off(explained)
    done = onward(explained, outcome)
    assert (line(done)["state"], line(done)["shipped_slips"], line(done)["variance"]) == ("locked", 4, 1)
    assert outcome.notes[1].zh == "2026-03-10 日报已锁定：出库单 5 张，已发 4 张，差异 1。"

    morning = replace(done, now=NOW + dt.timedelta(days=1))
    tomorrow = onward(morning, daily_report(morning))
    assert records(tomorrow.frame("reports")[5:], "report", "order_no", "kind", "why", "orders") == [
        (TOMORROW, "T5", "carried", "2026-03-10 未发：附件缺失", 0)
    ]
    assert tomorrow.frame("report_days")["new_orders"].to_list() == [5, 0]


def test_each_signature_gets_the_moment_at_which_it_may_stand() -> None:
    day = signed(named(a_report(1), **DOCUMENTS, clerk="陈一"))
    later = replace(named(shipped(day, 1), keeper="吴二"), now=NOW + dt.timedelta(minutes=30))
    last = signed(replace(named(signed(later), manager="王三"), now=NOW + dt.timedelta(hours=1)))
    assert [line(last)[f"{who}_at"] for who in ("clerk", "keeper", "manager")] == [
        NOW,
        NOW + dt.timedelta(minutes=30),
        NOW + dt.timedelta(hours=1),
    ]
    assert line(last)["fingerprint"] == last.frame("report_days")["fingerprint"][0]
    assert sign_off(last).changes == ()


@pytest.mark.parametrize("paper", DOCUMENTS)
def test_the_clerk_can_t_sign_without_each_of_the_four_documents(paper: str) -> None:
    day = named(a_report(1), **{**DOCUMENTS, paper: False}, clerk="陈一")
    assert codes(day) == [f"daily.no-{paper.removeprefix('has_')}"]
    assert line(signed(day))["clerk_at"] is None


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"keeper": "吴二"}, ["daily.keeper-too-early"]),
        ({"clerk": "陈一", "manager": "王三"}, ["daily.manager-too-early"]),
        ({"clerk": "陈一", "keeper": "陈一"}, ["daily.keeper-is-clerk"]),
        ({"clerk": "陈一", "keeper": "吴二", "manager": "陈一"}, ["daily.manager-is-other"]),
        ({"clerk": "陈一", "keeper": "吴二", "manager": "吴二"}, ["daily.manager-is-other"]),
    ],
)
def test_three_different_people_sign_one_after_the_other(names: dict[str, Value], found: list[str]) -> None:
    day = named(shipped(a_report(1), 1), **DOCUMENTS, **names)
    assert codes(day) == found
    assert line(signed(day))[f"{list(names)[-1]}_at"] is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"accessories": None}, "daily.accessories-unchecked"),
        ({"accessories": False}, "daily.accessories-unchecked"),
        ({"tracking_no": None}, "daily.tracking-missing"),
        ({"tracking_no": "12345"}, "daily.tracking-impossible"),
        ({"tracking_no": SF.format(2)}, "daily.tracking-shared"),
        ({"shipped": 2}, "daily.shipped-too-many"),
        ({"slip_no": None}, "daily.shipped-without-slip"),
    ],
)
def test_the_warehouse_can_t_sign_for_parcels_that_are_not_in_order(cells: dict[str, Value], code: str) -> None:
    day = typed(shipped(a_report(2), 1, 2), "reports", {"order_no": "T1"}, **cells)
    day = named(day, **DOCUMENTS, clerk="陈一", keeper="吴二")
    found = sign_off(day).findings
    assert code in found.filter(pl.col("tab") == "日报")["code"].to_list()
    assert "daily.parcels-faulty" in codes(day)
    assert line(signed(day))["keeper_at"] is None


def test_what_is_picked_up_needs_no_tracking_number() -> None:
    given = inputs(orders=[paid("T1", courier="自提")])
    day = typed(onward(given, daily_report(given)), "reports", {"order_no": "T1"}, shipped=1, accessories=True)
    assert line(locked(day))["state"] == "locked"


def test_one_parcel_for_two_orders_of_one_receiver_is_in_order() -> None:
    given = inputs(orders=[paid("T1", courier="顺丰速运"), paid("T2", courier="顺丰速运")])
    day = shipped(onward(given, daily_report(given)), 1, 2)
    day = typed(day, "reports", {"order_no": "T2"}, tracking_no=SF.format(1))
    assert line(locked(day))["state"] == "locked"


def test_a_report_without_slips_can_be_signed() -> None:
    given = inputs(orders=[paid("T1", refund_status="pending")])
    assert line(locked(onward(given, daily_report(given))))["state"] == "locked"


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("reports", {"shipped": 0}),
        ("reports", {"amount": 1}),
        ("reports", {"reason": "改了"}),
        ("handovers", {"has_slips": False}),
        ("handovers", {"manager": "别人"}),
        ("handovers", {"fingerprint": None}),
        ("handovers", {"manager_at": None, "fingerprint": None}),
        ("report_days", {"amount": 1}),
    ],
)
def test_what_is_changed_after_signing_turns_red(sheet: str, cells: dict[str, Value]) -> None:
    day = locked(shipped(a_report(2), 1, 2))
    assert check_daily(day).findings.is_empty()
    changed = typed(day, sheet, {"report": TODAY}, **cells)
    found = check_daily(changed).findings.filter(pl.col("code") == "daily.changed-after-signing")
    assert records(found, "severity", "tab", "column") == [("error", "交接", "指纹")]


def test_a_line_that_is_deleted_after_signing_turns_red() -> None:
    day = locked(shipped(a_report(2), 1, 2))
    rows = day.frame("reports")[:1]
    gone = replace(day, tables={**day.tables, "reports": replace(day.tables["reports"], frame=rows)})
    assert "daily.changed-after-signing" in check_daily(gone).findings["code"].to_list()


def test_a_signed_line_of_the_hand_over_that_is_deleted_is_missed_and_not_made_anew() -> None:
    day = locked(shipped(a_report(1), 1))
    table = day.tables["handovers"]
    gone = replace(day, tables={**day.tables, "handovers": replace(table, frame=table.frame.clear())})
    assert "daily.handover-gone" in check_daily(gone).findings["code"].to_list()
    assert daily_report(gone).changes == ()


def test_the_fingerprint_holds_after_writing_and_reading() -> None:
    day = locked(shipped(a_report(2), 1, 2))
    read_again = reread(day)
    assert read_again.frame("reports").equals(day.frame("reports"))
    assert check_daily(read_again).findings.is_empty()


def test_a_text_that_moves_to_another_column_breaks_the_seal() -> None:
    day = locked(shipped(a_report(slips=1), 1))
    entries, days, handovers = (day.frame(code) for code in ("reports", "report_days", "handovers"))
    seals = [
        fingerprints(entries.with_columns(pl.lit("主仓").alias(column)), days, handovers)["seal"][0] for column in ("agent", "warehouse")
    ]
    # Both were blank when the report was signed.
    assert len({line(day)["fingerprint"], *seals}) == 3


def test_a_name_that_is_taken_away_again_is_missed() -> None:
    day = signed(named(a_report(1), **DOCUMENTS, clerk="陈一"))
    assert codes(named(day, clerk=None)) == ["daily.clerk-taken-back"]


def test_a_name_that_is_changed_between_signature_and_lock_is_told_and_keeps_the_next_from_signing() -> None:
    day = signed(named(a_report(slips=1), **DOCUMENTS, clerk="陈一"))
    assert names(day) == "陈一/-/-"

    changed = named(shipped(day, 1), clerk="赵六", keeper="吴二")
    assert codes(changed) == ["daily.clerk-changed"]
    found = sign_off(changed).findings.row(0, named=True)
    assert (
        found["message"] == f"{NOW:%Y-%m-%d %H:%M} 签字以后姓名被改过，请改回“日报汇总”的“签字人”那个姓名；要换人签，把姓名和时间都清空再签"
    )
    assert (line(signed(changed))["keeper_at"], names(signed(changed))) == (None, "陈一/-/-")

    put_back = signed(named(changed, clerk="陈一"))
    assert (codes(put_back), names(put_back)) == ([], "陈一/吴二/-")


def test_another_person_signs_once_name_and_time_are_emptied() -> None:
    day = signed(named(a_report(slips=1), **DOCUMENTS, clerk="陈一"))
    taken_back = signed(named(day, clerk=None, clerk_at=None))
    assert names(taken_back) is None
    assert names(signed(named(taken_back, clerk="赵六"))) == "赵六/-/-"


def test_times_that_are_not_in_order_are_told() -> None:
    day = typed(locked(shipped(a_report(1), 1)), "handovers", {"report": TODAY}, manager_at=NOW - dt.timedelta(hours=1))
    assert "daily.signed-out-of-order" in check_daily(day).findings["code"].to_list()
