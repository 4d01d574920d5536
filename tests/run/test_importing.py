"""An export brought into a workbook file: twice, in parts, on trial, in another language."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

import shopbook
from shopbook.books.stock.counts.form import COUNT_FORM
from shopbook.errors import UnreadableFileError
from shopbook.labels import Lang
from shopbook.run.importing import NothingToImportError, Wanted, import_file
from shopbook.run.making import WITHOUT, new_workbook, shipped_template
from shopbook.run.runner import Circumstances, NotOursError
from shopbook.sheet.importers import Policy
from tests.run import shop

TRIAL = Circumstances(now=shop.NOW, write=False)
GOOD, BAD = {"总金额": "10.00"}, {"总金额": "十元"}


def orders(workbook: Path) -> pl.DataFrame:
    return shopbook.load(workbook)["orders"]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return new_workbook("orders", tmp_path / "订单.xlsx", Lang.ZH, now=shop.NOW)


def test_the_same_export_twice_adds_nothing_and_leaves_the_file_as_it_is(book: Path) -> None:
    wanted = Wanted(shop.export(book.with_name("a.csv"), GOOD, GOOD), book)

    first = import_file(wanted, shop.GIVEN)
    after = book.read_bytes()
    second = import_file(wanted, shop.GIVEN)

    assert (first.summary["new_orders"], first.written) == (2, (str(book),))
    assert (second.summary["new_orders"], second.summary["unchanged_orders"], second.written) == (0, 2, ())
    assert book.read_bytes() == after
    assert orders(book).height == 2


def test_a_workbook_that_is_not_there_is_made(tmp_path: Path) -> None:
    into = tmp_path / "new.xlsx"

    report = import_file(Wanted(shop.export(tmp_path / "a.csv"), into), shop.GIVEN)

    assert orders(into)["order_no"].to_list() == ["A1001"]
    assert f"新建了工作簿 {into}" in report.sentences


def test_an_export_goes_into_a_workbook_in_english_and_is_told_in_chinese(tmp_path: Path) -> None:
    book = new_workbook("orders", tmp_path / "orders.xlsx", Lang.EN, now=shop.NOW)

    report = import_file(Wanted(shop.export(tmp_path / "a.csv"), book), shop.GIVEN)

    sheet = load_workbook(book)["Orders"]
    words = {cell.value for row in sheet.iter_rows() for cell in row}
    assert orders(book)["status"].to_list() == ["done"]
    assert "Completed" in words
    assert "交易成功" not in words
    assert any("新增 1 单" in sentence for sentence in report.sentences)


def test_all_or_nothing_imports_nothing_when_one_row_is_wrong(book: Path) -> None:
    before = book.read_bytes()

    report = import_file(Wanted(shop.export(book.with_name("a.csv"), GOOD, BAD), book), shop.GIVEN)

    assert report.written == ()
    assert book.read_bytes() == before
    assert names(book.parent) == {"a.csv", book.name}


def test_rows_left_out_lie_beside_put_right_they_can_be_imported(book: Path) -> None:
    export = shop.export(book.with_name("a.csv"), GOOD, BAD)

    report = import_file(Wanted(export, book, policy=Policy.SKIP_BAD), shop.GIVEN)

    aside = Path(report.written[1])
    assert aside.name == "a 未导入 20260618-135500.xlsx"
    assert orders(book)["order_no"].to_list() == ["A1001"]
    opened = load_workbook(aside)
    sheet = opened["Sheet1"]
    titles = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, titles.index("拒绝原因") + 1).value == "[总金额] 不是数字，应为金额，例如 12.50"

    sheet.cell(2, titles.index("总金额") + 1).value = "10.00"
    opened.save(aside)
    again = import_file(Wanted(aside, book), shop.GIVEN)

    assert again.counts["error"] == 0
    assert orders(book)["order_no"].to_list() == ["A1001", "A1002"]


def test_rows_left_out_twice_are_put_aside_once(book: Path) -> None:
    wanted = Wanted(shop.export(book.with_name("a.csv"), GOOD, BAD), book, policy=Policy.SKIP_BAD)
    import_file(wanted, shop.GIVEN)
    before = names(book.parent)

    report = import_file(wanted, Circumstances(now=shop.NOW.replace(hour=20)))

    assert report.written == ()
    assert names(book.parent) == before
    assert any("a 未导入 20260618-135500.xlsx" in sentence for sentence in report.sentences)


@pytest.mark.parametrize("rows", [(GOOD,), (GOOD, BAD)], ids=["good", "bad"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_trial_writes_nothing_at_all(tmp_path: Path, rows: tuple[dict[str, str], ...], *, is_there: bool) -> None:
    into = tmp_path / "订单.xlsx"
    if is_there:
        new_workbook("orders", into, Lang.ZH, now=shop.NOW)
    export = shop.export(tmp_path / "a.csv", *rows)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    report = import_file(Wanted(export, into, policy=Policy.CHECK), shop.GIVEN)

    assert report.written == ()
    assert report.summary["new_orders"] == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_who_may_not_write_writes_nothing(book: Path) -> None:
    before = book.read_bytes()

    assert import_file(Wanted(shop.export(book.with_name("a.csv")), book), TRIAL).written == ()
    assert book.read_bytes() == before


def test_what_is_no_export_makes_no_workbook(tmp_path: Path) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text("今天,明天\n1,2\n", encoding="utf-8")

    with pytest.raises(UnreadableFileError):
        import_file(Wanted(notes, tmp_path / "new.xlsx"), shop.GIVEN)

    assert names(tmp_path) == {"notes.csv"}


def test_no_workbook_is_made_for_an_export_of_which_nothing_is_imported(tmp_path: Path) -> None:
    report = import_file(Wanted(shop.export(tmp_path / "a.csv", GOOD, BAD), tmp_path / "new.xlsx"), shop.GIVEN)

    assert report.written == ()
    assert not any("新建" in sentence for sentence in report.sentences)
    assert names(tmp_path) == {"a.csv"}


def test_an_export_is_not_imported_into_another_export(tmp_path: Path) -> None:
    export = shop.export(tmp_path / "a.csv")

    with pytest.raises(NotOursError):
        import_file(Wanted(export, export), shop.GIVEN)


def test_a_form_takes_in_nothing_and_says_which_workbooks_do(tmp_path: Path) -> None:
    form = tmp_path / "盘点表.xlsx"
    shutil.copy(shipped_template(COUNT_FORM, Lang.ZH, ending=WITHOUT), form)
    with pytest.raises(NothingToImportError, match="Orders, Stock, Daily") as told:
        import_file(Wanted(shop.export(tmp_path / "a.csv", GOOD), form), shop.GIVEN)
    assert "“盘点表”工作簿不导入文件，请换成能导入的工作簿：订单、库存、日报" in told.value.label.zh


def test_a_workbook_that_was_renamed_is_still_known(book: Path) -> None:
    renamed = book.rename(book.with_name("六月.xlsx"))

    import_file(Wanted(shop.export(book.with_name("a.csv")), renamed), shop.GIVEN)

    assert orders(renamed).height == 1
