"""Who does the steps: processes of this machine, or any other executor, some of which may die."""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import Generic, TypeVar

from shopbook.errors import FileError
from shopbook.labels import Label
from shopbook.run.batch.working import Fault

TURNS = 2_000
"""Files for each worker, after which fresh processes take over: what a library keeps to itself ends with its process."""

_THREADS = "POLARS_MAX_THREADS"
_KEPT = {"MALLOC_MMAP_THRESHOLD_": str(16 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
"""How much freed memory a worker keeps, where the system's C library reads this: the next workbook needs as much again."""

_DIED = Label(
    zh="处理这个文件的进程中断了两次（内存或时间超过上限，或被系统停掉），文件没有写坏。请拆小它，或调高 limits.memory_mb、limits.minutes",
    en="the process that worked on it died twice (out of memory or time, or stopped by the system); the file is whole. Split it, "
    "or raise limits.memory_mb and limits.minutes",
)
_NO_ROOM = Label(
    zh="处理这个文件要的内存超过上限（limits.memory_mb），没有处理完，文件没有写坏。请拆小它，或调高这个上限",
    en="it needs more memory than the limit (limits.memory_mb) and was not finished; the file is whole. Split it, or raise the limit",
)
_OUR_FAULT = Label(
    zh="程序自己出错（{what}），这个文件没有处理完，原文件没有写坏。请把文件名和这句话报告给管理员",
    en="shopbook itself failed ({what}); it was not finished, and the file is whole. Report the file's name and this sentence",
)

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Hands:
    """How many work at a time, and where.

    Attributes:
        size: How many jobs are out at the same time.
        executor: Makes a fresh executor: at the start, after one broke, and after ``turns``.
        turns: Jobs after which a fresh executor takes over; 0 is never.
        is_local: Whether a worker is a process of its own, which may be ended when it takes too long.
        begins_again: Whether the executor by itself gives a job to another worker when one died, who may have done half of it.
        lost: What an executor raises when a worker died.
    """

    size: int
    executor: Callable[[], Executor]
    turns: int = 0
    is_local: bool = True
    begins_again: bool = False
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)


def processes(size: int, *, memory_mb: int) -> Hands:
    """Processes of this machine.

    Args:
        size: How many; 0 works in this very process, without a limit.
        memory_mb: Address space of each; 0 sets no limit.
    """
    if not size:
        return Hands(1, lambda: ThreadPoolExecutor(1), is_local=False)
    return Hands(size, lambda: _pool(size, memory_mb), turns=TURNS * size)


def _pool(size: int, memory_mb: int) -> Executor:
    # A frame library asks once, when it is imported, how many threads it may have; all workers together have those of the machine.
    for name, value in {_THREADS: str(max(1, (os.cpu_count() or 1) // size)), **_KEPT}.items():
        os.environ.setdefault(name, value)
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_begin, initargs=(memory_mb,))


def _begin(memory_mb: int) -> None:
    """What a worker does first: an interrupt at the terminal is for the run, which lets it finish."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_run, daemon=True).start()
    if memory_mb and sys.platform != "win32":
        import resource  # noqa: PLC0415 - not every system has it

        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_the_run() -> None:
    """A worker whose run was killed would wait for work for ever."""
    run = parent_process()
    if run is not None:
        wait_for([run.sentinel])
        os._exit(1)


def _is_ready() -> bool:
    """Asked of a worker that has nothing to do yet."""
    return True


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that came to nothing."""

    fault: Fault


class Crew(Generic[Job, Result]):
    """Jobs that are out, and what comes back of them.

    Args:
        hands: Who does them.
        work: What is done with each; a function of a module, for it may be called in another process.
        again: The job as it is tried once more: a worker that died may have done half of it.
    """

    def __init__(self, hands: Hands, work: Callable[[Job], Result], again: Callable[[Job], Job]) -> None:
        self._hands = hands
        self._work = work
        self._changed = again
        self._executor = hands.executor()
        self._begun = 0
        self._out: dict[Future[Result], Job] = {}
        self._again: deque[Job] = deque()
        self._alone: Job | None = None

    @property
    def has_room(self) -> bool:
        """Whether another job may be started; not while jobs of a dead worker are tried again, each alone."""
        return len(self._out) < self._hands.size and not self._again and self._alone is None

    @property
    def is_busy(self) -> bool:
        """Whether a job is out."""
        return bool(self._out or self._again)

    def get_ready(self) -> None:
        """Let the workers start where there will be work in a moment; each takes a while to import what it works with."""
        if not self._hands.is_local:
            return
        with suppress(*self._hands.lost):  # where none can start, the first job tells
            for _ in range(self._hands.size):
                self._executor.submit(_is_ready)

    def start(self, job: Job) -> None:
        """Give a job out."""
        if self._hands.turns and self._begun >= self._hands.turns:
            self._renew()
        self._begun += 1
        try:
            self._out[self._executor.submit(self._work, job)] = job
        except self._hands.lost:
            self._renew()
            self._out[self._executor.submit(self._work, job)] = job

    def through(self, jobs: Iterable[Job], *, stops: Callable[[], bool]) -> Iterator[tuple[Job, Result | Failed]]:
        """Jobs that need not wait for each other; once somebody says stop, those that are out are the last."""
        ahead = deque(jobs)
        while (ahead and not stops()) or self.is_busy:
            while ahead and self.has_room and not stops():
                self.start(ahead.popleft())
            if self.is_busy:
                yield from self.finished()

    def finished(self) -> Iterator[tuple[Job, Result | Failed]]:
        """Wait until something comes back; nothing may, where a worker died and its job is tried again.

        Raises:
            FileError: There is nobody left who works.
        """
        for future in wait(self._out, return_when=FIRST_COMPLETED).done:
            job = self._out.pop(future)
            error = future.exception()
            if error is None:
                self._alone = None if job is self._alone else self._alone
                yield job, future.result()
            elif isinstance(error, FileError):
                raise error
            elif not isinstance(error, self._hands.lost):
                self._alone = None if job is self._alone else self._alone
                why = _NO_ROOM if isinstance(error, MemoryError) else _OUR_FAULT.filled({"what": type(error).__name__})
                yield job, Failed(Fault(why, FileError.exit_code))
            elif job is self._alone:
                self._alone = None
                yield job, Failed(Fault(_DIED, FileError.exit_code))
            else:
                self._again.append(job)
        self._try_again()

    def close(self) -> None:
        """Let the executor go; jobs that are out are waited for."""
        self._executor.shutdown(wait=True)

    def _try_again(self) -> None:
        """One job at a time, so that it is known on whose account a worker dies."""
        if self._again and not self._out and self._alone is None:
            self._renew()
            self._alone = self._changed(self._again.popleft())
            self.start(self._alone)

    def _renew(self) -> None:
        self._executor.shutdown(wait=False)
        self._executor = self._hands.executor()
        self._begun = 0


@contextmanager
def at_work(hands: Hands, work: Callable[[Job], Result], *, again: Callable[[Job], Job] = lambda job: job) -> Iterator[Crew[Job, Result]]:
    """A crew that is let go afterwards, whatever happens."""
    crew = Crew(hands, work, again)
    try:
        yield crew
    finally:
        crew.close()
