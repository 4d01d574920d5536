"""A click on a Mac: the workbook is saved, its file is worked on, and it is open again."""

import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import xlwings

from shopbook import bridge
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.demo import NOW
from shopbook.run.making import new_workbook
from shopbook.sheet.grid import column_letters
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value
from tests.fakemac import MacBook, pretend_appscript


@pytest.fixture(autouse=True)
def _on_a_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    monkeypatch.delenv("SHOPBOOK_LANG", raising=False)
    pretend_appscript()
    yield
    del sys.modules["appscript.reference"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An order workbook with a line whose quantity is an error."""
    made = new_workbook("orders", tmp_path / "订单.xlsm", Lang.ZH, now=NOW)
    fields = [column.field for column in ORDERS_BOOK.sheets[0].columns]
    told: dict[str, Value] = {"order_no": "T1001", "line_no": 1, "sku": "A-1", "qty": 0}
    writes = tuple(ColumnWrite("订单", column_letters(fields.index(name) + 1), [5], [value]) for name, value in told.items())
    FileHost(made, target=made).apply(EditPlan(writes=writes), now=NOW)
    return made


def clicked(book: MacBook, monkeypatch: pytest.MonkeyPatch, task: str = "check-orders") -> str:
    """The text of the message box after a click."""
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    bridge.run(task)
    assert len(book.boxes) == 1
    return book.boxes[0]


def test_a_click_saves_closes_writes_and_opens_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(str(path)).own()

    text = clicked(book, monkeypatch)

    assert text.startswith("检查订单：完成。")
    assert "并且保存了" in text
    assert book.events == ["save", "close", "open", "alert"]
    grid = FileHost(path).grid("订单")
    assert str(grid.text["A"][5 - grid.first_row]).startswith("错误[")


def test_a_click_that_changes_nothing_leaves_the_workbook_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(str(path)).own()

    assert "没有需要改动的内容" in clicked(book, monkeypatch, "undo")
    assert book.events == ["save", "alert"]


@pytest.mark.parametrize("place", ["工作簿1", "https://shop.sharepoint.example/订单.xlsm"])
def test_a_workbook_that_is_not_on_this_mac_is_to_be_saved_there(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(place)

    text = clicked(book, monkeypatch)

    assert "还没有存在这台电脑上" in text or "is not on this computer" in text
    assert book.events == ["alert"]


def test_a_read_only_workbook_is_neither_saved_nor_closed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(str(path), is_read_only=True).own()

    text = clicked(book, monkeypatch)

    assert "只读方式" in text or "read-only" in text
    assert book.events == ["alert"]


@pytest.mark.parametrize("fails", ["save", "close"])
def test_what_excel_refuses_is_said_in_its_words_and_the_file_is_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    before = path.read_bytes()
    book = MacBook(str(path), fails={fails: "The disk is full."}).own()

    assert "The disk is full" in clicked(book, monkeypatch)
    assert path.read_bytes() == before
    assert book.owner.exists()


def test_a_file_that_cannot_be_written_is_opened_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(str(path)).own()
    wang = path.with_name(f".~lock.{path.name}#")
    wang.write_text(",王姐,pc,18.06.2026 13:55,file:///;", encoding="utf-8")
    before = path.read_bytes()

    text = clicked(book, monkeypatch)

    assert "王姐" in text
    assert book.events == ["save", "close", "open", "alert"]
    assert path.read_bytes() == before


def test_a_workbook_that_does_not_open_again_is_said_to_be_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = MacBook(str(path), fails={"open": "User canceled."}).own()

    text = clicked(book, monkeypatch)

    assert "User canceled" in text
    assert str(path) in text
    assert FileHost(path).mark()


def test_where_excel_may_not_be_controlled_the_system_says_where_to_allow_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Sequence[str]] = []
    monkeypatch.setattr(xlwings.Book, "caller", lambda: MacBook("a", fails={"alert": "x"})._do("alert"))
    monkeypatch.setattr(platform, "platform", lambda: "macOS-15")
    monkeypatch.setattr(subprocess, "run", lambda words, **_: shown.append(words))

    bridge.run("check-orders")

    assert shown[0][0] == "/usr/bin/osascript"
    assert "自动化" in shown[0][-1] or "Automation" in shown[0][-1]


@pytest.mark.parametrize("task", [task.code for task in ORDERS_BOOK.tasks])
def test_every_button_ends_in_a_box_that_names_it(path: Path, monkeypatch: pytest.MonkeyPatch, task: str) -> None:
    label = next(each.label for each in ORDERS_BOOK.tasks if each.code == task)

    assert clicked(MacBook(str(path)).own(), monkeypatch, task).startswith(f"{label.zh}：完成。")
