"""From command line words to what is wanted of a shop's folder."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from shopbook.cli.asking import circumstances
from shopbook.labels import Lang
from shopbook.run.batch.crew import Hands, processes
from shopbook.run.batch.running import Wish
from shopbook.run.batch.settings import settings_of


def batch_wish(shop: Path, tasks: str | None, report: Path | None, *, date: str | None, pairs: Sequence[str] | None, lang: Lang) -> Wish:
    """What is wanted of a folder, with what its keeper decided; the shop's clock is that of the zone named there.

    The folder is named from the root, as workers elsewhere must find it.
    """
    settings = settings_of(shop)
    given = circumstances(date, pairs, lang, write=True, zone=settings.timezone)
    return Wish(shop.absolute(), given, settings, tuple(name.strip() for name in (tasks or "").split(",") if name.strip()), report)


def crew_of(wish: Wish, workers: int, scheduler: str | None) -> AbstractContextManager[Hands]:
    """Who does it: processes of this machine, or the workers of a scheduler."""
    if scheduler is None:
        return nullcontext(processes(workers, memory_mb=wish.settings.limits.memory_mb))
    from shopbook.run.batch.cluster import cluster

    return cluster(scheduler, wish.shop)
