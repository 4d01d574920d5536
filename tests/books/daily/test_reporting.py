import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.orders.checking import summarise
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.plan import Value
from tests.books.daily.builders import NOW, TODAY, TOMORROW, after, inputs, onward, paid, typed, with_orders
from tests.books.orders.builders import unpaid_order
from tests.books.tables import REF_ERROR, Cell, Cells, appended, records, replaced

NEXT = NOW + dt.timedelta(days=1)
ENTRY = ("report", "order_no", "kind", "state", "orders", "amount")


def entries(given: Inputs) -> list[tuple[object, ...]]:
    return records(given.frame("reports"), *ENTRY)


def made(given: Inputs) -> Inputs:
    """The workbook after the reports were made."""
    return onward(given, daily_report(given))


def billed(given: Inputs, report: dt.date = TODAY) -> Inputs:
    """The workbook after the billing clerk has signed a report."""
    return typed(given, "handovers", {"report": report}, clerk="陈一", clerk_at=given.now)


def locked(given: Inputs, report: dt.date = TODAY) -> Inputs:
    """The workbook after all three have signed a report."""
    return typed(billed(given, report), "report_days", {"report": report}, locked_at=given.now, fingerprint="sealed")


def test_a_report_has_the_orders_paid_in_its_window_each_once() -> None:
    orders = [
        paid("T1", line_no=1),
        paid("T1", line_no=2, sku="B-1"),
        paid("T2", day=9, hour=14),
        paid("T3", hour=14, minute=1),
        unpaid_order(order_no="T4"),
    ]
    outcome = daily_report(inputs(orders=orders))
    assert records(appended(outcome, "reports"), *ENTRY) == [
        (dt.date(2026, 3, 9), "T2", "new", "printable", 1, Decimal("50.00")),
        (TODAY, "T1", "new", "printable", 1, Decimal("50.00")),
    ]
    assert outcome.summary["waiting_orders"] == 1
    assert (outcome.summary["gap_orders"], outcome.summary["gap_amount"]) == (0, Decimal("0.00"))
    assert "2026-03-11 14:00" in outcome.notes[-1].zh


def test_the_proof_counts_what_the_order_workbook_counts() -> None:
    given = inputs(orders=[paid("T1"), paid("T2", day=9, paid=Decimal("12.34")), paid("T3", paid=Decimal(0)), unpaid_order(order_no="T4")])
    known = summarise(given.frame("orders.orders"))
    last = made(given).frame("report_days").row(-1, named=True)
    assert (known["paid_orders"], known["paid"]) == (3, Decimal("62.34"))
    assert (last["sum_orders"], last["sum_amount"]) == (last["paid_orders"], last["paid_amount"]) == (3, Decimal("62.34"))
    assert (last["gap_orders"], last["gap_amount"], last["says"]) == (0, Decimal("0.00"), None)


def test_each_report_says_its_window_and_its_sums() -> None:
    given = inputs(orders=[paid("T1", paid=Decimal("10.00")), paid("T2", refund_status="pending"), paid("T3", day=9)])
    rows = records(
        made(given).frame("report_days"), "report", "starts", "ends", "orders", "amount", "held", "slips", "sum_orders", "sum_amount"
    )
    assert rows == [
        (dt.date(2026, 3, 9), dt.datetime(2026, 3, 8, 14), dt.datetime(2026, 3, 9, 14), 1, Decimal("50.00"), 0, 1, 1, Decimal("50.00")),
        (TODAY, dt.datetime(2026, 3, 9, 14), dt.datetime(2026, 3, 10, 14), 2, Decimal("60.00"), 1, 1, 3, Decimal("110.00")),
    ]


def test_making_reports_twice_changes_nothing_the_second_time() -> None:
    given = inputs(orders=[paid("T1"), paid("T2", day=9, message="急用"), paid("T3", refund_status="pending")])
    first = daily_report(given)
    assert {change.sheet for change in first.changes} == {"reports", "report_days", "report_totals", "handovers"}
    assert daily_report(after(given, first)).changes == ()


def test_slips_are_numbered_in_the_order_of_payment() -> None:
    given = made(inputs(orders=[paid("T1", hour=12), paid("T2", hour=9), paid("T3", hour=9, refund_status="pending"), paid("T0", hour=12)]))
    assert records(given.frame("reports").sort("slip_no"), "order_no", "slip_no") == [
        ("T3", None),
        ("T2", "20260310-0001"),
        ("T0", "20260310-0002"),
        ("T1", "20260310-0003"),
    ]


