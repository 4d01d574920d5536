import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.orders.importing.importing import read_export
from shopbook.books.orders.importing.platforms import profile_from_text, shipped_profiles
from shopbook.books.orders.importing.recognising import recognise
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW
from tests.books.orders.exports import Value, found, grid, read, read_file, rows_of

TAOBAO: dict[str, Value] = {
    "订单编号": "4100123456789012345",
    "买家会员名": "买家甲",
    "买家应付货款": "50.00",
    "买家应付邮费": "0.00",
    "总金额": "50.00",
    "买家实际支付金额": "50.00",
    "订单状态": "买家已付款，等待卖家发货",
    "收货地址 ": "吉林省 通化市 柳河县 柳河镇1号(135300)",
    "联系手机": "'13800138000",
    "订单创建时间": "2026-03-10 08:00:00",
    "订单付款时间 ": "2026-03-10 08:05:00",
    "宝贝标题 ": "保温杯",
    "宝贝总数量": "1",
    "退款金额": "0.00",
}
JD: dict[str, Value] = {
    "订单号": "1001",
    "商品名称": "保温杯",
    "订购数量": "1",
    "下单时间": "2016-05-23 22:02:00",
    "京东价": "60.00",
    "订单金额": "100.00",
    "应付金额": "90.00",
    "订单状态": "等待出库",
    "运费金额": "6.00",
    "付款确认时间": "2016-05-23 22:05:00",
    "货号": "A-1",
}
DOUYIN: dict[str, Value] = {
    "主订单编号": "\t6912345678901234567",
    "子订单编号": "\t6912345678901234567",
    "选购商品": "保温杯",
    "商品数量": "1",
    "商品单价": "50.00",
    "订单应付金额": "50.00",
    "订单提交时间": "2026-03-10 08:00:00",
    "支付完成时间": "2026-03-10 08:05:00",
    "订单状态": "备货中",
    "售后状态": "-",
}
SHOPIFY: dict[str, Value] = {
    "Name": "#1001",
    "Financial Status": "paid",
    "Paid at": "2026-03-10 08:05:00 +0800",
    "Fulfillment Status": "unfulfilled",
    "Total": "99.00",
    "Created at": "2026-03-10 08:00:00 +0800",
    "Lineitem quantity": "1",
    "Lineitem name": "Flask",
    "Lineitem price": "50.00",
    "Lineitem sku": "A-1",
}

OWN = """
name = "own"
platform = { zh = "自有", en = "Own" }
title = { zh = "自有表", en = "Own list" }
what = "items"
lines = "folded"
signs = [["单号"]]
columns = { order_no = ["单号"], items = ["商品"], paid = ["实付"] }
"""


def values(sheet_of: dict[str, Value], field: str, **more: Value) -> list[object]:
    return read(rows_of({**sheet_of, **more})).table.frame[field].to_list()


# Real files


def test_a_real_tmall_report_adds_up(shared: Path) -> None:
    export = read_file(shared / "data" / "tmall_orders_2020_02.csv")
    frame = export.table.frame
    assert export.profile.name == "taobao-orders"
    assert (export.figures["orders"], frame.height) == (28_010, 28_010)
    assert frame["paid_at"].count() == 24_087
    assert (export.figures["paid"], export.figures["total"]) == (Decimal("1902487.15"), Decimal("2995760.61"))
    assert (frame.filter(pl.col("refund") > 0).height, export.figures["refund"]) == (5_646, Decimal("572335.92"))
    assert found(export) == []


def test_a_real_shopify_list_adds_up_and_its_postcodes_and_times_are_plain(shared: Path) -> None:
    export = read_file(shared / "data" / "shopify_orders_10_columns.csv")
    first = export.table.frame.row(0, named=True)
    assert (export.profile.name, export.figures["orders"], export.figures["total"]) == ("shopify-orders", 1_057, Decimal("68141.45"))
    assert not export.table.frame["address"].str.contains("'").any()
    assert first["address"] == "0812, AU"
    # 14:45:53 at +1100 is 11:45:53 on the shop's clock, +0800.
    assert first["created_at"] == dt.datetime(2014, 11, 25, 11, 45, 53)
    assert found(export) == []


