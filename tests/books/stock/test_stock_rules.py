import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl
import pytest

from shopbook.books.stock.alerts.checks import RULES as ALERT_RULES
from shopbook.books.stock.checking import RULES, check_stock
from shopbook.books.stock.counts.rules import COUNT_RULES
from shopbook.books.stock.ledger.closing import close_month
from shopbook.books.stock.ledger.posting import post_documents
from shopbook.sheet.books import Inputs
from tests.books.orders.builders import order
from tests.books.stock.builders import after, all_rows, codes, inputs, issue, item, receipt, typed, workbook
from tests.books.tables import REF_ERROR, Cell, Cells

D = Decimal
MAY = dt.datetime(2026, 5, 20, 9, 0)
JULY = dt.datetime(2026, 7, 1, 9, 0)
RECEIPTS, ISSUES, ITEMS, BOOK, MONTHS, PLACES = "入库单", "出库单", "商品库存", "明细账", "月结", "库位"
PLACED: list[Cells] = [{"location": "L-1"}, {"location": "L-2"}]
ORDERED: list[Cells] = [order(order_no="T1001", qty=3)]

Rows = Sequence[Cells]


@dataclass(frozen=True, slots=True)
class Example:
    """A workbook with one fault, and where it is reported."""

    tab: str
    rows: tuple[int, ...] = (2,)
    receipts: Rows = field(default_factory=lambda: [receipt()])
    issues: Rows = ()
    items: Rows = field(default_factory=lambda: [item()])
    locations: Rows = field(default_factory=lambda: PLACED)
    periods: Rows = ()
    orders: Rows = field(default_factory=lambda: ORDERED)


def one(**cells: Cell) -> Example:
    """A faulty receipt."""
    return Example(RECEIPTS, receipts=[receipt(**cells)])


def out(**cells: Cell) -> Example:
    """A faulty issue of what was received."""
    return Example(ISSUES, issues=[issue(**cells)])


def back(**cells: Cell) -> dict[str, Cell]:
    """What a customer sent back of an order."""
    whole: dict[str, Cell] = {"doc_no": "TH1", "kind": "return", "qty": 1, "unit_cost": None, "quality": "good", "ref": "T1001"}
    return receipt(**{**whole, "moved_at": dt.datetime(2026, 6, 3, 9, 0), **cells})


def two(second: Mapping[str, Cell], **first: Cell) -> list[Cells]:
    return [receipt(line_no=1, **first), receipt(line_no=2, **second)]


TAKEN: dict[str, Cell] = {"kind": "scrap", "ref": None, "handler": "张三", "note": "摔坏"}
EXAMPLES: dict[str, Example] = {
    "documents.doubled": Example(RECEIPTS, (2, 3), [receipt(line_no=1), receipt(line_no=1)]),
    "documents.line-no-missing": Example(RECEIPTS, (3,), [receipt(line_no=1), receipt()]),
    "documents.both-sheets": Example(ISSUES, receipts=[receipt(posted_at=None)], issues=[issue(doc_no="RK1")]),
    "documents.differing-kind": Example(RECEIPTS, (2, 3), two({"kind": "other_in"})),
    "documents.differing-day": Example(RECEIPTS, (2, 3), two({"moved_at": dt.datetime(2026, 6, 2, 9, 0)})),
    "documents.differing-handler": Example(RECEIPTS, (2, 3), two({"handler": "李四"}, handler="张三")),
    "documents.future-time": one(moved_at=dt.datetime(2026, 6, 10, 12, 11)),
    "documents.item-unknown": one(sku="A-9"),
    "documents.location-unknown": one(location="Z-9"),
    "documents.month-closed": Example(
        RECEIPTS,
        receipts=[receipt(moved_at=MAY)],
        periods=[{"period": "2026-05", "closed_at": JULY, "fingerprint": "e3b0c44298fc1c149afb"}],
    ),
    "documents.entry-gone": one(posted_at=dt.datetime(2026, 6, 1, 10, 0)),
    "documents.reversal-unposted": one(reversed_by="李四"),
    "receipts.cost-missing": one(unit_cost=None),
    "receipts.opening-cost-missing": one(kind="opening", unit_cost=None),
    "receipts.return-without-order": Example(RECEIPTS, (3,), [receipt(), back(ref=None)], [issue()]),
    "receipts.order-unknown": Example(RECEIPTS, (3,), [receipt(), back(ref="T9")], [issue(ref="T9")], orders=[order(order_no="T1001")]),
    "receipts.returned-too-many": Example(RECEIPTS, (3,), [receipt(), back(qty=2)], [issue()]),
    "receipts.quality-missing": Example(RECEIPTS, (3,), [receipt(), back(quality=None)], [issue()]),
    "issues.sale-without-order": out(ref=None),
    "issues.order-unknown": out(ref="T9"),
    "issues.more-than-ordered": out(qty=4),
    "issues.supplier-return-without-purchase": out(kind="supplier_return", ref=None),
    "issues.purchase-unknown": out(kind="supplier_return", ref="CG9"),
    "issues.handler-missing": out(**{**TAKEN, "handler": None}),
    "issues.reason-missing": out(**{**TAKEN, "note": None}),
    "issues.nothing-behind": out(kind="other_out", ref=None),
    "issues.transfer-places": out(kind="transfer", ref=None, to_location="L-1"),
    "issues.to-location-unknown": out(kind="transfer", ref=None, to_location="Z-9"),
    "issues.transfer-number": out(kind="transfer", to_location="L-2"),
    "issues.to-location-unused": out(to_location="L-2"),
    "issues.not-enough": Example(ISSUES, (3,), issues=[issue(), issue(doc_no="CK2", **{**TAKEN, "qty": 10})]),
    "items.doubled": Example(ITEMS, (2, 3), items=[item(), item()]),
    "items.listed-qty-missing": Example(ITEMS, (3,), items=[item(), item(sku="B-1", listed_qty=None)]),
    "locations.doubled": Example(PLACES, (3, 4), locations=[{"location": "L-1"}, {"location": "L-2"}, {"location": "L-2"}]),
    "periods.month-unreadable": Example(MONTHS, periods=[{"period": "6月"}]),
    "periods.doubled": Example(MONTHS, (2, 3), periods=[{"period": "2026-05"}, {"period": "2026-05"}]),
}
SECOND = {
    "documents.both-sheets": [("documents.both-sheets", RECEIPTS, 2)],
    "receipts.order-unknown": [("issues.order-unknown", ISSUES, 2)],
}
"""What the same fault is called at the other place where it shows."""


