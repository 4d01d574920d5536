from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from shopbook.books.appraisal.year.annual import annual_appraisal
from shopbook.books.appraisal.year.earlier import dated_period, earlier_sums
from shopbook.books.appraisal.year.importing import SCORE_IMPORTER
from shopbook.host import gate
from shopbook.host.reading import read_grids
from shopbook.sheet.books import Inputs, Intake
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, Policy
from shopbook.sheet.recognising import Recognition, UnknownLayoutError
from tests.books.appraisal.year_builders import after, codes, inputs
from tests.books.orders.exports import Value, grid, rows_of
from tests.books.tables import Cells

QUARTERS = ("Name", "Category", "Q1", "Q2", "Q3", "Q4")


def imported(sheet: Grid, into: Inputs | None = None, source: str = "成绩 2025.xlsx", policy: Policy = Policy.ALL_OR_NOTHING) -> Intake:
    return SCORE_IMPORTER.decide(sheet, into or inputs(), Asked(source, policy=policy))


def standing(intake: Intake, into: Inputs | None = None) -> list[tuple[object, ...]]:
    """What 历史成绩 says after an import."""
    frame = after(into or inputs(), intake.outcome).frame("earlier")
    return [(name, item, period, str(score)) for name, item, period, score in frame.select("name", "item", "period", "score").rows()]


def sums(intake: Intake) -> list[tuple[object, ...]]:
    frame = after(inputs(), intake.outcome).frame("earlier_sums")
    return frame.select("name", "item", "year", "scores", "total", "mean").rows()


# ---------------------------------------------------------------- totals and means


def test_blanks_are_skipped_in_totals_and_means() -> None:
    listed = grid(
        QUARTERS,
        ["Amy ", "Work", None, 3, 5, 4],
        ["Amy ", "Social", 6, 5, 6, 5],
        ["Rory", "Work", None, None, None, 3],
        ["Donna", "Social", 5, None, 6, None],
    )
    assert sums(imported(listed)) == [
        ("Amy", "Social", "2025", 4, Decimal(22), Decimal("5.5")),
        ("Amy", "Work", "2025", 3, Decimal(12), Decimal(4)),
        ("Donna", "Social", "2025", 2, Decimal(11), Decimal("5.5")),
        ("Rory", "Work", "2025", 1, Decimal(3), Decimal(3)),
    ]


def test_a_real_list_of_quarters_gives_the_totals_and_means_that_were_published(shared: Path) -> None:
    listed, published = (read_grids(gate.admit(shared / "data" / f"KPI_quarters_{name}.xlsx"))[0] for name in ("in", "published_out"))
    expected = {(row[0].strip(), row[1], Decimal(row[6]), Decimal(row[7])) for row in published.text.rows()[1:]}
    made = {(name, item, total, mean) for name, item, _, _, total, mean in sums(imported(listed))}
    assert made == expected
    assert len(made) == 4


@drawn(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from([None, "出勤"]), st.none() | st.decimals(0, 100, places=2))))
def test_totals_are_of_every_score_there_is(scores: Sequence[tuple[str, str | None, Decimal | None]]) -> None:
    rows = [{"name": name, "item": item, "period": "2026-01", "score": score} for name, item, score in scores]
    made = earlier_sums(rows)
    assert sum((Decimal(str(row["total"])) for row in made), start=Decimal(0)) == sum(score for *_, score in scores if score is not None)
    assert sum(int(str(row["scores"])) for row in made) == sum(score is not None for *_, score in scores)


# ---------------------------------------------------------------- lists that are understood


@pytest.mark.parametrize(
    ("titles", "profile"),
    [
        (("姓名", "Q1", "Q2"), "score-quarters"),
        (("员工姓名", "第一季度", "第二季度"), "score-quarters"),
        (("姓名", "部门", "1月", "2月", "3月"), "score-months"),
        (("Name", "Jan", "Feb"), "score-months"),
        (("姓名", "月份", "得分"), "scores"),
        (("Employee", "Period", "Score"), "scores"),
    ],
)
def test_lists_are_recognised_by_their_titles(titles: Sequence[str], profile: str) -> None:
    found = SCORE_IMPORTER.recognise(grid(titles, ["x"] * len(titles)), Asked("a.xlsx"), {})
    assert isinstance(found, Recognition)
    assert found.profile.name == profile


def test_a_list_without_scores_is_none() -> None:
    with pytest.raises(UnknownLayoutError):
        imported(grid(("姓名", "电话"), ["张三", "1"]))


def test_months_beside_one_another_become_periods_of_the_year_in_the_files_name() -> None:
    assert standing(imported(grid(("姓名", "1月", "2月", "12月"), ["张三", 80, None, 91.5]), source="2025年考核.xlsx")) == [
        ("张三", None, "2025-01", "80.00"),
        ("张三", None, "2025-12", "91.50"),
    ]


def test_a_line_above_the_titles_goes_before_the_files_name_and_the_lists_own_year_before_both() -> None:
    above = [["2024 年度成绩"]]
    assert standing(imported(grid(("姓名", "Q1", "Q2"), ["张三", 8, None], above=above)))[0][2] == "2024-Q1"
    assert standing(imported(grid(("姓名", "年度", "Q1", "Q2"), ["张三", "2023", 8, None], above=above)))[0][2] == "2023-Q1"