def test_a_real_waybill_list_has_all_its_waybills(shared: Path) -> None:
    export = read_file(shared / "data" / "courier_export_81_columns.xlsx")
    first = export.table.frame.row(0, named=True)
    assert (export.profile.name, export.figures["orders"]) == ("yimi-waybills", 99)
    assert [first[name] for name in ("province", "city", "district", "address")] == ["浙江省", "宁波市", "鄞州区", "示例路1号"]
    assert (first["courier"], first["tracking_no"], first["qty"]) == ("壹米", "108174940843", 2)
    assert found(export) == []


def test_a_real_order_sheet_kept_by_hand_adds_up(shared: Path) -> None:
    export = read_file(shared / "data" / "order_sheet_75_rows.xlsx")
    frame = export.table.frame
    assert (export.profile.name, frame.height, export.figures["qty"], export.figures["amount"]) == (
        "distributor-orders",
        74,
        28_608,
        Decimal("964338.10"),
    )
    # 28 customers, one of them in merged cells over four rows (B6:B9).
    assert frame["order_no"].n_unique() == 28
    assert frame.filter(pl.col(ROW).is_between(6, 9))["buyer"].unique().to_list() == ["客户005"]
    assert frame.row(0, named=True)["receiver"] == "收件人"
    assert found(export) == [("warning", "import.unknown-word", "R5")]


# What every layout promises


@pytest.mark.parametrize("row", [TAOBAO, JD, DOUYIN, SHOPIFY])
def test_a_frame_has_exactly_the_fields_of_the_order_sheet(row: dict[str, Value]) -> None:
    frame = read(rows_of(row)).table.frame
    assert frame.schema == {ROW: pl.Int64(), **ORDERS.schema()}


def test_a_column_that_the_export_lacks_is_known_to_be_missing() -> None:
    export = read(rows_of(JD))
    assert {"phone", "shipped_at", "discount"} <= set(export.lacks)
    assert not {"order_no", "price", "line_no", "platform"} & set(export.lacks)


def test_findings_point_into_the_cells_of_the_export() -> None:
    export = read(rows_of(TAOBAO, {**TAOBAO, "订单编号": "2", "联系手机": "1380013"}))
    only = export.table.findings.row(0, named=True)
    assert (only["tab"], only["cell"], only["key"], only["column"], only["value"], only["field"]) == (
        "export",
        "I3",
        "2",
        "联系手机",
        "1380013",
        "phone",
    )


def test_the_platform_is_named_in_the_readers_language() -> None:
    assert read(rows_of(JD), lang=Lang.EN).table.frame["platform"].to_list() == ["JD"]


# Quirks of cells (numbers as in the list of formats)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_quirks_1_and_2_the_encoding_of_a_file_does_not_matter(tmp_path: Path, encoding: str) -> None:
    lines = [",".join(JD), ",".join(str(value) for value in JD.values())]
    (tmp_path / "jd.csv").write_bytes("\r\n".join(lines).encode(encoding))
    export = read_file(tmp_path / "jd.csv")
    assert (export.profile.name, export.table.frame["title"].to_list()) == ("jd-orders", ["保温杯"])


def test_quirk_3_an_id_written_as_a_formula_text_is_the_id() -> None:
    assert values(TAOBAO, "order_no", 订单编号='="35153131473293579"') == ["35153131473293579"]


def test_quirk_4_an_apostrophe_before_a_value_goes() -> None:
    assert values(TAOBAO, "phone") == ["13800138000"]
    assert values(TAOBAO, "order_no", 订单编号="'3515") == ["3515"]


def test_quirk_5_tabs_around_values_go_and_a_cell_of_tabs_is_empty() -> None:
    frame = read(rows_of({**DOUYIN, "商家编码": "\tA-1\t", "商品规格": "\t", "商家备注": "请轻放\t"})).table.frame
    assert frame.select("order_no", "sku", "spec", "remark").row(0) == ("6912345678901234567", "A-1", None, "请轻放")


@pytest.mark.parametrize("damaged", ["4.27E+18", 4100123456789012000])
def test_quirk_6_an_id_that_excel_damaged_is_refused(damaged: Value) -> None:
    export = read(rows_of({**TAOBAO, "订单编号": damaged}))
    assert found(export) == [("error", "cell.digits-lost", "A2")]
    assert export.table.frame["order_no"].to_list() == [None]


def test_quirk_7_spaces_and_width_of_titles_do_not_count() -> None:
    titles = {" 订单 编号": "1", "总金额　": "5", "\ufeff买家实际支付金额": "5", "联系电话 ": "0755-8888888"}
    export = read(rows_of(titles))
    assert (export.profile.name, export.table.frame["phone"].to_list()) == ("taobao-orders", ["0755-8888888"])


