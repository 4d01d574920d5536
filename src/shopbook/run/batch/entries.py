"""What became of each file of a run, as the report says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shopbook.labels import Label, Lang

INTERRUPTED = 130
"""The exit code of a run that somebody ended before it was through, as shells have it."""


class Fate(StrEnum):
    """What became of a file, in the order in which the report lists them."""

    FAILED = "failed"
    WAITING = "waiting"
    DONE = "done"
    UNCHANGED = "unchanged"
    LEFT = "left"

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LABELS[self]


_LABELS = {
    Fate.FAILED: Label(zh="没有完成", en="Failed"),
    Fate.WAITING: Label(zh="下次再处理", en="Left for the next run"),
    Fate.DONE: Label(zh="已处理", en="Done"),
    Fate.UNCHANGED: Label(zh="没有变化", en="Unchanged"),
    Fate.LEFT: Label(zh="不归它处理", en="Not for it"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one task came to: its figures by name, what it says, which files it wrote."""

    task: str
    summary: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a run.

    Attributes:
        file: Its path below the shop's folder.
        fate: What became of it.
        book: The code of its book; empty for files of others.
        tasks: What was done, or would have been.
        whys: Why something was not done.
        code: The exit code that it asks for.
        seconds: How long it took.
        counts: Findings by severity; of an unchanged file those of the run that worked on it.
        rows: How many findings are kept.
        at: When they were found, the shop's clock; empty if there was nothing to find.
        parts: What each task came to.
    """

    file: str
    fate: Fate
    book: str = ""
    tasks: tuple[str, ...] = ()
    whys: tuple[Label, ...] = ()
    code: int = 0
    seconds: float = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: int = 0
    at: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """The files that were written."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.written))

    def sentences(self, lang: Lang) -> list[str]:
        """Why something was not done, and what the tasks say."""
        return [*(why[lang] for why in self.whys), *dict.fromkeys(note for part in self.parts for note in part.notes)]


@dataclass(frozen=True, slots=True)
class Account:
    """What came of a run.

    Attributes:
        run: Its number in this folder.
        at: The moment that counted as now.
        entries: By path.
        undone: Files that an interrupted run did not come to.
        reports: The files of the report.
        remarks: What else is to be said: whether the report was mailed.
    """

    run: int
    at: str
    entries: tuple[Entry, ...]
    undone: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    remarks: tuple[Label, ...] = ()

    @property
    def code(self) -> int:
        """The exit code: that of an interrupted run, else of files that were not done the highest, else 1 with errors found, else 0."""
        if self.undone:
            return INTERRUPTED
        has_errors = any(entry.counts.get("error", 0) for entry in self.entries)
        return max([int(has_errors), *(entry.code for entry in self.entries)])

    @property
    def fates(self) -> dict[Fate, int]:
        """How many files came to what; one that was visited several times counts once, by the worst."""
        rank = {fate: index for index, fate in enumerate(Fate)}
        worst: dict[str, Fate] = {}
        for entry in self.entries:
            worst[entry.file] = min(worst.get(entry.file, entry.fate), entry.fate, key=rank.__getitem__)
        return {fate: sum(each is fate for each in worst.values()) for fate in Fate}

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity."""
        return {name: total(self.entries, name) for name in ("error", "warning", "hint")}


def total(entries: Sequence[Entry], severity: str) -> int:
    """How many findings of one severity there are."""
    return sum(entry.counts.get(severity, 0) for entry in entries)
