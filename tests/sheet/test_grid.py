"""Letters and numbers of columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet.grid import column_letters, column_number


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
def test_columns_are_lettered_as_excel_does(number: int, letters: str) -> None:
    assert (column_letters(number), column_number(letters)) == (letters, number)


@given(st.integers(1, 16_384))
def test_letters_and_numbers_are_each_others_inverse(number: int) -> None:
    assert column_number(column_letters(number)) == number
