"""Findings of each file, kept beside the journal: a file that is unchanged is not read again, and none of its findings is lost."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from shopbook.run.batch.digests import short_digest

FOLDER = "findings"


class Findings:
    """The findings of a folder's files, in one small file for each.

    Args:
        state: The folder of the journal.
    """

    def __init__(self, state: Path) -> None:
        self._folder = state / FOLDER

    def keep(self, file: str, tasks: tuple[str, ...], rows: bytes) -> None:
        """Keep a file's findings instead of those before.

        Args:
            file: Its path below the shop's folder.
            tasks: What found them.
            rows: Lines of JSON.

        Raises:
            OSError: They can't be written.
        """
        path = self._path(file, tasks)
        if not rows:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(exist_ok=True)
        fresh = path.with_suffix(".tmp")
        fresh.write_bytes(rows)
        fresh.replace(path)

    def has(self, file: str, tasks: tuple[str, ...], count: int) -> bool:
        """Whether so many findings are kept; a power failure may have taken them."""
        if not count:
            return True
        with suppress(OSError):
            return self._path(file, tasks).read_bytes().count(b"\n") == count
        return False

    def of(self, file: str, tasks: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """A file's findings, one after the other."""
        try:
            with self._path(file, tasks).open("rb") as lines:
                for line in lines:
                    yield json.loads(line)
        except FileNotFoundError:
            return

    def _path(self, file: str, tasks: tuple[str, ...]) -> Path:
        return self._folder / f"{short_digest(file, *tasks)}.jsonl"
