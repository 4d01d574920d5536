import polars as pl
import pytest

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.links import is_link_formula, link_formula
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import Table

OWN = link_formula("card_lines", "位置", "打开")


def sheet_with(field: str, formula: str, *, kind: CellType = CellType.BLANK) -> Table:
    """考核指标 with one row, in which the cell of a field holds a formula that reaches outside and shows nothing unless told."""
    fields = [column.field for column in CARD_LINES.columns]
    row = {"cycle": "2026-06", "employee_no": "E01", "code": "P1"}
    text, types = {}, {}
    for number, column in enumerate(CARD_LINES.columns, 1):
        cells = [column.label[Lang.ZH], row.get(column.field)]
        shown = kind if column.field == field else CellType.BLANK
        kinds = [CellType.TEXT.value, (CellType.TEXT if cells[1] else shown).value]
        letters = column_letters(number)
        text[letters], types[letters] = pl.Series(letters, cells, dtype=pl.String), pl.Series(letters, kinds, dtype=pl.UInt8)
    place = f"{column_letters(fields.index(field) + 1)}2"
    return read_sheet(Grid("考核指标", pl.DataFrame(text), pl.DataFrame(types), outside={place: formula}), CARD_LINES, lang=Lang.ZH)


def test_a_link_leads_to_what_its_row_says_and_shows_nothing_where_that_is_blank() -> None:
    assert OWN == '=IF(card_lines[[#This Row],[位置]]="","",HYPERLINK(card_lines[[#This Row],[位置]],"→ 打开"))'


@pytest.mark.parametrize(
    "formula",
    [OWN, OWN.removeprefix("="), 'IF([@Place]="","",HYPERLINK([@Place],"→ Open"))', 'IF(U5="","",HYPERLINK(U5,"→ Open"))'],
)
def test_the_links_that_templates_make_are_known_however_a_program_stores_them(formula: str) -> None:
    assert is_link_formula(formula)
    assert sheet_with("link", formula).findings.is_empty()


def test_a_link_that_a_program_saved_without_its_value_is_no_fault_and_any_other_formula_is() -> None:
    assert sheet_with("link", OWN, kind=CellType.UNCALCULATED).findings.is_empty()
    assert "cell.not-calculated" in sheet_with("score", "K2*2", kind=CellType.UNCALCULATED).findings["code"].to_list()


@pytest.mark.parametrize(
    "formula",
    [
        'HYPERLINK("http://example.org","→ 打开")',
        'IF(U5="","",HYPERLINK("http://example.org","→ 打开"))',
        'IF(U5="","",HYPERLINK(T5,"→ 打开"))',
        'IF(U5="","",HYPERLINK(U5,"→ 打开"))&WEBSERVICE(U5)',
    ],
)
def test_any_other_formula_that_reaches_outside_is_reported_there_too(formula: str) -> None:
    assert not is_link_formula(formula)
    assert sheet_with("link", formula).findings["code"].to_list() == ["cell.formula-outside"]


def test_a_link_in_a_column_that_is_none_is_reported() -> None:
    assert sheet_with("evidence", OWN).findings["code"].to_list() == ["cell.formula-outside"]
