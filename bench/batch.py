"""A folder of store workbooks: ``python -m bench.batch``; one worker, two workers, and the loop that people write.

Every contender is a process of its own with its children; the most memory that any one of them held is told. The stores are workbooks as
``shopbook import`` makes them, each a copy of one; a run reads, checks and writes every one of them, since all are new to it.
"""

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from bench.layout import NOW, TITLES

_TASKS = "check-orders"
_ERRORS_FOUND = 1


@dataclass(frozen=True, slots=True)
class Run:
    """Wall seconds of a contender, those that cores worked for it and its children, and the most memory of one process, in MB."""

    name: str
    seconds: float
    worked: float
    megabytes: float


def main() -> None:
    """Make the stores, run everybody, print the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        store = make_store(Path(folder), asked.orders)
        stores = Path(folder) / "stores"
        runs = [_measured(name, store, stores, asked.stores) for name in ("loop", "1", "2")]
    loop, one, two = runs
    rows = [[run.name, f"{run.seconds:.1f}", f"{run.worked:.1f}", f"{run.megabytes:.0f}"] for run in runs]
    print(tabulate(rows, headers=("", "seconds", "CPU s", "MB"), disable_numparse=True, colalign=("left", "right", "right", "right")))
    print(f"two workers: {one.seconds / two.seconds:.2f} times as fast as one, {loop.seconds / two.seconds:.1f} times as fast as the loop")


def make_store(folder: Path, orders: int) -> Path:
    """One store's order workbook."""
    from bench.sheets import write_export
    from shopbook.run.importing import Wanted, import_file
    from shopbook.run.runner import Circumstances
    from shopbook.sheet.importers import Policy

    export, store = folder / "export.xlsx", folder / "store.xlsx"
    write_export(export, orders)
    import_file(Wanted(export, store, policy=Policy.SKIP_BAD), Circumstances(now=dt.datetime.fromisoformat(NOW)))
    return store


def loop(stores: Path) -> None:
    """Each workbook loaded, its rows checked as pydantic models, a word written beside each wrong one, saved."""
    from openpyxl import load_workbook

    from bench.models import OrderRow, is_wrong

    for path in sorted(stores.iterdir()):
        workbook = load_workbook(path)
        sheet = workbook.worksheets[0]
        for row in sheet.iter_rows(min_row=5):
            if is_wrong(OrderRow, dict(zip(TITLES, (cell.value for cell in row[1:]), strict=False))):
                row[0].value = "wrong"
        workbook.save(path)


def _measured(name: str, store: Path, stores: Path, count: int) -> Run:
    shutil.rmtree(stores, ignore_errors=True)
    stores.mkdir()
    for number in range(count):
        shutil.copy(store, stores / f"{number:05d}.xlsx")
    command = [sys.executable, "-m", "bench.batch", "--loop", str(stores)]
    if name != "loop":
        words = ["batch", str(stores), "--workers", name, "--tasks", _TASKS, "--date", NOW, "--quiet", "--lang", "zh"]
        command = [sys.executable, "-m", "shopbook", *words]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, _ERRORS_FOUND}:
        raise SystemExit(f"{name}: exit code {child.returncode}")
    title = "openpyxl load + pydantic + save" if name == "loop" else f"shopbook batch --workers {name}"
    return Run(title, time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description="A folder of store workbooks beside a loop of openpyxl.")
    parser.add_argument("--stores", type=int, default=1_000, help="workbooks in the folder")
    parser.add_argument("--orders", type=int, default=500, help="orders in each")
    parser.add_argument("--folder", help="where they are made; the system's folder for temporary files unless said")
    parser.add_argument("--loop", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    only = _arguments().loop
    if only:
        loop(only)
    else:
        main()
