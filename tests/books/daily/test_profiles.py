"""Lists of platforms as days of the daily workbook: recognised, read, brought up to date."""

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.books.daily.figures.importing import FIGURE_IMPORTER
from shopbook.books.daily.figures.sheets import FED
from shopbook.host import gate
from shopbook.host.reading import read_grids
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Intake
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, Policy
from shopbook.sheet.recognising import Recognition, UnknownLayoutError
from tests.books.daily.figure_builders import after, day, inputs
from tests.books.orders.exports import Value, grid, rows_of

SHOP_DAY: dict[str, Value] = {
    "统计日期": "2026-03-09~2026-03-09", "店铺名称": "一店", "访客数": "1,234", "浏览量": 5000, "支付金额": "3,210.50", "支付买家数": 40,
    "支付父订单数": 42, "支付转化率": "3.24%", "客单价": 80.26, "成功退款金额": "-", "平均停留时长": "31.5",
}  # fmt: skip
SHOP_DAY_2017: dict[str, Value] = {
    "卖家昵称": "一店", "统计日期": "2026-03-09", "访客数": 1234, "支付金额": 3210.5, "支付买家数": 40, "支付父订单数": 42,
    "DSR综合低评分买家数": "-", "支付转化率": "3.24%", "客单价": 80.26, "售中申请退款金额": 12,
}  # fmt: skip
ITEM: dict[str, Value] = {
    "统计日期": "2026-03-09", "商品ID": "610000000001", "商品名称": "保温杯", "货号": "A-1", "商品访客数": 200, "商品浏览量": 300,
    "商品加购件数": 12, "支付买家数": 8, "支付件数": 9, "支付金额": "450.00", "商品支付转化率": "4.00%", "成功退款金额": 0,
}  # fmt: skip
SOURCE: dict[str, Value] = {"流量来源": "手淘搜索", "来源明细": "汇总", "访客数": 100, "浏览量": 150, "支付金额": 90, "支付买家数": 3}
AD: dict[str, Value] = {
    "日期": "2026-03-09", "展现量": 1000, "点击量": 50, "花费": 100.5, "点击率": "5.00%", "总成交金额": 300, "总成交笔数": 4,
    "投入产出比": 2.99,
}  # fmt: skip
PLAN = {**AD, "计划id": "1", "计划名称": "甲计划"}
WANXIANGTAI: dict[str, Value] = {
    "日期": "2026-03-09", "优化目标": "促进购买", "效果模型": "点击效果", "统计口径": "点击口径", "转化周期": "15天", "消耗": 80,
    "曝光量": 900, "点击量": 30, "点击率": "3.33%", "roi": 2.5, "总成交笔数": 3, "总成交金额": 200,
}  # fmt: skip
YINLI: dict[str, Value] = {
    "日期": "2026-03-09", "计划组": "拉新组", "计划": "甲", "主体名称": "保温杯", "商品id": "61", "创意名称": "图一", "创意id": "7",
    "消耗": 20, "展现量": 400, "点击量": 8, "成交订单量": 1, "成交订单金额": 50, "投资回报率": 2.5,
}  # fmt: skip
PDD: dict[str, Value] = {
    "日期": "2026-03-09", "成交花费(元)": 90, "交易额(元)": 400, "实际投产比": 4.44, "总花费(元)": 100, "成交笔数": 8, "曝光量": 5000,
    "点击量": 100,
}  # fmt: skip
WUJIE = {**AD, "场景ID": "371", "场景名字": "关键词推广"}

LISTS: Sequence[tuple[str, Mapping[str, Value], str]] = (
    ("sycm-shop-days", SHOP_DAY, "一店"),
    ("sycm-shop-days", SHOP_DAY_2017, "一店"),
    ("sycm-item-days", ITEM, "610000000001"),
    ("zhitongche-account", {**AD, "新成交用户数": 2, "新成交用户占比": "50%"}, "账户"),
    ("zhitongche-plan", PLAN, "甲计划"),
    ("zhitongche-item", {**PLAN, "单元id": "2", "单元名称": "一单元", "商品id": "61"}, "甲计划/一单元/61"),
    ("zhitongche-keyword", {**PLAN, "单元名称": "一单元", "关键词": "保温杯"}, "甲计划/一单元/保温杯"),
    ("zhitongche-region", {**AD, "省份": "浙江", "城市": "杭州"}, "浙江/杭州"),
    ("zhitongche-hour", {**PLAN, "时段": "09:00"}, "甲计划/09:00"),
    ("wanxiangtai-account", WANXIANGTAI, "促进购买"),
    ("wujie-scenes", WUJIE, "关键词推广"),
    ("wujie-plans", {**WUJIE, "计划ID": "8", "计划名字": "甲"}, "关键词推广/甲/#8"),
    ("wujie-items", {**WUJIE, "计划ID": "8", "计划名字": "甲", "主体ID": "61", "主体名称": "杯"}, "关键词推广/甲/杯/#61"),
    ("yinlimofang", YINLI, "拉新组/甲/保温杯/图一/#7"),
    ("pdd-ads", PDD, "账户"),
)
NAMES = [name for name, _, _ in LISTS]


