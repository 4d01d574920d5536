"""Indicators measured through files, from three workbooks that lie beside the appraisal's."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

import shopbook
from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.registry import book_or_form
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from tests.books.appraisal.measured import sold
from tests.run.test_counts import changed, rows

NOW = dt.datetime(2026, 7, 2, 9, 0)


def neighbour(folder: Path, code: str, lang: Lang) -> Path:
    """A fresh workbook where the appraisal's sheet of sources expects it."""
    return new_workbook(code, folder / f"{book_or_form(code).label[lang]}.xlsm", lang, now=NOW)


def shop(folder: Path, lang: Lang) -> Path:
    """An operations clerk in a shop of four orders, one of them with a telephone number that is none, and one count of June."""
    orders, stock, path = (neighbour(folder, code, lang) for code in ("orders", "stock", "appraisal"))
    neighbour(folder, "daily", lang)
    sheet = book_or_form("orders").sheet("orders")
    lines = [sold("T1"), sold("T2"), sold("T3"), sold("T4", phone="1380013")]
    changed(orders, "orders", [rows(sheet, *lines)], lang)
    counted = {"period": "2026-06", "counts": 1, "counted": 8, "matching": 6, "by_lines": Decimal("0.75")}
    changed(stock, "stock", [rows(book_or_form("stock").sheet("accuracy"), counted)], lang)
    clerk = shopbook.load(path)["indicators"]["post"].unique(maintain_order=True)[1]
    person = {"employee_no": "E01", "name": "张三", "department": "运营", "post": clerk}
    changed(path, "appraisal", [rows(book_or_form("appraisal").sheet("employees"), person)], lang)
    run(path, "open-cycle", lang)
    return path


def run(path: Path, task: str, lang: Lang = Lang.ZH, now: dt.datetime = NOW) -> Report:
    return run_on_file(path, task, Circumstances(now=now, lang=lang), target=path)


def measured(path: Path) -> pl.DataFrame:
    return shopbook.load(path)["card_lines"].filter(pl.col("origin") == "measured").sort("code")


@pytest.mark.parametrize("lang", Lang)
def test_figures_come_from_the_workbooks_beside_with_the_cell_to_look_at(tmp_path: Path, lang: Lang) -> None:
    path = shop(tmp_path, lang)
    run(path, "fill-measures", lang)
    told = measured(path).select("code", "actual", "numerator", "denominator", "address").rows()
    tabs = {code: book_or_form(book).sheet(code).label[lang] for book, code in (("orders", "orders"), ("stock", "accuracy"))}
    names = {code: book_or_form(code).label[lang] for code in ("orders", "stock")}
    assert told == [
        ("P2", 75, 3, 4, f"{names['orders']}.xlsm#'{tabs['orders']}'!A8"),
        ("P3", 75, 6, 8, f"{names['stock']}.xlsm#'{tabs['accuracy']}'!E5"),
    ]


def test_each_line_keeps_the_links_formula_and_reading_it_finds_no_fault(tmp_path: Path) -> None:
    path = shop(tmp_path, Lang.ZH)
    report = run(path, "fill-measures")
    letters = next(cell.column_letter for cell in load_workbook(path)["考核指标"][4] if cell.value == "跳转")
    cells = [load_workbook(path)["考核指标"][f"{letters}{row}"].value for row in (5, 6, 7)]
    assert all(str(cell).startswith("=IF(card_lines[[#This Row],[位置]]") for cell in cells)
    assert "cell.formula-outside" not in report.findings["code"].to_list()


def test_a_second_run_leaves_every_byte_as_it_is(tmp_path: Path) -> None:
    path = shop(tmp_path, Lang.ZH)
    run(path, "fill-measures")
    before = path.read_bytes()
    assert run(path, "fill-measures", now=NOW + dt.timedelta(days=2)).written == ()
    assert path.read_bytes() == before


def test_a_workbook_that_is_not_there_is_named_and_the_others_are_measured(tmp_path: Path) -> None:
    path = shop(tmp_path, Lang.ZH)
    (tmp_path / "订单.xlsm").unlink()
    report = run(path, "fill-measures")
    assert measured(path)["code"].to_list() == ["P3"]
    assert any("来源“orders”（订单.xlsm）没有用上" in note.zh for note in report.notes)


def test_the_evidence_is_written_in_the_language_of_the_workbook(tmp_path: Path) -> None:
    path = shop(tmp_path, Lang.EN)
    run(path, "fill-measures", Lang.EN)
    texts = FileHost(path).grid(CARD_LINES.label.en).text
    evidence = [text for column in texts.columns for text in texts[column] if text and text.startswith("Orders.xlsm")]
    assert evidence[0] == "Orders.xlsm > Orders > R5, R6, R7, R8, with an error: R8"
