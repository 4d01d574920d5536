"""The sample shop: what is wrong in it is found where it was put, and nothing else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.books.daily.book import DAILY_BOOK
from shopbook.labels import Lang
from shopbook.run.demo import NOW, SampleShop
from shopbook.run.demo.answers import planted
from shopbook.run.demo.month import Platform
from shopbook.run.demo.running import _make
from shopbook.run.files import run_on_file
from shopbook.run.importing import Wanted, import_file
from shopbook.run.runner import Circumstances
from shopbook.sheet.importers import Policy
from tests.demo import Demo

GIVEN = Circumstances(now=NOW)
LOOK = Circumstances(now=NOW, write=False)
DESKS = {
    "orders": ("orders", "check-orders"),
    "counts": ("stock", "collect-counts"),
    "stock": ("stock", "check-stock"),
    "figures": ("daily", "check-figures"),
    "daily": ("daily", "check-daily"),
    "forms": ("appraisal", "collect-forms"),
    "appraisal": ("appraisal", "check-appraisal"),
}
"""Where a fault may be planted -> the workbook and the task that finds it there; beside these, the import of a platform's export."""


@pytest.fixture(scope="module")
def shop(sample: Callable[[Lang], Demo]) -> Path:
    """The folder of a sample shop whose day has been run; not to be changed."""
    return sample(Lang.ZH).folder


@pytest.fixture(scope="module")
def small(small_sample: Callable[[Lang], Demo]) -> Path:
    """The same with no orders but those of the examples."""
    return small_sample(Lang.ZH).folder


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Where, which row, which rule, of everything that the sample shop's checks find."""
    sample_shop = SampleShop(folder, Lang.ZH)
    reports = {at: run_on_file(sample_shop.workbook(book), task, LOOK) for at, (book, task) in DESKS.items()}
    for platform in Platform:
        export = sample_shop.exports / f"{platform}_orders.csv"
        reports[platform] = import_file(Wanted(export, sample_shop.workbook("orders"), policy=Policy.SKIP_BAD), LOOK)
    rows = [(at, row) for at, report in reports.items() for row in report.findings.select("key", "column", "code").rows()]
    return sorted((str(at), key or paper(column), code) for at, (key, column, code) in rows)


def paper(name: str) -> str:
    """The number and the name of a paper, without what its file is called in one language only."""
    return " ".join(Path(name).stem.split()[:2])


def test_the_sample_shop_may_be_made_in_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    _make(tmp_path / "new" / "shop")
    assert (tmp_path / "new" / "shop").is_dir()


def test_what_was_planted_in_the_sample_shop_is_found_and_nothing_else(shop: Path) -> None:
    assert found(shop) == sorted((each.at, each.key, each.code) for each in planted())


@pytest.mark.parametrize("lang", Lang)
def test_the_page_of_answers_tells_every_planted_fault(small_sample: Callable[[Lang], Demo], lang: Lang) -> None:
    page = SampleShop(small_sample(lang).folder, lang).answers.read_text(encoding="utf-8")
    assert [each for each in planted() if f"| {each.key} | {each.what[lang]} | `{each.code}` |" not in page] == []
    assert page.count("\n| ") == len(planted()) + page.count("\n## ")


