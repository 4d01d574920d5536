"""What can be read from an export: the fields of an order and a few that only exports have."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet import feeds
from shopbook.sheet.columns import AddressPart, Choice, Column, Flag, Moment, Option, Qty, Row, Sheet, Text, column
from shopbook.sheet.kinds import Kind

PAYMENTS = (
    Option("unpaid", Label(zh="未付款", en="Not paid")),
    Option("paid", Label(zh="已付款", en="Paid in full")),
    Option("part_refunded", Label(zh="部分退款", en="Partly refunded")),
    Option("refunded", Label(zh="全部退款", en="Refunded in full")),
    Option("closed", Label(zh="已作废", en="Void")),
)
FULFILMENTS = (
    Option("paid", Label(zh="未发货", en="Not shipped")),
    Option("part_shipped", Label(zh="部分发货", en="Partly shipped")),
    Option("shipped", Label(zh="已发货", en="Shipped in full")),
    Option("closed", Label(zh="已退回仓库", en="Put back")),
)


class ExportOnly(Row):
    """What some exports say in another form than an order does; importing turns it into fields of an order."""

    full_address: AddressPart | None = column(
        "完整地址", "Whole address", help=Label(zh="省市区和详细地址写在一格", en="All parts in one cell")
    )
    region: AddressPart | None = column(
        "所在地区", "Region", help=Label(zh="省-市-区写在一格", en="Province, city and district in one cell")
    )
    courier_and_number: Text | None = column(
        "快递信息", "Courier and number", help=Label(zh="单号-公司写在一格", en="Number and courier in one cell")
    )
    items: Text | None = column(
        "商品清单", "Item list", help=Label(zh="一格写多件：编码*数量;编码*数量", en="Several items in one cell: SKU*2;SKU*1")
    )
    is_gift: Flag | None = column("是否赠品", "Is a gift")
    gift_title: Text | None = column("赠品名称", "Gift")
    gift_spec: Text | None = column("赠品规格", "Gift variant")
    gift_qty: Qty | None = column("赠品数量", "Gift quantity")
    currency: Text | None = column("币种", "Currency")
    payment: Choice | None = column("付款情况", "Payment state", options=PAYMENTS)
    fulfilment: Choice | None = column("发货情况", "Fulfilment state", options=FULFILMENTS)
    cancelled_at: Moment | None = column("取消时间", "Cancelled at")


EXPORT_ONLY = Sheet(
    "export_only",
    Label(zh="导出专用", en="Export only"),
    ExportOnly,
    Label(zh="只在导出文件里有的列。", en="Columns that only exports have."),
)

_MADE_HERE = ("check", "line_no", "source")

FEEDS: Mapping[str, Column] = {
    name: part for sheet in (ORDERS, EXPORT_ONLY) for name, part in sheet.by_field.items() if name not in _MADE_HERE
}
"""Every field that a column of an export can feed."""

OPTIONS: Mapping[str, tuple[Option, ...]] = {name: part.notes.options for name, part in FEEDS.items() if part.notes.options}
"""The words of those that hold words."""


def source_column(field: str, title: str, *, words: Mapping[str, str], null_words: Sequence[str], date_order: str) -> Column:
    """The column of one title, read as a field is declared; its field is the title.

    Args:
        field: What it feeds.
        title: Its title.
        words: Their words -> our codes, beside the usual ones.
        null_words: Texts that mean an empty cell, beside the usual ones.
        date_order: Of its days.
    """
    # A list of cancelled orders has quantities of 0: importing looks at the least quantity where the status is known.
    model = replace(FEEDS[field], minimum=None, maximum=None)
    return feeds.source_column(model, title, words=words, null_words=null_words, date_order=date_order)


def item_column(title: str) -> Column:
    """A column of items that stand sideways."""
    return Column(title, Kind.TEXT, replace(FEEDS["items"].notes, label=Label(zh=title, en=title), aliases=()))
