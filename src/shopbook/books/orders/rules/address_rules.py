"""What can be wrong with who gets an order and where: missing contact, unknown or contradictory places."""

import polars as pl

from shopbook.books.orders.rules.divisions import Place
from shopbook.books.orders.rules.facts import once
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule

_CONFIRM = "D0 三(二)1"
_TO_SHIP = pl.col("order.is_to_ship") & ~pl.col("order.needs_no_parcel")
_SHORTEST = 4
"""Characters of the shortest address that a parcel was ever delivered to, such as 一中门卫."""


def _is(*places: Place) -> pl.Expr:
    return pl.col("order.place").is_in([place.value for place in places])


_IS_REPORTED = pl.col("order.is_to_ship") | pl.col("order.is_closed") | pl.col("order.needs_no_parcel")
_DIFFERS = [pl.col(f"differs.{field}") for field in ("province", "city", "address")]
_IS_MASKED = pl.col("order.address").str.contains("*", literal=True)


def _is_blank(field: str) -> pl.Expr:
    return pl.col(f"order.{field}").is_null() & ~pl.col(f"differs.{field}")


ADDRESS_RULES: tuple[Rule, ...] = (
    Rule(
        "orders.receiver-missing",
        on="receiver",
        where=once(_TO_SHIP & _is_blank("receiver")),
        optional=("courier", "line_type"),
        says=Label(zh="待发货的订单没有收货人，不能发货，请联系买家补上", en="To ship, but no receiver: ask the buyer before shipping"),
        source=_CONFIRM,
        example=Label(zh="收货人空着", en="receiver blank"),
    ),
    Rule(
        "orders.phone-missing",
        on="phone",
        where=once(_TO_SHIP & _is_blank("phone")),
        optional=("courier", "line_type"),
        says=Label(
            zh="待发货的订单没有电话，快递无法联系，请联系买家补上",
            en="To ship, but no phone for the courier: ask the buyer before shipping",
        ),
        source=_CONFIRM,
        example=Label(zh="手机空着", en="phone blank"),
    ),
    Rule(
        "orders.address-missing",
        on="address",
        where=once(_TO_SHIP & _is_blank("address")),
        optional=("courier", "line_type"),
        says=Label(zh="待发货的订单没有详细地址，不能发货，请联系买家补上", en="To ship, but no address: ask the buyer before shipping"),
        source=_CONFIRM,
        example=Label(zh="详细地址空着", en="address blank"),
    ),
    Rule(
        "orders.receiver-form",
        on="receiver",
        where=once(~pl.col("order.receiver").str.contains(r"[\p{L}*]")),
        severity=Severity.WARNING,
        says=Label(
            zh="“{order.receiver}”不像人名，收货人是不是填错了列？",
            en="'{order.receiver}' is no name: was something else typed as the receiver?",
        ),
        source=_CONFIRM,
        example=Label(zh="13800138000", en="13800138000"),
    ),
    Rule(
        "orders.address-too-short",
        on="address",
        where=once(_TO_SHIP & (pl.col("order.address").str.len_chars() < _SHORTEST) & ~_IS_MASKED & ~_is(Place.NOT_A_REGION)),
        optional=("province", "city", "courier", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="详细地址“{order.address}”太短，快递可能送不到，请核对",
            en="The address '{order.address}' is too short to deliver to: check it",
        ),
        source=_CONFIRM,
        example=Label(zh="学校", en="school"),
    ),
    Rule(
        "orders.province-unknown",
        on="province",
        where=once(_is(Place.NO_SUCH_PROVINCE) | (_is(Place.NOT_CHINESE) & pl.col("places_known"))),
        optional=("city", "address"),
        says=Label(zh="没有“{order.province}”这个省级行政区，请核对省份", en="There is no province '{order.province}': check it"),
        source=_CONFIRM,
        example=Label(zh="浙冮省", en="Zhejang"),
    ),
    Rule(
        "orders.region-unknown",
        on="address",
        where=once(_is(Place.NOT_A_REGION) & pl.col("places_known")),
        optional=("province", "city"),
        says=Label(
            zh="地址“{order.address}”里看不出省份和城市，其他订单都有，请核对",
            en="The address '{order.address}' names no known province or city, as the others do: check it",
        ),
        source=_CONFIRM,
        example=Label(zh="火星省", en="Mars"),
    ),
    Rule(
        "orders.city-elsewhere",
        on="city",
        where=once(_is(Place.ELSEWHERE)),
        optional=("address",),
        says=Label(
            zh="{order.city}不在{order.province}，请核对省份和城市",
            en="{order.city} does not lie in {order.province}: check province and city",
        ),
        source=_CONFIRM,
        example=Label(zh="浙江省，苏州市", en="浙江省, 苏州市"),
    ),
    Rule(
        "orders.city-unknown",
        on="city",
        where=once(_is(Place.NO_SUCH_CITY)),
        optional=("province", "address"),
        severity=Severity.WARNING,
        says=Label(
            zh="{order.province} 没有地级市或县级市叫“{order.city}”，请核对；区县请填在“区县”里",
            en="No city '{order.city}' is known in {order.province}: check it; districts go under District",
        ),
        source=_CONFIRM,
        example=Label(zh="浙江省，杭洲市", en="浙江省, 杭洲市"),
    ),
    Rule(
        "orders.address-elsewhere",
        on="address",
        where=once(_is(Place.TWO_PROVINCES)),
        optional=("city",),
        severity=Severity.WARNING,
        says=Label(
            zh="省份是 {order.province}，详细地址却以别的省开头：{order.address}，请核对",
            en="The province is {order.province}, but the address begins with another: {order.address}. Check both",
        ),
        source=_CONFIRM,
        example=Label(zh="省份浙江省，地址“江苏省南京市…”", en="province 浙江省, address 江苏省南京市…"),
    ),
    Rule(
        "orders.province-missing",
        on="address",
        where=once(_TO_SHIP & _is(Place.UNSAID, Place.NOT_A_REGION) & ~(_is(Place.NOT_A_REGION) & pl.col("places_known"))),
        optional=("province", "city", "courier", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="看不出是哪个省、哪个城市，快递无法分拣，请补上省份和城市",
            en="Neither province nor city is said: fill them in before shipping",
        ),
        source=_CONFIRM,
        example=Label(zh="省份、城市空着，地址“文三路1号”", en="province and city blank, address 文三路1号"),
    ),
    Rule(
        "orders.place-missing",
        on="address",
        where=once(pl.col("order.place").is_null() & ~pl.any_horizontal(_DIFFERS) & pl.col("order.place_used") & ~_IS_REPORTED),
        optional=("province", "city", "status", "courier", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="没有收货地址，而其他订单都有；不是虚拟商品的话请补上",
            en="No address, though the other orders have one: fill it in unless nothing is sent",
        ),
        source=_CONFIRM,
        example=Label(zh="省份、城市、地址都空着", en="province, city and address blank"),
    ),
    Rule(
        "orders.city-missing",
        on="city",
        where=once(_TO_SHIP & pl.col("order.city").is_null() & ~pl.col("differs.city") & _is(Place.KNOWN) & pl.col("order.city_used")),
        optional=("province", "address", "courier", "line_type"),
        severity=Severity.WARNING,
        says=Label(
            zh="待发货的订单没有城市，而其他订单都有，请补上", en="To ship, but no city, though the other orders have one: fill it in"
        ),
        source=_CONFIRM,
        example=Label(zh="城市空着", en="city blank"),
    ),
)
