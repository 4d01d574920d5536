"""Who runs at which size, in which order, and on which file."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.form_fillers import FORM_FILLERS
from bench.measuring import Measured, measure
from bench.page import Row
from bench.readers import READERS
from bench.rollups import ROLLUPS
from bench.stocktakers import STOCKTAKERS
from bench.writers import WRITERS

MOST_ROWS = 1_048_575
"""A sheet's rows but for its header."""

_SIDES = {
    "read": (READERS, "export"),
    "write": (WRITERS, "book"),
    "stock": (STOCKTAKERS, "stock"),
    "rollup": (ROLLUPS, "rollup"),
    "forms": (FORM_FILLERS, "form"),
}
_MOST = {
    "openpyxl read-only + pydantic": MOST_ROWS,
    "frictionless": 100_000,
    "openpyxl load, change, save": 100_000,
    **dict.fromkeys(FORM_FILLERS, 10_000),
}
"""The largest sheet that is waited for."""

_QUICK, _QUICK_RUNS = 100_000, 3


def sides(only: str = "") -> dict[str, str]:
    """The sides on which somebody runs -> the sheet that is run on.

    Args:
        only: A side, or a part of the names of those who run.
    """
    return {side: kind for side, (contenders, kind) in _SIDES.items() if any(_is_asked(name, side, only) for name in contenders)}


def _is_asked(name: str, side: str, only: str) -> bool:
    return only in name or only == side


def race(side: str, size: int, folder: Path, *, only: str = "") -> Iterator[Row]:
    """Every contender of one side on one sheet, each beside the first of them.

    Args:
        side: ``read``, ``write``, ``stock``, ``rollup`` or ``forms``.
        size: Rows of the sheet.
        folder: Where ``export-SIZE.xlsx``, ``book-SIZE.xlsx``, ``stock-SIZE.xlsx``, ``rollup-SIZE.xlsx`` and
            ``form-SIZE.xlsx`` are.
        only: A side, or a part of the names of those who run; the first always does.
    """
    contenders, kind = _SIDES[side]
    path = folder / f"{kind}-{size}.xlsx"
    first: Measured | None = None
    for number, name in enumerate(contenders):
        if number and not _is_asked(name, side, only):
            continue
        if size > _MOST.get(name, size):
            yield Row(side, size, name, None, first, "not waited for: more than five minutes, or more memory than there is")
            continue
        print(f"{size:,} rows: {name}", file=sys.stderr)
        measured = _measured(side, name, path)
        first = first or measured
        yield Row(side, size, name, measured, first, "" if measured else "failed")


def _measured(side: str, name: str, path: Path) -> Measured | None:
    repeats = _QUICK_RUNS if int(path.stem.rpartition("-")[2]) <= _QUICK else 1
    if side != "write":
        return measure(side, name, path, repeats=repeats)
    fresh = path.parent / "fresh" / path.name
    fresh.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, fresh)
    try:
        return measure(side, name, fresh, repeats=1)
    finally:
        shutil.rmtree(fresh.parent)
