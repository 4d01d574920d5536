"""What buyers ask for, in messages, with invoices, and by ordering twice."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.orders.rules.facts import ORDER
from shopbook.books.orders.rules.remarks import ASKS_CHANGE, ASKS_INVOICE, NO_INVOICE, contradicts_courier, names_courier
from shopbook.books.orders.rules.tax import TaxFault
from shopbook.labels import Label
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import PARAMETER, Rule

_REVIEW = "D3 3.1"
_REMARKS = "D3 flow 2"
_CONFIRM = "D0 三(二)1"
_INVOICE = "D3 flow 2"

_TEXT = pl.concat_str(["message", "remark", "address"], separator="\n", ignore_nulls=True)
_WISHES = pl.concat_str(["message", "remark"], separator="\n", ignore_nulls=True)
_TAX = pl.col("line.tax_fault")
_ITEM = pl.coalesce("sku", "title")
_COUNTS = (
    ~pl.col("order.is_closed")
    & ~pl.col("order.is_unpaid")
    & pl.col("line.is_goods")
    & pl.col("order.created_at").is_not_null()
    & pl.col("order.buyer").is_not_null()
    & _ITEM.is_not_null()
)


def _repeated(orders: pl.DataFrame, _: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Lines with an item that the same buyer ordered a few minutes before in another order; closed and unpaid orders don't count."""
    key = ["order.buyer", "item"]
    limit = PARAMETER + "same_buyer_minutes"
    lines = orders.select("row.index", ORDER, ROW, "order_no", "order.buyer", "order.created_at", limit, counts=_COUNTS, item=_ITEM)
    lines = lines.filter("counts").unique([ORDER, "item"], keep="first", maintain_order=True)
    lines = lines.filter(pl.struct(key).is_duplicated()).sort("order.created_at", "order_no", ROW)
    before = [pl.col(name).shift(1).over(key).alias(f"before.{name}") for name in ("order_no", "order.created_at")]
    gap = pl.col("order.created_at") - pl.col("before.order.created_at")
    again = lines.with_columns(*before).filter(gap <= pl.duration(minutes=pl.col(limit)))
    return orders[again["row.index"]].hstack(again.select("item", "before.order_no"))


_WHOM = ("order.receiver", "order.province", "order.city", "order.address")
_IS_READY = (
    pl.col("order.is_first")
    & pl.col("order.is_waiting")
    & pl.col("order.last_shipped").is_null()
    & pl.col("order.receiver").is_not_null()
    & pl.col("order.address").is_not_null()
    & ~pl.col("order.address").str.contains("**", literal=True)
)


