"""Where the clock's time of one contender goes: ``python -m bench.profiling PART NAME FILE``; JSON on the last line.

Every few milliseconds it is asked where the main thread is; where it waits for other threads, where those are. What passed since the last
time goes to that place, so that a long step inside a library, during which nothing can be asked, counts whole. It slows nothing down.
"""

import json
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import FrameType

from bench.contender import JOBS

_EVERY = 0.002
_MOST_FUNCTIONS = 6
_WAITING = ("threading", "queue", "concurrent.futures._base", "concurrent.futures.thread")
_IMPORTING = "importing modules"
_PHASES = (
    ("shopbook.host.reading", "reading cells"),
    ("shopbook.host.package", "patching the package"),
    ("shopbook.host", "opening and replacing files"),
    ("shopbook.sheet.reading", "typing columns"),
    ("shopbook.sheet.typing", "typing columns"),
    ("shopbook.sheet.kinds", "typing columns"),
    ("shopbook.sheet.parsing", "typing columns"),
    ("shopbook.books", "rules and findings"),
    ("shopbook.sheet", "rules and findings"),
    ("shopbook.build", "building"),
    ("shopbook.run.masking", "masking"),
    ("shopbook", "gathering, deciding, reporting"),
    ("", "Python and libraries"),
)


class Sampler:
    """Notes where the program is; started and stopped once."""

    def __init__(self) -> None:
        self._functions: Counter[str] = Counter()
        self._phases: Counter[str] = Counter()
        self._start = self._last = time.perf_counter()

    def start(self) -> None:
        """Begin."""
        signal.signal(signal.SIGALRM, self._note)
        signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)

    def stop(self) -> tuple[float, list[tuple[str, float]], list[tuple[str, float]]]:
        """End: the seconds, and the shares of phases and of functions, largest first."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        seconds = self._last - self._start
        return seconds, _shares(self._phases, seconds), _shares(self._functions, seconds)[:_MOST_FUNCTIONS]

    def _note(self, _number: int, frame: FrameType | None) -> None:
        now = time.perf_counter()
        passed, self._last = now - self._last, now
        places = [_place(each) for each in _at_work(frame)]
        for phase, function in places:
            self._phases[phase] += passed / len(places)  # type: ignore[assignment]  # a Counter adds seconds as well as times
            self._functions[function] += passed / len(places)  # type: ignore[assignment]  # the same


def _shares(found: Counter[str], whole: float) -> list[tuple[str, float]]:
    return [(name, round(seconds / whole, 4)) for name, seconds in found.most_common()]


def _at_work(frame: FrameType | None) -> list[FrameType | None]:
    """The main thread, or those that it waits for."""
    if frame is None or _module(frame) not in _WAITING:
        return [frame]
    main = threading.main_thread().ident
    others = [each for thread, each in sys._current_frames().items() if thread != main]  # noqa: SLF001 - public in all but its name
    busy: list[FrameType | None] = [each for each in others if _module(each) not in _WAITING and _place(each)[1]]
    return busy or [frame]


def _place(frame: FrameType | None) -> tuple[str, str]:
    """The phase, and the innermost function of shopbook; importing is a phase of its own, told by the package that is imported."""
    inner = package = ""
    is_importing = False
    while frame is not None:
        module = _module(frame)
        is_importing |= frame.f_code.co_filename.startswith("<frozen importlib")
        if frame.f_code.co_name == "<module>" and module != "__main__":
            package = package or module.partition(".")[0]
        elif module.startswith("shopbook."):
            inner = inner or f"{module}.{frame.f_code.co_qualname}"
        frame = frame.f_back
    if is_importing:
        return _IMPORTING, f"import {package}".strip()
    phase = next(phase for start, phase in _PHASES if inner.startswith(start))
    return phase, inner.removeprefix("shopbook.").replace(".<locals>", "") or phase


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def main() -> None:
    """Run the contender, and say where its time went."""
    part, name, path = sys.argv[1:]
    sampler = Sampler()
    sampler.start()
    with suppress(SystemExit):
        JOBS[part][name](Path(path))
    seconds, phases, functions = sampler.stop()
    print(json.dumps([seconds, phases, functions]))


if __name__ == "__main__":
    main()
