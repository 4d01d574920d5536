"""From what lies in a folder to the steps of a run."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.run.batch.choosing import chosen
from shopbook.run.batch.identifying import Look, Nature
from shopbook.run.batch.planning import plan_of

STOCK = Look(Nature.WORKBOOK, "stock", {"orders": "订单.xlsm"})


def test_a_workbook_reads_what_its_sources_lead_to_from_its_own_folder(tmp_path: Path) -> None:
    for place in ("甲", "乙"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "订单.xlsx").touch()
    looks = {"甲/库存.xlsm": STOCK, "乙/库存.xlsm": STOCK}

    steps = plan_of(tmp_path, looks, chosen(("refresh-stock",))).steps

    assert {step.path: step.reads for step in steps} == {"甲/库存.xlsm": ("甲/订单.xlsx",), "乙/库存.xlsm": ("乙/订单.xlsx",)}


def counted(lists: Callable[[str], object], listed: list[str]) -> Callable[[str], object]:
    """What lists a folder, noting which one."""

    def listing(place: str = ".") -> object:
        listed.append(place)
        return lists(place)

    return listing


def test_a_folder_of_many_workbooks_is_not_listed_for_each_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[str] = []
    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, counted(getattr(os, name), listed))

    plan = plan_of(tmp_path, {f"{number}.xlsm": STOCK for number in range(50)}, chosen(("refresh-stock",)))

    assert len(plan.steps) == 50
    assert 0 < len(listed) < 5  # for capitals: the name as it is, and with the other ending


def test_a_slip_that_a_workbook_made_is_no_list(tmp_path: Path) -> None:
    daily = Look(Nature.WORKBOOK, "daily", {"documents": "单据"})
    slip, export = Look(Nature.LIST, "orders"), Look(Nature.LIST, "orders")

    plan = plan_of(tmp_path, {"日报.xlsm": daily, "单据/出库单.xlsx": slip, "导出/taobao.csv": export}, chosen(("check",)))

    assert [step.path for step in plan.steps] == ["导出/taobao.csv"]
    assert [(left.path, left.is_fault) for left in plan.left] == [("单据/出库单.xlsx", False)]