def given_by(example: Example) -> Inputs:
    return inputs(
        receipts=example.receipts,
        issues=example.issues,
        items=example.items,
        locations=example.locations,
        periods=example.periods,
        orders=example.orders,
    )


def found(given: Inputs) -> list[tuple[str, str, int]]:
    return sorted(codes(check_stock(given)))


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_one_fault_is_one_finding_of_its_rule_on_its_row(code: str) -> None:
    example = EXAMPLES[code]
    assert found(given_by(example)) == sorted([*((code, example.tab, row) for row in example.rows), *SECOND.get(code, [])])


def kept() -> Inputs:
    """A workbook of which everything is posted and May is closed."""
    early = receipt(doc_no="RK0", moved_at=MAY, qty=4, unit_cost=D(1))
    given = inputs(
        items=[item()],
        locations=[{"location": "L-1", "capacity": 20}],
        receipts=[early, receipt()],
        issues=[issue()],
        periods=[{"period": "2026-05", "closed_by": "王会计"}],
        orders=ORDERED,
    )
    given = after(given, post_documents(given))
    return after(given, close_month(given))


def without(given: Inputs, row: int) -> Inputs:
    """The workbook with a row of the ledger deleted."""
    rows = all_rows(given)
    del rows["ledger"][row - 2]
    return workbook(rows, orders=ORDERED)


def test_a_workbook_kept_by_its_tasks_has_no_findings() -> None:
    assert found(kept()) == []


KEPT: dict[str, tuple[str, int, str, dict[str, Cell]]] = {
    "documents.changed-after-posting": (RECEIPTS, 3, "receipts", {"qty": 9}),
    "locations.over-capacity": (PLACES, 2, "locations", {"capacity": 12}),
    "ledger.incomplete": (BOOK, 4, "ledger", {"posted_at": None}),
    "ledger.month-wrong": (BOOK, 4, "ledger", {"period": "2026-07"}),
    "ledger.average-wrong": (BOOK, 4, "ledger", {"average_cost": D("1.7000")}),
    "ledger.value-wrong": (BOOK, 3, "ledger", {"unit_cost": D("2.1000")}),
    "periods.changed": (MONTHS, 2, "ledger", {"note": "改过"}),
}


@pytest.mark.parametrize("code", sorted(KEPT))
def test_what_somebody_edited_afterwards_is_found(code: str) -> None:
    tab, row, sheet, cells = KEPT[code]
    where = 2 if code == "periods.changed" else row
    seen = found(typed(kept(), sheet, where, **cells))
    assert (code, tab, row) in seen
    assert {each[0] for each in seen} <= {code, *ALSO.get(code, ())}


ALSO = {"ledger.value-wrong": ("documents.changed-after-posting",)}
"""A unit cost edited in the ledger no longer agrees with the receipt."""


def test_an_edited_quantity_of_the_ledger_is_found_at_the_entry_and_in_its_value() -> None:
    """Entry 3 is one piece out at 24.00 / 14 = 1.7143; with two out its balance should be 12 and its value −3.43."""
    seen = found(typed(kept(), "ledger", 4, qty=-2))
    assert [each for each in seen if each[0].startswith("ledger.")] == [("ledger.balance-wrong", BOOK, 4), ("ledger.value-wrong", BOOK, 4)]


def test_an_edited_balance_value_is_found_there_and_at_the_entry_after_it() -> None:
    seen = found(typed(kept(), "ledger", 3, balance_value=D("25.00")))
    assert seen == [
        ("ledger.average-wrong", BOOK, 3),
        ("ledger.balance-value-wrong", BOOK, 3),
        ("ledger.balance-value-wrong", BOOK, 4),
    ]


