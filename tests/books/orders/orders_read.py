"""Exports as a reader reads them: one value, one field, one order."""

from tests.books.orders.exports import Value, read, rows_of

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
