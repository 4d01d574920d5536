import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.orders.rules.tax import TaxFault, tax_fault

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "number",
    [
        "91110000600037341L",
        "91110000600037341l",
        " 9111 0000 6000 3734 1L",
        "11010519491231002X",
        "110101600037341",
        "11010519491231002X00",
        "9111****37341L",
    ],
)
def test_a_right_old_or_masked_number_has_no_fault(number: str) -> None:
    assert tax_fault(number) is None


@pytest.mark.parametrize("number", ["91110000600037341M", "110105194912310021"])
def test_a_wrong_check_character_is_found(number: str) -> None:
    assert tax_fault(number) is TaxFault.CHECK


@pytest.mark.parametrize("number", ["12345", "9111000060003734IL", "税号91110000600037341L", "٩1110000600037341L"])
def test_a_number_of_another_form_is_found(number: str) -> None:
    assert tax_fault(number) is TaxFault.FORM


@given(st.integers(0, 16), st.sampled_from(LETTERS))
def test_no_single_slip_in_a_code_goes_unnoticed(place: int, letter: str) -> None:
    right = "91110000MA1234567"
    check = next(last for last in LETTERS if tax_fault(right + last) is None)
    slipped = right[:place] + letter + right[place + 1 :]

    assert (tax_fault(slipped + check) is None) == (slipped == right)
