from collections import Counter
from dataclasses import replace

import pytest

from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.registry import BOOKS
from shopbook.sheet.books import Inputs, Task
from shopbook.sheet.plan import Value
from tests.books.daily.builders import TODAY, inputs, onward, paid, typed

TASKS = DAILY_BOOK.tasks
REPORT_TASKS = [task for task in TASKS if task.code in {"check-daily", "daily-report", "sign-off"}]


def a_day() -> Inputs:
    """A workbook in which every task about reports has something to do."""
    given = inputs(orders=[paid("T1"), paid("T2", day=9)])
    made = onward(given, daily_report(given))
    names: dict[str, Value] = {"clerk": "陈一", "has_report": True, "has_waybills": True, "has_slips": True, "has_invoices": True}
    signing = typed(made, "handovers", {"report": TODAY}, **names)
    changed = inputs(orders=[paid("T1"), paid("T2", day=9), paid("T3")])
    return replace(signing, tables={**signing.tables, "orders.orders": changed.tables["orders.orders"]})


def test_the_daily_book_is_on_the_list_of_books() -> None:
    assert DAILY_BOOK in BOOKS


def test_checking_is_the_first_task() -> None:
    assert [task.code for task in TASKS][:3] == ["check-daily", "daily-report", "print-report"]


@pytest.mark.parametrize("task", REPORT_TASKS, ids=lambda task: task.code)
def test_a_task_writes_only_what_it_says_and_every_figure_it_tells_has_a_name(task: Task) -> None:
    outcome = task.decide(a_day())
    assert {change.sheet for change in outcome.changes} <= set(task.writes)
    assert set(outcome.summary) <= set(DAILY_BOOK.summary)
    assert outcome.changes or outcome.marks


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.code)
def test_a_task_names_sheets_of_its_book_and_of_its_sources_only(task: Task) -> None:
    own = {sheet.code for sheet in DAILY_BOOK.sheets}
    sources = {source.code for source in DAILY_BOOK.sources}
    assert {code for code in (*task.reads, *task.writes) if "." not in code} <= own
    assert {code.partition(".")[0] for code in task.reads if "." in code} <= sources


def test_no_code_is_given_twice() -> None:
    codes = (
        [rule.code for rule in DAILY_BOOK.rules]
        + [each.code for each in DAILY_BOOK.parameters]
        + [each.code for each in DAILY_BOOK.notices]
    )
    assert [code for code, count in Counter(codes).items() if count > 1] == []
