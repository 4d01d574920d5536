"""The sheets of what lies where and what came and went: items, receipts, issues, ledger, balances, locations, closed months."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.stock.vocabulary import ISSUES, MOVEMENTS, QUALITIES, RECEIPTS
from shopbook.labels import Label
from shopbook.sheet.columns import (
    Choice,
    Day,
    Flag,
    Integer,
    Moment,
    Money,
    Person,
    Qty,
    Ratio,
    Row,
    Sheet,
    Sku,
    Text,
    TextId,
    check_column,
    column,
)


class Item(Row):
    """One item that the shop keeps: what people say about it, and what the ledger and the orders say."""

    check: Text | None = check_column()
    sku: Sku = column("商品编码", "SKU", key=True, width=16, aliases=("商家编码", "货号", "SKU", "物料编码"))
    title: Text | None = column("商品名称", "Item", width=28, aliases=("商品标题", "宝贝标题", "名称", "品名", "产品名称"))
    spec: Text | None = column("规格", "Variant", width=14, aliases=("商品规格", "规格型号"))
    barcode: TextId | None = column("条码", "Barcode", width=16, aliases=("69码", "商品条码"))
    category: Text | None = column("类别", "Category", width=12, aliases=("分类", "产品系列"))
    unit: Text | None = column("单位", "Unit", width=6)
    supplier: Text | None = column("供应商", "Supplier", width=14)
    is_listed: Flag | None = column(
        "在架", "Listed", width=7, help=Label(zh="正在卖填“是”；空着按“是”", en="Yes while it is on sale; empty means yes")
    )
    listed_qty: Annotated[Qty, Ge(0)] | None = column(
        "在架数量",
        "Listed quantity",
        width=10,
        aliases=("平台库存", "页面库存"),
        help=Label(zh="平台页面上显示的数量", en="What the platform's page shows"),
    )
    threshold: Annotated[Qty, Ge(0)] | None = column(
        "预警数量",
        "Alert below",
        width=10,
        aliases=("安全线",),
        help=Label(zh="低于这个数就预警；空着用参数", en="Alert below this; empty: the parameter"),
    )
    lead_days: Annotated[Integer, Ge(0)] | None = column("供货天数", "Lead days", width=10, aliases=("到货天数", "供货周期"))
    safety_stock: Annotated[Qty, Ge(0)] | None = column("安全库存", "Safety stock", width=10)
    on_hand: Integer | None = column(
        "实际库存", "On hand", width=10, computed=True, help=Label(zh="明细账结存的良品", en="Good pieces by the ledger")
    )
    defective: Integer | None = column("次品库存", "Defective", width=10, computed=True)
    reserved: Integer | None = column("已售未发", "Sold, not shipped", width=10, computed=True)
    available: Integer | None = column(
        "可用库存", "Available", width=10, computed=True, help=Label(zh="实际库存 − 已售未发", en="On hand less sold and not shipped")
    )
    on_order: Integer | None = column("在途数量", "On order", width=10, computed=True)
    unit_cost: Money | None = column("移动平均成本", "Moving average cost", width=12, computed=True, places=4)
    value: Money | None = column("库存金额", "Value", width=13, computed=True)
    last_sold: Day | None = column("最近售出", "Last sold", width=12, computed=True)
    daily_sales: Money | None = column("日均销量", "Sold a day", width=10, computed=True)
    days_of_cover: Integer | None = column("可卖天数", "Days of cover", width=10, computed=True)
    sold_out_on: Day | None = column("预计售罄", "Sold out on", width=12, computed=True)
    abc: Text | None = column("ABC类", "ABC class", width=8, computed=True)


ITEMS = Sheet(
    "items",
    Label(zh="商品库存", en="Items"),
    Item,
    Label(
        zh="每种商品一行；灰色列由“更新库存”从明细账和订单算出。",
        en="One line per item; the grey columns are worked out from the ledger and the orders.",
    ),
)


class Receipt(Row):
    """One line of a receipt: goods that came in."""

    check: Text | None = check_column()
    doc_no: TextId = column("入库单号", "Receipt no.", key=True, width=23, aliases=("单号", "单据编号"))
    line_no: Integer | None = column(
        "行号", "Line", key=False, width=6, help=Label(zh="一张单有多行时填 1、2、3", en="1, 2, 3 where a document has several lines")
    )
    moved_at: Moment | None = column("入库时间", "Received at", required=True, aliases=("入库日期", "日期"))
    kind: Choice | None = column("入库类型", "Kind", options=RECEIPTS, required=True, width=10, aliases=("类型",))
    sku: Sku | None = column("商品编码", "SKU", required=True, width=16, aliases=("商家编码", "货号", "SKU"))
    title: Text | None = column("商品名称", "Item", width=28, aliases=("名称", "品名"))
    qty: Annotated[Qty, Ge(1)] | None = column("数量", "Quantity", required=True, width=8, aliases=("入库数量",))
    unit_cost: Annotated[Money, Ge(0)] | None = column("单位成本", "Unit cost", width=11, places=4, aliases=("进价", "采购价", "成本价"))
    location: TextId | None = column("库位", "Location", width=12, aliases=("货位", "仓位", "仓库"))
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, help=Label(zh="空着按良品", en="Empty means good"))
    ref: TextId | None = column(
        "来源单号", "Behind it", width=22, help=Label(zh="采购单、退货单或订单编号", en="Purchase, return or order number")
    )
    supplier: Text | None = column("供应商", "Supplier", width=14)
    handler: Person | None = column("经手人", "Handler", width=10)
    note: Text | None = column("备注", "Note", width=20)
    posted_at: Moment | None = column("过账时间", "Posted at", computed=True)
    reversed_by: Person | None = column(
        "冲销人",
        "Reversed by",
        width=10,
        help=Label(
            zh="过了账的行记错了：填上姓名后点“冲销”，再开一张对的单",
            en="A posted line is wrong: fill in a name, click Reverse, and write a new document",
        ),
    )
    reversed_at: Moment | None = column("冲销时间", "Reversed at", computed=True)


RECEIPTS_SHEET = Sheet(
    "receipts",
    Label(zh="入库单", en="Receipts"),
    Receipt,
    Label(
        zh="收到的每批货一行；过账后记入明细账，不再改动。",
        en="A line per batch that came in; posted lines stand in the ledger and stay as they are.",
    ),
)


class Issue(Row):
    """One line of an issue: goods that went out, or from one location to another."""

    check: Text | None = check_column()
    doc_no: TextId = column("出库单号", "Issue no.", key=True, width=30, aliases=("单号", "单据编号"))
    line_no: Integer | None = column(
        "行号", "Line", key=False, width=6, help=Label(zh="一张单有多行时填 1、2、3", en="1, 2, 3 where a document has several lines")
    )
    moved_at: Moment | None = column("出库时间", "Issued at", required=True, aliases=("出库日期", "日期"))
    kind: Choice | None = column("出库类型", "Kind", options=ISSUES, required=True, width=10, aliases=("类型",))
    sku: Sku | None = column("商品编码", "SKU", required=True, width=16, aliases=("商家编码", "货号", "SKU"))
    title: Text | None = column("商品名称", "Item", width=28, aliases=("名称", "品名"))
    qty: Annotated[Qty, Ge(1)] | None = column("数量", "Quantity", required=True, width=8, aliases=("出库数量",))
    location: TextId | None = column("库位", "Location", width=12, aliases=("货位", "仓位", "仓库"))
    to_location: TextId | None = column("移到库位", "To location", width=12, help=Label(zh="只有移库填写", en="For transfers only"))
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, help=Label(zh="空着按良品", en="Empty means good"))
    ref: TextId | None = column(
        "来源单号",
        "Behind it",
        width=22,
        help=Label(zh="订单、退货单或调整单号；移库不用填", en="Order, return or adjustment; not for transfers"),
    )
    handler: Person | None = column("经手人", "Handler", width=10)
    note: Text | None = column("备注", "Note", width=20)
    posted_at: Moment | None = column("过账时间", "Posted at", computed=True)
    reversed_by: Person | None = column(
        "冲销人",
        "Reversed by",
        width=10,
        help=Label(
            zh="过了账的行记错了：填上姓名后点“冲销”，再开一张对的单",
            en="A posted line is wrong: fill in a name, click Reverse, and write a new document",
        ),
    )
    reversed_at: Moment | None = column("冲销时间", "Reversed at", computed=True)


ISSUES_SHEET = Sheet(
    "issues",
    Label(zh="出库单", en="Issues"),
    Issue,
    Label(
        zh="发出、移库、报损的每批货一行；已发货的订单由程序开单。",
        en="A line per batch that went out or was moved; shipped orders get theirs by a task.",
    ),
)


class Entry(Row):
    """One movement of one item at one location. Rows are only ever added."""

    entry_no: Integer = column("序号", "Entry", key=True, width=9, computed=True)
    period: TextId | None = column("月份", "Month", width=9, computed=True)
    moved_at: Moment | None = column("业务时间", "Moved at", computed=True)
    kind: Choice | None = column("类型", "Kind", options=MOVEMENTS, width=10, computed=True)
    doc_no: TextId | None = column("单号", "Document", width=30, computed=True)
    line_no: Integer | None = column("行号", "Line", width=6, computed=True)
    ref: TextId | None = column("来源单号", "Behind it", width=22, computed=True)
    sku: Sku | None = column("商品编码", "SKU", width=16, computed=True)
    location: TextId | None = column("库位", "Location", width=12, computed=True)
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, computed=True)
    qty: Integer | None = column(
        "数量", "Quantity", width=9, computed=True, help=Label(zh="入库为正，出库为负", en="In is positive, out negative")
    )
    unit_cost: Money | None = column("单位成本", "Unit cost", width=11, places=4, computed=True)
    value: Money | None = column("金额", "Value", width=12, computed=True)
    balance: Integer | None = column(
        "结存数量", "Balance", width=10, computed=True, help=Label(zh="这种商品全部库位合计", en="Of the item, over all locations")
    )
    balance_value: Money | None = column("结存金额", "Balance value", width=13, computed=True)
    average_cost: Money | None = column("移动平均成本", "Moving average cost", width=12, places=4, computed=True)
    handler: Person | None = column("经手人", "Handler", width=10, computed=True)
    reverses: Integer | None = column("冲销序号", "Reverses", width=9, computed=True)
    posted_at: Moment | None = column("过账时间", "Posted at", computed=True)
    note: Text | None = column("备注", "Note", width=20, computed=True)


LEDGER = Sheet(
    "ledger",
    Label(zh="明细账", en="Ledger"),
    Entry,
    Label(zh="每笔出入库一行，只增不改；错了用冲销。", en="A row per movement, only ever added to; a mistake is reversed."),
    is_log=True,
)


class Balance(Row):
    """What the ledger says of one item at one location."""

    sku: Sku = column("商品编码", "SKU", key=True, width=16, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    location: TextId | None = column("库位", "Location", key=True, width=12, computed=True)
    good: Integer | None = column("良品", "Good", width=9, computed=True)
    defective: Integer | None = column("次品", "Defective", width=9, computed=True)
    value: Money | None = column("金额", "Value", width=13, computed=True)
    last_moved: Moment | None = column("最近变动", "Last moved", computed=True)


BALANCES = Sheet(
    "balances",
    Label(zh="库位结存", en="Balances"),
    Balance,
    Label(zh="每种商品在每个库位的结存；每次更新整表重写。", en="What lies where; written anew at each update."),
    is_log=True,
)


class Location(Row):
    """One place where goods lie."""

    check: Text | None = check_column()
    location: TextId = column("库位", "Location", key=True, width=12, aliases=("货位", "仓位", "库位编码"))
    warehouse: Text | None = column("仓库", "Warehouse", width=16)
    area: Text | None = column(
        "区域", "Area", width=12, help=Label(zh="一个区域或柜台一份盘点表", en="A count sheet is made for each area")
    )
    keeper: Person | None = column("保管人", "Keeper", width=10)
    capacity: Annotated[Qty, Ge(0)] | None = column("容量（件）", "Capacity (pieces)", width=10)
    items: Integer | None = column("商品种数", "Items", width=9, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=9, computed=True)
    used: Ratio | None = column("使用率", "Used", width=9, computed=True)


LOCATIONS = Sheet(
    "locations",
    Label(zh="库位", en="Locations"),
    Location,
    Label(zh="仓库里每个放货的位置一行。", en="One line per place where goods lie."),
)


class Period(Row):
    """One month of the ledger; closed once a person has signed."""

    period: TextId = column("月份", "Month", key=True, width=10, help=Label(zh="例如 2026-06", en="Such as 2026-06"))
    closed_by: Person | None = column(
        "结账人", "Closed by", width=10, help=Label(zh="填上姓名后点“月结”", en="Fill in a name, then click Close month")
    )
    closed_at: Moment | None = column("结账时间", "Closed at", computed=True)
    entries: Integer | None = column("笔数", "Entries", width=9, computed=True)
    qty_in: Integer | None = column("入库件数", "Pieces in", width=10, computed=True)
    qty_out: Integer | None = column("出库件数", "Pieces out", width=10, computed=True)
    balance: Integer | None = column("月末件数", "Pieces at the end", width=12, computed=True)
    value: Money | None = column("月末金额", "Value at the end", width=13, computed=True)
    fingerprint: Text | None = column(
        "指纹",
        "Fingerprint",
        width=20,
        computed=True,
        help=Label(zh="这个月明细账的指纹，改过就对不上", en="Of the month's entries; differs once any is changed"),
    )


PERIODS = Sheet(
    "periods",
    Label(zh="月结", en="Months"),
    Period,
    Label(zh="结账的月份不能再过账；更正记在当前月。", en="Nothing is posted into a closed month; corrections go into the current one."),
)
