"""What can be read from an export: the fields of an order and a few that only exports have, and which columns feed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import polars as pl

from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.columns import AddressPart, Choice, Column, Flag, Moment, Option, Qty, Row, Sheet, Text, column
from shopbook.sheet.kinds import Kind
from shopbook.sheet.spelling import word_key

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


@dataclass(frozen=True, slots=True)
class Piece:
    """Columns of which the first with a value counts, and a text before that value."""

    names: tuple[str, ...]
    before: str = ""

    def value(self) -> pl.Expr:
        """Its value in each row."""
        found = pl.coalesce(self.names)
        return pl.lit(self.before) + found.cast(pl.String) if self.before else found


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a field comes from: one piece, several joined by ``between``, or several added up."""

    field: str
    pieces: tuple[Piece, ...]
    between: str = ""
    is_sum: bool = False

    @property
    def first(self) -> str:
        """The column that findings about the field point to."""
        return self.pieces[0].names[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Every column it looks at."""
        return tuple(name for piece in self.pieces for name in piece.names)

    def value(self) -> pl.Expr:
        """The field in each row, null where no column has a value."""
        values = [piece.value() for piece in self.pieces]
        if self.is_sum:
            added = reduce(add, [value.fill_null(0) for value in values])
            return pl.when(pl.any_horizontal(value.is_not_null() for value in values)).then(added).alias(self.field)
        if len(values) > 1:
            joined = pl.concat_str([value.cast(pl.String) for value in values], separator=self.between, ignore_nulls=True)
            return pl.when(joined != "").then(joined).alias(self.field)
        return values[0].alias(self.field)


def source_column(field: str, title: str, *, words: Mapping[str, str], null_words: Sequence[str], date_order: str) -> Column:
    """The column of one title, read as a field is declared; its field is the title.

    Args:
        field: What it feeds.
        title: Its title.
        words: Their words -> our codes, beside the usual ones.
        null_words: Texts that mean an empty cell, beside the usual ones.
        date_order: Of its days.
    """
    model = FEEDS[field]
    notes = replace(
        model.notes,
        label=_as_written(title),
        aliases=(),
        key=False,
        required=False,
        options=_with_words(model.notes.options, words),
        null_words=(*model.notes.null_words, *null_words),
        date_order=date_order,
    )
    # A list of cancelled orders has quantities of 0: importing looks at the least quantity where the status is known.
    return Column(title, model.kind, notes)


def item_column(title: str) -> Column:
    """A column of items that stand sideways."""
    return Column(title, Kind.TEXT, replace(FEEDS["items"].notes, label=_as_written(title), aliases=()))


def _as_written(title: str) -> Label:
    return Label(zh=title, en=title)


def _with_words(options: tuple[Option, ...], words: Mapping[str, str]) -> tuple[Option, ...]:
    """The options with a layout's own words, which go before what a word means elsewhere."""
    taken = {word_key(word) for word in words}
    found = []
    for option in options:
        usual = tuple(word for word in option.aliases if word_key(word) not in taken)
        found.append(replace(option, aliases=(*usual, *(word for word, code in words.items() if code == option.code))))
    return tuple(found)