@pytest.mark.slow
def test_the_sample_shop_has_the_same_bytes_wherever_it_is_made(small: Path, tmp_path: Path) -> None:
    surroundings = {"TZ": "America/Caracas", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SHOPBOOK_LANG": "zh", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "shopbook", "demo", small.name, "--orders", "10"]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **surroundings}, capture_output=True, check=True)

    def whole(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}

    assert whole(tmp_path / small.name) == whole(small)


def test_a_month_of_three_platforms_is_in_the_order_workbook(shop: Path) -> None:
    orders = shopbook.load(shop / "订单.xlsm")["orders"].unique("order_no")
    assert set(orders["platform"]) == {"抖店", "淘宝天猫", "拼多多"}
    assert orders.height > 9_000
    assert orders.filter(pl.col("paid_at") < NOW)["paid_at"].dt.date().n_unique() == 32


def test_what_was_shipped_in_the_sample_shop_since_its_opening_is_in_the_ledger(small: Path) -> None:
    ledger = shopbook.load(small / "库存.xlsm")["ledger"]
    held = ledger.filter(pl.col("kind") == "sale", pl.col("ref").str.contains(r"^6920|^2900|-9900"))
    # Of the orders in the examples 19 pieces of Douyin's, 5 of Taobao's, 3 of Pinduoduo's.
    assert held["qty"].sum() == -27


def test_the_stocktake_of_the_sample_shop_is_half_done(shop: Path) -> None:
    stock = shopbook.load(shop / "库存.xlsm")
    differences = {(row["sku"], row["location"]): row["difference"] for row in stock["differences"].iter_rows(named=True)}
    # One T-shirt is missing, six bags, two toys too many, and a hat that lay behind the shelf.
    assert differences == {("TS-001-S", "A-01"): -1, ("BAG-01", "B-02"): -6, ("TOY-12", "B-02"): 2, ("HAT-09", "B-02"): 1}
    assert stock["count_plans"].filter(state="counting")["plan_no"].to_list() == ["PD-2026-06-M"]


def test_what_a_counter_wrote_that_is_no_number_is_said_and_not_taken(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "shop")
    report = run_on_file(tmp_path / "shop" / "库存.xlsm", "collect-counts", GIVEN)
    assert set(report.findings.filter(severity="error").select("code", "value").rows()) == {
        ("papers.same-person", ""),
        ("papers.bad-cell", "两箱"),
    }


def test_each_paid_order_of_the_sample_shop_stands_in_one_daily_report(shop: Path) -> None:
    daily, orders = shopbook.load(shop / "日报.xlsm"), shopbook.load(shop / "订单.xlsm")["orders"]
    # What is paid in the future is in none yet.
    paid = orders.filter(pl.col("paid_at").is_not_null() | (pl.col("paid") > 0)).unique("order_no")
    due = paid.filter(pl.col("paid_at").is_null() | (pl.col("paid_at") < NOW))
    counted = daily["reports"].group_by("order_no").agg(pl.col("orders").sum())
    assert set(counted.filter(pl.col("orders") > 0).rows()) == {(order_no, 1) for order_no in due["order_no"]}
    assert daily["report_days"].tail(1).select("gap_orders", "gap_amount").row(0) == (0, 0)


def test_the_sample_shop_has_signed_reports_and_one_of_the_day(shop: Path) -> None:
    daily = shopbook.load(shop / "日报.xlsm")
    states = {f"{row['report']:%m-%d}": row["state"] for row in daily["handovers"].iter_rows(named=True)}
    # Four weeks from 18 May, and the day after, are signed by all; then come parcels with a fault.
    assert [state for day, state in states.items() if day <= "06-15"] == ["locked"] * 29
    assert {day: state for day, state in states.items() if day > "06-15"} == {"06-16": "keeper", "06-17": "manager", "06-18": "keeper"}


def test_the_appraisal_of_the_sample_shop_is_nearly_done(small: Path) -> None:
    appraisal = shopbook.load(small / "考核.xlsm")
    steps = dict(appraisal["composites"].select("name", "step").rows())
    assert set(steps) == {"周敏", "林晓", "何静", "李敏", "陈强", "许晴"}
    assert (steps["林晓"], steps["何静"], steps["李敏"], steps["许晴"]) == ("archived", "confirm", "talk", "self")
    assert appraisal["composites"].filter(name="何静").select("final", "score").row(0) == (Decimal(96), Decimal(96))


def test_the_sample_shop_has_papers_to_print(small: Path) -> None:
    made = {folder.name: sorted(each.name[:3] for each in folder.iterdir()) for folder in small.iterdir() if folder.is_dir()}
    assert made["单据"] == ["出库单", "快递交", "拣货单"]
    assert made["日报表"] == ["日报表"]
    assert made["评分卡"] == ["评分卡"] * 6


def test_every_chart_of_the_sample_shop_has_something_to_draw(shop: Path) -> None:
    daily = shopbook.load(shop / "日报.xlsm")
    drawn = {chart.sheet: daily[chart.sheet].drop_nulls([each.field for each in chart.series]).height for chart in DAILY_BOOK.charts}
    # 31 days, five weeks, May and June, one quarter, every hour, and the ten largest provinces with all others.
    assert drawn == {"trend_days": 31, "week_sums": 5, "month_sums": 2, "quarter_sums": 1, "hour_sums": 24, "province_sums": 11}
