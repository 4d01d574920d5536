import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from shopbook.host.package.refusals import Refusal
from shopbook.host.package.shared import moved

NAMES = st.from_regex(r"\$?[A-Z]{1,2}\$?[1-9][0-9]{0,4}", fullmatch=True)
RANGES = st.tuples(NAMES, NAMES).map(":".join)
COLUMNS = st.from_regex(r"\$?[A-Z]{1,2}:\$?[A-Z]{1,2}", fullmatch=True)
PLAIN = st.sampled_from(
    ["1.5", "2E3", '"A1"', "TRUE", "税率", "LOG10(A1)", "'A1 表'!B2", "Q1!C3", "表!D4", "IF(A1>0,1,-A1)", "Tax_A1", "A1.x"]
)
FORMULAS = st.lists(NAMES | RANGES | COLUMNS | PLAIN, min_size=1, max_size=5).map("+".join)


@pytest.mark.parametrize(
    ("formula", "below", "beside"),
    [
        ("A1*$A$1+A$1+$A1", "A2*$A$1+A$1+$A2", "B1*$A$1+B$1+$A1"),
        ("SUM(A:A)+SUM(2:3)", "SUM(A:A)+SUM(3:4)", "SUM(B:B)+SUM(2:3)"),
        ("SUM($A:B)+SUM($2:3)", "SUM($A:B)+SUM($2:4)", "SUM($A:C)+SUM($2:3)"),
        ('"A1"&A1', '"A1"&A2', '"A1"&B1'),
        ('"x""A1"&Z9', '"x""A1"&Z10', '"x""A1"&AA9'),
        ("'A1'!A1+Q1!A1", "'A1'!A2+Q1!A2", "'A1'!B1+Q1!B1"),
        ("LOG10(A1)+Tax1_A1+1E5", "LOG10(A2)+Tax1_A1+1E5", "LOG10(B1)+Tax1_A1+1E5"),
    ],
)
def test_references_without_a_dollar_move_along_and_nothing_else_does(formula: str, below: str, beside: str) -> None:
    assert moved(formula, 1, 0) == below
    assert moved(formula, 0, 1) == beside


@pytest.mark.parametrize(("formula", "down", "right"), [("A1048576", 1, 0), ("XFD1", 0, 1), ("1048576:1048576", 1, 0), ("XFD:XFD", 0, 1)])
def test_a_reference_that_would_leave_the_sheet_is_refused(formula: str, down: int, right: int) -> None:
    with pytest.raises(Refusal):
        moved(formula, down, right)


@given(formula=FORMULAS, down=st.integers(0, 50), right=st.integers(0, 50))
def test_a_moved_formula_is_the_one_that_openpyxl_makes(formula: str, down: int, right: int) -> None:
    expected = Translator("=" + formula, origin="A1").translate_formula(row_delta=down, col_delta=right)

    assert "=" + moved(formula, down, right) == expected
