"""Tasks on files: what is written, what is left alone, and what happens around it."""

import hashlib
import multiprocessing
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.errors import FileError, UnknownNameError, UnwritableFileError, WorkbookInUseError
from shopbook.host.file import open_workbook
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.demo import NOW
from shopbook.run.files import run_on_file
from shopbook.run.runner import NotOursError, book_of, decide, mark_of, task_of
from shopbook.sheet.plan import ColumnWrite, EditPlan
from tests.run import shop

NOBODY = 65534
TASKS = [task.code for task in ORDERS_BOOK.tasks]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_a_second_time_writes_nothing(workbook: Path, task: str) -> None:
    run_on_file(workbook, task, shop.GIVEN, target=workbook)
    before, modified = digest(workbook), workbook.stat().st_mtime_ns

    report = run_on_file(workbook, task, shop.GIVEN, target=workbook)

    assert report.written == ()
    assert (digest(workbook), workbook.stat().st_mtime_ns) == (before, modified)


@pytest.mark.parametrize("task", TASKS)
def test_without_a_target_nothing_is_written(workbook: Path, task: str) -> None:
    before = digest(workbook)

    report = run_on_file(workbook, task, shop.GIVEN)

    assert report.written == ()
    assert digest(workbook) == before
    assert names(workbook.parent) == {workbook.name}


def test_a_copy_takes_the_result_and_the_workbook_stays(workbook: Path) -> None:
    before, copy = digest(workbook), workbook.with_name("copy.xlsx")

    report = run_on_file(workbook, "clear-marks", shop.GIVEN, target=copy)

    assert report.written == (str(copy),)
    assert digest(workbook) == before != digest(copy)
    assert names(workbook.parent) == {workbook.name, "copy.xlsx"}


def test_a_read_only_file_is_left_alone(workbook: Path) -> None:
    workbook.chmod(0o444)
    before = digest(workbook)

    with pytest.raises(UnwritableFileError) as caught:
        run_on_file(workbook, "clear-marks", shop.GIVEN, target=workbook)

    assert "只读" in caught.value.sentence(Lang.ZH)
    assert digest(workbook) == before
    assert names(workbook.parent) == {workbook.name}


def test_a_read_only_file_can_be_checked(workbook: Path) -> None:
    workbook.chmod(0o444)

    assert run_on_file(workbook, "check-orders", shop.GIVEN).summary["orders"] == 405


def test_a_workbook_that_somebody_has_open_is_left_alone_and_the_person_is_named(workbook: Path) -> None:
    owner = "王姐".encode("utf-16-le")
    workbook.with_name(f"~${workbook.name}").write_bytes(b"\0" * 55 + (2).to_bytes(2, "little") + owner)
    before = digest(workbook)

    with pytest.raises(WorkbookInUseError) as caught:
        run_on_file(workbook, "clear-marks", shop.GIVEN, target=workbook)

    assert caught.value.sentence(Lang.ZH) == "订单.xlsm：王姐 正打开着这个工作簿，没有写入。请关闭后再试"
    assert digest(workbook) == before


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_folder_that_does_not_allow_writing_is_one_sentence(workbook: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = Path(shutil.copy(workbook, folder))
        there.chmod(0o444)
        before = digest(there)
        with _as_nobody(there.parent), pytest.raises(UnwritableFileError):
            run_on_file(there, "clear-marks", shop.GIVEN, target=there)
        assert digest(there) == before


@contextmanager
def _as_nobody(folder: Path) -> Iterator[None]:
    """A folder that may be read only; root, who may write into any, is somebody else meanwhile."""
    is_root = os.geteuid() == 0
    folder.chmod(0o555)
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_the_mode_of_the_file_stays(workbook: Path) -> None:
    workbook.chmod(0o664)

    run_on_file(workbook, "clear-marks", shop.GIVEN, target=workbook)

    assert stat.S_IMODE(workbook.stat().st_mode) == 0o664


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_stays_a_link_and_the_file_it_leads_to_is_changed(workbook: Path) -> None:
    link = workbook.with_name("link.xlsx")
    link.symlink_to(workbook.name)
    before = digest(workbook)

    run_on_file(link, "clear-marks", shop.GIVEN, target=link)

    assert link.is_symlink()
    assert digest(workbook) != before


def test_a_file_that_changed_meanwhile_is_not_replaced_and_the_result_lies_beside_it(workbook: Path) -> None:
    with open_workbook(workbook, target=workbook) as host:
        mark = mark_of(host)
        book = book_of(mark)
        decision = decide(host, book, task_of(book, "clear-marks"), shop.GIVEN, mark.lang)
        plan = plan_of(decision.outcome, book, Writing(decision.tables, mark.lang))
        somebody = workbook.read_bytes() + b" "
        workbook.write_bytes(somebody)

        with pytest.raises(UnwritableFileError) as caught:
            host.apply(plan, now=NOW)

    assert "改动了这个文件" in caught.value.sentence(Lang.ZH)
    assert workbook.read_bytes() == somebody
    assert names(workbook.parent) == {workbook.name, "订单 (shopbook 20260618-135500).xlsm"}


def test_a_workbook_of_somebody_else_is_never_replaced(workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的.xlsx"
    other.write_bytes(b"not ours")

    with pytest.raises(FileError, match=r"别的\.xlsx"):
        run_on_file(workbook, "clear-marks", shop.GIVEN, target=other)

    assert other.read_bytes() == b"not ours"


def test_an_export_is_no_workbook_of_ours(tmp_path: Path) -> None:
    with pytest.raises(NotOursError):
        run_on_file(shop.export(tmp_path / "a.csv"), "check-orders", shop.GIVEN)


def test_a_task_that_does_not_exist_is_answered_with_those_that_do(workbook: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        run_on_file(workbook, "nothing", shop.GIVEN)

    assert caught.value.known == tuple(TASKS)


COUNTS = 12


def count_up(path: Path, times: int) -> None:
    """Add one, many times, to the number in B1 of the sheet 商品."""
    for _ in range(times):
        with open_workbook(path, target=path) as host:
            grid = host.grid("商品")
            text = grid.text["Z"][0] if "Z" in grid.text.columns and grid.first_row == 1 else None
            host.apply(EditPlan(writes=(ColumnWrite("商品", "Z", [1], [int(text or 0) + 1]),)), now=NOW)


def test_two_runs_at_once_lose_nothing(workbook: Path) -> None:
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=count_up, args=(workbook, COUNTS)) for _ in range(2)]

    for run in runs:
        run.start()
    for run in runs:
        run.join(120)

    with open_workbook(workbook) as host:
        assert host.grid("商品").text["Z"][0] == str(2 * COUNTS)
    assert names(workbook.parent) == {workbook.name}
