"""The results as a table, and as the page of the documentation."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from tabulate import tabulate

from bench.measuring import Measured

_HEADS = ("", "rows", "tool", "seconds", "times the first", "CPU s", "MB", "")
_USED = ("fastexcel", "frictionless", "openpyxl", "pandas", "pandera", "polars", "pydantic")
_PAGE = """# Speed

Written by `python -m bench --full --write`; do not edit. Seconds are those of one machine ({machine}); what matters is the column
*times the first*, measured in the same run. Every tool runs in a process of its own, its start included, on the same order list of 18
columns in which one row in a thousand has something wrong. Up to 100,000 rows the quickest of three reading runs counts.

* read: the whole of `shopbook check`, beside reading alone. The others check types, one pattern and a few limits; `shopbook check` runs
  every rule of the order book that the columns allow.
* write: a text into every sixth cell of the check column of an order workbook, beside unpacking and packing the file again. The line with
  `run check-orders` reads and checks before it writes.
* stock: a stock workbook after a year, fifty entries of its ledger for each item (20,000 items at a million entries) and a count of all of
  them: the whole of `check-stock`, which recomputes every entry, and of `reconcile-counts`, beside reading the ledger's sheet alone.
* rollup: a daily workbook beside an order workbook whose orders were paid within a quarter: the whole of `roll-up` (weeks, months,
  quarters, hours, provinces, summary), of `personal-reports`, and of `daily-report` when it makes every report of the quarter.
* forms: a month of an appraisal workbook of one person for every fifty rows (200 people at 10,000, 600 forms): every form made, and every
  form, filled in, collected, beside openpyxl that loads and saves the template as often.

{table}

{versions}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One contender at one size: what was measured, what it is compared with, or why there is nothing."""

    side: str
    size: int
    name: str
    measured: Measured | None
    first: Measured | None
    remark: str = ""


def table(rows: Sequence[Row], style: str = "simple") -> str:
    """The rows for a terminal, or in another style of tabulate."""
    return tabulate(
        [_cells(row) for row in rows],
        headers=_HEADS,
        tablefmt=style,
        disable_numparse=True,
        colalign=("left", "right", "left", *["right"] * 4, "left"),
    )


def page(rows: Sequence[Row]) -> str:
    """The page of the documentation."""
    versions = ", ".join(f"{name} {version(name)}" for name in _USED)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return _PAGE.format(machine=machine, table=table(rows, "github"), versions=f"Versions: {versions}.")


def _cells(row: Row) -> tuple[str, ...]:
    if row.measured is None:
        return (row.side, f"{row.size:,}", row.name, "", "", "", "", row.remark)
    times = f"{row.measured.seconds / row.first.seconds:.2f}" if row.first else ""
    return (
        row.side,
        f"{row.size:,}",
        row.name,
        f"{row.measured.seconds:.2f}",
        times,
        f"{row.measured.worked:.2f}",
        f"{row.measured.megabytes:,.0f}",
        row.remark,
    )
