"""Whatever lies in a shop's folder: nothing stops a run, nothing comes out of it as a formula, a link, markup or a phone number."""

import datetime as dt
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.reporting.files import link_from, write_reports
from shopbook.run.batch.reporting.sheets import Shown
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances
from tests.run import shop

NOW = dt.datetime(2026, 6, 18, 14)
REMARKS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://x")',
    "_x0041_",
    "](http://x)|<b>",
)


def batch(folder: Path, *tasks: str) -> Account:
    given = Circumstances(now=NOW)
    return run_batch(Wish(folder, given, ShopSettings(settle_s=0), tasks), processes(0, memory_mb=0))


def parts(workbook: Path) -> dict[str, str]:
    """The sheets and links of a workbook, as XML."""
    with zipfile.ZipFile(workbook) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")}


def digests(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".shopbook" not in path.parts and "运行报告" not in path.name)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def reported(tmp_path: Path) -> list[Path]:
    """A report on a file and findings that are all made of what must stay text."""
    findings = Findings(tmp_path)
    row = dict.fromkeys(("sheet", "key", "column", "message", "fix", "code", "task"), "x") | {"severity": "error", "cell": "B2"}
    rows = [{**row, "value": remark, "message": remark, "sheet": remark} for remark in REMARKS]
    (tmp_path / "x").mkdir()
    findings.keep("=1+1 #%20.xlsx", ("t",), b"".join(json.dumps(each).encode() + b"\n" for each in rows))
    whys = tuple(Label(each, each) for each in REMARKS)
    counts = {"error": 1, "warning": 0, "hint": 0}
    files = (Entry("=1+1 #%20.xlsx", Fate.DONE, "=1+1", ("t",), whys, counts=counts, rows=len(rows)),)
    account = Account(1, "2026-06-18 14:00", files)
    shown = Shown(NOW, link_from(tmp_path, tmp_path), 1000)
    return list(write_reports(account, findings, tmp_path / "报告", Lang.ZH, shown=shown))


def test_what_begins_like_a_formula_stays_text_in_the_workbook(reported: list[Path]) -> None:
    assert not any(re.search(r"<f[ >]", xml) for xml in parts(reported[0]).values())
    host = FileHost(reported[0])
    told = {text for tab in host.tabs() for column in host.grid(tab).text for text in column.to_list()}
    assert set(REMARKS) <= told


def test_links_lead_to_files_beside_the_report_only(reported: list[Path]) -> None:
    targets = re.findall(r'Target="([^"]*)"', "".join(xml for name, xml in parts(reported[0]).items() if name.endswith(".rels")))
    assert targets
    assert [target for target in targets if not target.startswith("=1+1%20%23%2520.xlsx")] == []


def test_nothing_is_markup_in_markdown(reported: list[Path]) -> None:
    text = reported[2].read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)(\]\(|<)", text)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {10}


def test_a_name_cannot_lead_out_or_write_elsewhere(workbook: Path) -> None:
    folder = workbook.parent
    for name in ("=1+1.xlsm", "-rf.xlsm", "@x.xlsm", "a;b&c.xlsm", "x'\"y.xlsm", "换\n行.xlsm"):
        shutil.copy(workbook, folder / name)
    before = {path.name for path in folder.parent.iterdir()}
    account = batch(folder, "check-orders")
    assert {each.fate for each in account.entries} == {Fate.DONE}
    assert {path.name for path in folder.parent.iterdir()} == before


def test_phones_and_names_stay_in_the_shop(tmp_path: Path) -> None:
    shop.export(tmp_path / "导出.csv", {"联系手机": "1380013800", "收货人姓名": "赵钱孙", "订单备注": "改电话 13912345678", "总金额": "x"})
    batch(tmp_path)
    everything = b"".join(path.read_bytes() for path in (*(tmp_path / ".shopbook").rglob("*.jsonl"), *tmp_path.glob("运行报告.[jm]*")))
    xml = "".join(parts(tmp_path / "运行报告.xlsx").values()).encode()
    assert b"findings" in everything
    for secret in ("13912345678", "赵钱孙"):
        assert secret.encode() not in everything + xml
        assert json.dumps(secret)[1:-1].encode() not in everything


@pytest.mark.corpus
@pytest.mark.slow
def test_hostile_files_and_those_of_others_are_said_and_left_as_they_are(workbook: Path, shared: Path) -> None:
    folder = workbook.parent
    subprocess.run([sys.executable, str(shared / "tools" / "make_hostile.py"), str(folder / "hostile")], check=True, capture_output=True)
    (folder / "corpus").mkdir()
    for path in sorted((shared / "corpus").iterdir())[::25]:
        shutil.copy(path, folder / "corpus")
    before = digests(folder)
    given = Circumstances(now=NOW)
    account = run_batch(Wish(folder, given, ShopSettings(settle_s=0), ("check-orders",)), processes(2, memory_mb=2048))
    after = digests(folder)
    assert {path for path in before if before[path] != after.get(path)} <= {str(workbook)}
    assert set(after) == set(before)
    assert [each.fate for each in account.entries if each.file == workbook.name] == [Fate.DONE]
    assert account.code == 3
    assert not [each.file for each in account.entries for why in each.whys if "shopbook itself failed" in why.en or "died" in why.en]
