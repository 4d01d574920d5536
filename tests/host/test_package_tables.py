from collections.abc import Sequence
from pathlib import Path

import pytest

from shopbook.errors import MisuseError, PatchRefusedError, UnknownNameError
from shopbook.labels import Lang
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from tests.host import inventory
from tests.host.packages import book, patched, rows_of, sheet, table

TABLE_PART = "xl/tables/table1.xml"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>单号</t></is></c><c r="B1" t="inlineStr"><is><t>数量</t></is></c></row>'
BODY = (
    '<row r="2"><c r="A2" s="2" t="inlineStr"><is><t>001</t></is></c><c r="B2"><v>1</v></c></row>'
    '<row r="3"><c r="A3" s="2" t="inlineStr"><is><t>002</t></is></c><c r="B3"><v>2</v></c></row>'
)
BLANK = '<row r="2"><c r="A2" s="2"/></row>'
COLUMNS = ("单号", "数量")


def append(*rows: Sequence[Value], name: str = "表1") -> EditPlan:
    return EditPlan(appends=(TableAppend("表", name, rows),))


def replace(*rows: Sequence[Value]) -> EditPlan:
    return EditPlan(replaces=(TableReplace("表", "表1", rows),))


def texts(path: Path, *names: str) -> list[str | None]:
    cells = inventory.cells(path, "表")
    return [cells[name].text if name in cells else None for name in names]


def ref(path: Path) -> str:
    xml = inventory.parts(path)[TABLE_PART].decode()
    return xml.partition('displayName="表1" ref="')[2].partition('"')[0]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS)])


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return book(tmp_path / "book.xlsx", sheet(HEADER + BLANK), tables=[table("A1:B2", COLUMNS, marks='insertRow="1"')])


def test_rows_go_below_the_last_one_and_look_like_it(source: Path) -> None:
    result, report = patched(source, append(["003", 3], ["004", None]))

    assert rows_of(result) == HEADER + BODY + (
        '<row r="4"><c r="A4" s="2" t="inlineStr"><is><t>003</t></is></c><c r="B4"><v>3</v></c></row>'
        '<row r="5"><c r="A5" s="2" t="inlineStr"><is><t>004</t></is></c></row>'
    )
    assert ref(result) == "A1:B5"
    assert report.cells == 3


def test_a_blank_cell_of_a_new_row_is_dressed_too(source: Path) -> None:
    result, _ = patched(source, append([None, 3]))

    assert '<row r="4"><c r="A4" s="2"/><c r="B4"><v>3</v></c></row>' in rows_of(result)


def test_the_name_of_a_table_is_found_in_any_case(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, name="Orders")])

    assert texts(patched(source, append(["003", 3], name="ORDERS"))[0], "A4") == ["003"]


def test_the_first_rows_go_into_the_blank_row_of_a_new_table(blank: Path) -> None:
    result, _ = patched(blank, append(["001", 1], ["002", 2]))
    xml = inventory.parts(result)[TABLE_PART].decode()

    assert texts(result, "A2", "B2", "A3", "B3") == ["001", "1", "002", "2"]
    assert inventory.cells(result, "表")["A3"].style == "2"
    assert ref(result) == "A1:B3"
    assert "insertRow" not in xml


def test_one_row_into_the_blank_row_leaves_the_size_as_it_is(blank: Path) -> None:
    result, _ = patched(blank, append(["001", 1]))

    assert texts(result, "A2", "B2", "A3") == ["001", "1", None]
    assert ref(result) == "A1:B2"


def test_a_single_row_that_holds_something_is_not_blank(tmp_path: Path) -> None:
    rows = HEADER + '<row r="2"><c r="B2"><v>0</v></c></row>'
    source = book(tmp_path / "book.xlsx", sheet(rows), tables=[table("A1:B2", COLUMNS)])

    result, _ = patched(source, append(["002", 2]))

    assert texts(result, "B2", "A3", "B3") == ["0", "002", "2"]


def test_a_row_that_holds_only_what_the_table_calculates_is_blank(tmp_path: Path) -> None:
    rows = HEADER + '<row r="2"><c r="B2" t="str"><f>LEN(表1[[#This Row],[单号]])</f><v></v></c></row>'
    formulas = {"数量": "LEN(表1[[#This Row],[单号]])"}
    source = book(tmp_path / "book.xlsx", sheet(rows), tables=[table("A1:B2", COLUMNS, formulas=formulas)])

    result, _ = patched(source, append(["001", 3], ["0002", 4]))
    cells = inventory.cells(result, "表")

    assert texts(result, "A2", "B2", "A3", "B3") == ["001", "3", "0002", "4"]
    assert cells["B2"].formula == cells["B3"].formula
    assert cells["B2"].formula is not None


def test_no_rows_change_nothing(source: Path) -> None:
    result, report = patched(source, append())

    assert report.cells == 0
    assert result.read_bytes() == source.read_bytes()