def test_quirk_8_titles_of_other_years_mean_the_same() -> None:
    old, new = (read(rows_of({"订单编号": "1", "总金额": "9", title: "8"})) for title in ("买家实际支付金额", "买家实付金额"))
    assert old.table.frame["paid"].to_list() == new.table.frame["paid"].to_list() == [Decimal("8.00")]


@pytest.mark.parametrize("null", ["null", "NULL", "-", "--", "无退款申请", "没有申请退款", ""])
def test_quirk_9_words_for_nothing_are_no_amount(null: str) -> None:
    export = read(rows_of({"主订单编号": "1", "子订单编号": "2", "购买数量": "1", "退款金额": null}))
    assert (export.table.frame["refund"].to_list(), found(export)) == ([None], [])


@pytest.mark.parametrize(
    ("written", "amount"), [("0元", "0.00"), ("1,234.00", "1234.00"), ("¥12", "12.00"), ("123.00元", "123.00"), ("￥ 8.5", "8.50")]
)
def test_quirk_10_units_and_separators_of_amounts(written: str, amount: str) -> None:
    assert values(TAOBAO, "total", 总金额=written) == [Decimal(amount)]


@pytest.mark.parametrize(
    "word", ["买家已付款,等待卖家发货", "买家已付款，等待卖家发货", "买家已付款, 等待卖家发货", "买家已付款｜｜｜等待卖家发货"]
)
def test_quirk_11_punctuation_inside_a_status_does_not_count(word: str) -> None:
    assert values(TAOBAO, "status", 订单状态=word) == ["paid"]


def test_quirk_12_a_preamble_or_group_titles_above_the_header_are_passed_over() -> None:
    group = [["申请信息", None, "订单信息"]]
    export = read(grid(["服务单号", "订单号", "商品名称", "退款金额"], ["9", "1001", "保温杯", "12.50"], above=group))
    assert (export.profile.name, export.table.frame["order_no"].to_list(), export.figures["refund"]) == (
        "jd-refunds",
        ["1001"],
        Decimal("12.50"),
    )


def test_quirk_13_a_legend_below_the_header_is_no_order() -> None:
    legend = {"主订单编号": " ", "商品数量": "件", "商品单价": "不含运费", "订单应付金额": "商品+运费"}
    export = read(rows_of({**dict.fromkeys(DOUYIN), **legend}, DOUYIN))
    assert (export.figures["lines"], found(export)) == (1, [("hint", "rows.legend", "")])


def test_quirk_14_totals_and_notes_below_the_last_row_are_no_orders() -> None:
    ebay = {"Sales Record Number": "83", "Order Number": "01-1", "Item Title": "Flask", "Sold For": "$45.99", "Sale Date": "Jul-21-25"}
    export = read(rows_of(ebay, {"Sales Record Number": "1 record(s) downloaded,"}, {"Sales Record Number": "Seller ID : shop"}))
    assert export.figures["orders"] == 1
    assert {code for severity, code, _ in found(export) if severity != "hint"} == set()
    total = read(rows_of(TAOBAO, {"订单编号": "合计", "总金额": "50.00"}))
    assert (total.figures["orders"], total.figures["total"], found(total)) == (1, Decimal("50.00"), [("hint", "rows.total", "")])


def test_quirk_16_gifts_and_services_are_told_from_goods() -> None:
    rows = [
        JD,
        {**JD, "商品名称": "【赠品】杯刷", "京东价": "0.00"},
        {**JD, "商品名称": "空调上门安装", "京东价": "0.00"},
        {**JD, "商品名称": "安装工具箱"},
    ]
    assert read(rows_of(*rows)).table.frame["line_type"].to_list() == ["goods", "gift", "service", "goods"]


def test_quirk_16_a_gift_that_was_closed_with_its_main_item_is_a_gift() -> None:
    assert values({**DOUYIN, "取消原因": "主品订单售后完成"}, "line_type") == ["gift"]


