"""The blind count sheet: a workbook of its own that a person takes to the shelves. It knows no quantity but the one that is counted."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.stock.vocabulary import QUALITIES
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Choice, Day, Form, Integer, Person, Qty, Row, Sheet, Sku, Text, TextId, column

_SIGNED = (Label(zh="盘点人", en="Counted by"), Label(zh="复核人", en="Checked by"), Label(zh="日期", en="Date"))
_ROW_HEIGHT = 30
"""Points; a row that is hit with gloves on and written into with a thick pen."""


class Head(Row):
    """Which paper it is, and who counted."""

    sheet_no: TextId = column("盘点表号", "Sheet no.", key=True, width=26, computed=True)
    plan_no: TextId | None = column("盘点计划号", "Count no.", width=20, computed=True)
    round: Integer | None = column("轮次", "Round", width=8, computed=True)
    area: Text | None = column("区域", "Area", width=18, computed=True)
    not_by: Text | None = column("不能由谁盘", "Not to be counted by", width=18, computed=True)
    counted_by: Person | None = column("盘点人", "Counted by", width=14)
    checked_by: Person | None = column(
        "复核人", "Checked by", width=14, help=Label(zh="不能和盘点人是同一个人", en="Not the person who counts")
    )
    counted_on: Day | None = column("盘点日期", "Counted on", width=14)


HEAD = Sheet(
    "count_head",
    Label(zh="签名", en="Signatures"),
    Head,
    Label(zh="盘完填上盘点人、复核人和日期。", en="After counting fill in who counted, who checked, and the day."),
    form=Form(_ROW_HEIGHT),
)


class Line(Row):
    """One item to count."""

    location: TextId | None = column("库位", "Location", width=13, computed=True, aliases=("货位", "库位编码"))
    sku: Sku | None = column("商品编码", "SKU", width=17, computed=True, aliases=("商家编码", "货号", "SKU"))
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    spec: Text | None = column("规格", "Variant", width=13, computed=True)
    barcode: TextId | None = column("条码", "Barcode", width=18, computed=True, aliases=("69码", "商品条码", "EAN"))
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=7, computed=True)
    unit: Text | None = column("单位", "Unit", width=6, computed=True)
    counted: Annotated[Qty, Ge(0)] | None = column(
        "实盘数量",
        "Counted",
        width=16,
        aliases=("数量", "盘点数量", "实盘", "Quantity", "Qty"),
        help=Label(zh="数到多少写多少；一件也没有写 0", en="What was counted; 0 where there is none"),
    )
    note: Text | None = column("备注", "Note", width=16)
    sheet_no: TextId | None = column("盘点表号", "Sheet no.", width=24, computed=True)


LINES = Sheet(
    "count_lines",
    Label(zh="盘点", en="Count"),
    Line,
    Label(
        zh="按库位顺序数，只填“实盘数量”；没数到的空着，一件也没有写 0。",
        en="Count in the order of the locations and fill in Counted; leave blank what was not counted, 0 where there is none.",
    ),
    form=Form(_ROW_HEIGHT, _SIGNED, scanned=("barcode", "counted")),
)


class FoundLine(Row):
    """One item that lay there and is not on the list."""

    number: Integer | None = column("行号", "Line", width=6, computed=True)
    location: TextId | None = column("库位", "Location", width=13)
    sku: Sku | None = column("商品编码", "SKU", width=17, help=Label(zh="商品编码和条码填一个就行", en="SKU or barcode, either will do"))
    barcode: TextId | None = column("条码", "Barcode", width=18)
    title: Text | None = column("商品名称", "Item", width=30)
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, help=Label(zh="空着按良品", en="Empty means good"))
    counted: Annotated[Qty, Ge(0)] | None = column("实盘数量", "Counted", width=16)
    note: Text | None = column("备注", "Note", width=22)


FOUND_LINES = Sheet(
    "count_found",
    Label(zh="单外商品", en="Not listed"),
    FoundLine,
    Label(zh="架上有、单上没有的商品写在这里。", en="What lies there and is not on the list goes here."),
    form=Form(_ROW_HEIGHT, _SIGNED),
)

BLANK_LINES = 12
"""Numbered lines for what nobody listed: as many as one page takes."""

COUNT_FORM = Book(
    code="count",
    version=1,
    label=Label(zh="盘点表", en="Count sheet"),
    help=Label(
        zh="一个区域一份：按库位数货，填实盘数量，签名后交回“盘点回收”文件夹。",
        en="One per area: count by location, fill in the quantities, sign, and put it back into the folder of returned counts.",
    ),
    sheets=(LINES, FOUND_LINES, HEAD),
    tasks=(),
    rules=(),
    parameters=(),
)