def test_two_appends_to_one_table_follow_each_other(source: Path) -> None:
    both = EditPlan(appends=(TableAppend("表", "表1", [["003", 3]]), TableAppend("表", "表1", [["004", 4]])))

    result, _ = patched(source, both)

    assert texts(result, "A4", "A5") == ["003", "004"]
    assert ref(result) == "A1:B5"


def test_rows_may_be_written_and_added_in_one_go(source: Path) -> None:
    plan = EditPlan(writes=(ColumnWrite("表", "B", [2, 3], [7, None]),), appends=(TableAppend("表", "表1", [["003", 3]]),))

    assert texts(patched(source, plan)[0], "B2", "B3", "B4") == ["7", None, "3"]


def test_a_table_exchanged_for_more_rows_grows(source: Path) -> None:
    result, _ = patched(source, replace(["a", 7], ["b", 8], ["c", 9]))

    assert texts(result, "A2", "A3", "A4", "B4") == ["a", "b", "c", "9"]
    assert ref(result) == "A1:B4"
    assert inventory.cells(result, "表")["A4"].style == "2"


def test_a_table_exchanged_for_fewer_rows_shrinks_and_empties_the_rest(source: Path) -> None:
    result, _ = patched(source, replace(["a", 7]))

    assert rows_of(result).endswith('<row r="3"><c r="A3" s="2"/><c r="B3"/></row>')
    assert ref(result) == "A1:B2"


def test_a_table_exchanged_for_nothing_keeps_one_blank_row(source: Path) -> None:
    result, _ = patched(source, replace())

    assert texts(result, "A1", "A2", "B2", "A3", "B3") == ["单号", None, None, None, None]
    assert ref(result) == "A1:B2"


def test_a_table_exchanged_for_what_it_holds_changes_not_one_byte(source: Path) -> None:
    result, report = patched(source, replace(["001", 1], ["002", 2]))

    assert report.cells == 0
    assert result.read_bytes() == source.read_bytes()


def test_emptying_filling_and_emptying_again_ends_where_it_began(source: Path) -> None:
    empty = patched(source, replace())[0].rename(source.with_name("empty.xlsx"))
    full = patched(empty, append(["001", 1], ["002", 2], ["003", 3]))[0].rename(source.with_name("full.xlsx"))

    again, _ = patched(full, replace())

    assert ref(full) == "A1:B4"
    assert ref(again) == "A1:B2"
    assert inventory.cells(again, "表")["A4"].style == "2"


def test_styled_blank_cells_below_the_table_are_grown_over(tmp_path: Path) -> None:
    rows = HEADER + BODY + '<row r="4" s="1" customFormat="1"><c r="A4" s="1"/><c r="B4" s="1"/><c r="C4"><v>9</v></c></row>'
    source = book(tmp_path / "book.xlsx", sheet(rows), tables=[table("A1:B3", COLUMNS)])

    result, _ = patched(source, append(["003", None]))

    assert '<c r="A4" s="2" t="inlineStr"><is><t>003</t></is></c><c r="B4"/><c r="C4"><v>9</v></c></row>' in rows_of(result)


@pytest.mark.parametrize(
    ("below", "after", "said"),
    [
        ('<row r="4"><c r="B4"><v>9</v></c></row>', "", "B4: there is something below"),
        ('<row r="5"><c r="A5" t="str"><f>A1</f><v></v></c></row>', "", "A5: there is something below"),
        ("", '<mergeCells count="1"><mergeCell ref="B5:C5"/></mergeCells>', "B5:C5: there is something below"),
        ('<row r="4"><c r="C4"><f t="array" ref="A4:C4">A1</f></c></row>', "", "something below|array formula"),
    ],
)
def test_a_table_never_runs_into_what_is_below(tmp_path: Path, below: str, after: str, said: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY + below, after=after), tables=[table("A1:B3", COLUMNS)])

    with pytest.raises(PatchRefusedError, match=said):
        patched(source, append(["003", 3], ["004", 4]))


def test_what_lies_beside_or_further_down_is_no_obstacle(tmp_path: Path) -> None:
    below = '<row r="4"><c r="C4"><v>9</v></c></row><row r="6"><c r="A6"><v>9</v></c></row>'
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY + below), tables=[table("A1:B3", COLUMNS)])

    result, _ = patched(source, append(["003", 3], ["004", 4]))

    assert texts(result, "A4", "C4", "A5", "A6") == ["003", "9", "004", "9"]


def test_a_table_never_runs_into_another(tmp_path: Path) -> None:
    other = table("B5:C6", ("x", "y"), name="下表")
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS), other])

    with pytest.raises(PatchRefusedError) as caught:
        patched(source, append(["003", 3], ["004", 4]))

    assert "“下表”" in caught.value.sentence(Lang.ZH)


