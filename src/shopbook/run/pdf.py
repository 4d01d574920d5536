"""PDF files of papers by LibreOffice, where it is installed: in bounded time, with a profile of its own, over nothing that is there."""

import datetime as dt
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from shopbook.errors import UnwritableFileError
from shopbook.host.replace import replace_file
from shopbook.labels import Label
from shopbook.run.machine import LIBREOFFICE, MAC, Machine

PDF = ".pdf"
STARTING_SECONDS, SECONDS_A_PAPER = 60, 120
"""How long LibreOffice may take to start for the first time, and for one file: a thousand slips take 70 seconds on two cores."""

_INSIDE_APP = "Contents/MacOS/soffice"
_BEGINNING = b"%PDF-"
_NONE = Label(
    zh="这台电脑没有安装 LibreOffice，没有生成 PDF；请直接打印生成的 xlsx 文件，或安装 LibreOffice 后再试",
    en="LibreOffice is not installed here, so no PDF was made: print the xlsx files, or install LibreOffice and try again",
)
_LATE = Label(
    zh="LibreOffice 超过 {seconds} 秒没有做完，已经停止；没有生成 PDF，xlsx 文件完好",
    en="LibreOffice was stopped after {seconds} seconds without an end: no PDF was made, the xlsx files are whole",
)
_FAILED = Label(zh="LibreOffice 没有为 {name} 生成 PDF，xlsx 文件完好", en="LibreOffice made no PDF of {name}; the xlsx file is whole")
_BROKEN = Label(zh="LibreOffice 启动不了（{why}），没有生成 PDF", en="LibreOffice could not be started ({why}): no PDF was made")
_THERE = Label(zh="{name} 已经存在，没有改动", en="{name} is there already and was left as it is")
_UNWRITTEN = Label(zh="{name} 没有写成：{why}", en="{name} was not written: {why}")


@dataclass(frozen=True, slots=True)
class Pdfs:
    """What came of it: the files made, and sentences about those that were not."""

    made: tuple[str, ...] = ()
    notes: tuple[Label, ...] = ()


def make_pdfs(papers: Sequence[Path], *, now: dt.datetime, machine: Machine | None = None, seconds: float | None = None) -> Pdfs:
    """Make a PDF beside each paper. What goes wrong becomes a sentence, for the papers themselves are there already.

    Args:
        papers: Workbooks.
        now: The moment.
        machine: Where LibreOffice is looked for; this computer by default.
        seconds: How long it may take in all; by the number of papers by default.
    """
    if not papers:
        return Pdfs()
    program = _program(machine or Machine())
    if program is None:
        return Pdfs(notes=(_NONE,))
    allowed = STARTING_SECONDS + SECONDS_A_PAPER * len(papers) if seconds is None else seconds
    with tempfile.TemporaryDirectory(prefix="shopbook-", ignore_cleanup_errors=True) as folder:
        stopped = _converted(program, papers, Path(folder), allowed)
        each = [_placed(paper, Path(folder) / "out" / f"{paper.stem}{PDF}", now) for paper in papers] if stopped is None else [stopped]
    return Pdfs(tuple(one for one in each if isinstance(one, str)), tuple(one for one in each if isinstance(one, Label)))


def without_pdf(papers: Iterable[Path]) -> list[Path]:
    """Those of some papers that have no PDF beside them: they may have been made by a run that was not asked for any."""
    return [paper for paper in papers if not os.path.lexists(paper.with_suffix(PDF))]


def _program(machine: Machine) -> str | None:
    place = machine.place_of(LIBREOFFICE)
    return str(Path(place) / _INSIDE_APP) if place and machine.system == MAC else place


def _converted(program: str, papers: Sequence[Path], folder: Path, seconds: float) -> Label | None:
    """Let LibreOffice convert all papers into a folder; a sentence if it could not be started or did not end."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder / "out"), *map(str, papers)]
    quiet = subprocess.DEVNULL
    try:
        # In a session of its own, so that the program which it starts in turn can be stopped with it.
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603 - no shell, our own paths
    except OSError as error:
        return _BROKEN.filled({"why": error.strerror or error})
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _stop(process)
        return _LATE.filled({"seconds": f"{seconds:g}"})
    return None


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the program with everything that it started."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _placed(paper: Path, made: Path, now: dt.datetime) -> str | Label:
    """Put a PDF beside its paper; its path, or why it is not there."""
    target = paper.with_suffix(PDF)
    if os.path.lexists(target):
        return _THERE.filled({"name": target.name})
    try:
        content = made.read_bytes()
    except OSError:
        content = b""
    if not content.startswith(_BEGINNING):
        return _FAILED.filled({"name": paper.name})
    try:
        replace_file(target, partial(_write, content), unchanged_since=None, now=now)
    except UnwritableFileError as error:
        return _UNWRITTEN.filled({"name": target.name, "why": error.why})
    return str(target)


def _write(content: bytes, out: BinaryIO) -> None:
    out.write(content)
