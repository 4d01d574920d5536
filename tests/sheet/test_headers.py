"""Finding the header row by its titles."""

import time
from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Row, Sheet, Text, TextId, column
from shopbook.sheet.grid import CellType
from shopbook.sheet.headers import SEARCHED_ROWS, find_header
from shopbook.sheet.reading import read_sheet
from tests.sheet.grids import LINES, TITLES, Cell, grid, line, read, said


def test_columns_are_found_by_title_wherever_they_stand() -> None:
    table = read(["13800138000", "41", 2], titles=["联系手机", " 订单编号", "Quantity"])
    assert table.frame.select("order_no", "phone", "qty").row(0) == ("41", "13800138000", 2)


@pytest.mark.parametrize("above", [0, 1, 6, SEARCHED_ROWS - 1])
def test_a_header_may_stand_below_a_preamble(above: int) -> None:
    preamble: list[Sequence[Cell]] = [["#导出时间：2026-03-01"]] * above
    table = read_sheet(grid(*preamble, TITLES, line("41")), LINES, lang=Lang.EN)
    assert (table.frame["_row"].to_list(), table.frame["order_no"].to_list()) == ([above + 2], ["41"])


def test_a_header_below_the_first_fifty_rows_is_not_found() -> None:
    table = read_sheet(grid(*[["x"]] * SEARCHED_ROWS, TITLES, line("41")), LINES, lang=Lang.EN)
    assert (table.frame.height, table.header, table.present, said(table)) == (0, None, frozenset(), [("header.not-found", "0")])
    assert table.frame.schema == LINES.empty().schema


def test_a_sheet_without_any_cell_has_no_header() -> None:
    assert said(read_sheet(grid([]), LINES, lang=Lang.ZH)) == [("header.not-found", "0")]


def test_one_known_title_is_not_enough_for_a_header() -> None:
    assert find_header(grid(["备注", "某店", "三月"], ["订单", "表"]), LINES.columns) is None


def test_a_preamble_that_names_one_column_is_no_header() -> None:
    header = find_header(grid(["订单编号", "全部"], TITLES, line()), LINES.columns)
    assert header is not None
    assert header.row == 2


def test_rows_are_counted_as_the_sheet_counts_them() -> None:
    table = read_sheet(grid(TITLES, line("41"), first_row=7), LINES, lang=Lang.EN)
    assert (table.frame["_row"].to_list(), table.last_row) == ([8], 8)


def test_titles_merged_over_two_rows_are_one_header() -> None:
    titles = grid(TITLES, [], line("41"), merges=[f"{name}1:{name}2" for name in "ABCDEFGHIJK"])
    table = read_sheet(titles, LINES, lang=Lang.EN)
    assert (table.header and table.header.row, table.frame["_row"].to_list(), said(table)) == (2, [3], [])


def test_a_row_of_group_names_above_the_titles_is_no_header() -> None:
    groups = ["", "订单编号", "买家信息", "", "金额信息", ""]
    titles = ["", None, "买家", "手机", "数量", "实付金额"]
    cells = grid(groups, titles, ["", "41", "小王", "13800138000", 2, 5], merges=["C1:D1", "E1:F1", "B1:B2"])
    table = read_sheet(cells, LINES, lang=Lang.EN)
    assert table.frame.select("_row", "order_no", "buyer", "qty").row(0) == (3, "41", "小王", 2)


def test_a_title_is_taken_from_a_merge_only_where_the_header_is() -> None:
    cells = grid(["部门一", *TITLES], ["", *line("41")], ["", *line("42")], merges=["A1:A3", "A60:A70", "ZZ1:ZZ2"])
    assert read_sheet(cells, LINES, lang=Lang.EN).frame["order_no"].to_list() == ["41", "42"]


def test_a_merge_that_begins_above_the_first_row_given_does_no_harm() -> None:
    cells = grid(TITLES, line("41"), first_row=3, merges=["A1:A3", "B2:B3"])
    assert read_sheet(cells, LINES, lang=Lang.EN).frame["order_no"].to_list() == ["41"]


