"""The loop that people write over a folder of store workbooks: ``python -m bench.store_loop FOLDER``."""

import sys
from pathlib import Path

from openpyxl import load_workbook

from bench.layout import TITLES
from bench.models import OrderRow, is_wrong


def loop(stores: Path) -> None:
    """Each workbook loaded, its rows checked as pydantic models, a word written beside each wrong one, saved."""
    for path in sorted(stores.iterdir()):
        workbook = load_workbook(path)
        sheet = workbook.worksheets[0]
        for row in sheet.iter_rows(min_row=5):
            if is_wrong(OrderRow, dict(zip(TITLES, (cell.value for cell in row[1:]), strict=False))):
                row[0].value = "wrong"
        workbook.save(path)


if __name__ == "__main__":
    loop(Path(sys.argv[1]))
