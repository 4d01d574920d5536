"""What a run notes for the next one, also where the power failed in between."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.errors import UnwritableFileError
from shopbook.labels import Label
from shopbook.run.batch.identifying import Look, Nature
from shopbook.run.batch.journal import FORMER, NAME, Journal
from shopbook.run.batch.records import Memory, Record, Seen, line_of, line_of_look

MEGABYTE = 1 << 20
RECORD = Record("订单.xlsm", ("check-orders",), "key", {"订单.xlsm": "abc"}, "2026-06-18 14:00", {"error": 1}, 1)
SEEN = Seen("abc", "0.1.0", Look(Nature.BROKEN, why=Label("坏了", "broken"), code=3))


def noted(folder: Path, *records: Record) -> None:
    with Journal(folder, most_bytes=MEGABYTE) as journal:
        journal.begin("2026-06-18 14:00")
        for record in records:
            journal.keep(record)


def remembered(folder: Path) -> Memory:
    with Journal(folder, most_bytes=MEGABYTE) as journal:
        return journal.memory


def test_what_was_noted_is_remembered_by_the_next_run(tmp_path: Path) -> None:
    with Journal(tmp_path, most_bytes=MEGABYTE) as journal:
        journal.begin("2026-06-18 14:00")
        journal.keep(RECORD)
        journal.keep_look("坏.xlsx", SEEN)
    memory = remembered(tmp_path)
    assert memory.records == {(RECORD.file, RECORD.tasks): RECORD}
    assert memory.looks == {"坏.xlsx": SEEN}
    assert memory.run == 2


@pytest.mark.parametrize("cut", [1, 2, 40])
def test_a_line_that_was_cut_off_counts_for_nothing_and_spoils_no_other(tmp_path: Path, cut: int) -> None:
    other = Record("库存.xlsm", ("check-stock",), "key", {}, "2026-06-18 14:00")
    noted(tmp_path, RECORD, other)
    journal = tmp_path / NAME
    journal.write_bytes(journal.read_bytes()[:-cut] if cut > 1 else journal.read_bytes() + b'{"t":"st')
    noted(tmp_path, other)
    assert set(remembered(tmp_path).records) == {(RECORD.file, RECORD.tasks), (other.file, other.tasks)}


@given(st.binary(max_size=60))
def test_no_line_stops_a_run(line: bytes) -> None:
    memory = Memory()
    memory.take(line)
    assert (memory.records, memory.looks) == ({}, {})


def test_a_journal_that_grew_begins_anew_with_what_still_counts(tmp_path: Path) -> None:
    shop = tmp_path / RECORD.file
    shop.touch()
    gone = Record("没有了.xlsm", ("check-orders",), "key", {}, "2026-06-18 14:00")
    folder = tmp_path / ".shopbook"
    noted(folder, *[RECORD] * 50, gone)
    with Journal(folder, most_bytes=1000) as journal:
        assert journal.memory.run == 2
    assert len((folder / NAME).read_bytes().splitlines()) == 3
    assert set(remembered(folder).records) == {(RECORD.file, RECORD.tasks)}
    assert (folder / FORMER).is_file()


def test_a_run_that_was_killed_while_the_journal_began_anew_loses_nothing(tmp_path: Path) -> None:
    noted(tmp_path, RECORD)
    (tmp_path / NAME).rename(tmp_path / FORMER)
    assert set(remembered(tmp_path).records) == {(RECORD.file, RECORD.tasks)}


def test_what_a_killed_run_had_not_finished_writing_is_put_away_and_nothing_else(tmp_path: Path) -> None:
    unfinished = [f"{NAME}.tmp", f"findings/{'0a' * 12}.tmp", "outbox/000000007.tmp"]
    others = [f"findings/{'0a' * 12}.jsonl", "outbox/000000007.eml", "notes.tmp", "mine/000000007.tmp"]
    for name in (*unfinished, *others):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    noted(tmp_path, RECORD)
    assert [name for name in unfinished if (tmp_path / name).exists()] == []
    assert [name for name in others if not (tmp_path / name).exists()] == []


def test_how_things_stood_is_remembered_also_when_the_journal_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / ".shopbook"
    with Journal(folder, most_bytes=MEGABYTE) as journal:
        journal.keep_standing("abc")
    assert remembered(folder).standing == "abc"
    with Journal(folder, most_bytes=1) as journal:
        assert journal.memory.standing == "abc"
    assert remembered(folder).standing == "abc"


def test_the_number_of_a_run_grows_when_the_clock_is_put_back(tmp_path: Path) -> None:
    for day in (20, 3, 11):
        with Journal(tmp_path, most_bytes=MEGABYTE) as journal:
            journal.begin(f"{dt.date(2026, 6, day)}")
    assert remembered(tmp_path).run == 4


def test_a_place_where_nothing_can_be_noted_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(UnwritableFileError, match="nothing was done"):
        Journal(tmp_path / "state", most_bytes=MEGABYTE)


def test_a_name_that_is_no_unicode_comes_back_as_it_was() -> None:
    from json import dumps  # noqa: PLC0415 - used once

    memory = Memory()
    strange = Record("\udcff.xlsm", ("check-orders",), "key", {"\udcff.xlsm": "abc"}, "2026-06-18 14:00")
    memory.take(dumps(line_of(strange)).encode())
    memory.take(dumps(line_of_look("\udcff.xlsm", SEEN)).encode())
    assert memory.records == {(strange.file, strange.tasks): strange}
    assert memory.looks == {"\udcff.xlsm": SEEN}