def test_quirk_16_a_gift_named_beside_its_item_is_a_line_of_its_own() -> None:
    pdd: dict[str, Value] = {
        "商品": "保温杯",
        "订单号": "1",
        "商品总价(元)": "50",
        "商家实收金额(元)": "50",
        "商品数量(件)": "2",
        "用户实付金额(元)": "50",
    }
    export = read(rows_of({**pdd, "赠品名称": "杯刷", "赠品数量": "3"}, {**pdd, "订单号": "2"}))
    lines = export.table.frame.select("order_no", "line_no", "title", "qty", "line_type", "paid").rows()
    assert lines == [
        ("1", 1, "保温杯", 2, "goods", Decimal("50.00")),
        ("1", 2, "杯刷", 3, "gift", None),
        ("2", 1, "保温杯", 2, "goods", Decimal("50.00")),
    ]


def test_quirk_16_a_gift_without_a_number_is_one_piece() -> None:
    pdd: dict[str, Value] = {
        "订单号": "1",
        "商品": "杯",
        "商品总价(元)": "50",
        "商家实收金额(元)": "50",
        "赠品名称": "杯刷",
        "赠品规格": "蓝",
    }
    assert read(rows_of({**pdd, "商品规格": "红"})).table.frame.select("title", "spec", "line_type").rows() == [
        ("杯", "红", "goods"),
        ("杯刷", "蓝", "gift"),
    ]


def test_a_list_of_several_platforms_says_itself_which() -> None:
    own = profile_from_text(OWN.replace("paid =", 'platform = ["平台"], paid ='), name="own.toml")
    frame = read(
        rows_of({"单号": "1", "商品": "A-1", "实付": "30", "平台": "京东"}, {"单号": "2", "商品": "A-1", "实付": "30"}), own
    ).table.frame
    assert frame["platform"].to_list() == ["京东", "自有"]


def test_quirk_17_what_was_paid_may_be_without_what_was_refunded_and_it_is_said() -> None:
    export = read(rows_of({**TAOBAO, "买家实际支付金额": "10.00", "退款金额": "40.00"}))
    assert (found(export), [note.zh for note in export.notes]) == ([], ["这种导出的实付金额已经扣掉了退款"])


@pytest.mark.parametrize("phone", ["138****8000", "13800000001-1234", "0755-8888888", "##密文", "$$密文", "13800138000-****"])
def test_quirk_21_masked_and_virtual_numbers_are_normal(phone: str) -> None:
    export = read(rows_of({**TAOBAO, "联系手机": phone, "收货人姓名": "张**"}))
    assert (found(export), export.table.frame["phone"].to_list(), export.table.frame["receiver"].to_list()) == ([], [phone], ["张**"])


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2016/5/23 22:02", dt.datetime(2016, 5, 23, 22, 2)),
        ("2020-02-21 00:00:02", dt.datetime(2020, 2, 21, 0, 0, 2)),
        ("2024/3/1", dt.datetime(2024, 3, 1)),
        ("20240301", dt.datetime(2024, 3, 1)),
        ("2026年05月01日 00:00:00", dt.datetime(2026, 5, 1)),
        ("2026-03-23~2026-03-23", dt.datetime(2026, 3, 23)),
    ],
)
def test_quirk_22_days_in_the_forms_of_chinese_platforms(written: str, moment: dt.datetime) -> None:
    assert values(TAOBAO, "created_at", 订单创建时间=written) == [moment]


def test_quirk_22_short_american_days_are_read_where_the_layout_says_so_and_nowhere_else() -> None:
    amazon: dict[str, Value] = {"Order ID": "1", "Fulfilment": "Merchant", "Courier Status": "Shipped", "Date": "04-30-22"}
    export = read(rows_of(amazon, {**amazon, "Order ID": "2", "Date": "04-30-2022"}))
    assert export.table.frame["created_at"].to_list() == [dt.datetime(2022, 4, 30)] * 2
    assert found(read(rows_of({**TAOBAO, "订单创建时间": "04-30-22"}))) == [("error", "cell.not-a-date", "J2")]


def test_quirk_23_paying_after_midnight_is_normal() -> None:
    assert found(read(rows_of({**TAOBAO, "订单创建时间": "2026-03-10 23:59:59", "订单付款时间 ": "2026-03-11 00:00:04"}))) == []


# Several items in one order


def test_amounts_repeated_on_each_row_stand_on_the_first_line_only() -> None:
    export = read(rows_of(JD, {**JD, "商品名称": "杯刷", "京东价": "46.00"}))
    frame = export.table.frame
    assert frame.select("line_no", "total", "freight", "paid", "price").rows() == [
        (1, Decimal("100.00"), Decimal("6.00"), Decimal("90.00"), Decimal("60.0000")),
        (2, None, None, None, Decimal("46.0000")),
    ]
    assert (export.figures["total"], found(export)) == (Decimal("100.00"), [])


