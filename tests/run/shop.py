"""The sample shop of the demo, and one line of an export, for tests on files."""

import datetime as dt
import shutil
from pathlib import Path

from shopbook.run.files import run_on_file
from shopbook.run.runner import Circumstances

NOW = dt.datetime(2026, 6, 18, 13, 55)
GIVEN = Circumstances(now=NOW, who="tester")

TITLES = (
    "订单编号", "买家会员名", "总金额", "买家实际支付金额", "订单状态", "收货人姓名", "收货地址", "联系手机",
    "订单创建时间", "订单付款时间",
    "宝贝标题", "宝贝总数量", "买家留言", "订单备注",
)  # fmt: skip
LINE = {
    "订单编号": "A1001", "买家会员名": "buyer", "总金额": "10.00", "买家实际支付金额": "10.00", "订单状态": "交易成功",
    "收货人姓名": "王小明",
    "收货地址": "上海市 上海市 浦东新区 世纪大道100号2楼", "联系手机": "13800138000", "订单创建时间": "2026-06-01 10:00:00",
    "订单付款时间": "2026-06-01 10:05:00", "宝贝标题": "杯子", "宝贝总数量": "1", "买家留言": "", "订单备注": "",
}  # fmt: skip


def export(path: Path, *changes: dict[str, str]) -> Path:
    """An export of Taobao's, one order a change; every order has a number of its own."""
    lines = [
        {**LINE, "订单编号": f"A{1001 + index}", "买家会员名": f"buyer{index}", **change} for index, change in enumerate(changes or ({},))
    ]
    rows = [TITLES, *(tuple(line[title] for title in TITLES) for line in lines)]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8-sig")
    return path


def copied(shop: Path, to: Path) -> Path:
    """The sample shop's workbook in another folder."""
    return Path(shutil.copy(shop, to / shop.name))


def cleared(workbook: Path) -> None:
    """Run the task that empties the marks: it always has something to write in a shop whose day was run."""
    run_on_file(workbook, "clear-marks", GIVEN, target=workbook)
