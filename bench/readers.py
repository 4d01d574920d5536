"""Those who read and check a sheet; each is one function of a path, run in a process of its own."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from bench.layout import AMOUNTS, MOMENTS, NOW, TITLES, WHOLE

Job = Callable[[Path], None]


def bare(path: Path) -> None:
    """What reading alone costs: calamine into a frame, nothing checked."""
    import fastexcel

    fastexcel.read_excel(path).load_sheet(0).to_polars()


def calamine_rows(path: Path) -> None:
    """What reading alone costs where every cell becomes a Python object, nothing checked."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def shopbook_check(path: Path) -> None:
    """The whole command."""
    from shopbook.cli.app import main

    sys.argv = ["shopbook", "check", str(path), "--date", NOW, "--lang", "en"]
    main()


def openpyxl_pydantic(path: Path) -> None:
    """Rows by openpyxl, each checked as a pydantic model of the same columns."""
    from openpyxl import load_workbook

    from bench.models import OrderRow, is_wrong

    sheet = load_workbook(path, read_only=True).worksheets[0]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    sum(is_wrong(OrderRow, dict(zip(TITLES, row, strict=False))) for row in rows)


def pandas_pandera(path: Path) -> None:
    """A frame by pandas (through calamine), its columns checked by pandera."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    from bench.models import frame_schema

    texts = {title: str for number, title in enumerate(TITLES) if number not in (*WHOLE, *AMOUNTS, *MOMENTS)}
    frame = pd.read_excel(path, engine="calamine", dtype=texts)
    with suppress(SchemaErrors):
        frame_schema().validate(frame, lazy=True)


def frictionless(path: Path) -> None:
    """A table schema checked by frictionless."""
    from frictionless import Resource, Schema, system

    kinds = dict.fromkeys(WHOLE, "integer") | dict.fromkeys(AMOUNTS, "number") | dict.fromkeys(MOMENTS, "datetime")
    fields = [{"name": title, "type": kinds.get(number, "string")} for number, title in enumerate(TITLES)]
    schema = Schema.from_descriptor({"fields": fields})
    with system.use_context(trusted=True):
        Resource(path=str(path), schema=schema).validate(limit_errors=1_000_000)


READERS: Mapping[str, Job] = {
    "bare read (fastexcel)": bare,
    "shopbook check": shopbook_check,
    "python-calamine, rows of Python objects": calamine_rows,
    "openpyxl read-only + pydantic": openpyxl_pydantic,
    "pandas (calamine) + pandera": pandas_pandera,
    "frictionless": frictionless,
}
"""The first is what the others are compared with."""
