from pathlib import Path

import pytest

from tests.golden import Golden


def test_a_text_that_differs_from_its_file_fails(tmp_path: Path) -> None:
    (tmp_path / "orders.txt").write_text("订单\n商品\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"orders\.txt differs"):
        Golden(tmp_path, is_update=False).check("orders.txt", "订单\n缺货\n")


def test_a_text_that_equals_its_file_passes(tmp_path: Path) -> None:
    (tmp_path / "orders.txt").write_text("订单\n商品\n", encoding="utf-8")
    Golden(tmp_path, is_update=False).check("orders.txt", "订单\n商品\n")


def test_a_text_without_a_file_fails_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is not there"):
        Golden(tmp_path, is_update=False).check("orders.txt", "订单\n")
    assert list(tmp_path.iterdir()) == []


def test_an_update_writes_the_file(tmp_path: Path) -> None:
    Golden(tmp_path / "golden", is_update=True).check("orders.txt", "订单\n")
    assert (tmp_path / "golden" / "orders.txt").read_bytes() == "订单\n".encode()
