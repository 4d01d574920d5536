import datetime as dt
from dataclasses import replace

import polars as pl

from shopbook.books.daily.checking import check_daily
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import NOW, TODAY, inputs, onward, paid, typed, with_orders
from tests.books.tables import Cells, records


def made(given: Inputs) -> Inputs:
    return onward(given, daily_report(given))


def codes(given: Inputs) -> list[str]:
    return check_daily(given).findings["code"].to_list()


def test_reports_that_are_in_order_have_no_findings() -> None:
    outcome = check_daily(made(inputs(orders=[paid("T1"), paid("T2", refund_status="pending")])))
    assert outcome.findings.is_empty()
    assert outcome.changes == ()
    assert outcome.summary == {"reports": 1, "entries": 2, "locked_reports": 0}
    assert outcome.marks == ("reports", "handovers")


def test_a_report_that_is_due_is_missed() -> None:
    outcome = check_daily(inputs(orders=[paid("T1"), paid("T2", day=8)]))
    assert outcome.findings["message"].to_list() == ["日报不是最新的：还有 3 期没有生成，或者订单有变化；请点“生成日报”"]


def test_orders_that_have_changed_since_are_told() -> None:
    given = made(inputs(orders=[paid("T1")]))
    assert codes(with_orders(given, [paid("T1"), paid("T2")])) == ["daily.out-of-date"]


def test_an_order_that_is_counted_twice_is_reported_on_both_lines() -> None:
    line: Cells = {"report": TODAY, "order_no": "T1", "kind": "new", "state": "printable", "orders": 1}
    found = check_daily(inputs(orders=[paid("T1")], reports=[line, line])).findings.filter(pl.col("code") == "daily.counted-twice")
    assert records(found, "cell", "message") == [
        ("C2", "订单 T1 在日报里计了 2 次，每单只能计一次；请点“生成日报”更正"),
        ("C3", "订单 T1 在日报里计了 2 次，每单只能计一次；请点“生成日报”更正"),
    ]


def test_a_parcel_whose_order_is_held_after_its_slip_was_printed_is_kept_back() -> None:
    given = typed(made(inputs(orders=[paid("T1")])), "handovers", {"report": TODAY}, clerk="陈一", clerk_at=NOW)
    found = check_daily(with_orders(given, [paid("T1", refund_status="pending")])).findings
    assert records(found.filter(pl.col("tab") == "日报"), "code", "severity", "message") == [
        ("daily.stop-parcel", "warning", "出库单已打印，但现在：退款处理中。请先拦下，不要发货")
    ]


def test_slips_that_are_not_shipped_are_asked_for_once_the_warehouse_signs() -> None:
    given = made(inputs(orders=[paid("T1"), paid("T2", refund_status="pending")]))
    assert codes(given) == []
    found = codes(typed(given, "handovers", {"report": TODAY}, keeper="吴二"))
    assert "daily.unexplained" in found
    assert found.count("daily.unexplained") == 1


def test_without_the_order_workbook_the_rest_is_checked() -> None:
    given = made(inputs(orders=[paid("T1")]))
    away = replace(given, absent={"orders": Label(zh="找不到", en="not there")})
    assert sorted(codes(typed(away, "reports", {"order_no": "T1"}, shipped=9))) == [
        "daily.accessories-unchecked",
        "daily.no-orders",
        "daily.shipped-too-many",
        "daily.tracking-missing",
    ]


def test_a_day_later_the_next_report_is_due() -> None:
    given = made(inputs(orders=[paid("T1")]))
    assert codes(replace(given, now=NOW + dt.timedelta(days=1))) == ["daily.out-of-date"]


def test_a_person_who_reads_another_language_is_not_told_that_reports_are_old() -> None:
    given = made(inputs(orders=[paid("T1", refund_status="pending")]))
    assert codes(replace(given, lang=Lang.EN)) == []