def test_rows_of_one_order_that_disagree_about_its_amount_are_reported() -> None:
    export = read(rows_of(JD, {**JD, "商品名称": "杯刷", "订单金额": "46.00"}))
    assert (found(export), export.figures["total"]) == ([("warning", "import.amount-differs", "F3")], Decimal("100.00"))


def test_blank_order_cells_below_the_first_row_take_the_orders_values_and_no_other_orders() -> None:
    second = {"Name": "#1001", "Lineitem quantity": "2", "Lineitem name": "Brush", "Lineitem price": "24.50", "Lineitem sku": "B-1"}
    unpaid = {**SHOPIFY, "Name": "#1002", "Financial Status": "pending", "Paid at": None}
    frame = read(rows_of(SHOPIFY, second, unpaid)).table.frame
    assert frame.select("order_no", "line_no", "sku", "qty", "status", "total", "paid").rows() == [
        ("#1001", 1, "A-1", 1, "paid", Decimal("99.00"), Decimal("99.00")),
        ("#1001", 2, "B-1", 2, "paid", None, None),
        ("#1002", 1, "A-1", 1, "unpaid", Decimal("99.00"), None),
    ]
    assert frame["paid_at"].to_list() == [dt.datetime(2026, 3, 10, 8, 5), dt.datetime(2026, 3, 10, 8, 5), None]


def test_merged_cells_of_an_order_belong_to_all_its_rows() -> None:
    first: dict[str, Value] = {
        "订单编号": "1",
        "实付款(元)": "30",
        "运费(元)": "5",
        "货品标题": "杯",
        "单价(元)": "10",
        "数量": "1",
        "订单付款时间": "2026-03-10 08:05",
    }
    rest: list[dict[str, Value]] = [{"货品标题": "刷", "单价(元)": "15", "数量": "1"}, {**first, "订单编号": "2", "订单付款时间": None}]
    frame = read(rows_of(first, *rest, merges=["A2:A3", "B2:B3", "C2:C3", "G2:G3"])).table.frame
    assert frame.select("order_no", "line_no", "title", "paid", "freight").rows() == [
        ("1", 1, "杯", Decimal("30.00"), Decimal("5.00")),
        ("1", 2, "刷", None, None),
        ("2", 1, "杯", None, Decimal("5.00")),
    ]


def test_items_in_one_cell_become_lines() -> None:
    own = profile_from_text(OWN, name="own.toml")
    sheet = rows_of(
        {"单号": "1", "商品": "A-1*2;B-1*1", "实付": "30"}, {"单号": "2", "商品": "C-1", "实付": "9"}, {"单号": "3", "实付": "5"}
    )
    export = read(sheet, own)
    assert export.table.frame.select(ROW, "order_no", "line_no", "sku", "qty", "paid").rows() == [
        (2, "1", 1, "A-1", 2, Decimal("30.00")),
        (2, "1", 2, "B-1", 1, None),
        (3, "2", 1, "C-1", 1, Decimal("9.00")),
        (4, "3", 1, None, None, Decimal("5.00")),
    ]


def test_items_side_by_side_become_lines() -> None:
    woo: dict[str, Value] = {
        "order_number": "77",
        "order_total": "50.00",
        "status": "wc-processing",
        "shipping_first_name": "Ann",
        "shipping_last_name": "Lee",
        "line_item_1": "name:Flask|product_id:7|sku:A-1|quantity:2|total:36.00|sub_total:40.00",
        "line_item_2": "name:Brush|product_id:8|sku:|quantity:1|total:9.00|sub_total:10.00",
    }
    frame = read(rows_of(woo, {**woo, "order_number": "78", "line_item_2": None})).table.frame
    assert frame.select("order_no", "line_no", "title", "sku", "qty", "amount", "total", "receiver", "status").rows() == [
        ("77", 1, "Flask", "A-1", 2, Decimal("40.00"), Decimal("50.00"), "Ann Lee", "paid"),
        ("77", 2, "Brush", None, 1, Decimal("10.00"), None, "Ann Lee", "paid"),
        ("78", 1, "Flask", "A-1", 2, Decimal("40.00"), Decimal("50.00"), "Ann Lee", "paid"),
    ]


