"""A shop's folder worked through: what is found, in which order it is done, what is skipped, what is said."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.running import FolderInUseError, Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances
from tests.run import shop

NOW = dt.datetime(2026, 6, 18, 14)
QUIET = ShopSettings(settle_s=0)

Run = Callable[..., Account]


def batch(folder: Path, *tasks: str, workers: int = 0, settings: ShopSettings = QUIET, now: dt.datetime = NOW) -> Account:
    """A run over a folder, in this very process unless asked otherwise."""
    given = Circumstances(now=now, who="tester")
    return run_batch(Wish(folder, given, settings, tasks), processes(workers, memory_mb=0))


def entry(account: Account, file: str) -> Entry:
    """What became of a file that was visited once."""
    return next(each for each in account.entries if each.file == file)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but those of the run itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".shopbook" not in path.parts and "运行报告" not in path.name)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def folder(workbook: Path) -> Path:
    """A shop's folder with one order workbook."""
    return workbook.parent


def test_a_workbook_is_found_whatever_it_is_called(folder: Path, workbook: Path) -> None:
    workbook.rename(folder / "六月 最终版(2).xlsm")
    account = batch(folder, "check-orders")
    assert [(each.file, each.fate, each.tasks) for each in account.entries] == [("六月 最终版(2).xlsm", Fate.DONE, ("check-orders",))]


def test_a_second_run_does_nothing_and_says_the_same(folder: Path) -> None:
    first = batch(folder)
    before = contents(folder)
    second = batch(folder)
    assert {each.fate for each in second.entries} == {Fate.UNCHANGED}
    assert contents(folder) == before
    assert (second.counts, second.code) == (first.counts, first.code)


def test_findings_of_an_unchanged_file_are_in_the_report_of_the_next_run(folder: Path) -> None:
    first, second = batch(folder, "check-orders"), batch(folder, "check-orders")
    told = json.loads(Path(second.reports[1]).read_text(encoding="utf-8"))
    assert sum(first.counts.values()) == sum(len(each["findings"]) for each in told["files"]) > 0


def test_findings_that_were_lost_are_found_again(folder: Path) -> None:
    batch(folder, "check-orders")
    shutil.rmtree(folder / ".shopbook" / "findings")
    assert [each.fate for each in batch(folder, "check-orders").entries] == [Fate.DONE]


def test_another_hour_is_another_run(folder: Path) -> None:
    batch(folder, "check-orders")
    later = batch(folder, "check-orders", now=NOW + dt.timedelta(hours=1))
    assert [each.fate for each in later.entries] == [Fate.DONE]


def test_an_export_beside_the_only_workbook_is_imported_once(folder: Path) -> None:
    shop.export(folder / "导出.csv")
    first = batch(folder, "import")
    assert entry(first, "导出.csv").written == (str(folder / "订单.xlsm"),)
    second = batch(folder, "import", now=NOW + dt.timedelta(days=30))
    assert entry(second, "导出.csv").fate is Fate.UNCHANGED


def test_an_export_in_an_inbox_is_imported_into_the_workbook_above(folder: Path) -> None:
    (folder / "导入").mkdir()
    shop.export(folder / "导入" / "导出.csv")
    assert entry(batch(folder, "import"), "导入/导出.csv").written == (str(folder / "订单.xlsm"),)


def test_an_export_in_an_archive_is_only_checked(folder: Path) -> None:
    (folder / "2025").mkdir()
    shop.export(folder / "2025" / "导出.csv")
    found = entry(batch(folder, "import", "check"), "2025/导出.csv")
    assert (found.tasks, found.written) == (("check",), ())
    assert "没有导入" in found.whys[0].zh


def test_an_export_beside_two_workbooks_is_only_checked(folder: Path, workbook: Path) -> None:
    shutil.copy(workbook, folder / "订单2.xlsm")
    shop.export(folder / "导出.csv")
    found = entry(batch(folder, "import", "check"), "导出.csv")
    assert found.tasks == ("check",)
    assert "2 本" in found.whys[0].zh


