"""Whatever the disk does while a task writes: the old workbook or the new one is there, whole, and "written" is only said of the new."""

import shutil
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.host import oldbooks
from tests.host.faults import Outcome, needs_strace, run_with_fault, sweep
from tests.run import shop

pytestmark = [needs_strace, pytest.mark.slow]

CHILD = """
import datetime as dt, sys
from pathlib import Path
from shopbook.errors import ShopbookError
from shopbook.run.files import run_on_file
from shopbook.run.runner import Circumstances
path = Path(sys.argv[1])
try:
    report = run_on_file(path, "clear-marks", Circumstances(now=dt.datetime(2026, 6, 18, 13, 55)), target=path)
except ShopbookError as error:
    print("REFUSED", error)
else:
    print("SAVED", *report.written)
"""


@pytest.fixture(scope="session")
def cleared(sample_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook after the task, when nothing goes wrong."""
    path = shop.copied(sample_shop, tmp_path_factory.mktemp("cleared"))
    shop.cleared(path)
    return path.read_bytes()


@pytest.mark.parametrize("fault", ["ENOSPC", "kill"])
@pytest.mark.parametrize("call", ["write", "sync", "rename"])
def test_the_old_workbook_or_the_new_one_is_there_whole(sample_shop: Path, tmp_path: Path, cleared: bytes, call: str, fault: str) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    old, target = sample_shop.read_bytes(), folder / sample_shop.name

    def make() -> list[str]:
        shutil.rmtree(folder)
        folder.mkdir()
        shutil.copy(sample_shop, target)
        return [sys.executable, "-c", CHILD, str(target)]

    def is_whole(outcome: Outcome) -> None:
        content = target.read_bytes()
        assert content in {old, cleared}
        if "SAVED" in outcome.said:
            assert content == cleared
        if "REFUSED" in outcome.said:
            assert [path.name for path in folder.iterdir() if not path.name.endswith(".lock")] == [target.name]

    assert sweep(make, is_whole, call, fault, below=folder) >= 1


READ = {"a.csv": "订单编号,金额\n1,2\n".encode(), "a.xls": oldbooks.xls(), "a.xlsb": oldbooks.xlsb(), "a.ods": oldbooks.ods()}


@pytest.mark.parametrize("name", ["订单.xlsm", *READ])
def test_a_file_that_may_no_longer_be_opened_is_one_sentence(workbook: Path, name: str) -> None:
    path = workbook.with_name(name)
    if name in READ:
        path.write_bytes(READ[name])
    content = path.read_bytes()

    for nth in count(1):
        command = [sys.executable, "-m", "shopbook", "check", str(path), "--lang", "en"]
        outcome = run_with_fault(command, "open", "EACCES", when=f"{nth}+", below=workbook.parent, at=path)
        if not outcome.was_hit:
            break
        assert outcome.code == 3
        assert outcome.said.count("\n") == 1
        assert outcome.said.startswith(f"{name}: reading this file is not permitted")
        assert path.read_bytes() == content
    assert nth > 1


def test_a_full_disk_is_said_by_the_command_and_is_exit_code_3(workbook: Path) -> None:
    before = workbook.read_bytes()
    command = [sys.executable, "-m", "shopbook", "run", "clear-marks", str(workbook), "--in-place", "--lang", "zh"]

    outcome = run_with_fault(command, "sync", "ENOSPC", when="1+", below=workbook.parent)

    assert outcome.code == 3
    assert outcome.said == "订单.xlsm：磁盘已满，没有写入，原文件没有变。请腾出空间后再试\n"
    assert workbook.read_bytes() == before
