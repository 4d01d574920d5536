"""Those who read the ledger of a stock workbook, check it and reconcile a count with it; each is one function of a path."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.layout import NOW
from bench.readers import Job

_LEDGER = "明细账"


def bare(path: Path) -> None:
    """What reading the ledger alone costs: calamine into a frame, nothing checked."""
    import fastexcel

    fastexcel.read_excel(path).load_sheet(_LEDGER).to_polars()


def typed(path: Path) -> None:
    """The ledger as shopbook reads it: every cell looked at, every column of its declared type."""
    from shopbook.books.stock.ledger.sheets import LEDGER
    from shopbook.host.file import FileHost
    from shopbook.labels import Lang
    from shopbook.run.gathering import read_tab

    read_tab(FileHost(path), LEDGER, _LEDGER, Lang.ZH)


def check_stock(path: Path) -> None:
    """The whole check of the workbook, its ledger recomputed entry by entry."""
    _run("check-stock", path)


def reconcile_counts(path: Path) -> None:
    """A count of every item reconciled with the ledger as it was when counting began."""
    _run("reconcile-counts", path)


def _run(task: str, path: Path) -> None:
    from shopbook.host.file import FileHost
    from shopbook.run.clock import moment_of
    from shopbook.run.runner import Circumstances, run_task

    report = run_task(FileHost(path), task, Circumstances(moment_of(NOW), write=False))
    sys.stdout.write(f"{dict(report.summary)}\n")


STOCKTAKERS: Mapping[str, Job] = {
    "bare read of the ledger (fastexcel)": bare,
    "shopbook, ledger read and typed": typed,
    "shopbook check-stock, ledger of a year": check_stock,
    "shopbook reconcile-counts, ledger of a year": reconcile_counts,
}
"""The first is what the others are compared with."""
