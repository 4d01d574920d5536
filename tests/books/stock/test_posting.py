import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.stock.checking import check_stock
from shopbook.books.stock.ledger.ledger import balances
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN, post_documents
from shopbook.sheet.books import SetCells
from tests.books.stock.builders import NOW, after, codes, inputs, issue, item, receipt, typed, workbook
from tests.books.tables import Cell, Cells, appended, records, written

D = Decimal
ITEMS = [item(), item(sku="B-1")]


def test_documents_become_entries_in_order_of_time_and_are_signed() -> None:
    late = receipt(doc_no="RK2", moved_at=dt.datetime(2026, 6, 3, 9, 0), unit_cost=D(4))
    outcome = post_documents(inputs(items=ITEMS, receipts=[late, receipt()], issues=[issue(qty=2, handler="张三")]))
    assert records(appended(outcome, "ledger"), "entry_no", "doc_no", "kind", "qty", "value", "balance", "handler") == [
        (1, "RK1", "purchase", 10, D("20.00"), 10, None),
        (2, "CK1", "sale", -2, D("-4.00"), 8, "张三"),
        (3, "RK2", "purchase", 10, D("40.00"), 18, None),
    ]
    assert written(outcome, "receipts") == {("posted_at", 2): NOW, ("posted_at", 3): NOW}
    assert written(outcome, "issues") == {("posted_at", 2): NOW}
    assert outcome.summary == {"posted_lines": 3, "posted_entries": 3, "left_lines": 0, "mended_lines": 0}


def test_lines_with_errors_are_left_and_said_why() -> None:
    outcome = post_documents(inputs(items=ITEMS, receipts=[receipt(), receipt(doc_no="RK2", sku="Z")]))
    assert records(appended(outcome, "ledger"), "doc_no") == [("RK1",)]
    assert codes(outcome) == [("documents.item-unknown", "入库单", 3)]
    assert outcome.summary["left_lines"] == 1
    assert "receipts" in outcome.marks


def test_posting_twice_posts_once() -> None:
    given_ = inputs(items=ITEMS, receipts=[receipt()], issues=[issue()])
    again = after(given_, post_documents(given_), now=NOW + dt.timedelta(hours=1))
    assert post_documents(again).changes == ()


def test_findings_about_waiting_lines_are_gone_once_they_are_posted() -> None:
    """Otherwise the second click would change the marks."""
    given_ = inputs(items=ITEMS, receipts=[receipt(kind="opening", unit_cost=None)])
    first = post_documents(given_)
    assert codes(first) == codes(post_documents(after(given_, first))) == []


def test_a_line_that_is_left_for_its_errors_is_not_warned_of_what_posting_it_would_mean() -> None:
    """The opening is dated tomorrow and has no cost: it is said once, and once more when it is put right."""
    ahead = inputs(items=ITEMS, receipts=[receipt(kind="opening", unit_cost=None, moved_at=NOW + dt.timedelta(days=1))])
    assert [code for code, _, _ in codes(post_documents(ahead))] == ["documents.future-time"]
    assert [code for code, _, _ in codes(check_stock(ahead))] == ["documents.future-time", "receipts.opening-cost-missing"]


def test_where_there_are_orders_every_rule_runs_though_nothing_was_issued() -> None:
    there = inputs(items=ITEMS, locations=[{"location": "L-1"}], receipts=[receipt()], orders=[])
    assert post_documents(there).not_run == {}


def test_a_workbook_that_was_cut_short_between_ledger_and_signature_is_mended_and_nothing_posted_again() -> None:
    given_ = inputs(items=ITEMS, receipts=[receipt()], issues=[issue()])
    outcome = post_documents(given_)
    halves = [change for change in outcome.changes if not isinstance(change, SetCells)]
    cut = after(given_, replace(outcome, changes=tuple(halves)), now=NOW + dt.timedelta(hours=1))
    mended = post_documents(cut)
    assert appended(mended, "ledger").is_empty()
    assert written(mended, "receipts") == {("posted_at", 2): NOW}
    assert written(mended, "issues") == {("posted_at", 2): NOW}
    assert mended.summary["mended_lines"] == 2
    assert "2 行已在明细账里" in mended.notes[1].zh


