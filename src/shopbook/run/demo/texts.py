"""The text files of ``examples/`` that the sample shop is made from."""

import csv
from pathlib import Path

from shopbook.shipped import Shipped, shipped_folder

Told = dict[str, str]
"""One row of a text file, by its titles."""


def example(name: str) -> Path:
    """Where one of them lies."""
    return shipped_folder(Shipped.EXAMPLES) / name


def told(file: Path | str) -> list[Told]:
    """The rows of one of them, named or with its place."""
    with (example(file) if isinstance(file, str) else file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
