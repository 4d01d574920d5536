import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shopbook.build.page_layout import Role, parts
from shopbook.build.page_measures import MEASURES
from shopbook.build.pages import build_document
from shopbook.labels import Lang
from shopbook.sheet.documents import Block, Curve, Document, LineColumn, Lines, Plot
from tests.build.office import converted

PLOT = Plot(
    "走势", ("1月", "2月", "3月"), (Curve("本人", (Decimal(80), None, Decimal("90.5"))), Curve("部门", (Decimal(1), Decimal(2), None))), 100
)


def document(*plots: Plot | None) -> Document:
    lines = Lines((LineColumn("月份", 1),), (("1月",), ("2月",)))
    return Document("card", "卡", "卡", tuple(Block("卡", lines=lines, signed=("员工",), plot=plot) for plot in plots))


def members(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def charts(workbook: bytes) -> list[str]:
    return [text for name, text in sorted(members(workbook).items()) if name.startswith("xl/charts/chart")]


def ranges(chart: str) -> list[int]:
    """The rows of the hidden sheet that a chart draws."""
    return [int(row) for row, again in re.findall(r"<c:f>figures!\$A\$(\d+):\$[A-Z]\$(\d+)</c:f>", chart) if row == again]


def test_each_plot_is_a_chart_whose_figures_stand_on_a_hidden_sheet() -> None:
    made = build_document(document(PLOT, PLOT), Lang.ZH)
    book = load_workbook(BytesIO(made))
    assert (book.sheetnames, book["figures"].sheet_state) == (["卡", "figures"], "hidden")
    figures = [[cell.value for cell in row] for row in book["figures"].iter_rows()]
    assert figures == [["1月", "2月", "3月"], [80, None, 90.5], [1, 2, None]] * 2
    assert [ranges(chart) for chart in charts(made)] == [[1, 2, 1, 3], [4, 5, 4, 6]]


def test_a_missing_figure_is_a_gap_and_the_hidden_sheet_is_drawn() -> None:
    [chart] = charts(build_document(document(PLOT), Lang.ZH))
    assert "<c:dispBlanksAs" not in chart  # which is how Excel says gap
    assert '<c:plotVisOnly val="1"/>' not in chart
    assert '<c:max val="100"/>' in chart


def test_the_same_plot_is_the_same_bytes() -> None:
    assert build_document(document(PLOT, PLOT), Lang.EN) == build_document(document(PLOT, PLOT), Lang.EN)


def test_a_document_without_a_plot_has_no_further_sheet() -> None:
    assert load_workbook(BytesIO(build_document(document(None), Lang.EN))).sheetnames == ["卡"]


@pytest.mark.parametrize("word", ["=1+1", "+1", "@A1"])
def test_no_word_of_a_plot_becomes_a_formula(word: str) -> None:
    hostile = Plot("=1+1", (word, word), (Curve(word, (Decimal(1), Decimal(2))),))
    made = members(build_document(document(hostile), Lang.EN))
    assert not any("<f>" in text for name, text in made.items() if name.startswith("xl/worksheets/"))
    [chart] = (text for name, text in made.items() if name.startswith("xl/charts/chart"))
    assert ranges(chart) == [1, 2]
    assert chart.count("<c:f>") == len(ranges(chart))


def test_a_plot_stands_below_the_list_and_above_what_is_signed() -> None:
    [part] = parts(document(PLOT).blocks[0], MEASURES[1])
    [plot] = [mark for mark in part if mark.role is Role.PLOT]
    last_cell = max(mark.row + mark.height for mark in part if mark.role is Role.CELL)
    [signed] = [mark for mark in part if mark.role is Role.SIGNED]
    assert (plot.row, plot.width) == (last_cell + 1, MEASURES[1].columns)
    assert plot.row + plot.height <= signed.row


def test_a_list_that_leaves_no_room_sends_the_plot_to_the_next_page() -> None:
    lines = Lines((LineColumn("月份", 1),), tuple((str(at),) for at in range(38)))
    made = parts(Block("卡", lines=lines, plot=PLOT), MEASURES[1])
    assert [any(mark.role is Role.PLOT for mark in part) for part in made] == [False, True]
    assert all(mark.row + mark.height <= MEASURES[1].rows for part in made for mark in part)


@pytest.mark.office
def test_a_plot_prints_on_the_page_of_its_block_and_the_figures_do_not(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    path.write_bytes(build_document(document(PLOT, PLOT), Lang.ZH))
    pdf = converted(path, "pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 2
