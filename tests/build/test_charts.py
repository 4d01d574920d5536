import datetime as dt
import json
import subprocess
import sys
import zipfile
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shopbook.books.registry import BOOKS
from shopbook.build.workbook import build_template
from shopbook.host.file import open_workbook
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.charts import Chart
from shopbook.sheet.kinds import Kind
from shopbook.sheet.plan import EditPlan, TableReplace, Value
from tests.build.charted import CHARTED_BOOK, CHARTS, HISTORY, MONTHS
from tests.build.dump import dump
from tests.build.office import converted
from tests.build.opened import part
from tests.golden import Golden

NOW = dt.datetime(2026, 6, 30, 18, 0)
FIGURES = (Kind.INTEGER, Kind.QTY, Kind.MONEY, Kind.NUMBER, Kind.RATIO)
DECLARED = [(book, chart) for book in (*BOOKS, CHARTED_BOOK) for chart in book.charts]
ROWS: list[list[Value]] = [
    ["2026-01", 0.9, 100, 10, Decimal("1234.56")],
    ["2026-02", None, None, None, None],
    ["2026-03", 0.98, 50, 1, Decimal("99.90")],
]
ROWS += [[f"2026-{month:02}", None, None, None, None] for month in range(4, MONTHS + 1)]


def fresh(folder: Path, lang: Lang = Lang.ZH) -> Path:
    path = folder / "charted.xlsx"
    path.write_bytes(build_template(CHARTED_BOOK, lang, has_macros=False))
    return path


def filled(folder: Path) -> Path:
    """The workbook after a task wrote every month."""
    path = fresh(folder)
    with open_workbook(path, target=path) as host:
        host.apply(EditPlan(replaces=(TableReplace(HISTORY.label.zh, HISTORY.code, ROWS),)), now=NOW)
    return path


def drawn_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "/charts/" in name or "/drawings/" in name or "theme" in name}


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def shown(path: Path) -> list[list[float]]:
    """What each series of each chart of a saved file shows, blanks left out."""
    with zipfile.ZipFile(path) as archive:
        charts = [ET.fromstring(archive.read(name)) for name in sorted(archive.namelist()) if name.startswith("xl/charts/chart")]
    values = [each for chart in charts for each in chart.iter() if local(each) == "val"]
    return [[round(float(cell.text or ""), 4) for cell in value.iter() if local(cell) == "v"] for value in values]


def test_charts_of_every_kind_are_what_was_reviewed(golden: Golden) -> None:
    golden.check("charted-zh.txt", dump(build_template(CHARTED_BOOK, Lang.ZH, has_macros=False)))


def test_the_same_charts_give_the_same_bytes() -> None:
    assert build_template(CHARTED_BOOK, Lang.EN) == build_template(CHARTED_BOOK, Lang.EN)


@pytest.mark.parametrize(("book", "chart"), DECLARED, ids=[f"{book.code}-{chart.title.en}" for book, chart in DECLARED])
def test_a_chart_draws_figures_of_a_sheet_that_only_tasks_fill(book: Book, chart: Chart) -> None:
    sheet = book.sheet(chart.sheet)
    assert sheet.is_log
    assert {sheet.by_field[series.field].kind for series in chart.series} <= set(FIGURES)
    assert chart.categories in sheet.by_field
    assert any(series.is_second for series in chart.series) is (chart.second_axis is not None)
    assert chart.rows > 1


@pytest.mark.parametrize("lang", Lang)
def test_a_chart_hides_no_cell_of_the_table_and_no_other_chart(lang: Lang) -> None:
    anchors = part(build_template(CHARTED_BOOK, lang), "xl/drawings/drawing1.xml")
    corners = [[int(number.text or "") for corner in anchor[:2] for number in corner] for anchor in anchors]
    assert len(corners) == len(CHARTS)
    assert min(left for left, *_ in corners) >= len(HISTORY.columns)
    edges = [((top, above), (bottom, below)) for _, _, top, above, _, _, bottom, below in corners]
    assert all(end < start for (_, end), (start, _) in pairwise(edges))


def test_writing_figures_leaves_every_part_of_the_charts_as_it_was(tmp_path: Path) -> None:
    before = drawn_parts(fresh(tmp_path))
    assert drawn_parts(filled(tmp_path)) == before
    assert sum("chart" in Path(name).name for name in before) == len(CHARTS)


@pytest.mark.office
def test_libreoffice_draws_the_new_figures_and_a_blank_as_a_gap(tmp_path: Path) -> None:
    combo, line, *_ = [*shown(converted(filled(tmp_path), "xlsx"))]
    assert combo == [10, 1]
    assert line == [0.9, 0.98]


@pytest.mark.parametrize("is_filled", [False, True])
def test_microsofts_validator_has_nothing_to_say_about_charts(validator: Path, tmp_path: Path, *, is_filled: bool) -> None:
    path = filled(tmp_path) if is_filled else fresh(tmp_path)
    done = subprocess.run([validator, path], check=False, capture_output=True, text=True)
    assert json.loads(done.stdout)["errors"] == []


@pytest.mark.corpus
def test_every_part_of_a_workbook_with_charts_keeps_to_the_schemas(shared: Path, tmp_path: Path) -> None:
    program = shared / "tools" / "ooxml_validate.py"
    done = subprocess.run([sys.executable, program, filled(tmp_path)], check=False, capture_output=True, text=True)
    assert done.stdout.strip().endswith(": ok"), done.stdout
