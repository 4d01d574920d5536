"""Expected results too long for a test: text files in a folder ``golden`` beside it, reviewed like code."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Golden:
    """One folder of expected texts; with ``is_update`` a check rewrites its file instead."""

    folder: Path
    is_update: bool

    def check(self, name: str, text: str) -> None:
        """Compare a text with its file, line by line; the comparison is the call, so it cannot be forgotten."""
        path = self.folder / name
        if self.is_update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is not there: run pytest --update-golden, and look at what it wrote"
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines(), f"{name} differs: pytest --update-golden rewrites it"
