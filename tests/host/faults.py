"""Faults of the disk at the n-th call, put there by strace from outside: the program under test knows nothing of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

CALLS = {
    "write": "write,pwrite64,writev,copy_file_range,sendfile",
    "sync": "fsync,fdatasync",
    "rename": "rename,renameat,renameat2",
    "open": "openat,open,creat",
}

needs_strace = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="strace, which makes the faults, is not installed"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the program ended, and whether the fault was met at all."""

    code: int
    said: str
    was_hit: bool


_PATIENCE_S = 900
"""Where tests run for hours beside other work, a program that takes seconds may take minutes."""


def run_with_fault(command: Sequence[str], call: str, fault: str, *, when: str, below: Path, at: Path | None = None) -> Outcome:
    """Run a program in which some calls of a kind fail, or one kills it; ``when`` is strace's: ``3``, ``3+``, ``1..5``.

    Args:
        command: The program.
        call: The kind, of ``CALLS``.
        fault: The error's name, or ``kill``.
        when: Which of the calls.
        below: The folder that it works in.
        at: The file whose calls alone count.
    """
    trace = below.parent / "trace"
    what = "signal=KILL" if fault == "kill" else f"error={fault}"
    names = CALLS[call]
    # With this strace stops at these calls alone, which halves the time; strace 6.1 then forgets signals.
    quick = [] if fault == "kill" else ["--seccomp-bpf"]
    quick += ["-P", str(at)] if at else []
    strace = ["strace", "-f", *quick, "-qq", "-o", str(trace), "-e", f"trace={names}", "-e", f"inject={names}:{what}:when={when}"]
    # What Python compiles and puts away is written and renamed, too: it would count.
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*strace, *command], capture_output=True, text=True, timeout=_PATIENCE_S, check=False, env=surroundings)
    seen = trace.read_text(errors="replace")
    return Outcome(done.returncode, done.stdout + done.stderr, "INJECTED" in seen or "killed by SIGKILL" in seen)


def sweep(make: Callable[[], Sequence[str]], check: Callable[[Outcome], None], call: str, fault: str, *, below: Path) -> int:
    """Fail from the first call on, then from the second, until the program gets through; returns how many faults were met."""
    for nth in range(1, 200):
        outcome = run_with_fault(make(), call, fault, when=f"{nth}" if fault == "kill" else f"{nth}+", below=below)
        check(outcome)
        if not outcome.was_hit:
            return nth - 1
    raise AssertionError("the program never got through")
