"""Merged cells: what they show holds for the rows they cover, and what they hide is said."""

import datetime as dt

import pytest

from shopbook.labels import Lang
from shopbook.sheet.reading import read_sheet
from tests.sheet.grids import LINES, TITLES, Cell, grid, line, number, read, said

NOTHING: list[Cell] = []
"""A blank row."""


def test_an_order_merged_over_its_lines_holds_for_each_of_them() -> None:
    rest: list[Cell] = [None, None, None, None, 2]
    table = read(line("41", qty=1), rest, line("42"), merges=["B2:B3", "C2:C3", "F2:F3"])
    assert table.frame.select("order_no", "buyer", "qty", "paid").rows() == [
        ("41", "小王", 1, table.frame["paid"][0]),
        ("41", "小王", 2, table.frame["paid"][0]),
        ("42", "小王", 3, table.frame["paid"][0]),
    ]
    assert said(table) == []


def test_a_merged_serial_number_is_a_date_in_every_row() -> None:
    rest: list[Cell] = [None, "41", None, None, 2]
    table = read(line("41", paid_at=number("46082.5")), rest, merges=["G2:G3"])
    assert table.frame["paid_at"].to_list() == [dt.datetime(2026, 3, 1, 12)] * 2


def test_a_value_hidden_under_a_merge_stays_and_is_said_once_a_column() -> None:
    table = read(line("41"), line("42", remark="藏"), line("43"), merges=["B2:C4", "K2:K4"])
    assert table.frame["order_no"].to_list() == ["41", "42", "43"]
    assert said(table) == [("cell.covered-by-merge", cell) for cell in ("C2", "B3", "K3")]
    assert table.findings["key"].to_list() == ["41", "42", "42"]


def test_a_note_merged_over_several_rows_and_columns_stays_one_note() -> None:
    table = read(line("41"), [None, "导出时间：三月"], NOTHING, NOTHING, merges=["B3:F5"])
    assert (table.frame["order_no"].to_list(), said(table)) == (["41"], [("rows.trailer", "3")])


def test_merges_across_one_row_above_the_header_or_outside_the_columns_change_nothing() -> None:
    cells = grid(["某店"], TITLES, line("41"), merges=["A1:K1", "A2:B2", "XFD3:XFD9", "$H$3:$I$3", "A5:A9"])
    table = read_sheet(cells, LINES, lang=Lang.EN)
    assert (table.frame["order_no"].to_list(), said(table)) == (["41"], [])


def test_a_merge_that_begins_above_the_data_fills_nothing() -> None:
    table = read_sheet(grid(["41"], TITLES, line("41"), line(None), merges=["B1:B4"]), LINES, lang=Lang.EN)
    assert "41" not in table.frame["order_no"].to_list()[1:]


@pytest.mark.parametrize("written", ["", "B2", "B2:", "2:3", "B:C", "b2:c3", "B99999999:C3", "B3:B2", "C3:B4"])
def test_what_is_no_range_is_passed_over(written: str) -> None:
    table = read(line("41"), line("42"), merges=[written])
    assert (table.frame["order_no"].to_list(), said(table)) == (["41", "42"], [])


def test_a_merge_over_the_whole_sheet_says_one_thing_a_column() -> None:
    table = read(*(line(str(each)) for each in range(41, 241)), merges=["A2:XFD1048576"])
    assert table.frame.height == 200
    assert sorted(cell for _, cell in said(table)) == ["B2", "C2", "D2", "E2", "F2", "G2", "H2"]


def test_the_last_line_of_a_merged_order_is_no_sum_of_the_others() -> None:
    table = read(line("41", qty=1), [None, None, None, None, 2], [None, None, None, None, 3], merges=["B2:B4"])
    assert table.frame.select("order_no", "qty").rows() == [("41", 1), ("41", 2), ("41", 3)]


def test_tens_of_thousands_of_merges_are_read() -> None:
    rows: list[list[Cell]] = []
    for each in range(10_000):
        rows += [line(str(each)), [None, None, None, None, 2]]
    merges = [f"{name}{2 * each + 2}:{name}{2 * each + 3}" for each in range(10_000) for name in "BCDF"]
    table = read(*rows, merges=merges)
    assert table.frame["order_no"].to_list() == [str(each // 2) for each in range(20_000)]
