"""Excel fails at every single round trip of a click in turn: one box tells the truth, and Excel is as it was."""

import ctypes
import types
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import pytest
import xlwings

from shopbook import bridge
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.labels import Lang
from shopbook.sheet.plan import Value
from tests.fakecom import Workbook
from tests.fakexlwings import open_in_excel, xlwings_book

pytestmark = pytest.mark.slow

HOME = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
UNDONE = "不保存关闭"
Cells = Mapping[str, Mapping[tuple[int, int], tuple[object, str]]]


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("SHOPBOOK_LANG", "zh")
    yield
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


def orders() -> Workbook:
    """The order workbook with three faulty lines, its logs protected, findings of an earlier check in them."""
    line: Mapping[str, Value] = {"line_no": 1, "sku": "A-1", "title": "保温杯", "qty": 0, "price": 50}
    rows = [{**line, "order_no": f"T{number}"} for number in range(3)]
    old = [{"severity": "错误", "tab": "订单", "cell": f"A{number}"} for number in range(30)]
    return open_in_excel(ORDERS_BOOK, {"orders": rows, "findings": old}, lang=Lang.ZH)


def click(book: Workbook, monkeypatch: pytest.MonkeyPatch, breaks: Container[int]) -> list[str]:
    """The texts of all message boxes, Excel's and the system's."""
    system: list[str] = []
    user = types.SimpleNamespace(MessageBoxW=lambda _window, text, _title, _style: system.append(text))
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(user32=user), raising=False)
    xlwings_book(book).set_mock_caller()
    book.line.trips.clear()
    book.line.breaks = breaks
    bridge.run("check-orders")
    return [*(text for _, text in book.line.boxes), *system]


def cells(book: Workbook) -> Cells:
    """Everything that stands on the sheets."""
    return {
        sheet.name: {
            place: (cell.value, cell.formula) for place, cell in sheet.cells.items() if cell.value not in {None, ""} or cell.formula
        }
        for sheet in book.sheets
    }


def trips(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many a whole click takes."""
    book = orders()
    assert click(book, monkeypatch, ())[0].startswith("检查订单：完成")
    return len(book.line.trips)


def require_truth(book: Workbook, before: Cells, done: Cells, boxes: list[str], at: int) -> None:
    """One box; it says done only where all is written, and how to go back where something is."""
    assert len(boxes) == 1, at
    assert "没有工作表" not in boxes[0], at
    after = cells(book)
    if boxes[0].startswith("检查订单：完成"):
        assert after == done, at
    else:
        assert after == before or UNDONE in boxes[0], (at, boxes[0])
        assert "Traceback" not in boxes[0], at


def test_one_round_trip_that_fails_is_told_and_everything_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = orders()
    click(whole, monkeypatch, ())
    for at in range(1, trips(monkeypatch) + 1):
        book = orders()
        before, locked = cells(book), [sheet.password for sheet in book.sheets]

        require_truth(book, before, cells(whole), click(book, monkeypatch, {at}), at)
        assert book.app.state == HOME, at
        assert [sheet.password for sheet in book.sheets] == locked, at


def test_an_excel_that_is_gone_from_some_round_trip_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = orders()
    click(whole, monkeypatch, ())
    for at in range(1, trips(monkeypatch) + 1, 2):
        book = orders()
        before = cells(book)

        require_truth(book, before, cells(whole), click(book, monkeypatch, range(at, 10_000)), at)
