"""What a cell is, from what an .xlsx file says about it."""

from pathlib import Path

import pytest

from shopbook.sheet.grid import CellType
from tests.host.reading.workbooks import book, cell, read, row

BLANK, NUMBER, TEXT, BOOL, ERROR, UNCALCULATED = CellType


def one(folder: Path, xml: str, *, shared: str = "", workbook: str = "") -> tuple[str | None, CellType]:
    """The cell A2 below a title."""
    path = book(folder, row(1, '<c r="A@" t="inlineStr"><is><t>title</t></is></c>') + row(2, xml), shared=shared, workbook=workbook)
    grid = read(path)
    return cell(grid, "A2") if grid.text.height > 1 else (None, BLANK)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("1001", "1001"),
        ("0.1", "0.1"),
        ("1.0", "1"),
        ("-0", "0"),
        ("0.30000000000000004", "0.3"),
        ("3.3333333333333335", "3.33333333333333"),
        ("1E-7", "0.0000001"),
        ("1E+3", "1000"),
        ("123456789012345678", "123456789012345678"),
        ("4100123456789012345", "4100123456789012345"),
        ("4.10012345678901E+18", "4100123456789010000"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_its_shortest_decimal_and_never_scientific(tmp_path: Path, stored: str, text: str) -> None:
    assert one(tmp_path, f'<c r="A@"><v>{stored}</v></c>') == (text, NUMBER)


@pytest.mark.parametrize("stored", ["1e400", "NaN", "INF", "1,5", "0x1F", "１２３"])
def test_what_is_stored_as_a_number_but_is_none_is_an_error_that_shows_it(tmp_path: Path, stored: str) -> None:
    assert one(tmp_path, f'<c r="A@"><v>{stored}</v></c>') == (stored, ERROR)


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("0.5", "12:00:00"),
        ("1", "1900-01-01 00:00:00"),
        ("59", "1900-02-28 00:00:00"),
        ("60", "1900-02-29 00:00:00"),
        ("61", "1900-03-01 00:00:00"),
        ("45000", "2023-03-15 00:00:00"),
        ("45000.999999999", "2023-03-16 00:00:00"),
        ("45000.99999", "2023-03-15 23:59:59"),
        ("2958465", "9999-12-31 00:00:00"),
        ("2958466", "2958466"),
        ("-1", "-1"),
        ("1e10", "10000000000"),
    ],
)
def test_a_number_shown_as_a_date_is_that_date_or_stays_the_number(tmp_path: Path, serial: str, text: str) -> None:
    assert one(tmp_path, f'<c r="A@" s="1"><v>{serial}</v></c>') == (text, NUMBER)


def test_dates_of_1904_workbooks_count_from_1904(tmp_path: Path) -> None:
    shown = one(tmp_path, '<c r="A@" s="1"><v>44000</v></c>', workbook='<workbookPr date1904="1"/>')

    assert shown == ("2024-06-19 00:00:00", NUMBER)


def test_a_format_with_a_chinese_year_is_a_date_and_one_with_decimals_is_not(tmp_path: Path) -> None:
    assert one(tmp_path, '<c r="A@" s="4"><v>45000</v></c>') == ("2023-03-15 00:00:00", NUMBER)
    assert one(tmp_path, '<c r="A@" s="3"><v>45000</v></c>') == ("45000", NUMBER)


def test_hours_that_run_on_are_not_cut_at_midnight(tmp_path: Path) -> None:
    assert one(tmp_path, '<c r="A@" s="2"><v>1.5</v></c>') == ("36:00:00", NUMBER)


def test_a_format_that_is_not_there_shows_a_plain_number(tmp_path: Path) -> None:
    assert one(tmp_path, '<c r="A@" s="999"><v>1</v></c>') == ("1", NUMBER)


@pytest.mark.parametrize(
    ("stored", "text", "kind"),
    [
        ("2024-02-29", "2024-02-29 00:00:00", NUMBER),
        ("2024-02-29T08:30:00", "2024-02-29 08:30:00", NUMBER),
        ("2024-02-30T25:61:00", "2024-02-30T25:61:00", TEXT),
        ("2024-02-29T08:30:00Z", "2024-02-29T08:30:00Z", TEXT),
        ("9999-12-31T23:59:59.9", "9999-12-31T23:59:59.9", TEXT),
    ],
)
def test_a_date_written_out_is_a_date_unless_no_calendar_has_it_or_it_names_a_zone(
    tmp_path: Path, stored: str, text: str, kind: CellType
) -> None:
    assert one(tmp_path, f'<c r="A@" t="d"><v>{stored}</v></c>') == (text, kind)


