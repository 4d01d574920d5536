from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from shopbook.books.stock.counts.blind_sheets import make_count_sheets
from shopbook.books.stock.counts.reconciling import reconcile_counts
from shopbook.books.stock.counts.sheets import COUNTS
from shopbook.books.stock.ledger.ledger import posted
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.sheet.books import Inputs, Outcome
from tests.books.forms import forms_of
from tests.books.stock.builders import NOW, after, movement, movements
from tests.books.stock.count_builders import (
    PLAN,
    STOCK,
    Answer,
    appended,
    begun,
    collected,
    differences,
    filled,
    plan,
    said,
    shop,
    signed,
)
from tests.books.tables import Cell, lying, records, table

RIGHT: Mapping[object, Answer] = {("L-1", "A-1"): 10, ("L-2", "A-1"): 4, "B-1": 7, "C-1": 0}


def returned_with(answers: Mapping[object, Answer], **more: object) -> Inputs:
    """The shop once everything is counted, right but for these answers."""
    given, papers = begun(shop(**more))  # type: ignore[arg-type]  # handed on as it comes
    return collected(given, *(filled(paper, {**RIGHT, **answers}) for paper in papers))[0]


def reconciled(given: Inputs) -> tuple[Inputs, Outcome]:
    outcome = reconcile_counts(given)
    return after(given, outcome), outcome


def moved_on(given: Inputs, *rows: Mapping[str, object]) -> Inputs:
    """The same with further movements since the snapshot."""
    entries = posted(LEDGER.empty(), movements(*STOCK, *rows), posted_at=NOW)
    return replace(given, tables={**given.tables, "ledger": table(LEDGER, entries.rows(named=True))})


def typed(given: Inputs, at: int, **cells: Cell) -> Inputs:
    """The same with something typed into a line of 盘点表."""
    rows = lying(given.tables["counts"], COUNTS)
    rows[at] = {**rows[at], **cells}
    return replace(given, tables={**given.tables, "counts": table(COUNTS, rows)})


def test_a_difference_is_listed_in_pieces_and_in_value_at_the_moving_average_of_the_snapshot() -> None:
    given, outcome = reconciled(returned_with({"B-1": 6, ("L-1", "A-1"): 11}))
    assert differences(
        given, "plan_no", "location", "sku", "book", "counted", "difference", "unit_cost", "value", "direction", "state"
    ) == [
        (PLAN, "L-1", "A-1", 10, 11, 1, Decimal("2.0000"), Decimal("2.00"), "surplus", "open"),
        (PLAN, "L-2", "B-1", 7, 6, -1, Decimal("30.0000"), Decimal("-30.00"), "loss", "open"),
    ]
    assert (outcome.summary["surplus_value"], outcome.summary["loss_value"]) == (Decimal("2.00"), Decimal("30.00"))
    assert (outcome.summary["lines_counted"], outcome.summary["lines_matching"], outcome.summary["differences_open"]) == (4, 2, 2)


def test_reconciling_twice_changes_nothing_the_second_time() -> None:
    given, _ = reconciled(returned_with({"B-1": 1}))
    assert reconcile_counts(given).changes == ()


def test_what_was_not_counted_is_no_loss_and_said_as_missing() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, filled(papers[1], {"B-1": 7}))
    given, outcome = reconciled(given)
    assert differences(given, "sku") == []
    assert outcome.summary["lines_counted"] == 1
    assert ("counts.not-reconciled", PLAN, "") in said(outcome)


def test_an_item_that_the_ledger_never_had_is_a_surplus_of_unknown_value() -> None:
    given, _ = reconciled(returned_with({"C-1": 2}))
    assert differences(given, "sku", "book", "difference", "value") == [("C-1", 0, 2, None)]


