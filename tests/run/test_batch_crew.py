"""Workers: what they can't do is said, and one that dies costs its own file only."""

import sys
from collections.abc import Callable, Sequence
from multiprocessing import active_children
from pathlib import Path
from typing import TypeVar

import pytest

from shopbook.run.batch.crew import Failed, at_work, processes
from tests.run import batch_work

Job = TypeVar("Job")
Result = TypeVar("Result")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills no process by a signal")


def through(work: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int, memory_mb: int = 0) -> dict[Job, Result | Failed]:
    with at_work(processes(workers, memory_mb=memory_mb), work) as crew:
        return dict(crew.through(jobs, stops=lambda: False))


@pytest.mark.parametrize("workers", [0, 2])
def test_everything_that_is_asked_for_comes_back(workers: int) -> None:
    assert through(batch_work.double, range(10), workers=workers) == {number: 2 * number for number in range(10)}


@pytest.mark.parametrize("workers", [0, 2])
def test_workers_start_when_they_are_told_to_get_ready_and_not_before(workers: int) -> None:
    before = {process.pid for process in active_children()}
    with at_work(processes(workers, memory_mb=0), batch_work.double) as crew:
        assert {process.pid for process in active_children()} == before
        crew.get_ready()
        assert len({process.pid for process in active_children()} - before) == workers
        assert dict(crew.through(range(4), stops=lambda: False)) == {0: 0, 1: 2, 2: 4, 3: 6}


@pytest.mark.parametrize("workers", [0, 1])
def test_a_fault_of_the_program_is_said_with_its_name_and_stops_no_other_file(workers: int) -> None:
    found = through(batch_work.double, [12, 13, 14], workers=workers)
    assert (found[12], found[14]) == (24, 28)
    fault = found[13]
    assert isinstance(fault, Failed)
    assert "ZeroDivisionError" in fault.fault.why.en


def test_a_file_whose_worker_died_is_tried_once_more(tmp_path: Path) -> None:
    fine, deadly = tmp_path / "fine", tmp_path / "deadly"
    assert through(batch_work.die_once, [fine, deadly], workers=2) == {fine: "fine", deadly: "the second time"}


def test_a_file_at_which_workers_die_is_reported_and_the_others_are_done(tmp_path: Path) -> None:
    jobs = [tmp_path / "deadly", *(tmp_path / str(number) / "fine" for number in range(4))]
    found = through(batch_work.die_always, jobs, workers=2)
    assert [found[job] for job in jobs[1:]] == ["fine"] * 4
    fault = found[jobs[0]]
    assert isinstance(fault, Failed)
    assert "died twice" in fault.fault.why.en


def test_a_worker_takes_no_more_memory_than_it_may() -> None:
    found = through(batch_work.fill_memory, [1, 3_000], workers=1, memory_mb=2_000)
    fault = found[3_000]
    assert found[1] == 1 << 20
    assert isinstance(fault, Failed)
    assert "limits.memory_mb" in fault.fault.why.en


def test_a_file_takes_no_more_time_than_it_may() -> None:
    found = through(batch_work.work_for_ever, [1 / 3000, 0], workers=1)
    fault = found[1 / 3000]
    assert found[0] == "through"
    assert isinstance(fault, Failed)
    assert "limits.minutes" in fault.fault.why.en
