import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.stock.counts.adjusting import post_adjustments
from shopbook.books.stock.counts.planning import plan_counts
from shopbook.books.stock.counts.reconciling import reconcile_counts
from shopbook.books.stock.counts.sheets import ADJUSTMENTS, COUNTS, DIFFERENCES
from shopbook.books.stock.ledger.ledger import MOVEMENT, balances, posted
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.sheet.books import Inputs, Outcome
from tests.books.stock.builders import NOW, after, movement, movements
from tests.books.stock.count_builders import (
    PLAN,
    SPOT_PLAN,
    Answer,
    appended,
    begun,
    collected,
    differences,
    filled,
    plan,
    said,
    shop,
    spot_plan,
)
from tests.books.stock.count_builders import signed as with_signatures
from tests.books.tables import Cell, Cells, lying, records, table, written

RIGHT: Mapping[object, Answer] = {("L-1", "A-1"): 10, ("L-2", "A-1"): 4, "B-1": 7, "C-1": 0}


def reconciled(answers: Mapping[object, Answer], **more: object) -> Inputs:
    """The shop once everything is counted, right but for these answers, and reconciled."""
    given, papers = begun(shop(**more))  # type: ignore[arg-type]  # handed on as it comes
    given, _ = collected(given, *(filled(paper, {**RIGHT, **answers}) for paper in papers))
    return after(given, reconcile_counts(given))


def approved(answers: Mapping[object, Answer], settings: Mapping[str, str] | None = None, *, signs: Cells | None = None) -> Inputs:
    """The same with every difference explained and approved."""
    return with_signatures(reconciled(answers, settings=settings or {}), **(signs or {}))


def entries(given: Inputs, *movement_rows: Mapping[str, object]) -> Inputs:
    """The same with further movements in the ledger."""
    ledger = given.frame("ledger")
    moved = posted(ledger, movements(*movement_rows), posted_at=NOW)
    rows = [*ledger.drop("_row").rows(named=True), *moved.rows(named=True)]
    return replace(given, tables={**given.tables, "ledger": table(LEDGER, rows)})


def good(given: Inputs) -> dict[tuple[str | None, str], int]:
    """What the ledger says lies where."""
    return {
        (location, sku): pieces for sku, location, pieces in balances(given.frame("ledger")).select("sku", "location", "good").iter_rows()
    }


def rules(outcome: Outcome) -> set[str]:
    return {code for code, _, _ in said(outcome)}


def test_an_approved_difference_becomes_an_ordinary_entry_and_an_adjustment_on_the_day_of_approval() -> None:
    outcome = post_adjustments(approved({"B-1": 6, ("L-1", "A-1"): 12}, signs={"approved_on": dt.date(2026, 6, 8)}))
    assert records(
        appended(outcome, "ledger"), "entry_no", "kind", "doc_no", "ref", "sku", "location", "qty", "value", "moved_at", "handler"
    ) == [
        (4, "surplus", f"TZ-{PLAN}-001", PLAN, "A-1", "L-1", 2, Decimal("4.00"), dt.datetime(2026, 6, 8), "王店长"),
        (5, "loss", f"TZ-{PLAN}-002", PLAN, "B-1", "L-2", -1, Decimal("-30.00"), dt.datetime(2026, 6, 8), "王店长"),
    ]
    assert records(
        appended(outcome, "adjustments"), "doc_no", "direction", "adjusted_on", "qty", "value", "reason", "entry_no", "second_approver"
    ) == [
        (f"TZ-{PLAN}-001", "surplus", dt.date(2026, 6, 8), 2, Decimal("4.00"), "lost", 4, "赵总"),
        (f"TZ-{PLAN}-002", "loss", dt.date(2026, 6, 8), -1, Decimal("-30.00"), "lost", 5, "赵总"),
    ]
    assert (outcome.summary["adjustments_posted"], outcome.summary["posted_surplus"], outcome.summary["posted_loss"]) == (
        2,
        Decimal("4.00"),
        Decimal("30.00"),
    )


