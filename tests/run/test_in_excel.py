"""What lies around a workbook that is open in Excel."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import xlwings

from shopbook import bridge
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.sheet.plan import Value
from tests.fakecom import Workbook
from tests.fakexlwings import open_in_excel, xlwings_book
from tests.run import cellar
from tests.run.test_files import names

pytestmark = pytest.mark.usefixtures("cellar_books")


@pytest.fixture(autouse=True)
def _quiet_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.delenv("SHOPBOOK_LANG", raising=False)
    yield
    if hasattr(xlwings.Book, "_mock_caller"):
        del xlwings.Book._mock_caller


def opened(folder: Path | str, state: str | None = None) -> Workbook:
    """A cellar of one shelf open in Excel, from a folder."""
    shelves: list[Mapping[str, Value]] = [{"shelf": "甲", "state": state}]
    book = open_in_excel(cellar.CELLAR, {"shelves": shelves}, lang=Lang.ZH)
    book.folder = str(folder)
    return book


def clicked(book: Workbook, task: str) -> str:
    """The text of the message box after a click."""
    xlwings_book(book).set_mock_caller()
    bridge.run(task)
    return book.line.boxes[-1][1]


def test_a_click_reads_the_workbook_beside_the_one_that_is_open(tmp_path: Path) -> None:
    cellar.pantry(tmp_path / "储藏室.xlsx", 3, 4)

    assert "pieces：7" in clicked(opened(tmp_path), "add-up")


def test_a_click_says_what_is_not_there_and_goes_on(tmp_path: Path) -> None:
    said = clicked(opened(tmp_path), "add-up")

    assert "add-up：完成。" in said
    assert "来源“pantry”（储藏室.xlsx）没有用上：找不到这个文件" in said


@pytest.mark.parametrize(("folder", "why"), [("", "还从未保存过"), ("https://d.docs.live.net/1234/店", "是从网盘地址打开的")])
def test_a_workbook_that_lies_in_no_folder_reads_nothing_beside_it(folder: str, why: str) -> None:
    said = clicked(opened(folder), "add-up")

    assert "add-up：完成。" in said
    assert why in said


def test_a_click_makes_papers_beside_the_workbook_and_writes_into_it(tmp_path: Path) -> None:
    book = opened(tmp_path)

    said = clicked(book, "hand-out")

    assert FileHost(tmp_path / "清点单" / "甲.xlsx").mark() is not None
    assert book.sheet("货架").cell(5, 3).value == "已发"
    assert "生成了 1 个文件" in said
    assert "结果已写入工作簿" in said


def test_a_click_that_only_makes_papers_does_not_say_that_the_workbook_has_results(tmp_path: Path) -> None:
    said = clicked(opened(tmp_path, state="已发"), "hand-out")

    assert "生成了 1 个文件" in said
    assert "结果已写入工作簿" not in said


@pytest.mark.parametrize(("folder", "why"), [("", "还从未保存过"), ("https://d.docs.live.net/1234/店", "是从网盘地址打开的")])
def test_without_a_folder_no_paper_is_made_and_nothing_is_written(tmp_path: Path, folder: str, why: str) -> None:
    book = opened(folder)

    said = clicked(book, "hand-out")

    assert "没有地方放要生成的文件" in said
    assert why in said
    assert book.sheet("货架").cell(5, 3).value is None
    assert names(tmp_path) <= {"home"}


def test_a_click_collects_the_forms_of_the_folder(tmp_path: Path) -> None:
    cellar.slip(tmp_path / "清点单" / "a.xlsx", 3)
    (tmp_path / "清点单" / "b.xlsx").write_bytes(b"PK\x03\x04")

    said = clicked(opened(tmp_path), "collect")

    assert "pieces：3" in said
    assert "b.xlsx：" in said
