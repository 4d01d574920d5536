"""What all files of a folder are; one whose content is known from an earlier run is not opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.host.replace import content_digest
from shopbook.labels import Label
from shopbook.run.batch.crew import Crew, Failed
from shopbook.run.batch.discovering import Left, Sighting
from shopbook.run.batch.identifying import Glance, Look, Nature
from shopbook.run.batch.journal import Journal
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.records import Seen
from shopbook.run.batch.sizes import Sizes
from shopbook.run.batch.working import Done, Job
from shopbook.run.sources import reason

LOOKING = Label(zh="查看文件", en="looking")

_UNREAD = Label(zh="读不了：{why}", en="it can't be read: {why}")

Work = Crew[Job | Glance, Done | Look]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the files are, and their content's digests; ``left`` could not be read."""

    looks: Mapping[str, Look]
    digests: dict[str, str]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be looked at: the files of a folder, and how much may be inside of each."""

    shop: Path
    files: Sequence[Sighting]
    sizes: Sizes


def look_at_all(asked: Sight, crew: Work, journal: Journal, watcher: Watcher) -> Looked:
    """Say what each file is.

    Args:
        asked: The files.
        crew: Opens those that are new.
        journal: Knows the others, and is told of the new ones.
        watcher: Looks on.
    """
    digests, left = _digests(asked.shop, asked.files)
    version = f"{journal.version} {asked.sizes}"
    known = {path: seen.look for path, seen in journal.memory.looks.items() if seen.digest == digests.get(path) and seen.version == version}
    news = {Glance(asked.shop / path, asked.sizes): path for path in digests if path not in known}
    watcher.begins(LOOKING, len(news))
    for glance, found in crew.through(news, stops=watcher.stops):
        path = news[glance] if isinstance(glance, Glance) else ""
        match found:
            case Look():
                known[path] = found
                journal.keep_look(path, Seen(digests[path], version, found))
            case Failed(fault):
                known[path] = Look(Nature.BROKEN, why=fault.why, code=fault.code)
            case Done():
                continue
        watcher.ends(path)
    return Looked({path: known[path] for path in digests if path in known}, digests, left)


def _digests(shop: Path, files: Sequence[Sighting]) -> tuple[dict[str, str], tuple[Left, ...]]:
    digests: dict[str, str] = {}
    left: list[Left] = []
    for each in files:
        try:
            digests[each.path] = content_digest(shop / each.path)
        except OSError as error:
            left.append(Left(each.path, _UNREAD.filled({"why": reason(error)})))
    return digests, tuple(left)
