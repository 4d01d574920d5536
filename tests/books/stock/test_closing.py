import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.stock.checking import check_stock
from shopbook.books.stock.ledger.closing import close_month
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN, post_documents
from shopbook.books.stock.ledger.reversing import reverse_entries
from shopbook.sheet.books import Inputs
from tests.books.stock.builders import NOW, after, codes, inputs, issue, item, receipt, typed
from tests.books.tables import Cell, Cells, records, written

D = Decimal
APRIL, MAY = dt.datetime(2026, 4, 20, 9, 0), dt.datetime(2026, 5, 20, 9, 0)


def month(period: str = "2026-05", **cells: Cell) -> dict[str, Cell]:
    return {"period": period, "closed_by": "王会计", **cells}


def kept(periods: list[Cells], *, receipts: list[Cells] | None = None, issues: list[Cells] | None = None) -> Inputs:
    """A workbook whose sound lines are posted: ten in and one out in May, unless told."""
    bought = receipts if receipts is not None else [receipt(moved_at=MAY)]
    sold = issues if issues is not None else [issue(moved_at=MAY)]
    given = inputs(items=[item()], receipts=bought, issues=sold, periods=periods)
    return after(given, post_documents(given))


def test_a_month_is_closed_with_its_figures_and_a_fingerprint() -> None:
    move = issue(doc_no="CK2", kind="transfer", ref=None, to_location="L-2", qty=4, moved_at=MAY)
    outcome = close_month(kept([month()], issues=[issue(moved_at=MAY), move]))
    told = written(outcome, "periods")
    assert len(str(told.pop(("fingerprint", 2)))) == 20
    assert told == {
        ("closed_at", 2): NOW,
        ("entries", 2): 4,
        ("qty_in", 2): 10,
        ("qty_out", 2): 1,
        ("balance", 2): 9,
        ("value", 2): D("18.00"),
    }


def test_closing_twice_closes_once() -> None:
    given = kept([month()])
    assert close_month(after(given, close_month(given))).changes == ()


def test_what_came_later_does_not_count_into_the_months_end() -> None:
    given = kept([month()], receipts=[receipt(moved_at=MAY), receipt(doc_no="RK2", qty=7)])
    assert written(close_month(given), "periods")["balance", 2] == 9


def test_months_are_closed_in_their_order_whatever_order_they_stand_in() -> None:
    given = kept([month(), month("2026-04")], receipts=[receipt(moved_at=APRIL), receipt(doc_no="RK2", moved_at=MAY)])
    assert close_month(given).summary == {"closed_months": 2, "refused_months": 0}


REFUSED: dict[str, tuple[str, list[Cells], list[Cells]]] = {
    "closing.not-over": ("2026-06", [receipt()], []),
    "closing.earlier-open": ("2026-05", [receipt(moved_at=APRIL), receipt(doc_no="RK2", moved_at=MAY)], []),
    "closing.unposted": ("2026-05", [receipt(moved_at=MAY), receipt(doc_no="RK2", moved_at=MAY, sku="Z")], []),
}


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_a_month_that_is_not_over_not_complete_or_not_the_next_stays_open(code: str) -> None:
    period, receipts, issues = REFUSED[code]
    outcome = close_month(kept([month(period)], receipts=receipts, issues=issues))
    assert outcome.changes == ()
    assert codes(outcome) == [(code, "月结", 2)]


def test_a_month_with_an_edited_document_stays_open() -> None:
    outcome = close_month(typed(kept([month()]), "receipts", 2, qty=11))
    assert outcome.changes == ()
    assert codes(outcome) == [("closing.errors", "月结", 2)]


def test_a_month_of_an_edited_ledger_stays_open() -> None:
    outcome = close_month(typed(kept([month()]), "ledger", 2, value=D("21.00")))
    assert outcome.changes == ()
    assert outcome.notes == (LEDGER_BROKEN,)


@pytest.mark.parametrize("rows", [[month(closed_by=None)], [month(), month()], [month("5月")], []])
def test_months_without_a_name_twice_there_or_unreadable_are_not_closed(rows: list[Cells]) -> None:
    outcome = close_month(kept(rows))
    assert outcome.changes == ()
    assert outcome.notes[0].en.startswith("No month to close")


def test_nothing_is_written_into_a_closed_month_again_and_reversals_go_into_the_current_one() -> None:
    given = kept([month()])
    closed = after(given, close_month(given))
    before = closed.frame("ledger")
    undone = typed(closed, "issues", 2, reversed_by="李四")
    ledger = after(undone, reverse_entries(undone)).frame("ledger")
    assert ledger.head(before.height).equals(before)
    assert records(ledger, "period")[before.height :] == [("2026-06",)]
    assert codes(check_stock(after(undone, reverse_entries(undone)))) == []


def test_a_document_dated_in_a_closed_month_is_an_error_and_stays_unposted() -> None:
    """Scenario T03: May is locked."""
    given = kept([month()], receipts=[receipt(moved_at=MAY), receipt(doc_no="RK2", sku="Z", moved_at=NOW)])
    closed = typed(after(given, close_month(given)), "receipts", 3, sku="A-1", moved_at=MAY)
    outcome = post_documents(closed)
    assert outcome.changes == ()
    assert codes(outcome) == [("documents.month-closed", "入库单", 3)]
