"""A stocktake through files, as a shop does it: sheets made, filled in, handed back, reconciled and posted."""

import datetime as dt
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.books.registry import book_or_form
from shopbook.books.stock.ledger.ledger import posted
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.host.file import FileHost
from shopbook.host.package import patch
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.files import run_on_file
from shopbook.run.gathering import gather
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import AppendRows, Change, Outcome, SetCells
from shopbook.sheet.columns import Sheet
from shopbook.sheet.plan import Value
from tests.books.stock.builders import movement, movements

NOW = dt.datetime(2026, 6, 10, 12, 0)
PLACES = [f"L-{number}" for number in range(1, 9)]
BOOK_QTY = 70351
"""What the ledger has of every item: a number that stands nowhere by chance."""


def changed(path: Path, book: str, changes: Sequence[Change], lang: Lang = Lang.ZH) -> None:
    """A workbook with something typed into it."""
    declared = book_or_form(book)
    tables = gather(FileHost(path), declared, tuple(change.sheet for change in changes), lang=lang)
    target = BytesIO()
    patch(path, target, plan_of(Outcome(changes=tuple(changes)), declared, Writing(tables, lang)))
    path.write_bytes(target.getvalue())


def rows(sheet: Sheet, *records: Mapping[str, object]) -> AppendRows:
    full = [{name: record.get(name) for name in sheet.by_field} for record in records]
    return AppendRows(sheet.code, pl.DataFrame(full, schema=sheet.schema()))


def stocked(folder: Path, lang: Lang = Lang.ZH) -> Path:
    """A shop of eight locations with one item each, and a count of everything that has begun."""
    path = new_workbook("stock", folder / "库存.xlsx", lang, now=NOW)
    stock = book_or_form("stock")
    bought = [
        movement(sku=f"S-{place}", location=place, qty=BOOK_QTY, unit_cost=Decimal("83.1700"), doc_no=f"RK-{place}") for place in PLACES
    ]
    ledger = posted(LEDGER.empty(), movements(*bought), posted_at=NOW)
    items = [{"sku": f"S-{place}", "title": f"商品 {place}", "barcode": f"69000000{place[-1]}"} for place in PLACES]
    plan = {"plan_no": "PD-6", "kind": "monthly", "period": "2026-06", "scope": "all", "state": "counting", "leader": "王仓管"}
    changes = [rows(stock.sheet("items"), *items), AppendRows("ledger", ledger), rows(stock.sheet("count_plans"), plan)]
    changed(path, "stock", changes, lang)
    return path


def run(path: Path, task: str, **settings: str) -> Report:
    return run_on_file(path, task, Circumstances(now=NOW, settings=settings), target=path)


def fill_in(path: Path, qty: int) -> None:
    """Count every line of a paper, and sign it."""
    signs = (("counted_by", "张三"), ("checked_by", "李四"), ("counted_on", NOW.date()))
    head = [SetCells("count_head", field, (5,), (value,)) for field, value in signs]
    # Lines that nobody has written into are no rows yet; they stand below the titles in row 4.
    lines = range(5, FileHost(path).grid("盘点").text.height + 1)
    changed(path, "count", [SetCells("count_lines", "counted", tuple(lines), (qty,) * len(lines)), *head])


@pytest.mark.parametrize("lang", Lang)
def test_no_part_of_a_count_sheet_knows_what_the_book_says(tmp_path: Path, lang: Lang) -> None:
    run(stocked(tmp_path, lang), "make-count-sheets")
    papers = list((tmp_path / ("盘点表" if lang is Lang.ZH else "Count sheets")).iterdir())
    assert len(papers) == len(PLACES)
    for paper in papers:
        with zipfile.ZipFile(paper) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert not [name for name, content in parts.items() if str(BOOK_QTY).encode() in content or b"83.17" in content]
        assert any(b"S-L-" in content for content in parts.values())


