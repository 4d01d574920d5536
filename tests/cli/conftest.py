"""What tests of the command line share."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.run import shop


@pytest.fixture
def workbook(sample_shop: Path, tmp_path: Path) -> Path:
    """A copy of the sample shop's workbook."""
    return shop.copied(sample_shop, tmp_path)


@pytest.fixture
def shopbook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal."""
    return Terminal(monkeypatch, capsys)