def test_posting_twice_posts_once() -> None:
    given = approved({"B-1": 6})
    given = after(given, post_adjustments(given))
    second = post_adjustments(given)
    assert second.changes == ()
    assert good(given)["L-2", "B-1"] == 6
    assert differences(given, "state", "adjustment_no", "posted_at") == [("posted", f"TZ-{PLAN}-001", NOW)]


def test_a_row_that_forgot_that_it_was_posted_is_not_posted_again() -> None:
    given = approved({"B-1": 6})
    forgot = after(given, post_adjustments(given))
    rows = [{**row, "state": "open", "posted_at": None} for row in lying(forgot.tables["differences"], DIFFERENCES)]
    plans = [{**plan(), "snapshot_no": 3}]
    again = replace(
        forgot, tables={**forgot.tables, "differences": table(DIFFERENCES, rows), "count_plans": shop(plans=plans).tables["count_plans"]}
    )
    outcome = post_adjustments(again)
    assert appended(outcome, "ledger").is_empty()
    assert "differences.adjusted-since" in rules(outcome)


def test_the_day_of_posting_is_the_day_of_approval_where_nobody_wrote_one() -> None:
    outcome = post_adjustments(approved({"B-1": 6}, signs={"approved_on": None}))
    assert appended(outcome, "ledger")["moved_at"].to_list() == [NOW]
    assert written(outcome, "differences")["approved_on", 2] == NOW.date()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"reason": None}, "differences.no-reason"),
        ({"approver": "张三"}, "differences.counter-approves"),
        ({"second_approver": "张三"}, "differences.counter-approves-second"),
        ({"second_approver": "王店长"}, "differences.same-approver"),
        ({"approved_on": dt.date(2026, 6, 11)}, "differences.future-day"),
    ],
)
def test_a_difference_without_reason_or_proper_approval_is_not_posted(cells: dict[str, Cell], code: str) -> None:
    outcome = post_adjustments(approved({"B-1": 6}, signs=cells))
    assert outcome.changes == ()
    assert code in rules(outcome)
    assert outcome.summary["adjustments_left"] == 1


def test_a_difference_that_nobody_approved_waits_without_a_word() -> None:
    outcome = post_adjustments(reconciled({"B-1": 6}))
    assert (outcome.changes, outcome.findings.height) == ((), 0)


@pytest.mark.parametrize(("limit", "is_posted"), [("30", True), ("29.99", False)])
def test_above_the_limit_a_second_person_has_to_approve(limit: str, is_posted: bool) -> None:  # noqa: FBT001 - a case
    outcome = post_adjustments(approved({"B-1": 6}, {"second_approval": limit}, signs={"second_approver": None}))
    assert bool(outcome.changes) is is_posted
    assert ("differences.no-second" in rules(outcome)) is not is_posted


def test_a_difference_of_unknown_value_needs_the_second_approval() -> None:
    assert "differences.no-second" in rules(post_adjustments(approved({"C-1": 2}, signs={"second_approver": None})))
    assert appended(post_adjustments(approved({"C-1": 2})), "ledger")["value"].to_list() == [Decimal("0.00")]


def test_a_difference_that_waits_for_its_second_count_is_not_posted() -> None:
    outcome = post_adjustments(approved({"B-1": 1}))
    assert outcome.changes == ()
    assert "differences.recount" in rules(outcome)


def test_a_miscount_is_posted_with_a_hint_to_correct_the_count_instead() -> None:
    outcome = post_adjustments(approved({"B-1": 6}, signs={"reason": "miscounted"}))
    assert outcome.summary["adjustments_posted"] == 1
    assert "differences.miscounted" in rules(outcome)


def test_nothing_is_posted_into_a_closed_month() -> None:
    given = approved({"B-1": 6}, signs={"approved_on": dt.date(2026, 5, 31)})
    closed = shop(periods=[{"period": "2026-05", "closed_by": "王店长", "closed_at": dt.datetime(2026, 6, 2, 9, 0)}]).tables["periods"]
    outcome = post_adjustments(replace(given, tables={**given.tables, "periods": closed}))
    assert outcome.changes == ()
    assert "differences.closed-month" in rules(outcome)


