import datetime as dt
from dataclasses import replace
from decimal import Decimal

from shopbook.books.daily.reports.form import REPORT_FORM
from shopbook.books.daily.reports.pages import print_report
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.registry import FORMS
from shopbook.labels import Lang
from tests.books.daily.builders import NOW, TODAY, inputs, onward, paid
from tests.books.forms import forms_of
from tests.books.orders.builders import records


def test_the_newest_report_is_a_page_of_what_goes_out_and_then_what_does_not() -> None:
    given = inputs(orders=[paid("T1", refund_status="pending"), paid("T2", hour=12), paid("T3", hour=9), paid("T4", day=8)])
    [paper] = forms_of(print_report(onward(given, daily_report(given))))
    assert (paper.form, paper.name) == ("report_sheet", "日报表 2026-03-10 1500")
    assert records(paper.rows["report_lines"], "slip_no", "order_no", "state", "why") == [
        ("20260310-0001", "T3", "printable", None),
        ("20260310-0002", "T2", "printable", None),
        (None, "T1", "held", "退款处理中"),
    ]
    assert records(paper.rows["report_head"], "report", "orders", "amount", "slips", "gap_orders", "made_at") == [
        (TODAY, 3, Decimal("150.00"), 2, 0, NOW)
    ]


def test_another_day_is_printed_by_running_on_it() -> None:
    given = inputs(orders=[paid("T1"), paid("T2", day=9)], lang=Lang.EN)
    earlier = replace(onward(given, daily_report(given)), now=NOW - dt.timedelta(days=1))
    [paper] = forms_of(print_report(earlier))
    assert paper.name == "Report 2026-03-09 1500"
    assert paper.rows["report_lines"]["order_no"].to_list() == ["T2"]


def test_before_the_first_report_there_is_nothing_to_print() -> None:
    outcome = print_report(inputs())
    assert outcome.papers == ()
    assert "请先点“生成日报”" in outcome.notes[0].zh


def test_the_page_is_a_form_of_ours() -> None:
    assert REPORT_FORM in FORMS
