"""A folder of very many files: ``make soak`` takes ten thousand, everybody else a few."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import shop

GROWTH_KB = 40_000
"""What the run itself may hold more for four times as many files: their names, their digests, what became of each."""

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="only Unix tells the memory that a process needed")

of_many = pytest.mark.parametrize("files", [pytest.param(60, marks=pytest.mark.slow), pytest.param(10_000, marks=pytest.mark.soak)])


def filled(folder: Path, count: int) -> Path:
    """A folder of so many lists, a hundred in each folder of it; each third one has an order that is wrong."""
    for number in range(count):
        place = folder / f"{number // 100:03d}"
        place.mkdir(parents=True, exist_ok=True)
        wrong = {"联系手机": "1"} if number % 3 == 0 else {}
        shop.export(place / f"{number:05d}.csv", {"订单编号": f"B{number}", **wrong})
    return folder


def run(folder: Path) -> tuple[int, int]:
    """The exit code of a run over a folder, and the most memory that the run itself held, in kilobytes."""
    words = ["batch", str(folder), "--workers", "2", "--date", "2026-06-18 14:00", "--lang", "zh", "--quiet"]
    child = subprocess.Popen([sys.executable, "-m", "shopbook", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_maxrss


def told(folder: Path) -> list[dict[str, object]]:
    files: list[dict[str, object]] = json.loads((folder / "运行报告.json").read_text(encoding="utf-8"))["files"]
    return files


@of_many
def test_every_file_of_very_many_is_told_and_memory_does_not_grow_with_them(tmp_path: Path, files: int) -> None:
    few, many = filled(tmp_path / "few", files // 4), filled(tmp_path / "many", files)
    (_, little), (code, much) = run(few), run(many)
    assert code == 1
    assert [each["file"] for each in told(many)] == [f"{number // 100:03d}/{number:05d}.csv" for number in range(files)]
    wrong = [number for number, each in enumerate(told(many)) if each["counts"]["error"]]  # type: ignore[index]  # JSON
    assert wrong == list(range(0, files, 3))
    assert much - little < GROWTH_KB


@of_many
def test_very_many_unchanged_files_are_skipped(tmp_path: Path, files: int) -> None:
    folder = filled(tmp_path, files)
    run(folder)
    assert run(folder)[0] == 1
    assert {each["fate"] for each in told(folder)} == {"unchanged"}
    assert sum(len(each["findings"]) for each in told(folder)) >= len(range(0, files, 3))  # type: ignore[misc, arg-type]  # JSON
