import datetime as dt
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from shopbook.errors import UnwritableFileError
from shopbook.host.replace import KeptAsideError, Stamp, replace_file, require_zip
from shopbook.labels import Lang
from tests.host.faults import Outcome, needs_strace, run_with_fault, sweep

NOW = dt.datetime(2026, 3, 1, 9, 30, 5)
CHILD = """
import datetime as dt, sys
from pathlib import Path
from shopbook.errors import ShopbookError
from shopbook.host.replace import Stamp, replace_file

target = Path(sys.argv[1])

def write(file):
    for _ in range(8):
        file.write(b"NEW!" * 4096)
        file.flush()

try:
    replace_file(target, write, unchanged_since=Stamp.of(target), now=dt.datetime(2026, 3, 1, 9, 30, 5))
except ShopbookError as error:
    sys.exit("REFUSED " + str(error))
print("SAVED", flush=True)
"""
OLD = b"old" * 1000
NEW = b"NEW!" * 4096 * 8


def put(content: bytes) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    target = folder / "订单.xlsx"
    target.write_bytes(OLD)
    return target


def child(target: Path) -> list[str]:
    return [sys.executable, "-c", CHILD, str(target)]


def names(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_the_file_has_the_new_content_and_nothing_lies_beside_it(target: Path) -> None:
    replace_file(target, put(b"new"), unchanged_since=Stamp.of(target), now=NOW)

    assert target.read_bytes() == b"new"
    assert names(target) == ["订单.xlsx"]


def test_a_file_that_is_not_there_yet_is_made_as_any_program_would(target: Path) -> None:
    fresh = target.with_name("新.xlsx")
    mask = os.umask(0o022)
    os.umask(mask)

    replace_file(fresh, put(b"new"), unchanged_since=None, now=NOW)

    assert fresh.read_bytes() == b"new"
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o666 & ~mask


def test_the_mode_stays(target: Path) -> None:
    target.chmod(0o664)

    replace_file(target, put(b"new"), unchanged_since=None, now=NOW)

    assert stat.S_IMODE(target.stat().st_mode) == 0o664


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes are Linux's")
def test_extended_attributes_stay(target: Path) -> None:
    try:
        os.setxattr(target, "user.shop", b"3")
    except OSError:
        pytest.skip("this file system keeps no attributes")

    replace_file(target, put(b"new"), unchanged_since=None, now=NOW)

    assert os.getxattr(target, "user.shop") == b"3"


def test_a_link_stays_and_the_file_it_leads_to_is_replaced(target: Path) -> None:
    link = target.with_name("link.xlsx")
    link.symlink_to(target.name)

    replace_file(link, put(b"new"), unchanged_since=Stamp.of(link), now=NOW)

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_file_changed_since_it_was_read_is_left_and_the_result_kept_beside_it(target: Path) -> None:
    read = Stamp.of(target)
    target.write_bytes(b"somebody else's work")

    with pytest.raises(KeptAsideError) as caught:
        replace_file(target, put(b"new"), unchanged_since=read, now=NOW)

    assert target.read_bytes() == b"somebody else's work"
    assert caught.value.kept == target.with_name("订单 (shopbook 20260301-093005).xlsx")
    assert caught.value.kept.read_bytes() == b"new"
    assert "订单 (shopbook 20260301-093005).xlsx" in caught.value.sentence(Lang.ZH)
    assert len(names(target)) == 2


def test_a_second_result_of_the_same_second_does_not_replace_the_first(target: Path) -> None:
    read = Stamp.of(target)
    target.write_bytes(b"changed")
    kept = []
    for content in (b"first", b"second"):
        with pytest.raises(KeptAsideError) as caught:
            replace_file(target, put(content), unchanged_since=read, now=NOW)
        kept.append(caught.value.kept)

    assert [path.read_bytes() for path in kept] == [b"first", b"second"]


def test_a_file_that_is_gone_counts_as_changed(target: Path) -> None:
    read = Stamp.of(target)
    target.unlink()

    with pytest.raises(KeptAsideError):
        replace_file(target, put(b"new"), unchanged_since=read, now=NOW)

    assert not target.exists()


def test_a_stamp_with_content_does_not_mind_a_newer_time_but_any_other_byte(target: Path) -> None:
    read = Stamp.of(target, with_content=True)
    os.utime(target, ns=(1, 1))
    is_same_after_touch = read.still_fits(target)
    target.write_bytes(OLD[:-1] + b"!")
    os.utime(target, ns=(1, 1))

    assert is_same_after_touch
    assert not read.still_fits(target)


def test_a_stamp_without_content_minds_a_newer_time(target: Path) -> None:
    read = Stamp.of(target)
    os.utime(target, ns=(1, 1))

    assert not read.still_fits(target)


def test_a_writer_that_fails_leaves_the_file_and_nothing_beside_it(target: Path) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(target, fail, unchanged_since=None, now=NOW)

    assert target.read_bytes() == OLD
    assert names(target) == ["订单.xlsx"]


def test_a_result_that_is_no_zip_never_takes_the_name(target: Path) -> None:
    with pytest.raises(UnwritableFileError, match="read back"):
        replace_file(target, put(b"PK no zip"), unchanged_since=None, now=NOW, verify=require_zip)

    assert target.read_bytes() == OLD
    assert names(target) == ["订单.xlsx"]


def test_a_result_whose_members_are_damaged_never_takes_the_name(target: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.zip"
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("a.xml", "<a/>")
    broken = book.read_bytes().replace(b"PK\3\4", b"PK\0\0", 1)

    with pytest.raises(UnwritableFileError, match="read back"):
        replace_file(target, put(broken), unchanged_since=None, now=NOW, verify=require_zip)
    replace_file(target, put(book.read_bytes()), unchanged_since=None, now=NOW, verify=require_zip)

    assert target.read_bytes() == book.read_bytes()


def test_a_read_only_file_is_refused_even_for_an_administrator(target: Path) -> None:
    target.chmod(0o444)

    with pytest.raises(UnwritableFileError) as caught:
        replace_file(target, put(b"new"), unchanged_since=None, now=NOW)

    assert "只读" in caught.value.sentence(Lang.ZH)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_ordinary_file_is_refused(target: Path, make: Callable[[Path], None]) -> None:
    odd = target.with_name("odd.xlsx")
    make(odd)

    with pytest.raises(UnwritableFileError, match="no ordinary file"):
        replace_file(odd, put(b"new"), unchanged_since=None, now=NOW)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError):
        replace_file(tmp_path / "nowhere" / "a.xlsx", put(b"new"), unchanged_since=None, now=NOW)


@needs_strace
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "kill"])
@pytest.mark.parametrize("call", ["write", "sync", "rename"])
def test_whatever_call_fails_the_old_file_or_the_new_one_is_there_whole(target: Path, call: str, fault: str) -> None:
    def make() -> list[str]:
        for path in target.parent.iterdir():
            path.unlink()
        target.write_bytes(OLD)
        return child(target)

    def is_whole(outcome: Outcome) -> None:
        content = target.read_bytes()
        assert content in {OLD, NEW}
        if "SAVED" in outcome.said:
            assert content == NEW
        if fault == "kill":  # what it left is put away by whoever writes next
            subprocess.run(child(target), check=True, capture_output=True)
            assert target.read_bytes() == NEW
        assert names(target) == ["订单.xlsx"], outcome.said

    assert sweep(make, is_whole, call, fault, below=target.parent) >= 1


