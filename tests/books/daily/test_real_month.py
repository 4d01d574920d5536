"""A real shop's month: the reports of its days add up to what the month is known to have."""

import csv
import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.daily.reports.reporting import daily_report
from tests.books.daily.builders import inputs, onward, with_orders
from tests.books.tables import Cells
from tests.cli.terminal import Terminal

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

ORDERS, AMOUNT = 24_087, Decimal("1902487.15")
MONTH = "tmall_orders_2020_02.csv"


def orders(path: Path) -> list[Cells]:
    """The month as lines of the order sheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file)][1:]
    return [
        {
            "order_no": number,
            "total": Decimal(total),
            "paid": Decimal(paid),
            "paid_at": dt.datetime.strptime(paid_at, "%Y/%m/%d %H:%M") if paid_at else None,
            "refund": Decimal(refund),
        }
        for number, total, paid, _, _, paid_at, refund in rows
    ]


def test_a_report_made_every_day_of_february_has_each_paid_order_once(shared: Path) -> None:
    now = with_orders(inputs(), orders(shared / "data" / MONTH))
    for day in range(31):
        now = replace(now, now=dt.datetime(2020, 2, 1, 14, 5) + dt.timedelta(days=day))
        now = onward(now, daily_report(now))
    entries, days = now.frame("reports"), now.frame("report_days")
    assert (entries["order_no"].n_unique(), entries["orders"].sum(), entries["amount"].sum()) == (ORDERS, ORDERS, AMOUNT)
    assert days["report"].to_list() == [dt.date(2020, 2, 1) + dt.timedelta(days=day) for day in range(31)]
    assert (days["orders"].sum(), days["amount"].sum()) == (ORDERS, AMOUNT)
    inside = entries.join(days.select("report", "starts", "ends"), on="report")
    assert inside.filter((pl.col("paid_at") <= pl.col("starts")) | (pl.col("paid_at") > pl.col("ends"))).is_empty()
    assert daily_report(now).changes == ()


def test_files_say_the_same_and_a_second_run_writes_nothing(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shopbook = Terminal(monkeypatch, capsys)
    for book in ("orders", "daily"):
        assert shopbook("new", book, "--lang", "zh").code == 0
    shopbook("import", str(shared / "data" / MONTH), "--into", "订单.xlsm", "--date", "2020-03-05")
    make = ("run", "daily-report", "日报.xlsm", "--in-place", "--format", "json", "--lang", "zh", "--date")
    for day in ("2020-02-10", "2020-02-20", "2020-03-02"):
        assert json.loads(shopbook(*make, day).out)["written"] != []
    said = shopbook(*make, "2020-03-02")
    told = json.loads(said.out)
    assert told["written"] == []
    figures = {"reported_orders": ORDERS, "reported_amount": float(AMOUNT), "paid_orders": ORDERS, "paid": float(AMOUNT), "gap_orders": 0}
    assert {name: told["summary"][name] for name in figures} == figures
    check = json.loads(shopbook("run", "check-daily", "日报.xlsm", "--in-place", "--date", "2020-03-02", "--format", "json").out)
    assert check["counts"] == {"error": 0, "warning": 0, "hint": 0}