def test_what_goes_out_is_told_for_the_whole_order() -> None:
    lines = [
        paid("T1", line_no=1, title="保温杯", qty=2, courier="顺丰", agent="小李", warehouse="主仓"),
        paid("T1", line_no=2, sku="B-1", title="毛巾", qty=3),
        paid("T1", line_no=3, sku="S-1", title="安装", line_type="service"),
    ]
    row = made(inputs(orders=lines)).frame("reports").row(0, named=True)
    assert [row[name] for name in ("items", "pieces", "courier", "agent", "warehouse")] == ["保温杯×2、毛巾×3", 5, "顺丰", "小李", "主仓"]


def test_more_than_three_items_are_counted() -> None:
    lines = [paid("T1", line_no=number, sku=f"A-{number}", title=f"杯{number}") for number in range(1, 6)]
    assert made(inputs(orders=lines)).frame("reports")["items"].to_list() == ["杯1×1、杯2×1、杯3×1等5种"]
    assert made(inputs(orders=lines, lang=Lang.EN)).frame("reports")["items"].to_list() == ["杯1×1, 杯2×1, 杯3×1 and others, 5 in all"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"refund_status": "pending"}, "退款处理中"),
        ({"message": "急用"}, "有留言、备注或改过内容，还没有列入“待审”，请先点“列出待审”"),
    ],
)
def test_held_orders_are_listed_and_counted_but_have_no_slip(cells: dict[str, Cell], why: str) -> None:
    row = made(inputs(orders=[{**paid("T1"), **cells}])).frame("reports").row(0, named=True)
    assert (row["state"], row["why"], row["orders"], row["slip_no"]) == ("held", why, 1, None)


def test_short_orders_are_held_with_the_reason_of_the_allocation_or_the_call_list() -> None:
    short: Cells = {"order_no": "T1", "line_no": 1, "state": "short", "why": "缺货：要 2 件，最多可发 1 件"}
    given: Cells = {"order_no": "T2", "line_no": 1, "state": "allocated", "given": 1}
    missing: Cells = {"order_no": "T3", "sku": "A-1", "needed": 2, "available": 1}
    found: Cells = {"order_no": "T2", "sku": "A-1", "needed": 2, "available": 1}
    orders = [paid("T1"), paid("T2"), paid("T3"), paid("T4")]
    now = made(inputs(orders=orders, allocation=[short, given], shortages=[missing, found]))
    assert records(now.frame("reports"), "order_no", "state", "why") == [
        ("T1", "held", "缺货：要 2 件，最多可发 1 件"),
        ("T2", "printable", None),
        ("T3", "held", "缺货：A-1 要 2 件，可用 1 件"),
        ("T4", "printable", None),
    ]


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"status": "shipped"}, "shipped"),
        ({"status": None, "shipped_at": dt.datetime(2026, 3, 10, 12)}, "shipped"),
        ({"status": "closed"}, "closed"),
        ({"refund_status": "refunded"}, "closed"),
        ({"refund": Decimal("50.00"), "paid": Decimal("0.00")}, "closed"),
        ({"status": None}, "printable"),
        ({"status": "part_shipped"}, "printable"),
    ],
)
def test_what_is_shipped_closed_or_refunded_has_no_slip(cells: dict[str, Cell], state: str) -> None:
    row = made(inputs(orders=[{**paid("T1"), **cells}])).frame("reports").row(0, named=True)
    assert (row["state"], row["orders"], row["slip_no"] is None) == (state, 1, state != "printable")


def test_a_held_order_that_is_freed_while_its_report_is_open_gets_its_slip_there() -> None:
    held = made(inputs(orders=[paid("T1", refund_status="pending"), paid("T2")]))
    freed = made(with_orders(held, [paid("T1"), paid("T2")]))
    assert records(freed.frame("reports"), "order_no", "state", "why", "slip_no") == [
        ("T1", "printable", None, "20260310-0002"),
        ("T2", "printable", None, "20260310-0001"),
    ]


