"""Sheets of other workbooks: where they are looked for, what may lie there, and what happens when they are not there."""

from pathlib import Path

import pytest

from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.report import Report
from tests.run import cellar, shop

pytestmark = pytest.mark.usefixtures("cellar_books")


def added_up(workbook: Path) -> Report:
    return run_on_file(workbook, "add-up", shop.GIVEN)


def test_a_sheet_of_the_workbook_that_is_suggested_is_read(tmp_path: Path) -> None:
    cellar.pantry(tmp_path / "储藏室.xlsx", 3, 4)

    report = added_up(cellar.cellar(tmp_path))

    assert report.summary == {"jars": 2, "pieces": 7, "absent": ""}
    assert report.notes == ()


def test_a_source_that_is_not_there_is_a_sentence_and_an_empty_table(tmp_path: Path) -> None:
    report = added_up(cellar.cellar(tmp_path))

    assert report.summary == {"jars": 0, "pieces": 0, "absent": "pantry"}
    assert [note[Lang.ZH] for note in report.notes] == [
        "来源“pantry”（储藏室.xlsx）没有用上：找不到这个文件。请检查名字和位置。这次没有用到“罐子”；位置在“来源”表里改"
    ]