def imported(sheet: Grid, into: Inputs | None = None, source: str = "a.xlsx", policy: Policy = Policy.ALL_OR_NOTHING) -> Intake:
    return FIGURE_IMPORTER.decide(sheet, into or inputs(), Asked(source, policy=policy))


def workbook(sheet: Grid, into: Inputs | None = None, source: str = "a.xlsx") -> Inputs:
    """The workbook after an import without errors."""
    given = into or inputs()
    return after(given, imported(sheet, given, source).outcome)


def rows(given: Inputs) -> pl.DataFrame:
    """The rows of the one sheet that something was imported into."""
    return next(given.frame(sheet.code) for sheet in FED if given.frame(sheet.code).height)


def recognised(sheet: Grid, source: str = "a.xlsx") -> str:
    found = FIGURE_IMPORTER.recognise(sheet, Asked(source), {})
    assert isinstance(found, Recognition)
    return str(found.profile.name)


@pytest.mark.parametrize(("profile", "record", "name"), LISTS, ids=NAMES)
def test_a_list_is_recognised_and_its_line_has_day_and_name(profile: str, record: Mapping[str, Value], name: str) -> None:
    assert recognised(rows_of(record)) == profile
    row = rows(workbook(rows_of(record))).row(0, named=True)
    assert row["day"] == day(9)
    assert name in (row.get("name"), row.get("shop"), row.get("item_id"))


@pytest.mark.parametrize(("profile", "record", "name"), LISTS, ids=NAMES)
def test_the_same_list_a_second_time_changes_nothing(profile: str, record: Mapping[str, Value], name: str) -> None:
    done = workbook(rows_of(record))
    again = imported(rows_of(record), done)
    assert again.outcome.changes == ()
    assert again.outcome.summary["known_rows"] == 1
    assert (profile, name) in [(each, one) for each, _, one in LISTS]


def test_a_shop_day_is_read_with_its_thousands_shares_and_blanks() -> None:
    row = rows(workbook(rows_of(SHOP_DAY))).row(0, named=True)
    assert (row["visitors"], row["paid"], row["buyers"], row["orders"]) == (1234, Decimal("3210.50"), 40, 42)
    assert (row["conversion_told"], row["average_told"], row["refunds"]) == (Decimal("0.0324"), Decimal("80.26"), None)


def test_asked_for_refunds_are_not_taken_for_refunds() -> None:
    assert rows(workbook(rows_of(SHOP_DAY_2017)))["refunds"].item() is None


def test_a_list_that_names_no_shop_is_that_of_the_shop() -> None:
    nameless = {title: value for title, value in SHOP_DAY.items() if title != "店铺名称"}
    assert rows(workbook(rows_of(nameless)))["shop"].item() == "本店"


def test_several_days_in_one_line_are_refused() -> None:
    intake = imported(rows_of({**SHOP_DAY, "统计日期": "2026-03-01~2026-03-09"}))
    assert intake.outcome.changes == ()
    assert intake.outcome.findings["code"].to_list() == ["cell.not-a-date"]


def test_a_corrected_report_updates_its_day_and_says_so() -> None:
    before = workbook(rows_of(PLAN, {**PLAN, "计划名称": "乙计划"}))
    intake = imported(rows_of({**PLAN, "花费": 99, "总成交金额": None}, {**PLAN, "计划名称": "乙计划"}), before)
    assert (intake.outcome.summary["changed_rows"], intake.outcome.summary["known_rows"]) == (1, 1)
    assert any("更正了 2026-03-09 的数字" in note.zh for note in intake.outcome.notes)
    # A blank never empties what is known.
    assert rows(after(before, intake.outcome)).select("name", "spend", "sales").rows() == [
        ("甲计划", 99, 300),
        ("乙计划", Decimal("100.50"), 300),
    ]


def test_one_name_twice_a_day_with_different_figures_is_refused_and_the_same_line_twice_counts_once() -> None:
    double = rows_of(WANXIANGTAI, {**WANXIANGTAI, "统计口径": "展现口径", "总成交金额": 260})
    intake = imported(double, policy=Policy.SKIP_BAD)
    assert intake.outcome.findings["code"].to_list() == ["import.day-twice"] * 2
    assert intake.outcome.changes == ()
    assert rows(workbook(rows_of(WANXIANGTAI, WANXIANGTAI))).height == 1


def test_the_goals_of_an_account_are_lines_of_their_own() -> None:
    given = workbook(rows_of(WANXIANGTAI, {**WANXIANGTAI, "优化目标": "收藏加购"}))
    assert rows(given).select("channel", "level", "name", "spend").rows() == [
        ("万相台", "account", "促进购买", 80),
        ("万相台", "account", "收藏加购", 80),
    ]