def test_a_removed_entry_is_a_gap_and_its_document_says_so() -> None:
    seen = found(without(kept(), 3))
    assert ("ledger.numbers", BOOK, 3) in seen
    assert ("documents.entry-gone", RECEIPTS, 3) in seen


def test_a_removed_entry_of_a_closed_month_breaks_its_fingerprint() -> None:
    assert ("periods.changed", MONTHS, 2) in found(without(kept(), 2))


def test_an_entry_typed_by_hand_is_found() -> None:
    rows = all_rows(kept())
    rows["ledger"].append({**rows["ledger"][-1], "entry_no": 3})
    assert ("ledger.numbers", BOOK, 5) in found(workbook(rows, orders=ORDERED))


def test_every_rule_has_a_worked_example() -> None:
    ours = {rule.code for rule in RULES} - {rule.code for rule in (*ALERT_RULES, *COUNT_RULES)}
    elsewhere = {"ledger.numbers", "ledger.balance-wrong", "ledger.balance-value-wrong"}
    assert {*EXAMPLES, *KEPT, *elsewhere} == ours


def test_every_rule_has_a_source_and_an_example_for_its_reference_page() -> None:
    assert [rule.code for rule in RULES if not rule.source or rule.example is None] == []


@pytest.mark.parametrize("cell", [None, "十", REF_ERROR, D("1.5"), 0, -3])
def test_a_quantity_that_is_no_whole_positive_number_is_an_error_and_never_zero(cell: Cell) -> None:
    seen = check_stock(inputs(items=[item()], receipts=[receipt(qty=cell)]))
    assert seen.findings.filter(pl.col("severity") == "error", pl.col("row") == 2)["field"].to_list() == ["qty"]
    assert post_documents(inputs(items=[item()], receipts=[receipt(qty=cell)])).changes == ()


def test_listed_quantities_of_ten_nine_nought_text_and_blank() -> None:
    """Scenario T01: the text is read as 9 with a warning, the blank is an error, the others are quantities."""
    rows = [item(sku=f"A-{number}", listed_qty=qty) for number, qty in enumerate((10, 9, 0, "9 ", None))]
    given = inputs(items=rows)
    seen = check_stock(given).findings
    said = list(seen.filter(pl.col("field") == "listed_qty").select("severity", "code", "row").iter_rows())
    assert said == [("warning", "cell.number-as-text", 5), ("error", "items.listed-qty-missing", 6)]
    assert given.frame("items")["listed_qty"].to_list() == [10, 9, 0, 9, None]


def test_a_shop_that_lists_no_quantities_at_all_is_not_told_that_they_are_missing() -> None:
    assert found(inputs(items=[item(listed_qty=None), item(sku="B-1", listed_qty=None)])) == []


def test_without_order_workbook_the_rules_about_orders_do_not_run_and_say_so() -> None:
    outcome = check_stock(inputs(items=[item()], receipts=[receipt()], issues=[issue(ref="T9")]))
    assert codes(outcome) == []
    assert {"issues.order-unknown", "issues.more-than-ordered", "receipts.order-unknown"} <= set(outcome.not_run)
    assert outcome.not_run["issues.order-unknown"][0].zh == "订单"


def test_findings_do_not_depend_on_the_order_of_the_rows() -> None:
    issues = [issue(doc_no=f"CK{number}", qty=number, ref=None, handler="张三", note="坏", kind="scrap") for number in range(1, 6)]
    for number, each in enumerate(issues):
        each["moved_at"] = dt.datetime(2026, 6, 2 + number, 9, 0)
    straight = check_stock(inputs(items=[item()], receipts=[receipt()], issues=issues)).findings
    turned = check_stock(inputs(items=[item()], receipts=[receipt()], issues=issues[::-1])).findings
    assert straight.select("code", "key").rows() == turned.select("code", "key").rows() == [("issues.not-enough", "CK5")]


def test_what_comes_in_at_the_same_moment_is_there_before_anything_goes_out() -> None:
    at = dt.datetime(2026, 6, 5)
    assert found(inputs(items=[item()], receipts=[receipt(moved_at=at)], issues=[issue(moved_at=at, qty=10)])) == []


def test_a_line_that_is_passed_over_leaves_the_goods_to_the_next() -> None:
    issues = [issue(qty=11), issue(doc_no="CK2", qty=10, moved_at=dt.datetime(2026, 6, 3))]
    assert found(inputs(items=[item()], receipts=[receipt()], issues=issues)) == [("issues.not-enough", ISSUES, 2)]


def test_goods_of_another_place_or_quality_do_not_count() -> None:
    at = dt.datetime(2026, 6, 2)
    elsewhere = [issue(location="L-2", moved_at=at), issue(doc_no="CK2", quality="defective", moved_at=at)]
    assert found(inputs(items=[item()], receipts=[receipt()], issues=elsewhere)) == [
        ("issues.not-enough", ISSUES, 2),
        ("issues.not-enough", ISSUES, 3),
    ]