def _one_parcel(orders: pl.DataFrame, _: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Orders to ship that go where another order to ship goes; the first of them is not reported. Masked addresses say nothing."""
    ready = orders.select("row.index", ROW, "order_no", *_WHOM, is_ready=_IS_READY).filter("is_ready")
    ready = ready.filter(pl.struct(_WHOM).is_duplicated()).sort("order_no", ROW)
    others = [pl.len().over(_WHOM).alias("orders"), pl.col("order_no").first().over(_WHOM).alias("other")]
    later = ready.with_columns(*others).filter(~pl.struct(_WHOM).is_first_distinct())
    return orders[later["row.index"]].hstack(later.select("orders", "other"))


BUYER_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.courier-contradicted",
        on="courier",
        suspects=names_courier(_TEXT) & pl.col("line.courier").is_not_null() & ~pl.col("order.is_closed"),
        where=contradicts_courier(_TEXT, pl.col("line.courier")),
        optional=("message", "remark", "address", "status"),
        severity=Severity.WARNING,
        says=Label(
            zh="快递公司是 {courier}，留言、备注或地址里却要求别的快递：{message} {remark}，请核对",
            en="The courier is {courier}, but message, remark or address ask for another: {message} {remark}. Check before shipping",
        ),
        source=_REMARKS,
        example=Label(zh="快递公司圆通，留言“发中通”", en="courier YTO, message 发中通"),
    ),
    Rule(
        "orders.message-unreviewed",
        on="message",
        where=pl.col("message").is_not_null() & pl.col("line.says_new") & pl.col("order.is_waiting") & pl.col("review.decision").is_null(),
        optional=("remark",),
        severity=Severity.WARNING,
        says=Label(
            zh="买家留言“{message}”还没有人审核，请在“待审”里填审核结果",
            en="Nobody has looked at the buyer's message '{message}': decide on the sheet Review",
        ),
        source=_REVIEW,
        example=Label(zh="待发货，有留言，待审里没有结果", en="to ship, a message, no decision"),
    ),
    Rule(
        "orders.message-asks-change",
        on="message",
        where=pl.col("message").str.contains(ASKS_CHANGE) & pl.col("line.says_new") & pl.col("order.is_waiting"),
        optional=("remark",),
        severity=Severity.WARNING,
        says=Label(
            zh="买家好像要改地址、商品或退款：{message}，发货前请处理",
            en="The buyer seems to want a change or a refund: {message}. See to it before shipping",
        ),
        source=_REVIEW,
        example=Label(zh="麻烦改一下地址", en="麻烦改一下地址"),
    ),
    Rule(
        "orders.invoice-asked",
        on="invoice_title",
        suspects=_WISHES.str.contains(ASKS_INVOICE)
        & pl.col("line.says_new")
        & ~pl.col("order.has_invoice_title")
        & ~pl.col("order.is_closed"),
        where=~_WISHES.str.contains(NO_INVOICE),
        optional=("message", "remark", "status"),
        severity=Severity.WARNING,
        says=Label(
            zh="买家要发票，却没有发票抬头：{message} {remark}，请问清楚后补上",
            en="An invoice is wanted, but no title is given: {message} {remark}. Ask and fill it in",
        ),
        source=_INVOICE,
        example=Label(zh="留言“需要开发票”，发票抬头空着", en="message 需要开发票, no title"),
    ),
    Rule(
        "orders.tax-no-form",
        on="tax_no",
        where=pl.lit(TaxFault.FORM.value) == _TAX,
        says=Label(
            zh="税号 {tax_no} 的位数或字母不对：统一社会信用代码18位，不含 I、O、S、V、Z；老税号15或20位",
            en="Tax number {tax_no}: a social credit code has 18 characters without I, O, S, V, Z, an old number 15 or 20",
        ),
        source="GB 32100-2015",
        example=Label(zh="9111000060003734", en="9111000060003734"),
    ),
    Rule(
        "orders.tax-no-check",
        on="tax_no",
        where=pl.lit(TaxFault.CHECK.value) == _TAX,
        says=Label(
            zh="税号 {tax_no} 的校验位不对，有一位输错了，请重新核对",
            en="The check character of tax number {tax_no} is wrong: some character is a slip",
        ),
        source="GB 32100-2015",
        example=Label(zh="91110000600037341M", en="91110000600037341M"),
    ),
    Rule(
        "orders.tax-no-missing",
        on="tax_no",
        where=(pl.col("row.index") == pl.col("at.company")) & pl.col("at.tax_no").is_null(),
        severity=Severity.WARNING,
        says=Label(zh="给单位“{invoice_title}”开发票要有税号，请补上", en="An invoice to '{invoice_title}' needs a tax number: fill it in"),
        source=_INVOICE,
        example=Label(zh="抬头“某某有限公司”，税号空着", en="title of a company, no tax number"),
    ),
    Rule(
        "orders.invoice-title-missing",
        on="invoice_title",
        where=(pl.col("row.index") == pl.col("at.tax_no")) & ~pl.col("order.has_invoice_title"),
        severity=Severity.WARNING,
        says=Label(zh="有税号 {tax_no}，却没有发票抬头，请补上", en="A tax number {tax_no} without an invoice title: fill it in"),
        source=_INVOICE,
        example=Label(zh="有税号，抬头空着", en="a tax number, no title"),
    ),
    Rule(
        "orders.repeat-order",
        on="order_no",
        suspects=_COUNTS & pl.struct("order.buyer", _ITEM).hash().is_duplicated(),
        where=_repeated,
        needs=("row.index", PARAMETER + "same_buyer_minutes"),
        optional=("sku", "title", "line_type", "status"),
        severity=Severity.WARNING,
        says=Label(
            zh="买家 {buyer} 在 {same_buyer_minutes} 分钟内又买了同样的 {item}（另一单 {before.order_no}），请问买家是不是重复下单",
            en="Buyer {buyer} ordered {item} again within {same_buyer_minutes} minutes (see {before.order_no}): ask whether by mistake",
        ),
        source=_CONFIRM,
        example=Label(zh="10:00 和 10:10 两单，同一买家，同一商品", en="orders of 10:00 and 10:10, same buyer, same item"),
    ),
    Rule(
        "orders.one-parcel",
        on="order_no",
        suspects=_IS_READY & pl.when(_IS_READY).then(pl.struct(_WHOM).hash()).is_duplicated(),
        where=_one_parcel,
        needs=("row.index",),
        optional=("province", "city", "shipped_at"),
        severity=Severity.HINT,
        says=Label(
            zh="收货人和地址与订单 {other} 相同，共 {orders} 单待发货，可以合并成一个包裹",
            en="Same receiver and address as order {other}: {orders} orders to ship could go in one parcel",
        ),
        source="AMB-03",
        example=Label(zh="两单待发货，收货人和地址相同", en="two orders to ship, same receiver and address"),
    ),
)
