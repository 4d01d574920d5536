"""The steps of a run, done by a crew: each when those that it waits for are through, and only where something is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from pathlib import Path

from shopbook.labels import Label
from shopbook.run.batch.choosing import Choice
from shopbook.run.batch.crew import Failed
from shopbook.run.batch.digests import digest_of, short_digest
from shopbook.run.batch.entries import Entry, Fate, Part
from shopbook.run.batch.identifying import Glance, Look
from shopbook.run.batch.journal import Journal
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.looking import Work
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.planning import Plan
from shopbook.run.batch.records import Record
from shopbook.run.batch.steps import IMPORT, Step, turns
from shopbook.run.batch.working import Done, Fault, Job
from shopbook.run.runner import Circumstances
from shopbook.sheet.importers import Policy

WORKING = Label(zh="处理", en="working")

_SINCE = Label(zh="没有变化，沿用 {at} 的结果", en="unchanged; what was found at {at} still holds")
_REFUSED = Label(
    zh='有 {count} 处错误，整张没有导入；改正后会再导入。要先导入没有错误的行，请在 shopbook.toml 里设 policy = "skip-bad"',
    en="it has {count} {count|error|errors} and none of it was imported; put right, it will be. To import the rows without errors at once, "
    'set policy = "skip-bad" in shopbook.toml',
)
_IMPORTED = Label(zh="{at} 已经导入过，没有再导入", en="it was imported at {at} and was not imported again")
_COUNTED = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts for every step.

    Attributes:
        shop: The folder.
        given: The moment, the language, who; the settings of each book stand in ``by_book``.
        by_book: Parameters and rule switches by the code of the book that knows them.
        policy: What to do with lists that have errors.
        minutes: How long a step may take; 0 is as long as it takes.
    """

    shop: Path
    given: Circumstances
    by_book: Mapping[str, Mapping[str, str]]
    policy: Policy
    minutes: int

    @property
    def at(self) -> str:
        """The moment that counts as now, to the minute."""
        return f"{self.given.now:%Y-%m-%d %H:%M}"

    def key(self, book: str, version: str) -> str:
        """A digest of all but the files; deadlines and reports fall due by the hour, so the hour counts."""
        settings = [f"{name}={value}" for name, value in sorted(self.by_book.get(book, {}).items())]
        return short_digest(version, f"{self.given.now:%Y-%m-%d %H}", self.policy, *settings)


