"""Who looks on while a run is at work, and may ask it to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from shopbook.labels import Label


def _says_nothing(*_told: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who looks on.

    Attributes:
        begins: Told what begins and how many files it is about.
        ends: Told the file that is through.
        stops: Asked before each file whether to stop.
    """

    begins: Callable[[Label, int], None] = _says_nothing
    ends: Callable[[str], None] = _says_nothing
    stops: Callable[[], bool] = lambda: False


@contextmanager
def interruptible(told: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Take Ctrl-C and the system's request to end as a wish to stop after the file at hand.

    A second Ctrl-C ends the run at once, as usual. Whoever has asked to be told before, is told too.

    Args:
        told: Called when the wish comes in.

    Yields:
        Whether it has come in.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only there can signals be heard
        yield asked.is_set
        return

    def heard(number: int, frame: FrameType | None) -> None:
        asked.set()
        earlier = before[signal.Signals(number)]
        if callable(earlier) and earlier is not signal.default_int_handler:
            earlier(number, frame)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        told()

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
