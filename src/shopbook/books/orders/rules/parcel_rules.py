"""What can be wrong with couriers and tracking numbers."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.orders.rules.couriers import is_impossible
from shopbook.books.orders.rules.facts import ORDER
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_TRACKING = "D2 art.13-2"
_IS_PARCEL = pl.col("tracking_no").str.contains("[0-9]{6}")


def _shared_numbers(orders: pl.DataFrame, _: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Lines whose tracking number an earlier order has, too, that goes to somebody else at another address.

    A number on several orders of one receiver is a joint parcel, which is normal.
    """
    lines = orders.select("row.index", ORDER, "tracking_no", "order.receiver", "order.city", "order.address")
    known = lines.filter(_IS_PARCEL & pl.col("order.receiver").is_not_null() & pl.col("order.address").is_not_null())
    shared = known.filter(pl.col("tracking_no").is_duplicated()).unique([ORDER, "tracking_no"], keep="first", maintain_order=True)
    shared = shared.filter(pl.col("tracking_no").is_duplicated())
    where = pl.concat_str([pl.col("order.city").fill_null(""), "order.address"])
    differ = [(value.min() != value.max()).over("tracking_no") for value in (pl.col("order.receiver"), where)]
    return orders[shared.filter(pl.all_horizontal(differ) & ~pl.col("tracking_no").is_first_distinct())["row.index"]]


PARCEL_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.courier-unknown",
        on="courier",
        where=pl.col("courier").is_not_null() & pl.col("line.courier").is_null(),
        severity=Severity.WARNING,
        says=Label(
            zh="不认识快递公司“{courier}”，请写成顺丰、中通、圆通这样的名称",
            en="Courier '{courier}' is not known: write a name such as SF, ZTO or YTO",
        ),
        source="D3 flow 2",
        example=Label(zh="飞毛腿快递", en="Fleetfoot"),
    ),
    Rule(
        "orders.tracking-impossible",
        on="tracking_no",
        where=is_impossible(pl.col("tracking_no"), pl.col("line.courier")),
        severity=Severity.WARNING,
        says=Label(
            zh="{courier} 没有 {tracking_no} 这样的单号，请核对单号或快递公司",
            en="{tracking_no} can't be a tracking number of {courier}: check number and courier",
        ),
        source="forms of tracking numbers",
        example=Label(zh="顺丰速运，12345", en="SF, 12345"),
    ),
    Rule(
        "orders.tracking-without-courier",
        on="courier",
        where=pl.col("courier").is_null() & pl.col("tracking_no").is_not_null() & ~pl.col("order.has_courier"),
        severity=Severity.WARNING,
        says=Label(zh="有快递单号 {tracking_no}，却没有快递公司，请补上", en="Tracking number {tracking_no} without a courier: fill it in"),
        source=_TRACKING,
        example=Label(zh="有单号，快递公司空着", en="a number, no courier"),
    ),
    Rule(
        "orders.tracking-shared",
        on="tracking_no",
        suspects=pl.col("tracking_no").is_duplicated() & pl.col("order.receiver").is_not_null() & pl.col("order.address").is_not_null(),
        where=_shared_numbers,
        needs=("order_no", "row.index", "order.city", ORDER),
        optional=("city",),
        says=Label(
            zh="快递单号 {tracking_no} 也在别的订单上，收货人和地址都不同，一个包裹不可能寄到两处，请核对",
            en="Tracking number {tracking_no} is on another order, too, with another receiver and address: it can't go to both",
        ),
        source=_TRACKING,
        example=Label(zh="两张订单同一单号，收货人和地址都不同", en="one number on orders to two receivers"),
    ),
)
