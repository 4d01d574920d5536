"""What is measured: each part has its sheet, its sizes, and those who run on it."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import starters
from bench.contender import JOBS
from bench.starters import Command

MOST_ROWS = 1_048_575
"""A sheet's rows but for its header."""

_TEN, _HUNDRED = 10_000, 100_000
_LARGE = 100_000
_SLOW = {
    "openpyxl read-only + pydantic": _LARGE,
    "python-calamine, rows of Python objects": _LARGE,
    "pandas (calamine) + pandera": _LARGE,
    "frictionless": _TEN,
    "openpyxl load, change, save": _LARGE,
    "shopbook, ledger read and typed": _LARGE,
    "shopbook, orders read and typed": _LARGE,
}

Prepare = Callable[[Path, Path], Path]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of work.

    Attributes:
        code: Its name on the command line.
        title: Its heading.
        says: What is run on what.
        maker: Writes the sheet: a function of a path and a size, as ``module:function``.
        ending: Of the sheet's name.
        sizes: How many rows, or stores.
        full: Sizes that ``--full`` adds.
        contenders: By name; the first is what the others are compared with.
        profiled: The contender, of those that are jobs, whose time is looked into; at the largest of ``sizes``.
        prepare: What makes a fresh copy for each run, of a path in a folder; ``None`` where nobody changes the file.
    """

    code: str
    title: str
    says: str
    maker: str
    sizes: tuple[int, ...]
    contenders: Mapping[str, Command]
    profiled: str
    full: tuple[int, ...] = ()
    ending: str = ".xlsx"
    prepare: Prepare | None = None


def most(name: str) -> int:
    """The largest size at which somebody is waited for."""
    return _SLOW.get(name, MOST_ROWS)


def _jobs(part: str) -> dict[str, Command]:
    return {name: _job(part, name) for name in JOBS[part]}


def _job(part: str, name: str) -> Command:
    return lambda path: [sys.executable, "-m", "bench.contender", part, name, str(path)]


def _copy(path: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(path, folder / path.name))


PARTS = (
    Part(
        "check",
        "Check",
        "The whole of `shopbook check` on an export, beside reading it. The others check types, one pattern and a few limits;"
        " `shopbook check` runs every rule of the order book that the columns allow.",
        "bench.sheets:write_export",
        (_TEN, _HUNDRED),
        _jobs("check"),
        "shopbook check",
        full=(MOST_ROWS,),
    ),
    Part(
        "import",
        "Import",
        "An export brought into a fresh workbook: `shopbook import` types and checks every cell and writes the rows into the table of the"
        " template; the others check nothing.",
        "bench.sheets:write_export",
        (_HUNDRED,),
        _jobs("import"),
        "shopbook import",
    ),
    Part(
        "write",
        "Write back",
        "A text into every sixth cell of the check column of an order workbook, beside unpacking and packing the whole file again, as Excel"
        " packs (zlib, level 6) and as shopbook packs (ISA-L, level 2). `run check-orders` reads and checks before it writes.",
        "bench.sheets:write_book",
        (_HUNDRED,),
        _jobs("write"),
        "shopbook, check column",
        full=(MOST_ROWS,),
        prepare=_copy,
    ),
    Part(
        "template",
        "Build a template",
        "The template of the order workbook with its macros from its declarations, beside XlsxWriter, which it is written with, asked"
        " directly for as many cells, drop-downs and highlights.",
        "bench.template_sheets:write_template",
        (1,),
        _jobs("template"),
        "shopbook, one template",
        ending=".xlsm",
    ),
    Part(
        "batch",
        "Batch",
        "A folder of store workbooks of 500 orders each, all new: `shopbook batch` reads, checks and writes each of them, beside the loop"
        " that people write. The size is the number of stores; memory is that of the largest process.",
        "bench.store_sheets:write_store",
        (100,),
        {
            "openpyxl load + pydantic + save": starters.loop,
            "shopbook batch --workers 1": starters.batch(1),
            "shopbook batch --workers 2": starters.batch(2),
        },
        "shopbook run check-orders, store after store",
        full=(1_000,),
        prepare=starters.copies,
    ),
    Part(
        "start",
        "Start",
        "From nothing to an answer. *Its libraries* are all modules of others that this very check imports, imported alone.",
        "bench.sheets:write_book",
        (300,),
        {
            "python -c ''": starters.nothing,
            "shopbook --help": starters.help_page,
            "its libraries": starters.its_libraries,
            "shopbook check": starters.check,
        },
        "shopbook check",
    ),
    Part(
        "stock",
        "Stock",
        "A stock workbook after a year, fifty entries of its ledger for each item and a count of all of them: the whole of `check-stock`,"
        " which recomputes every entry, and of `reconcile-counts`, beside reading the ledger's sheet alone.",
        "bench.stock_sheets:write_stock",
        (_HUNDRED,),
        _jobs("stock"),
        "shopbook check-stock, ledger of a year",
        full=(MOST_ROWS,),
    ),
    Part(
        "rollup",
        "Roll up",
        "A daily workbook beside an order workbook whose orders were paid within a quarter: the whole of `roll-up` (weeks, months,"
        " quarters, hours, provinces, summary), of `personal-reports`, and of `daily-report` when it makes every report of the quarter.",
        "bench.rollup_sheets:write_rollup",
        (_HUNDRED,),
        _jobs("rollup"),
        "shopbook roll-up, orders of a quarter",
        full=(MOST_ROWS,),
    ),
    Part(
        "forms",
        "Forms",
        "A month of an appraisal workbook of one person for every fifty rows (100 people, 300 forms): every form made, and every form,"
        " filled in, collected, beside openpyxl that loads and saves the template as often.",
        "bench.form_sheets:write_form",
        (5_000,),
        _jobs("forms"),
        "shopbook make-forms, a month",
    ),
)
"""In the order of the page."""
