"""What others do while a folder is worked through, a disk that is full, a clock that goes back: nothing is lost, the next run completes."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.errors import ShopbookError
from shopbook.host.file import FileHost
from shopbook.labels import Label
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.shift import WORKING
from tests.run import shop, torn
from tests.run.torn import BOOK, BROKEN, LIST, NOW, batch, laid_out, others

FULL = """
import json, sys
from pathlib import Path
from tests.run.torn import BOOK, batch, laid_out, others
from shopbook.errors import ShopbookError
book, folder, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
laid_out(book, folder)
before, filler = others(folder), folder.parent / "filler"
with filler.open("wb", buffering=0) as file:
    try:
        while file.write(bytes(1024)):
            pass
    except OSError:
        pass
with filler.open("r+b") as file:
    file.truncate(max(0, filler.stat().st_size - left * 1024))
try:
    code = batch(folder).code
except (ShopbookError, OSError):
    code = 3
then, same = (folder / BOOK).read_bytes(), others(folder) == before
filler.unlink()
batch(folder)
print(json.dumps([code, same, others(folder) == before, then.hex(), (folder / BOOK).read_bytes().hex()]))
"""

needs_namespaces = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], check=False).returncode != 0,
    reason="this system lets nobody have a small disk of their own",
)


@pytest.fixture
def folder(sample_shop: Path, tmp_path: Path) -> Path:
    return laid_out(sample_shop, tmp_path / "shop")


@pytest.fixture(scope="module")
def stages(sample_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    """The workbook before, between the steps and after a run in which nothing goes wrong."""
    return torn.stages(sample_shop, tmp_path_factory.mktemp("stages") / "shop")


@pytest.fixture(scope="module")
def finished(stages: tuple[bytes, ...]) -> bytes:
    """The workbook after a run in which nothing goes wrong."""
    return stages[-1]


def meanwhile(what: Callable[[], object]) -> Watcher:
    """Somebody who does something when all files have been looked at and the work begins."""

    def begins(stage: Label, _count: int) -> None:
        if stage is WORKING:
            what()

    return Watcher(begins=begins)


def entry(account: Account, file: str) -> Entry:
    return next(each for each in account.entries if each.file == file)


def test_a_workbook_that_was_saved_meanwhile_is_left_and_done_by_the_next_run(folder: Path, tmp_path: Path) -> None:
    theirs = shop.copied(folder / BOOK, tmp_path)
    shop.cleared(theirs)
    saved = theirs.read_bytes()
    account = batch(folder, watcher=meanwhile(lambda: (folder / BOOK).write_bytes(saved)), tasks=("clear-marks",))
    assert entry(account, BOOK).fate is Fate.WAITING
    assert (folder / BOOK).read_bytes() == saved
    assert entry(batch(folder, tasks=("clear-marks",)), BOOK).fate is Fate.DONE


def test_a_list_that_was_cut_off_meanwhile_is_left_and_imported_when_it_is_whole(folder: Path, finished: bytes) -> None:
    whole = (folder / LIST).read_bytes()
    account = batch(folder, watcher=meanwhile(lambda: os.truncate(folder / LIST, 100)))
    assert entry(account, LIST).fate is Fate.WAITING
    (folder / LIST).write_bytes(whole)
    batch(folder)
    assert (folder / BOOK).read_bytes() == finished


def test_files_that_vanish_meanwhile_stop_no_other(folder: Path) -> None:
    account = batch(folder, watcher=meanwhile((folder / LIST).unlink))
    assert entry(account, LIST).fate is not Fate.DONE
    assert entry(account, BOOK).fate is Fate.DONE
    assert account.code == 3


def test_a_workbook_that_became_read_only_is_told_and_done_once_it_is_not(folder: Path, finished: bytes) -> None:
    before = (folder / BOOK).read_bytes()
    account = batch(folder, watcher=meanwhile(lambda: (folder / BOOK).chmod(0o444)))
    assert {entry(account, file).fate for file in (BOOK, LIST)} == {Fate.FAILED}
    assert "只读" in entry(account, BOOK).whys[0].zh
    assert (folder / BOOK).read_bytes() == before
    (folder / BOOK).chmod(0o644)
    batch(folder)
    assert (folder / BOOK).read_bytes() == finished


def test_a_workbook_that_became_a_folder_or_a_pipe_is_told(folder: Path) -> None:
    def swapped() -> None:
        (folder / BOOK).unlink()
        (folder / LIST).unlink()
        (folder / BOOK).mkdir()
        os.mkfifo(folder / LIST)

    account = batch(folder, watcher=meanwhile(swapped))
    assert {entry(account, file).fate for file in (BOOK, LIST)} <= {Fate.WAITING, Fate.FAILED}


@pytest.mark.parametrize("kept", [0, 1, 1000, 20_000])
def test_a_workbook_cut_off_after_it_was_opened_is_refused(folder: Path, kept: int) -> None:
    host = FileHost(folder / BOOK)
    os.truncate(folder / BOOK, kept)
    with pytest.raises(ShopbookError) as refused:
        [host.grid(tab) for tab in host.tabs()]
    assert refused.value.exit_code == 3


def test_what_a_killed_run_left_anywhere_in_the_folder_is_put_away(folder: Path) -> None:
    (folder / "门店").mkdir()
    for path in (folder / ".shopbook-abcdefgh.tmp", folder / "门店" / ".shopbook-0123456789-42-abcdefgh.tmp"):
        path.touch()
        os.utime(path, (1_700_000_000, 1_700_000_000))
    batch(folder)
    assert list(folder.rglob("*.tmp")) == []


def test_a_clock_that_goes_back_does_no_harm(folder: Path, finished: bytes) -> None:
    batch(folder)
    before = batch(folder, now=NOW - dt.timedelta(days=400))
    assert entry(before, LIST).fate is Fate.UNCHANGED
    assert (folder / BOOK).read_bytes() == finished
    again = batch(folder)
    assert again.run == before.run + 1
    assert (folder / BOOK).read_bytes() == finished


def test_a_file_from_the_future_is_taken_all_the_same(folder: Path, finished: bytes) -> None:
    for name in (BOOK, LIST):
        os.utime(folder / name, (4_000_000_000, 4_000_000_000))
    batch(folder)
    assert (folder / BOOK).read_bytes() == finished


def test_a_journal_of_rubbish_costs_work_and_nothing_else(folder: Path, finished: bytes) -> None:
    batch(folder)
    (folder / ".shopbook" / "journal.jsonl").write_bytes(b'\x00\xff{"t":"record"}\n[]\n{"t":7,"file":null}\n{"t":"look"' + b"\x80" * 300)
    account = batch(folder)
    assert entry(account, BROKEN).fate is Fate.FAILED
    assert (folder / BOOK).read_bytes() == finished


@needs_namespaces
@pytest.mark.slow
@pytest.mark.parametrize("left", [0, pytest.param(8, marks=pytest.mark.soak), 64, pytest.param(200, marks=pytest.mark.soak)])
def test_a_full_disk_leaves_the_workbook_and_the_next_run_completes(
    sample_shop: Path, tmp_path: Path, root: Path, stages: tuple[bytes, ...], left: int
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=3m tmpfs "{disk}" && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", mount, "sh", sys.executable, "-c", FULL, str(sample_shop), str(disk / "shop"), str(left)]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": f"{root}/src:{root}"}
    )
    code, others_same, others_same_later, then, content = json.loads(done.stdout)
    assert (code, others_same, others_same_later) == (3, True, True)
    assert bytes.fromhex(then) in stages
    assert bytes.fromhex(content) == stages[-1]


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("setpriv") is None, reason="setpriv, which takes rights away, is not installed")
def test_a_folder_that_may_not_be_written_is_told_and_left(folder: Path) -> None:
    before = {**others(folder), BOOK: (folder / BOOK).read_bytes()}
    folder.chmod(0o555)
    as_others = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*as_others, sys.executable, "-m", "shopbook", "batch", str(folder), "--workers", "0", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    assert done.returncode == 3
    assert "does not allow writing" in done.stderr or "can't be written here" in done.stderr
    assert {**others(folder), BOOK: (folder / BOOK).read_bytes()} == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(before)