def test_what_each_item_cost_is_added_up_where_a_list_says_it_by_item() -> None:
    item: dict[str, Value] = {"主订单编号": "1", "子订单编号": "11", "购买数量": "1", "买家实付金额": "30.00", "退款金额": "无退款申请"}
    frame = read(rows_of(item, {**item, "子订单编号": "12", "买家实付金额": "20.00", "退款金额": "5.00"})).table.frame
    assert frame.select("suborder_no", "paid", "refund").rows() == [("11", Decimal("50.00"), Decimal("5.00")), ("12", None, None)]


def test_what_is_due_for_each_sku_makes_what_was_paid_for_the_order() -> None:
    row: dict[str, Value] = {
        "订单号": "P1",
        "SKU件数": "1",
        "SKU名称": "杯",
        "用户应付金额(元)": "30",
        "店铺优惠(元)": "2",
        "支付时间": "2026-03-10 08:05:00",
    }
    frame = read(rows_of(row, {**row, "SKU名称": "刷", "用户应付金额(元)": "20"})).table.frame
    assert frame.select("title", "total", "paid", "discount").rows() == [
        ("杯", Decimal("50.00"), Decimal("50.00"), Decimal("4.00")),
        ("刷", None, None, None),
    ]


def test_a_row_that_only_heads_the_items_of_an_order_is_no_line() -> None:
    head: dict[str, Value] = {
        "Sales Record Number": "9",
        "Order Number": "01-1",
        "Total Price": "$60.00",
        "Paid On Date": "Jul-21-25",
        "Shipped On Date": None,
    }
    items: list[dict[str, Value]] = [
        {**dict.fromkeys(head), "Order Number": "01-1", "Item Title": title, "Sold For": price}
        for title, price in (("Flask", "$40.00"), ("Brush", "$20.00"))
    ]
    frame = read(rows_of(head, *items)).table.frame
    assert frame.select("line_no", "title", "total", "paid", "status").rows() == [
        (1, "Flask", Decimal("60.00"), Decimal("60.00"), "paid"),
        (2, "Brush", None, None, "paid"),
    ]


# States


@pytest.mark.parametrize(
    ("payment", "fulfilment", "status", "refund_status"),
    [
        ("pending", None, "unpaid", "none"),
        ("paid", None, "paid", "none"),
        ("paid", "partial", "part_shipped", "none"),
        ("paid", "fulfilled", "shipped", "none"),
        ("partially_refunded", "fulfilled", "shipped", "part_refunded"),
        ("refunded", "unfulfilled", "paid", "refunded"),
        ("voided", None, "closed", "none"),
    ],
)
def test_shopifys_two_states_make_one(payment: str, fulfilment: str | None, status: str, refund_status: str) -> None:
    frame = read(rows_of({**SHOPIFY, "Financial Status": payment, "Fulfillment Status": fulfilment})).table.frame
    assert frame.select("status", "refund_status").rows() == [(status, refund_status)]


def test_an_order_that_was_cancelled_is_closed() -> None:
    assert values({**SHOPIFY, "Cancelled at": "2026-03-10 09:00:00 +0800"}, "status") == ["closed"]


def test_a_locked_jd_order_has_a_refund_pending() -> None:
    frame = read(rows_of({**JD, "订单状态": "(锁定)等待出库"}, {**JD, "订单号": "2", "订单状态": "(删除)等待出库"})).table.frame
    assert frame.select("status", "refund_status").rows() == [("paid", "pending"), ("closed", None)]


def test_a_status_that_tells_of_a_refund_tells_the_refund_status_too() -> None:
    pdd: dict[str, Value] = {"订单号": "1", "商品总价(元)": "50", "商家实收金额(元)": "50", "订单状态": "已发货，退款成功", "售后状态": "-"}
    frame = read(rows_of(pdd, {**pdd, "订单号": "2", "订单状态": "待发货", "售后状态": "售后处理中"})).table.frame
    assert frame.select("status", "refund_status").rows() == [("closed", "refunded"), ("paid", "pending")]


def test_an_unknown_word_is_reported_once_with_how_many_rows_have_it() -> None:
    odd = [{**JD, "订单号": str(number), "订单状态": word} for number, word in enumerate(["飞走了", "飞走了", "飞走了", "完成", "丢了"])]
    export = read(rows_of(*odd))
    said = export.table.findings.select("severity", "code", "cell", "value").rows()
    assert said == [("warning", "import.unknown-word", "H2", "飞走了"), ("warning", "import.unknown-word", "H6", "丢了")]
    assert "3 行" in export.table.findings["message"][0]
    assert export.table.frame["status"].to_list() == [None, None, None, "done", None]