def test_movements_since_the_snapshot_leave_the_difference_as_it_was() -> None:
    sold = movement(kind="sale", sku="B-1", location="L-2", qty=-2, unit_cost=None, doc_no="CK1")
    given, _ = reconciled(moved_on(returned_with({"B-1": 6}), sold))
    assert differences(given, "book", "moved", "counted", "difference") == [(7, -2, 6, -1)]


def test_where_the_count_is_the_truth_it_is_compared_with_the_ledger_of_now() -> None:
    sold = movement(kind="sale", sku="B-1", location="L-2", qty=-2, unit_cost=None, doc_no="CK1")
    given, _ = reconciled(moved_on(returned_with({"B-1": 6}, settings={"keep_count": "是"}), sold))
    assert differences(given, "book", "moved", "counted", "difference") == [(7, -2, 6, 1)]


def test_what_people_wrote_about_a_difference_stays_when_its_figures_change() -> None:
    given, _ = reconciled(returned_with({"B-1": 6}))
    given = signed(given, responsible="钱五", evidence="监控")
    given = typed(given, 2, correction=5)
    given, _ = reconciled(given)
    assert differences(given, "difference", "reason", "responsible", "evidence", "approver") == [(-2, "lost", "钱五", "监控", "王店长")]


def test_a_difference_that_is_gone_after_all_is_equal_and_keeps_its_row() -> None:
    given, _ = reconciled(returned_with({"B-1": 6}))
    given, _ = reconciled(typed(given, 2, correction=7))
    assert differences(given, "difference", "state", "direction") == [(0, "equal", None)]


def test_a_posted_difference_is_never_touched_again() -> None:
    given, _ = reconciled(returned_with({"B-1": 6}))
    given = signed(given, state="posted", adjustment_no="TZ-1")
    given, _ = reconciled(typed(given, 2, correction=5))
    assert differences(given, "difference", "state") == [(-1, "posted")]


def test_a_line_that_could_not_be_counted_and_says_why_is_not_missing() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, *(filled(paper, {**RIGHT, "B-1": None}) for paper in papers))
    _, outcome = reconciled(typed(given, 2, explanation="货架封存"))
    assert "counts.not-reconciled" not in {code for code, _, _ in said(outcome)}


def test_who_counted_and_checked_alone_is_reported_on_the_line() -> None:
    given, papers = begun(shop())
    given, _ = collected(given, filled(papers[0], RIGHT, head={"checked_by": "张三"}), filled(papers[1], RIGHT, head={"counted_by": None}))
    found = [(code, cell) for code, _, cell in said(reconciled(given)[1]) if code in {"counts.same-person", "counts.unnamed"}]
    assert found == [("counts.same-person", "R2"), ("counts.unnamed", "Q3"), ("counts.unnamed", "Q4")]


# Second counts


@pytest.mark.parametrize(
    ("answer", "is_again"),
    [(4, True), (5, False), (9, False), (10, True)],
)
def test_a_difference_above_pieces_and_share_is_counted_again(answer: int, is_again: bool) -> None:  # noqa: FBT001 - a case
    given, outcome = reconciled(returned_with({"B-1": answer}, settings={"recount_value": "99999"}))
    assert (outcome.summary["recounts"] == 1) is is_again
    assert differences(given, "state") == [("recount" if is_again else "open",)]


def test_a_difference_above_the_share_limit_alone_is_not_counted_again() -> None:
    _, outcome = reconciled(returned_with({"B-1": 1}, settings={"recount_value": "99999", "recount_share": "90%"}))
    assert outcome.summary["recounts"] == 0


def test_a_dear_difference_is_counted_again_however_few_its_pieces() -> None:
    _, outcome = reconciled(returned_with({"B-1": 6}, settings={"recount_value": "29.99"}))
    assert outcome.summary["recounts"] == 1


