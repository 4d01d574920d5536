"""The content of a file or folder in a few letters, by which a run tells what is new."""

import hashlib
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.replace import content_digest
from shopbook.run.returned import arrivals_in
from shopbook.run.sources import NotThereError

ABSENT = "-"
"""Of what is not there; a file that appears is new."""

UNSURE = "?"
"""Of what changed while it was read, or could not be read; equal to no digest, and not to itself either."""


def digest_of(path: Path) -> str:
    """The digest of a file, or of a folder with the files that a task would collect there."""
    try:
        if path.is_dir():
            return _of_folder(path)
        return content_digest(path) if path.is_file() else ABSENT
    except (OSError, ValueError, NotThereError, UnreadableFileError):
        return UNSURE


def is_same(one: str, other: str) -> bool:
    """Whether two digests are of one content."""
    return one == other != UNSURE


def short_digest(*parts: str) -> str:
    """A digest of a few texts, as a name for what they describe."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _of_folder(folder: Path) -> str:
    files = [(arrival.name, content_digest(arrival.path)) for arrival in arrivals_in(folder)]
    return short_digest(*(part for pair in files for part in pair))
