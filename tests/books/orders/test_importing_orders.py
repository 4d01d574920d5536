"""Rows become orders: amounts stand once, items become lines, states and addresses are told from what a platform writes."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.orders.importing.importing import read_export
from shopbook.books.orders.importing.platforms import profile_from_text, shipped_profiles
from shopbook.books.orders.importing.recognising import recognise
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW
from tests.books.orders.exports import Value, found, read, rows_of
from tests.books.orders.orders_read import DOUYIN, JD, OWN, SHOPIFY, TAOBAO, values

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