def test_what_is_due_is_not_paid_before_it_is() -> None:
    frame = read(rows_of(JD, {**JD, "订单号": "2", "付款确认时间": None})).table.frame
    assert frame["paid"].to_list() == [Decimal("90.00"), None]


# Parcels, addresses, texts


def test_courier_and_number_in_one_cell_are_taken_apart() -> None:
    frame = read(rows_of({**DOUYIN, "快递信息": "SF0220481613112-顺丰速运,保温杯*1"})).table.frame
    assert frame.select("courier", "tracking_no").rows() == [("顺丰速运", "SF0220481613112")]


def test_the_mobile_goes_before_the_landline() -> None:
    both = {**TAOBAO, "联系电话": "0755-88888888"}
    frame = read(rows_of(both, {**both, "订单编号": "2", "联系手机": None})).table.frame
    assert frame["phone"].to_list() == ["13800138000", "0755-88888888"]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("吉林省 通化市 柳河县 柳河镇1号(135300)", ("吉林省", "通化市", "柳河县", "柳河镇1号(135300)")),
        ("上海 上海市 浦东新区 张江路1号", ("上海", "上海市", "浦东新区", "张江路1号")),
        ("上海", ("上海", "上海市", None, None)),
        ("北京朝阳区建国路1号", ("北京", "北京市", "朝阳区", "建国路1号")),
        ("江苏苏州市昆山市玉山镇", ("江苏", "苏州市", "昆山市", "玉山镇")),
        ("海南省 文昌市 文城镇 1号", ("海南省", "文昌市", None, "文城镇 1号")),
        ("内蒙古自治区", ("内蒙古自治区", None, None, None)),
        ("12 Main St", (None, None, None, "12 Main St")),
    ],
)
def test_an_address_in_one_cell_is_taken_apart(whole: str, parts: tuple[str | None, ...]) -> None:
    frame = read(rows_of({**TAOBAO, "收货地址 ": whole})).table.frame
    assert frame.select("province", "city", "district", "address").rows() == [parts]


def test_a_changed_address_is_seen_in_the_remark() -> None:
    remark = values({**TAOBAO, "订单备注": "请轻放", "修改后的收货地址": "浙江省 杭州市 西湖区 文三路1号"}, "remark")
    assert remark == ["请轻放；改地址：浙江省 杭州市 西湖区 文三路1号"]


def test_html_entities_in_names_are_read() -> None:
    etsy: dict[str, Value] = {
        "Order ID": "1",
        "Transaction ID": "2",
        "Item Name": "Tom &amp; Ann&#39;s mug",
        "Buyer": "A &lt;B&gt;",
        "Sale Date": "08/14/25",
    }
    frame = read(rows_of(etsy)).table.frame
    assert frame.select("title", "buyer", "created_at").rows() == [("Tom & Ann's mug", "A <B>", dt.datetime(2025, 8, 14))]


def test_a_discount_written_as_a_negative_rise_is_a_discount() -> None:
    frame = read(rows_of({"订单编号": "1", "货品标题": "杯", "实付款(元)": "9", "涨价或折扣(元)": "-1.50"})).table.frame
    assert frame["discount"].to_list() == [Decimal("1.50")]


def test_discounts_in_several_columns_are_added_up() -> None:
    pdd: dict[str, Value] = {
        "订单号": "1",
        "商品总价(元)": "50",
        "商家实收金额(元)": "45",
        "店铺优惠折扣(元)": "5",
        "平台优惠折扣(元)": "2.50",
    }
    assert values(pdd, "discount") == [Decimal("7.50")]


def test_a_foreign_currency_is_said() -> None:
    assert [note.en for note in read(rows_of({**SHOPIFY, "Currency": "AUD"})).notes] == [
        "The amounts are in AUD; they are imported as they are, not converted"
    ]


def test_a_cancelled_order_of_no_pieces_is_normal_and_an_open_one_is_not() -> None:
    amazon: dict[str, Value] = {
        "amazon-order-id": "1",
        "purchase-date": "2026-03-10T08:00:00+08:00",
        "sku": "A",
        "quantity": "0",
        "order-status": "Cancelled",
    }
    export = read(rows_of(amazon, {**amazon, "amazon-order-id": "2", "order-status": "Shipped"}))
    assert found(export) == [("error", "cell.below-minimum", "D3")]


