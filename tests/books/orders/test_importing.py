"""Platform exports become order lines: real files add up, and every known quirk of a file is read as its platform means it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.orders.importing.platforms import profile_from_text
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW
from tests.books.orders.exports import Value, found, grid, read, read_file, rows_of
from tests.books.orders.orders_read import DOUYIN, JD, OWN, SHOPIFY, TAOBAO, values

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
