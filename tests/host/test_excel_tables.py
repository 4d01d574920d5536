"""A workbook open in Excel: tables grow, are exchanged and refused as in a file; locks and filters are people's."""

import pytest

from shopbook.errors import (
    MisuseError,
    PatchRefusedError,
    ShopbookError,
    TabNotFoundError,
    UnknownNameError,
    UnreadableFileError,
    UnwritableFileError,
)
from shopbook.host.package.areas import Area
from shopbook.labels import Lang
from shopbook.sheet.grid import TableRef
from shopbook.sheet.plan import ColumnWrite, TableAppend, TableReplace, Value
from tests.host.open_books import WAYS, book_with, column, jars, read, values, written

# ------------------------------------------------------------------ writing tables


@pytest.mark.parametrize("way", WAYS)
def test_rows_go_below_the_last_one_and_the_table_grows(way: str) -> None:
    book = written(jars(["a", 1]), TableAppend("订单", "jars", [["b", 2], ["c", 3]]), way=way)

    assert values(book, 1) == ["编号", "a", "b", "c"]
    assert values(book, 2) == ["数量", 1.0, 2.0, 3.0]
    assert book.sheet("订单").tables[0].area == Area(1, 1, 4, 2)


@pytest.mark.parametrize("way", WAYS)
def test_the_blank_row_of_a_new_table_is_filled_first(way: str) -> None:
    book = written(jars(), TableAppend("订单", "jars", [["a", 1]]), way=way)

    assert values(book, 1) == ["编号", "a"]
    assert book.sheet("订单").tables[0].area == Area(1, 1, 2, 2)


@pytest.mark.parametrize("way", WAYS)
def test_a_table_is_exchanged_and_what_is_left_over_is_emptied(way: str) -> None:
    book = written(jars(["a", 1], ["b", 2], ["c", 3]), TableReplace("订单", "jars", [["x", 9]]), way=way)

    assert values(book, 1) == ["编号", "x", None, None]
    assert book.sheet("订单").tables[0].area == Area(1, 1, 2, 2)


def test_a_table_exchanged_for_nothing_keeps_one_blank_row() -> None:
    book = written(jars(["a", 1], ["b", 2]), TableReplace("订单", "jars", []))

    assert values(book, 1) == ["编号", None, None]
    assert book.sheet("订单").tables[0].area == Area(1, 1, 2, 2)


@pytest.mark.parametrize("way", WAYS)
def test_a_column_that_the_table_calculates_keeps_its_formula_in_every_row(way: str) -> None:
    book = jars(["a", None])
    cell = book.sheet("订单").cell(2, 2)
    cell.formula, cell.value = "=LEN([@编号])", 1.0

    written(book, TableReplace("订单", "jars", [["x", "→"], ["y", "→"]]), way=way)

    assert [book.sheet("订单").cell(row, 2).formula for row in (2, 3)] == ["=LEN([@编号])"] * 2


def test_a_text_that_looks_like_a_formula_does_not_make_its_column_a_calculated_one() -> None:
    book = jars(["a", "=1+1"])
    book.sheet("订单").cell(2, 1).formula = "=ROW()"

    written(book, TableReplace("订单", "jars", [["x", "甲"], ["y", "乙"]]))

    assert values(book, 2)[1:] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (TableAppend("订单", "lids", [["a", 1]]), UnknownNameError),
        (TableAppend("订单", "jars", [["a"]]), MisuseError),
        (TableAppend("商品", "jars", [["a", 1]]), TabNotFoundError),
        (TableAppend("订单", "jars", [["a", 1]] * 1_048_576), PatchRefusedError),
        (column([2, 2], [1, 1]), MisuseError),
        (column([1], ["新标题"]), PatchRefusedError),
        (column([0], ["x"]), PatchRefusedError),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(change: ColumnWrite | TableAppend, error: type[ShopbookError]) -> None:
    with pytest.raises(error):
        written(jars(["a", 1]), change)


def test_two_changes_of_one_cell_are_refused() -> None:
    with pytest.raises(PatchRefusedError):
        written(jars(["a", 1]), column([2], [5]), TableReplace("订单", "jars", [["x", 1]]))


def test_a_cell_that_a_merge_hides_is_not_written() -> None:
    book = book_with([["编号", "数量"], ["a", 1]])
    book.sheet("订单").merges = [Area(2, 2, 3, 2)]

    with pytest.raises(PatchRefusedError) as caught:
        written(book, column([3], [5]))

    assert "B3" in caught.value.sentence(Lang.ZH)


@pytest.mark.parametrize("way", WAYS)
def test_rows_do_not_run_into_what_lies_below_the_table(way: str) -> None:
    book = jars(["a", 1])
    book.sheet("订单").put(4, 1, "备注")

    with pytest.raises(PatchRefusedError) as caught:
        written(book, TableAppend("订单", "jars", [["b", 2], ["c", 3]]), way=way)

    assert "表格下面已有内容" in caught.value.sentence(Lang.ZH)


