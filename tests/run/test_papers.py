"""Workbooks that a task makes."""

from pathlib import Path

import pytest

from shopbook.run.files import run_on_file
from tests.run import cellar, shop

pytestmark = pytest.mark.usefixtures("cellar_books")


def test_papers_are_made_in_the_folder_that_is_named_and_a_second_run_makes_nothing(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)

    report = run_on_file(workbook, "hand-out", shop.GIVEN, target=workbook)
    again = run_on_file(workbook, "hand-out", shop.GIVEN, target=workbook)

    made = [tmp_path / "清点单" / f"清点 {shelf}.xlsx" for shelf in "甲乙"]
    assert report.written == (*map(str, made), str(workbook))
    assert again.written == ()
