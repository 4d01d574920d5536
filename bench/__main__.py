"""Measure everybody on this machine and write docs/benchmarks.md: ``python -m bench --help``."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.page import page, runs_table, targets_table
from bench.parts import PARTS, Part
from bench.races import race
from bench.results import load, save

_PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Make the sheets, run everybody, keep the results, write the page of all that are there."""
    asked = _arguments()
    parts = [part for part in PARTS if part.code in (asked.parts or [each.code for each in PARTS])]
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts:
            _measure(part, asked, folder)
    results = load()
    print(targets_table(results))
    _PAGE.write_text(page(results), encoding="utf-8")


def _measure(part: Part, asked: argparse.Namespace, folder: Path) -> None:
    kept = {(result.part, result.size) for result in load()} if asked.resume else set()
    for size in asked.rows or (*part.sizes, *(part.full if asked.full else ())):
        if (part.code, size) in kept:
            continue
        start = time.monotonic()
        result = race(part, size, folder)
        save(result)
        print(f"{runs_table([result], 'simple')}\n{part.code}, {size:,}: {time.monotonic() - start:.0f} s\n", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory of shopbook beside other tools.")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(part.code for part in PARTS)}; all unless said"
    )
    parser.add_argument("--full", action="store_true", help="sheets of 1,048,575 rows and a thousand stores; takes half an hour")
    parser.add_argument("--rows", type=int, action="append", help="this size instead; may be given several times")
    parser.add_argument("--resume", action="store_true", help="leave out what was measured already: go on with a run that was stopped")
    parser.add_argument("--folder", type=Path, help="where sheets are made and kept for the next run; thrown away unless said")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - {part.code for part in PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    main()
