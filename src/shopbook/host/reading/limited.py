"""Runs ``child.py`` with limits of time and memory, and turns every bad end into one sentence."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.container import Container, Kind
from shopbook.labels import Label

_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader may take: address space, and seconds for the start, for each megabyte of the file and each password to try."""

    memory_bytes: int = 4 << 30
    start_seconds: float = 15
    seconds_per_megabyte: float = 5
    seconds_per_password: float = 1

    def seconds(self, size: int, passwords: int = 0) -> float:
        """The time for a file of so many bytes, and for so many passwords to try."""
        return self.start_seconds + self.seconds_per_megabyte * size / (1 << 20) + self.seconds_per_password * passwords


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the child found, and the file's content when it had to be decrypted."""

    report: dict[str, object]
    opened: bytes | None


DEFAULT_LIMITS = Limits()


def run_child(
    job: str, container: Container, sheets: Sequence[str] = (), limits: Limits = DEFAULT_LIMITS, passwords: Sequence[str] = ()
) -> Outcome:
    """Look into a file (``probe``) or read its cells (``cells``).

    Args:
        job: Which of the two.
        container: The file.
        sheets: The sheets to read.
        limits: How much it may take.
        passwords: What may open the file, in the order in which it is tried.

    Raises:
        UnreadableFileError: The reader crashed, took too long or too much memory, or gave up.
    """
    with tempfile.TemporaryDirectory(prefix="shopbook-") as folder:
        # The reader goes by the ending, which the user's file may have wrong.
        source = Path(folder) / f"input.{_ENDINGS.get(container.kind, 'xls')}"
        _place(container, source)
        target = Path(folder) / "report.json"
        _run(container.path, [job, str(source), str(target), *sheets], limits, passwords)
        opened = Path(f"{target}.open")
        report = json.loads(target.read_text(encoding="utf-8"))
        return Outcome(report, opened.read_bytes() if opened.exists() else None)


_ENDINGS = {Kind.XLSB: "xlsb", Kind.ODS: "ods", Kind.XLS: "xls"}


def _place(container: Container, source: Path) -> None:
    if container.body is not None:
        source.write_bytes(container.body)
        return
    try:
        source.symlink_to(container.path.resolve())
    except OSError:
        # Windows lets only some users make links.
        source.write_bytes(container.path.read_bytes())


def _run(path: Path, arguments: Sequence[str], limits: Limits, passwords: Sequence[str]) -> None:
    command = [sys.executable, "-I", "-c", _START, str(limits.memory_bytes), str(_CHILD), *arguments]
    seconds, tried = limits.seconds(Path(arguments[1]).stat().st_size, len(passwords)), json.dumps(list(passwords)).encode()
    try:
        done = subprocess.run(command, input=tried, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own script, no shell
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(path, _TOO_SLOW.filled({"seconds": round(seconds)})) from error
    if done.returncode:
        raise UnreadableFileError(path, _UNREADABLE)


# The limit is set by the child itself before anything else runs in it: code between fork and exec is unsafe where there are threads.
_START = """
import runpy, sys
limit = int(sys.argv[1])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

_TOO_SLOW = Label(
    zh="读取超过 {seconds} 秒仍未完成，已停止。请用 Excel 打开后另存为 xlsx 再试",
    en="reading took more than {seconds} seconds and was stopped; open it in Excel, save it as xlsx and try again",
)
_UNREADABLE = Label(
    zh="文件内容读不出来，可能已损坏。请用 Excel 打开后另存为 xlsx 再试",
    en="its content cannot be read, so it may be damaged; open it in Excel, save it as xlsx and try again",
)
