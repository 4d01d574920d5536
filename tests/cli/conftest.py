"""One sample shop for all tests of the command line; each works on a copy."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.run import shop


@pytest.fixture(scope="session")
def sample_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the sample shop after its day; not to be changed."""
    return shop.made(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def workbook(sample_shop: Path, tmp_path: Path) -> Path:
    """A copy of the sample shop's workbook."""
    return shop.copied(sample_shop, tmp_path)


@pytest.fixture
def shopbook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal."""
    return Terminal(monkeypatch, capsys)
