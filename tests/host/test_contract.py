"""What every host can do, asked of each of them: the same plan makes the same cells, wherever the workbook lives."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.errors import TabNotFoundError
from shopbook.host.excel import ExcelHost
from shopbook.host.file import FileHost
from shopbook.host.host import Host
from shopbook.labels import Lang
from shopbook.run.making import new_workbook
from shopbook.sheet.grid import CellType
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from tests.fakexlwings import open_in_excel, xlwings_book
from tests.run.workbooks import HEADER_ROW, workbook

NOW = dt.datetime(2026, 6, 18, 13, 55)
TAB, TABLE = "商品", "products"
FIRST = HEADER_ROW + 1
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "<b>&amp;", "_x0041_", " spaces ", "line\nbreak", "中文 ️ 🍎"]

Make = Callable[[], Host]


def in_memory(_: Path) -> Make:
    host = workbook(ORDERS_BOOK, {})
    return lambda: host


def in_a_file(folder: Path) -> Make:
    path = new_workbook("orders", folder / "a.xlsx", Lang.ZH, now=NOW)
    return lambda: FileHost(path, target=path)


def in_excel(_: Path) -> Make:
    book = open_in_excel(ORDERS_BOOK, {}, lang=Lang.ZH)
    return lambda: ExcelHost(xlwings_book(book))


def in_excel_by_a_copy(folder: Path) -> Make:
    book = open_in_excel(ORDERS_BOOK, {}, lang=Lang.ZH)
    return lambda: ExcelHost(xlwings_book(book), folder=folder)


@pytest.fixture(params=[in_memory, in_a_file, in_excel, in_excel_by_a_copy], ids=["memory", "file", "excel", "excel-copy"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Opens the same fresh order workbook anew at each call."""
    made: Make = request.param(tmp_path)
    return made


def width(host: Host) -> int:
    table = next(each for each in host.grid(TAB).tables if each.name == TABLE)
    return table.last_column - table.first_column + 1


def row(host: Host, *values: Value) -> list[Value]:
    return [*values, *[None] * (width(host) - len(values))]


def cell(host: Host, letters: str, number: int) -> tuple[str | None, CellType]:
    grid = host.grid(TAB)
    index = number - grid.first_row
    if not 0 <= index < grid.text.height or letters not in grid.text.columns:
        return None, CellType.BLANK
    return grid.text[letters][index], CellType(grid.types[letters][index])


def below_header(host: Host, letters: str = "A") -> list[str | None]:
    grid = host.grid(TAB)
    texts = grid.text[letters].to_list()[FIRST - grid.first_row :]
    while texts and texts[-1] is None:
        texts.pop()
    return texts


def table_rows(host: Host) -> tuple[int, int]:
    table = next(each for each in host.grid(TAB).tables if each.name == TABLE)
    return table.first_row, table.last_row


def test_it_says_which_book_it_is(opened: Make) -> None:
    mark = opened().mark()

    assert mark is not None
    assert (mark.book, mark.lang) == ("orders", Lang.ZH)


def test_it_has_a_name_and_its_sheets_in_their_order(opened: Make) -> None:
    host = opened()

    assert host.name
    assert list(host.tabs())[:2] == ["订单", "商品"]


def test_a_sheet_that_is_not_there_is_an_error_that_names_the_others(opened: Make) -> None:
    with pytest.raises(TabNotFoundError) as caught:
        opened().grid("没有这张表")

    assert TAB in caught.value.present


def test_a_plan_without_changes_writes_nothing(opened: Make) -> None:
    assert list(opened().apply(EditPlan(), now=NOW)) == []


def test_a_plan_with_changes_says_what_was_written(opened: Make) -> None:
    host = opened()

    written = host.apply(EditPlan(writes=(ColumnWrite(TAB, "A", [FIRST], ["S1"]),)), now=NOW)

    assert [Path(name).name for name in written] == [host.name]


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("S1", "S1", CellType.TEXT),
        ("0012345678901234567890", "0012345678901234567890", CellType.TEXT),
        (3, "3", CellType.NUMBER),
        (Decimal("12.50"), "12.5", CellType.NUMBER),
        (0.1, "0.1", CellType.NUMBER),
        (None, None, CellType.BLANK),
        *[(text, text, CellType.TEXT) for text in HOSTILE],
    ],
)
def test_a_value_reads_back_as_it_was_written(opened: Make, value: Value, text: str | None, kind: CellType) -> None:
    opened().apply(EditPlan(writes=(ColumnWrite(TAB, "C", [FIRST], [value]),)), now=NOW)

    shown, type_ = cell(opened(), "C", FIRST)
    assert type_ is kind
    assert (Decimal(shown) == Decimal(str(text))) if kind is CellType.NUMBER and shown else shown == text


def test_rows_are_appended_below_the_last_and_the_table_grows(opened: Make) -> None:
    for name in ("S1", "S2"):
        host = opened()
        host.apply(EditPlan(appends=(TableAppend(TAB, TABLE, [row(host, name), row(host, name + "b")]),)), now=NOW)

    assert below_header(opened()) == ["S1", "S1b", "S2", "S2b"]
    assert table_rows(opened()) == (HEADER_ROW, HEADER_ROW + 4)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_all_rows_of_a_table_are_exchanged_and_what_is_left_over_is_emptied(opened: Make, count: int) -> None:
    host = opened()
    host.apply(EditPlan(appends=(TableAppend(TAB, TABLE, [row(host, f"old{number}") for number in range(2)]),)), now=NOW)
    host = opened()

    host.apply(EditPlan(replaces=(TableReplace(TAB, TABLE, [row(host, f"new{number}") for number in range(count)]),)), now=NOW)

    assert below_header(opened()) == [f"new{number}" for number in range(count)]
    assert table_rows(opened()) == (HEADER_ROW, HEADER_ROW + max(1, count))


def test_only_the_cells_of_a_plan_change(opened: Make) -> None:
    host = opened()
    host.apply(EditPlan(appends=(TableAppend(TAB, TABLE, [row(host, f"S{number}", "主仓", "杯子") for number in range(3)]),)), now=NOW)

    opened().apply(EditPlan(writes=(ColumnWrite(TAB, "A", [FIRST, FIRST + 2], ["X0", None]),)), now=NOW)

    assert below_header(opened()) == ["X0", "S1"]
    assert below_header(opened(), "C") == ["杯子"] * 3