@pytest.mark.parametrize("source", ["成绩.xlsx", "2024-2025 成绩.xlsx"])
def test_without_one_year_the_periods_stand_as_they_are_and_it_is_said(source: str) -> None:
    intake = imported(grid(("姓名", "Q1", "Q2"), ["张三", 8, None]), source=source)
    assert standing(intake) == [("张三", None, "Q1", "8.00")]
    assert any("没有写年份" in note.zh for note in intake.outcome.notes)
    assert codes(annual_appraisal(after(inputs(), intake.outcome))) == [("earlier.period-unread", 2)]


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("2026-3", None, "2026-03"),
        ("2026年3月", "2025", "2026-03"),
        ("3月", "2025", "2025-03"),
        ("十二月", "2025", "2025-12"),
        ("M7", "2025", "2025-07"),
        ("第三季度", "2025", "2025-Q3"),
        ("q2", "2025", "2025-Q2"),
        ("Quarter 4", "2025", "2025-Q4"),
        ("2025", None, "2025"),
        ("3月", None, "3月"),
        ("试用期", "2025", "试用期"),
    ],
)
def test_periods_are_read_however_they_are_written(text: str, year: str | None, period: str) -> None:
    assert dated_period(text, year) == period


# ---------------------------------------------------------------- into the workbook


LIST: dict[str, Value] = {"姓名": "张三", "月份": "2026-01", "得分": 80}


def test_the_same_list_a_second_time_changes_nothing() -> None:
    intake = imported(rows_of(LIST))
    again = imported(rows_of(LIST), after(inputs(), intake.outcome))
    assert (intake.outcome.summary["new_rows"], again.outcome.summary["known_rows"]) == (1, 1)
    assert [change.sheet for change in again.outcome.changes] == ["earlier_sums"]
    assert after(after(inputs(), intake.outcome), again.outcome).frame("earlier").height == 1


def test_a_corrected_score_is_brought_up_to_date_and_a_blank_empties_nothing() -> None:
    there = after(inputs(), imported(rows_of(LIST)).outcome)
    assert standing(imported(rows_of({**LIST, "得分": 85}), there), there)[0][3] == "85.00"
    assert standing(imported(rows_of({**LIST, "得分": None}), there), there)[0][3] == "80.00"


def test_a_score_on_the_sheet_that_nobody_can_read_is_left_alone() -> None:
    there = inputs(earlier=[{"name": "张三", "period": "2026-01", "score": "八十"}])
    intake = imported(rows_of(LIST), there)
    assert (intake.outcome.summary["changed_rows"], intake.outcome.summary["known_rows"]) == (0, 1)


def test_different_scores_for_one_period_are_refused_and_the_same_twice_is_taken_once() -> None:
    other: dict[str, Value] = {**LIST, "月份": "2026年1月", "得分": 90}
    intake = imported(rows_of(LIST, other))
    assert intake.outcome.findings.select("code", "cell").rows() == [("earlier.list-different", "C2"), ("earlier.list-different", "C3")]
    assert intake.outcome.changes == ()
    skipped = imported(rows_of(LIST, other, {**LIST, "月份": "2026-02"}), policy=Policy.SKIP_BAD)
    assert standing(skipped) == [("张三", None, "2026-02", "80.00")]
    assert standing(imported(rows_of(LIST, LIST))) == [("张三", None, "2026-01", "80.00")]


def test_a_text_for_a_score_is_found_in_the_lists_own_cell() -> None:
    found = imported(grid(("姓名", "Q1", "Q2"), ["张三", 8, "优"])).outcome.findings
    assert found.select("severity", "cell").rows() == [("error", "C2")]


def test_checking_a_list_needs_no_workbook_and_says_its_figures() -> None:
    checked = SCORE_IMPORTER.check(grid(QUARTERS, ["Amy", "Work", None, 3, 5, 4]), inputs(), Asked("a.xlsx"))
    assert checked.outcome.summary == {"rows": 1, "score_people": 1, "score_count": 3}
    assert SCORE_IMPORTER.load(rows_of(LIST), Asked("a.xlsx"), inputs().lang)["scores"]["score"].to_list() == [Decimal(80)]


# ---------------------------------------------------------------- what is wrong on the sheet


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"period": "2026-01", "score": Decimal(80)}], []),
        ([{"period": "上半年", "score": Decimal(80)}], ["earlier.period-unread"]),
        ([{"period": "2026-01", "score": Decimal(120)}], ["earlier.off-scale"]),
        ([{"period": "2026-01", "item": "积分", "score": Decimal(120)}], []),
        ([{"period": "2026-01", "score": Decimal(80), "name": "王五"}], ["earlier.person-unknown"]),
        ([{"period": "2026-01", "score": Decimal(80)}, {"period": "2026年1月", "score": Decimal(70)}], ["earlier.twice"] * 2),
        ([{"period": "2026-01", "score": Decimal(80)}, {"period": "2026-01", "item": "出勤", "score": Decimal(70)}], []),
    ],
)
def test_earlier_scores_are_checked(rows: Sequence[Cells], found: list[str]) -> None:
    given = inputs(earlier=[{"name": "张三", **row} for row in rows])
    assert [code for code, _ in codes(annual_appraisal(given))] == found