def test_a_held_order_that_is_freed_after_signing_is_carried_over_and_counts_no_more() -> None:
    day = locked(made(inputs(orders=[paid("T1", refund_status="pending")])))
    now = made(with_orders(day, [paid("T1")], now=NEXT))
    assert entries(now)[1:] == [(TOMORROW, "T1", "carried", "printable", 0, Decimal("0.00"))]
    assert now.frame("reports")["why"].to_list() == ["退款处理中", "2026-03-10 未发"]


def test_an_order_that_stays_held_is_carried_on_with_its_reason() -> None:
    day = locked(made(inputs(orders=[paid("T1", refund_status="pending")])))
    now = made(replace(day, now=NEXT))
    assert records(now.frame("reports"), "kind", "state", "why")[1:] == [("carried", "held", "2026-03-10 未发；退款处理中")]


def test_shipped_and_closed_orders_are_not_carried_over() -> None:
    day = made(inputs(orders=[paid("T1"), paid("T2"), paid("T3")]))
    day = locked(typed(day, "reports", {"order_no": "T1"}, shipped=1))
    now = made(with_orders(day, [paid("T1"), paid("T2", status="shipped"), paid("T3", status="closed")], now=NEXT))
    assert now.frame("reports").height == 3


def test_what_was_shipped_in_part_is_carried_over_with_the_rest() -> None:
    day = made(inputs(orders=[paid("T1", qty=5)]))
    day = locked(typed(day, "reports", {"order_no": "T1"}, shipped=2, reason="少货"))
    now = made(replace(day, now=NEXT))
    assert records(now.frame("reports"), "kind", "pieces") == [("new", 5), ("carried", 3)]
    found = records(now.frame("exceptions"), "kind", "order_no", "report", "entered_in", "says")
    assert found == [
        ("variance", "T1", TODAY, TODAY, "出库单 5 件，实发 2 件：少货"),
        ("unshipped", "T1", TODAY, TOMORROW, "2026-03-10 未发：少货"),
    ]
    late = typed(now, "reports", {"report": TOMORROW}, shipped=3)
    assert made(replace(locked(late, TOMORROW), now=NEXT + dt.timedelta(days=1))).frame("reports").height == 2


def test_an_order_is_carried_over_once_though_several_reports_are_open() -> None:
    day = made(inputs(orders=[paid("T1"), paid("T2", day=12)], now=NOW + dt.timedelta(days=2)))
    now = made(locked(day))
    assert [row for row in entries(now) if row[2] == "carried"] == [(TOMORROW, "T1", "carried", "printable", 0, Decimal("0.00"))]


def test_a_report_that_only_the_clerk_signed_carries_nothing_over_yet() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    assert made(replace(day, now=NEXT)).frame("reports").height == 1


def test_a_payment_that_is_imported_after_the_signature_is_entered_late_and_named() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    now = made(with_orders(day, [paid("T1"), paid("T2", hour=9, paid=Decimal("20.00"))], now=NEXT))
    assert entries(now)[1:] == [(TOMORROW, "T2", "late", "printable", 1, Decimal("20.00"))]
    assert records(now.frame("exceptions"), "kind", "order_no", "report", "entered_in", "orders", "amount", "says", "found_at") == [
        ("late", "T2", TODAY, TOMORROW, 1, Decimal("20.00"), "付款时间 2026-03-10 09:00 属于已签字的 2026-03-10 日报", NEXT)
    ]


def test_a_late_payment_waits_where_the_newest_report_is_signed() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    outcome = daily_report(with_orders(day, [paid("T1"), paid("T2", hour=9)]))
    assert appended(outcome, "reports").is_empty()
    assert records(replaced(outcome, "exceptions"), "kind", "order_no", "report", "entered_in") == [("late", "T2", TODAY, None)]
    assert outcome.summary["pending_corrections"] == 1
    assert (outcome.summary["gap_orders"], outcome.summary["gap_amount"]) == (-1, Decimal("-50.00"))
    assert "有 1 条更正等下一期日报" in outcome.notes[1].zh
    waiting = onward(with_orders(day, [paid("T1"), paid("T2", hour=9)]), outcome)
    now = made(replace(waiting, now=NEXT))
    assert records(now.frame("exceptions"), "kind", "entered_in", "found_at") == [("late", TOMORROW, NOW)]


