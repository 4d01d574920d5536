"""The command line called as a person calls it, in this process."""

import sys
from dataclasses import dataclass

import pytest

from shopbook.cli.app import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command came to: exit code, results, remarks."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal in which commands are typed."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: object) -> Said:
        """Type ``shopbook`` and these words."""
        self.monkeypatch.setattr(sys, "argv", ["shopbook", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capsys.readouterr()
        return Said(int(ended.value.code or 0), out, err)
