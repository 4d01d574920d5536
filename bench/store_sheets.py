"""One store's order workbook, of which a folder holds many copies."""

import datetime as dt
import tempfile
from pathlib import Path

from bench.layout import NOW
from bench.sheets import write_export
from shopbook.run.importing import Wanted, import_file
from shopbook.run.runner import Circumstances
from shopbook.sheet.importers import Policy

_ORDERS = 500


def write_store(path: Path, _stores: int) -> None:
    """The workbook as ``shopbook import`` makes it; how many stores there are does not change it."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        export = Path(folder) / "export.xlsx"
        write_export(export, _ORDERS)
        import_file(Wanted(export, path, policy=Policy.SKIP_BAD), Circumstances(now=dt.datetime.fromisoformat(NOW)))
