"""The columns of a short sheet about whose cells there is nothing to say: what is read all at once is what is read one by one."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.labels import Label
from shopbook.sheet.cells import ReadColumn, read_column
from shopbook.sheet.columns import Column, ColumnNotes
from shopbook.sheet.grid import CellType
from shopbook.sheet.kinds import Kind
from shopbook.sheet.merges import Body
from shopbook.sheet.plain import plain_columns
from shopbook.sheet.spelling import ERROR_WORDS
from tests.sheet.grids import STATES, UNCALCULATED, Cell, raw
from tests.sheet.test_cells import declared
from tests.sheet.test_kinds import TEXTS


def body(*columns: list[Cell]) -> Body:
    """Cells column by column, lettered from A."""
    known = {letters: [raw(cell) for cell in cells] for letters, cells in zip("ABCDEFG", columns, strict=False)}
    return Body(
        pl.DataFrame({name: pl.Series([cell.text for cell in cells], dtype=pl.String) for name, cells in known.items()}),
        pl.DataFrame({name: pl.Series([cell.type for cell in cells], dtype=pl.UInt8) for name, cells in known.items()}),
        2,
    )


def plain(column: Column, *cells: Cell, is_ours: bool = True) -> list[object] | None:
    """The values, ``None`` if the column is not plain."""
    found = plain_columns(body(list(cells)), {"A": column}, is_1904=False, is_ours=is_ours)
    return found["A"].values.to_list() if found else None


def assert_same(got: ReadColumn, wanted: ReadColumn) -> None:
    assert got.values.dtype == wanted.values.dtype
    assert got.values.to_list() == wanted.values.to_list()
    assert got.faults.rows() == wanted.faults.rows() == []
    assert got.faults.schema == wanted.faults.schema


def test_plain_columns_are_read_side_by_side_and_the_others_left_out() -> None:
    cells = body(["1", "2"], [3, 4], ["x", " y"], [None, None])
    columns = {"A": declared(Kind.QTY), "B": declared(Kind.QTY), "C": declared(Kind.TEXT), "D": declared(Kind.FLAG)}
    found = plain_columns(cells, columns, is_1904=False, is_ours=True)
    assert {letters: column.values.to_list() for letters, column in found.items()} == {"B": [3, 4], "D": [None, None]}


@pytest.mark.parametrize("cell", [*ERROR_WORDS, "null", "无", " ", "a "])
def test_a_word_for_an_error_or_for_nothing_is_not_plain(cell: str) -> None:
    column = Column("field", Kind.TEXT, ColumnNotes(Label(zh="列", en="Column"), null_words=("无",)))
    assert plain(column, "a", cell) is None
    assert plain(column, "a", "b" + cell.strip()) == ["a", "b" + cell.strip()]


def test_an_empty_text_is_a_plain_blank() -> None:
    assert plain(declared(Kind.TEXT), "a", "", None) == ["a", None, None]
    assert plain(declared(Kind.TEXT), "a", "", " ") is None
    assert plain(declared(Kind.TEXT, required=True), "a", "") is None


def test_a_word_of_a_choice_is_plain_as_it_is_listed() -> None:
    known = STATES[0]
    assert plain(declared(Kind.CHOICE), known.label.zh, known.label.en, None) == [known.code, known.code, None]
    assert plain(declared(Kind.CHOICE), known.label.zh + " ") is None
    assert plain(declared(Kind.CHOICE), "unheard of") is None


def test_an_id_that_is_a_number_is_not_plain() -> None:
    assert plain(declared(Kind.TEXT_ID), 1) is None
    assert plain(declared(Kind.TEXT_ID), "1") == ["1"]


def test_a_number_as_text_is_plain_where_form_does_not_matter() -> None:
    assert plain(declared(Kind.QTY), "1") is None
    assert plain(declared(Kind.QTY), "1", is_ours=False) == [1]


def test_a_value_beyond_a_limit_is_not_plain() -> None:
    assert plain(declared(Kind.QTY, least="1", most="9"), 1, 9) == [1, 9]
    assert plain(declared(Kind.QTY, least="1"), 1, 0) is None
    assert plain(declared(Kind.QTY, most="9"), 10) is None


def test_a_required_column_with_a_blank_cell_is_not_plain() -> None:
    assert plain(declared(Kind.QTY, required=True), 1, 2) == [1, 2]
    assert plain(declared(Kind.QTY, required=True), 1, None) is None


def test_a_formula_that_was_never_calculated_is_not_plain() -> None:
    assert plain(declared(Kind.QTY), 1, UNCALCULATED) is None


CELLS = st.tuples(st.none() | st.sampled_from(ERROR_WORDS) | TEXTS, st.sampled_from(CellType))
"""A text and a type, of which not all go together in a file."""


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=60)
@given(
    cells=st.lists(CELLS, min_size=1, max_size=4),
    same=st.none() | st.sampled_from([CellType.NUMBER, CellType.TEXT]),
    is_ours=st.booleans(),
    is_1904=st.booleans(),
    limited=st.booleans(),
)
def test_what_is_read_at_once_is_what_is_read_one_by_one(
    kind: Kind, cells: list[tuple[str | None, CellType]], same: CellType | None, *, is_ours: bool, is_1904: bool, limited: bool
) -> None:
    has_limits = limited and kind in (Kind.QTY, Kind.INTEGER, Kind.MONEY, Kind.NUMBER, Kind.RATIO)
    column = declared(kind, least="1" if has_limits else None, most="9.5" if has_limits else None, required=limited)
    texts = pl.Series([text for text, _ in cells], dtype=pl.String)
    types = pl.Series([type_ if same is None else same for _, type_ in cells], dtype=pl.UInt8)
    found = plain_columns(Body(texts.to_frame("A"), types.to_frame("A"), 2), {"A": column}, is_1904=is_1904, is_ours=is_ours)
    if found:
        assert_same(found["A"], read_column(texts, types, column, is_1904=is_1904, is_ours=is_ours))