@pytest.mark.parametrize(("stored", "text"), [("1", "TRUE"), ("0", "FALSE"), ("true", "TRUE"), ("2", "TRUE")])
def test_a_truth_value_is_spelled_as_excel_shows_it(tmp_path: Path, stored: str, text: str) -> None:
    assert one(tmp_path, f'<c r="A@" t="b"><v>{stored}</v></c>') == (text, BOOL)


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#BOGUS!"])
def test_an_error_keeps_its_own_text(tmp_path: Path, error: str) -> None:
    assert one(tmp_path, f'<c r="A@" t="e"><v>{error}</v></c>') == (error, ERROR)


@pytest.mark.parametrize("xml", ['<c r="A@"><f>1+1</f></c>', '<c r="A@"><f>1+1</f><v></v></c>', '<c r="A@" t="str"><f>B1</f></c>'])
def test_a_formula_without_a_stored_value_is_not_calculated_and_not_blank(tmp_path: Path, xml: str) -> None:
    assert one(tmp_path, xml)[1] is UNCALCULATED


def test_a_formula_whose_value_is_the_empty_text_is_calculated(tmp_path: Path) -> None:
    path = book(tmp_path, row(1, '<c r="A@" t="str"><f>""</f><v></v></c>', '<c r="B@"><v>1</v></c>'))

    assert cell(read(path), "A1") == ("", TEXT)


@pytest.mark.parametrize("index", ["99", "-1", "x"])
def test_a_shared_text_that_is_not_there_is_an_error_and_never_another_text(tmp_path: Path, index: str) -> None:
    shown = one(tmp_path, f'<c r="A@" t="s"><v>{index}</v></c>', shared="<si><t>甲</t></si><si><t>乙</t></si>")

    assert shown == ("#LOST-TEXT!", ERROR)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>买家</t></si>", "买家"),
        ('<si><t xml:space="preserve"> a </t></si>', " a "),
        ("<si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r></si>", "富文本"),
        ('<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>', "東京"),
        ("<si><t>a &amp; b &lt;c&gt; &#20013;</t></si>", "a & b <c> 中"),
        ("<si><t>a_x000D_b</t></si>", "a\rb"),
        ("<si><t>_x005F_x000D_</t></si>", "_x000D_"),
        ("<si><t>_xD83D__xDE00_</t></si>", "😀"),
        ("<si><t>_xD800_</t></si>", "\ufffd"),
        ("<si><t>&amp;amp;</t></si>", "&amp;"),
        ("<si><t>a\r\nb</t></si>", "a\nb"),
        ("<si/>", ""),
        ("<si><!-- 批注 --><t>甲</t></si>", "甲"),
        ("<si><t><![CDATA[a<b]]></t></si>", "a<b"),
    ],
)
def test_a_shared_text_is_all_its_runs_without_readings_and_escapes(tmp_path: Path, item: str, text: str) -> None:
    path = book(tmp_path, row(1, '<c r="A@" t="s"><v>0</v></c>', '<c r="B@"><v>1</v></c>'), shared=item)

    assert cell(read(path), "A1") == (text, TEXT)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<is><t>=1+1</t></is>", "=1+1"),
        ("<is><t>1 &gt; 0 > -1</t></is>", "1 > 0 > -1"),
        ("<is><r><t>a</t></r><r><t>b</t></r></is>", "ab"),
        ('<is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>', "東京"),
        ("<is><t>_x0041_&amp;_x0042_</t></is>", "A&B"),
        ('<is><t> t="s" r="Z9"</t></is>', ' t="s" r="Z9"'),
        ("<is><t>第一行\n第二行</t></is>", "第一行\n第二行"),
    ],
)
def test_a_text_in_its_cell_is_read_as_it_lies(tmp_path: Path, content: str, text: str) -> None:
    assert one(tmp_path, f'<c r="A@" t="inlineStr">{content}</c>') == (text, TEXT)


def test_text_longer_than_excel_allows_is_kept_whole(tmp_path: Path) -> None:
    text = "长" * 40_000

    assert one(tmp_path, f'<c r="A@" t="inlineStr"><is><t>{text}</t></is></c>') == (text, TEXT)


def test_a_type_that_does_not_exist_is_an_error_that_shows_the_value(tmp_path: Path) -> None:
    assert one(tmp_path, '<c r="A@" t="zzz"><v>1</v></c>') == ("1", ERROR)
