"""The workbook in memory, where it differs from a file: how its values become the texts that sheets are read from."""

import datetime as dt
from decimal import Decimal

import pytest

from shopbook.errors import TabNotFoundError
from shopbook.host.memory import MemoryHost, MemoryTab
from shopbook.sheet.grid import CellType
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value

NOW = dt.datetime(2026, 6, 18)


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (None, None, CellType.BLANK),
        ("", None, CellType.BLANK),
        (True, "TRUE", CellType.BOOL),
        (False, "FALSE", CellType.BOOL),
        ("#N/A", "#N/A", CellType.ERROR),
        (1e16, "10000000000000000", CellType.NUMBER),
        (Decimal("1.20"), "1.20", CellType.NUMBER),
        (dt.date(2026, 6, 18), "2026-06-18 00:00:00", CellType.NUMBER),
        (dt.datetime(2026, 6, 18, 13, 55), "2026-06-18 13:55:00", CellType.NUMBER),
    ],
)
def test_a_value_is_the_text_that_a_file_would_give(value: Value, text: str | None, kind: CellType) -> None:
    grid = MemoryHost({"a": MemoryTab([[value]])}).grid("a")

    assert grid.text["A"].to_list() == [text]
    assert CellType(grid.types["A"][0]) is kind


def test_rows_may_be_of_different_length() -> None:
    grid = MemoryHost({"a": MemoryTab([["x"], [], ["y", "z"]])}).grid("a")

    assert grid.text["B"].to_list() == [None, None, "z"]


def test_a_cell_far_below_is_reached() -> None:
    host = MemoryHost({"a": MemoryTab([])})

    host.apply(EditPlan(writes=(ColumnWrite("a", "C", [4], ["x"]),)), now=NOW)

    assert host.grid("a").text.row(3) == (None, None, "x")


def test_a_plan_for_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(TabNotFoundError):
        MemoryHost({}).apply(EditPlan(writes=(ColumnWrite("a", "C", [4], ["x"]),)), now=NOW)


def test_a_sheet_without_cells_is_empty() -> None:
    assert MemoryHost({"a": MemoryTab([])}).grid("a").text.height == 0
