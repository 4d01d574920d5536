"""Excel itself: how often it is asked, what is said when it fails, and that it is left as it was."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import pytest

from shopbook.errors import (
    ShopbookError,
    UnwritableFileError,
)
from shopbook.host.excel import ExcelHost, NotExcelError
from shopbook.labels import Lang
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableReplace, Value
from tests.fakecells import ComError
from tests.fakecom import DISCONNECTED, Workbook
from tests.fakexlwings import xlwings_book
from tests.host.open_books import NOW, column, host_of, jars, read, written

HOME = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}


# ------------------------------------------------------------------ Excel itself


def test_nothing_to_do_makes_no_trip() -> None:
    book = jars(["a", 1])
    host = ExcelHost(xlwings_book(book))

    assert host.apply(EditPlan(), now=NOW) == []
    assert book.line.trips == []


def test_after_writing_the_new_cells_are_read() -> None:
    book = jars(["a", 1])

    with host_of(book) as host:
        host.grid("订单")
        host.apply(EditPlan((column([2], ["新"]),)), now=NOW)
        assert host.grid("订单").text["B"].to_list() == ["数量", "新"]


def test_the_status_bar_says_what_goes_on_and_is_excels_again() -> None:
    book = written(jars(["a", 1]), column([2], [5]))

    assert book.app.said == ["shopbook 正在读取“orders.xlsm”…", "shopbook 正在写入“orders.xlsm”…", False]


def settings_of(book: Workbook) -> Mapping[str, object]:
    """What Excel does by itself."""
    return book.app.state


def trips_of_a_run() -> list[str]:
    """Each sort of round trip that a run makes, once."""
    book = jars(["a", 1])
    book.sheet("订单").password = ""
    written(book, TableReplace("订单", "jars", [["x", dt.date(2026, 3, 1)], ["y", None]]), logs=["jars"])
    return list(dict.fromkeys(book.line.trips))


@pytest.mark.parametrize("trip", trips_of_a_run())
def test_whatever_fails_ends_in_an_error_of_ours_and_excel_is_as_it_was(trip: str) -> None:
    book = jars(["a", 1])
    book.sheet("订单").password = ""
    book.line.fails[trip] = ComError(says="Nicht möglich.")

    with suppress(ShopbookError):
        written(book, TableReplace("订单", "jars", [["x", dt.date(2026, 3, 1)], ["y", None]]), logs=["jars"])

    broken = trip.removesuffix("=").removeprefix("Application.")
    assert {name: value for name, value in settings_of(book).items() if name != broken} == {
        name: HOME[name] for name in HOME if name != broken
    }
    assert book.sheet("订单").password == "" or trip == "Worksheet.Protect()"


def test_excel_gone_in_the_middle_is_said_with_the_sheets_written() -> None:
    book = jars(["a", 1])
    book.line.fails["Range.Value2="] = ComError(DISCONNECTED)

    with pytest.raises(UnwritableFileError) as caught:
        written(book, column([2], [5]))

    assert "与 Excel 的连接断开了" in caught.value.sentence(Lang.ZH)
    assert "只写了一部分）：订单。" in caught.value.sentence(Lang.ZH)


def test_excel_busy_with_a_cell_is_said_with_what_to_do() -> None:
    book = jars(["a", 1])
    book.line.fails["Range.Value2="] = ComError(scode=-2146777998, hresult=-2147352566)

    with pytest.raises(UnwritableFileError) as caught:
        written(book, column([2], [5]))

    assert "按 Esc" in caught.value.sentence(Lang.ZH)


def test_excels_own_reason_is_passed_on() -> None:
    book = jars(["a", 1])
    book.line.fails["Range.Value2="] = ComError(says="无法更改部分数组。")

    with pytest.raises(UnwritableFileError) as caught:
        written(book, column([2], [5]))

    assert "（无法更改部分数组）" in caught.value.sentence(Lang.ZH)


def test_a_program_that_poses_as_excel_is_told_apart() -> None:
    book = jars(["a", 1])
    book.app.folder = r"D:\Kingsoft\WPS Office\12\office6"

    with pytest.raises(NotExcelError) as caught:
        read(book)

    assert "shopbook run" in caught.value.sentence(Lang.ZH)


@pytest.mark.excel
def test_a_real_excel_takes_and_gives_back_every_sort_of_value() -> None:
    import xlwings  # noqa: PLC0415 - only where there is an Excel

    texts: list[Value] = ["=1+1", "'引号", "00123", "1E5", "长" * 9_000, "甲\n乙", None]
    with xlwings.App(visible=False) as app:
        book = app.books[0]
        name = book.sheets[0].name
        host = ExcelHost(book)
        host.apply(
            EditPlan((ColumnWrite(name, "A", range(1, 8), texts), ColumnWrite(name, "B", [1, 2], [Decimal("1.5"), dt.date(2026, 3, 1)]))),
            now=NOW,
        )
        grid = host.grid(name)

    assert grid.text["A"].to_list()[:6] == texts[:6]
    assert grid.text["B"].to_list()[:2] == ["1.5", "2026-03-01 00:00:00"]
