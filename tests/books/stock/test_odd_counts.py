"""Count sheets with what was not asked, cannot be told or comes from a handheld; nothing is lost and nothing guessed."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.stock.counts.collecting import collect_counts
from shopbook.sheet.books import Inputs, Paper, Returned
from tests.books.stock.builders import after, movement
from tests.books.stock.count_builders import (
    ITEMS,
    PLAN,
    SPOT_PLAN,
    Answer,
    appended,
    begun,
    collected,
    counted,
    damaged,
    filled,
    handheld,
    plan,
    returned,
    said,
    shop,
    spot_plan,
)
from tests.books.stock.counted import ALL, counting, rules
from tests.books.tables import REF_ERROR, Cell, records


def test_an_item_that_was_not_listed_is_added_and_said() -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], ALL, extra=[{"sku": "B-1", "counted": 2, "note": "放错"}]))
    added = given.frame("counts").filter(given.frame("counts")["line_mark"] == "found")
    assert records(added, "plan_no", "sheet_no", "round", "location", "sku", "title", "counted", "note") == [
        (PLAN, "PD-2026-06-M-01", 1, "L-1", "B-1", "茶壶", 2, "放错")
    ]
    assert ("papers.found", "PD-2026-06-M-01 一区.xlsx", "G2") in said(outcome)
    _, second = collected(given, filled(papers[0], ALL, extra=[{"sku": "B-1", "counted": 2, "note": "放错"}]))
    assert second.changes == ()


def test_a_found_item_may_be_named_by_its_bar_code_and_in_whichever_column() -> None:
    given, papers = counting()
    extra: list[dict[str, Cell]] = [{"barcode": "6900000000028", "counted": 2}, {"sku": "6900000000035", "counted": 1}]
    given, _ = collected(given, filled(papers[0], ALL, extra=extra))
    assert counted(given)["L-1", "B-1"] == 2
    assert counted(given)["L-1", "C-1"] == 1


def test_a_found_item_without_a_location_lies_where_its_sheet_is() -> None:
    given, papers = counting(locations=[{"location": "L-1", "area": "一区"}, {"location": "L-2", "area": "一区"}])
    both: list[dict[str, Cell]] = [{"location": None, "sku": "B-1", "counted": 2}, {"location": None, "sku": "C-1", "counted": 1}]
    given, _ = collected(given, filled(papers[0], {}, extra=both))
    assert counted(given)["L-2", "B-1"] == 2
    assert counted(given)[None, "C-1"] == 1
    given, papers = counting()
    given, _ = collected(given, filled(papers[0], {}, extra=[{"location": None, "sku": "B-1", "counted": 2}]))
    assert counted(given)["L-1", "B-1"] == 2


def test_one_item_on_several_lines_of_a_sheet_is_added_up() -> None:
    given, papers = counting()
    given, _ = collected(given, filled(papers[0], {"A-1": 8}, extra=[{"sku": "A-1", "counted": 2}]))
    assert counted(given)["L-1", "A-1"] == 10
    assert given.frame("counts")["line_mark"][0] == "listed"


def test_one_item_on_several_lines_is_reported_where_the_shop_says_so() -> None:
    given, papers = counting(settings={"count_same_item": "flag"})
    given, outcome = collected(given, filled(papers[0], {"A-1": 8}, extra=[{"sku": "A-1", "counted": 2}, {"sku": "B-1", "counted": 1}]))
    assert counted(given)["L-1", "A-1"] is None
    assert counted(given)["L-1", "B-1"] == 1
    assert "papers.two-answers" in rules(outcome)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"barcode": "6999999999999", "counted": 2}, "papers.unknown-item"),
        ({"sku": "Z-9", "counted": 2}, "papers.unknown-item"),
        ({"title": "不知道什么", "counted": 2}, "papers.no-item"),
    ],
)
def test_what_cannot_be_told_is_not_lost_but_said_with_file_and_cell(extra: dict[str, Cell], code: str) -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], ALL, extra=[extra]))
    assert (code, "PD-2026-06-M-01 一区.xlsx", "G2") in said(outcome)
    assert outcome.summary["quantities_left"] == 1
    assert given.frame("counts").height == 4


def test_a_bar_code_of_two_items_is_not_guessed() -> None:
    doubled = [*ITEMS, {"sku": "A-2", "barcode": "6900000000011"}]
    given, papers = counting(items=doubled)
    _, outcome = collected(given, filled(papers[0], {}, extra=[{"barcode": "6900000000011", "counted": 2}]))
    assert "papers.unclear-barcode" in rules(outcome)


@pytest.mark.parametrize("answer", ["两箱", "三箱", -2, 1.5, "1,5", "１２a"])
def test_a_quantity_that_is_none_is_said_with_its_cell_and_not_taken(answer: Answer) -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], {"A-1": answer}))
    assert counted(given)["L-1", "A-1"] is None
    assert ("papers.bad-cell", "PD-2026-06-M-01 一区.xlsx", "H2") in said(outcome)
    assert outcome.summary["quantities_left"] == 1


def test_an_error_value_is_said_and_not_taken() -> None:
    given, papers = counting()
    _, outcome = collected(given, filled(papers[0], {"A-1": REF_ERROR}))  # type: ignore[dict-item]  # a cell as it lies in the file
    assert ("papers.bad-cell", "PD-2026-06-M-01 一区.xlsx", "H2") in said(outcome)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ({"counted_by": None}, "papers.not-signed"),
        ({"checked_by": None}, "papers.not-checked"),
        ({"checked_by": "张三"}, "papers.same-person"),
    ],
)
def test_papers_are_signed_by_two_people(head: dict[str, Cell], code: str) -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], ALL, head=head))
    assert code in rules(outcome)
    assert counted(given)["L-1", "A-1"] == 10


def test_a_damaged_file_is_reported_by_name() -> None:
    given, _ = counting()
    _, outcome = collected(given, damaged("坏了.xlsx"))
    assert ("papers.unreadable", "坏了.xlsx", "") in said(outcome)
    assert "文件已损坏" in outcome.findings.filter(outcome.findings["column"] == "坏了.xlsx")["message"][0]


def test_a_sheet_of_another_shop_is_not_collected() -> None:
    given, papers = counting()
    stranger = begun(shop(plans=[plan(plan_no="PD-2026-06-Z")]))[1][0]
    given, outcome = collected(given, filled(stranger, ALL))
    assert "papers.wrong-plan" in rules(outcome)
    assert counted(given)["L-1", "A-1"] is None
    assert len(papers) == 3


@pytest.mark.parametrize("state", ["closed", "cancelled", "planned"])
def test_a_sheet_of_a_count_that_is_not_going_on_is_not_collected(state: str) -> None:
    given, papers = counting()
    lines = given.frame("counts").drop("_row").rows(named=True)
    done = shop(plans=[plan(state=state, snapshot_no=3)], counts=lines)
    _, outcome = collected(done, filled(papers[0], ALL))
    assert outcome.changes == ()
    assert "papers.closed-plan" in rules(outcome)


def test_a_spot_count_takes_nothing_beyond_its_scope() -> None:
    given, papers = counting(plans=[spot_plan()])
    given, outcome = collected(given, filled(papers[0], ALL, extra=[{"sku": "C-1", "counted": 3}, {"sku": "B-1", "counted": 1}]))
    assert ("papers.out-of-scope", f"{SPOT_PLAN}-01 一区.xlsx", "G2") in said(outcome)
    assert counted(given)["L-1", "B-1"] == 1
    assert (None, "C-1") not in counted(given)


def test_a_samples_scope_is_what_was_drawn_though_the_items_have_changed_since() -> None:
    given, papers = counting(
        plans=[plan(scope="sample", seed="7")], settings={"spot_share_a": "0", "spot_share_b": "0", "spot_share_c": "0"}
    )
    assert {sku for _, sku in counted(given)} == {"A-1", "B-1", "C-1"}
    more = after(given, collect_counts(given))
    given, outcome = collected(more, filled(papers[0], ALL, extra=[{"sku": "C-1", "counted": 3}]))
    assert "papers.out-of-scope" not in rules(outcome)


# Handhelds


def test_a_handhelds_file_finds_its_lines_by_bar_code() -> None:
    given, _ = counting()
    given, outcome = collected(given, handheld("扫描.csv", ("6900000000028", 3), ("6900000000028", 4)))
    assert counted(given)["L-2", "B-1"] == 7
    assert "papers.not-signed" in rules(outcome)


def test_a_handheld_that_names_no_location_is_not_guessed_where_an_item_lies_in_two() -> None:
    given, _ = counting()
    given, outcome = collected(given, handheld("扫描.csv", ("6900000000011", 3)))
    assert "papers.unclear-place" in rules(outcome)
    given, _ = collected(given, handheld("扫描.csv", ("6900000000011", 3), location="L-2"))
    assert counted(given)["L-2", "A-1"] == 3


def test_paper_and_handheld_that_disagree_are_in_conflict_though_lines_are_added_otherwise() -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[1], {"B-1": 7}), handheld("扫描.csv", ("6900000000028", 6)))
    assert counted(given)["L-2", "B-1"] is None
    assert "papers.two-answers" in rules(outcome)


def test_a_handhelds_file_needs_to_know_which_of_two_counts_it_is_for() -> None:
    given, _ = counting(plans=[plan(), spot_plan()])
    _, outcome = collected(given, handheld("扫描.csv", ("6900000000028", 6)))
    assert outcome.changes == ()
    assert "papers.no-plan" in rules(outcome)


# All together


def ten_files(papers: tuple[Paper, ...]) -> list[Returned]:
    """Ten sheets, of which one is damaged, one renamed and one returned twice."""
    files = [filled(paper, {sku: number for number, sku in enumerate(("A-1", "B-1", "C-1"), 1)}) for paper in papers]
    files[1] = replace(files[1], name="老王.xlsx")
    files[2] = damaged(files[2].name)
    return [*files, replace(files[0], name="又一份.xlsx")]


def ten_places() -> tuple[Inputs, tuple[Paper, ...]]:
    rows = [movement(sku="A-1", location=f"K-{number}", qty=5, doc_no=f"RK1{number}") for number in range(6)]
    return begun(shop(*rows, locations=[]))


def test_ten_files_one_damaged_one_renamed_one_returned_twice_are_merged_and_nothing_is_lost() -> None:
    given, papers = ten_places()
    files = ten_files(papers)
    assert len(files) == 10
    given, outcome = collected(given, *files)
    assert (outcome.summary["files"], outcome.summary["files_damaged"], outcome.summary["files_doubled"]) == (10, 1, 1)
    missing = {place for place, qty in counted(given).items() if qty is None}
    assert missing == {("K-2", "A-1")}
    assert outcome.summary["lines_filled"] == 9
    assert ("papers.unreadable", files[2].name, "") in said(outcome)


def test_the_order_in_which_three_files_come_changes_nothing() -> None:
    given, papers = counting()
    files = [filled(papers[0], {"A-1": 5}, name="a.xlsx"), filled(papers[0], {"A-1": 6}, name="b.xlsx"), filled(papers[1], ALL)]
    outcomes = [collect_counts(replace(given, returned=order)) for order in permutations(files)]
    assert all(each.findings.equals(outcomes[0].findings) for each in outcomes)
    assert all(counted(after(given, each)) == counted(after(given, outcomes[0])) for each in outcomes)


ANSWERS = st.dictionaries(st.sampled_from([("L-1", "A-1"), ("L-2", "A-1"), "B-1", "C-1"]), st.integers(0, 3) | st.just("x"), max_size=4)
EXTRAS = st.lists(st.sampled_from(["A-1", "B-1", "Z-9"]), max_size=2)


@settings(max_examples=15)
@having(st.lists(st.tuples(st.integers(0, 2), ANSWERS, EXTRAS), max_size=4), st.permutations(range(4)), st.sampled_from(["flag", "sum"]))
def test_the_order_of_the_files_never_matters(
    drawn: list[tuple[int, dict[object, Answer], list[str]]], order: list[int], rule: str
) -> None:
    given, papers = counting(settings={"count_same_sheet": rule})
    files = [
        filled(papers[at], answers, name=f"{number}.xlsx", extra=[{"sku": sku, "counted": 1} for sku in extras])
        for number, (at, answers, extras) in enumerate(drawn)
    ]
    shuffled = [files[at] for at in order if at < len(files)]
    one, other = (collect_counts(replace(given, returned=tuple(each))) for each in (files, shuffled))
    assert one.findings.equals(other.findings)
    assert repr(one.changes) == repr(other.changes)
    assert one.summary == other.summary
    assert appended(one, "counts").equals(appended(other, "counts"))


@settings(max_examples=15)
@having(st.lists(st.tuples(st.integers(0, 2), ANSWERS, EXTRAS), max_size=4))
def test_every_quantity_that_was_written_is_either_in_the_list_or_in_the_findings(
    drawn: list[tuple[int, dict[object, Answer], list[str]]],
) -> None:
    given, papers = counting()
    files = [
        filled(papers[at], answers, name=f"{number}.xlsx", extra=[{"sku": sku, "counted": 1} for sku in extras])
        for number, (at, answers, extras) in enumerate(drawn)
    ]
    now, outcome = collected(given, *files)
    told = " ".join([*now.frame("counts")["source"].drop_nulls(), *outcome.findings["message"]])
    doubled = {name for code, name, _ in said(outcome) if code == "papers.same-file"}
    for file in files:
        if file.name not in doubled:
            for tab, letters in (("count_lines", "H"), ("count_found", "G")):
                grid = file.tables[tab].grid.text[letters]
                assert all(f"{letters}{row}" in told for row, text in enumerate(grid, 1) if text is not None and row > 1)


def test_returned_builds_what_the_reader_reads() -> None:
    file = returned("x.xlsx", [{"sku": "A-1", "counted": "三"}])
    assert file.tables["count_lines"].findings["cell"].to_list() == ["H2"]
