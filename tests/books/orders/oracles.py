"""For each order rule that is an expression, when a line is wrong, in plain Python."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from shopbook.books.orders.rules.couriers import courier_of, is_possible
from shopbook.books.orders.rules.divisions import Place
from shopbook.books.orders.rules.remarks import ASKS_CHANGE, ASKS_INVOICE, NO_INVOICE
from shopbook.books.orders.rules.tax import TaxFault
from tests.books.orders.oracle import (
    CENT,
    NOW,
    ZERO,
    Book,
    Line,
    Order,
    Wrong,
    before,
    contradicted,
    fits,
    future,
    goods,
    gross_of,
    item,
    like,
    money,
    once,
    tax,
    text,
    wishes,
)

LATE = dt.timedelta(hours=48)
OPENED = dt.datetime(2003, 5, 10)


def negative(field: str) -> Wrong:
    return lambda line, _order, _book: money(line[field]) < 0


def differing(field: str) -> Wrong:
    return once(lambda order, _book: order.differ(field) and not order.two)


def missing(field: str) -> Wrong:
    return once(lambda order, _book: order.to_ship and not order.parcelless and order.gap(field))


def same_suborder(line: Line, _order: Order, book: Book) -> bool:
    rows = [each["_row"] for each in book.lines if each["suborder_no"] == line["suborder_no"]]
    return line["suborder_no"] is not None and line["_row"] != rows[0]


def same_line(line: Line, _order: Order, book: Book) -> bool:
    return line["line_no"] is not None and book.earlier(line, "line_no")


def same_item(line: Line, order: Order, book: Book) -> bool:
    above = order.lines[: order.at(line)]
    told = ("spec", "line_type", "price")
    is_twice = any(item(each) == item(line) and all(each[name] == line[name] for name in told) for each in above)
    return item(line) is not None and is_twice and not same_line(line, order, book) and not same_suborder(line, order, book)


def total_mismatch(order: Order, _book: Book) -> bool:
    if order.total is None or order.total < 0 or order.goods is None:
        return False
    readings = [order.goods - less + more for less in (ZERO, *order.discounts) for more in (ZERO, money(order.one("freight")))]
    return not fits(order.total, readings, order.slack)


def paid_mismatch(order: Order, book: Book) -> bool:
    due = order.total if order.total is not None else order.goods
    is_paid = order.paid is not None and (
        order.paid > 0 or (order.paid == 0 and money(order.refund) > 0 and order.one("paid_at") is not None)
    )
    if (
        book.paid_is_net
        or order.paid is None
        or not is_paid
        or due is None
        or order.overpaid
        or order.overrefunded
        or money(order.total) < 0
    ):
        return False
    freights = (ZERO, money(order.one("freight")))
    readings = [due - less + more - back for less in (ZERO, order.discounts[0]) for more in freights for back in order.refunds]
    return not fits(order.paid, readings, order.slack)


def line_mismatch(line: Line, order: Order, _book: Book) -> bool:
    gross, amount = gross_of(line), line["amount"]
    if gross is None or gross < 0 or not isinstance(amount, Decimal) or amount < 0:
        return False
    whole = sum((each for each in map(gross_of, order.lines) if each is not None), ZERO)
    qty = line["qty"]
    slack = CENT * max(qty if isinstance(qty, int) else 1, 1)
    return not fits(amount, (gross, gross - money(line["discount"]), gross + money(line["discount"]), whole), slack)


def paid_without_time(order: Order, _book: Book) -> bool:
    back = money(order.refund)
    is_paid = order.paid is not None and (order.paid > 0 or (order.paid == 0 and back > 0 and order.refund == order.total))
    is_told = order.overpaid or order.overrefunded or order.any("status", "unpaid") or order.closed
    return is_paid and order.gap("paid_at") and not is_told


def refund_without_payment(order: Order, _book: Book) -> bool:
    is_told = order.overpaid or order.overrefunded
    if order.refund is None or order.refund <= 0 or order.paid != ZERO or order.total is None or is_told:
        return False
    return order.gap("paid_at") and order.refund != order.total


def time_without_payment(order: Order, book: Book) -> bool:
    is_timed = order.one("paid_at") is not None and not book.paid_is_net
    return is_timed and order.paid == ZERO and money(order.refund) == 0 and order.total is not None and order.total > 0


def overdue(order: Order, _book: Book) -> bool:
    paid_at = order.one("paid_at")
    return order.to_ship and order.gap("shipped_at") and isinstance(paid_at, dt.datetime) and paid_at + LATE < NOW


def shipped_late(order: Order, _book: Book) -> bool:
    paid_at, sent = order.one("paid_at"), order.first("shipped_at")
    return isinstance(paid_at, dt.datetime) and sent is not None and sent > paid_at + LATE and not future(sent)


def too_early(order: Order, _book: Book) -> bool:
    created = order.one("created_at")
    return isinstance(created, dt.datetime) and created < OPENED


def paid_first(order: Order) -> bool:
    return before(order.one("paid_at"), order.one("created_at"))


def sent_first(order: Order) -> bool:
    return before(order.first("shipped_at"), order.one("created_at"))


def got_first(order: Order) -> bool:
    return before(order.last("received_at"), order.first("shipped_at"))


def unpaid_amount(order: Order, _book: Book) -> bool:
    is_open = order.any("status", "unpaid") or (order.closed and money(order.refund) == 0)
    return is_open and order.one("paid_at") is None and order.paid is not None and order.paid > 0


def unclear_place(order: Order, book: Book) -> bool:
    is_unclear = order.place is Place.UNSAID or (order.place is Place.NOT_A_REGION and not book.known_places)
    return order.to_ship and not order.parcelless and is_unclear


def short_address(order: Order, _book: Book) -> bool:
    address = text(order.one("address"))
    is_short = 0 < len(address) < 4 and "*" not in address and order.place is not Place.NOT_A_REGION
    return order.to_ship and not order.parcelless and is_short


def placeless(order: Order, book: Book) -> bool:
    parts = ("province", "city", "address")
    is_told = order.to_ship or order.closed or order.parcelless or any(order.differ(part) for part in parts)
    return order.place is None and not is_told and book.used(order, lambda each: each.place is not None)


def pending(line: Line) -> bool:
    return line["refund_status"] == "pending"


def company(line: Line) -> bool:
    return like("公司|集团|厂|合作社|研究院|研究所|事务所|银行|医院|学校|大学|商行|经营部|工作室|中心$", line["invoice_title"])


def first_with(line: Line, order: Order, has: Callable[[Line], bool]) -> bool:
    return line["_row"] == next((each["_row"] for each in order.lines if has(each)), None)


def says_new(line: Line, book: Book) -> bool:
    return not book.earlier(line, "message", "remark")


ORACLES: dict[str, Wrong] = {
    "orders.duplicate-order": lambda line, order, book: (
        line["order_no"] is not None and len(order.lines) == 1 and book.numbers[line["order_no"]][0]["_row"] != line["_row"]
    ),
    "orders.two-orders-one-number": lambda line, order, _: order.two and order.lines[-1]["_row"] == line["_row"],
    "orders.duplicate-suborder": same_suborder,
    "orders.duplicate-line": lambda line, order, book: same_line(line, order, book) and not same_suborder(line, order, book),
    "orders.same-item-twice": same_item,
    **{
        f"orders.differing-{field.replace('_at', '-time')}": differing(field)
        for field in ("total", "paid", "freight", "created_at", "paid_at", "receiver", "phone", "province", "city", "address")
    },
    "orders.number-form": lambda line, *_: line["order_no"] is not None and not like("[0-9]", line["order_no"]),
    "orders.item-missing": lambda line, order, _: order.to_ship and item(line) is None and line["status"] != "closed",
    "orders.qty-missing": lambda line, order, _: order.to_ship and item(line) is not None and line["qty"] is None,
    "orders.unusual-qty": lambda line, *_: isinstance(line["qty"], int) and line["qty"] >= 100,
    "orders.negative-price": negative("price"),
    "orders.negative-line-amount": negative("amount"),
    "orders.negative-freight": negative("freight"),
    "orders.negative-total": negative("total"),
    "orders.negative-paid": negative("paid"),
    "orders.negative-refund": negative("refund"),
    "orders.paid-over-total": once(lambda order, _: order.overpaid),
    "orders.refund-over-total": once(lambda order, _: order.overrefunded and not order.overpaid),
    "orders.total-mismatch": once(total_mismatch),
    "orders.paid-mismatch": once(paid_mismatch),
    "orders.paid-not-net": once(lambda order, book: book.paid_is_net and order.off),
    "orders.line-amount-mismatch": line_mismatch,
    "orders.discount-over-goods": once(lambda order, _: order.goods is not None and min(order.discounts) > order.goods + order.slack),
    "orders.total-missing": once(lambda order, book: order.gap("total") and book.used(order, lambda each: each.total is not None)),
    "orders.unusual-amount": once(lambda order, _: money(order.total) >= 10000),
    "orders.future-created": once(lambda order, _: future(order.last("created_at"))),
    "orders.future-paid": once(lambda order, _: future(order.last("paid_at"))),
    "orders.future-shipped": once(lambda order, _: future(order.last("shipped_at"))),
    "orders.future-received": once(lambda order, _: future(order.last("received_at"))),
    "orders.created-too-early": once(too_early),
    "orders.created-missing": once(
        lambda order, book: order.gap("created_at") and book.used(order, lambda each: each.one("created_at") is not None)
    ),
    "orders.paid-before-created": once(lambda order, _: paid_first(order)),
    "orders.shipped-before-created": once(lambda order, _: sent_first(order) and not paid_first(order)),
    "orders.shipped-before-paid": once(lambda order, _: before(order.first("shipped_at"), order.one("paid_at")) and not sent_first(order)),
    "orders.received-before-shipped": once(lambda order, _: got_first(order)),
    "orders.received-before-created": once(
        lambda order, _: (
            before(order.last("received_at"), order.one("created_at")) and not (got_first(order) or paid_first(order) or sent_first(order))
        )
    ),
    "orders.paid-without-time": once(paid_without_time),
    "orders.refund-without-payment": once(refund_without_payment),
    "orders.paid-missing": once(
        lambda order, book: order.gap("paid") and order.one("paid_at") is not None and book.used(order, lambda each: each.paid is not None)
    ),
    "orders.time-without-payment": once(time_without_payment),
    "orders.overdue": once(overdue),
    "orders.shipped-late": once(shipped_late),
    "orders.status-missing": once(lambda order, book: order.gap("status") and book.used(order, lambda each: not each.gap("status"))),
    "orders.unpaid-with-time": once(lambda order, _: order.any("status", "unpaid") and order.one("paid_at") is not None),
    "orders.unpaid-with-amount": once(unpaid_amount),
    "orders.to-ship-without-time": once(lambda order, _: order.to_ship and order.gap("paid_at") and money(order.paid) <= 0),
    "orders.to-ship-but-shipped": once(
        lambda order, _: (
            order.any("status", "paid", "unpaid")
            and not order.any("status", "shipped", "received", "done")
            and not (order.gap("shipped_at") and order.gap("received_at"))
        )
    ),
    "orders.shipped-without-time": once(
        lambda order, book: (
            order.any("status", "shipped", "received", "done")
            and order.gap("shipped_at")
            and book.used(order, lambda each: not each.gap("shipped_at"))
        )
    ),
    "orders.shipped-without-tracking": once(
        lambda order, _: order.any("status", "shipped") and order.gap("tracking_no") and not order.parcelless
    ),
    "orders.closed-not-refunded": once(
        lambda order, _: (
            order.closed
            and order.one("paid_at") is not None
            and money(order.paid) > 0
            and money(order.refund) == 0
            and not order.any("refund_status", "refunded", "part_refunded")
        )
    ),
    "orders.refund-pending": lambda line, order, _: pending(line) and order.to_ship,
    "orders.refund-allocated": lambda line, order, _: (
        (pending(line) or line["refund_status"] == "refunded") and line["allocation.state"] == "allocated" and not order.to_ship
    ),
    "orders.refunded-to-ship": lambda line, order, _: line["refund_status"] == "refunded" and order.to_ship and line["status"] != "closed",
    "orders.refund-without-amount": once(
        lambda order, book: (
            order.any("refund_status", "refunded", "part_refunded")
            and money(order.refund) == 0
            and book.used(order, lambda each: each.refund is not None)
        )
    ),
    "orders.amount-without-refund": lambda line, *_: money(line["refund"]) > 0 and line["refund_status"] == "none",
    "orders.receiver-missing": missing("receiver"),
    "orders.phone-missing": missing("phone"),
    "orders.address-missing": missing("address"),
    "orders.receiver-form": once(lambda order, _: order.one("receiver") is not None and not like(r"[^\W\d_]|\*", order.one("receiver"))),
    "orders.address-too-short": once(short_address),
    "orders.province-unknown": once(
        lambda order, book: order.place is Place.NO_SUCH_PROVINCE or (order.place is Place.NOT_CHINESE and book.known_places)
    ),
    "orders.region-unknown": once(lambda order, book: order.place is Place.NOT_A_REGION and book.known_places),
    "orders.city-elsewhere": once(lambda order, _: order.place is Place.ELSEWHERE),
    "orders.city-unknown": once(lambda order, _: order.place is Place.NO_SUCH_CITY),
    "orders.address-elsewhere": once(lambda order, _: order.place is Place.TWO_PROVINCES),
    "orders.province-missing": once(unclear_place),
    "orders.place-missing": once(placeless),
    "orders.city-missing": once(
        lambda order, book: (
            order.to_ship
            and not order.parcelless
            and order.gap("city")
            and order.place is Place.KNOWN
            and book.used(order, lambda each: each.one("city") is not None)
        )
    ),
    "orders.courier-unknown": lambda line, *_: line["courier"] is not None and courier_of(text(line["courier"])) is None,
    "orders.tracking-impossible": lambda line, *_: (
        line["tracking_no"] is not None
        and courier_of(text(line["courier"])) is not None
        and not is_possible(text(line["tracking_no"]), courier_of(text(line["courier"])) or "")
    ),
    "orders.tracking-without-courier": lambda line, order, _: line["tracking_no"] is not None and order.gap("courier"),
    "orders.sku-missing": lambda line, order, _: goods(line) and line["sku"] is None and line["title"] is not None and order.to_ship,
    "orders.sku-unknown": lambda line, *_: goods(line) and line["sku"] is not None and line["product.is_known"] is None,
    "orders.price-below-floor": lambda line, *_: (
        goods(line) and line["product.floor_price"] is not None and ZERO < money(line["price"]) < money(line["product.floor_price"])
    ),
    "orders.price-far-from-list": lambda line, *_: (
        goods(line)
        and money(line["price"]) > 0
        and not money(line["price"]) < money(line["product.floor_price"])
        and line["product.list_price"] is not None
        and abs(money(line["price"]) - money(line["product.list_price"])) > money(line["product.list_price"]) / 2
    ),
    "orders.price-zero": lambda line, *_: goods(line) and line["price"] == ZERO and money(line["amount"]) <= 0,
    "orders.gift-with-price": lambda line, *_: line["line_type"] == "gift" and money(line["price"]) > 0 and line["amount"] != ZERO,
    "orders.courier-contradicted": lambda line, order, _: contradicted(line, order),
    "orders.message-unreviewed": lambda line, order, book: (
        says_new(line, book) and line["message"] is not None and order.any("status", "paid") and line["review.decision"] is None
    ),
    "orders.message-asks-change": lambda line, order, book: (
        order.any("status", "paid") and like(ASKS_CHANGE, line["message"]) and says_new(line, book)
    ),
    "orders.invoice-asked": lambda line, order, book: (
        like(ASKS_INVOICE, wishes(line))
        and not like(NO_INVOICE, wishes(line))
        and says_new(line, book)
        and order.gap("invoice_title")
        and not order.closed
    ),
    "orders.tax-no-form": lambda line, *_: tax(line, TaxFault.FORM),
    "orders.tax-no-check": lambda line, *_: tax(line, TaxFault.CHECK),
    "orders.tax-no-missing": lambda line, order, _: first_with(line, order, company) and order.gap("tax_no"),
    "orders.invoice-title-missing": lambda line, order, _: (
        first_with(line, order, lambda each: each["tax_no"] is not None) and order.gap("invoice_title")
    ),
}
