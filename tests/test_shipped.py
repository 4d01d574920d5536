from pathlib import Path

import pytest

from shopbook import shipped
from shopbook.errors import UnreadableFileError
from shopbook.shipped import Shipped, shipped_folder


@pytest.mark.parametrize("which", list(Shipped))
def test_in_a_checkout_a_folder_lies_at_the_top(root: Path, which: Shipped) -> None:
    assert shipped_folder(which) == root / which


@pytest.mark.parametrize("which", list(Shipped))
def test_in_an_installed_wheel_a_folder_lies_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: Shipped) -> None:
    inside = tmp_path / "lib" / "shopbook" / "_shipped" / which
    beside = tmp_path / which
    inside.mkdir(parents=True)
    beside.mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "lib" / "shopbook")
    assert shipped_folder(which) == inside


def test_an_incomplete_installation_is_said_by_the_folders_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "lib" / "shopbook")
    with pytest.raises(UnreadableFileError, match="macros: shopbook is not completely installed"):
        shipped_folder(Shipped.MACROS)
