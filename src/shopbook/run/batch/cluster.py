"""Workers on other machines: a Dask cluster whose workers see the shop's folder at the same path."""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from shopbook.errors import FileError
from shopbook.labels import Label
from shopbook.run.batch.crew import Hands

_ANSWERS_WITHIN_S = 20

_NOT_INSTALLED = Label(
    zh="没有安装分布式组件。请运行：pip install 'shopbook[distributed]'",
    en="what many machines need is not installed: pip install 'shopbook[distributed]'",
)
_NOBODY = Label(
    zh="在 {address} 找不到调度器（{why}）。请先运行 dask scheduler，并核对地址",
    en="there is no scheduler at {address} ({why}): start one with 'dask scheduler', and check the address",
)
_NO_WORKERS = Label(
    zh="调度器 {address} 上没有工作进程。请在每台电脑上运行：dask worker {address} --nthreads 1",
    en="the scheduler {address} has no workers: run 'dask worker {address} --nthreads 1' on each machine",
)
_UNFIT = Label(
    zh="工作进程 {worker} 不能用：{why}。没有开始处理，文件都没有动",
    en="the worker {worker} can't be used: {why}. Nothing was begun, no file was touched",
)
_NO_FOLDER = Label(
    zh="它在“{shop}”看不到这个文件夹。共享文件夹要在每台电脑上挂在同一个路径",
    en="it does not see this folder at '{shop}': the share must lie at the same path on every machine",
)
_NO_PROGRAM = Label(zh="那里没有装 shopbook，或装得不全（{why}）", en="shopbook is not installed there, or not all of it ({why})")
_GONE = Label(
    zh="和调度器 {address} 断开了。做完的都已记下；调度器恢复后再运行一次，从没做完的接着做",
    en="the scheduler {address} is gone. What was finished is noted: run it again once the scheduler is back, and it goes on from there",
)
_OTHER_VERSION = Label(zh="那里是 {theirs} 版，这里是 {ours} 版", en="it has version {theirs}, and this is {ours}")


class ClusterError(FileError):
    """The cluster can't be worked with; ``why`` says what to do."""


def seen_from_here(shop: str) -> tuple[str, bool]:
    """What a worker is asked before it gets work: which version it has, and whether the shop's folder is there."""
    return version("shopbook"), Path(shop).is_dir()


@contextmanager
def cluster(address: str, shop: Path) -> Iterator[Hands]:
    """The workers of a Dask scheduler, one job for each of their threads.

    Dask begins a job again on another worker when one dies; a job so begun takes the file as it finds it.

    Args:
        address: The scheduler's, such as ``tcp://192.168.1.10:8786``.
        shop: The shop's folder, as every machine sees it.

    Raises:
        ClusterError: Dask is not installed, nobody answers, or a worker has another version or does not see the folder.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, loaded where it is asked for
    except ImportError as error:
        raise ClusterError(shop, _NOT_INSTALLED) from error
    try:
        client = Client(address, timeout=_ANSWERS_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(shop, _NOBODY.filled({"address": address, "why": type(error).__name__})) from error
    with client:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # says in its own way what is said below
        threads: Mapping[str, int] = client.nthreads()
        if not threads:
            raise ClusterError(shop, _NO_WORKERS.filled({"address": address}))
        for worker, told in client.run(seen_from_here, str(shop), on_error="return").items():
            _require_fit(worker, told, shop)
        gone = ClusterError(shop, _GONE.filled({"address": address}))
        yield Hands(
            sum(threads.values()),
            lambda: _Away(client.get_executor(pure=False), gone),
            is_local=False,
            begins_again=True,
            lost=(KilledWorker,),
        )


Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class _Away(Executor):
    """An executor whose scheduler may be gone, which is an error that ends the run."""

    def __init__(self, executor: Executor, gone: ClusterError) -> None:
        self._executor = executor
        self._gone = gone

    def submit(self, fn: Callable[Asked, Answer], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Future[Answer]:
        """Have a job done by a worker.

        Raises:
            ClusterError: The scheduler is gone.
        """
        try:
            away = self._executor.submit(fn, *args, **kwargs)
        except (OSError, RuntimeError) as error:
            raise self._gone from error
        back: Future[Answer] = Future()
        away.add_done_callback(partial(self._hand_over, back))
        return back

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the base class has it
        """Let the jobs that are out go on, or wait for them."""
        if wait and not cancel_futures:
            self._executor.shutdown(wait=True)

    def _hand_over(self, back: "Future[Answer]", away: "Future[Answer]") -> None:
        """What came back; jobs are cancelled by nobody but a client whose scheduler is gone."""
        if away.cancelled():
            back.set_exception(self._gone)
        elif (error := away.exception()) is not None:
            back.set_exception(error)
        else:
            back.set_result(away.result())


def _require_fit(worker: str, told: object, shop: Path) -> None:
    """Refuse a worker that would fail at every file.

    Raises:
        ClusterError: It has another version, or does not see the folder.
    """
    ours = version("shopbook")
    match told:
        case (str(theirs), _) if theirs != ours:
            why = _OTHER_VERSION.filled({"theirs": theirs, "ours": ours})
        case (str(), True):
            return
        case (str(), False):
            why = _NO_FOLDER.filled({"shop": shop})
        case _:
            why = _NO_PROGRAM.filled({"why": type(told).__name__})
    raise ClusterError(shop, _UNFIT.filled({"worker": worker, "why": why}))
