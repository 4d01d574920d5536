"""The log of a run: what ended how, and nothing that belongs to a customer."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.labels import Label
from shopbook.run.batch import logbook
from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Entry, Fate
from shopbook.run.batch.logbook import log_begin, log_entry, logged
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances
from tests.run import shop

NOW = dt.datetime(2026, 6, 18, 14)
SECRETS = ("13912345678", "１３９１２３４５６７８", "139 1234 5678", "赵钱孙", "花木路77号")


def lines(state: Path) -> list[str]:
    return (state / logbook.NAME).read_text(encoding="utf-8").splitlines()


def batch(folder: Path, level: str) -> list[str]:
    with logged(folder / ".shopbook", level):
        run_batch(Wish(folder, Circumstances(now=NOW), ShopSettings(settle_s=0)), processes(0, memory_mb=0))
    return lines(folder / ".shopbook")


def test_a_run_says_when_it_began_what_became_of_each_file_and_how_it_ended(tmp_path: Path) -> None:
    shop.export(tmp_path / "导出.csv")
    (tmp_path / "坏的.xlsx").write_bytes(b"PK\x03\x04 torn")
    first, *files, last = batch(tmp_path, "info")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO run 1 begins, the shop's time 2026-06-18 14:00, version \S+", first)
    assert sorted(line.split(" ", 2)[2].split(" [")[0] for line in files) == ["ERROR failed '坏的.xlsx'", "INFO done '导出.csv'"]
    assert "run 1 ends with exit code 3: failed 1, waiting 0, done 1, unchanged 0, left 0" in last


def test_nothing_of_a_customer_is_in_it_at_any_level(tmp_path: Path) -> None:
    rows = [
        {"联系手机": secret, "收货人姓名": "赵钱孙", "收货地址": "上海市 浦东新区 花木路77号", "总金额": "x", "订单备注": secret}
        for secret in SECRETS
    ]
    shop.export(tmp_path / "导出 13912345678.csv", *rows)
    whole = "\n".join(batch(tmp_path, "debug"))
    assert "139****5678.csv" in whole
    assert [secret for secret in SECRETS if secret in whole] == []


def test_a_name_with_a_line_end_makes_no_line_of_its_own(tmp_path: Path) -> None:
    with logged(tmp_path, "info"):
        log_entry(Entry("x\n2026-06-18 14:00:00,000 INFO all is well\r\x1b[2J", Fate.FAILED, whys=(Label("坏\n了", "bad\nluck"),)))
    assert len(lines(tmp_path)) == 1


def test_of_an_error_that_is_not_ours_only_its_class_and_place_are_told(tmp_path: Path) -> None:
    with pytest.raises(KeyError), logged(tmp_path, "info"):
        raise KeyError(SECRETS[0])
    (line,) = lines(tmp_path)
    assert re.search(r"CRITICAL KeyError at test_batch_log\.py:\d+ < logbook\.py:\d+$", line)


def test_a_refusal_is_logged_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError), logged(tmp_path, "error"):
        raise UnreadableFileError(tmp_path / "a 13912345678.xlsx", Label("坏了", "it is broken"))
    assert lines(tmp_path)[0].endswith("ERROR UnreadableFileError: a 139****5678.xlsx: it is broken")


@pytest.mark.parametrize(("level", "count"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_the_level_says_what_is_worth_a_line(tmp_path: Path, level: str, count: int) -> None:
    with logged(tmp_path, level):
        for fate in (Fate.FAILED, Fate.WAITING, Fate.DONE, Fate.UNCHANGED):
            log_entry(Entry("a.xlsx", fate))
    assert len(lines(tmp_path)) == count


def test_the_file_rotates_and_the_oldest_lines_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "_MOST_BYTES", 1000)
    with logged(tmp_path, "info"):
        for run in range(200):
            log_begin(run, "2026-06-18 14:00", "1")
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["batch.log", *(f"batch.log.{number}" for number in range(1, 6))]
    assert max(path.stat().st_size for path in tmp_path.iterdir()) <= 1000
    assert "run 199 " in lines(tmp_path)[-1]


def no_folder(folder: Path) -> Path:
    return folder / "gone"


def a_folder_in_its_place(folder: Path) -> Path:
    (folder / logbook.NAME).mkdir()
    return folder


@pytest.mark.parametrize("spoil", [no_folder, a_folder_in_its_place])
def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, spoil: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with logged(spoil(tmp_path), "info"):
        log_begin(1, "2026-06-18 14:00", "1")
        log_begin(2, "2026-06-18 14:00", "1")
    assert capsys.readouterr().err == ""
