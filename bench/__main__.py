"""Measure everybody on this machine and print who took how long: ``python -m bench --help``."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.page import Row, page, table
from bench.races import MOST_ROWS, race, sides

_MAKERS = {
    "export": "bench.sheets",
    "book": "bench.sheets",
    "stock": "bench.stock_sheets",
    "rollup": "bench.rollup_sheets",
    "form": "bench.form_sheets",
}
_PAGE = Path(__file__).parent.parent / "docs" / "reference" / "speed.md"


def main() -> None:
    """Make the sheets, run everybody, print the table."""
    asked = _arguments()
    sizes = asked.rows or ([10_000, 100_000, MOST_ROWS] if asked.full else [10_000, 100_000])
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        rows = [row for size in sizes for row in _measured(size, Path(folder), asked.only)]
    print(table(rows))
    if asked.write:
        _PAGE.write_text(page(rows), encoding="utf-8")


def _measured(size: int, folder: Path, only: str) -> list[Row]:
    print(f"{size:,} rows: making the sheets", file=sys.stderr)
    asked = sides(only)
    for kind in asked.values():
        # In a process of its own, so that this one stays small.
        code = f"import sys; from pathlib import Path; from {_MAKERS[kind]} import write_{kind} as w; w(Path(sys.argv[1]), {size})"
        subprocess.run([sys.executable, "-c", code, str(folder / f"{kind}-{size}.xlsx")], check=True)
    return [row for side in asked for row in race(side, size, folder, only=only)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory of shopbook beside other tools.")
    parser.add_argument("--rows", type=int, action="append", help=f"size of the sheet, up to {MOST_ROWS}; may be given several times")
    parser.add_argument("--full", action="store_true", help="10,000, 100,000 and 1,048,575 rows; takes half an hour")
    parser.add_argument("--only", default="", help="a side (read, write, stock, rollup, forms), or contenders whose name contains this")
    parser.add_argument("--write", action="store_true", help="write the table into docs/reference/speed.md")
    parser.add_argument("--folder", help="where the sheets are made; the system's folder for temporary files unless said")
    return parser.parse_args()


if __name__ == "__main__":
    main()
