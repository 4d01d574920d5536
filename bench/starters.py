"""Those who start, and those who go through a folder: commands as they are typed, each a list of words for a path."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.layout import NOW
from bench.measuring import everyday

Command = Callable[[Path], list[str]]

SHOPBOOK = str(Path(sys.executable).with_name("shopbook"))
_IMPORT_ALL = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1].split()]"


def nothing(_path: Path) -> list[str]:
    """Python, and nothing for it to do."""
    return [sys.executable, "-c", ""]


def help_page(_path: Path) -> list[str]:
    """The first page of help."""
    return [SHOPBOOK, "--help"]


def its_libraries(path: Path) -> list[str]:
    """Every foreign module that a check of this file imports, in that order, and nothing else."""
    return [sys.executable, "-c", _IMPORT_ALL, _libraries(path)]


def check(path: Path) -> list[str]:
    """A check, as it is typed."""
    return [SHOPBOOK, "check", str(path), "--date", NOW, "--lang", "en"]


def batch(workers: int) -> Command:
    """A folder checked and written by so many workers."""
    words = ["--workers", str(workers), "--tasks", "check-orders", "--date", NOW, "--quiet", "--lang", "zh"]
    return lambda path: [SHOPBOOK, "batch", str(path), *words]


def loop(path: Path) -> list[str]:
    """The loop that people write: openpyxl, a pydantic model a row, save."""
    return [sys.executable, "-m", "bench.store_loop", str(path)]


def copies(path: Path, folder: Path) -> Path:
    """A folder with as many copies of a store's workbook as its name says."""
    stores = folder / "stores"
    stores.mkdir()
    for number in range(int(path.stem.rpartition("-")[2])):
        shutil.copyfile(path, stores / f"{number:05d}.xlsx")
    return stores


@cache
def _libraries(path: Path) -> str:
    command = [sys.executable, "-m", "bench.libraries", str(path)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=everyday()).stdout.splitlines()[-1]
