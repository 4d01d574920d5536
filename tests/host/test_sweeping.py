"""What a killed run left in a folder goes; what somebody is writing, and what is not ours, stays."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopbook.host.sweeping import beginning, is_ours, sweep

WRITER = """
import sys, tempfile
from pathlib import Path
from shopbook.host.sweeping import ENDING, beginning
tempfile.mkstemp(prefix=beginning(), suffix=ENDING, dir=sys.argv[1])
print("there", flush=True)
sys.stdin.read()
"""
DAY_S = 24 * 3600


def made(folder: Path, name: str, *, age_s: float = 0, now: float = 1_800_000_000) -> Path:
    path = folder / name
    path.write_bytes(b"half")
    os.utime(path, (now - age_s, now - age_s))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has a temporary file in the folder, and waits."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield process
        process.kill()


def test_what_another_process_is_writing_stays(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    sweep(tmp_path)

    assert [is_ours(name) for name in names(tmp_path)] == [True]
    assert writer.poll() is None


def test_what_a_killed_process_was_writing_goes(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    writer.kill()
    writer.wait()
    sweep(tmp_path)

    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says of a process that it has ended and nobody took note")
def test_what_a_process_was_writing_goes_even_if_nobody_took_note_of_its_end(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    writer.kill()
    os.waitid(os.P_PID, writer.pid, os.WEXITED | os.WNOWAIT)
    sweep(tmp_path)

    assert names(tmp_path) == []


def test_what_this_process_is_writing_stays(tmp_path: Path) -> None:
    name = f"{beginning()}abcdefgh.tmp"
    (tmp_path / name).touch()
    sweep(tmp_path)

    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", [".shopbook-0123456789-42-abcdefgh.tmp", ".shopbook-abcdefgh.tmp"])
def test_what_another_machine_was_writing_stays_for_a_day(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name, age_s=DAY_S - 60)
    sweep(tmp_path, now=1_800_000_000)
    assert path.exists()

    made(tmp_path, name, age_s=DAY_S + 60)
    sweep(tmp_path, now=1_800_000_000)
    assert not path.exists()


def test_a_file_from_the_future_stays(tmp_path: Path) -> None:
    path = made(tmp_path, ".shopbook-0123456789-42-abcdefgh.tmp", age_s=-DAY_S * 9)
    sweep(tmp_path, now=1_800_000_000)

    assert path.exists()


@pytest.mark.parametrize(
    "name",
    [
        "订单.xlsx",
        "a.tmp",
        ".shopbook",
        ".shopbook-notes.txt",
        ".shopbook-my own notes.tmp",
        ".shopbook-ABCDEFGH.tmp",
        "x.shopbook-abcdefgh.tmp",
    ],
)
def test_files_of_others_stay_however_old(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name, age_s=99 * DAY_S)
    sweep(tmp_path, now=1_800_000_000)

    assert path.read_bytes() == b"half"


def test_a_folder_of_such_a_name_stays_and_of_a_link_only_the_link_goes(tmp_path: Path) -> None:
    (tmp_path / ".shopbook-abcdefgh.tmp").mkdir()
    theirs = made(tmp_path, "订单.xlsx")
    link = tmp_path / ".shopbook-abcdefgi.tmp"
    link.symlink_to(theirs)
    sweep(tmp_path, now=4_000_000_000)

    assert names(tmp_path) == [".shopbook-abcdefgh.tmp", "订单.xlsx"]
    assert theirs.read_bytes() == b"half"


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
