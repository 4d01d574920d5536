"""What a run has to tell that the one before did not."""

from shopbook.run.batch.digests import short_digest
from shopbook.run.batch.entries import Account, Entry, Fate

_IDLE = frozenset({Fate.UNCHANGED, Fate.LEFT})
_TROUBLE = frozenset({Fate.FAILED, Fate.WAITING})


def standing_of(account: Account) -> str:
    """A digest of how things stand in the folder: findings by severity, and what could not be done, why; whoever did it and when."""
    return short_digest(*(part for entry in account.entries if entry.fate is not Fate.LEFT for part in _parts(entry)))


def has_news(account: Account, before: str) -> bool:
    """Whether a run is worth telling: something was written, left over, or stands otherwise than before.

    A file that is broken every night, or open all day, is told once.

    Args:
        account: What the run came to.
        before: How things stood after the run before; empty if there was none.
    """
    if account.undone or any(entry.written for entry in account.entries):
        return True
    return any(entry.fate not in _IDLE for entry in account.entries) and standing_of(account) != before


def _parts(entry: Entry) -> list[str]:
    counts = [f"{name}={count}" for name, count in sorted(entry.counts.items())]
    return [entry.file, *entry.tasks, *counts, *([entry.fate, *(why.en for why in entry.whys)] if entry.fate in _TROUBLE else [])]
