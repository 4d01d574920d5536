"""A click on a button: the task is done in the open workbook, and one message box says so."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import xlwings

from shopbook import bridge
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS
from shopbook.build.macros import command
from shopbook.host.memory import MemoryTab
from shopbook.labels import Lang
from shopbook.sheet.books import Book, Task
from shopbook.sheet.plan import Value
from tests.fakecells import ComError
from tests.fakecom import DISCONNECTED, Line, Workbook
from tests.fakexlwings import open_in_excel, opened, xlwings_book

BUDGET = 60


@pytest.fixture(autouse=True)
def _quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("SHOPBOOK_LANG", raising=False)


@pytest.fixture(autouse=True)
def _no_caller() -> Iterator[None]:
    yield
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


def order(**cells: Value) -> Mapping[str, Value]:
    """One line of an order, quantity 0 unless it is given: an error."""
    return {"order_no": "T1001", "line_no": 1, "sku": "A-1", "title": "保温杯", "qty": 0, "price": 50, "phone": "13800138000", **cells}


def orders(*lines: Mapping[str, Value], lang: Lang = Lang.ZH, line: Line | None = None) -> Workbook:
    """The order workbook, open, its logs protected."""
    return open_in_excel(ORDERS_BOOK, {"orders": lines or (order(),)}, lang=lang, line=line)


def clicked(book: Workbook, task: str = "check-orders") -> str:
    """The text of the message box after a click."""
    xlwings_book(book).set_mock_caller()
    bridge.run(task)
    assert len(book.line.boxes) == 1
    return book.line.boxes[0][1]


def check_column(book: Workbook) -> Value:
    """The first line's findings."""
    fields = [column.field for column in ORDERS_BOOK.sheets[0].columns]
    return book.sheet("订单").cell(5, fields.index("check") + 1).value


def check_cells(book: Workbook) -> list[Value]:
    """The findings of all lines."""
    column = [column.field for column in ORDERS_BOOK.sheets[0].columns].index("check") + 1
    return [book.sheet("订单").cell(row, column).value for row in range(5, 25)]


def test_a_click_checks_the_open_workbook_and_says_what_was_found() -> None:
    book = orders()

    text = clicked(book)

    assert text.startswith("检查订单：完成。\n\n错误 ")
    assert "“校验结果”" in text
    assert "订单!" in text
    assert "按 Ctrl+S 保存" in text
    assert str(check_column(book)).startswith("错误[")


def test_a_whole_click_takes_no_more_trips_than_it_may() -> None:
    book = orders(*(order(order_no=f"T{number}") for number in range(20)))
    link = book.sheet("校验结果").cell(5, 4)
    link.formula, link.value, link.code = '=IF(findings[[#This Row],[工作表]]="","","→")', "", "General"
    clicked(book)
    sheet, qty = book.sheet("订单"), [column.field for column in ORDERS_BOOK.sheets[0].columns].index("qty") + 1
    for row in range(5, 25, 3):
        sheet.put(row, qty, 1)
    before = len(book.line.trips)

    xlwings_book(book).set_mock_caller()
    bridge.run("check-orders")

    assert len(check_cells(book)) > len(set(check_cells(book)))
    assert len(book.line.trips) - before <= BUDGET


def test_the_box_speaks_the_language_of_the_workbook() -> None:
    assert clicked(orders(lang=Lang.EN)).startswith("Check orders: done.")


def test_the_box_speaks_the_language_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "en")

    assert clicked(orders()).startswith("Check orders: done.")


def test_the_box_has_no_phone_number() -> None:
    assert "13800138000" not in clicked(orders(order(phone="13800138000 转 1", address="13800138000")))


def test_the_box_is_short_however_much_is_wrong() -> None:
    lines = [order(order_no=f"T{number}", receiver="长" * 300, address="错" * 400) for number in range(40)]

    assert len(clicked(orders(*lines))) <= 1_000


@pytest.mark.parametrize(("book", "task"), [(book, task) for book in BOOKS for task in book.tasks], ids=lambda each: each.code)
def test_what_a_button_starts_ends_in_a_box_that_names_it(book: Book, task: Task) -> None:
    live = open_in_excel(book, {"orders": [order()]} if book is ORDERS_BOOK else {}, lang=Lang.ZH)
    xlwings_book(live).set_mock_caller()

    exec(command(task))  # noqa: S102 - the very line that a macro hands to Python

    [(_, text)] = live.line.boxes
    assert text.startswith(f"{task.label.zh}：完成。") or task.folder
    assert "Traceback" not in text
    assert "程序出了意外" not in text


def test_a_workbook_that_was_never_saved_is_told_to_be_saved() -> None:
    book = orders()
    book.name, book.folder = "工作簿1", ""

    assert "从未保存过" in clicked(book)
    assert check_column(book)


def test_a_read_only_workbook_is_told_to_be_saved_elsewhere() -> None:
    book = orders()
    book.is_read_only = True

    assert "只读方式" in clicked(book)