class Shift:
    """The steps of one run.

    Args:
        plan: What is to be done.
        choice: The tasks, and which of them works for which.
        terms: What counts for every step.
        journal: Of earlier runs, and of this one.
        digests: The content of the shop's files by path, kept up to date.
    """

    def __init__(self, plan: Plan, choice: Choice, terms: Terms, journal: Journal, digests: dict[str, str]) -> None:
        self._plan = plan
        self._choice = choice
        self._terms = terms
        self._journal = journal
        self._digests = digests
        self._findings = Findings(journal.folder)
        self._index = {step: index for index, step in enumerate(plan.steps)}
        self._waits = [set(before) for before in turns(plan.steps)]
        self._writes: dict[str, list[tuple[int, str, str]]] = {}
        self.entries: dict[int, Entry] = {}

    @property
    def undone(self) -> list[str]:
        """The files that were not come to."""
        return list(dict.fromkeys(step.path for index, step in enumerate(self._plan.steps) if index not in self.entries))

    def work(self, crew: Work, watcher: Watcher) -> None:
        """Do all steps, or those that were begun when somebody said stop."""
        watcher.begins(WORKING, len(self._plan.steps))
        followers = _followers(self._waits)
        ready = [index for index, before in enumerate(self._waits) if not before]
        heapify(ready)
        while (ready and not watcher.stops()) or crew.is_busy:
            through = self._begin(ready, crew, watcher)
            if crew.is_busy:
                through += [self._end(asked, found) for asked, found in crew.finished()]
            for index in through:
                watcher.ends(self._plan.steps[index].path)
                for other in followers[index]:
                    self._waits[other].discard(index)
                    if not self._waits[other]:
                        heappush(ready, other)

    def settle(self) -> None:
        """Note what later steps of this run did to the inputs of earlier ones, where it is nothing to them."""
        for index, entry in self.entries.items():
            step = self._plan.steps[index]
            record = self._journal.memory.records.get((step.path, step.tasks))
            if record is not None and entry.fate in {Fate.DONE, Fate.UNCHANGED}:
                inputs = {path: self._left_by(index, path, digest) for path, digest in record.inputs.items()}
                if inputs != record.inputs:
                    self._journal.keep(replace(record, inputs=inputs))

    def _begin(self, ready: list[int], crew: Work, watcher: Watcher) -> list[int]:
        """Give out what may be begun; returns what there was nothing to do for."""
        idle: list[int] = []
        while ready and crew.has_room and not watcher.stops():
            index = heappop(ready)
            step = self._plan.steps[index]
            entry = self._unchanged(step)
            if entry is None:
                crew.start(self._job(step))
            else:
                self._close(index, entry)
                idle.append(index)
                break  # others may have become ready by it, and their turn may be earlier
        return idle

    def _job(self, step: Step) -> Job:
        given = replace(self._terms.given, settings=self._terms.by_book.get(step.book, {}))
        return Job(self._terms.shop, step, self._digests[step.path], given, self._terms.policy, self._terms.minutes)

    def _unchanged(self, step: Step) -> Entry | None:
        """What is said of a step that has nothing new to work on; ``None`` if it has."""
        record = self._journal.memory.records.get((step.path, step.tasks))
        if record is None or not self._findings.has(step.path, step.tasks, record.rows):
            return None
        if step.tasks == (IMPORT,) and record.is_imported and record.inputs.get(step.path) == self._digests[step.path]:
            why = _IMPORTED if step.into in record.inputs else None
        else:
            why = _SINCE if record.still_holds(self._key(step), self._known(step), step.files) else None
        if why is None:
            return None
        whys = (why.filled({"at": record.at}), *self._remark(step))
        return Entry(step.path, Fate.UNCHANGED, step.book, step.tasks, whys, counts=record.counts, rows=record.rows, at=record.at)

    def _known(self, step: Step) -> dict[str, str]:
        """The content of the files that count; what lies outside the shop's folder, or is a folder, is looked at now."""
        return {path: self._digests[path] if path in self._digests else digest_of(self._terms.shop / path) for path in step.files}

    def _key(self, step: Step) -> str:
        return self._terms.key(step.book, self._journal.version)

    def _remark(self, step: Step) -> tuple[Label, ...]:
        return tuple(label for path, label in self._plan.remarks.items() if path == step.path)

    def _end(self, asked: Job | Glance, found: Done | Look | Failed) -> int:
        if not isinstance(asked, Job) or isinstance(found, Look):
            raise TypeError(asked)
        index = self._index[asked.step]
        done = Done(faults=(found.fault,)) if isinstance(found, Failed) else found
        self._take_digests(index, asked, done)
        self._close(index, self._entry(asked.step, done))
        return index

    def _take_digests(self, index: int, job: Job, done: Done) -> None:
        written = job.step.written
        if written:
            now = done.digests.get(written) or digest_of(self._terms.shop / written)
            self._writes.setdefault(written, []).append((index, job.digest, now))
            self._digests[written] = now

    def _entry(self, step: Step, done: Done) -> Entry:
        rows = b"".join(told.rows for told in done.told)
        self._findings.keep(step.path, step.tasks, rows)
        counts = {name: sum(told.counts.get(name, 0) for told in done.told) for name in _COUNTED} if done.told else {}
        refused = self._refused(step, counts.get("error", 0))
        if not done.faults:
            record = Record(step.path, step.tasks, self._key(step), done.digests, self._terms.at, counts, rows.count(b"\n"))
            is_taken = step.tasks == (IMPORT,) and not refused and self._terms.policy is not Policy.CHECK
            self._journal.keep(replace(record, is_imported=is_taken))
        return Entry(
            step.path,
            _fate(done.faults),
            step.book,
            step.tasks,
            whys=(*(fault.why for fault in done.faults), *refused, *self._remark(step)),
            code=max((fault.code for fault in done.faults), default=0),
            seconds=done.seconds,
            counts=counts,
            rows=rows.count(b"\n"),
            at=self._terms.at,
            parts=tuple(Part(told.task, told.summary, told.notes, told.written) for told in done.told),
        )

    def _refused(self, step: Step, errors: int) -> tuple[Label, ...]:
        """That a list was not taken in for its errors."""
        is_refused = step.tasks == (IMPORT,) and self._terms.policy is Policy.ALL_OR_NOTHING and errors
        return (_REFUSED.filled({"count": errors}),) if is_refused else ()

    def _close(self, index: int, entry: Entry) -> None:
        self.entries[index] = entry
        self._journal.tell(entry)

    def _left_by(self, index: int, path: str, digest: str) -> str:
        """The content of a file now, if later steps alone changed it, and that is nothing to this step."""
        now = digest
        for other, before, after in self._writes.get(path, ()):
            if other > index and before != after:
                if before != now or self._matters(self._plan.steps[other], self._plan.steps[index]):
                    return digest
                now = after
        return now

    def _matters(self, earlier: Step, later: Step) -> bool:
        """Whether what one step writes is read by another."""
        if earlier.tasks == (IMPORT,):
            return True
        feeds = self._choice.order.feeds
        return any((later.book, other) in feeds[earlier.book, task] for task in earlier.tasks for other in later.tasks if other != IMPORT)


def _fate(faults: Sequence[Fault]) -> Fate:
    if not faults:
        return Fate.DONE
    return Fate.WAITING if all(fault.is_passing for fault in faults) else Fate.FAILED


def _followers(waits: Sequence[set[int]]) -> list[list[int]]:
    followers: list[list[int]] = [[] for _ in waits]
    for index, before in enumerate(waits):
        for other in before:
            followers[other].append(index)
    return followers
