"""A workbook open in Excel: what is read is what is there, what is written is what was meant, and Excel is left as it was."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.errors import (
    MisuseError,
    PatchRefusedError,
    ShopbookError,
    TabNotFoundError,
    UnknownNameError,
    UnreadableFileError,
    UnwritableFileError,
)
from shopbook.host.excel import ExcelHost, NotExcelError, live_workbook
from shopbook.host.memory import MemoryTab
from shopbook.host.package.areas import Area
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType, Grid, TableRef
from shopbook.sheet.mark import Mark
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from tests.fakecom import DISCONNECTED, ComError, Workbook, Wrong, opened, xlwings_book

NOW = dt.datetime(2026, 3, 10, 12, 0)
MARK = Mark("orders", 1, Lang.ZH)
HOME = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
WAYS = ("copy", "cells")


def book_with(cells: Sequence[Sequence[Value]] = ((),), *tables: TableRef, mark: Mark | None = MARK) -> Workbook:
    """A workbook with one sheet, 订单."""
    return opened({"订单": MemoryTab([list(row) for row in cells], list(tables))}, mark=mark)


def jars(*rows: Sequence[Value]) -> Workbook:
    """A sheet with the table ``jars`` of two columns, at A1."""
    body = rows or ((None, None),)
    return book_with([["编号", "数量"], *body], TableRef("jars", 1, 1, 1 + len(body), 2))


@contextmanager
def host_of(book: Workbook, way: str = "copy", logs: Sequence[str] = ()) -> Iterator[ExcelHost]:
    """The workbook as a host, read in one of the two ways."""
    with (
        live_workbook(xlwings_book(book), lang=Lang.ZH, logs=logs)
        if way == "copy"
        else nullcontext(ExcelHost(xlwings_book(book), logs=logs)) as host
    ):
        assert isinstance(host, ExcelHost)
        yield host


def read(book: Workbook, way: str = "copy") -> Grid:
    """The sheet 订单."""
    with host_of(book, way) as host:
        return host.grid("订单")


def written(book: Workbook, *writes: ColumnWrite | TableAppend | TableReplace, way: str = "copy", logs: Sequence[str] = ()) -> Workbook:
    """The workbook after a plan."""
    plan = EditPlan(
        tuple(each for each in writes if isinstance(each, ColumnWrite)),
        tuple(each for each in writes if isinstance(each, TableAppend)),
        tuple(each for each in writes if isinstance(each, TableReplace)),
    )
    with host_of(book, way, logs) as host:
        assert host.apply(plan, now=NOW) == ["orders.xlsm"]
    return book


def values(book: Workbook, column: int) -> list[str | float | bool | None]:
    """What the cells of a column of 订单 hold, from its first row down."""
    sheet = book.sheet("订单")
    return [sheet.cell(row, column).value for row in range(1, sheet.used.last_row + 1)]


def column(rows: Sequence[int], new: Sequence[Value], letters: str = "B") -> ColumnWrite:
    """New values for some cells of 订单."""
    return ColumnWrite("订单", letters, rows, new)


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


# ------------------------------------------------------------------ writing cells


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "00123",
        "1E5",
        "2026-03-01",
        "TRUE",
        "#N/A",
        "'引号",
        "''",
        "1,234",
        "甲\n乙",
        "长" * 9_000,
    ],
)
def test_a_text_is_written_as_the_text_it_is(way: str, text: str) -> None:
    book = written(jars(["a", None], ["b", None]), column([2, 3], [text, "邻"]), way=way)

    assert values(book, 2)[1:] == [text, "邻"]
    assert not book.sheet("订单").cell(2, 2).formula


@settings(max_examples=60)
@given(
    st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)), min_size=1, max_size=8)
)
def test_any_texts_come_back_as_they_were_given(texts: list[str | None]) -> None:
    book = written(jars(*([f"T{number}", None] for number in range(len(texts)))), column(range(2, 2 + len(texts)), texts), way="cells")

    assert values(book, 2)[1 : 1 + len(texts)] == texts


@pytest.mark.parametrize("way", WAYS)
def test_an_id_stays_a_text_of_all_its_digits(way: str) -> None:
    book = written(jars([None, 1]), column([2], ["1234567890123456789"], "A"), way=way)

    assert values(book, 1)[1] == "1234567890123456789"
    assert book.sheet("订单").cell(2, 1).code == "@"


@pytest.mark.parametrize(
    ("value", "there"),
    [(Decimal("12.50"), 12.5), (3, 3.0), (0, 0.0), (True, True), (None, None), ("", None), (dt.date(2026, 3, 1), 46082.0)],
)
def test_a_value_is_written_as_excel_keeps_it(value: Value, there: object) -> None:
    book = written(jars(["a", 7]), column([2], [value]))

    assert values(book, 2)[1] == there


def test_a_date_is_given_a_format_where_its_cell_has_none() -> None:
    book = written(jars(["a", 7]), column([2], [dt.datetime(2026, 3, 1, 8, 0)]))

    assert book.sheet("订单").cell(2, 2).code == "yyyy-mm-dd hh:mm:ss"


def test_a_date_keeps_the_format_that_people_chose() -> None:
    book = jars(["a", None])
    book.sheet("订单").put(2, 2, dt.datetime(2026, 3, 1), "m月d日 yyyy")

    written(book, column([2], [dt.datetime(2026, 3, 2)]))

    assert book.sheet("订单").cell(2, 2).code == "m月d日 yyyy"


def test_a_date_counts_from_1904_where_the_workbook_does() -> None:
    book = jars(["a", None])
    book.is_1904 = True

    written(book, column([2], [dt.date(1904, 1, 2)]))

    assert values(book, 2)[1] == 1.0


@pytest.mark.parametrize("way", WAYS)
def test_cells_in_between_stay_as_they_are(way: str) -> None:
    book = jars(["a", "旧"], ["b", 0.1 + 0.2], ["c", Wrong("#N/A")], ["d", True], ["e", None], ["f", "'撇"], ["g", "旧"])

    written(book, column([2, 8], ["新", "新"]), way=way)

    assert values(book, 2)[1:] == ["新", 0.1 + 0.2, Wrong("#N/A"), True, None, "'撇", "新"]
    assert isinstance(values(book, 2)[3], Wrong)


@pytest.mark.parametrize("between", ["旧", 7.5, Wrong("#N/A"), True, None])
def test_cells_between_those_that_are_emptied_stay(between: Value) -> None:
    book = written(jars(["a", "x"], ["b", between], ["c", "y"]), column([2, 4], [None, None]))

    assert values(book, 2)[1:] == [None, between, None]
    assert isinstance(values(book, 2)[2], Wrong) is isinstance(between, Wrong)


def test_a_formula_in_between_stays_a_formula() -> None:
    book = jars(["a", "旧"], ["b", None], ["c", "旧"])
    cell = book.sheet("订单").cell(3, 2)
    cell.formula, cell.value = "=A3", "b"

    written(book, column([2, 4], ["新", "新"]))

    assert book.sheet("订单").cell(3, 2).formula == "=A3"


def test_numbers_and_texts_of_one_column_stay_what_they_are() -> None:
    book = written(jars(["a", 1], ["b", 2], ["c", 3]), column([2, 3, 4], [5, "12元", 7]))

    assert values(book, 2)[1:] == [5.0, "12元", 7.0]


@pytest.mark.parametrize("texts", [[2, 3, 4, 5], [4]])
def test_a_number_is_a_number_also_in_a_text_cell(texts: list[int]) -> None:
    book = jars(["a", 1], ["b", 2], ["c", 3], ["d", 4])
    for row in texts:
        book.sheet("订单").cell(row, 2).code = "@"

    written(book, column([2, 3, 4, 5], [5, 6, 7, 8]))

    assert values(book, 2)[1:] == [5.0, 6.0, 7.0, 8.0]


def test_below_the_used_cells_there_is_room_for_a_column() -> None:
    book = written(book_with([["编号"], ["a"]]), column([3, 4], ["b", "c"], "A"))

    assert values(book, 1) == ["编号", "a", "b", "c"]


@pytest.mark.parametrize("value", [10**15, float("inf"), Decimal("NaN"), dt.date(1899, 1, 1), "长" * 32_768, "\ud800"])
def test_what_excel_cannot_hold_is_refused_before_anything_is_written(value: Value) -> None:
    book = jars(["a", 1], ["b", 2])

    with pytest.raises(PatchRefusedError):
        written(book, column([2, 3], [5, value]))

    assert values(book, 2)[1:] == [1.0, 2.0]


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
