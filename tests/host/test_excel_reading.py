"""A workbook open in Excel: what is read is what is there."""

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest

from shopbook.errors import (
    TabNotFoundError,
)
from shopbook.host.package.areas import Area
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType, TableRef
from shopbook.sheet.plan import Value
from tests.fakecells import Wrong
from tests.host.open_books import WAYS, book_with, host_of, jars, read

# ------------------------------------------------------------------ reading


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (0, "0", CellType.NUMBER),
        (None, None, CellType.BLANK),
        ("", None, CellType.BLANK),
        (True, "TRUE", CellType.BOOL),
        (False, "FALSE", CellType.BOOL),
        (0.1 + 0.2, "0.3", CellType.NUMBER),
        (-12.5, "-12.5", CellType.NUMBER),
        (1234567890123456, "1234567890123456", CellType.NUMBER),
        ("00123", "00123", CellType.TEXT),
        ("=1+1", "=1+1", CellType.TEXT),
        ("长" * 20_000, "长" * 20_000, CellType.TEXT),
        (Wrong("#N/A"), "#N/A", CellType.ERROR),
        (Wrong("#DIV/0!"), "#DIV/0!", CellType.ERROR),
        (dt.datetime(2026, 3, 1, 14, 5, 9), "2026-03-01 14:05:09", CellType.NUMBER),
        (dt.date(2026, 3, 1), "2026-03-01 00:00:00", CellType.NUMBER),
    ],
)
def test_a_cell_is_read_as_it_is(way: str, value: Value, text: str | None, kind: CellType) -> None:
    grid = read(book_with([["编号"], [value], ["末行"]]), way)

    assert grid.text["A"].to_list() == ["编号", text, "末行"]
    assert grid.types["A"].to_list()[1] == kind


@pytest.mark.parametrize("way", WAYS)
def test_a_date_of_a_workbook_that_counts_from_1904_is_the_day_it_shows(way: str) -> None:
    book = book_with()
    book.is_1904 = True
    book.sheet("订单").put(1, 1, dt.datetime(2026, 3, 1, 8, 30))

    grid = read(book, way)

    assert grid.is_1904
    assert grid.text["A"].to_list() == ["2026-03-01 08:30:00"]


@pytest.mark.parametrize("way", WAYS)
def test_an_amount_shown_as_a_currency_keeps_all_its_places(way: str) -> None:
    book = book_with()
    book.sheet("订单").put(1, 1, Decimal("1.234567"), "¥#,##0.00")

    assert read(book, way).text["A"].to_list() == ["1.234567"]


def test_a_date_that_no_calendar_has_does_not_keep_the_others_from_being_read() -> None:
    book = book_with([["编号"], [5]])
    book.sheet("订单").put(3, 1, 4e6, "yyyy-mm-dd")

    assert read(book, "cells").text["A"].to_list() == ["编号", "5", "4000000"]


@pytest.mark.parametrize("way", WAYS)
def test_tables_and_merges_are_told(way: str) -> None:
    book = book_with([["标题"], [], ["编号", "数量"], ["a", 1]], TableRef("jars", 3, 1, 4, 2))
    book.sheet("订单").merges = [Area(1, 1, 1, 3), Area(6, 2, 7, 2)]
    book.sheet("订单").put(8, 3, "备注")

    grid = read(book, way)

    assert grid.tables == (TableRef("jars", 3, 1, 4, 2),)
    assert set(grid.merges) == {"A1:C1", "B6:B7"}


@pytest.mark.parametrize("way", WAYS)
def test_a_formula_that_reaches_outside_is_told(way: str) -> None:
    book = book_with([["编号", "数量"]])
    for row, formula in enumerate(['=HYPERLINK("http://a.example","看")', "=A1"], 2):
        cell = book.sheet("订单").cell(row, 1)
        cell.formula, cell.value = formula, "看"

    assert set(read(book, way).outside) == {"A2"}


def test_a_formula_on_another_open_workbook_is_told() -> None:
    book = book_with([["编号"]])
    cell = book.sheet("订单").cell(2, 1)
    cell.formula, cell.value = "='C:\\shop\\[stock.xlsx]库存'!A1", 3.0

    assert set(read(book, "cells").outside) == {"A2"}


@pytest.mark.parametrize("way", WAYS)
def test_rows_above_the_first_used_one_do_not_shift_what_is_read(way: str) -> None:
    book = book_with()
    book.sheet("订单").put(3, 2, "编号")

    grid = read(book, way)

    assert grid.text["B"][3 - grid.first_row] == "编号"
    assert grid.text.columns[:2] == ["A", "B"]


@pytest.mark.parametrize("way", WAYS)
def test_a_workbook_of_somebody_elses_has_no_mark(way: str) -> None:
    with host_of(book_with([["编号"]], mark=None), way) as host:
        assert host.mark() is None


@pytest.mark.parametrize("way", WAYS)
def test_a_missing_sheet_is_named_with_those_that_there_are(way: str) -> None:
    with host_of(jars(), way) as host, pytest.raises(TabNotFoundError) as caught:
        host.grid("商品")

    assert caught.value.sentence(Lang.ZH) == "工作簿“orders.xlsm”里没有工作表“商品”。现有：订单"


def test_hidden_rows_are_counted() -> None:
    book = jars(["a", 1], ["b", 2])
    book.sheet("订单").hidden = {3}

    assert read(book).hidden_rows == 1


def test_no_copy_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    read(jars(["a", 1]))

    assert list(tmp_path.iterdir()) == []
