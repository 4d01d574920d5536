"""Whatever is written: exactly that is read back, and nothing else is different."""

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.host.package import PatchReport
from shopbook.sheet.grid import column_letters, column_number
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, Value
from tests.host import inventory
from tests.host.packages import book, patched, rows_of, sheet, table

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>46082</v></c></row><row r="3" s="2" customFormat="1"/>'
    '<row r="4"><c r="B4"><f>A1</f><v>1</v></c><c r="D4" t="b"><v>0</v></c><c r="E4" t="str"><v>x</v></c></row>'
    '<row r="7"><c><v>1</v></c><c s="2"><v>2</v></c></row>'
)
LAST_ROW, LAST_COLUMN = 9, 6

# openpyxl neither hides nor shows what XML cannot hold, and takes off the spaces that XML does not keep.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="_\ufffe\uffff"), min_size=1, max_size=20)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False, width=32)
MONEY = st.decimals(-1_000_000, 1_000_000, places=2)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
VALUES: st.SearchStrategy[Value] = st.none() | TEXTS | NUMBERS | MONEY | MOMENTS | st.booleans()
CELLS = st.dictionaries(st.tuples(st.integers(1, LAST_COLUMN), st.integers(1, LAST_ROW)), VALUES, max_size=12)


def plan(cells: dict[tuple[int, int], Value]) -> EditPlan:
    columns = sorted({column for column, _ in cells})
    writes = []
    for column in columns:
        rows = sorted(row for at, row in cells if at == column)
        writes.append(ColumnWrite("表", column_letters(column), rows, [cells[column, row] for row in rows]))
    return EditPlan(writes=tuple(writes))


def as_read(value: object) -> object:
    return float(value) if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) else value


def contents(cells: dict[str, inventory.Seen]) -> dict[str, tuple[str, str]]:
    """What cells hold; which blank ones are there only to wear a style does not matter."""
    return {name: (cell.form, cell.text) for name, cell in cells.items() if cell.text is not None}


@settings(max_examples=150, deadline=None)
@given(cells=CELLS)
def test_what_is_written_is_read_back_and_every_other_cell_is_as_it_was(cells: dict[tuple[int, int], Value]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = book(Path(folder) / "book.xlsx", sheet(ROWS))
        before = openpyxl.load_workbook(source)["表"]
        result, _ = patched(source, plan(cells))
        after = openpyxl.load_workbook(result)["表"]

        for row in range(1, LAST_ROW + 1):
            for column in range(1, LAST_COLUMN + 1):
                wanted = cells[column, row] if (column, row) in cells else before.cell(row, column).value
                assert as_read(after.cell(row, column).value) == as_read(wanted)
        assert inventory.is_ascending(inventory.parts(result)["xl/worksheets/sheet1.xml"])


@settings(max_examples=100, deadline=None)
@given(cells=CELLS)
def test_writing_the_same_again_changes_not_one_byte(cells: dict[tuple[int, int], Value]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = patched(book(Path(folder) / "book.xlsx", sheet(ROWS)), plan(cells))[0].rename(Path(folder) / "once.xlsx")

        twice, report = patched(once, plan(cells))

        assert report == PatchReport(0, (), ())
        assert twice.read_bytes() == once.read_bytes()


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6), at_once=st.integers(1, 6))
def test_rows_added_in_one_go_or_in_several_make_the_same_sheet(rows: list[list[Value]], at_once: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = '<row r="1"><c r="A1" s="2"/></row><row r="2"><c r="A2" s="2"><v>1</v></c><c r="B2"><v>1</v></c></row>'
        source = book(Path(folder) / "book.xlsx", sheet(first), tables=[table("A1:C2", ("甲", "乙", "丙"))])
        one_go, _ = patched(source, EditPlan(appends=(TableAppend("表", "表1", rows),)))
        whole = inventory.cells(one_go, "表")
        for start in range(0, len(rows), at_once):
            source = patched(source, EditPlan(appends=(TableAppend("表", "表1", rows[start : start + at_once]),)))[0].rename(
                Path(folder) / f"{start}.xlsx"
            )
        several = inventory.cells(source, "表")

        assert contents(several) == contents(whole)


@given(number=st.integers(1, 16_384))
def test_the_letters_of_a_column_lead_back_to_its_number(number: int) -> None:
    assert column_number(column_letters(number)) == number


@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_a_sheet_too_short_for_arithmetic_is_changed_as_a_long_one(cells: dict[tuple[int, int], Value]) -> None:
    wide = f'<row r="10"><c r="A10" t="str"><v>{"x" * 10_000}</v></c></row>'
    usual = ROWS.replace("<c><v>1</v></c><c s", '<c r="A7"><v>1</v></c><c r="B7" s')
    with tempfile.TemporaryDirectory() as folder:
        result, seen = patched(book(Path(folder) / "short.xlsx", sheet(usual)), plan(cells))
        rows = rows_of(result)
        result, told = patched(book(Path(folder) / "long.xlsx", sheet(usual + wide)), plan(cells))
        assert rows_of(result).replace(wide, "") == rows
        assert told == seen
