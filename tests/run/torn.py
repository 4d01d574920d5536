"""A shop's folder for tests of what goes wrong while it is worked through."""

import datetime as dt
import os
import shutil
from pathlib import Path

from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Account
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances
from tests.run import shop

NOW = dt.datetime(2026, 6, 18, 14)
TASKS = ("import", "clear-marks")
BOOK, LIST, BROKEN = "订单.xlsm", "导出.csv", "坏的.xlsx"


def batch(folder: Path, *, now: dt.datetime = NOW, tasks: tuple[str, ...] = TASKS, watcher: Watcher | None = None) -> Account:
    """A run in this very process."""
    wish = Wish(folder, Circumstances(now=now, who="tester"), ShopSettings(settle_s=0), tasks)
    return run_batch(wish, processes(0, memory_mb=0), watcher)


def laid_out(sample_shop: Path, folder: Path) -> Path:
    """A shop's folder: a workbook, a list for it, a file of others, one that is broken."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shop.copied(sample_shop, folder)
    shop.export(folder / LIST)
    (folder / "笔记.txt").write_text("别动", encoding="utf-8")
    (folder / BROKEN).write_bytes(b"PK\x03\x04 torn")
    return folder


def others(folder: Path) -> dict[str, bytes]:
    """What a run has no business with."""
    ours = (".shopbook", ".~", ".shopbook-", "运行报告", BOOK)
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(ours)}


def stages(sample_shop: Path, folder: Path) -> tuple[bytes, ...]:
    """The workbook before a run in which nothing goes wrong, after each of its steps, and at its end."""
    laid_out(sample_shop, folder)
    found = [(folder / BOOK).read_bytes()]
    for tasks in (TASKS[:1], TASKS):
        batch(folder, tasks=tasks)
        found.append((folder / BOOK).read_bytes())
    assert len(set(found)) == 3
    return tuple(found)


def grown_old(folder: Path) -> None:
    """Make the locks in a folder as old as they are when the next night's run comes."""
    for lock in folder.rglob(".~*.lock"):
        os.utime(lock, (1_700_000_000, 1_700_000_000))
