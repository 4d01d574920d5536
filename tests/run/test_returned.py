"""Forms that came back."""

from pathlib import Path

import pytest

from shopbook.run.files import run_on_file
from tests.run import cellar, shop

pytestmark = pytest.mark.usefixtures("cellar_books")


def test_what_came_back_is_added_up(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    cellar.workbook(tmp_path / "清点单" / "a.xlsx", cellar.SLIP, {"lines": [{"no": "A1", "qty": 3}]})
    (tmp_path / "清点单" / "b.xlsx").write_bytes(b"damaged")

    report = run_on_file(workbook, "collect", shop.GIVEN)

    assert report.summary == {"files": 2, "readable": 1, "pieces": 3, "absent": "", "copies": 0}