def test_a_transfer_is_two_entries_of_one_line() -> None:
    lines = [issue(kind="transfer", ref=None, to_location="L-2", qty=4)]
    given_ = inputs(items=ITEMS, receipts=[receipt()], issues=lines)
    done = after(given_, post_documents(given_))
    assert records(done.frame("ledger"), "location", "qty", "value")[1:] == [("L-1", -4, D("0.00")), ("L-2", 4, D("0.00"))]
    assert post_documents(done).changes == ()
    assert codes(check_stock(done)) == []


@pytest.mark.parametrize(("quality", "good", "defective"), [("good", 10, 0), ("defective", 9, 1)])
def test_a_customers_return_comes_in_at_the_moving_average_good_or_defective(quality: str, good: int, defective: int) -> None:
    """Ten at 2.00 and ten at 4.00: the average is 3.00, whatever the return says it costs."""
    bought = [receipt(qty=5), receipt(doc_no="RK2", qty=5, unit_cost=D(4))]
    back = receipt(doc_no="TH1", kind="return", qty=1, unit_cost=D(99), quality=quality, ref="T1001", moved_at=dt.datetime(2026, 6, 3))
    given_ = inputs(items=ITEMS, receipts=[*bought, back], issues=[issue()])
    ledger = after(given_, post_documents(given_)).frame("ledger")
    assert records(ledger, "unit_cost", "value")[-1] == (D("3.0000"), D("3.00"))
    assert records(balances(ledger), "good", "defective") == [(good, defective)]


def test_a_ledger_that_somebody_edited_gets_no_entry() -> None:
    given_ = inputs(items=ITEMS, receipts=[receipt(), receipt(doc_no="RK2", sku="Z")])
    broken = typed(after(given_, post_documents(given_)), "ledger", 2, balance=11)
    outcome = post_documents(typed(broken, "receipts", 3, sku="B-1"))
    assert outcome.changes == ()
    assert outcome.notes == (LEDGER_BROKEN,)
    assert ("ledger.balance-wrong", "明细账", 2) in codes(outcome)


@pytest.mark.parametrize("rule", ["documents.month-closed", "documents.doubled", "issues.not-enough"])
def test_what_would_spoil_the_ledger_is_refused_even_with_its_rule_switched_off(rule: str) -> None:
    lines = [issue(line_no=1, qty=99), issue(line_no=1, qty=99)]
    months: list[Cells] = [{"period": "2026-05", "closed_at": NOW, "fingerprint": "e3b0c44298fc1c149afb"}]
    old = receipt(doc_no="RK0", moved_at=dt.datetime(2026, 5, 1))
    given_ = inputs(items=ITEMS, receipts=[old], issues=lines, periods=months, settings={rule: "off"})
    assert post_documents(given_).changes == ()


LINES = st.lists(st.tuples(st.sampled_from(["A-1", "B-1"]), st.booleans(), st.integers(1, 9), st.integers(0, 3)), max_size=8)


def line(number: int, sku: str, *, is_out: bool, qty: int, day: int) -> dict[str, Cell]:
    at = dt.datetime(2026, 6, 1 + day, 9, 0)
    if is_out:
        return issue(doc_no=f"CK{number}", sku=sku, qty=qty, moved_at=at, kind="scrap", ref=None, handler="张三", note="坏")
    return receipt(doc_no=f"RK{number}", sku=sku, qty=qty, moved_at=at, unit_cost=D(number))


@settings(max_examples=10, deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference_and_nothing_goes_below_zero(
    lines: list[tuple[str, bool, int, int]], random: Random
) -> None:
    rows = [(is_out, line(number, sku, is_out=is_out, qty=qty, day=day)) for number, (sku, is_out, qty, day) in enumerate(lines)]
    turned = random.sample(rows, len(rows))
    ledgers = []
    for order in (rows, turned):
        sheets = {"receipts": [row for is_out, row in order if not is_out], "issues": [row for is_out, row in order if is_out]}
        given_ = workbook({"items": ITEMS, **sheets})
        done = after(given_, post_documents(given_))
        assert post_documents(done).changes == ()
        ledgers.append(done.frame("ledger").drop("_row"))
    assert ledgers[0].equals(ledgers[1])
    held = ledgers[0].with_columns(pl.col("qty").cum_sum().over("sku"))["qty"]
    assert (held >= 0).all()