def test_an_amount_that_changes_after_the_signature_is_corrected_by_the_difference() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    now = made(with_orders(day, [paid("T1", paid=Decimal("38.00"))], now=NEXT))
    assert entries(now) == [
        (TODAY, "T1", "new", "printable", 1, Decimal("50.00")),
        (TOMORROW, "T1", "change", "booked", 0, Decimal("-12.00")),
    ]
    assert records(now.frame("exceptions"), "kind", "report", "entered_in", "amount", "says") == [
        ("changed", TODAY, TOMORROW, Decimal("-12.00"), "2026-03-10 日报里是 50.00，现在是 38.00")
    ]
    last = now.frame("report_days").row(-1, named=True)
    assert (last["corrected_orders"], last["corrected_amount"], last["sum_amount"], last["gap_amount"]) == (
        0,
        Decimal("-12.00"),
        Decimal("38.00"),
        Decimal("0.00"),
    )


def test_a_correction_goes_when_the_amount_is_as_it_was() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    wrong = made(with_orders(day, [paid("T1", paid=Decimal("38.00"))], now=NEXT))
    now = made(with_orders(wrong, [paid("T1")]))
    assert entries(now)[1:] == [(TOMORROW, "T1", "change", "withdrawn", 0, Decimal("0.00"))]
    assert now.frame("exceptions").is_empty()


def test_a_payment_that_is_gone_after_the_signature_is_taken_off() -> None:
    day = billed(made(inputs(orders=[paid("T1"), paid("T2")])))
    now = made(with_orders(day, [paid("T1"), unpaid_order(order_no="T2")], now=NEXT))
    assert entries(now)[2:] == [(TOMORROW, "T2", "change", "booked", -1, Decimal("-50.00"))]
    assert records(now.frame("exceptions"), "kind", "says") == [("withdrawn", "2026-03-10 日报里是 50.00，现在不是已付款的订单")]


def test_a_time_of_payment_that_changes_after_the_signature_is_named_and_counted_where_it_was() -> None:
    day = billed(made(inputs(orders=[paid("T1")])))
    now = made(with_orders(day, [paid("T1", day=11)], now=NEXT))
    assert entries(now) == [(TODAY, "T1", "new", "printable", 1, Decimal("50.00"))]
    assert records(now.frame("exceptions"), "kind", "report", "says") == [
        ("moved", TODAY, "付款时间由 2026-03-10 10:00 改为 2026-03-11 10:00，仍计在 2026-03-10 日报")
    ]
    assert now.frame("report_days").row(-1, named=True)["gap_orders"] == 0


def test_an_order_whose_time_changes_before_the_signature_moves_to_its_report() -> None:
    day = made(inputs(orders=[paid("T1"), paid("T2", day=9)]))
    now = made(with_orders(day, [paid("T1", day=9), paid("T2", day=9)]))
    assert entries(now) == [
        (dt.date(2026, 3, 9), "T2", "new", "printable", 1, Decimal("50.00")),
        (TODAY, "T1", "new", "withdrawn", 0, Decimal("0.00")),
        (dt.date(2026, 3, 9), "T1", "new", "printable", 1, Decimal("50.00")),
    ]
    assert now.frame("reports")["why"].to_list() == [None, "不再属于这一期日报", None]


def test_a_payment_without_a_time_stands_in_the_newest_report_and_says_so() -> None:
    now = made(inputs(orders=[paid("T1"), paid("T2") | {"paid_at": None}]))
    assert records(now.frame("reports"), "order_no", "kind", "why") == [("T2", "late", "没有付款时间"), ("T1", "new", None)]


def test_payments_from_before_the_first_report_are_entered_late() -> None:
    day = made(inputs(orders=[paid("T1")]))
    now = made(with_orders(day, [paid("T1"), paid("T2", day=1)]))
    assert records(now.frame("reports"), "order_no", "kind", "why")[1:] == [("T2", "late", "付款时间 2026-03-01 10:00 早于第一期日报")]
    old = made(inputs(orders=[paid("T1", day=1)], settings={"history_days": "3"}))
    assert records(old.frame("reports"), "report", "kind") == [(TODAY, "late")]


