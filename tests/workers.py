"""How a run's tests are shared out among its workers, and what its workers make only once between them."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # pytest-xdist is not marked as typed

TOGETHER = {
    "tests/test_wheel.py": "wheel",  # one wheel, built and installed once
    "tests/build/test_clicks.py": "desk",  # one LibreOffice at a time that is clicked through
    "tests/build/test_pictures.py": "desk",
}
"""Files whose tests go to one worker, one after another -> a name for the group.

pytest-xdist 3.8 has the mark xdist_group for it, but under pytest 9.2 that does nothing and says nothing.
"""


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # the same
    """Each worker takes the next test, or the next group."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to ask for it makes; the others wait for it. It is not to be changed.

    Args:
        folder: Where it is to be, the same for all workers of a run.
        make: Fills the empty folder.
    """
    is_whole = folder.with_name(f"{folder.name}.whole")
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if not is_whole.exists():
            folder.mkdir(parents=True)
            make(folder)
            is_whole.touch()
    return folder
