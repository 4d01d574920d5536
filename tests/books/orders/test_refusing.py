"""Lists with errors: what is kept out and comes back with its reason, what a check says, and what holds of any two files."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.orders.importing.intake import SUMMARY, Wish, import_orders
from shopbook.books.orders.importing.platforms import shipped_profiles
from shopbook.books.orders.importing.recognising import recognise
from shopbook.labels import Lang
from shopbook.sheet.importers import Policy
from tests.books.orders.bringing import ITEM, LIST, REFUND, bring, counts, then
from tests.books.orders.builders import NOW, inputs, order
from tests.books.orders.exports import Value, rows_of
from tests.books.tables import Cell, appended

# Policies

BAD = {**LIST, "订单编号": "T1002", "总金额": "五十五"}


def test_with_all_or_nothing_one_error_keeps_everything_out() -> None:
    intake = bring(rows_of(LIST, BAD), inputs())
    assert (intake.outcome.changes, intake.refused.cells.height) == ((), 0)
    assert [note.zh for note in intake.outcome.notes][-1].startswith("有错误，什么都没有导入")


def test_with_skip_bad_bad_orders_come_back_as_they_were_with_the_reason_last() -> None:
    sheet = rows_of(LIST, BAD)
    intake = bring(sheet, inputs(), Policy.SKIP_BAD)
    assert counts(intake, "new_orders", "refused_orders", "refused_rows") == (1, 1, 1)
    assert intake.refused.titles == (*LIST, "拒绝原因")
    row = intake.refused.cells.row(0)
    assert row[:-1] == tuple(BAD.values())
    assert row[-1] == "[总金额] 不是数字，应为金额，例如 12.50"


def test_an_order_of_which_one_row_is_bad_is_refused_whole() -> None:
    bad = {**ITEM, "子订单编号": "S2", "商品价格": "贵"}
    intake = bring(rows_of(ITEM, bad, {**ITEM, "主订单编号": "T2", "子订单编号": "S3"}), inputs(), Policy.SKIP_BAD)
    assert appended(intake.outcome, "orders")["order_no"].to_list() == ["T2"]
    assert intake.refused.cells["reason"].to_list() == ["同一订单的其他行有错误", "[商品价格] 不是数字，应为金额，例如 12.50"]
    assert counts(intake, "refused_orders", "refused_rows") == (1, 2)


def test_refused_rows_put_right_can_be_imported_as_they_came_back() -> None:
    refused = bring(rows_of(LIST, BAD), inputs(), Policy.SKIP_BAD).refused
    right = dict(zip(refused.titles, refused.cells.row(0), strict=True)) | {"总金额": "55.00"}
    assert counts(bring(rows_of(right), inputs()), "new_orders") == (1,)


def test_an_order_that_is_in_the_file_twice_with_other_values_is_refused_whole() -> None:
    intake = bring(rows_of(LIST, {**LIST, "总金额": "60.00"}, {**LIST, "订单编号": "T2"}), inputs(), Policy.SKIP_BAD)
    assert appended(intake.outcome, "orders")["order_no"].to_list() == ["T2"]
    assert counts(intake, "refused_orders", "refused_rows") == (1, 2)


def test_a_sheet_without_a_header_brings_nothing_and_refuses_no_rows() -> None:
    wish = Wish(recognise(rows_of(LIST), shipped_profiles()), Policy.SKIP_BAD)
    intake = import_orders(rows_of({"随手": "x"}), inputs(), wish)
    assert (intake.outcome.changes, intake.refused.titles, intake.refused.cells.height) == ((), (), 0)
    assert intake.outcome.findings.select("severity", "code").rows() == [("error", "header.not-found")]


def test_check_writes_nothing_and_says_what_an_import_would_do() -> None:
    intake = bring(rows_of(LIST), inputs(), Policy.CHECK)
    assert (intake.outcome.changes, counts(intake, "new_orders")) == ((), (1,))
    assert [note.en for note in intake.outcome.notes][
        -1
    ] == "Only checked, nothing imported. An import would give 1 new order (1 line), 0 updated, 0 unchanged"


def test_warnings_do_not_keep_an_order_out() -> None:
    assert counts(bring(rows_of({**LIST, "订单状态": "飞走了"}), inputs()), "new_orders", "refused_orders") == (1, 0)


# What is said


def test_rules_that_an_export_has_no_columns_for_are_named_with_those_columns() -> None:
    outcome = bring(rows_of(LIST, {**LIST, "订单编号": "T1002"}), inputs()).outcome
    assert [title.zh for title in outcome.not_run["orders.future-shipped"]] == ["发货时间"]
    assert "总金额" not in {title.zh for titles in outcome.not_run.values() for title in titles}
    assert outcome.findings.is_empty()


def test_a_list_of_refunds_brings_nothing_to_check() -> None:
    assert bring(rows_of(REFUND), inputs()).outcome.not_run == {}


def test_every_figure_has_a_name() -> None:
    assert set(bring(rows_of(LIST), inputs()).outcome.summary) <= set(SUMMARY)


def test_the_layout_that_was_recognised_is_said() -> None:
    assert bring(rows_of(LIST), inputs()).outcome.notes[0].zh == "按“淘宝/天猫 订单报表”（taobao-orders）读取"


# Always


def _order(number: int, status: str, paid: int, remark: str) -> Mapping[str, Value]:
    return {**LIST, "订单编号": f"T{number}", "订单状态": status, "买家实际支付金额": str(paid), "订单备注": remark or None}


ORDERS_DRAWN = st.lists(
    st.builds(
        _order,
        st.integers(1, 4),
        st.sampled_from(["等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭"]),
        st.integers(0, 3),
        st.sampled_from(["", "加急", "送礼"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row["订单编号"],
)


@settings(max_examples=10)
@given(ORDERS_DRAWN, ORDERS_DRAWN)
def test_importing_any_two_files_and_the_second_again_changes_nothing_more(
    first: Sequence[Mapping[str, Value]], second: Sequence[Mapping[str, Value]]
) -> None:
    book = then(rows_of(*second), then(rows_of(*first), inputs()))
    assert bring(rows_of(*second), book).outcome.changes == ()
    orders = book.frame("orders")
    assert orders["order_no"].to_list() == orders["order_no"].unique(maintain_order=True).to_list()


@settings(max_examples=4)
@given(st.permutations([{**LIST, "订单编号": f"T{number}"} for number in range(4)]))
def test_the_order_of_rows_does_not_matter_to_what_is_found_again(rows: Sequence[Mapping[str, Value]]) -> None:
    book = then(rows_of(*({**LIST, "订单编号": f"T{number}"} for number in range(4))), inputs())
    assert bring(rows_of(*rows), book).outcome.changes == ()


def test_messages_speak_english_when_asked() -> None:
    cell: dict[str, Cell] = order(status="done")
    intake = bring(rows_of(LIST), inputs(orders=[cell], lang=Lang.EN, now=NOW + dt.timedelta(days=1)))
    assert "import.older" in intake.outcome.findings["code"].to_list()
    assert all(text.isascii() for text in intake.outcome.findings.filter(pl.col("code") == "import.older")["message"])