# Repeats


def test_the_same_row_twice_is_imported_once() -> None:
    export = read(rows_of(TAOBAO, TAOBAO))
    assert (export.figures["lines"], found(export)) == (1, [("hint", "import.same-row-twice", "A3")])


def test_one_order_twice_with_other_values_is_an_error() -> None:
    export = read(rows_of(TAOBAO, {**TAOBAO, "总金额": "60.00"}))
    assert found(export) == [("error", "import.order-twice", "A3")]


def test_a_row_without_an_order_number_is_an_error() -> None:
    assert found(read(rows_of(TAOBAO, {**TAOBAO, "订单编号": None}))) == [("error", "cell.required", "A3")]


def test_a_list_without_any_order_number_is_said_once() -> None:
    export = read(rows_of(*({"总金额": "5.00", "收货人姓名": name} for name in ("甲", "乙", "丙"))), "taobao-orders")
    only = export.table.findings.row(0, named=True)
    assert found(export) == [("error", "header.missing", "")]
    assert only["message"] == "没有订单编号（应有列“订单编号”），无法导入"


def test_a_sheet_that_has_none_of_the_titles_it_was_recognised_by_is_refused_in_one_sentence() -> None:
    export = read_export(rows_of({"随手": "x"}), recognise(rows_of(TAOBAO), shipped_profiles()), lang=Lang.ZH)
    assert (found(export), export.figures["lines"]) == ([("error", "header.not-found", "")], 0)


def test_a_totals_row_below_orders_whose_cells_are_merged_is_no_line() -> None:
    first: dict[str, Value] = {"订单编号": "1", "实付款(元)": "30", "货品标题": "杯", "单价(元)": "10"}
    export = read(rows_of(first, {"货品标题": "刷", "单价(元)": "15"}, {"货品标题": "合计", "单价(元)": "25"}))
    assert (export.figures["lines"], found(export)) == (2, [("hint", "rows.total", "")])


def test_a_refund_status_on_the_first_row_is_that_of_all_rows_of_the_order() -> None:
    first: dict[str, Value] = {"订单编号": "1", "订单状态": "已退换货", "实付款(元)": "30", "货品标题": "杯", "单价(元)": "10"}
    frame = read(rows_of(first, {"货品标题": "刷", "单价(元)": "15"})).table.frame
    assert frame.select("status", "refund_status").rows() == [("closed", "refunded")] * 2


def test_a_region_in_one_cell_leaves_the_rest_of_the_address_alone() -> None:
    waybill: dict[str, Value] = {
        "订单号": "1",
        "运单号": "2",
        "收件人虚拟电话": "13800000001-1234",
        "收货地区": "浙江省-宁波市-鄞州区",
        "收货人详细地址": "1号",
    }
    frame = read(rows_of({**waybill, "收货人电话/手机": "138****0001"})).table.frame
    assert frame.select("province", "city", "district", "address", "phone").rows() == [
        ("浙江省", "宁波市", "鄞州区", "1号", "13800000001-1234")
    ]


# Refunds


def test_several_refunds_of_an_order_are_added_up_and_an_open_one_tells_its_state() -> None:
    refund: dict[str, Value] = {"退款编号": "1", "订单编号": "77", "退款状态": "退款成功", "买家退款金额": "10.00"}
    rows = [
        refund,
        {**refund, "退款编号": "2", "买家退款金额": "5.00"},
        {**refund, "退款编号": "3", "退款状态": "卖家拒绝退款", "买家退款金额": "99.00"},
    ]
    frame = read(rows_of(*rows, {**refund, "订单编号": "78", "退款状态": "买家已经申请退款，等待卖家同意"})).table.frame
    assert frame.select("order_no", "refund", "refund_status").rows() == [
        ("77", Decimal("15.00"), "refunded"),
        ("78", Decimal("0.00"), "pending"),
    ]


# Always


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=30))
def test_an_orders_amount_is_never_added_up_over_its_lines(drawn: list[tuple[int, int, int]]) -> None:
    totals = {number: total for number, total, _ in drawn}
    rows = [{**JD, "订单号": str(number), "订单金额": str(totals[number]), "京东价": str(price)} for number, _, price in drawn]
    export = read(rows_of(*rows))
    assert export.figures["total"] == sum(totals.values())
    assert export.table.frame.height == len(drawn)
