import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shopbook.errors import MisuseError, PatchRefusedError, TabNotFoundError, UnreadableFileError
from shopbook.host.package import PatchReport
from shopbook.labels import Lang
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value
from tests.host.packages import STYLES, book, patched, rows_of, sheet, write

# Row 2: a plain 5, a shared 甲, a rich shared text, a true value, a date in the shop's own format, a text-styled blank, a formula.
ROW = (
    '<row r="2"><c r="A2"><v>5</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="b"><v>1</v></c>'
    '<c r="E2" s="1"><v>46082</v></c><c r="F2" s="2"/><c r="G2"><f>A2*2</f><v>10</v></c></row>'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return book(tmp_path / "book.xlsx", sheet(ROW))


def row_after(source: Path, plan: EditPlan) -> str:
    return rows_of(patched(source, plan)[0])


def changed(old: str, new: str) -> str:
    assert old in ROW
    return ROW.replace(old, new)


@pytest.mark.parametrize(
    ("column", "value", "old", "new"),
    [
        ("A", 6, '<c r="A2"><v>5</v></c>', '<c r="A2"><v>6</v></c>'),
        ("A", True, '<c r="A2"><v>5</v></c>', '<c r="A2" t="b"><v>1</v></c>'),
        ("A", 0.1, '<c r="A2"><v>5</v></c>', '<c r="A2"><v>0.1</v></c>'),
        ("A", 6.0, '<c r="A2"><v>5</v></c>', '<c r="A2"><v>6</v></c>'),
        ("A", Decimal("12.50"), '<c r="A2"><v>5</v></c>', '<c r="A2"><v>12.50</v></c>'),
        ("A", -999999999999999, '<c r="A2"><v>5</v></c>', '<c r="A2"><v>-999999999999999</v></c>'),
        ("A", "5", '<c r="A2"><v>5</v></c>', '<c r="A2" t="inlineStr"><is><t>5</t></is></c>'),
        ("A", "", '<c r="A2"><v>5</v></c>', '<c r="A2" t="inlineStr"><is><t></t></is></c>'),
        ("A", " a<&>", '<c r="A2"><v>5</v></c>', '<c r="A2" t="inlineStr"><is><t xml:space="preserve"> a&lt;&amp;&gt;</t></is></c>'),
        ("A", None, '<c r="A2"><v>5</v></c>', '<c r="A2"/>'),
        ("B", 5, '<c r="B2" t="s"><v>0</v></c>', '<c r="B2"><v>5</v></c>'),
        ("E", None, '<c r="E2" s="1"><v>46082</v></c>', '<c r="E2" s="1"/>'),
        ("E", dt.date(2026, 3, 2), '<c r="E2" s="1"><v>46082</v></c>', '<c r="E2" s="1"><v>46083</v></c>'),
        ("E", dt.datetime(2026, 3, 1, 18), '<c r="E2" s="1"><v>46082</v></c>', '<c r="E2" s="1"><v>46082.75</v></c>'),
        ("F", "007", '<c r="F2" s="2"/>', '<c r="F2" s="2" t="inlineStr"><is><t>007</t></is></c>'),
        ("G", 10, '<c r="G2"><f>A2*2</f><v>10</v></c>', '<c r="G2"><v>10</v></c>'),
        ("H", "新", "</c></row>", '</c><c r="H2" t="inlineStr"><is><t>新</t></is></c></row>'),
    ],
)
def test_the_cell_is_written_and_its_neighbours_keep_their_bytes(source: Path, column: str, value: Value, old: str, new: str) -> None:
    assert row_after(source, write(column, {2: value})) == changed(old, new)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("A", 5),
        ("A", 5.0),
        ("A", Decimal("5.00")),
        ("B", "甲"),
        ("C", "富文本"),
        ("D", True),
        ("E", dt.date(2026, 3, 1)),
        ("E", dt.datetime(2026, 3, 1)),
        ("F", None),
        ("H", None),
    ],
)
def test_a_value_that_is_there_already_changes_not_one_byte_of_the_file(source: Path, column: str, value: Value) -> None:
    result, report = patched(source, write(column, {2: value}))

    assert result.read_bytes() == source.read_bytes()
    assert report == PatchReport(0, (), ())


