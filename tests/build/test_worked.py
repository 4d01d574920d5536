import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.build.generated import EXAMPLES
from shopbook.build.worked import Worked, dump, is_broken, load, sheet_of, told
from shopbook.errors import UnknownNameError
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from tests.build import harvesting

WAITING = Worked(
    "check-orders", dt.datetime(2026, 3, 10, 12, 0), {"orders": [{"order_no": "T1001", "status": "paid", "paid_at": "2026-03-07 08:00:00"}]}
)


def test_an_example_says_what_the_check_says_of_it_in_both_languages() -> None:
    said = told(WAITING, "orders.overdue", ORDERS_BOOK, BOOKS)
    assert said is not None
    assert (said.on, said.row) == ("orders", 2)
    assert "2026-03-07 08:00" in said.says.zh
    assert "48 hours" in said.says.en


def test_an_example_goes_by_its_own_settings() -> None:
    assert not is_broken(replace(WAITING, settings={"ship_hours": "100"}), "orders.overdue", ORDERS_BOOK, BOOKS)


def test_an_example_that_breaks_its_rule_no_more_says_nothing() -> None:
    fine = replace(WAITING, sheets={"orders": [{"order_no": "T1001"}]})
    assert told(fine, "orders.overdue", ORDERS_BOOK, BOOKS) is None


def test_a_sheet_of_another_workbook_is_found_through_the_source() -> None:
    assert sheet_of("orders.orders", STOCK_BOOK, BOOKS) is ORDERS_BOOK.sheet("orders")
    with pytest.raises(UnknownNameError):
        sheet_of("nowhere.orders", STOCK_BOOK, BOOKS)


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    example = replace(WAITING, settings={"ship_hours": "24"}, absent=("stock",), on="orders", row=2)
    (tmp_path / "orders.json").write_text(dump({"orders.overdue": example}), encoding="utf-8")
    assert load(tmp_path) == {"orders": {"orders.overdue": example}}


def test_what_a_rule_does_without_is_left_out_of_its_example() -> None:
    row = WAITING.sheets["orders"][0]
    more = replace(WAITING, sheets={"orders": [{**row, "order_no": "T1000", "status": "done"}, {**row, "paid": "50", "city": "杭州市"}]})
    assert harvesting.smallest(more, "orders.overdue", ORDERS_BOOK) == WAITING


@pytest.mark.slow
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_every_rule_has_an_example_that_breaks_it_and_shows_what_is_said(root: Path, book: Book) -> None:
    there = load(root / EXAMPLES).get(book.code, {})
    today = {code: told(example, code, book, BOOKS) for code, example in there.items()}
    assert sorted(there) == sorted(rule.code for rule in book.rules), "run make examples"
    assert [code for code, example in there.items() if today[code] != example] == [], "run make examples"


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
@pytest.mark.parametrize("lang", Lang)
def test_a_rules_sentence_has_only_places_that_a_check_fills(book: Book, lang: Lang) -> None:
    """Words that go with one and with many are for figures of a summary; a check knows nothing of them and would fail."""
    assert [rule.code for rule in book.rules if re.search(r"[{}]", re.sub(r"\{[a-z_.]+\}", "", rule.says[lang]))] == []