def test_a_workbook_at_a_web_address_is_worked_on_like_any_other() -> None:
    book = orders()
    book.folder = "https://shop.sharepoint.example/sites/a/Shared Documents"

    assert "完成" in clicked(book)


def test_a_renamed_workbook_is_still_recognised() -> None:
    book = orders()
    book.name = "三月 副本.xlsm"

    assert "完成" in clicked(book)


def test_nothing_is_said_to_be_written_when_nothing_was() -> None:
    assert "没有需要改动的内容" in clicked(orders(), "undo")


def test_a_missing_sheet_is_named() -> None:
    book = orders()
    book.sheets = [sheet for sheet in book.sheets if sheet.name != "订单"]

    assert "没有工作表“订单”" in clicked(book)


def test_a_workbook_of_somebody_elses_is_said_in_words() -> None:
    book = opened({"Sheet1": MemoryTab([["a"]])})

    assert "不是 shopbook 的工作簿" in clicked(book) or "not a workbook of shopbook" in book.line.boxes[0][1]


def test_a_task_that_the_workbook_lacks_is_said_in_words() -> None:
    assert "没有名为“bake-bread”的任务" in clicked(orders(), "bake-bread")


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(
    ("program", "folder"),
    [
        ("WPS 表格", r"C:\Program Files\WPS Office\office6"),
        ("Microsoft Excel", r"D:\Kingsoft\office6"),
        ("LibreOffice Calc", r"C:\Program Files\LibreOffice\program"),
    ],
)
def test_a_program_that_poses_as_excel_is_told_to_use_the_command(
    lang: Lang, program: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", lang)
    book = orders()
    book.app.program, book.app.folder = program, folder

    text = clicked(book)

    assert program in text
    assert "shopbook run" in text
    assert check_column(book) is None


def test_changes_that_are_not_saved_yet_are_checked_and_stay_unsaved() -> None:
    book = orders(order(qty=1))
    clicked(book)
    book.sheet("订单").put(5, [column.field for column in ORDERS_BOOK.sheets[0].columns].index("qty") + 1, 0)
    book.line.boxes.clear()

    assert "还没有保存" in clicked(book)
    assert "数量" in str(check_column(book))
    assert not any("Save" in trip and "SaveCopyAs" not in trip for trip in book.line.trips)


def test_a_failure_of_excel_is_one_sentence_and_leaves_excel_as_it_was() -> None:
    book = orders()
    book.line.fails["Range.Value2="] = ComError(DISCONNECTED)

    assert "Excel" in clicked(book)
    assert book.app.state == {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}


def test_the_unexpected_is_one_sentence_and_its_details_are_in_the_log(tmp_path: Path) -> None:
    book = orders()
    book.line.fails["Worksheet.ProtectContents"] = ValueError("13800138000 is odd")

    text = clicked(book)

    log = tmp_path / "shopbook" / "logs" / "shopbook.log"
    assert str(log) in text
    assert "ValueError" not in text
    assert "ValueError: 138****8000 is odd" in log.read_text(encoding="utf-8")


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "shopbook" / "logs"
    folder.mkdir(parents=True)
    (folder / "shopbook.log").write_text("x" * 250_000, encoding="utf-8")
    book = orders()
    book.line.fails["Worksheet.ProtectContents"] = ValueError("y" * 150_000)

    clicked(book)

    assert (folder / "shopbook.log").stat().st_size < 50_000
    assert sorted(path.name for path in folder.iterdir()) == ["shopbook.log", "shopbook.log.1"]


def test_a_log_that_cannot_be_written_does_not_keep_the_sentence_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    book = orders()
    xlwings_book(book).set_mock_caller()
    book.line.fails["Application.Path"] = ValueError("odd")

    bridge.run("check-orders")

    assert len(book.line.boxes) == 1


def test_without_a_calling_workbook_a_click_ends_without_an_error(tmp_path: Path) -> None:
    xlwings_book(orders())  # Windows is pretended, but nobody called

    bridge.run("check-orders")

    assert "must not be called directly" in (tmp_path / "shopbook" / "logs" / "shopbook.log").read_text(encoding="utf-8")


def test_an_excel_that_cannot_even_show_a_box_ends_without_an_error(tmp_path: Path) -> None:
    book = orders()
    book.line.fails["Application.Hwnd"] = ComError(DISCONNECTED)
    xlwings_book(book).set_mock_caller()

    bridge.run("check-orders")

    assert book.line.boxes == []
    assert (tmp_path / "shopbook" / "logs" / "shopbook.log").is_file()


def test_neither_the_bridge_nor_a_check_of_a_file_loads_what_it_should_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("订单编号,买家会员名\nA1,b\n", encoding="utf-8")
    code = (
        "import sys\n"
        "import shopbook.bridge\n"
        "assert 'pandas' not in sys.modules and 'xlwings' not in sys.modules\n"
        f"sys.argv = ['shopbook', 'check', {str(tmp_path / 'a.csv')!r}, '--format', 'json']\n"
        "from shopbook.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert 'pandas' not in sys.modules and 'xlwings' not in sys.modules\n"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