def test_two_tables_side_by_side_both_grow(tmp_path: Path) -> None:
    tables = [table("A1:B3", COLUMNS), table("D1:D2", ("备注",), name="表2")]
    rows = (
        (HEADER + BODY).replace("</row>", '<c r="D1"/></row>', 1).replace("<v>1</v></c></row>", '<v>1</v></c><c r="D2"><v>5</v></c></row>')
    )
    source = book(tmp_path / "book.xlsx", sheet(rows), tables=tables)

    plan = EditPlan(appends=(TableAppend("表", "表1", [["003", 3]]), TableAppend("表", "表2", [[6], [7]])))
    result, _ = patched(source, plan)

    assert texts(result, "A4", "B4", "D2", "D3", "D4") == ["003", "3", "5", "6", "7"]


@pytest.mark.parametrize("plan", [append(["003", 3]), replace(["003", 3])], ids=["append", "replace"])
def test_a_table_with_a_totals_row_is_refused(tmp_path: Path, plan: EditPlan) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, marks='totalsRowCount="1"')])

    with pytest.raises(PatchRefusedError, match="totals row"):
        patched(source, plan)


@pytest.mark.parametrize(("row", "said"), [(1, "header"), (3, "totals")])
def test_headers_and_totals_of_tables_are_never_changed(tmp_path: Path, row: int, said: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, marks='totalsRowCount="1"')])

    with pytest.raises(PatchRefusedError, match=said):
        patched(source, EditPlan(writes=(ColumnWrite("表", "B", [row], ["新"]),)))


def test_a_header_written_as_it_is_already_is_no_change(source: Path) -> None:
    assert patched(source, EditPlan(writes=(ColumnWrite("表", "B", [1], ["数量"]),)))[1].cells == 0


@pytest.mark.parametrize("formula", ["B2*2", "SUM($A2:B$9)", "LOG10(A2)", "Sheet1!A2", "SUM(2:2)"])
def test_a_calculated_column_that_refers_by_place_is_refused(tmp_path: Path, formula: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, formulas={"数量": formula})])

    with pytest.raises(PatchRefusedError, match="refers to cells by place"):
        patched(source, append(["003", 3]))


@pytest.mark.parametrize(
    "formula",
    [
        "表1[[#This Row],[单号]]",
        "表1[[#This Row],[A1 数]]*$C$1",
        "LOG10(C$1)",
        'IF("A1"="x",\'A1 表\'!$A$1,1)',
        "SUM(C:C)+1.5E3",
        "Q1!$A$1",
    ],
)
def test_a_calculated_column_that_refers_by_name_is_carried_on(tmp_path: Path, formula: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, formulas={"数量": formula})])

    result, _ = patched(source, append(["003", 3]))

    assert f'<c r="B4"><f>{formula}</f><v>3</v></c>' in rows_of(result)


@pytest.mark.parametrize(
    ("shows", "cell"), [(None, ' t="str"><f>1</f><v></v>'), ("是", ' t="str"><f>1</f><v>是</v>'), (True, ' t="b"><f>1</f><v>1</v>')]
)
def test_a_calculated_cell_shows_what_was_given_until_excel_calculates(tmp_path: Path, shows: Value, cell: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS, formulas={"数量": "1"})])

    assert f'<c r="B4"{cell}</c>' in rows_of(patched(source, append(["003", shows]))[0])


def test_a_row_of_another_width_is_misuse(source: Path) -> None:
    with pytest.raises(MisuseError, match="2 columns"):
        patched(source, append(["003", 3, None]))


def test_a_table_that_is_not_there_is_named_with_those_that_are(source: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        patched(source, append(["003", 3], name="订单"))

    assert caught.value.known == ("表1",)


def test_a_table_that_would_leave_the_sheet_is_refused(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    source = book(tmp_path / "book.xlsx", sheet(rows), tables=[table("A1048575:A1048576", ("单号",))])

    with pytest.raises(PatchRefusedError, match="sheet is full"):
        patched(source, append(["002"]))


def test_a_table_exchanged_twice_in_one_plan_is_refused(source: Path) -> None:
    twice = TableReplace("表", "表1", [["a", 1]])

    with pytest.raises(PatchRefusedError, match="twice"):
        patched(source, EditPlan(replaces=(twice, twice)))


def test_the_filter_name_that_libreoffice_keeps_follows_the_table(tmp_path: Path) -> None:
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">表!$A$1:$B$3</definedName>'
        "<definedName name=\"全部\">SUM(表!$B$2:$B$3)+'表'!$B$3+别表!$B$2:$B$3</definedName></definedNames>"
    )
    source = book(tmp_path / "book.xlsx", sheet(HEADER + BODY), tables=[table("A1:B3", COLUMNS)], workbook=names)

    result, _ = patched(source, append(["003", 3]))
    xml = inventory.parts(result)["xl/workbook.xml"].decode()

    assert ">表!$A$1:$B$4<" in xml
    assert ">SUM(表!$B$2:$B$4)+'表'!$B$3+别表!$B$2:$B$3<" in xml
