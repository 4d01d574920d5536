"""Web pages and Excel 2003 XML under the names of workbooks."""

from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import Kind, list_tabs, read_grids
from shopbook.host.reading.container import Visibility
from shopbook.sheet.grid import CellType
from tests.host.reading.workbooks import cell, read

Rows = list[tuple[str | None, ...]]


def page(folder: Path, html: str, encoding: str = "utf-8") -> Path:
    path = folder / "订单.xls"
    path.write_bytes(html.encode(encoding))
    return path


def rows(folder: Path, html: str) -> Rows:
    return read(page(folder, html)).text.rows()


def test_a_web_page_is_read_with_entities_and_line_breaks(tmp_path: Path) -> None:
    html = '<meta charset="utf-8"><table><tr><th>订单 编号</th><th>备注</th></tr><tr><td>001</td><td> a &amp; b<br/>c\n d<b>e</b></td></tr>'

    assert rows(tmp_path, html) == [("订单 编号", "备注"), ("001", "a & b\nc de")]


def test_a_web_page_in_a_chinese_encoding_is_read_and_the_encoding_said(tmp_path: Path) -> None:
    grid = read(page(tmp_path, "<html><table><tr><td>订单</td></tr></table></html>", "gb18030"))

    assert (grid.encoding, grid.text.rows(), grid.tab) == ("gb18030", [("订单",)], "订单")


def test_cells_that_span_rows_and_columns_push_the_others_aside(tmp_path: Path) -> None:
    html = "<table><tr><td rowspan=2>A</td><td colspan='2'>B</td><td>C</td></tr><tr><td>D</td><td>E</td><td>F</td></tr></table>"

    grid = read(page(tmp_path, html))

    assert grid.text.rows() == [("A", "B", None, "C"), (None, "D", "E", "F")]
    assert grid.merges == ("A1:A2", "B1:C1")


def test_of_several_tables_the_largest_is_the_data(tmp_path: Path) -> None:
    html = "<table><tr><td>menu<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>"

    assert rows(tmp_path, html) == [("a", "b"), ("1", "2")]


def test_scripts_styles_and_comments_are_no_text(tmp_path: Path) -> None:
    html = "<style>td{x}</style><!-- <table><tr><td>no</td></tr></table> --><table><tr><td>a<script>1<2</script></td></tr>"

    assert rows(tmp_path, html) == [("a",)]


def test_forgotten_end_tags_do_no_harm(tmp_path: Path) -> None:
    assert rows(tmp_path, "<table><tr><td>a<td>b<tr><td>c<td>d") == [("a", "b"), ("c", "d")]


def test_blank_cells_are_blank_and_blank_rows_at_the_end_do_not_count(tmp_path: Path) -> None:
    html = "<table><tr><td>a</td><td>&nbsp;</td><td>b</td></tr><tr><td> </td></tr></table>"

    assert rows(tmp_path, html) == [("a", None, "b")]


@pytest.mark.parametrize("html", ["<html><body>没有数据</body></html>", "<html><table></table></html>"])
def test_a_page_without_a_table_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(UnreadableFileError, match="has no table"):
        rows(tmp_path, html)


def test_absurd_spans_are_refused_or_cut_as_browsers_cut_them(tmp_path: Path) -> None:
    wide = "<td colspan=999999></td>" * 17

    with pytest.raises(UnreadableFileError, match="17001 columns"):
        rows(tmp_path, f"<table><tr>{wide}<td>x</td></tr></table>")


SHEETS = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <Worksheet ss:Name="订单"><Table>
  <Row><Cell><Data ss:Type="String">编号</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">数量</Data></Cell></Row>
  <Row ss:Index="4" ss:Hidden="1"><Cell ss:MergeAcross="1"><Data ss:Type="String">4100&amp;1</Data></Cell>
   <Cell><Data ss:Type="Number">2.50</Data></Cell></Row>
  <Row><Cell><Data ss:Type="DateTime">2026-02-06T13:21:20.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
   <Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=WEBSERVICE(&quot;http://x&quot;)"/></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="底稿"><Table/>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"""


def test_an_excel_2003_xml_file_is_read_with_types_places_and_merges(tmp_path: Path) -> None:
    container = admit(page(tmp_path, SHEETS))

    (grid,) = read_grids(container, ["订单"])

    assert container.kind is Kind.XML2003
    assert grid.text.rows() == [
        ("编号", None, "数量", None),
        (None, None, None, None),
        (None, None, None, None),
        ("4100&1", None, "2.5", None),
        ("2026-02-06 13:21:20", "TRUE", "#DIV/0!", None),
    ]
    assert [cell(grid, place)[1] for place in ("A5", "B5", "C5", "D5")] == [
        CellType.NUMBER,
        CellType.BOOL,
        CellType.ERROR,
        CellType.UNCALCULATED,
    ]
    assert (grid.merges, grid.hidden_rows, grid.outside) == (("A4:B4",), 1, {"D5": '=WEBSERVICE("http://x")'})


def test_the_sheets_of_an_excel_2003_xml_file_are_listed(tmp_path: Path) -> None:
    tabs = list_tabs(admit(page(tmp_path, SHEETS)))

    assert [(tab.name, tab.visibility) for tab in tabs] == [("订单", Visibility.VISIBLE), ("底稿", Visibility.HIDDEN)]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', "declares entities"),
        ("</Workbook>", "", "damaged or incomplete"),
        ('ss:Index="4"', 'ss:Index="2000000"', "damaged or incomplete"),
    ],
)
def test_a_bad_excel_2003_xml_file_is_refused(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(UnreadableFileError, match=named):
        admit(page(tmp_path, SHEETS.replace(old, new)))
