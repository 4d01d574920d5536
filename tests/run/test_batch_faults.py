"""Whatever the disk does while a folder is worked through: each workbook is an old or a new one, whole, and the next run completes."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.run.batch.entries import Fate
from tests.host.faults import Outcome, needs_strace, run_with_fault
from tests.run import torn
from tests.run.torn import BOOK, BROKEN, batch, grown_old, laid_out, others

CHILD = """
import datetime as dt, sys
from concurrent.futures import Executor, Future
from pathlib import Path
from shopbook.run.batch.crew import Hands
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances
from shopbook.errors import ShopbookError

class Here(Executor):
    def submit(self, work, *asked):
        future = Future()
        try:
            future.set_result(work(*asked))
        except Exception as error:
            future.set_exception(error)
        return future

given = Circumstances(now=dt.datetime(2026, 6, 18, 14), who="tester")
wish = Wish(Path(sys.argv[1]), given, ShopSettings(settle_s=0), ("import", "clear-marks"))
try:
    account = run_batch(wish, Hands(1, Here, is_local=False))
except (ShopbookError, OSError) as error:
    print("REFUSED", error)
    sys.exit(3)
print("THROUGH", *(f"{entry.file}={entry.fate}" for entry in account.entries))
sys.exit(account.code)
"""
"""A run in a single thread: strace counts the calls of each thread for itself."""

Tried = Callable[[tuple[str, str, int]], bool]
SAMPLE = [
    ("write", "ENOSPC", 9),
    ("write", "kill", 30),
    ("sync", "EIO", 2),
    ("sync", "kill", 3),
    ("rename", "EACCES", 2),
    ("rename", "kill", 4),
]


@pytest.fixture(scope="session")
def stages(sample_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    return torn.stages(sample_shop, tmp_path_factory.mktemp("stages") / "shop")


def left_whole(folder: Path, before: dict[str, bytes], stages: tuple[bytes, ...], outcome: Outcome) -> None:
    """After a fault: old or new, nothing else touched, and the next run completes."""
    content = (folder / BOOK).read_bytes()
    assert content in stages
    assert others(folder) == before
    if f"{BOOK}=done" in outcome.said:
        assert content == stages[-1]
    if outcome.code == 3:
        assert not [path for path in folder.iterdir() if path.name.startswith(".shopbook-")]
    grown_old(folder)
    account = batch(folder)
    assert [path.name for path in folder.rglob("*.tmp")] == []
    assert (folder / BOOK).read_bytes() == stages[-1]
    assert {entry.file: entry.fate for entry in account.entries if entry.file == BROKEN} == {BROKEN: Fate.FAILED}
    assert not [entry for entry in account.entries if entry.fate is Fate.FAILED and entry.file != BROKEN]
    assert others(folder) == before


@pytest.fixture
def tried(sample_shop: Path, tmp_path: Path, stages: tuple[bytes, ...]) -> Tried:
    """Makes one run with one fault and the next without; says whether the fault was met."""
    folder = tmp_path / "shop"

    def tried(how: tuple[str, str, int]) -> bool:
        call, fault, nth = how
        before = others(laid_out(sample_shop, folder))
        when = f"{nth}" if fault == "kill" else f"{nth}+"
        outcome = run_with_fault([sys.executable, "-c", CHILD, str(folder)], call, fault, when=when, below=folder)
        left_whole(folder, before, stages, outcome)
        return outcome.was_hit

    return tried


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("how", SAMPLE)
def test_a_fault_of_the_disk_leaves_every_workbook_whole(tried: Tried, how: tuple[str, str, int]) -> None:
    assert tried(how)


@needs_strace
@pytest.mark.soak
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "EACCES", "kill"])
@pytest.mark.parametrize("call", ["rename", "sync", "write"])
def test_every_fault_of_the_disk_leaves_every_workbook_whole(tried: Tried, call: str, fault: str) -> None:
    met = 0
    while tried((call, fault, met + 1)):
        met += 1
    assert met >= 3
