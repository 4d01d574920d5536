"""One run of one contender: a process of its own, its wall time and its highest memory."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

_FOUND_SOMETHING = 1  # shopbook's exit code for findings of severity error
_COMPILES_ANEW = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one process with its children, its start and imports included.

    Attributes:
        seconds: By the clock.
        worked: What its cores worked, in seconds.
        megabytes: The most memory that one process held.
    """

    seconds: float
    worked: float
    megabytes: float


def measure(command: Sequence[str]) -> Measured | None:
    """Run a command; ``None`` when it fails, which its own words on stderr explain."""
    start = time.perf_counter()
    # This process stays small: Linux counts what the parent held at the fork as the child's.
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=everyday())
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024) if child.returncode in {0, _FOUND_SOMETHING} else None


def everyday() -> dict[str, str]:
    """The environment in which everybody runs: what Python has compiled is kept for the next run."""
    return {name: value for name, value in os.environ.items() if name != _COMPILES_ANEW}
