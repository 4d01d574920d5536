"""Those who bring a platform's export into a workbook that staff go on with; each is one function of a path."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.layout import AMOUNTS, MOMENTS, NOW, TITLES, WHOLE
from bench.readers import Job


def pandas_frame(path: Path) -> None:
    """Read by pandas through calamine, written by pandas through XlsxWriter; nothing is checked, nothing is formatted."""
    import pandas as pd

    texts = {title: str for number, title in enumerate(TITLES) if number not in (*WHOLE, *AMOUNTS, *MOMENTS)}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        pd.read_excel(path, engine="calamine", dtype=texts).to_excel(Path(folder) / "orders.xlsx", engine="xlsxwriter", index=False)


def shopbook_import(path: Path) -> None:
    """The whole command: every cell typed and checked, into a fresh workbook of ours, wrong rows left out and told."""
    from shopbook.cli.app import main

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        into = str(Path(folder) / "orders.xlsx")
        sys.argv = ["shopbook", "import", str(path), "--into", into, "--policy", "skip-bad", "--date", NOW, "--lang", "zh", "--quiet"]
        main()


def openpyxl_rows(path: Path) -> None:
    """Rows read by openpyxl and appended to a copy of our template, loaded and saved by openpyxl; nothing is checked."""
    from openpyxl import load_workbook

    from shopbook.labels import Lang
    from shopbook.run.making import WITHOUT, template_of

    workbook = load_workbook(template_of("orders", Lang.ZH, ending=WITHOUT))
    sheet = workbook.worksheets[0]
    for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True):
        sheet.append(row)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        workbook.save(Path(folder) / "orders.xlsx")


IMPORTERS: Mapping[str, Job] = {
    "pandas, in through calamine, out through XlsxWriter": pandas_frame,
    "shopbook import": shopbook_import,
    "openpyxl, rows appended to the template": openpyxl_rows,
}
"""The first is what the others are compared with."""
