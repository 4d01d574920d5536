"""Those who read a quarter's orders and add them up in a daily workbook; each is one function of a path."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.layout import NOW
from bench.readers import Job


def bare(path: Path) -> None:
    """What reading the orders alone costs: calamine into a frame, nothing checked."""
    import fastexcel

    from bench.rollup_sheets import orders_beside

    fastexcel.read_excel(orders_beside(path)).load_sheet(0).to_polars()


def typed(path: Path) -> None:
    """The orders as shopbook reads them: every cell looked at, every column of its declared type."""
    from bench.rollup_sheets import orders_beside
    from shopbook.books.orders.sheets import ORDERS
    from shopbook.host.file import FileHost
    from shopbook.labels import Lang
    from shopbook.run.gathering import read_tab

    host = FileHost(orders_beside(path))
    read_tab(host, ORDERS, host.tabs()[0], Lang.ZH)


def roll_up(path: Path) -> None:
    """Weeks, months, quarters, hours, provinces and the summary in words."""
    _run("roll-up", path)


def personal_reports(path: Path) -> None:
    """What each agent sold on each day."""
    _run("personal-reports", path)


def daily_report(path: Path) -> None:
    """Every report of the quarter, each order in one of them, and the proof."""
    _run("daily-report", path)


def _run(task: str, path: Path) -> None:
    from shopbook.host.file import FileHost
    from shopbook.run.clock import moment_of
    from shopbook.run.runner import Circumstances, run_task

    report = run_task(FileHost(path), task, Circumstances(moment_of(NOW), write=False))
    sys.stdout.write(f"{dict(report.summary)}\n")


ROLLUPS: Mapping[str, Job] = {
    "bare read of the orders (fastexcel)": bare,
    "shopbook, orders read and typed": typed,
    "shopbook roll-up, orders of a quarter": roll_up,
    "shopbook personal-reports, orders of a quarter": personal_reports,
    "shopbook daily-report, orders of a quarter": daily_report,
}
"""The first is what the others are compared with."""
