"""Real stock lists through the real commands: checked, imported, posted, imported again."""

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

import shopbook
from shopbook.labels import Lang
from shopbook.run.making import new_workbook
from tests.cli.terminal import Terminal

BY_AGE, BY_HAND = "stock_by_age_955_rows.xlsx", "stock_sheet_74_rows.xlsx"
NOW = dt.datetime(2026, 8, 3, 20, 0)
NIGHT = ("--date", "2026-08-03", "--lang", "zh")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


def on_hand(workbook: Path) -> pl.DataFrame:
    return shopbook.load(workbook)["ledger"]


@pytest.mark.parametrize(
    ("name", "figures"),
    [(BY_AGE, {"rows": 955, "items": 314, "pieces": 28476, "places": 21}), (BY_HAND, {"rows": 74, "items": 74, "pieces": 370000})],
)
def test_a_check_says_the_sums_of_a_real_stock_list(shared: Path, typed: Terminal, name: str, figures: dict[str, int]) -> None:
    said = typed("check", shared / "data" / name, *NIGHT, "--format", "json")
    report = json.loads(said.out)
    assert said.code == 0
    assert report["summary"] == figures
    assert report["counts"]["error"] == 0


@pytest.mark.parametrize(("name", "sums"), [(BY_AGE, (955, 28476, 21)), (BY_HAND, (74, 370000, 1))])
def test_a_real_stock_list_is_posted_with_its_sums_and_counts_once(
    shared: Path, typed: Terminal, tmp_path: Path, name: str, sums: tuple[int, ...]
) -> None:
    source, book = shared / "data" / name, tmp_path / "库存.xlsx"
    assert typed("import", source, "--into", book, *NIGHT).code == 0
    assert typed("run", "post-documents", book, "--in-place", *NIGHT).code in {0, 1}

    ledger = on_hand(book)
    assert (ledger.height, ledger["qty"].sum(), ledger["location"].n_unique()) == sums
    assert set(ledger["kind"]) == {"opening"}

    after = book.read_bytes()
    again = typed("import", source, "--into", book, "--date", "2026-09-01", "--lang", "zh")
    assert again.code == 0
    assert book.read_bytes() == after


def test_a_newer_list_for_a_ledger_that_has_begun_is_refused_in_words(typed: Terminal, tmp_path: Path) -> None:
    book = tmp_path / "库存.xlsx"
    assert typed("import", stock_list(tmp_path / "a.xlsx", ("A-1", 5)), "--into", book, *NIGHT).code == 0
    typed("run", "post-documents", book, "--in-place", *NIGHT)
    after = book.read_bytes()

    said = typed("import", stock_list(tmp_path / "b.xlsx", ("A-1", 4), ("B-2", 9)), "--into", book, *NIGHT)
    assert said.code == 1
    assert "请用盘点来核对" in said.out + said.err
    assert book.read_bytes() == after

    part = typed("import", tmp_path / "b.xlsx", "--into", book, *NIGHT, "--policy", "skip-bad")
    assert part.code == 1
    assert shopbook.load(book)["receipts"]["sku"].to_list() == ["A-1", "B-2"]
    assert [path.name for path in tmp_path.glob("b 未导入*.xlsx")] != []


def test_a_stock_list_is_no_list_of_orders_and_the_other_way_round(typed: Terminal, tmp_path: Path) -> None:
    orders, stock = (new_workbook(book, tmp_path / f"{book}.xlsx", Lang.ZH, now=NOW) for book in ("orders", "stock"))
    listed = stock_list(tmp_path / "a.xlsx", ("A-1", 5))
    export = tmp_path / "export.csv"
    export.write_text("订单编号,总金额,买家实际支付金额\nT1,1.00,1.00\n", encoding="utf-8")
    assert typed("import", listed, "--into", orders, *NIGHT).code == 3
    assert typed("import", export, "--into", stock, *NIGHT).code == 3


def test_profiles_are_listed_with_the_workbook_that_takes_them_in(typed: Terminal) -> None:
    told = {row["profile"]: row["book"] for row in json.loads(typed("profiles", "--format", "json", "--lang", "en").out)}
    assert told["taobao-orders"] == "orders"
    assert told["stock-by-age"] == "stock"


def stock_list(path: Path, *lines: tuple[str, int]) -> Path:
    """A stock list with our own titles."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["商品编码", "库存数量"])
    for line in lines:
        sheet.append(line)
    workbook.save(path)
    return path
