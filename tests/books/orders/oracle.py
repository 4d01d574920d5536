"""The order rules once more, in plain Python, one row at a time: what the expressions are compared with."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from shopbook.books.orders.rules.couriers import courier_of
from shopbook.books.orders.rules.divisions import Place, place_of
from shopbook.books.orders.rules.remarks import asked_couriers
from shopbook.books.orders.rules.tax import TaxFault, tax_fault

Line = Mapping[str, object]
ZERO = Decimal(0)
CENT = Decimal("0.01")
NOW = dt.datetime(2026, 3, 10, 12, 0)
SOON = NOW + dt.timedelta(minutes=10)
UNKNOWN = (Place.NO_SUCH_PROVINCE, Place.NOT_CHINESE, Place.NOT_A_REGION, Place.UNSAID)


def money(value: object) -> Decimal:
    """An amount; blank counts 0."""
    return value if isinstance(value, Decimal) else ZERO


def text(value: object) -> str:
    """A text; blank is empty."""
    return value if isinstance(value, str) else ""


def before(late: object, early: object) -> bool:
    """Both are times, the first stands a minute or more before the second, and neither is in the future."""
    if not isinstance(late, dt.datetime) or not isinstance(early, dt.datetime) or max(late, early) > SOON:
        return False
    return late.replace(second=0, microsecond=0) < early.replace(second=0, microsecond=0)


def future(time: object) -> bool:
    """A time later than now, give or take the clock."""
    return isinstance(time, dt.datetime) and time > SOON


def goods(line: Line) -> bool:
    """Neither a gift nor a service."""
    return line["line_type"] in (None, "goods")


def item(line: Line) -> object:
    """What tells its item: the code, or the name."""
    return line["sku"] or line["title"]


def value_of(line: Line) -> Decimal | None:
    """What a line costs: as it says, or price times quantity."""
    amount, gross = line["amount"], gross_of(line)
    worth = amount if isinstance(amount, Decimal) else gross.quantize(CENT, "ROUND_HALF_UP") if gross is not None else None
    return worth if worth is not None and worth >= 0 else None


def gross_of(line: Line) -> Decimal | None:
    """Price times quantity."""
    price, qty = line["price"], line["qty"]
    return price * qty if isinstance(price, Decimal) and isinstance(qty, int) else None


@dataclass(frozen=True)
class Order:
    """The lines of one order, in the sheet's order."""

    lines: Sequence[Line]

    def at(self, line: Line) -> int:
        """The place of a line in its order."""
        return [each["_row"] for each in self.lines].index(line["_row"])

    def all(self, field: str) -> list[object]:
        """Every value of a field, without blanks."""
        return [line[field] for line in self.lines if line[field] is not None]

    def differ(self, field: str) -> bool:
        """Whether lines disagree."""
        return len(set(self.all(field))) > 1

    def one(self, field: str) -> object:
        """The value that the lines agree on."""
        values = set(self.all(field))
        return values.pop() if len(values) == 1 else None

    def gap(self, field: str) -> bool:
        """No line has the value."""
        return not self.all(field)

    def most(self, field: str) -> Decimal:
        """The largest amount."""
        return max((money(value) for value in self.all(field)), default=ZERO)

    def last(self, field: str) -> dt.datetime | None:
        """The latest time."""
        return max((time for time in self.all(field) if isinstance(time, dt.datetime)), default=None)

    def first(self, field: str) -> dt.datetime | None:
        """The earliest time."""
        return min((time for time in self.all(field) if isinstance(time, dt.datetime)), default=None)

    def any(self, field: str, *words: str) -> bool:
        """Whether some line has one of these words."""
        return bool(set(words) & set(self.all(field)))

    @cached_property
    def total(self) -> Decimal | None:
        """The amount due, if the lines agree."""
        value = self.one("total")
        return value if isinstance(value, Decimal) else None

    @cached_property
    def paid(self) -> Decimal | None:
        """The amount paid, if the lines agree."""
        value = self.one("paid")
        return value if isinstance(value, Decimal) else None

    @cached_property
    def refund(self) -> Decimal | None:
        """The largest refund."""
        return self.most("refund") if self.all("refund") else None

    @cached_property
    def ceiling(self) -> Decimal | None:
        """More than this nobody can have paid."""
        if self.total is None or self.total < 0:
            return None
        return self.total + max(money(self.one("freight")), ZERO) + CENT

    @property
    def overpaid(self) -> bool:
        """Paid more than was due."""
        return self.ceiling is not None and self.paid is not None and self.paid > self.ceiling

    @property
    def overrefunded(self) -> bool:
        """Given back more than was due."""
        return self.ceiling is not None and self.refund is not None and self.refund > self.ceiling

    @property
    def settled(self) -> bool:
        """Paid, with amounts that are possible."""
        is_paid = self.one("paid_at") is not None and self.paid is not None and self.total is not None
        return is_paid and min(money(self.paid), money(self.total), money(self.refund)) >= 0 and not (self.overpaid or self.overrefunded)

    @property
    def off(self) -> bool:
        """Paid is not the total less the refund."""
        return self.settled and abs(money(self.paid) - money(self.total) + money(self.refund)) > self.slack

    @cached_property
    def goods(self) -> Decimal | None:
        """What the lines cost together."""
        values = [value_of(line) for line in self.lines]
        if any(value is None and goods(line) for value, line in zip(values, self.lines, strict=True)):
            return None
        return sum((value for value in values if value is not None), ZERO)

    @property
    def discounts(self) -> tuple[Decimal, Decimal]:
        """Readings of the discount: the order's on each line, or each line's own."""
        given = [abs(money(value)) for value in self.all("discount")]
        return max(given, default=ZERO), sum(given, ZERO)

    @property
    def refunds(self) -> tuple[Decimal, Decimal, Decimal]:
        """Readings of the refund: none taken off, the order's on each line, or each line's own."""
        return ZERO, self.most("refund"), sum((money(value) for value in self.all("refund")), ZERO)

    @property
    def slack(self) -> Decimal:
        """A cent for every line."""
        return CENT * len(self.lines)

    @property
    def to_ship(self) -> bool:
        """Some of it is still to be shipped."""
        return self.any("status", "paid", "part_shipped")

    @property
    def closed(self) -> bool:
        """All of it is closed."""
        return set(self.all("status")) == {"closed"}

    @property
    def parcelless(self) -> bool:
        """Nothing is sent by courier."""
        return any(courier_of(text(name)) == "NONE" for name in self.all("courier")) or all(
            line["line_type"] == "service" for line in self.lines
        )

    @cached_property
    def place(self) -> Place | None:
        """What can be said of where it goes."""
        return place_of(text(self.one("province")), text(self.one("city")), text(self.one("address")))

    @property
    def two(self) -> bool:
        """Really two orders."""
        return self.differ("buyer") or (self.differ("created_at") and (self.differ("total") or self.differ("paid")))