def test_a_count_that_changed_since_it_was_reconciled_is_not_posted() -> None:
    given = approved({"B-1": 6})
    lines = [{**row, "correction": 5} if at == 2 else row for at, row in enumerate(lying(given.tables["counts"], COUNTS))]
    outcome = post_adjustments(replace(given, tables={**given.tables, "counts": table(COUNTS, lines)}))
    assert outcome.changes == ()
    assert "differences.stale" in rules(outcome)


def test_more_than_there_is_now_is_not_taken_away() -> None:
    given = entries(approved({"B-1": 5}), movement(kind="sale", sku="B-1", location="L-2", qty=-6, unit_cost=None, doc_no="CK1"))
    outcome = post_adjustments(given)
    assert outcome.changes == ()
    assert "differences.below-zero" in rules(outcome)


def test_what_another_count_has_adjusted_since_the_snapshot_is_not_adjusted_again() -> None:
    other = movement(kind="loss", sku="B-1", location="L-2", qty=-1, unit_cost=None, doc_no="TZ-X-001", ref="X")
    outcome = post_adjustments(entries(approved({"B-1": 6}), other))
    assert outcome.changes == ()
    assert "differences.adjusted-since" in rules(outcome)


def test_a_ledger_that_somebody_edited_takes_no_more_entries() -> None:
    given = approved({"B-1": 6})
    rows = [{**row, "qty": 99} if at == 0 else row for at, row in enumerate(lying(given.tables["ledger"], LEDGER))]
    outcome = post_adjustments(replace(given, tables={**given.tables, "ledger": table(LEDGER, rows)}))
    assert outcome.changes == ()
    assert "被改动过" in outcome.notes[0].zh


# Keeping the difference or the count


@settings(max_examples=12)
@having(st.integers(5, 9), st.lists(st.integers(1, 5), max_size=3), st.integers(0, 4))
def test_keeping_the_difference_leaves_later_movements_as_they_were(answer: int, bought: list[int], sold: int) -> None:
    later = [movement(sku="B-1", location="L-2", qty=qty, doc_no=f"RK8{at}", moved_at=NOW) for at, qty in enumerate(bought)]
    later += [movement(kind="sale", sku="B-1", location="L-2", qty=-sold, unit_cost=None, doc_no="CK8", moved_at=NOW)] if sold else []
    given = entries(approved({"B-1": answer}, {"recount_value": "9999"}), *later)
    given = after(given, post_adjustments(given))
    assert good(given)["L-2", "B-1"] == answer + sum(bought) - sold
    assert post_adjustments(given).changes == ()


def test_where_the_count_is_the_truth_the_balance_becomes_what_was_counted() -> None:
    given = reconciled({"B-1": 6}, settings={"keep_count": "是"})
    given = entries(given, movement(kind="sale", sku="B-1", location="L-2", qty=-3, unit_cost=None, doc_no="CK1"))
    given = with_signatures(after(given, reconcile_counts(given)))
    given = after(given, post_adjustments(given))
    assert good(given)["L-2", "B-1"] == 6
    assert given.frame("count_plans")["state"].to_list() == ["closed"]


# Closing


def test_a_count_is_closed_once_every_line_is_counted_and_every_difference_posted() -> None:
    given = approved({"B-1": 6})
    outcome = post_adjustments(given)
    now = written(outcome, "count_plans")
    assert (now["state", 2], now["closed_at", 2]) == ("closed", NOW)
    assert outcome.summary["plans_closed"] == 1


def test_a_count_without_any_difference_is_closed_as_well() -> None:
    assert written(post_adjustments(reconciled({})), "count_plans")["state", 2] == "closed"


