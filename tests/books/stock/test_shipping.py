import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest

from shopbook.books.stock.checking import check_stock
from shopbook.books.stock.ledger.posting import post_documents
from shopbook.books.stock.ledger.shipping import issue_shipped
from shopbook.sheet.books import Inputs
from tests.books.orders.builders import order
from tests.books.stock.builders import NOW, after, all_rows, codes, inputs, issue, item, receipt, workbook
from tests.books.tables import Cell, Cells, appended, records, written

D = Decimal
SENT = dt.datetime(2026, 6, 5, 15, 0)


def sent(**cells: Cell) -> dict[str, Cell]:
    """Two pieces of A-1, shipped on 5 June for the order T1001."""
    return order(**{"status": "shipped", "shipped_at": SENT, "qty": 2, **cells})


def stocked(orders: Sequence[Cells], **sheets: Sequence[Cells]) -> Inputs:
    """A workbook with ten pieces on L-1 and three on L-2, all posted, beside an order workbook."""
    two: Sequence[Cells] = [receipt(), receipt(doc_no="RK2", location="L-2", qty=3)]
    given = inputs(**{"items": [item()], "receipts": two, **sheets}, orders=orders)  # type: ignore[arg-type]  # sheets alone
    return after(given, post_documents(given))


def issued(given: Inputs) -> list[tuple[object, ...]]:
    return (
        records(appended(issue_shipped(given), "issues"), "doc_no", "line_no", "sku", "qty", "ref") if issue_shipped(given).changes else []
    )


def test_a_shipped_line_becomes_a_line_of_an_issue_from_the_fullest_location() -> None:
    outcome = issue_shipped(stocked([sent()]))
    told = ("doc_no", "line_no", "moved_at", "kind", "sku", "qty", "location", "quality", "ref")
    assert records(appended(outcome, "issues"), *told) == [("CKT1001-260605", 1, SENT, "sale", "A-1", 2, "L-1", "good", "T1001")]
    assert outcome.summary == {"issued_orders": 1, "issued_lines": 1, "issued_before": 0, "issued_placed": 0, "issued_unplaced": 0}


def test_issues_of_shipped_orders_are_right_and_can_be_posted() -> None:
    given = stocked([sent(), sent(line_no=2, qty=1)])
    written = after(given, issue_shipped(given))
    assert codes(check_stock(written)) == []
    assert post_documents(written).summary["posted_lines"] == 2


def test_each_line_is_issued_once_before_and_after_posting_and_when_its_sheet_was_filed_away() -> None:
    given = stocked([sent(), sent(line_no=2)])
    written = after(given, issue_shipped(given))
    assert issue_shipped(written).changes == ()
    done = after(written, post_documents(written))
    assert issue_shipped(done).changes == ()
    assert issue_shipped(inputs(orders=[sent(), sent(line_no=2)], ledger=_rows(done))).changes == ()


def _rows(given: Inputs) -> Sequence[Cells]:
    return given.frame("ledger").drop("_row").rows(named=True)


def test_what_was_issued_by_hand_is_not_issued_again_only_the_rest() -> None:
    assert issued(stocked([sent(qty=5)], issues=[issue(qty=2)])) == [("CKT1001-260605", 1, "A-1", 3, "T1001")]


def test_an_order_sent_in_parts_gets_a_document_a_day() -> None:
    later = sent(line_no=2, shipped_at=dt.datetime(2026, 6, 6, 9, 0))
    assert [row[0] for row in issued(stocked([sent(status="part_shipped"), later]))] == ["CKT1001-260605", "CKT1001-260606"]


def test_gifts_are_issued_and_services_and_lines_that_wait_are_not() -> None:
    gift = sent(line_no=2, line_type="gift", sku="G-1", qty=1)
    service = sent(line_no=3, line_type="service", sku="S-1")
    waiting = order(order_no="T2", status="paid", shipped_at=None)
    half = sent(order_no="T3", status="part_shipped", shipped_at=None)
    assert [row[2] for row in issued(stocked([sent(), gift, service, waiting, half]))] == ["A-1", "G-1"]


def test_an_order_that_was_closed_after_it_was_sent_has_gone_out_all_the_same() -> None:
    assert len(issued(stocked([sent(status="closed"), sent(order_no="T2", status="closed", shipped_at=None)]))) == 1


def test_lines_without_sku_or_quantity_are_reported_with_their_order() -> None:
    outcome = issue_shipped(stocked([sent(sku=None), sent(order_no="T2", qty=None)]))
    assert outcome.changes == ()
    assert list(outcome.findings.select("code", "key").sort("key").iter_rows()) == [("shipping.no-sku", "T1001"), ("shipping.no-qty", "T2")]


def test_a_line_without_time_takes_the_orders_time_and_else_now() -> None:
    rows = [sent(), sent(line_no=2, shipped_at=None), sent(order_no="T2", shipped_at=None)]
    frame = appended(issue_shipped(stocked(rows)), "issues")
    assert records(frame.sort("ref", "line_no"), "moved_at") == [(SENT,), (SENT,), (NOW,)]


