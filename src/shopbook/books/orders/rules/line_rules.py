"""What can be wrong with order numbers and with the lines of an order: twice the same, no item, no quantity."""

import polars as pl

from shopbook.books.orders.rules.facts import ORDER, ORDER_VALUES, once
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_CHECK = "D0 三(二)1"
_IDENTITY = ("line_no", "suborder_no", "sku", "title")

_SAME_SUBORDER = pl.col("suborder_no").is_not_null() & ~pl.col("suborder_no").is_first_distinct()
_HAS_SEVERAL = pl.col("order.has_several")
_SAME_LINE = _HAS_SEVERAL & pl.col("line_no").is_not_null() & ~pl.struct(ORDER, "line_no").hash().is_first_distinct()
_ITEM = pl.struct(ORDER, pl.coalesce("sku", "title"), "spec", "line_type", "price")
_SAME_ITEM = _HAS_SEVERAL & pl.coalesce("sku", "title").is_not_null() & ~_ITEM.hash().is_first_distinct()
_TWO_ORDERS = pl.col("order.is_two")

_TITLES = {
    "total": Label(zh="总金额", en="totals"),
    "paid": Label(zh="实付金额", en="amounts paid"),
    "freight": Label(zh="运费", en="freights"),
    "created_at": Label(zh="下单时间", en="times of creation"),
    "paid_at": Label(zh="付款时间", en="times of payment"),
    "receiver": Label(zh="收货人", en="receivers"),
    "phone": Label(zh="手机", en="phones"),
    "province": Label(zh="省份", en="provinces"),
    "city": Label(zh="城市", en="cities"),
    "address": Label(zh="详细地址", en="addresses"),
}


def _differing(field: str, title: Label) -> Rule:
    return Rule(
        f"orders.differing-{field.replace('_at', '-time')}",
        on=field,
        where=once(pl.col(f"differs.{field}") & ~_TWO_ORDERS),
        optional=("buyer", "created_at", "total", "paid", *_IDENTITY),
        severity=Severity.WARNING,
        says=Label(
            zh="订单 {order_no} 的各行{title}不一致，整单的{title}应只填在第一行，或每行相同",
            en="The lines of order {order_no} have different {title}: write it on the first line only, or the same on all",
        ).filled({"title": title, "order_no": "{order_no}"}),
        source="platform exports: several lines of an order",
        example=Label(zh="同一订单，两行不同", en="two lines of one order differ"),
    )


LINE_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.duplicate-order",
        on="order_no",
        where=(pl.col("number.first") != pl.col(ROW)) & ~pl.col("order.has_lines"),
        optional=_IDENTITY,
        says=Label(
            zh="订单编号 {order_no} 和第 {number.first} 行重复，请删掉多余的一行或改正编号",
            en="Order number {order_no} is already in row {number.first}: delete the row or correct the number",
        ),
        source=_CHECK,
        example=Label(zh="同一编号出现两次，没有商品可以区分", en="the same number twice, no items to tell the rows apart"),
    ),
    Rule(
        "orders.two-orders-one-number",
        on="order_no",
        where=pl.col("order.is_last") & _TWO_ORDERS,
        optional=("buyer", "created_at", "total", "paid", *_IDENTITY),
        says=Label(
            zh="订单编号 {order_no} 下有不同的买家，或不同的下单时间和金额，像是两张订单用了同一个编号，请核对编号",
            en="Order number {order_no} has different buyers, or different times and amounts, like two orders: check the number",
        ),
        source=_CHECK,
        example=Label(zh="同一编号，两个买家", en="one number, two buyers"),
    ),
    Rule(
        "orders.duplicate-suborder",
        on="suborder_no",
        where=_SAME_SUBORDER,
        says=Label(
            zh="子订单编号 {suborder_no} 已经出现过，同一行可能导入了两次，请删掉多余的一行",
            en="Sub-order number {suborder_no} has appeared before: the line may have been imported twice, delete one",
        ),
        source=_CHECK,
        example=Label(zh="子订单编号重复", en="a sub-order number twice"),
    ),
    Rule(
        "orders.duplicate-line",
        on="line_no",
        where=_SAME_LINE & ~_SAME_SUBORDER,
        optional=("suborder_no",),
        says=Label(
            zh="订单 {order_no} 的第 {line_no} 行已经有了，请删掉多余的一行或改正行号",
            en="Order {order_no} already has a line {line_no}: delete one or correct the line number",
        ),
        source=_CHECK,
        example=Label(zh="同一订单有两个第 1 行", en="two lines 1 in one order"),
    ),
    Rule(
        "orders.same-item-twice",
        on="sku",
        where=_SAME_ITEM & ~_SAME_LINE & ~_SAME_SUBORDER,
        optional=("title", "spec", "line_type", "price", "line_no", "suborder_no"),
        severity=Severity.WARNING,
        says=Label(
            zh="订单 {order_no} 里商品 {sku} 出现了不止一次，请核对是买了多件，还是重复了一行",
            en="Item {sku} is more than once in order {order_no}: several pieces, or a line too many?",
        ),
        source=_CHECK,
        example=Label(zh="同一订单，两行都是 A-01", en="A-01 on two lines of one order"),
    ),
    *(_differing(field, _TITLES[field]) for field in ORDER_VALUES if field in _TITLES),
    Rule(
        "orders.number-form",
        on="order_no",
        where=~pl.col("order_no").str.contains("[0-9]"),
        severity=Severity.WARNING,
        says=Label(
            zh="“{order_no}”里没有数字，不像订单编号；如果是合计或说明行，请移到表外",
            en="'{order_no}' has no digit, so it is no order number: move totals and notes out of the table",
        ),
        source="platform exports: totals rows",
        example=Label(zh="合计：", en="Totals:"),
    ),
    Rule(
        "orders.item-missing",
        on="sku",
        where=pl.col("order.is_to_ship") & pl.coalesce("sku", "title").is_null() & (pl.col("status") != "closed").fill_null(value=True),
        optional=("title",),
        says=Label(
            zh="待发货的订单没有商品编码，也没有商品名称，不知道发什么，请补上",
            en="An order to ship without SKU or item name: nobody knows what to send, fill it in",
        ),
        source=_CHECK,
        example=Label(zh="商品编码和商品名称都空着", en="SKU and item both blank"),
    ),
    Rule(
        "orders.qty-missing",
        on="qty",
        where=pl.col("order.is_to_ship") & pl.col("qty").is_null() & pl.coalesce("sku", "title").is_not_null(),
        optional=("sku", "title"),
        says=Label(zh="待发货的商品没有数量，不知道发几件，请补上", en="An item to ship without a quantity: fill it in"),
        source=_CHECK,
        example=Label(zh="数量空着", en="quantity blank"),
    ),
    Rule(
        "orders.unusual-qty",
        on="qty",
        where=pl.col("qty") >= parameter("unusual_qty"),
        severity=Severity.HINT,
        says=Label(
            zh="一行买 {qty} 件，达到 {unusual_qty}，发货前请再核对一次",
            en="{qty} pieces on one line, {unusual_qty} or more: look once more before shipping",
        ),
        source=_CHECK,
        example=Label(zh="500", en="500"),
    ),
)
