"""A folder that is watched: when a run is due."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shopbook.run.batch.settings import ShopSettings, Watch
from shopbook.run.batch.watching import each_time

QUICK = ShopSettings(watch=Watch(quiet_s=0.1))
REPORT = "运行报告"
PATIENCE = 6
"""So often somebody who waits is asked whether to stop before it is certain that nothing is due."""


class Patience:
    """Somebody who stops waiting when asked often enough."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked > PATIENCE


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def due(tmp_path: Path, patience: Patience) -> Iterator[None]:
    """A folder with one file, watched; the run that is due at once is done."""
    (tmp_path / "订单.csv").write_text("一", encoding="utf-8")
    moments = each_time(tmp_path, QUICK, patience, but=REPORT)
    next(moments)
    return moments


def is_due(moments: Iterator[None], patience: Patience) -> bool:
    """Whether a run is due before patience ends."""
    patience.asked = 0
    return next(moments, "over") is None


def test_a_file_that_was_saved_calls_for_a_run_and_one_that_lies_still_for_none(
    tmp_path: Path, due: Iterator[None], patience: Patience
) -> None:
    (tmp_path / "订单.csv").write_text("一二", encoding="utf-8")
    assert is_due(due, patience)
    (tmp_path / "新的.csv").write_text("三", encoding="utf-8")
    assert is_due(due, patience)
    (tmp_path / "新的.csv").unlink()
    assert is_due(due, patience)
    assert not is_due(due, patience)


@pytest.mark.parametrize(
    "name", ["运行报告.xlsx", "运行报告 (shopbook 2026-06-18 1400).xlsx", "~$订单.csv", ".~lock.订单.csv#", "a.csv.crdownload"]
)
def test_reports_and_what_lies_beside_open_files_call_for_none(tmp_path: Path, due: Iterator[None], patience: Patience, name: str) -> None:
    (tmp_path / name).write_text("别的", encoding="utf-8")
    (tmp_path / ".shopbook").mkdir()
    (tmp_path / ".shopbook" / "journal.jsonl").write_text("{}", encoding="utf-8")
    assert not is_due(due, patience)
