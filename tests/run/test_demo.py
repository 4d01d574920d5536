"""The sample shop: what is wrong in it is found where it was put, and nothing else."""

import shutil
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.labels import Lang
from shopbook.run.demo import NOW, run_demo
from shopbook.run.files import run_on_file
from shopbook.run.runner import Circumstances

GIVEN = Circumstances(now=NOW)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample shop whose day has been run."""
    folder = tmp_path_factory.mktemp("demo") / "shop"
    run_demo(folder, Lang.ZH)
    return folder


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
