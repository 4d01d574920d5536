"""Temporary files beside a workbook: named after the process that writes them, and put away when it was killed."""

import hashlib
import os
import re
import socket
import sys
import time
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

ENDING = ".tmp"

_OURS = re.compile(r"\.shopbook-(?:(?P<where>[0-9a-f]{10})-(?P<process>\d{1,10})-)?[a-z0-9_]{8}\.tmp")
_DAY_S = 24 * 3600
"""After so long a file is nobody's any more, wherever it was made."""


def beginning() -> str:
    """What the name of a temporary file of this process begins with."""
    return f".shopbook-{_here()}-{os.getpid()}-"


def is_ours(name: str) -> bool:
    """Whether a file is a temporary one of this program, by its name."""
    return _OURS.fullmatch(name) is not None


def sweep(folder: Path, *, now: float | None = None) -> None:
    """Put away temporary files that killed processes left in a folder; those of a process that is at work are left alone.

    Args:
        folder: The folder itself, without those in it.
        now: The moment by the folder's own clock, in seconds since 1970; ``None`` is this machine's.
    """
    moment = time.time() if now is None else now
    with suppress(OSError), os.scandir(folder) as listed:
        for entry in listed:
            if is_ours(entry.name):
                put_away(Path(entry.path), now=moment)


def put_away(path: Path, *, now: float) -> None:
    """Delete a temporary file of this program unless somebody may still be writing it; what can't be deleted stays."""
    with suppress(OSError):
        if _is_left(path, now):
            path.unlink()


def _is_left(path: Path, now: float) -> bool:
    found = _OURS.fullmatch(path.name)
    if found is None:
        return False
    # An id means nothing on another machine, in another container or after a new start: there only the age tells.
    if found["where"] == _here() and _is_dead(int(found["process"])):
        return True
    return now - path.lstat().st_mtime > _DAY_S


def _is_dead(process: int) -> bool:
    """Whether a process of this machine has ended, also where nobody has taken note of it yet."""
    if sys.platform == "win32":  # where to ask for a process is to interrupt it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return _is_zombie(process)


def _is_zombie(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1] == [b"Z"]
    return False


@cache
def _here() -> str:
    """Ten letters for the place where an id names one process: this machine since its start, and the container."""
    signs = [socket.gethostname()]
    try:
        signs += [Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"), str(Path("/proc/self/ns/pid").stat().st_ino)]
    except OSError:
        signs.append(str(uuid.getnode()))
    return hashlib.blake2b("\0".join(signs).encode("utf-8", "surrogateescape"), digest_size=5).hexdigest()
