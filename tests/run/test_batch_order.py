"""In which order a folder's tasks are done: it follows from what they read and write, whatever the books are called."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.registry import BOOKS
from shopbook.labels import Label
from shopbook.run.batch.choosing import chosen
from shopbook.run.batch.ordering import Order, order_of
from shopbook.run.batch.steps import Step, Workbook, turns, visits
from shopbook.sheet.books import Book, Night, Outcome, Source, Task

BY_CODE = {book.code: book for book in BOOKS}
NONE = Label("", "")


def task(code: str, reads: tuple[str, ...], writes: tuple[str, ...], *, night: Night = Night.WORKS) -> Task:
    """A task that does nothing."""
    return Task(code, NONE, NONE, reads, writes, lambda _given: Outcome(), night=night)


def book(code: str, *tasks: Task, sources: tuple[str, ...] = ()) -> Book:
    """A book of these tasks, and other books that it reads."""
    found = tuple(Source(name, NONE, NONE, NONE, book=name) for name in sources)
    return replace(BY_CODE["orders"], code=code, tasks=tasks, sources=found)


def ranked(*books: Book) -> list[str]:
    """The tasks of books in their order."""
    ranks = order_of([(book, task) for book in books for task in book.tasks]).ranks
    return [code for (_, code), _ in sorted(ranks.items(), key=lambda each: each[1])]


def done(steps: list[Step]) -> list[tuple[str, tuple[str, ...]]]:
    return [(step.path, step.tasks) for step in steps]


def test_what_writes_a_sheet_comes_before_what_reads_it() -> None:
    reader, writer = task("reader", ("a",), ("b",)), task("writer", ("c",), ("a",))
    assert ranked(book("x", reader, writer)) == ["writer", "reader"]


def test_a_check_comes_last_and_nothing_waits_for_what_it_found() -> None:
    check, worker = task("check", ("a", "b"), ("a",), night=Night.CHECKS), task("worker", ("a",), ("b",))
    assert ranked(book("x", check, worker)) == ["worker", "check"]


def test_a_circle_is_broken_in_the_order_of_the_declaration() -> None:
    first, second = task("first", ("a",), ("b",)), task("second", ("b",), ("a",))
    assert ranked(book("x", first, second)) == ["first", "second"]
    assert ranked(book("x", second, first)) == ["second", "first"]


def test_orders_come_before_stock_and_stock_before_daily() -> None:
    choice = chosen(())
    workbooks = [
        Workbook("a daily.xlsm", BY_CODE["daily"], {"orders": "c orders.xlsm", "stock": "b stock.xlsm"}),
        Workbook("b stock.xlsm", BY_CODE["stock"], {"orders": "c orders.xlsm"}),
        Workbook("c orders.xlsm", BY_CODE["orders"], {"stock": "b stock.xlsm"}),
    ]
    steps = visits(workbooks, choice.tasks, choice.order)
    assert [step.path for step in steps] == ["c orders.xlsm", "b stock.xlsm", "c orders.xlsm", "a daily.xlsm"]
    assert steps[2].tasks[-1] == "check-orders"


def test_a_workbook_that_reads_no_other_is_visited_once() -> None:
    choice = chosen(())
    steps = visits([Workbook(path, BY_CODE["orders"]) for path in ("1.xlsm", "2.xlsm")], choice.tasks, choice.order)
    assert [step.path for step in steps] == ["1.xlsm", "2.xlsm"]


def test_what_makes_papers_signs_or_undoes_is_not_done_at_night() -> None:
    codes = {task.code for _, task in chosen(()).tasks}
    assert not codes & {
        "undo",
        "clear-marks",
        "tidy-orders",
        "sign-off",
        "print-report",
        "print-documents",
        "make-count-sheets",
        "close-month",
    }
    assert {"check-orders", "allocate-orders", "daily-report", "refresh-stock"} <= codes
    assert all(task.night is Night.NEVER for book in BOOKS for task in book.tasks if task.folder)


def test_steps_that_share_a_file_wait_for_each_other_if_one_may_change_it() -> None:
    steps = [
        Step("export.csv", ("import",), "orders", into="orders"),
        Step("orders", ("work",), "orders"),
        Step("stock", ("work",), "stock", reads=("orders",)),
        Step("daily", ("work",), "daily", reads=("orders",)),
        Step("orders", ("last",), "orders", reads=("stock",)),
        Step("elsewhere", ("work",), "orders"),
    ]
    assert turns(steps) == [(), (0,), (1,), (1,), (1, 2, 3), ()]


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5))), min_size=1, max_size=8))
def test_every_task_is_done_once_in_one_visit_and_in_the_order_of_ranks(wired: list[tuple[set[int], set[int]]]) -> None:
    tasks = [task(f"t{number}", tuple(map(str, reads)), tuple(map(str, writes))) for number, (reads, writes) in enumerate(wired)]
    only = book("x", *tasks)
    pairs = [(only, each) for each in tasks]
    order: Order = order_of(pairs)
    assert sorted(order.ranks.values()) == list(range(len(tasks)))
    (step,) = visits([Workbook("w", only)], pairs, order)
    assert sorted(step.tasks) == sorted(each.code for each in tasks)
    waits = [(one, other) for one in order.ranks for other in order.ranks if one != other and order.waits(one, other)]
    assert all(step.tasks.index(one[1]) < step.tasks.index(other[1]) for one, other in waits)
