"""What somebody at a terminal sees while files are worked through."""

import io
import sys

import pytest

from shopbook.cli.work import Meter


class Watched(io.StringIO):
    """A terminal that somebody watches."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, quiet: bool = False) -> str:
    """What a run of one file with three forms writes."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    meter = Meter(quiet=quiet)
    with meter.over(1) as advance:
        for done in range(1, 4):
            meter.step(done, 3)
        advance()
    return stream.getvalue()


def test_a_bar_moves_where_somebody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "shopbook" in shown(monkeypatch, Watched())


def test_nothing_is_shown_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO()) == ""


def test_nothing_is_shown_to_whoever_wants_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Watched(), quiet=True) == ""
