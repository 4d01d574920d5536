"""What workers do in the tests of a crew: functions of a module, since processes must find them."""

import os
import signal
from pathlib import Path

from shopbook.run.batch.working import limited


def double(number: int) -> int:
    """Twice as much; 13 is too much."""
    if number == 13:
        raise ZeroDivisionError
    return 2 * number


def die_once(path: Path) -> str:
    """Die as if killed by the system, unless somebody has died here before."""
    if path.name == "fine":
        return "fine"
    if path.exists():
        return "the second time"
    path.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def die_always(path: Path) -> str:
    """Die as if killed by the system."""
    if path.name != "fine":
        os.kill(os.getpid(), signal.SIGKILL)
    return "fine"


def fill_memory(size: int) -> int:
    """Take so many megabytes."""
    return len(bytearray(size << 20))


def work_for_ever(minutes: float) -> str:
    """Never come back, where there is a limit."""
    with limited(minutes):
        while minutes:
            pass
    return "through"
