import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from shopbook.errors import UnwritableFileError, WorkbookInUseError
from shopbook.host.holding import alone, open_elsewhere, require_closed
from shopbook.labels import Lang

COUNT = """
import json, sys
from pathlib import Path
from shopbook.host.holding import alone

counter = Path(sys.argv[1])
for _ in range(25):
    with alone(counter):
        now = json.loads(counter.read_text())
        counter.write_text(json.dumps(now + 1))
"""

DIE = """
import os, sys
from pathlib import Path
from shopbook.host.holding import alone

with alone(Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "订单.xlsx"
    book.write_bytes(b"x")
    return book


def excel_owner(name: str, encoding: str) -> bytes:
    narrow = name.encode(encoding)
    return bytes([len(narrow)]) + narrow.ljust(54) + len(name).to_bytes(2, "little") + name.ljust(54).encode("utf-16-le")


def test_nobody_has_a_workbook_open_that_has_no_owner_file(book: Path) -> None:
    assert open_elsewhere(book) is None
    require_closed(book)


@pytest.mark.parametrize("mark", ["~$", ".~"])
def test_the_person_named_in_the_owner_file_of_excel_or_wps_is_said(book: Path, mark: str) -> None:
    book.with_name(mark + book.name).write_bytes(excel_owner("王小丽", "gb18030"))

    assert open_elsewhere(book) == "王小丽"


def test_an_owner_file_with_the_short_name_only_is_read_too(book: Path) -> None:
    book.with_name("~$" + book.name).write_bytes(b"\x04Lily" + b" " * 50)

    assert open_elsewhere(book) == "Lily"


def test_the_person_named_in_the_lock_of_libreoffice_is_said(book: Path) -> None:
    book.with_name(f".~lock.{book.name}#").write_text(",lily,desk-3,01.03.2026 09:30,file:///home/lily;", encoding="utf-8")

    assert open_elsewhere(book) == "lily"


@pytest.mark.parametrize("content", [b"", b"\xff", b"\x05ab", b"\0" * 165])
def test_an_owner_file_without_a_name_still_says_that_somebody_has_it_open(book: Path, content: bytes) -> None:
    book.with_name("~$" + book.name).write_bytes(content)

    with pytest.raises(WorkbookInUseError) as caught:
        require_closed(book)

    assert open_elsewhere(book) is not None
    assert "正打开着这个工作簿" in caught.value.sentence(Lang.ZH)


def test_the_sentence_names_the_person(book: Path) -> None:
    book.with_name("~$" + book.name).write_bytes(excel_owner("王小丽", "gb18030"))

    with pytest.raises(WorkbookInUseError) as caught:
        require_closed(book)

    assert caught.value.sentence(Lang.ZH) == "订单.xlsx：王小丽 正打开着这个工作簿，没有写入。请关闭后再试"


def test_a_second_run_is_told_which_one_is_at_work_and_where(book: Path) -> None:
    with alone(book), pytest.raises(WorkbookInUseError) as caught, alone(book, patience_s=0.05):
        pass

    assert socket.gethostname() in str(caught.value)
    assert "last sign of life 20" in str(caught.value)


def test_the_lock_is_gone_when_the_work_is_done_even_if_it_failed(book: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(book):
        raise ZeroDivisionError

    assert [path.name for path in book.parent.iterdir()] == ["订单.xlsx"]


def test_a_link_and_the_file_it_leads_to_are_one_workbook(book: Path) -> None:
    link = book.with_name("link.xlsx")
    link.symlink_to(book.name)

    with alone(book), pytest.raises(WorkbookInUseError), alone(link, patience_s=0.05):
        pass


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError), alone(tmp_path / "nowhere" / "a.xlsx", patience_s=0.05):
        pass


def test_two_runs_that_count_in_one_file_lose_nothing(tmp_path: Path) -> None:
    counter = tmp_path / "count.json"
    counter.write_text("0")

    runs = [subprocess.Popen([sys.executable, "-c", COUNT, str(counter)]) for _ in range(2)]
    codes = [run.wait(timeout=60) for run in runs]

    assert codes == [0, 0]
    assert json.loads(counter.read_text()) == 50


def left_lock(book: Path, content: bytes, *, age_s: float) -> Path:
    """A lock that nobody refreshes."""
    lock = book.with_name(f".~{book.name}.shopbook.lock")
    lock.write_bytes(content)
    moment = time.time() - age_s
    os.utime(lock, (moment, moment))
    return lock


def elsewhere(lease_s: float) -> bytes:
    """The lock of a run on another machine."""
    return f"filelock/2\npid=42\nhost=desk-3\nmode=lease\ntoken={'0f' * 16}\nduration={lease_s}\nstart=7\n".encode()


@pytest.mark.parametrize("age_s", [1000, -1000], ids=["by an old time", "by a time to come"])
def test_the_lock_of_another_machine_is_taken_over_when_it_gives_no_sign_of_life(book: Path, age_s: float) -> None:
    lock = left_lock(book, elsewhere(0.5), age_s=age_s)

    with alone(book, patience_s=0, lease_s=0.5):
        assert b"desk-3" not in lock.read_bytes()

    assert not lock.exists()


def test_a_lock_that_was_refreshed_just_now_is_respected_on_whatever_machine(book: Path) -> None:
    left_lock(book, elsewhere(90.0), age_s=5)

    with pytest.raises(WorkbookInUseError, match=r"machine desk-3, process 42") as caught, alone(book, patience_s=0):
        pass

    assert "2 分钟后再运行就会接手" in caught.value.sentence(Lang.ZH)


def test_a_lock_that_looks_old_and_is_refreshed_while_it_is_watched_is_respected(book: Path) -> None:
    with alone(book, lease_s=0.6) as hold:
        os.utime(book.with_name(f".~{book.name}.shopbook.lock"), (1, 1))  # as a clock that is wrong makes it look
        with pytest.raises(WorkbookInUseError), alone(book, patience_s=0, lease_s=0.6):
            pass
        assert not hold.is_lost


def test_a_run_of_another_release_with_another_patience_is_respected(book: Path) -> None:
    left_lock(book, elsewhere(33.0), age_s=5)

    with pytest.raises(WorkbookInUseError), alone(book, patience_s=1):
        pass


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"42\n"], ids=["empty", "rubbish", "half"])
def test_the_lock_of_a_run_that_was_killed_before_it_wrote_it_is_taken_over(book: Path, content: bytes) -> None:
    left_lock(book, content, age_s=1000)

    with alone(book, patience_s=0):
        entered = True

    assert entered


@pytest.mark.skipif(sys.platform == "win32", reason="there whoever is at work keeps the lock open, and it can't be taken away")
def test_whoever_lost_a_workbook_to_another_run_is_told_so(book: Path) -> None:
    with alone(book, lease_s=0.3) as hold:
        book.with_name(f".~{book.name}.shopbook.lock").unlink()
        deadline = time.monotonic() + 20
        while not hold.is_lost and time.monotonic() < deadline:
            threading.Event().wait(0.05)

        assert hold.is_lost


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says of a process that it has ended and nobody took note")
def test_the_lock_of_a_killed_run_that_nobody_took_note_of_is_taken_over(book: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", DIE.replace("(Path(sys.argv[1]))", "(Path(sys.argv[1]), lease_s=0.5)"), str(book)]) as run:
        os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT)
        os.utime(book.with_name(f".~{book.name}.shopbook.lock"), (1, 1))

        with alone(book, patience_s=0, lease_s=0.5):
            entered = True

    assert entered


def test_the_lock_of_a_run_that_was_killed_does_not_hold_up_the_next(book: Path) -> None:
    subprocess.run([sys.executable, "-c", DIE, str(book)], check=False)

    with alone(book, patience_s=5):
        entered = True

    assert entered
