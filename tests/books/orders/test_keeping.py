"""What was typed in the workbook, what an export says, and what it said before: every pair of them, and which holds."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from shopbook.books.orders.sheets import ORDERS
from shopbook.books.orders.tidying import tidy_orders
from shopbook.books.orders.undoing import undo
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome, SetCells
from shopbook.sheet.plan import Value as Typed
from tests.books.orders.bringing import ITEM, LIST, REFUND, bring, cells, lines, then
from tests.books.orders.builders import after, inputs, order
from tests.books.orders.exports import Value, rows_of
from tests.books.tables import records, table

SHIPPED, DONE, CLOSED = "卖家已发货，等待买家确认", "交易成功", "交易关闭"


def typed(book: Inputs, **values: Typed) -> Inputs:
    """The workbook after somebody typed into the first line."""
    return after(book, Outcome(changes=tuple(SetCells("orders", field, (2,), (value,)) for field, value in values.items())))


def imported(**values: Value) -> Inputs:
    return then(rows_of({**LIST, **values}), inputs())


def kept(outcome: Outcome) -> list[tuple[object, ...]]:
    return records(outcome.findings.filter(outcome.findings["code"] == "import.kept"), "severity", "cell")


# Three values


def test_what_nobody_touched_follows_the_platform() -> None:
    outcome = bring(rows_of({**LIST, "联系手机": "13900139000"}), imported()).outcome
    assert (cells(outcome), kept(outcome)) == ({("phone", 2): "13900139000"}, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "13700137000"),
        ("total", Decimal("54.00")),
        ("title", "大保温杯"),
        ("status", "closed"),
        ("created_at", dt.datetime(2026, 3, 9)),
    ],
)
def test_what_was_typed_stays_when_the_same_export_comes_again(field: str, value: Typed) -> None:
    outcome = bring(rows_of(LIST), typed(imported(), **{field: value})).outcome
    assert (outcome.changes, outcome.findings.height) == ((), 0)


def test_what_was_typed_stays_and_is_pointed_out_when_the_platform_says_something_new() -> None:
    book = typed(imported(), phone="13700137000")
    sheet = rows_of({**LIST, "联系手机": "13900139000"})
    outcome = bring(sheet, book).outcome
    assert (cells(outcome), kept(outcome)) == ({}, [("hint", "H2")])
    assert outcome.findings["message"][0] == (
        "工作簿里的“手机”是“137****7000”，不是导入来的；平台现在是“139****9000”。工作簿没有改，请核对哪个对"
    )
    again = bring(sheet, after(book, outcome)).outcome
    assert (again.changes, kept(again)) == ((), [])


def test_what_was_typed_and_then_confirmed_by_the_platform_follows_it_again() -> None:
    book = then(rows_of({**LIST, "联系手机": "13700137000"}), typed(imported(), phone="13700137000"))
    assert cells(bring(rows_of(LIST), book).outcome) == {("phone", 2): "13800138000"}


def test_a_cell_that_was_emptied_stays_empty_until_the_platform_says_something_new() -> None:
    book = typed(imported(物流单号="SF0220481613112"), tracking_no=None)
    assert cells(bring(rows_of({**LIST, "物流单号": "SF0220481613112"}), book).outcome) == {}
    assert cells(bring(rows_of({**LIST, "物流单号": "SF0220481613113"}), book).outcome) == {("tracking_no", 2): "SF0220481613113"}


def test_what_was_typed_into_a_cell_that_was_imported_blank_stays() -> None:
    outcome = bring(rows_of({**LIST, "物流单号": "SF0220481613112"}), typed(imported(), tracking_no="SF0220481613113")).outcome
    assert (cells(outcome), len(kept(outcome))) == ({}, 1)


# Lines that no import has touched


def test_without_a_fingerprint_a_blank_is_filled_and_a_differing_value_stays() -> None:
    book = inputs(orders=[order(shop=None, phone="13700137000", total=Decimal("55.00"), paid=Decimal("55.00"))])
    outcome = bring(rows_of({**LIST, "店铺名称": "二店"}), book).outcome
    assert (cells(outcome)[("shop", 2)], ("phone", 2) in cells(outcome), kept(outcome)) == ("二店", False, [("hint", "H2")])


def test_without_a_fingerprint_what_moves_on_follows_the_platform() -> None:
    outcome = bring(
        rows_of({**LIST, "订单状态": SHIPPED, "物流单号": "SF0220481613112"}), inputs(orders=[order(tracking_no="SF1")])
    ).outcome
    assert {field for field, _ in cells(outcome)} >= {"status", "tracking_no"}


def test_a_workbook_without_the_column_can_be_imported_into() -> None:
    book = inputs(orders=[order()])
    fewer = table(ORDERS, [order()], fields=[name for name in ORDERS.by_field if name != "fingerprint"])
    outcome = bring(rows_of({**LIST, "订单状态": SHIPPED}), replace(book, tables={**book.tables, "orders": fewer})).outcome
    assert ("status", 2) in cells(outcome)
    assert "fingerprint" not in {change.field for change in outcome.changes if isinstance(change, SetCells)}


# Fields of their own


@pytest.mark.parametrize(
    ("ours", "theirs", "holds"), [("shipped", DONE, "done"), ("shipped", CLOSED, "closed"), ("closed", SHIPPED, "closed")]
)
def test_an_order_that_has_moved_past_a_typed_status_moves_on(ours: str, theirs: str, holds: str) -> None:
    outcome = bring(rows_of({**LIST, "订单状态": theirs}), book := typed(imported(), status=ours)).outcome
    assert lines(after(book, outcome), "status") == [(holds,)]
    assert bool(kept(outcome)) == (holds == ours)


def test_a_status_typed_ahead_of_the_platform_does_not_make_its_next_file_an_older_one() -> None:
    outcome = bring(rows_of({**LIST, "联系手机": "13900139000"}), typed(imported(), status="shipped")).outcome
    assert (cells(outcome), outcome.findings.height) == ({("phone", 2): "13900139000"}, 0)


def test_a_remark_follows_the_platform_unless_somebody_added_to_it() -> None:
    sheet = rows_of({**LIST, "订单备注": "送贺卡和袋子"})
    assert lines(then(sheet, imported(订单备注="送贺卡")), "remark") == [("送贺卡和袋子",)]
    assert lines(then(sheet, typed(imported(订单备注="送贺卡"), remark="送贺卡，老客户")), "remark") == [("送贺卡，老客户；送贺卡和袋子",)]


def test_an_amount_typed_over_a_refund_stays_when_the_list_comes_again() -> None:
    book = typed(then(rows_of(REFUND), then(rows_of(ITEM), inputs())), refund=Decimal("15.00"))
    assert bring(rows_of(REFUND), book).outcome.changes == ()


def test_a_mask_does_not_count_as_said() -> None:
    book = then(rows_of({**LIST, "联系手机": "138****8000"}), imported())
    assert cells(bring(rows_of({**LIST, "联系手机": "13900139000"}), book).outcome) == {("phone", 2): "13900139000"}


# Tidying, undoing, languages


def test_tidying_is_no_typing() -> None:
    book = typed(imported(), phone="138 0013 8000")
    tidied = after(book, tidy_orders(book))
    for each in (book, tidied):
        assert cells(bring(rows_of({**LIST, "联系手机": "13900139000"}), each).outcome) == {("phone", 2): "13900139000"}


@pytest.mark.parametrize("remark", [None, "老客户"])
def test_an_import_that_was_undone_does_the_same_again(remark: str | None) -> None:
    book = typed(imported(), remark=remark)
    sheet = rows_of({**LIST, "联系手机": "13900139000", "订单状态": SHIPPED, "买家实际支付金额": "50.00", "订单备注": "送贺卡"})
    done = then(sheet, book)
    undone = after(done, undo(done))
    assert undone.frame("orders").drop("fingerprint").equals(book.frame("orders").drop("fingerprint"))
    assert bring(rows_of(LIST), undone).outcome.changes == ()
    assert then(sheet, undone).frame("orders").equals(done.frame("orders"))


def test_a_fingerprint_does_not_depend_on_the_language() -> None:
    english, chinese = (then(rows_of(LIST), inputs(lang=lang)).frame("orders")["fingerprint"].to_list() for lang in (Lang.EN, Lang.ZH))
    assert english == chinese


def test_the_log_does_not_tell_of_fingerprints() -> None:
    book = then(rows_of({**LIST, "联系手机": "13900139000"}), imported())
    assert book.frame("changes")["field"].to_list() == ["手机"]
