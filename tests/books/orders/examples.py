"""One worked example for each order rule: a sheet on which it, and nothing else, is found, and on which row."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.books.orders.builders import order, product
from tests.books.tables import Cell, Cells


@dataclass(frozen=True, slots=True)
class Example:
    """Rows of the order sheet (the first is row 2), the row that the rule speaks of, rows of other sheets."""

    orders: Sequence[Cells]
    row: int = 2
    products: Sequence[Cells] = ()
    reviews: Sequence[Cells] = ()
    allocation: Sequence[Cells] = ()


def at(day: int, hour: int = 8, minute: int = 0) -> dt.datetime:
    """A moment in March 2026; now is the 10th at 12:00."""
    return dt.datetime(2026, 3, day, hour, minute)


def one(**cells: Cell) -> Example:
    """A sheet of a single order."""
    return Example([order(**cells)])


def shipped(**cells: Cell) -> dict[str, Cell]:
    """An order on its way."""
    parcel: dict[str, Cell] = {"shipped_at": at(10, 10), "courier": "中通快递", "tracking_no": "781234567890"}
    return order(**{"status": "shipped", **parcel, **cells})


def second(**cells: Cell) -> dict[str, Cell]:
    """The second line of the order T1001: two of B-2 for 10.00 each, which makes 70.00 with the first."""
    return order(**{"line_no": 2, "sku": "B-2", "title": "杯套", "qty": 2, "price": Decimal("10.00"), **seventy(), **cells})


def seventy() -> dict[str, Cell]:
    """The amounts of an order of 70.00."""
    return {"total": Decimal("70.00"), "paid": Decimal("70.00")}


def two_lines(row: int = 2, **cells: Cell) -> Example:
    """An order of two lines that repeat the order's values, but for some on the second."""
    return Example([order(**seventy()), second(**cells)], row=row)


def bare(**cells: Cell) -> dict[str, Cell]:
    """An order of a list that names no items."""
    items: dict[str, Cell] = dict.fromkeys(("line_no", "sku", "title", "qty", "price"))
    return order(**{**items, "status": "done", **cells})


def another(number: int, **cells: Cell) -> dict[str, Cell]:
    """An order of somebody else."""
    other: dict[str, Cell] = {
        "order_no": f"T{2000 + number}",
        "buyer": f"买家{number}",
        "receiver": f"收件{number}",
        "address": f"延安路{number}00号",
    }
    return order(**{**other, **cells})


def elsewhere(number: int, **cells: Cell) -> dict[str, Cell]:
    """An order of somebody else, on its way in a parcel of its own."""
    return another(
        number, **{"status": "shipped", "shipped_at": at(10, 10), "courier": "中通快递", "tracking_no": f"78123456789{number}", **cells}
    )


MONEY = Decimal


def month(**cells: Cell) -> Example:
    """Twenty-one orders on their way of 50.00, four with 10.00 refunded and 40.00 left as paid; the last, in row 22, is the one meant."""
    back: dict[str, Cell] = {"refund": MONEY(10), "paid": MONEY(40), "refund_status": "part_refunded"}
    orders = [{**(back if number < 3 else {}), "tracking_no": f"7812345678{number:02}"} for number in range(20)]
    last = {"tracking_no": "781234567820", **back, **cells}
    return Example([elsewhere(number, **each) for number, each in enumerate([*orders, last])], row=22)