def test_what_a_shop_pays_on_pinduoduo_is_the_whole_spend() -> None:
    row = rows(workbook(rows_of(PDD))).row(0, named=True)
    assert (row["channel"], row["spend"], row["sales"], row["roas_told"]) == ("拼多多推广", 100, 400, None)


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ((), "【生意参谋平台】无线店铺流量来源-2026-03-09_2026-03-09.xls"),
        ((["统计日期：2026年3月9日"], [None]), "流量.xls"),
        ((), "流量20260309.csv"),
    ],
)
def test_a_list_of_sources_has_its_day_from_the_lines_above_it_or_from_its_file(above: Sequence[Sequence[Value]], source: str) -> None:
    sheet = grid(list(SOURCE), list(SOURCE.values()), above=above)
    assert rows(workbook(sheet, source=source)).select("day", "source", "detail", "visitors", "paid").rows() == [
        (day(9), "手淘搜索", "汇总", 100, 90)
    ]


def test_a_list_of_sources_of_no_known_day_or_of_several_is_refused() -> None:
    for source in ("流量.xls", "流量-2026-03-01_2026-03-09.xls"):
        intake = imported(rows_of(SOURCE), source=source)
        assert intake.outcome.changes == ()
        assert intake.outcome.findings["code"].to_list() == ["header.missing"]


def test_a_file_that_says_another_day_does_not_change_days_that_stand_in_rows() -> None:
    assert rows(workbook(rows_of(PLAN), source="报表_20260301.csv"))["day"].item() == day(9)
    dated = rows_of({**SOURCE, "日期": "2026-03-09"})
    assert rows(workbook(dated, source="报表_20260301.csv"))["day"].item() == day(9)


def test_a_check_and_a_load_need_no_workbook() -> None:
    asked = Asked("流量-2026-03-09.xls")
    checked = FIGURE_IMPORTER.check(rows_of(SOURCE), Inputs({}, inputs().parameters, dt.datetime(2026, 3, 10), Lang.ZH), asked)
    assert checked.outcome.findings.is_empty()
    assert FIGURE_IMPORTER.load(rows_of(SOURCE), asked, Lang.EN)["visitor_sources"]["day"].item() == day(9)


@pytest.mark.parametrize("titles", [["订单编号", "实付金额"], ["流量来源", "备注", "负责人"], ["日期", "花费"]])
def test_other_lists_are_refused(titles: list[str]) -> None:
    with pytest.raises(UnknownLayoutError):
        imported(grid(titles, ["1"] * len(titles)))


@pytest.mark.parametrize("kind", ["gbk.csv", "utf8.csv", "xlsx"])
def test_files_of_every_kind_say_the_same(tmp_path: Path, kind: str) -> None:
    head: list[Value] = ["直通车报表", None, "2026-03-01 至 2026-03-09"]
    lying: list[list[Value]] = [head, [None], [None], list(PLAN), [str(value) for value in PLAN.values()]]
    path = tmp_path / f"报表.{kind.rpartition('.')[2]}"
    _written(path, lying, encoding="utf-8-sig" if kind == "utf8.csv" else "gb18030")
    sheet = read_grids(gate.admit(path))[0]
    row = rows(workbook(sheet)).row(0, named=True)
    assert (row["day"], row["name"], row["spend"], row["clicks"], row["ctr_told"]) == (
        day(9),
        "甲计划",
        Decimal("100.50"),
        50,
        Decimal("0.05"),
    )


def _written(path: Path, lying: Sequence[Sequence[Value]], *, encoding: str) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in lying])
        return
    with Workbook(path) as book:
        sheet = book.add_worksheet("报表")
        for at, row in enumerate(lying):
            sheet.write_row(at, 0, ["" if cell is None else cell for cell in row])


@pytest.mark.parametrize(
    ("layout", "profile"),
    [
        ("sycm_selfhelp_new", "sycm-shop-days"),
        ("sycm_selfhelp_2017", "sycm-shop-days"),
        ("sycm_item_list", "sycm-item-days"),
        ("sycm_flow", "sycm-visitor-sources"),
        ("zhitongche_plan", "zhitongche-plan"),
        ("wanxiangtai_account", "wanxiangtai-account"),
        ("yinlimofang", "yinlimofang"),
        ("pdd_ads", "pdd-ads"),
    ],
)
def test_the_whole_layouts_that_were_collected_are_recognised(shared: Path, layout: str, profile: str) -> None:
    titles = json.loads((shared / "formats" / "layouts.json").read_text(encoding="utf-8"))[layout]["columns"]
    assert recognised(grid(titles, [None] * len(titles))) == profile
    deep = grid(titles, [None] * len(titles), above=[["生意参谋"], [None], ["说明"], [None], [None]])
    assert recognised(deep) == profile


@pytest.mark.parametrize("more", [(), ("单元id", "单元名称", "商品id")])
def test_the_other_levels_of_the_layout_are_told_apart(shared: Path, more: tuple[str, ...]) -> None:
    titles = json.loads((shared / "formats" / "layouts.json").read_text(encoding="utf-8"))["zhitongche_plan"]["columns"]
    account = [title for title in titles if not title.startswith("计划")] + ["新成交用户数", "新成交用户占比"]
    wanted = "zhitongche-item" if more else "zhitongche-account"
    assert recognised(grid([*titles, *more] if more else account, [None] * 50)) == wanted
