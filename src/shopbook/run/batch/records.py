"""What earlier runs noted, as far as the next one needs it: what each file was, and what was done with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from shopbook.labels import Label
from shopbook.run.batch.digests import is_same
from shopbook.run.batch.identifying import Look, Nature


@dataclass(frozen=True, slots=True)
class Record:
    """What a step came to, to be compared with by the next run.

    Attributes:
        file: Its path below the shop's folder.
        tasks: What was done.
        key: A digest of whatever else counts: version, settings, the shop's day.
        inputs: The files that counted -> their content, as it was when the step was done or has been left by it.
        at: The shop's clock.
        counts: Findings by severity.
        rows: How many findings are kept beside the journal.
        is_imported: Of a list, whether all that can be taken in of it has been.
    """

    file: str
    tasks: tuple[str, ...]
    key: str
    inputs: Mapping[str, str]
    at: str
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: int = 0
    is_imported: bool = False

    def still_holds(self, key: str, digests: Mapping[str, str], files: Sequence[str]) -> bool:
        """Whether a step has nothing new to work on."""
        is_known = self.key == key and set(self.inputs) == set(files)
        return is_known and all(is_same(self.inputs[path], digests[path]) for path in files)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file of a certain content was found to be, by a certain version of the program."""

    digest: str
    version: str
    look: Look


@dataclass
class Memory:
    """What a journal says: the number of the last run, how things stood after it, records by file and tasks, looks by file."""

    run: int = 0
    standing: str = ""
    records: dict[tuple[str, tuple[str, ...]], Record] = field(default_factory=dict)
    looks: dict[str, Seen] = field(default_factory=dict)

    def take(self, line: bytes) -> None:
        """Remember a line; one that is damaged or of another version is none."""
        try:
            told = json.loads(line)
            match told["t"]:
                case "run":
                    self.run = max(self.run, int(told["run"]))
                case "step":
                    record = _record(told)
                    self.records[record.file, record.tasks] = record
                case "look":
                    self.looks[str(told["file"])] = Seen(str(told["digest"]), str(told["version"]), _look(told))
                case "standing":
                    self.standing = str(told["standing"])
                case _:
                    return
        except (ValueError, KeyError, TypeError, AttributeError):
            return

    def lines(self) -> list[dict[str, object]]:
        """All of it, in as few lines as can be."""
        steps = [line_of(record) for record in self.records.values()]
        head = [{"t": "run", "run": self.run}, line_of_standing(self.standing)]
        return [*head, *steps, *(line_of_look(file, seen) for file, seen in self.looks.items())]


def line_of(record: Record) -> dict[str, object]:
    """A record as the journal has it."""
    return {"t": "step", **asdict(record)}


def line_of_standing(standing: str) -> dict[str, object]:
    """How things stand, as the journal has it."""
    return {"t": "standing", "standing": standing}


def line_of_look(file: str, seen: Seen) -> dict[str, object]:
    """A look as the journal has it."""
    why = [seen.look.why.zh, seen.look.why.en] if seen.look.why else None
    return {"t": "look", "file": file, "digest": seen.digest, "version": seen.version, **asdict(seen.look), "why": why}


def _record(told: Mapping[str, object]) -> Record:
    match told:
        case {"file": str(file), "tasks": list(tasks), "key": str(key), "inputs": dict(inputs), "at": str(at), "counts": dict(counts)}:
            record = Record(file, tuple(map(str, tasks)), key, inputs, at, counts)
        case _:
            raise ValueError
    match told:
        case {"rows": int(rows), "is_imported": bool(is_imported)}:
            return replace(record, rows=rows, is_imported=is_imported)
        case _:
            raise ValueError


def _look(told: Mapping[str, object]) -> Look:
    match told:
        case {"nature": str(nature), "book": str(book), "places": dict(places), "code": int(code), "why": [str(zh), str(en)]}:
            return Look(Nature(nature), book, places, Label(zh, en), code)
        case {"nature": str(nature), "book": str(book), "places": dict(places), "code": int(code), "why": None}:
            return Look(Nature(nature), book, places, None, code)
        case _:
            raise ValueError