def test_blanks_make_neither_rows_nor_cells(source: Path) -> None:
    result, report = patched(source, write("Z", {1: None, 2: None, 9: None}))

    assert report.cells == 0
    assert rows_of(result) == ROW


def test_writing_twice_gives_the_same_bytes_as_once(source: Path) -> None:
    plan = EditPlan(
        writes=(ColumnWrite("表", "E", [2, 3], [dt.time(9, 30), dt.datetime(2026, 3, 1, 9)]), ColumnWrite("表", "B", [2], ["=1"]))
    )
    once, first = patched(source, plan)
    once = once.rename(source.with_name("once.xlsx"))

    twice, second = patched(once, plan)

    assert first.cells == 3
    assert second == PatchReport(0, (), ())
    assert twice.read_bytes() == once.read_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A0", "{=1}"])
def test_a_text_never_becomes_a_formula_whatever_it_begins_with(source: Path, text: str) -> None:
    result, _ = patched(source, write("A", {2: text}))
    rows = CalamineWorkbook.from_path(str(result)).get_sheet_by_name("表").to_python(skip_empty_area=False)

    assert "<f>" not in rows_of(result).partition('<c r="B2"')[0]
    assert rows[1][0] == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\rb", "a_x000D_b"),
        ("\x00\x1f", "_x0000__x001F_"),
        ("\ufffe", "_xFFFE_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x41_", "_x41_"),
        ("line\nline", "line\nline"),
        ("\U00020000", "\U00020000"),
    ],
)
def test_what_xml_cannot_hold_is_hidden_as_excel_does(source: Path, text: str, stored: str) -> None:
    result, _ = patched(source, write("A", {2: text}))
    again, report = patched(result.rename(source.with_name("again.xlsx")), write("A", {2: text}))

    assert f">{stored}</t>" in rows_of(again)
    assert report.cells == 0


def test_a_date_in_a_plain_cell_takes_a_date_format_and_keeps_the_rest_of_its_style(source: Path) -> None:
    result, report = patched(source, write("F", {2: dt.date(2026, 3, 1), 3: dt.datetime(2026, 3, 1, 12), 4: dt.time(18)}))
    with zipfile.ZipFile(result) as package:
        styles = package.read("xl/styles.xml").decode()
    wrapped, plain = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1">', 'borderId="0" xfId="0"'

    assert '<c r="F2" s="3"><v>46082</v></c>' in rows_of(result)
    assert '<c r="F3" s="4"><v>46082.5</v></c></row><row r="4"><c r="F4" s="5"><v>0.75</v></c>' in rows_of(result)
    assert styles.startswith(STYLES.partition("<cellXfs")[0])
    assert '<cellXfs count="6">' in styles
    assert wrapped + '<alignment wrapText="1"/></xf>' in styles
    assert f'<xf numFmtId="22" fontId="0" fillId="0" {plain} applyNumberFormat="1"/>' in styles
    assert f'<xf numFmtId="21" fontId="0" fillId="0" {plain} applyNumberFormat="1"/></cellXfs>' in styles
    assert set(report.changed) == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}


def test_a_time_in_a_cell_that_shows_only_days_takes_a_time_format(source: Path) -> None:
    assert '<c r="E2" s="3"><v>0.375</v></c>' in row_after(source, write("E", {2: dt.time(9)}))


def test_days_are_counted_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    source = book(tmp_path / "mac.xlsx", sheet(ROW))
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    with zipfile.ZipFile(source, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)

    assert '<c r="E2" s="1"><v>44620</v></c>' in row_after(source, write("E", {2: dt.date(2026, 3, 1)}))


def test_new_cells_take_the_style_of_their_row_else_of_their_column(tmp_path: Path) -> None:
    rows = '<row r="2" s="1" customFormat="1"><c r="A2"><v>1</v></c></row><row r="3"/>'
    source = book(tmp_path / "styled.xlsx", sheet(rows, before='<cols><col min="2" max="3" width="9" style="2"/></cols>'))

    result, _ = patched(source, write("B", {2: 7, 3: 8, 4: 9}))

    assert rows_of(result) == (
        '<row r="2" s="1" customFormat="1"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>7</v></c></row>'
        '<row r="3"><c r="B3" s="2"><v>8</v></c></row><row r="4"><c r="B4" s="2"><v>9</v></c></row>'
    )


