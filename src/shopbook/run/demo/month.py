"""A month of the sample shop's orders on three platforms, with nothing wrong in them; every one follows from a seed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shopbook.run.demo.dice import Dice
from shopbook.run.demo.texts import told

SALE_DAY = dt.date(2026, 6, 18)
"""The last day of the month: the sale of the year, on which a whole day's orders come before two o'clock."""

DAYS = 32
"""From a Monday on."""

_HOURS = (7, 8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23)
_HOURS_OF_SALE = (0, 0, 0, 1, 7, 8, 8, 9, 9, 10, 10, 10, 11, 11, 12)
"""When people buy; an hour stands as often as it is likely."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_WEEKEND = 5
_OUT_OF_A_HUNDRED = 100


class Platform(StrEnum):
    """Where an order was placed."""

    DOUYIN = "douyin"
    TAOBAO = "taobao"
    PDD = "pdd"


_SHARES = (Platform.DOUYIN,) * 9 + (Platform.TAOBAO,) * 6 + (Platform.PDD,) * 5


class State(StrEnum):
    """How far an order has come."""

    CANCELLED = "cancelled"
    PAID = "paid"
    SHIPPED = "shipped"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Article:
    """Something that sells well."""

    sku: str
    title: str
    spec: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a buyer lives, down to the street."""

    province: str
    city: str
    district: str
    street: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """How an order travels."""

    courier: str
    tracking_no: str
    shipped_at: dt.datetime
    received_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Sale:
    """One order of one article.

    Attributes:
        number: Unlike that of any other order of the month.
        reduced: What the shop took off the price, in all.
        house: The number of the house.
        paid_at: Of an order that was cancelled, when it would have been paid.
        parcel: How it travels, or will travel.
        state: How far it has come at the sample shop's moment.
    """

    platform: Platform
    number: int
    article: Article
    qty: int
    reduced: Decimal
    surname: str
    place: Place
    house: int
    created_at: dt.datetime
    paid_at: dt.datetime
    parcel: Parcel
    state: State

    @property
    def goods(self) -> Decimal:
        """What the pieces cost before anything was taken off."""
        return self.article.price * self.qty

    @property
    def due(self) -> Decimal:
        """What the buyer has to pay."""
        return self.goods - self.reduced

    @property
    def is_paid(self) -> bool:
        """Whether the buyer has paid it."""
        return self.state is not State.CANCELLED

    @property
    def is_shipped(self) -> bool:
        """Whether its parcel has left."""
        return self.state in {State.SHIPPED, State.RECEIVED}


def month_of_sales(seed: int, a_day: int, now: dt.datetime) -> list[Sale]:
    """The orders of the month that ends now, the newest first.

    Args:
        seed: From which all follows.
        a_day: How many orders a usual day has.
        now: The sample shop's moment; what would have happened later has not happened.
    """
    market = _Market(seed, _articles(), _places(), now)
    days = [SALE_DAY - dt.timedelta(days=ago) for ago in range(DAYS)]
    sales = [market.sale(day, index) for day in days for index in range(_orders_of(day, seed, a_day))]
    return sorted(sales, key=lambda sale: (sale.created_at, sale.number), reverse=True)


@dataclass(frozen=True, slots=True)
class _Market:
    """Who buys, and what there is to buy; an article stands as often as it is bought out of a hundred times."""

    seed: int
    articles: Sequence[Article]
    places: Sequence[Place]
    now: dt.datetime

    def sale(self, day: dt.date, index: int) -> Sale:
        dice = Dice(self.seed, day, index)
        created = _hour_of(day, dice)
        paid = created + dt.timedelta(minutes=dice.between(1, 9), seconds=dice.below(60))
        number = (day - SALE_DAY).days * -10_000 + index
        article = dice.pick(self.articles)
        qty = 1 + (dice.below(4) == 0) + (dice.below(12) == 0)
        parcel = _parcel(number, paid, dice)
        return Sale(
            platform=dice.pick(_SHARES),
            number=number,
            article=article,
            qty=qty,
            reduced=dice.pick((Decimal(0), Decimal(0), Decimal(2), Decimal(5))),
            surname=dice.pick(_SURNAMES),
            place=dice.pick(self.places),
            house=1 + number % 997,
            created_at=created,
            paid_at=paid,
            parcel=parcel,
            state=State.CANCELLED if dice.below(50) == 0 else self._state(parcel),
        )

    def _state(self, parcel: Parcel) -> State:
        if parcel.shipped_at > self.now:
            return State.PAID
        return State.SHIPPED if parcel.received_at > self.now else State.RECEIVED


def _orders_of(day: dt.date, seed: int, a_day: int) -> int:
    """More at weekends, and never quite the same; by how much does not need a word on why."""
    percent = 100 + 8 * (day.weekday() >= _WEEKEND) + Dice(seed, "day", day).between(-5, 5)
    return a_day * percent // _OUT_OF_A_HUNDRED


def _hour_of(day: dt.date, dice: Dice) -> dt.datetime:
    """Within the first fifty minutes, so that nobody pays on the next day."""
    hour = dice.pick(_HOURS_OF_SALE if day == SALE_DAY else _HOURS)
    return dt.datetime.combine(day, dt.time(hour, dice.below(50), dice.below(60)))


def _parcel(number: int, paid: dt.datetime, dice: Dice) -> Parcel:
    shipped = paid + dt.timedelta(hours=dice.between(2, 8), minutes=dice.below(60))
    courier, digits = dice.pick((("中通快递", "7532{:010}"), ("圆通速递", "YT76{:011}"), ("顺丰速运", "SF14{:011}")))
    return Parcel(courier, digits.format(1_000_000 + number * 37), shipped, shipped + dt.timedelta(hours=dice.between(40, 90)))


def _articles() -> list[Article]:
    rows = told("best_sellers.csv")
    return [Article(row["商品编码"], row["商品名称"], row["规格"], Decimal(row["单价"])) for row in rows for _ in range(int(row["每百单"]))]


def _places() -> list[Place]:
    return [Place(row["省"], row["市"], row["区"], row["路"]) for row in told("places.csv")]
