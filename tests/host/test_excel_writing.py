"""A workbook open in Excel: what is written into cells is what was meant, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.errors import (
    PatchRefusedError,
)
from shopbook.sheet.plan import Value
from tests.fakecells import Wrong
from tests.host.open_books import WAYS, book_with, column, jars, values, written

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