LINES: dict[str, Example] = {
    "orders.duplicate-order": Example([bare(), bare(total=MONEY(80), paid=MONEY(80), buyer="买家乙")], row=3),
    "orders.two-orders-one-number": two_lines(row=3, buyer="买家乙"),
    "orders.duplicate-suborder": Example([order(**{**seventy(), "suborder_no": "S1"}), second(suborder_no="S1")], row=3),
    "orders.duplicate-line": two_lines(row=3, line_no=1),
    "orders.same-item-twice": Example(
        [order(total=MONEY(100), paid=MONEY(100)), order(line_no=2, total=MONEY(100), paid=MONEY(100))], row=3
    ),
    "orders.differing-total": two_lines(total=MONEY(71)),
    "orders.differing-paid": two_lines(paid=MONEY(71)),
    "orders.differing-freight": two_lines(freight=MONEY(6)),
    "orders.differing-created-time": two_lines(created_at=at(10, 7)),
    "orders.differing-paid-time": two_lines(paid_at=at(10, 9)),
    "orders.differing-receiver": two_lines(receiver="收件乙"),
    "orders.differing-phone": two_lines(phone="13900139000"),
    "orders.differing-province": two_lines(province="江苏省"),
    "orders.differing-city": two_lines(city="宁波市"),
    "orders.differing-address": two_lines(address="文三路2号"),
    "orders.number-form": one(order_no="第一单"),
    "orders.item-missing": one(sku=None, title=None),
    "orders.qty-missing": one(qty=None),
    "orders.unusual-qty": one(qty=100, total=MONEY(5000), paid=MONEY(5000)),
}

AMOUNTS: dict[str, Example] = {
    "orders.negative-price": Example([shipped(price=MONEY(-1), qty=None, amount=MONEY(50))]),
    "orders.negative-line-amount": Example([shipped(amount=MONEY(-50), total=None)]),
    "orders.negative-freight": one(freight=MONEY(-6)),
    "orders.negative-total": one(total=MONEY(-50)),
    "orders.negative-paid": one(paid=MONEY(-50)),
    "orders.negative-refund": one(refund=MONEY(-5)),
    "orders.paid-over-total": one(paid=MONEY(500)),
    "orders.refund-over-total": one(refund=MONEY("50.02"), refund_status=None),
    "orders.total-mismatch": one(qty=2, discount=MONEY(10), total=MONEY(80), paid=MONEY(80)),
    "orders.paid-mismatch": one(paid=MONEY(30), refund=MONEY(10), refund_status=None),
    "orders.paid-not-net": month(paid=MONEY(41)),
    "orders.line-amount-mismatch": one(amount=MONEY(60), total=MONEY(60), paid=MONEY(60)),
    "orders.discount-over-goods": one(discount=MONEY(80)),
    "orders.total-missing": Example([order(), another(1), another(2, total=None)], row=4),
    "orders.unusual-amount": one(price=MONEY(10000), total=MONEY(10000), paid=MONEY(10000)),
}

TIMES: dict[str, Example] = {
    "orders.future-created": one(created_at=at(10, 12, 11)),
    "orders.future-paid": one(paid_at=at(11)),
    "orders.future-shipped": Example([shipped(shipped_at=at(11))]),
    "orders.future-received": Example([shipped(status="received", received_at=at(12))]),
    "orders.created-too-early": one(created_at=dt.datetime(1900, 1, 1), paid_at=at(10)),
    "orders.created-missing": Example([order(), another(1), another(2, created_at=None)], row=4),
    "orders.paid-before-created": one(paid_at=at(10, 7, 59)),
    "orders.shipped-before-created": Example([shipped(shipped_at=at(9))]),
    "orders.shipped-before-paid": Example([shipped(shipped_at=at(10, 8, 4))]),
    "orders.received-before-shipped": Example([shipped(status="received", received_at=at(10, 9))]),
    "orders.received-before-created": Example([shipped(status="received", shipped_at=None, received_at=at(9))]),
    "orders.paid-without-time": Example([shipped(paid_at=None)]),
    "orders.refund-without-payment": Example([shipped(paid=MONEY(0), paid_at=None, refund=MONEY(20), refund_status=None)]),
    "orders.paid-missing": Example([order(), another(1), another(2, paid=None)], row=4),
    "orders.time-without-payment": one(paid=MONEY(0)),
    "orders.overdue": one(created_at=at(7), paid_at=at(8, 11, 59)),
    "orders.shipped-late": Example([shipped(created_at=at(7), paid_at=at(8, 9, 59))]),
}

