"""Rows that are not data: put aside where that is certain, and said; all others are data."""

from decimal import Decimal

import pytest

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Person, Row, Sheet, TextId, column
from shopbook.sheet.reading import Manner, read_sheet, read_table
from tests.sheet.grids import LINES, REF, TITLES, UNCALCULATED, Cell, grid, line, read, said


def orders(*rows: list[Cell]) -> tuple[list[object], list[tuple[str, str]]]:
    """The order numbers read, and what was said."""
    table = read(*rows)
    return table.frame["order_no"].to_list(), said(table)


def only(**cells: Cell) -> list[Cell]:
    """A row with nothing in it but these."""
    blank: dict[str, Cell] = dict.fromkeys(("order_no", "buyer", "phone", "qty", "paid", "paid_at", "state"))
    return line(**{**blank, **cells})


# Blank


def test_no_rows_are_no_fault() -> None:
    table = read()
    assert (table.frame.schema, table.frame.height, table.last_row, said(table)) == (LINES.empty().schema, 0, 1, [])


def test_blank_rows_in_between_are_no_data_and_no_fault() -> None:
    assert orders(line("41"), only(), only(order_no="\t", remark=" \u200b"), line("42"), only()) == (["41", "42"], [])


def test_a_row_in_which_only_a_task_has_written_is_blank() -> None:
    assert orders(line("41"), only(check="数量：请填整数")) == (["41"], [])


def test_a_row_of_formulas_without_results_or_of_errors_is_not_blank() -> None:
    assert orders(only(order_no=UNCALCULATED), only(order_no=REF), only(qty=UNCALCULATED)) == (
        [None, None, None],
        [("cell.not-calculated", "B2"), ("cell.error-value", "B3"), ("cell.required", "B4"), ("cell.not-calculated", "E4")],
    )


class Slip(Row):
    """A form whose key a task has written."""

    slip_no: TextId = column("单号", "Slip no.", key=True, computed=True)
    checked_by: Person | None = column("复核人", "Checked by")


def test_a_form_in_which_nobody_has_written_yet_still_has_its_row() -> None:
    slips = Sheet("slips", Label("清点单", "Slips"), Slip, Label("全部", "All"))

    table = read_sheet(grid(["单号", "复核人"], ["QD-1", None]), slips, lang=Lang.EN)

    assert table.frame["slip_no"].to_list() == ["QD-1"]


# Legends


@pytest.mark.parametrize("key", [None, " ", "必填", "（选填）", "文本，必填"])
def test_a_row_that_explains_the_header_is_no_data(key: Cell) -> None:
    legend = only(order_no=key, buyer="收件人", qty="整数", paid="收入+支出")
    assert orders(legend, line("41")) == (["41"], [("rows.legend", "2")])


def test_a_legend_may_come_after_a_blank_row() -> None:
    assert orders(only(), only(qty="整数"), line("41")) == (["41"], [("rows.legend", "3")])


@pytest.mark.parametrize(
    "row",
    [
        only(buyer="小王", qty="三件", phone="13800138000"),
        only(buyer="小王", remark="请尽快"),
        only(order_no="ABC", qty="三件"),
    ],
)
def test_a_first_row_with_a_fault_is_data(row: list[Cell]) -> None:
    assert not [code for code, _ in orders(row, line("41"))[1] if code.startswith("rows.")]


def test_a_legend_stands_first_or_is_none() -> None:
    assert orders(line("41"), only(qty="整数", paid="元"))[1][0] == ("cell.required", "B3")


# Totals


@pytest.mark.parametrize("word", ["合计", "合 计：", "总计", "小计", "本页合计", "#合计", "Total", "GRAND TOTAL", "subtotal:"])
def test_a_row_of_figures_behind_such_a_word_is_a_total(word: str) -> None:
    assert orders(line("41"), only(order_no=word, qty=3, paid="¥12.50"), line("42")) == (["41", "42"], [("rows.total", "3")])


def test_the_word_may_stand_in_a_column_of_its_own() -> None:
    table = read_sheet(grid(["序号", *TITLES], [1, *line("41")], ["合计", *only(qty=3, paid=12, remark="共1笔")]), LINES, lang=Lang.EN)
    assert (table.frame["order_no"].to_list(), said(table)) == (["41"], [("header.extra", "A1"), ("rows.total", "3")])


def test_a_buyer_of_that_name_is_a_buyer() -> None:
    assert orders(line("41", buyer="合计"), line(None, buyer="合计")) == (["41", None], [("cell.required", "B3")])


def test_a_row_with_that_word_for_a_key_and_more_than_figures_is_data() -> None:
    assert orders(line("41"), line("合计"))[0] == ["41", "合计"]


def test_a_last_row_that_is_the_sum_of_all_is_a_total_without_a_word() -> None:
    rows = [line("41", qty=1, paid="1,000.50"), line("42", qty=2, paid=Decimal(2))]
    assert orders(*rows, only(qty=3, paid="1,002.50"), only()) == (
        ["41", "42"],
        [("cell.number-as-text", "F2"), ("rows.total", "4")],
    )


@pytest.mark.parametrize(
    "last",
    [
        only(qty=3, paid=Decimal("3.01")),
        only(qty=0, paid=Decimal(0)),
        only(qty="三", paid=Decimal(3)),
        only(qty=3, buyer="小王"),
        only(qty=3, paid=Decimal(3), check="x", remark="3"),
    ],
)
def test_a_last_row_without_key_that_is_no_sum_lacks_its_key(last: list[Cell]) -> None:
    read_rows, found = orders(line("41", qty=1, paid=Decimal(1)), line("42", qty=2, paid=Decimal(2)), last)
    assert read_rows == ["41", "42", None]
    assert ("cell.required", "B4") in found


