import datetime as dt
import io
import zipfile

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Sheet
from shopbook.sheet.grid import column_letters
from shopbook.sheet.mark import NAME, Mark, parse
from shopbook.sheet.parameters import Setting, settled
from shopbook.sheet.reading import read_sheet
from tests.build.declared import ODD_BOOK, ODDITIES, ORDER_BOOK
from tests.build.dump import dump
from tests.build.opened import in_memory, opened, part
from tests.golden import Golden

SHEETS = [(book, sheet, lang) for book in (ORDER_BOOK, ODD_BOOK) for sheet in book.sheets for lang in Lang]
EACH_SHEET = pytest.mark.parametrize(
    ("book", "sheet", "lang"), SHEETS, ids=[f"{book.code}-{sheet.code}-{lang}" for book, sheet, lang in SHEETS]
)


@pytest.mark.parametrize("lang", Lang)
def test_the_order_workbook_is_what_was_reviewed(golden: Golden, lang: Lang) -> None:
    golden.check(f"orders-{lang}.txt", dump(build_template(ORDERS_BOOK, lang)))


def test_unusual_columns_look_as_was_reviewed(golden: Golden) -> None:
    golden.check("odd-en.txt", dump(build_template(ODD_BOOK, Lang.EN)))


def test_the_same_declaration_gives_the_same_bytes() -> None:
    assert build_template(ORDER_BOOK, Lang.ZH) == build_template(ORDER_BOOK, Lang.ZH)


def test_no_part_says_who_made_the_file_or_when() -> None:
    workbook = build_template(ORDER_BOOK, Lang.ZH)
    properties = {element.tag.rpartition("}")[2]: element.text for element in part(workbook, "docProps/core.xml")}
    assert properties == {
        "title": "订单",
        "creator": None,
        "lastModifiedBy": None,
        "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
    }
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("lang", Lang)
def test_the_hidden_mark_says_book_version_and_language(lang: Lang) -> None:
    names = opened(ODD_BOOK, lang).defined_names
    assert parse({name: str(held.value) for name, held in names.items()}) == Mark("odd", 3, lang)
    assert names[NAME].hidden


@EACH_SHEET
def test_every_sheet_holds_one_table_named_by_its_code_with_a_row_to_begin_with(book: Book, sheet: Sheet, lang: Lang) -> None:
    tab = opened(book, lang)[sheet.label[lang]]
    assert list(tab.tables) == [sheet.code]
    first, last = tab.tables[sheet.code].ref.split(":")
    assert first == "A4"
    assert tab[last].row >= 5
    assert [cell.value for cell in tab[4]] == [column.label[lang] for column in sheet.columns]


@EACH_SHEET
def test_the_reader_finds_nothing_to_say_about_a_fresh_sheet(book: Book, sheet: Sheet, lang: Lang) -> None:
    table = read_sheet(in_memory(book, lang).grid(sheet.label[lang]), sheet, lang=lang)
    assert table.header is not None
    assert table.header.row == 4
    assert table.findings.rows() == []


@pytest.mark.parametrize("lang", Lang)
def test_the_parameters_of_a_fresh_workbook_are_the_declared_ones(lang: Lang) -> None:
    for book in (ORDER_BOOK, ODD_BOOK):
        sheet = book.sheet("parameters")
        frame = read_sheet(in_memory(book, lang).grid(sheet.label[lang]), sheet, lang=lang).frame
        settings = [Setting(code, value) for code, value in frame.select("code", "value").iter_rows()]
        held = settled(book.parameters, [], settings, on=dt.date(2026, 3, 1))
        assert dict(held) == {parameter.code: parameter.default for parameter in book.parameters}
        assert len(settings) == len(book.parameters)


def test_a_whole_number_a_share_and_a_date_stand_in_the_parameters_as_numbers() -> None:
    tab = opened(ORDER_BOOK)["参数"]
    values = {row[0].value: row[2] for row in tab.iter_rows(min_row=5)}
    assert (values["ship_hours"].value, values["ship_hours"].number_format) == (48, "0")
    assert (values["far_from_list"].value, values["far_from_list"].number_format) == (0.5, "0.00%")
    assert (values["unusual_amount"].value, values["unusual_amount"].number_format) == (10000, "#,##0.00")
    assert (values["split_orders"].value, values["split_orders"].number_format) == ("跳过", "@")


@pytest.mark.parametrize("book", [ORDER_BOOK, ODD_BOOK])
def test_only_sheets_that_tasks_fill_are_protected_and_without_a_password(book: Book) -> None:
    workbook = opened(book)
    for sheet in book.sheets:
        protection = workbook[sheet.label.zh].protection
        assert protection.sheet is sheet.is_log, sheet.code
        assert protection.password is None
        if sheet.is_log:
            assert (protection.autoFilter, protection.formatColumns) == (False, False), "not forbidden"


def test_ids_are_text_to_the_end_of_the_sheet() -> None:
    tab = opened(ORDER_BOOK)["订单"]
    letters = {cell.value: column_letters(number) for number, cell in enumerate(tab[4], start=1)}
    formats = {title: tab.column_dimensions[letters[title]].number_format for title in ("订单编号", "商品编码", "手机", "税号")}
    assert formats == {"订单编号": "@", "商品编码": "@", "手机": "@", "税号": "@"}


def test_a_price_of_four_places_shows_them_only_where_it_has_them() -> None:
    tab = opened(ORDER_BOOK)["订单"]
    price = next(cell for title, cell in zip(tab[4], tab[5], strict=True) if title.value == "单价")
    assert price.number_format == "#,##0.00##"


def test_check_and_key_stay_in_sight_and_the_header_too() -> None:
    workbook = opened(ORDER_BOOK)
    assert workbook["订单"].freeze_panes == "C5"
    assert workbook["商品"].freeze_panes == "B5"
    assert workbook["校验结果"].freeze_panes == "A5"


def test_the_help_names_every_sheet_and_task_with_its_command() -> None:
    said = {str(row[0].value): str(row[1].value) for row in opened(ORDER_BOOK)["说明"].iter_rows(min_row=5)}
    assert {f"工作表 · {sheet.label.zh}" for sheet in ORDER_BOOK.sheets if sheet.code != "help"} <= set(said)
    assert "shopbook run check-orders" in said["操作 · 检查订单"]
    assert "错误" in said["单元格颜色"]


def test_a_long_drop_down_stands_on_a_sheet_that_nobody_sees() -> None:
    workbook = opened(ODD_BOOK)
    assert workbook["_lists"].sheet_state == "veryHidden"
    assert workbook.defined_names["list_oddities_many"].value == "_lists!$A$1:$A$60"
    assert [row[0].value for row in workbook["_lists"].iter_rows(max_col=1, max_row=2)] == ["第0种很长的选项", "第1种很长的选项"]
    assert "_lists" not in opened(ORDER_BOOK).sheetnames


def test_ampersands_in_names_are_not_taken_for_codes_of_the_page_header() -> None:
    header = opened(ODD_BOOK, Lang.EN)[ODDITIES.label.en].oddHeader
    assert header is not None
    assert str(header.left.text).strip() == "Odds && ends"
