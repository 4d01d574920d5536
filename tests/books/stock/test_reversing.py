import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.stock.checking import check_stock
from shopbook.books.stock.ledger.ledger import balances, on_hand
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN, post_documents
from shopbook.books.stock.ledger.reversing import reverse_entries
from shopbook.sheet.books import Inputs, SetCells
from tests.books.stock.builders import NOW, after, codes, inputs, issue, item, receipt, typed
from tests.books.tables import Cells, appended, records, written

D = Decimal
LATER = NOW + dt.timedelta(hours=1)
MOVE = issue(doc_no="CK2", kind="transfer", ref=None, to_location="L-2", qty=4)


def kept(receipts: list[Cells], issues: list[Cells]) -> Inputs:
    """A workbook of which everything is posted."""
    given = inputs(items=[item()], receipts=receipts, issues=issues)
    return after(given, post_documents(given), now=LATER)


def test_a_reversal_is_a_new_entry_dated_now_by_who_asked_and_the_line_says_so() -> None:
    given = typed(kept([receipt()], [issue(qty=3)]), "issues", 2, reversed_by="李四")
    outcome = reverse_entries(given)
    told = ("entry_no", "kind", "doc_no", "qty", "value", "moved_at", "handler", "reverses")
    assert records(appended(outcome, "ledger"), *told) == [(3, "reversal", "CK1", 3, D("6.00"), LATER, "李四", 2)]
    assert written(outcome, "issues") == {("reversed_at", 2): LATER}


def test_reversing_restores_pieces_and_value_and_leaves_the_old_entries_as_they_were() -> None:
    before = kept([receipt(), receipt(doc_no="RK2", qty=3, unit_cost=D("3.3333"))], [])
    both = typed(typed(before, "receipts", 3, reversed_by="李四"), "receipts", 2, reversed_by="李四")
    ledger = after(both, reverse_entries(both)).frame("ledger")
    assert ledger.head(2).equals(before.frame("ledger"))
    assert records(on_hand(ledger), "on_hand", "value") == [(0, D("0.00"))]


def test_reversing_twice_reverses_once_also_if_the_workbook_was_cut_short() -> None:
    given = typed(kept([receipt()], [issue()]), "issues", 2, reversed_by="李四")
    outcome = reverse_entries(given)
    assert reverse_entries(after(given, outcome)).changes == ()
    cut = after(given, type(outcome)(changes=tuple(each for each in outcome.changes if not isinstance(each, SetCells))))
    mended = reverse_entries(cut)
    assert appended(mended, "ledger").is_empty()
    assert written(mended, "issues") == {("reversed_at", 2): LATER}


def test_a_reversed_line_is_not_posted_again_and_has_no_findings() -> None:
    given = typed(kept([receipt()], [issue()]), "issues", 2, reversed_by="李四")
    done = after(given, reverse_entries(given))
    assert post_documents(done).changes == ()
    assert codes(check_stock(done)) == []


def test_a_transfer_is_reversed_at_both_ends() -> None:
    given = typed(kept([receipt()], [MOVE]), "issues", 2, reversed_by="李四")
    ledger = after(given, reverse_entries(given)).frame("ledger")
    assert records(balances(ledger), "location", "good", "value") == [("L-1", 10, D("20.00")), ("L-2", 0, D("0.00"))]


def test_goods_that_have_gone_on_are_not_reversed() -> None:
    given = typed(kept([receipt()], [issue(qty=3)]), "receipts", 2, reversed_by="李四")
    outcome = reverse_entries(given)
    assert outcome.changes == ()
    assert codes(outcome) == [("reversal.goods-gone", "入库单", 2)]
    assert outcome.summary["refused_reversals"] == 1


def test_goods_that_were_moved_are_not_reversed_where_they_no_longer_lie() -> None:
    given = typed(kept([receipt()], [MOVE]), "receipts", 2, reversed_by="李四")
    assert codes(reverse_entries(given)) == [("reversal.goods-gone", "入库单", 2)]


def test_what_brings_goods_back_is_reversed_first() -> None:
    given = typed(typed(kept([receipt()], [issue(qty=3)]), "receipts", 2, reversed_by="李四"), "issues", 2, reversed_by="李四")
    outcome = reverse_entries(given)
    assert records(appended(outcome, "ledger"), "doc_no", "qty", "balance") == [("CK1", 3, 10), ("RK1", -10, 0)]


def test_a_value_that_went_out_at_another_average_is_not_taken_back() -> None:
    """10 at 1.00 and 10 at 3.00; 10 go at 2.00. Without the second purchase 0 pieces would be worth −10.00."""
    bought: list[Cells] = [receipt(unit_cost=D(1)), receipt(doc_no="RK2", unit_cost=D(3))]
    given = typed(kept(bought, [issue(qty=10)]), "receipts", 3, reversed_by="李四")
    outcome = reverse_entries(given)
    assert outcome.changes == ()
    assert codes(outcome) == [("reversal.value-gone", "入库单", 3)]


def test_a_line_that_is_not_posted_has_nothing_to_reverse() -> None:
    outcome = reverse_entries(inputs(items=[item()], receipts=[receipt(reversed_by="李四")]))
    assert outcome.changes == ()
    assert outcome.notes[0].en.startswith("Nothing to reverse")


@pytest.mark.parametrize("sheet", ["receipts", "issues"])
def test_a_ledger_that_somebody_edited_gets_no_reversal(sheet: str) -> None:
    given = typed(typed(kept([receipt()], [issue()]), sheet, 2, reversed_by="李四"), "ledger", 3, qty=-2)
    outcome = reverse_entries(given)
    assert outcome.changes == ()
    assert outcome.notes == (LEDGER_BROKEN,)