def test_what_was_shipped_in_a_closed_month_goes_out_today_and_says_so() -> None:
    months: list[Cells] = [{"period": "2026-05", "closed_by": "王", "closed_at": NOW, "fingerprint": "e3b0c44298fc1c149afb"}]
    frame = appended(issue_shipped(stocked([sent(shipped_at=dt.datetime(2026, 5, 30))], periods=months)), "issues")
    assert records(frame, "moved_at", "note") == [(NOW, "2026-05-30 发货，那个月已结账")]


def test_what_was_shipped_before_the_opening_stock_was_counted_needs_no_issue() -> None:
    counted = [receipt(kind="opening", moved_at=dt.datetime(2026, 6, 4))]
    outcome = issue_shipped(stocked([sent(shipped_at=dt.datetime(2026, 6, 3)), sent(order_no="T2")], receipts=counted))
    assert records(appended(outcome, "issues"), "ref") == [("T2",)]
    assert outcome.summary["issued_before"] == 1


def test_the_shop_may_say_from_which_day_on_issues_are_written() -> None:
    given = inputs(receipts=[receipt()], orders=[sent()], settings={"issues_from": "2026-06-06"})
    assert issue_shipped(given).changes == ()


def test_locations_are_used_up_one_after_the_other_and_left_blank_where_nothing_is() -> None:
    rows = [sent(order_no=f"T{number}", qty=6) for number in range(1, 4)]
    frame = appended(issue_shipped(stocked([*rows, sent(order_no="T9", sku="B-1")])), "issues")
    assert records(frame, "ref", "location") == [("T1", "L-1"), ("T2", "L-1"), ("T3", "L-2"), ("T9", None)]


def test_an_issue_that_asks_for_too_much_and_is_never_posted_takes_no_goods_from_others() -> None:
    """Three lie on L-2: the fifty that somebody typed can't go out there, so the order's one piece can."""
    wrong = issue(doc_no="CK9", sku="B-1", qty=50, location="L-2", ref="T7")
    bought = receipt(doc_no="RK3", sku="B-1", qty=3, location="L-2")
    given = stocked([sent(sku="B-1", qty=1)], items=[item(), item(sku="B-1")], receipts=[bought], issues=[wrong])
    assert records(appended(issue_shipped(given), "issues"), "location") == [("L-2",)]


def test_receipts_that_wait_to_be_posted_count_and_so_do_transfers() -> None:
    moved = issue(kind="transfer", ref=None, qty=8, to_location="L-9", moved_at=dt.datetime(2026, 6, 2))
    given = inputs(items=[item()], receipts=[receipt()], issues=[moved], orders=[sent()])
    assert records(appended(issue_shipped(given), "issues"), "location") == [("L-9",)]


def test_an_issue_left_without_location_gets_one_once_there_are_goods_and_then_stays_as_it_is() -> None:
    empty = inputs(items=[item()], orders=[sent()])
    first = issue_shipped(empty)
    assert records(appended(first, "issues"), "location") == [(None,)]
    assert (first.summary["issued_unplaced"], first.notes[1].en[:25]) == (1, "1 line has no location: b")
    bought: dict[str, Sequence[Cells]] = {**all_rows(after(empty, first)), "receipts": [receipt()]}
    filled = issue_shipped(workbook(bought, orders=[sent()]))
    assert written(filled, "issues") == {("location", 2): "L-1"}
    assert filled.summary["issued_placed"] == 1
    done = after(workbook(bought, orders=[sent()]), filled)
    assert issue_shipped(done).changes == ()
    assert post_documents(done).summary["posted_lines"] == 2


def test_a_blank_location_that_somebody_typed_stays_blank() -> None:
    """Goods of shops without locations lie at the place without a name; and a hand-written issue is nobody's to fill in."""
    nameless = inputs(items=[item()], receipts=[receipt(location=None)], orders=[sent()])
    first = issue_shipped(nameless)
    assert records(appended(first, "issues"), "location") == [(None,)]
    assert first.summary["issued_unplaced"] == 0
    assert issue_shipped(after(nameless, first)).changes == ()
    by_hand = stocked([sent()], issues=[issue(qty=2, location=None)])
    assert issue_shipped(by_hand).changes == ()


def test_the_order_of_the_orders_makes_no_difference() -> None:
    rows = [sent(order_no="T2"), sent(), sent(line_no=2, sku="B-1")]
    frames = [appended(issue_shipped(stocked(each)), "issues") for each in (rows, rows[::-1])]
    assert frames[0].equals(frames[1])


@pytest.mark.parametrize("orders", [None, []])
def test_without_orders_nothing_is_issued(orders: list[Cells] | None) -> None:
    outcome = issue_shipped(inputs(receipts=[receipt()], orders=orders))
    assert outcome.changes == ()
    assert outcome.notes[0].en.startswith("No orders" if orders is None else "0 lines")
