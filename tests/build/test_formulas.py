import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.build.formulas import calculated
from shopbook.build.workbook import build_template
from shopbook.host.package import patch
from shopbook.labels import Lang
from shopbook.sheet.plan import EditPlan, TableReplace
from tests.build.declared import ODD_BOOK
from tests.build.office import converted
from tests.build.opened import opened

FINDINGS = ODD_BOOK.sheet("findings")
LINK = FINDINGS.by_field["link"]


def test_the_link_is_calculated_by_the_table_itself_and_shows_nothing_in_the_blank_row() -> None:
    table = opened(ODD_BOOK)["校验结果"].tables["findings"]
    formulas = {column.name: column.calculatedColumnFormula.attr_text for column in table.tableColumns if column.calculatedColumnFormula}
    assert list(formulas) == ["跳转"]
    values = load_workbook(io.BytesIO(build_template(ODD_BOOK, Lang.ZH)), data_only=True)["校验结果"]
    assert values["D5"].value in (None, "")


@pytest.mark.parametrize("lang", Lang)
def test_a_measured_figure_has_a_link_to_the_cell_that_it_rests_on(lang: Lang) -> None:
    place = CARD_LINES.by_field["address"].label[lang]
    formula = str(calculated(CARD_LINES, CARD_LINES.by_field["link"], lang))
    assert f"HYPERLINK(card_lines[[#This Row],[{place}]]," in formula
    assert calculated(CARD_LINES, CARD_LINES.by_field["address"], lang) is None


def test_no_other_column_is_calculated() -> None:
    made = [column.field for sheet in ODD_BOOK.sheets for column in sheet.columns if calculated(sheet, column, Lang.ZH)]
    assert made == ["link"]


@pytest.mark.office
@pytest.mark.parametrize("lang", Lang)
def test_links_of_appended_rows_lead_to_their_cell_even_on_a_sheet_with_a_quote_in_its_name(tmp_path: Path, lang: Lang) -> None:
    template = tmp_path / "odd.xlsx"
    template.write_bytes(build_template(ODD_BOOK, lang))
    tab = "李's 杂项" if lang is Lang.ZH else "Li's oddities"
    rows = [["", tab, cell, "→", "1", "", "", "odd.rule", "wrong", ""] for cell in ("B7", "")]
    with (tmp_path / "filled.xlsx").open("w+b") as target:
        patch(template, target, EditPlan(replaces=(TableReplace(FINDINGS.label[lang], "findings", rows),)))
    sheet = load_workbook(converted(tmp_path / "filled.xlsx", "xlsx"), data_only=True)[FINDINGS.label[lang]]
    assert [sheet["D5"].value, sheet["D6"].value] == ["→ B7", f"→ {tab}"]
    formula = str(calculated(FINDINGS, LINK, lang))
    assert "SUBSTITUTE(" in formula
    assert '"\'","\'\'")' in formula