def test_rows_do_not_run_into_another_table() -> None:
    head: list[Value] = ["编号", "数量"]
    tables = TableRef("jars", 1, 1, 2, 2), TableRef("lids", 3, 1, 4, 2)
    book = book_with([head, ["a", 1], head, [None, None]], *tables)

    with pytest.raises(PatchRefusedError) as caught:
        written(book, TableAppend("订单", "jars", [["b", 2]]))

    assert "lids" in caught.value.sentence(Lang.ZH)


def test_one_table_is_not_exchanged_twice() -> None:
    change = TableReplace("订单", "jars", [["x", 1]])

    with pytest.raises(PatchRefusedError):
        written(jars(["a", 1]), change, change)


def test_long_texts_beside_numbers_of_one_column_are_written_to_the_letter() -> None:
    long = "长" * 9_000

    book = written(jars(["a", 1], ["b", 2], ["c", 3]), TableReplace("订单", "jars", [["x", long], ["y", 2], ["z", "'撇"]]))

    assert values(book, 2)[1:] == [long, 2.0, "'撇"]


def test_many_columns_apart_are_dressed_in_addresses_that_excel_takes() -> None:
    width = 120
    row: list[Value] = [number if number % 2 else f"0{number}" for number in range(width)]
    table = TableRef("wide", 1, 1, 2, width)

    book = written(book_with([[f"列{number}" for number in range(width)], [None] * width], table), TableReplace("订单", "wide", [row]))

    assert [book.sheet("订单").cell(2, at).value for at in (1, 2, 119)] == ["00", 1.0, "0118"]


def test_a_sheet_that_reaches_too_far_is_said_before_it_is_read() -> None:
    book = jars(["a", 1])
    book.sheet("订单").put(1_048_576, 60, "x")

    with pytest.raises(UnreadableFileError) as caught:
        read(book, "cells")

    assert "BH1048576" in caught.value.sentence(Lang.ZH)


def test_a_table_with_a_totals_row_is_refused_in_words() -> None:
    book = jars(["a", 1])
    book.sheet("订单").tables[0].has_totals = True

    with pytest.raises(PatchRefusedError) as caught:
        written(book, TableAppend("订单", "jars", [["b", 2]]))

    assert "汇总行" in caught.value.sentence(Lang.ZH)


# ------------------------------------------------------------------ protected, filtered


def test_a_log_is_unprotected_and_protected_again_as_the_template_does_it() -> None:
    book = jars(["a", 1])
    sheet = book.sheet("订单")
    sheet.password = ""

    written(book, TableReplace("订单", "jars", [["x", 9]]), logs=["jars"])

    assert values(book, 1)[1] == "x"
    assert sheet.password == ""
    assert {name for name, is_allowed in sheet.allowed.items() if name.startswith("Allow") and is_allowed} == {
        "AllowFormattingColumns",
        "AllowFormattingRows",
        "AllowSorting",
        "AllowFiltering",
    }


def test_a_protected_sheet_of_peoples_own_is_said_in_words() -> None:
    book = jars(["a", 1])
    book.sheet("订单").password = ""

    with pytest.raises(PatchRefusedError) as caught:
        written(book, column([2], [5]), logs=["jars"])

    assert caught.value.sentence(Lang.ZH) == "orders.xlsm：工作表“订单”：工作表受保护，不能写入。请在“审阅”里取消工作表保护，再点一次按钮"


def test_a_log_with_a_password_is_left_alone_and_said() -> None:
    book = jars(["a", 1])
    book.sheet("订单").password = "secret"  # noqa: S105 - of a pretended sheet

    with pytest.raises(UnwritableFileError) as caught:
        written(book, TableReplace("订单", "jars", [["x", 9]]), logs=["jars"])

    assert "password" in caught.value.sentence(Lang.EN)
    assert values(book, 1)[1] == "a"


@pytest.mark.parametrize("way", WAYS)
def test_a_filtered_sheet_is_said_before_anything_is_written(way: str) -> None:
    book = jars(["a", 1], ["b", 2])
    book.sheet("订单").hidden = {3}

    with pytest.raises(PatchRefusedError) as caught:
        written(book, column([2, 3], [5, 6]), way=way)

    assert "正在筛选" in caught.value.sentence(Lang.ZH)
    assert values(book, 2)[1:] == [1.0, 2.0]


@pytest.mark.parametrize("way", WAYS)
def test_the_filter_of_a_log_is_cleared(way: str) -> None:
    book = jars(["a", 1], ["b", 2])
    book.sheet("订单").hidden = {3}
    book.sheet("订单").password = ""

    written(book, TableReplace("订单", "jars", [["x", 9], ["y", 8]]), way=way, logs=["jars"])

    assert values(book, 1)[1:] == ["x", "y"]


def test_a_filter_without_a_table_is_seen_too() -> None:
    book = book_with([["编号"], ["a"], ["b"]])
    book.sheet("订单").hidden, book.sheet("订单").is_filtered = {3}, True

    with pytest.raises(PatchRefusedError):
        written(book, column([2], ["新"], "A"))