def test_a_count_with_a_line_left_out_stays_open_until_that_is_explained() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, *(filled(paper, {**RIGHT, "B-1": None}) for paper in papers))
    given = after(given, reconcile_counts(given))
    assert post_adjustments(given).changes == ()
    lines = [{**row, "explanation": "货架封存"} if at == 2 else row for at, row in enumerate(lying(given.tables["counts"], COUNTS))]
    explained = replace(given, tables={**given.tables, "counts": table(COUNTS, lines)})
    assert post_adjustments(explained).summary["plans_closed"] == 1


def test_a_count_that_was_never_reconciled_stays_open() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, *(filled(paper, {**RIGHT, "B-1": 6}) for paper in papers))
    assert post_adjustments(given).changes == ()


# Taking back


def reversed_by(given: Inputs, name: str = "赵总") -> Inputs:
    rows = [{**row, "reversed_by": name} for row in lying(given.tables["adjustments"], ADJUSTMENTS)]
    return replace(given, tables={**given.tables, "adjustments": table(ADJUSTMENTS, rows)})


def test_an_adjustment_is_undone_by_an_opposite_entry_once_and_never_by_an_edit() -> None:
    given = approved({"B-1": 6})
    done = after(given, post_adjustments(given))
    asked = reversed_by(done)
    outcome = post_adjustments(asked)
    assert records(appended(outcome, "ledger"), "entry_no", "kind", "qty", "value", "reverses", "handler") == [
        (5, "reversal", 1, Decimal("30.00"), 4, "赵总")
    ]
    assert written(outcome, "adjustments") == {("reversed_at", 2): NOW}
    undone = after(asked, outcome)
    assert good(undone)["L-2", "B-1"] == 7
    assert post_adjustments(undone).changes == ()
    assert set(MOVEMENT) <= set(undone.frame("ledger").columns)


def test_an_adjustment_whose_goods_are_gone_is_not_undone() -> None:
    given = approved({"C-1": 2})
    given = after(given, post_adjustments(given))
    sold = movement(kind="sale", sku="C-1", location=None, qty=-2, unit_cost=None, doc_no="CK1")
    outcome = post_adjustments(reversed_by(entries(given, sold)))
    assert outcome.changes == ()
    assert "adjustments.not-reversed" in rules(outcome)


# T03


def test_a_spot_count_adjusts_its_items_alone_while_may_stays_overdue_and_closed_may_takes_nothing() -> None:
    may = plan(plan_no="PD-2026-05-M", period="2026-05", due_on=dt.date(2026, 5, 31), state="planned")
    locked: list[Cells] = [{"period": "2026-05", "closed_by": "王店长", "closed_at": dt.datetime(2026, 6, 2, 9, 0)}]
    given, papers = begun(shop(plans=[may, spot_plan()], periods=locked))
    answers: Mapping[object, Answer] = {("L-1", "A-1"): 9, ("L-2", "A-1"): 4, "B-1": 8}
    given, _ = collected(given, *(filled(paper, answers, extra=[{"sku": "C-1", "counted": 5}]) for paper in papers))
    given = after(given, reconcile_counts(given))
    assert differences(given, "plan_no", "sku", "difference") == [(SPOT_PLAN, "A-1", -1), (SPOT_PLAN, "B-1", 1)]

    refused = post_adjustments(with_signatures(given, approved_on=dt.date(2026, 5, 31)))
    assert refused.changes == ()
    assert rules(refused) == {"differences.closed-month"}

    given = with_signatures(given, approved_on=dt.date(2026, 6, 9))
    given = after(given, post_adjustments(given))
    assert good(given) == {("L-1", "A-1"): 9, ("L-2", "A-1"): 4, ("L-2", "B-1"): 8}
    assert given.frame("ledger")["moved_at"].to_list()[3:] == [dt.datetime(2026, 6, 9)] * 2
    assert given.frame("ledger")["period"].to_list()[3:] == ["2026-06"] * 2

    planned = plan_counts(given)
    assert written(planned, "count_plans")["overdue_days", 2] == 10
    assert ("plans.overdue", "PD-2026-05-M", "J2") in said(planned)
    assert given.frame("count_plans")["state"].to_list() == ["planned", "closed"]
