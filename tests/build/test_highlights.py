import csv
from pathlib import Path

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.books.daily.book import DAILY_BOOK
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.findings import Severity
from shopbook.sheet.grid import column_letters
from tests.build.declared import ODD_BOOK, ORDER_BOOK
from tests.build.dump import dump
from tests.build.office import converted
from tests.build.opened import opened

TITLES = ["校验", "编号", "折扣?*~", "折扣xy", "折扣?*~2", "实付金额"]


def lights(tab: str, lang: Lang = Lang.ZH) -> list[tuple[str, Rule]]:
    """Ranges and rules of a sheet, first come first."""
    found = opened(ORDER_BOOK if tab in ("订单", "Orders", "校验结果", "Findings") else ODD_BOOK, lang)[tab].conditional_formatting
    return sorted(((str(each.sqref), rule) for each in found for rule in each.rules), key=lambda pair: pair[1].priority)


def test_three_rules_serve_the_whole_of_a_checked_sheet() -> None:
    found = lights("订单")
    assert [cells for cells, _ in found] == ["A5:AP1048576"] * 3
    assert ["错误" in rule.formula[0] for _, rule in found] == [True, False, False]


def test_errors_are_red_warnings_yellow_and_hints_blue_and_the_gravest_wins() -> None:
    looks = [rule.dxf.fill for _, rule in lights("订单") if rule.dxf]
    fills = [look.bgColor.rgb for look in looks if isinstance(look, PatternFill)]
    assert fills == ["FFED9C93", "FFF5CF5C", "FFDFECFA"]
    assert [rule.priority for _, rule in lights("订单")] == [1, 2, 3]


def test_a_listed_finding_has_the_colour_of_its_severity() -> None:
    assert [(cells, rule.formula[0]) for cells, rule in lights("Findings", Lang.EN)] == [
        ("A5:A1048576", '$A5="Error"'),
        ("A5:A1048576", '$A5="Warning"'),
        ("A5:A1048576", '$A5="Hint"'),
    ]


def test_the_board_takes_the_decimals_off_what_is_counted_by_the_unit_beside_it() -> None:
    lines = dump(build_template(DAILY_BOOK, Lang.EN, has_macros=False)).splitlines()
    [that_day] = [line for line in lines if line.startswith("light D5:D1048576") and "people" in line]
    assert 'OR($B5="people",$B5="orders",$B5="clicks")' in that_day
    assert "formatCode=#,##0" in that_day


def lit(check: str, folder: Path) -> dict[Severity, list[str]]:
    """Severity -> titles of the cells that LibreOffice finds its formula true in, on a row whose 校验 has that text."""
    formulas = {severity: rule.formula[0] for severity, (_, rule) in zip(Severity, lights("订单"), strict=True)}
    with Workbook(folder / "lit.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(3, 0, TITLES)
        sheet.write_string(4, 0, check)
        for row, formula in enumerate(formulas.values(), 5):
            for column in range(len(TITLES)):
                sheet.write_formula(row, column, "=" + formula.replace("A$4", f"{column_letters(column + 1)}$4"), value="")
    answers = list(csv.reader(converted(folder / "lit.xlsx", "csv").read_text(encoding="utf-8").splitlines()))[-3:]
    return {
        severity: [title for title, answer in zip(TITLES, row, strict=True) if answer == "TRUE"]
        for severity, row in zip(Severity, answers, strict=True)
    }


@pytest.mark.office
def test_the_cell_that_a_finding_is_about_lights_up_and_no_other_whatever_its_title(tmp_path: Path) -> None:
    check = "错误[折扣?*~] 不是数字，单元格里有错误[；警告[实付金额] 与货款不符；提示[编号] 有空格"
    assert lit(check, tmp_path) == {
        Severity.ERROR: ["校验", "折扣?*~"],
        Severity.WARNING: ["实付金额"],
        Severity.HINT: ["编号"],
    }


@pytest.mark.office
def test_a_finding_about_a_whole_row_lights_up_the_check_alone(tmp_path: Path) -> None:
    assert lit("警告 这一行是错误的合计", tmp_path) == {Severity.ERROR: [], Severity.WARNING: ["校验"], Severity.HINT: []}
