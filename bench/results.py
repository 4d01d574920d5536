"""What was measured, kept as one file of JSON for each part and size, so that a run that is stopped has not run for nothing."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter

from bench.measuring import Measured

FOLDER = Path(__file__).parent.parent / "build" / "bench"
_USED = (
    "fastexcel",
    "frictionless",
    "isal",
    "numpy",
    "openpyxl",
    "pandas",
    "pandera",
    "polars",
    "pydantic",
    "python-calamine",
    "XlsxWriter",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One contender: the quickest of its runs, or why there is none."""

    name: str
    measured: Measured | None
    runs: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the clock's time of one contender goes.

    Attributes:
        name: The contender.
        size: On how many rows.
        seconds: How long it took, looked at as it was.
        phases: Share of the time, from 0 to 1, by what is done; largest first.
        functions: The same by function of shopbook.
    """

    name: str
    size: int
    seconds: float
    phases: Sequence[tuple[str, float]]
    functions: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Result:
    """One part at one size.

    Attributes:
        runs: The first is what the others are compared with.
        machine: What it was measured on, in words.
        load: How many processes wanted a core when it began, by the system's mean of a minute; ``None`` where nobody noted it.
    """

    part: str
    size: int
    machine: str
    runs: Sequence[Run]
    profile: Profile | None = None
    load: float | None = None

    def measured(self, name: str) -> Measured | None:
        """What was measured of a contender."""
        return next((run.measured for run in self.runs if run.name == name), None)


_KEPT = TypeAdapter(Result)


def save(result: Result, folder: Path = FOLDER) -> None:
    """Keep a result; an older one of the same part and size goes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{result.part}-{result.size}.json").write_bytes(_KEPT.dump_json(result, indent=1))


def load(folder: Path = FOLDER) -> list[Result]:
    """Every result that was kept, by part and size."""
    found = [_KEPT.validate_json(kept.read_bytes()) for kept in folder.glob("*.json")]
    return sorted(found, key=lambda result: (result.part, result.size))


def this_machine() -> str:
    """What is measured on: cores, memory, versions, and nothing that would tell one machine from another."""
    gigabytes = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    system = f"{os.cpu_count()} cores ({platform.machine()}), {gigabytes} GB of memory, {platform.system()}"
    versions = [f"{name} {found}" for name in _USED if (found := _version(name))]
    return f"{system}; Python {platform.python_version()}, {', '.join(versions)}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
