"""The stock workbook as a file on disk, worked on by the tasks as a person would."""

import datetime as dt
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.stock.book import STOCK_BOOK
from shopbook.build.workbook import build_template
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather
from shopbook.run.runner import Circumstances, run_task
from shopbook.sheet.books import AppendRows, Outcome
from tests.books.stock.builders import NOW, issue, item, receipt

MAY = dt.datetime(2026, 5, 20, 9, 0)


@pytest.fixture(params=Lang)
def workbook(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A stock workbook with May in it, and its month to be closed."""
    path = tmp_path / "stock.xlsx"
    path.write_bytes(build_template(STOCK_BOOK, request.param, has_macros=False))
    add(path, request.param, "items", [item()])
    add(
        path,
        request.param,
        "receipts",
        [receipt(moved_at=MAY, handler="张 三"), receipt(doc_no="RK2", line_no=2, unit_cost=Decimal("3.3333"))],
    )
    add(path, request.param, "issues", [issue(moved_at=MAY, note="一行\n两行")])
    add(path, request.param, "periods", [{"period": "2026-05", "closed_by": "王会计"}])
    return path


def add(path: Path, lang: Lang, code: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Type rows into a sheet."""
    sheet = STOCK_BOOK.sheet(code)
    host = FileHost(path, target=path)
    frame = pl.DataFrame([{name: row.get(name) for name in sheet.by_field} for row in rows], schema=sheet.schema())
    tables = gather(host, STOCK_BOOK, (code,), lang=lang)
    host.apply(plan_of(Outcome(changes=(AppendRows(code, frame),)), STOCK_BOOK, Writing(tables, lang)), now=NOW)


def click(path: Path, task: str, *, now: dt.datetime = NOW) -> Mapping[str, object]:
    return run_task(FileHost(path, target=path), task, Circumstances(now)).summary


def ledger_rows(path: Path, tab: str) -> list[bytes]:
    """The rows of the ledger's part, as they lie in the file."""
    host = FileHost(path)
    number = host.tabs().index(tab) + 1
    with zipfile.ZipFile(path) as archive:
        return re.findall(rb"<row .*?</row>", archive.read(f"xl/worksheets/sheet{number}.xml"))


def test_a_closed_months_rows_stay_byte_for_byte_while_others_are_posted_and_reversed(workbook: Path) -> None:
    assert click(workbook, "post-documents")["posted_lines"] == 3
    assert click(workbook, "close-month")["closed_months"] == 1
    tab = STOCK_BOOK.sheet("ledger").label[_lang(workbook)]
    before = ledger_rows(workbook, tab)
    later = NOW + dt.timedelta(days=1)
    add(workbook, _lang(workbook), "receipts", [receipt(doc_no="RK9", moved_at=NOW), receipt(doc_no="RK8", moved_at=MAY)])

    assert click(workbook, "post-documents", now=later)["left_lines"] == 1

    after = ledger_rows(workbook, tab)
    assert len(before) == 2 + 3, "a line on the sheet, its titles, three entries"
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert not [code for code in found(workbook, later) if code.startswith(("ledger.", "periods."))]


def test_what_was_posted_into_a_file_is_what_is_read_from_it_again(workbook: Path) -> None:
    click(workbook, "post-documents")
    assert found(workbook, NOW) == []
    before = workbook.read_bytes()
    assert click(workbook, "post-documents", now=NOW + dt.timedelta(hours=1))["posted_lines"] == 0
    assert workbook.read_bytes() == before


def found(path: Path, now: dt.datetime) -> list[str]:
    return run_task(FileHost(path), "check-stock", Circumstances(now, write=False)).findings["code"].to_list()


def _lang(path: Path) -> Lang:
    mark = FileHost(path).mark()
    assert mark is not None
    return mark.lang
