"""A shop's folder worked through by the workers of a Dask scheduler, all of them on this machine, one of them killed."""

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from distributed import Client

from shopbook.run.batch.cluster import ClusterError, cluster
from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Account, Fate
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.runner import Circumstances

NOW = dt.datetime(2026, 6, 18, 14)
STORES = 5

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]


def wish(folder: Path) -> Wish:
    """Clear the marks of every workbook of a folder, which writes into each."""
    given = Circumstances(now=NOW, who="tester")
    return Wish(folder, given, ShopSettings(settle_s=0), ("clear-marks",))


def contents(folder: Path) -> dict[str, bytes]:
    """Every workbook of a folder."""
    return {path.name: path.read_bytes() for path in folder.glob("店*.xlsm")}


@pytest.fixture
def folder(workbook: Path, tmp_path: Path) -> Path:
    """The workbooks of several stores."""
    stores = tmp_path / "stores"
    stores.mkdir()
    for number in range(STORES):
        shutil.copy(workbook, stores / f"店{number}.xlsm")
    return stores


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, ended afterwards with all that it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port on loopback that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def machines(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with so many workers of one thread: its address, and the workers' processes."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(running("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"))
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        started = [stack.enter_context(running("dask_worker", address, *options)) for _ in range(workers)]
        with Client(address, timeout=60, set_as_default=False) as client:
            if workers:
                client.wait_for_workers(workers, timeout=60)
        yield address, started


def killing(worker: subprocess.Popen[bytes], *, after: int) -> Watcher:
    """Somebody who kills a worker when so many files are through."""
    seen: list[str] = []

    def ends(file: str) -> None:
        seen.append(file)
        if len(seen) == after:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()  # until its parent takes note, a dead process is still one that runs

    return Watcher(ends=ends)


def through(folder: Path, address: str, watcher: Watcher | None = None) -> Account:
    """A run over a folder by a scheduler's workers."""
    with cluster(address, folder) as hands:
        return run_batch(wish(folder), hands, watcher)


def test_a_worker_dies_in_mid_run_and_the_workbooks_are_those_of_one_process(folder: Path, tmp_path: Path) -> None:
    alone = Path(shutil.copytree(folder, tmp_path / "alone"))
    assert run_batch(wish(alone), processes(0, memory_mb=0)).code in {0, 1}
    untouched = contents(folder)
    with machines(2) as (address, workers):
        account = through(folder, address, killing(workers[0], after=STORES + 2))
        assert [worker.poll() for worker in workers] == [-signal.SIGKILL, None]
    assert [(entry.file, entry.fate, [why.en for why in entry.whys]) for entry in account.entries if entry.fate is not Fate.DONE] == []
    assert contents(folder) == contents(alone) != untouched


def test_who_does_not_answer_has_no_workers_or_sees_no_folder_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="dask scheduler"), cluster(f"tcp://127.0.0.1:{free_port()}", folder):
        pytest.fail("nobody is there")
    with machines(0) as (address, _), pytest.raises(ClusterError, match="dask worker"), cluster(address, folder):
        pytest.fail("nobody works there")
    with machines(1) as (address, _), pytest.raises(ClusterError, match="same path"), cluster(address, tmp_path / "elsewhere"):
        pytest.fail("the worker has no such folder")
