"""One step of a run, done by a worker: everything that it needs is in the job, everything that came of it in what it returns."""

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from shopbook.errors import FileError, MisuseError, ShopbookError, WorkbookInUseError
from shopbook.host.file import ChangedMeanwhileError, FileHost
from shopbook.host.holding import alone, require_closed
from shopbook.host.replace import KeptAsideError
from shopbook.labels import Label, Lang
from shopbook.run.batch.digests import UNSURE, digest_of, is_same
from shopbook.run.batch.identifying import Glance, Look, look_into
from shopbook.run.batch.steps import CHECK, IMPORT, Step
from shopbook.run.checking import check_file
from shopbook.run.importing import Wanted, import_file
from shopbook.run.masking import masked_text
from shopbook.run.report import Report, plain
from shopbook.run.runner import Circumstances, run_task
from shopbook.run.sources import Shelf, reason
from shopbook.sheet.importers import Policy

_PASSING = (WorkbookInUseError, KeptAsideError, ChangedMeanwhileError)
"""What the next run may find otherwise, without anybody doing something."""

_PATIENCE_S = 10
"""For another run that has the workbook just now: somebody clicked a button."""

_CHANGED = Label(
    zh="处理期间文件有变化，这次没有处理；下次运行时处理", en="it was changed meanwhile and was left as it is: the next run sees to it"
)
_FORBIDDEN = Label(zh="系统不允许读写：{why}", en="the system does not allow to read or write it: {why}")
_TASK = Label(zh="“{task}”没有运行：{why}", en="{task} was not run: {why}")


@dataclass(frozen=True, slots=True)
class Job:
    """A step with everything that a worker has to know, on whatever machine it is.

    Attributes:
        shop: The shop's folder.
        step: What to do.
        digest: The content of the step's file when the run looked at it; empty takes it as it is.
        given: The moment, the language, settings.
        policy: What to do with a list that has errors.
        minutes: How long it may take; 0 is as long as it takes.
    """

    shop: Path
    step: Step
    digest: str
    given: Circumstances
    policy: Policy = Policy.ALL_OR_NOTHING
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something was not done.

    Attributes:
        why: In words.
        code: The exit code that it asks for.
        is_passing: Whether the next run may get on without anybody doing something: the file was open, changing, held.
    """

    why: Label
    code: int
    is_passing: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one task came to.

    Attributes:
        task: Its code.
        counts: Findings by severity.
        summary: Its figures, as JSON has them.
        notes: Sentences for the person who reads the report, in its language.
        written: The files written.
        rows: Its findings as lines of JSON, personal data masked.
    """

    task: str
    counts: Mapping[str, int] = field(default_factory=dict)
    summary: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    rows: bytes = b""


@dataclass(frozen=True, slots=True)
class Done:
    """What one step came to.

    Attributes:
        told: What each task came to, in their order.
        digests: The files that count for it -> their content: that of the file written as it is now, those read as they were.
        seconds: How long it took.
        faults: What was not done.
    """

    told: tuple[Told, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0
    faults: tuple[Fault, ...] = ()


def work(asked: Job | Glance) -> Done | Look:
    """Do a step, or look into a file: what a worker can be asked for."""
    return do(asked) if isinstance(asked, Job) else look_into(asked)


def once_more(asked: Job | Glance) -> Job | Glance:
    """What is asked of a worker after another died at it and may have done half of it."""
    return replace(asked, digest="") if isinstance(asked, Job) else asked


def work_begun(asked: Job | Glance) -> Done | Look:
    """The same where it can't be told whether another worker has begun it before."""
    return work(once_more(asked))


def do(job: Job) -> Done:
    """Do one step; whatever is wrong with its files becomes a sentence."""
    started = time.monotonic()
    step = job.step
    before = {path: digest_of(job.shop / path) for path in step.files}
    told: list[Told] = []
    faults: list[Fault] = []
    if job.digest and not is_same(before[step.path], job.digest):
        faults.append(Fault(_CHANGED, FileError.exit_code, is_passing=True))
    else:
        with limited(job.minutes):
            _try(job, told, faults)
    after = {path: digest_of(job.shop / path) for path in step.files}
    digests = {path: after[path] if path == step.written or is_same(after[path], before[path]) else UNSURE for path in step.files}
    return Done(tuple(told), digests, round(time.monotonic() - started, 3), tuple(faults))


def _try(job: Job, told: list[Told], faults: list[Fault]) -> None:
    try:
        for each in _worked(job):
            if isinstance(each, Fault):
                faults.append(each)
            else:
                told.append(each)
    except (ShopbookError, OSError) as error:
        faults.append(fault_of(error))


def fault_of(error: ShopbookError | OSError) -> Fault:
    """The fault that an error is."""
    if isinstance(error, OSError):
        return Fault(_FORBIDDEN.filled({"why": reason(error)}), FileError.exit_code)
    why = error.why if isinstance(error, FileError) else error.label
    return Fault(_masked(why), error.exit_code, is_passing=isinstance(error, _PASSING))


def _worked(job: Job) -> Iterator[Told | Fault]:
    match job.step.tasks:
        case (code,) if code == CHECK:
            yield told_of(check_file(job.shop / job.step.path, replace(job.given, write=False)))
        case (code,) if code == IMPORT:
            require_closed(job.shop / job.step.into)
            wanted = Wanted(job.shop / job.step.path, job.shop / job.step.into, policy=job.policy)
            yield told_of(import_file(wanted, job.given))
        case _:
            yield from _visited(job)


def _visited(job: Job) -> Iterator[Told | Fault]:
    """All tasks of a visit, with the workbook read again only where something was written into it."""
    path = job.shop / job.step.path
    require_closed(path)
    with alone(path, patience_s=_PATIENCE_S):
        host: FileHost | None = None
        shelf = Shelf()
        for code in job.step.tasks:
            host = host or FileHost(path, target=path)
            try:
                report = run_task(host, code, job.given, shelf=shelf)
            except MisuseError as error:
                yield Fault(_TASK.filled({"task": code, "why": _masked(error.label)}), error.exit_code)
                continue
            yield told_of(report)
            host = None if report.written else host


def told_of(report: Report) -> Told:
    """A report as it travels: nothing in it is more than text and figures."""
    return Told(
        report.task,
        report.counts,
        {report.name_of(name): plain(value, report.lang) for name, value in report.summary.items()},
        tuple(masked_text(sentence, with_streets=False) for sentence in report.sentences),
        report.written,
        report.rows.with_columns(pl.lit(report.task).alias("task")).write_ndjson().encode(),
    )


def _masked(label: Label) -> Label:
    return Label(**{lang.value: masked_text(label[lang], with_streets=False) for lang in Lang})


@contextmanager
def limited(minutes: float) -> Iterator[None]:
    """Let the system end this process when it takes too long, whatever it is doing; the run goes on without it.

    Args:
        minutes: How long it may take; 0 is as long as it takes.
    """
    if not minutes or sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, minutes * 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