def test_signed_rows_stay_as_they_are() -> None:
    day = locked(typed(made(inputs(orders=[paid("T1"), paid("T2")])), "reports", {"order_no": "T2"}, reason="缺附件"))
    outcome = daily_report(with_orders(day, [paid("T1", paid=Decimal("1.00"), agent="小王"), paid("T9", hour=8)], now=NEXT))
    assert outcome.changes
    now = onward(day, outcome)
    for sheet in ("reports", "report_days", "handovers"):
        assert now.frame(sheet).filter(pl.col("report") == TODAY).equals(day.frame(sheet).filter(pl.col("report") == TODAY))


def test_what_the_warehouse_typed_stays_when_a_report_is_brought_up_to_date() -> None:
    typing: dict[str, Value] = {"tracking_no": "SF1000000000001", "accessories": True, "shipped": 1, "reason": "无"}
    day = typed(made(inputs(orders=[paid("T1")])), "reports", {"order_no": "T1"}, **typing)
    row = (
        made(with_orders(day, [paid("T1", agent="小王", tracking_no="SF1000000000009", status="shipped")]))
        .frame("reports")
        .row(0, named=True)
    )
    assert {name: row[name] for name in typing} == typing
    assert (row["agent"], row["state"]) == ("小王", "printable")


def test_a_tracking_number_of_the_order_workbook_fills_a_blank() -> None:
    day = made(inputs(orders=[paid("T1")]))
    assert made(with_orders(day, [paid("T1", tracking_no="SF1000000000009")])).frame("reports")["tracking_no"].to_list() == [
        "SF1000000000009"
    ]


def test_a_copied_line_is_taken_out() -> None:
    day = made(inputs(orders=[paid("T1")]))
    row = day.frame("reports").row(0, named=True)
    copied = {name: value for name, value in row.items() if name != "_row" and value is not None}
    now = made(replace(day, tables={**day.tables, "reports": inputs(reports=[copied, copied]).tables["reports"]}))
    assert [(row[3], row[4]) for row in entries(now)] == [("printable", 1), ("withdrawn", 0)]


def test_without_the_order_workbook_nothing_is_changed() -> None:
    day = made(inputs(orders=[paid("T1")]))
    away = replace(day, absent={"orders": Label(zh="找不到 订单.xlsm", en="Orders.xlsm is not there")})
    outcome = daily_report(away)
    assert outcome.changes == ()
    assert outcome.findings["message"].to_list() == ["没有读到订单工作簿，日报没有改动。找不到 订单.xlsm"]


def test_an_order_whose_payment_cannot_be_read_is_left_as_it_is_and_told() -> None:
    day = billed(made(inputs(orders=[paid("T1"), paid("T2")])))
    broken = inputs(orders=[paid("T1", paid=REF_ERROR), paid("T2")], now=NEXT)
    given = replace(day, tables={**day.tables, "orders.orders": broken.tables["orders.orders"]}, now=NEXT)
    outcome = daily_report(given)
    assert appended(outcome, "reports").is_empty()
    assert outcome.findings["code"].to_list() == ["daily.payment-unread"]
    assert "T1" in outcome.findings["message"][0]


def test_paid_lines_without_an_order_number_are_a_named_difference() -> None:
    given = inputs(orders=[paid("T1"), paid("T2") | {"order_no": None}])
    outcome = daily_report(given)
    assert outcome.findings["code"].to_list() == ["daily.payment-without-number"]
    assert (outcome.summary["gap_orders"], outcome.summary["gap_amount"]) == (-1, Decimal("-50.00"))
    assert made(given).frame("report_days")["says"].to_list() == ["没有订单编号的付款行 1 行"]


def test_new_reports_get_a_line_for_the_signatures() -> None:
    given = made(inputs(orders=[paid("T1"), paid("T2"), paid("T3", refund_status="pending")]))
    assert records(given.frame("handovers"), "report", "slips", "shipped_slips", "variance", "state") == [(TODAY, 2, 0, 2, "clerk")]


def test_in_english_everything_is_said_in_english() -> None:
    day = billed(made(inputs(orders=[paid("T1")], lang=Lang.EN)))
    outcome = daily_report(with_orders(day, [paid("T1", paid=Decimal("1.00"), refund_status="pending"), paid("T2", hour=9)], now=NEXT))
    assert records(appended(outcome, "reports").sort("order_no"), "order_no", "why") == [
        ("T1", "50.00 in the report of 2026-03-10, now 1.00"),
        ("T2", "Paid at 2026-03-10 09:00, in the window of the signed report of 2026-03-10"),
    ]
