"""Count sheets that come back: every quantity once, where it belongs, whoever hands it in however often."""

import datetime as dt
from dataclasses import replace

from shopbook.books.stock.counts.collecting import collect_counts
from shopbook.labels import Label
from tests.books.stock.count_builders import (
    PLAN,
    collected,
    counted,
    filled,
    said,
    shop,
)
from tests.books.stock.counted import ALL, counting, rules
from tests.books.tables import records


def test_quantities_of_all_papers_stand_in_the_list_with_who_counted_and_where_they_come_from() -> None:
    given, papers = counting()
    given, outcome = collected(given, *(filled(paper, ALL) for paper in papers))
    assert counted(given) == {("L-1", "A-1"): 10, ("L-2", "A-1"): 4, ("L-2", "B-1"): 6, (None, "C-1"): 0}
    row = given.frame("counts").row(0, named=True)
    assert (row["counted_by"], row["checked_by"], row["counted_on"]) == ("张三", "李四", dt.date(2026, 6, 10))
    assert row["source"] == "PD-2026-06-M-01 一区.xlsx H2"
    assert outcome.findings.is_empty()
    assert outcome.summary["lines_filled"] == 4


def test_collecting_the_same_files_again_changes_nothing() -> None:
    given, papers = counting()
    files = [filled(paper, ALL) for paper in papers]
    given, _ = collected(given, *files)
    _, second = collected(given, *files)
    assert second.changes == ()


def test_blank_is_not_counted_and_zero_is() -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[1], {"A-1": 0}))
    assert counted(given)["L-2", "A-1"] == 0
    assert counted(given)["L-2", "B-1"] is None
    assert outcome.summary["lines_open"] == 3
    assert ("counts.not-counted", PLAN, "") in said(outcome)


def test_a_file_that_nobody_has_filled_in_yet_is_left_alone() -> None:
    given, papers = counting()
    _, outcome = collected(given, filled(papers[0], {}, head={"counted_by": None, "checked_by": None, "counted_on": None}))
    assert outcome.changes == ()
    assert outcome.summary["files_blank"] == 1
    assert "papers.not-signed" not in rules(outcome)


def test_a_renamed_file_is_known_by_what_stands_inside() -> None:
    given, papers = counting()
    given, _ = collected(given, filled(papers[0], ALL, name="老王盘的.xlsx"))
    assert counted(given)["L-1", "A-1"] == 10


def test_a_file_that_lost_its_signatures_is_known_by_its_lines() -> None:
    given, papers = counting()
    file = filled(papers[0], ALL)
    given, outcome = collected(given, replace(file, tables={code: each for code, each in file.tables.items() if code == "count_lines"}))
    assert counted(given)["L-1", "A-1"] == 10
    assert "papers.not-signed" in rules(outcome)


def test_a_file_returned_twice_counts_once() -> None:
    given, papers = counting(settings={"count_same_sheet": "sum"})
    file = filled(papers[0], ALL)
    given, outcome = collected(given, file, replace(file, name="再交一次.xlsx"))
    assert counted(given)["L-1", "A-1"] == 10
    assert ("papers.same-file", "再交一次.xlsx", "") in said(outcome)
    assert outcome.summary["files_doubled"] == 1


def test_the_same_answers_saved_anew_are_no_conflict() -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], ALL), filled(papers[0], ALL, name="另存.xlsx", head={"counted_on": None}))
    assert counted(given)["L-1", "A-1"] == 10
    assert outcome.findings.filter(outcome.findings["code"] == "papers.two-answers").is_empty()


def test_two_versions_of_a_sheet_that_differ_are_said_with_both_cells_and_neither_wins() -> None:
    given, papers = counting()
    given, outcome = collected(given, filled(papers[0], {"A-1": 5}, name="a.xlsx"), filled(papers[0], {"A-1": 6}, name="b.xlsx"))
    assert counted(given)["L-1", "A-1"] is None
    assert given.frame("counts")["line_mark"][0] == "conflict"
    conflict = outcome.findings.filter(outcome.findings["code"] == "papers.two-answers")["message"][0]
    assert "a.xlsx H2：5、b.xlsx H2：6" in conflict
    assert outcome.summary["lines_in_conflict"] == 1


def test_two_halves_of_a_sheet_are_added_where_the_shop_says_so() -> None:
    given, papers = counting(settings={"count_same_sheet": "相加"})
    given, _ = collected(given, filled(papers[0], {"A-1": 5}, name="a.xlsx"), filled(papers[0], {"A-1": 6}, name="b.xlsx"))
    assert counted(given)["L-1", "A-1"] == 11


def test_one_version_that_leaves_a_line_blank_is_no_second_answer() -> None:
    given, papers = counting()
    given, _ = collected(given, filled(papers[1], {"A-1": 4}, name="a.xlsx"), filled(papers[1], {"B-1": 7}, name="b.xlsx"))
    assert counted(given)["L-2", "A-1"] == 4
    assert counted(given)["L-2", "B-1"] == 7


def test_a_conflict_is_over_once_the_wrong_file_is_corrected() -> None:
    given, papers = counting()
    right = filled(papers[0], {"A-1": 6}, name="b.xlsx")
    given, _ = collected(given, filled(papers[0], {"A-1": 5}, name="a.xlsx"), right)
    given, _ = collected(given, filled(papers[0], {"A-1": 6}, name="a.xlsx"), right)
    assert records(given.frame("counts").head(1), "counted", "line_mark") == [(6, "listed")]


def test_a_corrected_file_that_no_longer_names_a_line_takes_its_quantity_back() -> None:
    given, papers = counting()
    given, _ = collected(given, filled(papers[1], {"A-1": 4, "B-1": 7}))
    given, _ = collected(given, filled(papers[1], {"A-1": 4}))
    assert counted(given)["L-2", "B-1"] is None


def test_files_that_are_gone_from_the_folder_take_nothing_with_them() -> None:
    given, papers = counting()
    given, _ = collected(given, filled(papers[0], ALL))
    given, outcome = collected(given)
    assert counted(given)["L-1", "A-1"] == 10
    assert rules(outcome) == {"papers.none", "counts.not-counted"}


def test_why_there_are_no_files_is_said() -> None:
    given, _ = counting()
    gone = replace(given, absent={"count_sheets": Label(zh="没有这个文件夹", en="there is no such folder")})
    assert "没有这个文件夹" in " ".join(collect_counts(gone).findings["message"])


def test_what_a_person_typed_under_corrected_is_never_touched() -> None:
    given, papers = counting()
    rows = [{**row, "correction": 9} for row in given.frame("counts").drop("_row").iter_rows(named=True)]
    given = shop(plans=given.frame("count_plans").drop("_row").rows(named=True), counts=rows)
    given, _ = collected(given, filled(papers[0], ALL))
    assert given.frame("counts")["correction"].to_list() == [9] * 4
