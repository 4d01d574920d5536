"""What somebody outside typed so that it looks like a formula stays text in everything that a run writes."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shopbook.host.file import FileHost
from tests.run import shop
from tests.run.torn import BOOK, batch

REMARKS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://x","y")',
    '=WEBSERVICE("http://x")',
)
LIVE = ("=", "+", "-", "@", "\t", "\r")
FREE = ("买家会员名", "收货人姓名", "收货地址", "联系手机", "宝贝标题", "买家留言", "订单备注", "订单状态", "总金额")
"""Titles under which a buyer, or whoever made the list, has a say."""


@pytest.fixture
def folder(workbook: Path) -> Path:
    """A shop to which every remark comes in every column, in a list whose own name is one."""
    rows = [dict.fromkeys(FREE, remark) for remark in REMARKS] + [{"订单备注": remark} for remark in REMARKS]
    shop.export(workbook.parent / "=1+1@.csv", *rows)
    return workbook.parent


def formulas(workbook: Path) -> list[str]:
    """What the cells of a workbook calculate, wherever they are."""
    with zipfile.ZipFile(workbook) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    return [formula for xml in sheets for formula in re.findall(r"<f(?:>| [^>]*>)([^<]*)</f>", xml)]


def cells(workbook: Path) -> set[str]:
    host = FileHost(workbook)
    return {text for tab in host.tabs() for column in host.grid(tab).text for text in column.drop_nulls()}


def test_the_workbook_holds_what_was_typed_and_calculates_nothing_more(folder: Path) -> None:
    before = set(formulas(folder / BOOK))
    rows = [{"订单备注": remark} for remark in REMARKS]
    shop.export(folder / "=1+1@.csv", *rows)
    batch(folder, tasks=("import", "check-orders"))
    assert set(formulas(folder / BOOK)) <= before
    assert {remark.strip() for remark in REMARKS} <= {text.strip() for text in cells(folder / BOOK)}


def test_the_report_quotes_what_was_typed_and_calculates_nothing(folder: Path) -> None:
    account = batch(folder, tasks=("import", "check-orders"))
    workbook, whole, page = map(Path, account.reports)
    assert formulas(workbook) == []
    values = {row["value"] for each in json.loads(whole.read_text(encoding="utf-8"))["files"] for row in each["findings"]}
    assert [remark for remark in REMARKS if remark.strip() in {value.strip() for value in values}]
    assert {value for value in values if value.startswith(LIVE)} <= cells(workbook) | {value.strip() for value in cells(workbook)}
    assert not [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith(LIVE) and not line.startswith("- ")]


def test_no_cell_of_the_csv_begins_like_a_formula(folder: Path) -> None:
    words = ["batch", str(folder), "--workers", "0", "--date", "2026-06-18 14:00", "--format", "csv", "--lang", "zh", "--tasks", "import"]
    done = subprocess.run([sys.executable, "-m", "shopbook", *words], capture_output=True, check=False)
    rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert "=1+1@.csv" in {row[0].lstrip("'") for row in rows}
    assert [cell for row in rows for cell in row if cell.startswith(LIVE)] == []
