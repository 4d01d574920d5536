"""Stock lists of other programs as items, places and openings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.stock.importing.lists import STOCK_IMPORTER
from shopbook.books.stock.importing.openings import ALREADY_BEGUN
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS, RECEIPTS_SHEET
from shopbook.errors import UnknownNameError
from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Inputs, Intake
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, Policy
from shopbook.sheet.parameters import settled
from shopbook.sheet.recognising import Recognition, UnknownLayoutError
from shopbook.sheet.tables import Table
from tests.books.orders.exports import Value, grid, rows_of

NOW = dt.datetime(2026, 6, 30, 18, 0)
SHEETS = (ITEMS, RECEIPTS_SHEET, LOCATIONS, LEDGER)

AGE: dict[str, Value] = {
    "站点": "US", "仓库账号": "乐歌", "平台": "多平台", "SKU": "A-1", "名称": "灶具", "入库日期": "2026-05-08 10:11:01", "数量": 15,
    "库龄天数": 86, "占用体积": 1.07, "仓库": "CAP",
}  # fmt: skip
BOOKLET: dict[str, Value] = {
    "产品系列": "同步类", "产品名称": "同步训练", "年级": "高一", "科目": "语文", "册次": "必修上册", "版本": 25, "定价": 46.65,
    "库存数量": 5000, "理论库存": None, "实际库存": None,
}  # fmt: skip
JUSHUITAN: dict[str, Value] = {
    "商品编码": "A-1", "款式编码": "A", "主仓实际库存数": 7, "订单占有数": 3, "销退仓库存": 2, "进货仓库存": None,
}  # fmt: skip
STOCKTAKE: dict[str, Value] = {
    "盘点单号": "PD1", "商品编码": "A-1", "仓库": "总仓", "系统库存": 9, "盘点库存": 8, "盘盈盘亏": -1, "盘点单价": 2.5, "盘点金额": -2.5,
}  # fmt: skip
PLAIN: dict[str, Value] = {"商品编码": "A-1", "品名": "灶具", "库存数量": 4, "货位": "L-1", "单位成本": 2.5, "品质": "次品"}


def empty(sheet: Sheet) -> Table:
    return Table(sheet.empty(), no_findings(), grid(["x"]), None, sheet.by_field, sheet.key, 4)


def workbook(*before: Intake, posted: Sequence[tuple[str, str | None]] = ()) -> Inputs:
    """A workbook after these imports, with movements of items at places in its ledger."""
    tables = {sheet.code: empty(sheet) for sheet in SHEETS}
    for change in (change for intake in before for change in intake.outcome.changes):
        assert isinstance(change, AppendRows)
        old = tables[change.sheet].frame
        new = change.frame.with_row_index(ROW, 5 + old.height).with_columns(pl.col(ROW).cast(pl.Int64))
        tables[change.sheet] = replace(tables[change.sheet], frame=pl.concat([old, new], how="diagonal"))
    moved = pl.DataFrame(list(posted), schema={"sku": pl.String, "location": pl.String}, orient="row")
    ledger = pl.concat([LEDGER.empty(), moved], how="diagonal")
    tables[LEDGER.code] = replace(tables[LEDGER.code], frame=ledger)
    return Inputs(tables, settled((), (), (), on=NOW.date()), NOW, Lang.ZH)


def imported(sheet: Grid, into: Inputs | None = None, policy: Policy = Policy.ALL_OR_NOTHING, profile: str | None = None) -> Intake:
    return STOCK_IMPORTER.decide(sheet, into or workbook(), Asked("a.xlsx", profile, policy=policy))


def added(intake: Intake, sheet: Sheet) -> pl.DataFrame:
    """The rows that an import adds to a sheet."""
    frames = [change.frame for change in intake.outcome.changes if isinstance(change, AppendRows) and change.sheet == sheet.code]
    return frames[0] if frames else sheet.empty().drop(ROW)


def codes(intake: Intake) -> list[tuple[str, str]]:
    return intake.outcome.findings.select("code", "cell").rows()


def test_a_list_by_age_becomes_items_places_and_one_opening_document_a_day() -> None:
    intake = imported(
        rows_of(AGE, {**AGE, "入库日期": "2026-05-08", "数量": 3, "仓库": "CHI"}, {**AGE, "SKU": "B-2", "入库日期": "2026-05-09"})
    )

    lines = added(intake, RECEIPTS_SHEET).select("doc_no", "line_no", "kind", "sku", "qty", "location", "moved_at", "note")
    noon = dt.datetime(2026, 5, 8, 10, 11, 1)
    note = "乐歌 US 多平台"
    assert lines.rows() == [
        ("QC-20260508", 1, "opening", "A-1", 15, "CAP", noon, note),
        ("QC-20260508", 2, "opening", "A-1", 3, "CHI", dt.datetime(2026, 5, 8), note),
        ("QC-20260509", 1, "opening", "B-2", 15, "CAP", dt.datetime(2026, 5, 9), note),
    ]
    assert added(intake, ITEMS).select("sku", "title").rows() == [("A-1", "灶具"), ("B-2", "灶具")]
    assert added(intake, LOCATIONS).rows() == [("CAP", "CAP"), ("CHI", "CHI")]
    assert intake.outcome.summary["pieces"] == 33


def test_our_own_titles_do_not_hide_the_layout_that_a_list_has() -> None:
    few = {title: AGE[title] for title in ("SKU", "名称", "入库日期", "数量", "库龄天数", "仓库")}
    found = STOCK_IMPORTER.recognise(rows_of(few), Asked("a.xlsx"), {})
    assert isinstance(found, Recognition)
    assert found.profile.name == "stock-by-age"


def test_a_batch_number_behind_the_day_is_no_part_of_it() -> None:
    intake = imported(rows_of({**AGE, "入库日期": "2026-02-11-3"}))
    assert added(intake, RECEIPTS_SHEET)["moved_at"].to_list() == [dt.datetime(2026, 2, 11)]


def test_a_sheet_without_item_codes_is_keyed_by_what_tells_its_items_apart_and_says_so() -> None:
    intake = imported(rows_of(BOOKLET, {**BOOKLET, "年级": "高二"}))

    lines = added(intake, RECEIPTS_SHEET)
    assert lines["sku"].to_list() == ["同步类/同步训练/高一/语文/必修上册/25", "同步类/同步训练/高二/语文/必修上册/25"]
    assert lines["moved_at"].to_list() == [dt.datetime(2026, 6, 30)] * 2
    assert lines["qty"].sum() == 10000
    assert added(intake, ITEMS).select("title", "category", "spec").rows()[0] == ("同步训练", "同步类", "高一 语文 必修上册 25")
    said = "".join(note.zh for note in intake.outcome.notes)
    assert "没有商品编码" in said
    assert "期初记在 2026-06-30" in said


def test_three_warehouses_beside_one_another_are_three_places_and_a_blank_is_none() -> None:
    intake = imported(rows_of(JUSHUITAN))
    assert added(intake, RECEIPTS_SHEET).select("location", "qty").rows() == [("主仓", 7), ("销退仓", 2)]


def test_a_stocktake_counts_as_it_was_counted() -> None:
    lines = added(imported(rows_of(STOCKTAKE)), RECEIPTS_SHEET)
    assert lines.select("qty", "unit_cost", "location", "ref").rows() == [(8, Decimal("2.5000"), "总仓", "PD1")]


def test_a_list_without_a_column_of_items_is_never_imported_not_even_in_part() -> None:
    nameless = {title: value for title, value in STOCKTAKE.items() if title != "商品编码"}
    intake = imported(rows_of(nameless), policy=Policy.SKIP_BAD)
    assert codes(intake) == [("header.missing", "")]
    assert intake.outcome.changes == ()
    assert intake.refused.cells.is_empty()


def test_a_stock_sheet_with_our_own_titles_needs_no_profile() -> None:
    intake = imported(rows_of(PLAIN))
    fields = ("sku", "title", "qty", "location", "unit_cost", "quality")
    assert added(intake, RECEIPTS_SHEET).select(fields).rows() == [("A-1", "灶具", 4, "L-1", Decimal("2.5000"), "defective")]
    assert not any("单位成本" in note.zh for note in intake.outcome.notes)


@pytest.mark.parametrize("record", [AGE, BOOKLET, JUSHUITAN, STOCKTAKE, PLAIN], ids=lambda record: str(next(iter(record))))
def test_the_same_list_a_second_time_adds_nothing(record: Mapping[str, Value]) -> None:
    sheet = rows_of(record, record)
    first = imported(sheet)
    again = imported(sheet, replace(workbook(first), now=NOW + dt.timedelta(days=40)))
    assert first.outcome.changes
    assert again.outcome.changes == ()
    assert again.outcome.summary["known_lines"] == added(first, RECEIPTS_SHEET).height
    assert "没有变化" not in "".join(note.zh for note in again.outcome.notes)


def test_what_a_posted_workbook_says_of_other_places_does_not_hinder_a_new_warehouse() -> None:
    first = imported(rows_of(AGE))
    second = imported(rows_of({**AGE, "仓库": "CHI"}), workbook(first, posted=[("A-1", "CAP")]))
    assert added(second, RECEIPTS_SHEET).select("doc_no", "line_no", "location").rows() == [("QC-20260508", 2, "CHI")]
    assert added(second, ITEMS).is_empty()


@pytest.mark.parametrize("posted", [[], [("A-1", "CAP")]], ids=["typed", "posted"])
def test_a_later_list_does_not_change_a_ledger_that_has_begun(posted: list[tuple[str, str | None]]) -> None:
    first = imported(rows_of(AGE))
    later = imported(rows_of({**AGE, "数量": 14}), workbook(first, posted=posted))
    assert codes(later) == [(ALREADY_BEGUN.code, "G2")]
    assert later.outcome.changes == ()
    assert any("用盘点来核对" in note.zh for note in later.outcome.notes)


def test_an_item_without_a_place_that_moved_already_is_refused_too() -> None:
    later = imported(rows_of(BOOKLET), workbook(posted=[("同步类/同步训练/高一/语文/必修上册/25", None)]))
    assert [code for code, _ in codes(later)] == [ALREADY_BEGUN.code]


def test_skipping_what_is_bad_brings_in_the_rest_and_puts_the_bad_rows_aside_with_the_reason() -> None:
    sheet = rows_of(AGE, {**AGE, "SKU": "B-2", "数量": "若干"}, {**AGE, "SKU": "C-3", "数量": -2})
    whole, part = imported(sheet), imported(sheet, policy=Policy.SKIP_BAD)
    assert whole.outcome.changes == ()
    assert whole.outcome.summary["new_lines"] == 0
    assert added(part, RECEIPTS_SHEET)["sku"].to_list() == ["A-1"]
    assert part.outcome.summary["refused_rows"] == 2
    assert part.refused.cells["reason"].to_list() == ["[数量] 不是数字，应为整数，例如 3", "[数量] 不能小于 0"]


def test_on_trial_nothing_is_written_and_everything_is_said() -> None:
    trial = imported(rows_of(AGE), policy=Policy.CHECK)
    assert trial.outcome.changes == ()
    assert trial.outcome.summary["new_lines"] == 1
    assert any(
        note.zh == "只检查，没有导入。导入的话：新增商品 1，新增库位 1，新增期初行 1，新增期初件数 15" for note in trial.outcome.notes
    )


def test_a_blank_quantity_is_an_error_and_none_left_is_not() -> None:
    intake = imported(rows_of({**AGE, "数量": None}, {**AGE, "SKU": "B-2", "数量": 0}), policy=Policy.SKIP_BAD)
    assert codes(intake) == [("cell.required", "G2")]
    assert added(intake, ITEMS)["sku"].to_list() == ["B-2"]
    assert added(intake, RECEIPTS_SHEET).is_empty()
    assert intake.outcome.summary["empty_lines"] == 1


def test_no_rows_at_all_change_nothing() -> None:
    intake = imported(grid(list(AGE)))
    assert intake.outcome.changes == ()
    assert intake.outcome.findings.is_empty()
    assert any(note.zh == "导入结果：没有变化" for note in intake.outcome.notes)


def test_a_check_says_sums_and_findings_without_a_workbook() -> None:
    checked = STOCK_IMPORTER.check(rows_of(AGE, {**AGE, "入库日期": "不详"}), replace(workbook(), tables={}), Asked("a.xlsx"))
    assert dict(checked.outcome.summary) == {"rows": 2, "items": 1, "pieces": 30, "places": 1}
    assert checked.outcome.findings["code"].to_list() == ["cell.not-a-date"]


def test_a_list_is_loaded_as_typed_lines() -> None:
    frame = STOCK_IMPORTER.load(rows_of(JUSHUITAN), Asked("a.xlsx"), Lang.EN)["stock"]
    assert frame.select(ROW, "sku", "qty").rows() == [(2, "A-1", 7), (2, "A-1", 2)]


@pytest.mark.parametrize("titles", [["订单编号", "商品编码", "数量"], ["姓名", "部门"]])
def test_other_lists_are_refused_in_words(titles: list[str]) -> None:
    with pytest.raises(UnknownLayoutError):
        imported(grid(titles, ["1"] * len(titles)))


def test_a_profile_that_is_named_must_be_there() -> None:
    assert added(imported(rows_of(PLAIN), profile="stock"), RECEIPTS_SHEET).height == 1
    with pytest.raises(UnknownNameError):
        imported(rows_of(PLAIN), profile="taobao-orders")


def test_a_profile_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    text = (
        'name = "ours"\nbook = "stock"\nplatform = { zh = "", en = "" }\ntitle = { zh = "自家", en = "Ours" }\nfeeds = "stock"\n'
        'mode = "opening"\nsigns = [["代号"]]\nneeds = ["sku", "qty"]\n'
        'constants = { location = "后仓" }\n[columns]\nsku = ["代号"]\nqty = ["剩"]\n'
    )
    intake = STOCK_IMPORTER.decide(rows_of({"代号": "A-1", "剩": 3}), workbook(), Asked("a.xlsx", str(tmp_path / "own.toml"), text))
    assert added(intake, RECEIPTS_SHEET).select("sku", "qty", "location").rows() == [("A-1", 3, "后仓")]


def test_a_list_of_items_alone_makes_them_known_and_opens_nothing() -> None:
    text = (
        'name = "items"\nbook = "stock"\nplatform = { zh = "", en = "" }\ntitle = { zh = "商品", en = "Items" }\nfeeds = "stock"\n'
        'mode = "opening"\nsigns = [["代号"]]\nneeds = ["sku"]\n[columns]\nsku = ["代号"]\ntitle = ["叫法"]\n'
    )
    intake = STOCK_IMPORTER.decide(rows_of({"代号": "A-1", "叫法": "灶具"}), workbook(), Asked("a.xlsx", "items.toml", text))
    assert added(intake, ITEMS).select("sku", "title").rows() == [("A-1", "灶具")]
    assert added(intake, RECEIPTS_SHEET).is_empty()
    assert "pieces" not in intake.outcome.summary


def test_a_sheet_that_somebody_takes_for_a_stock_list_and_that_is_none_says_what_is_missing() -> None:
    intake = imported(grid(["SKU", "别的"], ["A-1", "x"]), policy=Policy.SKIP_BAD, profile="stock-by-age")
    assert [code for code, _ in codes(intake)] == ["header.missing"] * 2
    assert intake.outcome.changes == ()


def test_a_stock_list_is_recognised_before_anything_is_read() -> None:
    found = STOCK_IMPORTER.recognise(rows_of(AGE), Asked("a.xlsx"), {})
    assert isinstance(found, Recognition)
    assert found.profile.name == "stock-by-age"


def test_the_lists_that_are_understood_are_named() -> None:
    names = {layout.name for layout in STOCK_IMPORTER.layouts()}
    assert names == {"jushuitan-stock", "stock", "stock-by-age", "stock-sheet", "stocktake-lines"}


LINES = st.lists(
    st.fixed_dictionaries({"sku": st.sampled_from("ABC"), "place": st.sampled_from(["X", "Y"]), "qty": st.integers(1, 5)}), max_size=12
)


@settings(max_examples=25)
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_and_a_second_import_change_no_sum(lines: list[dict[str, Value]], chance: Random) -> None:
    rows = [{**AGE, "SKU": line["sku"], "仓库": line["place"], "数量": line["qty"]} for line in lines]
    sheet = grid(list(AGE), *([row[title] for title in AGE] for row in rows))
    shuffled = chance.sample(rows, len(rows))
    first = imported(sheet)
    again = imported(grid(list(AGE), *([row[title] for title in AGE] for row in shuffled)), workbook(first))
    assert added(first, RECEIPTS_SHEET)["qty"].sum() == sum(line["qty"] for line in lines if isinstance(line["qty"], int))
    assert again.outcome.changes == ()
    assert again.outcome.findings.is_empty()
