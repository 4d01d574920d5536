"""What tests of runs share."""

from pathlib import Path

import pytest

from shopbook import shipped
from shopbook.books import registry
from tests.run import cellar, shop


@pytest.fixture
def workbook(sample_shop: Path, tmp_path: Path) -> Path:
    """A copy of the sample shop's workbook."""
    return shop.copied(sample_shop, tmp_path)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program that ships the books of the cellar."""
    return cellar.ship(tmp_path_factory.mktemp("program"))


@pytest.fixture
def cellar_books(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The books of the cellar are the workbooks that there are."""
    monkeypatch.setattr(registry, "BOOKS", cellar.BOOKS)
    monkeypatch.setattr(registry, "FORMS", cellar.FORMS)
    monkeypatch.setattr(shipped, "_PACKAGE", program)