def test_a_second_count_has_a_paper_of_its_own_with_that_line_alone_and_says_who_may_not_count() -> None:
    given, outcome = reconciled(returned_with({"B-1": 1}))
    rows = appended(outcome, "counts")
    assert records(rows, "sheet_no", "round", "location", "sku", "title", "barcode", "counted") == [
        ("PD-2026-06-M-R2-01", 2, "L-2", "B-1", "茶壶", "6900000000028", None)
    ]
    [paper] = forms_of(make_count_sheets(given))
    assert paper.name == "PD-2026-06-M-R2-01 二区"
    assert records(paper.rows["count_head"], "round", "not_by") == [(2, "张三")]
    assert paper.heading == "盘点表号 PD-2026-06-M-R2-01　　区域 二区　　盘点计划 PD-2026-06-M　　第 2 轮　　不能由 张三 盘"
    assert records(paper.rows["count_lines"], "location", "sku") == [("L-2", "B-1")]


def recounted(answer: Answer, by: str = "孙六") -> tuple[Inputs, Outcome]:
    given, _ = reconciled(returned_with({"B-1": 1}))
    [paper] = forms_of(make_count_sheets(given))
    return collected(given, filled(paper, {"B-1": answer}, head={"counted_by": by}))


def test_the_second_count_decides_and_says_so_where_it_differs_from_the_first() -> None:
    given, outcome = reconciled(recounted(6)[0])
    assert differences(given, "counted", "difference", "state", "counted_by") == [(6, -1, "open", "孙六、张三")]
    assert f"{PLAN} / B-1" in {key for code, key, _ in said(outcome) if code == "counts.rounds-differ"}


def test_a_second_count_that_agrees_with_the_first_asks_for_no_third() -> None:
    given, outcome = reconciled(recounted(1)[0])
    assert outcome.summary["recounts"] == 0
    assert differences(given, "difference", "state") == [(-6, "open")]
    assert "counts.rounds-differ" not in {code for code, _, _ in said(outcome)}


def test_a_second_count_by_the_first_counter_is_not_taken() -> None:
    given, outcome = recounted(6, by="张三")
    assert ("papers.same-counter", "PD-2026-06-M-R2-01 二区.xlsx", "H2") in said(outcome)
    assert given.frame("counts").filter(given.frame("counts")["round"] == 2)["counted"].to_list() == [None]


def test_a_line_that_waits_for_its_second_count_is_not_ready() -> None:
    given, _ = reconciled(returned_with({"B-1": 1}))
    given, outcome = reconciled(given)
    assert differences(given, "state") == [("recount",)]
    assert outcome.changes == ()


def test_a_third_count_is_asked_for_by_a_person() -> None:
    given, _ = recounted(6)
    given, outcome = reconciled(typed(given, 4, again=True))
    assert records(appended(outcome, "counts"), "sheet_no", "round") == [("PD-2026-06-M-R3-01", 3)]
    assert differences(given, "state") == [("recount",)]


def test_a_person_who_types_the_quantity_decides_without_a_second_count() -> None:
    _, outcome = reconciled(typed(returned_with({"B-1": 1}), 2, correction=1))
    assert outcome.summary["recounts"] == 0


def test_further_second_counts_get_sheets_of_further_numbers() -> None:
    given, _ = reconciled(returned_with({"B-1": 1}))
    given, outcome = reconciled(typed(given, 0, again=True))
    assert appended(outcome, "counts")["sheet_no"].to_list() == ["PD-2026-06-M-R2-02"]


def test_a_count_that_is_closed_keeps_its_differences() -> None:
    given, _ = reconciled(returned_with({"B-1": 6}))
    lines, found = (given.frame(code).drop("_row").rows(named=True) for code in ("counts", "differences"))
    done = shop(plans=[plan(state="closed", snapshot_no=3)], counts=[{**row, "correction": 1} for row in lines], differences=found)
    assert not any(getattr(change, "sheet", "") == "differences" for change in reconcile_counts(done).changes)


def test_nothing_counted_is_nothing_to_say() -> None:
    outcome = reconcile_counts(shop(plans=[plan(state="planned")]))
    assert outcome.summary["differences_open"] == 0
    assert outcome.findings.is_empty()