STATUSES: dict[str, Example] = {
    "orders.status-missing": Example([order(), another(1), another(2, status=None)], row=4),
    "orders.unpaid-with-time": one(status="unpaid"),
    "orders.unpaid-with-amount": one(status="unpaid", paid_at=None),
    "orders.to-ship-without-time": one(paid=None, paid_at=None),
    "orders.to-ship-but-shipped": one(shipped_at=at(10, 10)),
    "orders.shipped-without-time": Example([shipped(shipped_at=None), elsewhere(1), elsewhere(2)]),
    "orders.shipped-without-tracking": Example([shipped(tracking_no=None)]),
    "orders.closed-not-refunded": one(status="closed"),
    "orders.refund-pending": one(refund_status="pending"),
    "orders.refund-allocated": Example(
        [shipped(refund_status="pending")], allocation=[{"order_no": "T1001", "line_no": 1, "sku": "A-1", "state": "allocated"}]
    ),
    "orders.refunded-to-ship": one(refund_status="refunded", refund=MONEY(50), paid=MONEY(0)),
    "orders.refund-without-amount": Example(
        [shipped(refund_status="refunded"), elsewhere(1, refund=MONEY(0)), elsewhere(2, refund=MONEY(0))]
    ),
    "orders.amount-without-refund": Example([shipped(refund=MONEY(20))]),
}

PLACES: dict[str, Example] = {
    "orders.receiver-missing": one(receiver=None),
    "orders.phone-missing": one(phone=None),
    "orders.address-missing": one(address=None),
    "orders.receiver-form": one(receiver="13800138000"),
    "orders.address-too-short": one(address="学校"),
    "orders.province-unknown": one(province="浙冮省"),
    "orders.region-unknown": Example([order(), another(1), another(2, province=None, city=None, address="火星省")], row=4),
    "orders.city-elsewhere": one(city="苏州市"),
    "orders.city-unknown": one(city="杭洲市"),
    "orders.address-elsewhere": one(address="江苏省南京市鼓楼区1号"),
    "orders.province-missing": one(province=None, city=None, address="文三路一百二十号"),
    "orders.place-missing": Example([shipped(province=None, city=None, address=None), elsewhere(1), elsewhere(2)]),
    "orders.city-missing": Example([order(), another(1), another(2, city=None)], row=4),
}

PARCELS: dict[str, Example] = {
    "orders.courier-unknown": Example([shipped(courier="飞毛腿")]),
    "orders.tracking-impossible": Example([shipped(courier="顺丰速运", tracking_no="12345")]),
    "orders.tracking-without-courier": Example([shipped(courier=None)]),
    "orders.tracking-shared": Example([shipped(), elsewhere(1, tracking_no="781234567890")], row=3),
}

ITEMS: dict[str, Example] = {
    "orders.sku-missing": one(sku=None),
    "orders.sku-unknown": Example([order()], products=[product(sku="A-2")]),
    "orders.price-below-floor": Example([order()], products=[product(floor_price=MONEY("50.01"))]),
    "orders.price-far-from-list": Example([order()], products=[product(list_price=MONEY("100.02"))]),
    "orders.price-zero": one(price=MONEY(0), freight=MONEY(50)),
    "orders.gift-with-price": one(line_type="gift"),
}

BUYERS: dict[str, Example] = {
    "orders.courier-contradicted": Example([shipped(message="不要发中通")]),
    "orders.message-unreviewed": one(message="请尽快"),
    "orders.message-asks-change": Example(
        [order(message="麻烦改一下地址")], reviews=[{"order_no": "T1001", "decision": "pass", "reviewer": "李四"}]
    ),
    "orders.invoice-asked": one(remark="需要开发票"),
    "orders.tax-no-form": one(invoice_title="张三", tax_no="12345"),
    "orders.tax-no-check": one(invoice_title="某某有限公司", tax_no="91110000600037341M"),
    "orders.tax-no-missing": one(invoice_title="某某有限公司"),
    "orders.invoice-title-missing": one(tax_no="91110000600037341L"),
    "orders.repeat-order": Example([order(), another(1, buyer="买家甲", created_at=at(10, 8, 30), paid_at=at(10, 8, 31))], row=3),
    "orders.one-parcel": Example([order(), another(1, receiver="收件甲", address="文三路1号", created_at=at(10, 7))], row=3),
}

EXAMPLES: dict[str, Example] = {**LINES, **AMOUNTS, **TIMES, **STATUSES, **PLACES, **PARCELS, **ITEMS, **BUYERS}