@needs_strace
def test_a_full_disk_is_said_in_so_many_words(target: Path) -> None:
    outcome = run_with_fault(child(target), "sync", "ENOSPC", when="1", below=target.parent)

    assert "disk full" in outcome.said
    assert target.read_bytes() == OLD
    assert names(target) == ["订单.xlsx"]


@needs_strace
@pytest.mark.parametrize("fault", ["EACCES", "EBUSY", "ETXTBSY"])
def test_a_target_that_stays_held_keeps_its_content_and_the_result_goes_beside_it(target: Path, fault: str) -> None:
    outcome = run_with_fault(child(target), "rename", fault, when="1..5", below=target.parent)

    assert "REFUSED" in outcome.said
    assert "another program holds the file" in outcome.said
    assert target.read_bytes() == OLD
    assert target.with_name("订单 (shopbook 20260301-093005).xlsx").read_bytes() == NEW


@needs_strace
def test_when_the_result_cannot_go_beside_it_either_nothing_is_left_behind(target: Path) -> None:
    outcome = run_with_fault(child(target), "rename", "EBUSY", when="1+", below=target.parent)

    assert "REFUSED" in outcome.said
    assert target.read_bytes() == OLD
    assert names(target) == ["订单.xlsx"]


@needs_strace
def test_a_target_that_is_let_go_in_time_is_replaced(target: Path) -> None:
    outcome = run_with_fault(child(target), "rename", "EBUSY", when="1", below=target.parent)

    assert outcome.was_hit
    assert "SAVED" in outcome.said
    assert target.read_bytes() == NEW


@needs_strace
def test_the_file_is_on_disk_before_it_takes_the_name_and_the_folder_after(target: Path, tmp_path: Path) -> None:
    trace = tmp_path / "order"
    watched = "trace=fsync,rename,renameat,renameat2"
    subprocess.run(["strace", "-f", "-y", "-qq", "-o", str(trace), "-e", watched, *child(target)], check=True)
    calls = [line.split(None, 1)[1] for line in trace.read_text().splitlines() if "shop" in line]

    assert [call.split("(")[0] for call in calls] == ["fsync", "rename", "fsync"]
