"""The sheets of the order workbook."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.orders.vocabulary import ALLOCATIONS, CHASES, DECISIONS, LINE_TYPES, OUTCOMES, REFUNDS, STATUSES
from shopbook.labels import Label
from shopbook.sheet.columns import (
    AddressPart,
    Choice,
    Flag,
    Integer,
    Moment,
    Money,
    Person,
    Phone,
    Qty,
    Row,
    Sheet,
    Sku,
    Text,
    TextId,
    TrackingNo,
    check_column,
    column,
)


class Order(Row):
    """One line (item) of one customer's order.

    What belongs to the whole order (amounts, times, address) stands on its first line, or on every line alike; both are understood.
    """

    check: Text | None = check_column()
    order_no: TextId = column(
        "订单编号",
        "Order no.",
        key=True,
        width=22,
        aliases=("订单号", "主订单编号", "Order number"),
        help=Label(zh="平台的订单编号，文本", en="The platform's number, as text"),
    )
    line_no: Integer | None = column(
        "行号",
        "Line",
        aliases=("序号",),
        width=6,
        key=False,
        help=Label(zh="同一订单的第几行，从1开始", en="Which line of the order, from 1"),
    )
    status: Choice | None = column("订单状态", "Status", options=STATUSES, width=12, aliases=("状态",))
    refund_status: Choice | None = column("退款状态", "Refund status", options=REFUNDS, width=12, aliases=("售后状态",))
    platform: Text | None = column("平台", "Platform", width=10)
    shop: Text | None = column("店铺", "Shop", width=14, aliases=("店铺名称",))
    buyer: Person | None = column("买家", "Buyer", width=14, aliases=("买家会员名", "买家昵称", "客户"))
    sku: Sku | None = column("商品编码", "SKU", aliases=("商家编码", "货号", "外部系统编号"), width=16)
    title: Text | None = column("商品名称", "Item", aliases=("商品标题", "宝贝标题", "标题"), width=28)
    spec: Text | None = column("规格", "Variant", aliases=("商品属性", "商品规格"), width=14)
    line_type: Choice | None = column(
        "行类型",
        "Line type",
        options=LINE_TYPES,
        width=8,
        help=Label(zh="商品、赠品或服务；空着按商品", en="Goods, gift or service; empty means goods"),
    )
    qty: Annotated[Qty, Ge(1)] | None = column("数量", "Quantity", aliases=("购买数量", "宝贝总数量", "商品数量"), width=8)
    price: Money | None = column("单价", "Unit price", aliases=("价格", "商品价格", "商品单价"), width=10, places=4)
    amount: Money | None = column(
        "行金额",
        "Line amount",
        aliases=("小计", "货款"),
        width=11,
        help=Label(zh="单价 × 数量；可空", en="Unit price × quantity; may be empty"),
    )
    discount: Money | None = column("优惠", "Discount", aliases=("优惠金额", "优惠总金额"), width=10)
    freight: Money | None = column("运费", "Freight", aliases=("邮费", "买家应付邮费", "快递费"), width=8)
    total: Money | None = column("总金额", "Total", aliases=("订单金额", "应付金额", "订单应付金额"), width=12)
    paid: Money | None = column("实付金额", "Paid", aliases=("买家实际支付金额", "买家实付金额", "实付款"), width=12)
    refund: Money | None = column("退款金额", "Refund", aliases=("退款",), width=10)
    created_at: Moment | None = column("下单时间", "Created", aliases=("订单创建时间", "创建时间"))
    paid_at: Moment | None = column("付款时间", "Paid at", aliases=("订单付款时间", "支付时间"))
    shipped_at: Moment | None = column("发货时间", "Shipped at")
    received_at: Moment | None = column("收货时间", "Received at", aliases=("确认收货时间", "签收时间"))
    receiver: Person | None = column("收货人", "Receiver", aliases=("收货人姓名", "收件人"), width=10)
    phone: Phone | None = column("手机", "Phone", aliases=("手机号", "联系手机", "联系电话", "收货人电话"))
    province: AddressPart | None = column("省份", "Province", aliases=("省",), width=12)
    city: AddressPart | None = column("城市", "City", aliases=("市",), width=12)
    district: AddressPart | None = column("区县", "District", aliases=("区", "县"), width=12)
    address: AddressPart | None = column("详细地址", "Address", aliases=("收货地址", "地址"), width=32)
    message: Text | None = column("买家留言", "Buyer's message", aliases=("留言",), width=24)
    remark: Text | None = column("卖家备注", "Shop's remark", aliases=("备注", "订单备注", "商家备注"), width=24)
    courier: Text | None = column("快递公司", "Courier", aliases=("物流公司",), width=12)
    tracking_no: TrackingNo | None = column("快递单号", "Tracking no.", aliases=("物流单号", "运单号"))
    invoice_title: Text | None = column("发票抬头", "Invoice title", width=20)
    tax_no: TextId | None = column("税号", "Tax no.", aliases=("纳税人识别号", "统一社会信用代码"), width=22)
    agent: Person | None = column("客服", "Agent", width=10)
    warehouse: Text | None = column("仓库", "Warehouse", aliases=("发货仓库", "仓库名称"), width=18)
    close_reason: Text | None = column("关闭原因", "Close reason", aliases=("订单关闭原因", "取消原因"), width=16)
    suborder_no: TextId | None = column("子订单编号", "Sub-order no.", width=22)
    source: Text | None = column("导入来源", "Imported from", width=20, computed=True)
    fingerprint: Text | None = column(
        "导入指纹",
        "Import fingerprint",
        width=6,
        computed=True,
        help=Label(
            zh="上次导入的值的指纹，用来认出手工改过的格子；请不要改",
            en="Tells cells typed since the last import from imported ones; leave it as it is",
        ),
    )


ORDERS = Sheet(
    "orders",
    Label(zh="订单", en="Orders"),
    Order,
    Label(zh="每行一件商品；由平台导出的文件导入，也可以手工填写。", en="One line per item; imported from a platform's export or typed."),
)


class Product(Row):
    """Price and stock of one item in one warehouse, or with one supplier who ships for the shop."""

    sku: Sku = column("商品编码", "SKU", key=True, aliases=("商家编码", "货号"), width=16)
    warehouse: Text | None = column(
        "仓库",
        "Warehouse",
        key=False,
        width=18,
        help=Label(zh="仓库或代发供应商的名称；同一商品可有多行", en="Warehouse or supplier; an item may have several rows"),
    )
    title: Text | None = column("商品名称", "Item", aliases=("商品标题", "宝贝标题"), width=28)
    spec: Text | None = column("规格", "Variant", width=14)
    list_price: Annotated[Money, Ge(0)] | None = column("标价", "List price", aliases=("吊牌价", "零售价"), width=10)
    floor_price: Annotated[Money, Ge(0)] | None = column("最低价", "Floor price", aliases=("底价",), width=10)
    stock: Annotated[Qty, Ge(0)] | None = column("可用库存", "Available", aliases=("库存", "实际库存"), width=10)
    is_dropship: Flag | None = column(
        "代发", "Drop-ship", width=8, help=Label(zh="由供应商直接发货填“是”", en="Yes if a supplier ships it")
    )
    supplier: Text | None = column("供应商", "Supplier", width=14)
    barcode: TextId | None = column("条码", "Barcode", aliases=("69码", "商品条码"), width=16)


PRODUCTS = Sheet(
    "products",
    Label(zh="商品", en="Products"),
    Product,
    Label(zh="价格和库存；检查价格、分配库存时读取。", en="Prices and stock, read when prices are checked and stock is allocated."),
)


class Review(Row):
    """One order that a person must look at before it is allocated."""

    order_no: TextId = column("订单编号", "Order no.", key=True, width=22)
    reason: Text | None = column("待审原因", "Reason", width=30, computed=True)
    message: Text | None = column("买家留言", "Buyer's message", width=30, computed=True)
    remark: Text | None = column("卖家备注", "Shop's remark", width=30, computed=True)
    found_at: Moment | None = column("列入时间", "Listed at", computed=True)
    decision: Choice | None = column(
        "审核结果", "Decision", options=DECISIONS, width=10, help=Label(zh="通过后才会分配库存", en="Stock is given only after Passed")
    )
    reviewer: Person | None = column(
        "审核人", "Reviewer", width=10, help=Label(zh="谁审核的，必须填写", en="Who looked at it; must be filled")
    )
    reviewed_at: Moment | None = column("审核时间", "Reviewed at")
    seen: Text | None = column(
        "审核内容指纹",
        "Fingerprint",
        width=18,
        computed=True,
        help=Label(zh="留言、地址等有变化时会重新待审", en="When message or address change, the order comes back"),
    )


REVIEWS = Sheet(
    "reviews",
    Label(zh="待审", en="Review"),
    Review,
    Label(
        zh="有留言、备注或改过地址的订单，审核人填“通过”才能分配。",
        en="Orders with messages, remarks or changed addresses; a named person passes them.",
    ),
)


class AllocatedLine(Row):
    """What one order line gets from which warehouse."""

    order_no: TextId = column("订单编号", "Order no.", key=True, width=22, computed=True)
    line_no: Integer | None = column("行号", "Line", key=True, width=6, computed=True)
    sku: Sku | None = column("商品编码", "SKU", width=16, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    qty: Qty | None = column("数量", "Quantity", width=8, computed=True)
    given: Qty | None = column("分配数量", "Given", width=10, computed=True)
    warehouse: Text | None = column("仓库", "Warehouse", width=18, computed=True)
    state: Choice | None = column("分配结果", "Result", options=ALLOCATIONS, width=10, computed=True)
    why: Text | None = column("原因", "Reason", width=36, computed=True)
    paid_at: Moment | None = column("付款时间", "Paid at", computed=True)


ALLOCATION = Sheet(
    "allocation",
    Label(zh="分配", en="Allocation"),
    AllocatedLine,
    Label(
        zh="先付款先得；整单满足或整单不发。每次分配整表更新。",
        en="First paid, first served; an order whole or not at all. Replaced at each run.",
    ),
    is_log=True,
)


class Shortage(Row):
    """One order line that could not be given, and what the buyer chose."""

    order_no: TextId = column("订单编号", "Order no.", key=True, width=22)
    sku: Sku = column("商品编码", "SKU", key=True, width=16)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    needed: Qty | None = column("需要", "Needed", width=8, computed=True)
    available: Qty | None = column("可用", "Available", width=8, computed=True)
    buyer: Person | None = column("买家", "Buyer", width=14, computed=True)
    paid_at: Moment | None = column("付款时间", "Paid at", computed=True)
    hours: Integer | None = column("已付款小时", "Hours since paid", width=12, computed=True)
    outcome: Choice | None = column("联系结果", "Outcome", options=OUTCOMES, width=10)
    contacted_by: Person | None = column("联系人", "Contacted by", width=10)
    contacted_at: Moment | None = column("联系时间", "Contacted at")
    note: Text | None = column("备注", "Note", width=24)


SHORTAGES = Sheet(
    "shortages",
    Label(zh="缺货", en="Shortages"),
    Shortage,
    Label(zh="缺货订单的联系清单：填联系结果，按付款时间先后。", en="Whom to call about missing items, oldest payment first."),
)


class Unpaid(Row):
    """One unpaid order at one stage of chasing."""

    order_no: TextId = column("订单编号", "Order no.", key=True, width=22)
    stage: Integer = column("第几次", "Stage", key=True, width=8)
    buyer: Person | None = column("买家", "Buyer", width=14, computed=True)
    total: Money | None = column("总金额", "Total", width=12, computed=True)
    created_at: Moment | None = column("下单时间", "Created", computed=True)
    minutes: Integer | None = column("已过分钟", "Minutes since", width=10, computed=True)
    agent: Person | None = column("客服", "Agent", width=10)
    listed_at: Moment | None = column("列入时间", "Listed at", computed=True)
    chased_at: Moment | None = column("催付时间", "Chased at")
    result: Choice | None = column("结果", "Result", options=CHASES, width=10)
    note: Text | None = column("备注", "Note", width=24)


UNPAID = Sheet(
    "unpaid",
    Label(zh="未付款", en="Unpaid"),
    Unpaid,
    Label(zh="催付清单：每单每个阶段只列一次。", en="Whom to remind of payment; each order once a stage."),
)


class PlatformTitle(Row):
    """A column of the shop's own export layout: which title feeds which field."""

    profile: Text | None = column("映射名称", "Profile", width=18)
    field: Text | None = column("我们的列", "Our column", width=18)
    their_title: Text | None = column("导出文件的列名", "Title in the export", width=28)
    their_word: Text | None = column(
        "导出文件的词",
        "Word in the export",
        width=20,
        help=Label(zh="状态等词语的对应，可空", en="For words such as statuses; may be empty"),
    )
    our_word: Text | None = column("我们的词", "Our word", width=16)


PLATFORM_TITLES = Sheet(
    "platform_titles",
    Label(zh="平台映射", en="Platform titles"),
    PlatformTitle,
    Label(zh="自己加的导出格式：哪个列名对应我们的哪一列。", en="The shop's own export layouts: which title feeds which of our columns."),
)
