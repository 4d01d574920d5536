"""Whatever the disk does while a folder is worked through: every workbook is the old or the new one, and the next run completes it."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shopbook.host.file import FileHost
from shopbook.host.replace import require_zip
from tests.host.faults import Outcome, needs_strace, run_with_fault
from tests.run import shop

pytestmark = [needs_strace, pytest.mark.slow]

WORDS = ["--tasks", "import,clear-marks,check-orders", "--workers", "0", "--date", "2026-06-18 14:00", "--lang", "zh", "--quiet"]
POINTS = {"rename": (1, 2, 3, 4, 5, 6, 7), "sync": (1, 2, 3, 4, 6, 8), "write": (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)}
"""Which call fails: each of the few, and of the many those that lie further and further apart."""


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "shopbook", "batch", str(folder), *WORDS]


def whole(folder: Path) -> dict[str, str]:
    """The digests of a folder's files but those of the run itself."""
    found = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "运行报告")))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture(scope="module")
def stocked(sample_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook and an export for it, as it is before the run."""
    folder = tmp_path_factory.mktemp("stocked")
    shop.copied(sample_shop, folder)
    shop.export(folder / "导出.csv")
    return folder


@pytest.fixture(scope="module")
def finished(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the folder holds after a run in which nothing goes wrong."""
    folder = tmp_path_factory.mktemp("finished") / "shop"
    shutil.copytree(stocked, folder)
    assert subprocess.run(command(folder), check=False).returncode in {0, 1}
    return whole(folder)


@pytest.mark.parametrize("fault", ["ENOSPC", "kill"])
@pytest.mark.parametrize("call", POINTS)
def test_a_run_that_fails_at_any_point_is_completed_by_the_next(
    stocked: Path, finished: dict[str, str], tmp_path: Path, call: str, fault: str
) -> None:
    old, folder, met = whole(stocked), tmp_path / "shop", 0
    for nth in POINTS[call]:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(stocked, folder)
        outcome = run_with_fault(command(folder), call, fault, when=f"{nth}" if fault == "kill" else f"{nth}+", below=folder)
        _is_whole(folder, old, finished, outcome)
        met += outcome.was_hit
        if not outcome.was_hit:
            break
        for _ in range(2):  # the second finds nothing to do
            assert subprocess.run(command(folder), check=False).returncode in {0, 1}
            assert whole(folder) == finished
    assert met >= 1


def _is_whole(folder: Path, old: dict[str, str], finished: dict[str, str], outcome: Outcome) -> None:
    """Each file is there, as it was or as it becomes; whatever was said, it was said in words."""
    now = whole(folder)
    assert set(now) == set(old)
    between = {name: {old[name], finished[name]} for name in old}
    strange = [name for name in now if now[name] not in between[name]]
    # What one task of several has written is whole, too.
    assert strange in ([], ["订单.xlsm"])
    assert FileHost(folder / "订单.xlsm").mark() is not None
    require_zip(folder / "订单.xlsm")
    assert "Traceback" not in outcome.said