def test_missing_doubled_extra_and_misspelled_titles_are_all_reported_together() -> None:
    titles = ["校验", "订单编码", "买家", "联系手机", "联系电话", "数量", "今天打包", "付款时间", "状态", "比率", "赠品", "备注"]
    table = read(titles=titles)
    assert said(table) == [
        ("header.missing", "0"),
        ("header.missing", "0"),
        ("header.near", "B1"),
        ("header.doubled", "E1"),
        ("header.extra", "G1"),
    ]
    found = table.findings
    assert found["severity"].to_list() == ["error", "hint", "warning", "error", "hint"]
    assert found["message"].to_list() == [
        "Column 'Order no.' is missing",
        "Column 'Paid' is missing",
        "Is '订单编码' meant to be 'Order no.'? Change the title",
        "Column '联系手机' appears more than once; only the first (D) is read",
        "'今天打包' is not a column of this sheet and is not read",
    ]
    assert found["fix"].to_list() == ["", "", "Order no.", "", ""]


def test_two_titles_near_one_missing_column_are_not_both_taken_for_it() -> None:
    header = find_header(grid([*(title for title in TITLES if title != "订单编号"), "订单编码", "订单编吗"]), LINES.columns)
    assert header is not None
    assert header.near == {"K": "order_no"}


class Pair(Row):
    """Two columns of which one has the other's title for an alias."""

    name: Text | None = column("名称", "Name", aliases=("标题",))
    title: Text | None = column("标题", "Title")


class Single(Row):
    """One column."""

    code: TextId | None = column("代码", "Code")


def test_a_column_of_this_title_goes_before_one_with_such_an_alias() -> None:
    sheet = Sheet("pairs", Label(zh="对", en="Pairs"), Pair, Label(zh="两列", en="two columns"))
    table = read_sheet(grid(["标题", "名称"], ["t", "n"]), sheet, lang=Lang.EN)
    assert table.frame.rows() == [(2, "n", "t")]


def test_a_sheet_of_two_columns_needs_both_titles() -> None:
    sheet = Sheet("pairs", Label(zh="对", en="Pairs"), Pair, Label(zh="两列", en="two columns"))
    assert said(read_sheet(grid(["名称", "其他"], ["n", "t"]), sheet, lang=Lang.EN)) == [("header.not-found", "0")]
    table = read_sheet(grid(["Name", "Title"], ["n: m", None], ["Name", "Title"], ["x", "5"]), sheet, lang=Lang.EN)
    assert table.frame["_row"].to_list() == [2, 4]
    assert said(table) == [("rows.repeated-header", "3")]


def test_a_sheet_of_one_column_is_found_by_its_title() -> None:
    sheet = Sheet("codes", Label(zh="代码", en="Codes"), Single, Label(zh="一列", en="one column"))
    assert read_sheet(grid(["x"], ["代码"], ["a"], ["代码"]), sheet, lang=Lang.EN).frame["code"].to_list() == ["a", "代码"]


def test_a_title_that_is_only_an_asterisk_is_no_title() -> None:
    assert said(read(titles=[*TITLES, " * ", "\u200b"])) == []


def test_a_million_blank_rows_below_the_data_cost_next_to_nothing() -> None:
    short = grid(TITLES, line("41"))
    text = short.text.vstack(short.text.clear(1_048_000))
    types = short.types.vstack(short.types.clear(1_048_000).select(pl.all().fill_null(CellType.BLANK.value)))
    start = time.process_time()
    table = read_sheet(replace(short, text=text, types=types), LINES, lang=Lang.EN)
    assert (text.height, table.frame.height, table.last_row, said(table)) == (1_048_002, 1, 2, [])
    assert time.process_time() - start < 10


def test_a_repeated_header_is_reported_and_is_no_data() -> None:
    table = read(line("41"), TITLES, line("42"), [" 校验 ", *TITLES[1:]], line("43"))
    assert table.frame["order_no"].to_list() == ["41", "42", "43"]
    assert said(table) == [("rows.repeated-header", "3"), ("rows.repeated-header", "5")]


def test_another_header_ends_the_data_until_the_first_one_comes_again() -> None:
    other = ["", "买家", "订单编号", "实付金额", "库存"]
    table = read(line("41"), other, ["", "小王", "42", 5, 7], ["", "小李", "43", 5, 7], TITLES, line("44"), other, ["", "小王", "45"])
    assert table.frame["order_no"].to_list() == ["41", "44"]
    assert said(table) == [("rows.other-header", "3"), ("rows.repeated-header", "6"), ("rows.other-header", "8")]
    assert table.findings["severity"].to_list() == ["error", "hint", "error"]


def test_a_row_with_a_word_like_a_title_is_data() -> None:
    table = read(line("41", buyer="备注", remark="数量"), line("42", remark="备注"))
    assert table.frame["order_no"].to_list() == ["41", "42"]
