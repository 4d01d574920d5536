from collections import Counter

import pytest

from shopbook.books.appraisal import checking
from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.registry import BOOKS
from shopbook.sheet.books import Task
from tests.books.appraisal.library_builders import indicator, inputs, manager, person

TASKS = APPRAISAL_BOOK.tasks


def test_the_appraisal_book_is_on_the_list_of_books() -> None:
    assert APPRAISAL_BOOK in BOOKS


def test_checking_is_the_first_task_and_a_month_begins_with_the_second() -> None:
    assert [task.code for task in TASKS][:2] == ["check-appraisal", "open-cycle"]


def test_every_sheet_with_marks_is_checked_and_cleared() -> None:
    marked = {sheet.code for sheet in APPRAISAL_BOOK.sheets if sheet.checked}
    assert {sheet.code for sheet in checking.MARKED} == marked
    assert marked <= set(next(task for task in TASKS if task.code == "clear-marks").writes)


@pytest.mark.parametrize("task", [task for task in TASKS if task.code in {"check-appraisal", "open-cycle"}], ids=lambda task: task.code)
def test_a_task_writes_only_what_it_says_and_every_figure_it_tells_has_a_name(task: Task) -> None:
    given = inputs(employees=[manager(), person("E02", "李娜")], indicators=[indicator("P1")], cycles=[{"cycle": "2026-06"}])
    outcome = task.decide(given)
    assert {change.sheet for change in outcome.changes} <= set(task.writes)
    assert set(outcome.summary) <= set(APPRAISAL_BOOK.summary)
    assert outcome.changes or outcome.marks


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.code)
def test_a_task_names_sheets_of_its_book_and_of_its_sources_only(task: Task) -> None:
    own = {sheet.code for sheet in APPRAISAL_BOOK.sheets}
    sources = {source.code for source in APPRAISAL_BOOK.sources}
    assert {code for code in (*task.reads, *task.writes) if "." not in code} <= own
    assert {code.partition(".")[0] for code in task.reads if "." in code} <= sources


def test_no_code_is_given_twice() -> None:
    book = APPRAISAL_BOOK
    codes = [each.code for each in book.rules] + [each.code for each in book.parameters] + [each.code for each in book.notices]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
