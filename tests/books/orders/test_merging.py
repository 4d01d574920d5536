"""A list that is brought in adds what is new and changes what the platform knows better, nothing else."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.orders.sheets import ORDERS
from shopbook.host import gate
from shopbook.host.reading import read_grids
from tests.books.orders.bringing import ITEM, LIST, REFUND, bring, cells, counts, lines, then
from tests.books.orders.builders import inputs, order
from tests.books.orders.exports import Value, rows_of
from tests.books.tables import appended, with_formulas

COUNTS = ("new_orders", "new_lines", "updated_orders", "unchanged_orders")


# New and again


def test_new_orders_are_added_with_where_they_came_from() -> None:
    intake = bring(rows_of(LIST, {**LIST, "订单编号": "T1002"}), inputs())
    added = appended(intake.outcome, "orders")
    assert counts(intake, *COUNTS) == (2, 2, 0, 0)
    assert added.select("order_no", "line_no", "platform", "source", "paid").rows() == [
        ("T1001", 1, "淘宝天猫", "list.csv", Decimal("55.00")),
        ("T1002", 1, "淘宝天猫", "list.csv", Decimal("55.00")),
    ]


@pytest.mark.parametrize("record", [LIST, ITEM])
def test_the_same_file_twice_adds_nothing(record: dict[str, Value]) -> None:
    sheet = rows_of(record, {**record, "子订单编号": "S2"} if record is ITEM else {**record, "订单编号": "T1002"})
    again = bring(sheet, then(sheet, inputs()))
    assert again.outcome.changes == ()
    assert counts(again, "new_orders", "new_lines", "updated_orders", "changed_cells") == (0, 0, 0, 0)


def test_a_real_file_twice_adds_nothing(shared: Path) -> None:
    grid = read_grids(gate.admit(shared / "data" / "order_sheet_75_rows.xlsx"))[0]
    book = then(grid, inputs())
    assert len(lines(book, "order_no")) == 74
    assert bring(grid, book).outcome.changes == ()


def test_a_changed_order_is_updated_and_the_log_says_from_what_to_what() -> None:
    book = then(rows_of(LIST), inputs())
    later = {
        **LIST,
        "订单状态": "卖家已发货，等待买家确认",
        "物流单号": "SF0220481613112",
        "买家实际支付金额": "35.00",
        "退款金额": "20.00",
    }
    intake = bring(rows_of(later), book)
    assert cells(intake.outcome) == {
        ("status", 2): "shipped",
        ("tracking_no", 2): "SF0220481613112",
        ("paid", 2): Decimal("35.00"),
        ("refund", 2): Decimal("20.00"),
    }
    log = appended(intake.outcome, "changes").select("task", "tab", "key", "field", "old", "new", "rule", "who").rows()
    assert sorted(log) == sorted(
        ("导入订单", "订单", "T1001 / 1", field, old, new, "import.updated", "王店长")
        for field, old, new in (
            ("订单状态", "待发货", "已发货"),
            ("快递单号", None, "SF0220481613112"),
            ("实付金额", "55.00", "35.00"),
            ("退款金额", "0.00", "20.00"),
        )
    )
    assert counts(intake, *COUNTS) == (0, 0, 1, 0)


def test_a_formula_stays_and_what_the_platform_says_instead_is_reported() -> None:
    book = with_formulas(then(rows_of(LIST), inputs()), ORDERS, "paid", 2)
    intake = bring(rows_of({**LIST, "买家实际支付金额": "35.00", "退款金额": "20.00"}), book)
    assert cells(intake.outcome) == {("refund", 2): Decimal("20.00")}
    assert appended(intake.outcome, "changes")["field"].to_list() == ["退款金额"]
    assert intake.outcome.findings.filter(code="import.kept")["field"].to_list() == ["paid"]


def test_an_order_that_did_not_change_is_counted_as_such() -> None:
    book = then(rows_of(LIST, {**LIST, "订单编号": "T1002"}), inputs())
    intake = bring(rows_of({**LIST, "联系手机": "13900139000"}, {**LIST, "订单编号": "T1002"}), book)
    assert counts(intake, *COUNTS) == (0, 0, 1, 1)


# What is never lost


def test_a_blank_or_missing_column_empties_nothing() -> None:
    book = inputs(orders=[order(address="文三路1号", message="请轻放", receiver="收件甲", district="西湖区", paid=Decimal("55.00"))])
    after_import = then(rows_of({**LIST, "收货人姓名": None, "买家留言": None}), book)
    assert lines(after_import, "address", "message", "receiver", "district", "sku") == [("文三路1号", "请轻放", "收件甲", "西湖区", "A-1")]


@pytest.mark.parametrize("field", ["agent", "warehouse"])
def test_what_the_staff_filled_in_stays(field: str) -> None:
    jd: dict[str, Value] = {"订单号": "T1001", "京东价": "50", "订单金额": "50", "仓库名称": "北京仓"}
    filled = then(rows_of(jd), inputs(orders=[order(**{field: "小李"})]))
    assert lines(filled, field) == [("小李",)]
    blank = then(rows_of(jd), inputs(orders=[order()]))
    assert lines(blank, "warehouse") == [("北京仓",)]


def test_what_the_platform_masks_does_not_replace_what_is_known() -> None:
    book = inputs(orders=[order(phone="13800138000", receiver="收件甲")])
    masked = then(rows_of({**LIST, "联系手机": "138****8000", "收货人姓名": "收**"}), book)
    assert lines(masked, "phone", "receiver") == [("13800138000", "收件甲")]
    known = then(rows_of({**LIST, "联系手机": "13900139000"}), inputs(orders=[order(phone="138****8000")]))
    assert lines(known, "phone") == [("13900139000",)]


def test_a_remark_from_the_platform_is_added_to_the_one_that_was_typed_and_only_once() -> None:
    sheet = rows_of({**LIST, "订单备注": "送贺卡"})
    book = then(sheet, inputs(orders=[order(remark="老客户")]))
    assert lines(book, "remark") == [("老客户；送贺卡",)]
    assert ("remark", 2) not in cells(bring(sheet, book).outcome)


def test_an_older_file_does_not_turn_an_order_back() -> None:
    book = then(rows_of({**LIST, "订单状态": "交易成功", "联系手机": "13900139000"}), inputs())
    intake = bring(rows_of(LIST), book)
    assert cells(intake.outcome) == {}
    assert intake.outcome.findings.filter(pl.col("severity") != "hint").select("severity", "code", "cell", "key").rows() == [
        ("warning", "import.older", "F2", "T1001")
    ]


def test_a_delivery_seen_by_the_staff_is_not_undone_by_a_list_that_only_says_shipped() -> None:
    book = inputs(orders=[order(status="received")])
    assert "status" not in {field for field, _ in cells(bring(rows_of({**LIST, "订单状态": "卖家已发货，等待买家确认"}), book).outcome)}


# Orders and items


def test_items_fill_in_the_order_that_a_list_of_orders_brought() -> None:
    book = then(rows_of(LIST), inputs())
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "商品标题": "杯刷", "外部系统编号": "B-1"}), book)
    assert lines(book, "order_no", "line_no", "suborder_no", "title", "sku", "total") == [
        ("T1001", 1, "S1", "保温杯", "A-1", Decimal("55.00")),
        ("T1001", 2, "S2", "杯刷", "B-1", None),
    ]


def test_what_items_cost_without_postage_does_not_replace_what_the_order_cost() -> None:
    book = then(rows_of(ITEM), then(rows_of(LIST), inputs()))
    assert lines(book, "paid") == [(Decimal("55.00"),)]


def test_a_list_of_orders_leaves_the_items_of_an_order_as_they_are() -> None:
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "商品标题": "杯刷", "购买数量": "2"}), inputs())
    book = then(rows_of({**LIST, "订单状态": "卖家已发货，等待买家确认", "宝贝总数量": "3"}), book)
    assert lines(book, "title", "qty", "status", "total", "buyer") == [
        ("保温杯", 1, "shipped", Decimal("55.00"), "买家甲"),
        ("杯刷", 2, "shipped", None, "买家甲"),
    ]


def test_a_closed_item_stays_closed_when_the_order_as_a_whole_is_not() -> None:
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "订单状态": "交易关闭"}), inputs())
    book = then(rows_of({**LIST, "订单状态": "卖家已发货，等待买家确认"}), book)
    assert lines(book, "suborder_no", "status") == [("S1", "shipped"), ("S2", "closed")]


def test_a_new_item_of_a_known_order_goes_behind_the_others() -> None:
    book = then(rows_of(ITEM), inputs())
    intake = bring(rows_of({**ITEM, "子订单编号": "S0"}, ITEM), book)
    assert appended(intake.outcome, "orders").select("suborder_no", "line_no", "paid").rows() == [("S0", 2, None)]
    assert counts(intake, "new_orders", "new_lines", "updated_orders") == (0, 1, 1)


def test_lines_are_told_by_their_sub_order_wherever_they_stand() -> None:
    second = {**ITEM, "子订单编号": "S2", "商品标题": "杯刷"}
    book = then(rows_of(ITEM, second), inputs())
    assert cells(bring(rows_of(second, ITEM), book).outcome) == {}


# Refunds


def test_a_refund_goes_to_its_order_and_item() -> None:
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "商品标题": "杯刷", "外部系统编号": "B-1"}), inputs())
    intake = bring(rows_of({**REFUND, "宝贝标题": "杯刷"}), book)
    assert cells(intake.outcome) == {("refund_status", 3): "refunded", ("refund", 2): Decimal("20.00")}


def test_a_list_of_refunds_never_lowers_what_was_refunded() -> None:
    book = inputs(orders=[order(refund=Decimal("30.00"), refund_status="refunded")])
    assert cells(bring(rows_of(REFUND), book).outcome) == {}


def test_a_request_that_was_turned_down_does_not_undo_a_refund() -> None:
    book = inputs(orders=[order(refund=Decimal("20.00"), refund_status="refunded")])
    assert cells(bring(rows_of({**REFUND, "退款状态": "退款关闭"}), book).outcome) == {}


def test_a_refund_whose_item_is_not_known_concerns_all_lines() -> None:
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "商品标题": "杯刷"}), inputs())
    intake = bring(rows_of({**REFUND, "宝贝标题": "别的", "退款状态": "买家已经申请退款，等待卖家同意"}), book)
    assert cells(intake.outcome) == {("refund_status", 2): "pending", ("refund_status", 3): "pending"}


def test_a_refund_of_a_sub_order_goes_to_its_line() -> None:
    book = then(rows_of(ITEM, {**ITEM, "子订单编号": "S2", "商品标题": "杯刷"}), inputs())
    refund: dict[str, Value] = {
        "售后单号": "R",
        "订单号": "T1001",
        "商品单号": "S2",
        "售后状态": "退款成功",
        "退商品金额（元）": "9",
        "退运费金额（元）": "1",
    }
    assert cells(bring(rows_of(refund), book).outcome) == {("refund_status", 3): "refunded", ("refund", 2): Decimal("10.00")}


def test_a_refund_of_an_unknown_order_is_reported_and_makes_no_order() -> None:
    intake = bring(rows_of({**REFUND, "订单编号": "T9"}), inputs())
    assert (intake.outcome.changes, counts(intake, *COUNTS)) == ((), (0, 0, 0, 0))
    assert intake.outcome.findings.select("severity", "code", "cell").rows() == [("warning", "import.refund-without-order", "B2")]
