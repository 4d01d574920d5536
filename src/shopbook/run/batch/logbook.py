"""The log of runs over a folder: a rotating file beside the journal, with nothing in it that belongs to a customer."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from shopbook.errors import ShopbookError
from shopbook.labels import Label
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.masking import masked_text
from shopbook.run.sources import reason

NAME = "batch.log"

_MOST_BYTES, _FORMER = 2 << 20, 5
_LINE = "%(asctime)s %(levelname)s %(message)s"
_LOG = logging.getLogger("shopbook")


_LEVELS = {
    Fate.FAILED: logging.ERROR,
    Fate.WAITING: logging.WARNING,
    Fate.DONE: logging.INFO,
    Fate.UNCHANGED: logging.DEBUG,
    Fate.LEFT: logging.DEBUG,
}


class _OneLine(logging.Formatter):
    """A record on one line, phone numbers masked: a file's name may hold anything."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name for it
        whole = record.message.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        record.message = masked_text("".join(letter if letter.isprintable() else "\ufffd" for letter in whole), with_streets=False)
        return super().formatMessage(record)


class _Quiet(RotatingFileHandler):
    """A log that can't be written is no reason to stop: the report and the journal say all of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's names for them
        self.setLevel(logging.CRITICAL + 1)


@contextmanager
def logged(state: Path, level: str) -> Iterator[None]:
    """Write a log while a run is at work; whatever ends it is logged and goes on its way.

    Args:
        state: The folder of the journal; where it is not there, nothing is logged.
        level: What is worth a line: ``debug``, ``info``, ``warning`` or ``error``.
    """
    handler = _Quiet(state / NAME, maxBytes=_MOST_BYTES, backupCount=_FORMER, encoding="utf-8", delay=True)
    handler.setFormatter(_OneLine(_LINE))
    _LOG.addHandler(handler)
    try:
        with _Witness(level):
            yield
    finally:
        _LOG.removeHandler(handler)
        handler.close()


def log_entry(entry: Entry) -> None:
    """Log what became of a file."""
    counts = " ".join(f"{name}={count}" for name, count in entry.counts.items() if count)
    says = "; ".join(why.en for why in entry.whys)
    _LOG.log(_LEVELS[entry.fate], "%s %r [%s] %.1f s %s %s", entry.fate, entry.file, " ".join(entry.tasks), entry.seconds, counts, says)


def log_begin(run: int, at: str, version: str) -> None:
    """Log that a run begins."""
    _LOG.info("run %d begins, the shop's time %s, version %s", run, at, version)


def log_end(account: Account) -> None:
    """Log what a run came to."""
    fates = ", ".join(f"{fate.value} {count}" for fate, count in account.fates.items())
    _LOG.info("run %d ends with exit code %d: %s; not come to: %d", account.run, account.code, fates, len(account.undone))


def log_mail(said: Label, *, is_sent: bool) -> Label:
    """Log what became of the mail; returns what is said of it."""
    _LOG.log(logging.INFO if is_sent else logging.WARNING, "%s", said.en)
    return said


class _Witness:
    """Sees an error pass. Of one that is not ours only the class and the places are told: its text may quote cells."""

    def __init__(self, level: str) -> None:
        self._level = level

    def __enter__(self) -> None:
        _LOG.setLevel(self._level.upper())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, ShopbookError):
            _LOG.error("%s: %s", type(error).__name__, error)
        elif isinstance(error, OSError):
            _LOG.error("%s: %s", type(error).__name__, reason(error))
        elif error is not None:
            places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(trace)))
            _LOG.critical("%s at %s", type(error).__name__, places)