def test_the_dimension_reaches_around_what_is_written(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(ROW, before='<dimension ref="A2:G2"/>'))

    result, _ = patched(source, write("J", {1: None, 4: 1, 9: None}))

    with zipfile.ZipFile(result) as package:
        assert b'<dimension ref="A2:J4"/>' in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '<calcPr fullCalcOnLoad="1"/>'),
        ('<definedNames><definedName name="a">1</definedName></definedNames>', '</definedNames><calcPr fullCalcOnLoad="1"/>'),
        ('<calcPr calcId="191029"/><oleSize ref="A1"/>', '<calcPr calcId="191029" fullCalcOnLoad="1"/><oleSize ref="A1"/>'),
        ('<calcPr fullCalcOnLoad="0"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_excel_is_asked_to_calculate_when_it_opens_the_workbook(tmp_path: Path, before: str, after: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(ROW), workbook=before)

    result, _ = patched(source, write("A", {2: 6}))

    with zipfile.ZipFile(result) as package:
        assert after.encode() in package.read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (10**15, "more than 15 digits"),
        (-(10**400), "more than 15 digits"),
        (Decimal(10**15), "more than 15 digits"),
        (float("nan"), "no number"),
        (float("inf"), "no number"),
        (Decimal("NaN"), "no number"),
        ("x" * 32_768, "32,767"),
        ("\U00020000" * 16_384, "32,767"),
        ("\ud800", "half a character"),
        (dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "zone"),
        (dt.time(9, tzinfo=dt.UTC), "zone"),
        (dt.date(1900, 2, 28), "before"),
        (b"bytes", "cannot hold"),
    ],
)
def test_a_value_that_excel_cannot_hold_is_refused_with_its_cell(source: Path, value: Value, said: str) -> None:
    with pytest.raises(PatchRefusedError, match=said) as caught:
        patched(source, write("A", {2: value}))

    assert "工作表“表”的 A2：" in caught.value.sentence(Lang.ZH)


def test_the_longest_text_and_the_first_day_that_excel_holds_are_written(source: Path) -> None:
    result, report = patched(source, write("A", {2: "x" * 32_767, 3: dt.date(1900, 3, 1)}))

    assert report.cells == 2
    assert "<v>61</v>" in rows_of(result)


@pytest.mark.parametrize("row", [0, 1_048_577])
def test_a_row_outside_of_the_sheet_is_refused(source: Path, row: int) -> None:
    with pytest.raises(PatchRefusedError, match="outside"):
        patched(source, write("A", {row: 1}))


@pytest.mark.parametrize("column", ["", "XFE", "a", "1", "Ä"])
def test_a_column_outside_of_the_sheet_is_refused(source: Path, column: str) -> None:
    with pytest.raises(PatchRefusedError, match="outside"):
        patched(source, write(column, {1: 1}))


@pytest.mark.parametrize("rows", [[3, 2], [2, 2]])
def test_rows_that_do_not_ascend_are_misuse(source: Path, rows: list[int]) -> None:
    with pytest.raises(MisuseError, match="ascend"):
        patched(source, EditPlan(writes=(ColumnWrite("表", "A", rows, [1, 2]),)))


def test_more_rows_than_values_are_misuse(source: Path) -> None:
    with pytest.raises(MisuseError, match="as many values"):
        patched(source, EditPlan(writes=(ColumnWrite("表", "A", [1, 2], [1]),)))


def test_two_writes_that_meet_in_a_cell_are_refused(source: Path) -> None:
    same = ColumnWrite("表", "A", [2], [1])

    with pytest.raises(PatchRefusedError, match="twice"):
        patched(source, EditPlan(writes=(same, same)))


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(source: Path) -> None:
    with pytest.raises(TabNotFoundError) as caught:
        patched(source, write("A", {1: 1}, tab="订单"))

    assert caught.value.present == ("表",)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        patched(tmp_path / "nowhere.xlsx", write("A", {1: 1}))
