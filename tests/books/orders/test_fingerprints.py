import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.orders.importing.fingerprints import BLANK, FIELDS, marks, marks_or_blank, packed, unpacked
from shopbook.books.orders.importing.importing import MADE
from shopbook.books.orders.sheets import ORDERS

FACTOR = 0x9E3779B97F4A7C15


def as_letters(mark: int) -> str:
    return mark.to_bytes(4, "little").decode()


def worked_out(number: int) -> str:
    """The four letters of a hash, by the definition and with whole numbers."""
    mixed = (number ^ number >> 32) * FACTOR % 2**64 >> 40
    return "".join(chr(97 + mixed % 26**4 // 26**at % 26) for at in range(4))


def of_text(text: str) -> str:
    content = text.encode()
    words = [int.from_bytes(content[at : at + 8].ljust(8, b"\0"), "little") for at in range(0, len(content), 8)]
    return worked_out(sum(word * pow(FACTOR, at, 2**64) for at, word in enumerate(words, start=1)) % 2**64)


@given(
    st.lists(
        st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])), st.text("ab文", min_size=60, max_size=400)), max_size=8
    )
)
def test_the_mark_of_a_text_is_worked_out_from_its_bytes(texts: list[str | None]) -> None:
    told = marks(pl.Series(texts, dtype=pl.String)).to_list()
    assert [None if mark is None else as_letters(mark) for mark in told] == [None if text is None else of_text(text) for text in texts]


@pytest.mark.parametrize(
    ("value", "dtype", "number"),
    [
        (Decimal("12.50"), pl.Decimal(38, 2), 1250),
        (Decimal("-0.01"), pl.Decimal(38, 2), -1),
        (7, pl.Int64(), 7),
        (dt.datetime(1970, 1, 1, 0, 1, 0, 900_000), pl.Datetime("us"), 60),
    ],
)
def test_an_amount_counts_in_its_units_and_a_moment_in_seconds(value: object, dtype: pl.DataType, number: int) -> None:
    assert as_letters(marks(pl.Series([value], dtype=dtype))[0]) == worked_out(number * FACTOR % 2**64)


def test_marks_that_lie_in_workbooks_stay_what_they_are() -> None:
    assert [as_letters(mark) for mark in marks(pl.Series(["paid", "13800138000", "文三路1号"]))] == ["ftnj", "nazc", "kaax"]


def test_a_fingerprint_has_four_characters_a_field_and_is_read_back() -> None:
    told = pl.DataFrame({name: pl.Series([None, BLANK, marks(pl.Series([name]))[0]], dtype=pl.UInt32) for name in FIELDS})
    texts = packed(told)
    assert texts.to_list()[:2] == ["____" * len(FIELDS), "0000" * len(FIELDS)]
    assert unpacked(texts).equals(told)


def test_a_fingerprint_of_fewer_fields_says_nothing_about_the_others_and_a_damaged_one_nothing_at_all() -> None:
    told = unpacked(pl.Series(["paid", None, "坏了", "abcd" * 99]))
    assert told["status"].to_list() == [*marks_of("paid"), None, None, *marks_of("abcd")]
    assert told["close_reason"].to_list() == [None, None, None, *marks_of("abcd")]


def marks_of(letters: str) -> list[int]:
    return [int.from_bytes(letters.encode(), "little")]


def test_a_blank_cell_has_a_mark_of_its_own() -> None:
    assert marks_or_blank(pl.Series([None], dtype=pl.String)).to_list() == [BLANK]


def test_every_field_that_an_export_may_overwrite_has_its_place() -> None:
    assert set(ORDERS.by_field) - set(FIELDS) == {*MADE, "order_no", "suborder_no"} - {"line_type"}
    assert FIELDS[:3] + FIELDS[-2:] == ("status", "refund_status", "shop", "warehouse", "close_reason")
