"""One store's order workbook, of which a folder holds many copies."""

import tempfile
from pathlib import Path

from bench.batch import make_store

_ORDERS = 500


def write_store(path: Path, _stores: int) -> None:
    """The workbook; how many stores there are does not change it."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        make_store(Path(folder), _ORDERS).rename(path)
