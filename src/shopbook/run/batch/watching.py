"""A folder that is watched: a run begins when something was saved in it and has been left alone for some seconds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

from shopbook.run.batch.discovering import lying
from shopbook.run.batch.settings import ShopSettings

_WAKE_MS = 500
"""How long somebody waits who has asked to stop."""

_LOOKS = 60
"""The first waking and each of so many later ones looks at the folder even without news: not every system tells everything, and none what
was saved before it was asked."""

_LONGEST_MS = 600_000
"""A folder in which something is saved all the time is looked at so often."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """The wish to stop, as a watcher of files asks for it."""

    stops: Callable[[], bool]

    def is_set(self) -> bool:
        return self.stops()


def each_time(shop: Path, settings: ShopSettings, stops: Callable[[], bool], *, but: str) -> Iterator[None]:
    """Say when a run is due: at once, and whenever the folder is another than before the last one.

    What a run itself writes calls for one more, which finds nothing to do.

    Args:
        shop: The folder.
        settings: What is not looked at, and how long the folder must have been left alone.
        stops: Whether somebody wants it to end.
        but: What the names of files begin with that call for no run: the report, also where it got another name.

    Raises:
        UnreadableFileError: The folder is gone.
    """
    before = None
    for _ in _wakings(shop, settings, stops):
        now = lying(shop, settings, but=but)
        if now != before:
            before = now
            yield


def _wakings(shop: Path, settings: ShopSettings, stops: Callable[[], bool]) -> Iterator[None]:
    """At once, when files were saved and then left alone, and now and then."""
    yield
    quiet = 0
    for changes in watch(
        shop,
        debounce=_LONGEST_MS,
        step=round(settings.watch.quiet_s * 1000),
        rust_timeout=_WAKE_MS,
        yield_on_timeout=True,
        stop_event=_Wish(stops),
        raise_interrupt=False,
        force_polling=settings.watch.poll or None,
        ignore_permission_denied=True,
    ):
        quiet = 0 if changes else quiet + 1
        if changes or quiet % _LOOKS == 1:
            yield
