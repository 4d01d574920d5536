"""What ``import shopbook`` offers."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import shopbook
from shopbook.errors import UnreadableFileError

TITLES = "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,联系手机,"
EXPORT = TITLES + "订单创建时间,订单付款时间,宝贝标题,宝贝总数量\n"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    line = "A1001,b,10.00,0.00,10.00,10.00,交易成功,王**,1380013800,2026-06-01 10:00:00,2026-06-01 10:05:00,杯子,1\n"
    path.write_text(EXPORT + line, encoding="gb18030")
    return path


def test_check_returns_a_frame_of_findings(export: Path) -> None:
    report = shopbook.check(export, now=dt.datetime(2026, 6, 18, 14))

    assert report.summary["orders"] == 1
    assert report.findings.filter(code="cell.phone")["cell"].to_list() == ["I2"]


def test_load_gives_typed_lines(export: Path) -> None:
    orders = shopbook.load(export)["orders"]

    assert orders["paid_at"].to_list() == [dt.datetime(2026, 6, 1, 10, 5)]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        shopbook.check(tmp_path / "nothing.xlsx")


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError):
        shopbook.nonsense  # type: ignore[attr-defined]  # noqa: B018 - the point


def test_importing_shopbook_is_light() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, shopbook; print('polars' in sys.modules)"], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "False"
