"""The sample shop: what is wrong in it is found where it was put, and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.books.daily.book import DAILY_BOOK
from shopbook.labels import Lang
from shopbook.run.demo import NOW, _make
from shopbook.run.files import run_on_file
from shopbook.run.runner import Circumstances
from tests.demo import Demo

GIVEN = Circumstances(now=NOW)


@pytest.fixture(scope="module")
def shop(sample: Callable[[Lang], Demo]) -> Path:
    """The folder of a sample shop whose day has been run; not to be changed."""
    return sample(Lang.ZH).folder


def test_the_sample_shop_may_be_made_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    _make(tmp_path / "new" / "shop")
    assert (tmp_path / "new" / "shop").is_dir()


def test_every_fault_of_the_sample_warehouse_is_found_where_it_was_put(shop: Path) -> None:
    found = run_on_file(shop / "库存.xlsm", "check-stock", GIVEN).findings
    errors = set(found.filter(pl.col("severity") == "error", pl.col("key").str.contains("^[RC]K")).select("key", "code").rows())
    assert errors == {
        ("RK-260618-2", "receipts.cost-missing"),
        ("RK-260618-3", "documents.location-unknown"),
        ("CK-260618-1", "issues.reason-missing"),
        ("CK-260618-2", "issues.not-enough"),
    }


def test_every_shipped_order_of_the_sample_shop_is_in_the_ledger(shop: Path) -> None:
    ledger = shopbook.load(shop / "库存.xlsm")["ledger"]
    assert ledger.filter(kind="sale")["qty"].sum() == -19


def test_the_stocktake_of_the_sample_shop_is_half_done(shop: Path) -> None:
    stock = shopbook.load(shop / "库存.xlsm")
    differences = {(row["sku"], row["location"]): row["difference"] for row in stock["differences"].iter_rows(named=True)}
    # One T-shirt is missing, six bags, two toys too many, and a hat that lay behind the shelf.
    assert differences == {("TS-001-S", "A-01"): -1, ("BAG-01", "B-02"): -6, ("TOY-12", "B-02"): 2, ("HAT-09", "B-02"): 1}
    assert stock["count_plans"].filter(state="counting")["plan_no"].to_list() == ["PD-2026-06-M"]


def test_what_a_counter_wrote_that_is_no_number_is_said_and_not_taken(shop: Path, tmp_path: Path) -> None:
    shutil.copytree(shop, tmp_path / "shop")
    report = run_on_file(tmp_path / "shop" / "库存.xlsm", "collect-counts", GIVEN)
    assert set(report.findings.filter(severity="error").select("code", "value").rows()) == {
        ("papers.same-person", ""),
        ("papers.bad-cell", "两箱"),
    }


def test_each_paid_order_of_the_sample_shop_stands_in_one_daily_report(shop: Path) -> None:
    daily, orders = shopbook.load(shop / "日报.xlsm"), shopbook.load(shop / "订单.xlsm")["orders"]
    paid = orders.filter(pl.col("paid_at").is_not_null() | (pl.col("paid") > 0)).unique("order_no")
    counted = daily["reports"].group_by("order_no").agg(pl.col("orders").sum())
    assert set(counted.rows()) == {(order_no, 1) for order_no in paid["order_no"]}
    assert daily["report_days"].tail(1).select("gap_orders", "gap_amount").row(0) == (0, 0)


def test_the_sample_shop_has_signed_reports_one_of_the_day_and_one_order_carried_over(shop: Path) -> None:
    daily = shopbook.load(shop / "日报.xlsm")
    states = {f"{row['report']:%m-%d}": row["state"] for row in daily["handovers"].iter_rows(named=True)}
    # Five weeks from 11 May to 14 June, and the day after, are signed by all.
    assert [state for day, state in states.items() if day <= "06-15"] == ["locked"] * 36
    assert {day: state for day, state in states.items() if day > "06-15"} == {"06-16": "manager", "06-17": "manager", "06-18": "keeper"}
    assert daily["reports"].filter(kind="carried")["order_no"].to_list() == ["6920000004293894617"]


def test_the_sample_shop_has_papers_to_print(shop: Path) -> None:
    made = {path.parent.name: sorted(each.name[:3] for each in path.parent.iterdir()) for path in shop.glob("*/*.xlsx")}
    assert made["单据"] == ["出库单", "快递交", "拣货单"]
    assert made["日报表"] == ["日报表"]


def test_every_chart_of_the_sample_shop_has_something_to_draw(shop: Path) -> None:
    daily = shopbook.load(shop / "日报.xlsm")
    drawn = {chart.sheet: daily[chart.sheet].drop_nulls([each.field for each in chart.series]).height for chart in DAILY_BOOK.charts}
    # 31 days, six weeks, May and June, one quarter, every hour, and the ten largest provinces with all others.
    assert drawn == {"trend_days": 31, "week_sums": 6, "month_sums": 2, "quarter_sums": 1, "hour_sums": 24, "province_sums": 11}