@pytest.mark.parametrize(
    ("lang", "tabs", "heading"),
    [
        (Lang.ZH, ("盘点", "单外商品", "签名"), "盘点表号 PD-6-02　　区域 L-2　　盘点计划 PD-6　　第 1 轮"),
        (Lang.EN, ("Count", "Not listed", "Signatures"), "Sheet PD-6-02    Area L-2    Count PD-6    Round 1"),
    ],
)
def test_a_loose_page_says_which_sheet_it_belongs_to(tmp_path: Path, lang: Lang, tabs: Sequence[str], heading: str) -> None:
    run(stocked(tmp_path, lang), "make-count-sheets")
    [paper] = tmp_path.glob("*/PD-6-02*.xlsx")
    assert [FileHost(paper).grid(tab).text["A"][2] for tab in tabs] == [heading] * 3


def test_ten_files_one_damaged_one_renamed_one_returned_twice_are_merged_and_nothing_is_lost(tmp_path: Path) -> None:
    book = stocked(tmp_path)
    run(book, "make-count-sheets")
    folder = tmp_path / "盘点表"
    papers = sorted(folder.iterdir())
    for paper in papers:
        fill_in(paper, BOOK_QTY)
    (folder / "扫描.csv").write_text("条码,实盘数量\n690000003,70351\n", encoding="utf-8-sig")
    papers[2].write_bytes(papers[2].read_bytes()[:900])
    papers[1].rename(folder / "老王盘的.xlsx")
    shutil.copy(papers[0], folder / "又一份.xlsx")
    assert len(list(folder.iterdir())) == 10

    report = run(book, "collect-counts")

    summary = report.summary
    assert (summary["files"], summary["files_damaged"], summary["files_doubled"]) == (10, 1, 1)
    counted = shopbook.load(book)["counts"]
    assert counted["counted"].to_list() == [BOOK_QTY] * 8
    assert "扫描.csv" in counted["source"][2]
    found = report.findings.select("code", "column").rows()
    assert ("papers.unreadable", papers[2].name) in found
    assert "papers.same-file" in {code for code, _ in found}
    assert run(book, "collect-counts").written == ()


def test_a_stocktake_goes_from_the_sheets_to_the_ledger_and_every_step_but_the_first_changes_nothing(tmp_path: Path) -> None:
    book = stocked(tmp_path)
    run(book, "make-count-sheets")
    for number, paper in enumerate(sorted((tmp_path / "盘点表").iterdir())):
        fill_in(paper, BOOK_QTY - (number == 0))
    run(book, "collect-counts")
    run(book, "reconcile-counts")
    signs: dict[str, Value] = {"reason": "lost", "approver": "王店长", "approved_on": NOW.date()}
    changed(book, "stock", [SetCells("differences", field, (5,), (value,)) for field, value in signs.items()])

    report = run(book, "post-adjustments")

    assert (report.summary["adjustments_posted"], report.summary["plans_closed"]) == (1, 1)
    sheets = shopbook.load(book)
    assert sheets["ledger"].tail(1).select("kind", "qty", "value", "ref").rows() == [("loss", -1, Decimal("-83.17"), "PD-6")]
    assert sheets["adjustments"]["doc_no"].to_list() == ["TZ-PD-6-001"]
    assert sheets["accuracy"].tail(1).select("period", "by_lines").rows() == [("2026-06", Decimal("0.875000"))]
    before = book.read_bytes()
    for task in ("make-count-sheets", "reconcile-counts", "post-adjustments"):
        run(book, task)
    assert shopbook.load(book)["ledger"].equals(sheets["ledger"])
    assert shopbook.load(book)["counts"].drop("check").equals(sheets["counts"].drop("check"))
    assert run(book, "post-adjustments").written == ()
    assert before


def test_planning_a_second_time_writes_nothing_though_a_month_is_overdue(tmp_path: Path) -> None:
    book = stocked(tmp_path)
    august = Circumstances(now=dt.datetime(2026, 8, 10, 9, 0))
    first = run_on_file(book, "plan-counts", august, target=book)
    plans = shopbook.load(book)["count_plans"]
    assert first.summary["plans_overdue"] == 2
    assert [bool(mark) for mark in plans.filter(plans["period"] == "2026-07")["check"]] == [True]
    assert run_on_file(book, "plan-counts", august, target=book).written == ()