def test_the_second_of_two_equal_rows_is_no_sum_of_the_first() -> None:
    assert orders(line("41", qty=3), only(qty=3)) == (["41", None], [("cell.required", "B3")])


def test_zeros_below_zeros_prove_nothing() -> None:
    assert orders(line("41", paid=0), line("42", paid=0), only(paid=0))[0] == ["41", "42", None]


# Trailers


@pytest.mark.parametrize(
    "note",
    [
        "83 record(s) downloaded,",
        "Seller ID : shop",
        "导出时间：2026-03-01",
        "#支出合计：0笔，共0.00元",
        "#-----",
        "备注：含运费",
        "共 12 笔",
    ],
)
def test_a_note_below_the_data_is_no_data(note: str) -> None:
    assert orders(line("41"), only(order_no=note), only()) == (["41"], [("rows.trailer", "3")])


def test_several_notes_below_the_data_are_none() -> None:
    assert orders(line("41"), only(order_no="83 record(s) downloaded,"), only(), only(order_no="Seller ID : shop")) == (
        ["41"],
        [("rows.trailer", "3"), ("rows.trailer", "5")],
    )


def test_a_note_in_front_of_the_sheet_is_no_data() -> None:
    table = read_sheet(grid(["买家", "手机", "订单编号"], ["小王", None, "41"], ["制表：小王"]), LINES, lang=Lang.EN)
    assert table.frame["order_no"].to_list() == ["41"]
    assert said(table)[-1] == ("rows.trailer", "3")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (only(remark="颜色：红"), None),
        (only(buyer="备注：小王"), None),
        (only(order_no="#1001"), "#1001"),
        (only(order_no="4100"), "4100"),
        (only(order_no="导出时间：1", qty=2), "导出时间:1"),
    ],
)
def test_a_last_row_that_could_be_an_order_is_data(row: list[Cell], key: str | None) -> None:
    assert orders(line("41"), row)[0] == ["41", key]


@pytest.mark.parametrize(("titles", "word"), [(["买家", "手机", "备注"], "小王：三月"), (["买家", "手机", "备注"], "打印纸")])
def test_a_colon_makes_a_note_only_of_what_should_be_a_number(titles: list[Cell], word: str) -> None:
    table = read_sheet(grid(titles, ["小李", None, "急"], [word]), LINES, lang=Lang.EN)
    assert table.frame["buyer"].to_list() == ["小李", word]


def test_a_note_among_the_data_is_reported_as_an_order_that_it_is_not() -> None:
    assert orders(line("41"), only(order_no="导出时间：1"), line("42"))[0] == ["41", "导出时间:1", "42"]


# Without a key column


def test_a_sheet_that_lacks_its_key_column_keeps_its_rows() -> None:
    table = read_sheet(grid(["买家", "数量", "实付金额"], ["小王", 1, 2], [None, 3, 4], ["合计", 4, 6]), LINES, lang=Lang.EN)
    assert table.frame.select("_row", "buyer", "qty").rows() == [(2, "小王", 1), (3, None, 3)]
    assert "rows.total" in table.findings["code"].to_list()


def test_a_sheet_without_declared_key_is_read_as_it_stands() -> None:
    table = read_table(grid(TITLES, line(None), line("41")), LINES.columns, key=(), manner=Manner(Lang.EN))
    assert table.frame["order_no"].to_list() == [None, "41"]
    assert table.findings["key"].to_list() == [""]


# Filling down


def filled(
    *rows: list[Cell], fields: tuple[str, ...] = ("order_no", "buyer", "remark"), key: tuple[str, ...] = ("order_no",)
) -> list[tuple[object, ...]]:
    table = read_table(grid(TITLES, *rows), LINES.columns, key=key, manner=Manner(Lang.EN, is_ours=False, fill_down=fields))
    return table.frame.select("order_no", "buyer", "remark", "qty").rows()


def test_what_stands_on_the_first_line_of_an_order_holds_for_its_other_lines() -> None:
    assert filled(line("41", remark="急", qty=1), only(qty=2), only(order_no="41", buyer=" ", qty=3)) == [
        ("41", "小王", "急", 1),
        ("41", "小王", "急", 2),
        ("41", "小王", "急", 3),
    ]


def test_nothing_is_filled_down_from_one_order_into_the_next() -> None:
    assert filled(line("41", remark="急", qty=1), line("42", remark=None, qty=2), only(qty=3)) == [
        ("41", "小王", "急", 1),
        ("42", "小王", None, 2),
        ("42", "小王", None, 3),
    ]


def test_nothing_is_filled_into_blank_rows_totals_and_lines_before_the_first_order() -> None:
    assert filled(only(qty=1), line("41", qty=2), only(), only(order_no="合计", qty=3)) == [(None, None, None, 1), ("41", "小王", None, 2)]


def test_nothing_is_filled_down_where_the_column_or_the_key_is_not_there() -> None:
    assert filled(line("41", qty=1), only(qty=2), fields=("absent",)) == [("41", "小王", None, 1), (None, None, None, 2)]
    assert filled(line("41", qty=1), only(qty=2), key=()) == [("41", "小王", None, 1), (None, None, None, 2)]


def test_a_serial_number_that_is_filled_down_is_still_a_date() -> None:
    rows = [line("41", paid_at=45000), only(qty=2)]
    table = read_table(grid(TITLES, *rows), LINES.columns, key=("order_no",), manner=Manner(Lang.EN, fill_down=("order_no", "paid_at")))
    assert table.frame["paid_at"].n_unique() == 1
    assert table.frame["paid_at"].null_count() == 0
