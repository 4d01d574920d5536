"""One run of one contender: a process of its own, its wall time and its highest memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_FOUND_SOMETHING = 1  # shopbook's exit code for findings of severity error


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one process, its start and imports included: seconds, those that its cores worked, and the most memory it held, in MB."""

    seconds: float
    worked: float
    megabytes: float


def measure(side: str, name: str, path: Path, *, repeats: int = 1) -> Measured | None:
    """The quickest of some runs; ``None`` when the contender fails, which its own words on stderr explain.

    Args:
        side: ``read``, ``write``, ``stock``, ``rollup`` or ``forms``.
        name: The contender.
        path: Its file; a writer changes it.
        repeats: How many runs.
    """
    runs = [_once(side, name, path) for _ in range(repeats)]
    good = [run for run in runs if run is not None]
    return min(good, key=lambda run: run.seconds) if len(good) == len(runs) else None


def _once(side: str, name: str, path: Path) -> Measured | None:
    start = time.perf_counter()
    # This process stays small: Linux counts what the parent held at the fork as the child's.
    child = subprocess.Popen([sys.executable, "-m", "bench.contender", side, name, str(path)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024) if child.returncode in {0, _FOUND_SOMETHING} else None