@dataclass(frozen=True)
class Book:
    """All lines of a sheet, and what it knows of them."""

    lines: Sequence[Line]

    @cached_property
    def numbers(self) -> dict[object, list[Line]]:
        """Lines by order number; a line without one stands alone."""
        found: dict[object, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line["order_no"] or line["_row"], []).append(line)
        return found

    @cached_property
    def order_by_row(self) -> dict[object, Order]:
        """The order of each row; rows of one number that name no items are orders each."""
        found = {}
        for lines in self.numbers.values():
            named = any(line[name] is not None for line in lines for name in ("line_no", "suborder_no", "sku", "title"))
            for line in lines:
                found[line["_row"]] = Order(lines if named else [line])
        return found

    @cached_property
    def orders(self) -> list[Order]:
        """Every order once."""
        return [order for row, order in self.order_by_row.items() if order.lines[0]["_row"] == row]

    def used(self, one: Order, has: Callable[[Order], bool]) -> bool:
        """Whether more than half of the orders of the same platform have something."""
        there = [order for order in self.orders if order.lines[0]["platform"] == one.lines[0]["platform"]]
        return sum(has(order) for order in there) * 2 > len(there)

    @cached_property
    def paid_is_net(self) -> bool:
        """Whether paid is the total less refunds in nineteen of twenty paid orders, some of them with a refund."""
        settled = [order for order in self.orders if order.settled]
        with_refund = [order for order in settled if money(order.refund) > 0]
        return len(settled) >= 20 and len(with_refund) >= 3 and sum(order.off for order in settled) * 20 <= len(settled)

    @cached_property
    def known_places(self) -> bool:
        """Whether more than half of the places are known."""
        said = [order.place for order in self.orders if order.place is not None]
        return sum(place not in UNKNOWN for place in said) * 2 > len(said)

    def earlier(self, line: Line, *same: str) -> bool:
        """Whether a line above of the same order has the same values."""
        order = self.order_by_row[line["_row"]]
        above = order.lines[: order.at(line)]
        return any(all(each[name] == line[name] for name in same) for each in above)


Wrong = Callable[[Line, Order, Book], bool]
"""Whether a rule finds something on a line."""


def once(wrong: Callable[[Order, Book], bool]) -> Wrong:
    """A rule about whole orders: on the first line only."""
    return lambda line, order, book: order.lines[0]["_row"] == line["_row"] and wrong(order, book)


def fits(value: Decimal, readings: Sequence[Decimal], slack: Decimal) -> bool:
    """Whether a value is one of several, give or take the slack."""
    return any(abs(value - reading) <= slack for reading in readings)


def wishes(line: Line) -> str:
    """What buyer and colleagues wrote."""
    return "\n".join(text(line[name]) for name in ("message", "remark") if line[name])


def contradicted(line: Line, order: Order) -> bool:
    """The courier goes against what was asked for."""
    code = courier_of(text(line["courier"])) if line["courier"] else None
    said = "\n".join(text(line[name]) for name in ("message", "remark", "address") if line[name])
    return code is not None and not order.closed and asked_couriers(said).contradicts(code)


def tax(line: Line, fault: TaxFault) -> bool:
    """The tax number has this fault."""
    return line["tax_no"] is not None and tax_fault(text(line["tax_no"])) == fault


def like(pattern: str, value: object) -> bool:
    """A text in which a pattern is found."""
    return isinstance(value, str) and re.search(pattern, value) is not None