def test_a_broken_workbook_is_said_and_stops_no_other(folder: Path) -> None:
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 torn")
    account = batch(folder, "check-orders")
    assert entry(account, "坏的.xlsx").fate is Fate.FAILED
    assert entry(account, "订单.xlsm").fate is Fate.DONE
    assert account.code == 3


def test_an_open_workbook_is_left_for_the_next_run(folder: Path, workbook: Path) -> None:
    owner = folder / f"~${workbook.name}"
    owner.write_bytes(b"\x03Ann")
    before = workbook.read_bytes()
    account = batch(folder)
    assert [each.fate for each in account.entries] == [Fate.WAITING]
    assert "Ann" in account.entries[0].whys[0].zh
    assert (workbook.read_bytes(), account.code) == (before, 3)
    owner.unlink()
    assert [each.fate for each in batch(folder).entries] == [Fate.DONE]


def test_what_lies_aside_is_no_input(folder: Path, workbook: Path) -> None:
    for name in (".hidden.xlsx", "x.tmp", "下载.xlsx.crdownload"):
        shutil.copy(workbook, folder / name)
    (folder / "link.xlsm").symlink_to(workbook)
    shutil.copy(workbook, folder / "订单 (shopbook 20260618-140000).xlsm")
    account = batch(folder, "check-orders")
    assert {each.file: each.fate for each in account.entries} == {
        "订单.xlsm": Fate.DONE,
        "link.xlsm": Fate.LEFT,
        "订单 (shopbook 20260618-140000).xlsm": Fate.LEFT,
    }
    assert not [each for each in batch(folder, "check-orders").entries if "运行报告" in each.file]


def test_what_the_keeper_leaves_out_is_not_looked_at(folder: Path, workbook: Path) -> None:
    (folder / "财务").mkdir()
    shutil.copy(workbook, folder / "财务" / "订单.xlsm")
    settings = QUIET.model_copy(update={"ignore": ("财务/*",)})
    assert [each.file for each in batch(folder, "check-orders", settings=settings).entries] == ["订单.xlsm"]


def test_a_second_batch_on_the_folder_says_who_has_it(folder: Path) -> None:
    from shopbook.host.holding import alone  # noqa: PLC0415 - the lock that a run lays

    (folder / ".shopbook").mkdir()
    with alone(folder / ".shopbook" / "journal.jsonl"), pytest.raises(FolderInUseError, match=r"process \d+") as refused:
        batch(folder)
    assert refused.value.exit_code == 3


def test_one_process_and_two_write_the_same_bytes(folder: Path, workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for store in ("甲", "乙", "丙"):
        (folder / store).mkdir()
        shutil.copy(workbook, folder / store / "订单.xlsm")
        shop.export(folder / store / "导出.csv")
    other = tmp_path_factory.mktemp("two")
    shutil.copytree(folder, other, dirs_exist_ok=True)
    one, two = batch(folder), batch(other, workers=2)
    assert contents(folder) == contents(other)
    assert [(each.file, each.fate, each.counts) for each in one.entries] == [(each.file, each.fate, each.counts) for each in two.entries]


def test_a_run_that_was_stopped_says_what_is_left_and_the_next_goes_on(folder: Path, workbook: Path) -> None:
    from shopbook.run.batch.onlooking import Watcher  # noqa: PLC0415 - used once

    shutil.copy(workbook, folder / "第二.xlsm")
    through: list[str] = []
    watcher = Watcher(ends=through.append, stops=lambda: len(through) > 2)  # two looks, then one workbook
    wish = Wish(folder, Circumstances(now=NOW), QUIET, ("check-orders",))
    account = run_batch(wish, processes(0, memory_mb=0), watcher)
    assert ([each.file for each in account.entries], account.undone) == (["第二.xlsm"], ("订单.xlsm",))
    assert {each.file: each.fate for each in batch(folder, "check-orders").entries} == {
        "第二.xlsm": Fate.UNCHANGED,
        "订单.xlsm": Fate.DONE,
    }
