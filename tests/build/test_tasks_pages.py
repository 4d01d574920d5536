import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.build.reach import reach, unreached
from shopbook.build.scenes import Scene, dump_scenes, load_scenes
from shopbook.build.tasks_pages import task_pages
from shopbook.labels import Lang
from shopbook.sheet.books import Book, Inputs, Outcome, Task
from tests.build.declared import ORDER_BOOK
from tests.pages import headings

SCENE = Scene(
    dt.datetime(2026, 6, 18, 9, 0),
    {"orders": [{"order_no": "T1001"}]},
    {"ship_hours": "24"},
    "orders",
    {Lang.ZH: "检查完毕", Lang.EN: "Checked"},
    first=("tidy-orders",),
)
PAGES = task_pages([ORDER_BOOK], {"orders": {"check-orders": SCENE}})


def task(book: Book, code: str) -> Task:
    return next(task for task in book.tasks if task.code == code)


# What a task rests on


def test_a_check_rests_on_the_rules_it_applies_and_their_limits() -> None:
    found = reach(task(STOCK_BOOK, "stock-alerts"), STOCK_BOOK)
    assert "alerts.not-acknowledged" in {rule.code for rule in found.rules}
    assert not {"ledger.average-wrong", "counts.doubled"} & {rule.code for rule in found.rules}
    assert {"alert_below", "alert_hours", "slow_days"} <= {parameter.code for parameter in found.parameters}
    assert "spots_a_month" not in {parameter.code for parameter in found.parameters}


def test_a_task_without_rules_has_the_parameters_that_its_code_names() -> None:
    found = reach(task(ORDERS_BOOK, "chase-unpaid"), ORDERS_BOOK)
    assert [parameter.code for parameter in found.parameters] == ["chase_first_minutes", "chase_second_hours", "chase_stop_hours"]
    assert found.rules == ()


def test_parameters_of_which_only_the_beginning_is_named_are_found() -> None:
    found = {parameter.code for parameter in reach(task(STOCK_BOOK, "plan-counts"), STOCK_BOOK).parameters}
    assert {"spot_share_a", "spot_share_b", "spot_share_c"} <= found


def test_what_is_bound_to_a_decision_is_followed() -> None:
    def decide(_: str, given: Inputs) -> Outcome:
        return task(ORDERS_BOOK, "chase-unpaid").decide(given)

    bound = replace(task(ORDERS_BOOK, "chase-unpaid"), decide=partial(decide, "chase_stop_hours"))
    assert [parameter.code for parameter in reach(bound, ORDERS_BOOK).parameters] == ["chase_stop_hours"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_every_parameter_and_every_rule_is_some_tasks(book: Book) -> None:
    applied = {rule.code for task in book.tasks for rule in reach(task, book).rules}
    assert unreached(book) == []
    assert [rule.code for rule in book.rules if rule.code not in applied] == []


# The pages


def test_a_page_says_how_to_start_a_task_and_links_what_it_reads() -> None:
    page = PAGES["zh/tasks/orders-check-orders.md"]
    assert "| 按钮 | “检查订单”，在这些表的表头上方：订单、校验结果；没有按钮的工作簿用功能区“店铺” |" in page
    assert "`shopbook run check-orders 订单.xlsm --in-place`" in page
    assert "[订单](../../../reference/sheets/orders.md#orders)" in page
    assert "[校验结果](../../../reference/sheets/every_book.md#findings)" in page
    assert "[English](../../en/tasks/orders-check-orders.md)" in page


def test_a_page_shows_the_command_its_answer_and_the_sheet_before_and_after() -> None:
    page = PAGES["en/tasks/orders-check-orders.md"]
    assert "$ shopbook run tidy-orders orders.xlsm --in-place --date 2026-06-18T09:00 --set ship_hours=24\n…\n$ shopbook run check" in page
    assert "$ shopbook run check-orders orders.xlsm --in-place --date 2026-06-18T09:00 --set ship_hours=24\nChecked\n```" in page
    assert "![Orders, before](pictures/orders-check-orders-before.png)" in page
    assert "![Orders, after](pictures/orders-check-orders-after.png)" in page


def test_a_task_that_changes_no_sheet_is_not_pictured() -> None:
    pages = task_pages([ORDER_BOOK], {"orders": {"check-orders": replace(SCENE, sheet="")}})
    assert "![" not in pages["zh/tasks/orders-check-orders.md"]


def test_both_languages_have_the_same_pages_and_headings() -> None:
    pages = task_pages(BOOKS, {})
    shapes = {
        lang: {name: [each.split()[0] for each in headings(text)] for name, text in pages.items() if name.startswith(lang)} for lang in Lang
    }
    assert {name.removeprefix("zh"): shape for name, shape in shapes[Lang.ZH].items()} == {
        name.removeprefix("en"): shape for name, shape in shapes[Lang.EN].items()
    }
    assert len(pages) == 2 * (1 + sum(len(book.tasks) for book in BOOKS))


def test_a_page_links_a_workbook_of_another_book_to_where_it_is_described() -> None:
    page = task_pages(BOOKS, {})["en/tasks/stock-stock-alerts.md"]
    assert "[Orders (workbook: Orders)](../../../reference/sheets/orders.md#orders)" in page


def test_scenes_are_read_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(dump_scenes({"check-orders": SCENE}), encoding="utf-8")
    assert load_scenes(tmp_path) == {"orders": {"check-orders": SCENE}}
