"""Rows of an export that were left out, in a workbook of the same layout, so that they can be put right and imported again."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.host.replace import replace_file

_CREATED = dt.datetime(2000, 1, 1)
"""Not the moment of the run: rows put aside twice are recognised by their bytes."""

_WIDTH = 16
_REASON_WIDTH = 60


def leftover_content(titles: Sequence[str], cells: pl.DataFrame) -> bytes:
    """The workbook of the rows that were left out; the same rows make the same bytes at any time.

    Args:
        titles: The export's titles; the last is that of the reason.
        cells: One text per title; written as text, whatever it looks like.
    """
    out = BytesIO()
    _write(titles, cells, out)
    return out.getvalue()


def same_leftover(wanted: Path, start: str, content: bytes) -> Path | None:
    """A file beside the wanted one whose name starts alike and that holds the same: these rows were put aside before."""
    beside = sorted(path for path in wanted.parent.iterdir() if path.name.startswith(start) and path.suffix == wanted.suffix)
    alike = (path for path in beside if path.is_file() and path.stat().st_size == len(content))
    return next((path for path in alike if path.read_bytes() == content), None)


def write_leftover(wanted: Path, content: bytes, *, now: dt.datetime) -> Path:
    """Write the rows that were left out; a file of the same name is never overwritten.

    Args:
        wanted: Where to; a number is added to the name when it is taken.
        content: See :func:`leftover_content`.
        now: The moment of the run.

    Returns:
        The file written.

    Raises:
        UnwritableFileError: It could not be written.
    """
    path, number = wanted, 2
    while path.exists():
        path, number = wanted.with_stem(f"{wanted.stem}-{number}"), number + 1
    replace_file(path, partial(_put, content), unchanged_since=None, now=now)
    return path


def _put(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _write(titles: Sequence[str], cells: pl.DataFrame, out: BinaryIO) -> None:
    workbook = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    workbook.set_properties({"created": _CREATED})
    sheet = workbook.add_worksheet()
    text = workbook.add_format({"num_format": "@"})
    bold = workbook.add_format({"num_format": "@", "bold": True})
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for row, values in enumerate(cells.iter_rows(), 1):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write_string(row, column, value, text)
    last = len(titles) - 1
    sheet.set_column(0, max(0, last - 1), _WIDTH, text)
    sheet.set_column(last, last, _REASON_WIDTH, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, cells.height, last)
    workbook.close()
