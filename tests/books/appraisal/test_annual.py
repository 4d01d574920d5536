import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.appraisal.year.annual import annual_appraisal
from shopbook.books.appraisal.year.averaging import year_mean
from shopbook.books.appraisal.year.sheets import DEPARTMENTS_SHOWN, TREND_MONTHS
from shopbook.errors import BadParameterError
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.appraisal.year_builders import after, codes, employee, inputs, month, months, typed
from tests.books.tables import Cell, Cells

ALIKE = (Decimal(1),) * 12


def run(given: Inputs) -> Inputs:
    return after(given, annual_appraisal(given))


def year(given: Inputs, row: int = 0) -> dict[str, object]:
    """A row of 年度 after the task."""
    return run(given).frame("years").row(row, named=True)


def told(given: Inputs, *fields: str) -> list[object]:
    row = year(given)
    return [str(row[name]) if isinstance(row[name], Decimal) else row[name] for name in fields]


# ---------------------------------------------------------------- the mean


def test_a_year_is_the_mean_of_the_months_that_have_a_score() -> None:
    given = inputs(composites=months({1: 80, 2: 85.5, 3: 90, 4: 95, 5: 91.1, 6: 88, 7: 92}))
    assert told(given, "mean", "score", "grade", "rank", "counted", "due") == ["88.80", "88.80", "B", 1, 7, 12]


def test_a_year_is_rounded_half_up_to_two_decimals() -> None:
    assert told(inputs(composites=months({1: 80, 2: 80, 3: 80.1})), "mean") == ["80.03"]
    assert year_mean({1: Decimal("80.01"), 2: Decimal("80.00")}, ALIKE) == Decimal("80.01")


def test_a_genuine_zero_counts_and_a_blank_does_not() -> None:
    given = inputs(composites=[*months({1: 90, 2: 0, 3: 90}), month(4, 50, score=None)])
    assert told(given, "mean", "counted") == ["60.00", 3]


def test_weights_of_months_count_what_is_there_and_leave_out_what_is_not() -> None:
    weighted = {"year_method": "weighted", "month_weights": "1 3 0 1 1 1 1 1 1 1 1 1"}
    given = inputs(composites=months({1: 80, 2: 90, 3: 10}), settings=weighted)
    assert told(given, "mean") == ["87.50"]


def test_months_that_all_weigh_nothing_make_no_mean_and_it_is_said() -> None:
    weighted = {"year_method": "weighted", "month_weights": "0 0 0 1 1 1 1 1 1 1 1 1", "year_min_months": "1"}
    given = inputs(employees=[employee(left=dt.date(2026, 3, 31))], composites=months({1: 80, 2: 90, 3: 10}), settings=weighted)
    assert told(given, "mean", "score", "grade", "missing") == [None, None, None, "有得分的月份权重都是 0，没有平均分"]


def test_the_last_quarter_may_count_more() -> None:
    given = inputs(composites=months({1: 80, 10: 90, 11: 90}), settings={"year_method": "last-quarter", "last_quarter_times": "2"})
    assert told(given, "mean") == ["88.00"]


@pytest.mark.parametrize("text", ["1 1 1", "1 1 1 1 1 1 1 1 1 1 1 x", "0 0 0 0 0 0 0 0 0 0 0 0", "1 1 1 1 1 1 1 1 1 1 1 -1"])
def test_weights_that_are_not_twelve_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadParameterError):
        annual_appraisal(inputs(composites=months({1: 80}), settings={"year_method": "weighted", "month_weights": text}))


@drawn(
    st.dictionaries(st.integers(1, 12), st.decimals(0, 100, places=1), min_size=1),
    st.lists(st.decimals("0.1", 9, places=1), min_size=12, max_size=12),
)
def test_a_year_lies_between_its_worst_and_its_best_month(scores: dict[int, Decimal], weights: list[Decimal]) -> None:
    mean = year_mean(scores, tuple(weights))
    assert mean is not None
    assert min(scores.values()) <= mean <= max(scores.values())


# ---------------------------------------------------------------- which months


def test_a_month_on_leave_is_skipped_and_said() -> None:
    given = inputs(
        composites=months(dict.fromkeys(range(1, 13), 80)), leaves=[{"cycle": "2026-03", "employee_no": "E01", "reason": "产假"}]
    )
    assert told(given, "m03", "counted", "due", "missing") == [None, 11, 11, "整月休假：3月"]


def test_months_before_joining_and_after_leaving_are_not_due() -> None:
    short = employee(joined=dt.date(2026, 3, 15), left=dt.date(2026, 7, 20))
    given = inputs(employees=[short], composites=months({3: 80, 4: 80, 5: 80}))
    assert told(given, "due", "missing") == [4, "没有得分：6月"]


def test_months_that_are_not_over_are_not_due() -> None:
    given = inputs(now=dt.datetime(2026, 6, 30, 23), composites=months({1: 80, 2: 80, 3: 80, 4: 80}))
    assert told(given, "due", "missing") == [5, "没有得分：5月"]


def test_fewer_than_three_months_give_neither_grade_nor_rank_and_it_is_said() -> None:
    given = inputs(employees=[employee(joined=dt.date(2026, 11, 1))], composites=months({11: 95, 12: 95}))
    assert told(given, "mean", "score", "grade", "rank", "missing") == [
        "95.00",
        "95.00",
        None,
        None,
        "只有 2 个月有得分，不满 3 个月，不定等级",
    ]


def test_somebody_without_any_score_is_listed_and_has_none() -> None:
    given = inputs(employees=[employee(), employee("E02", "李四", joined=dt.date(2026, 12, 1))], composites=months({1: 80}))
    row = year(given, 1)
    assert (row["employee_no"], row["counted"], row["due"], row["mean"], row["score"]) == ("E02", 0, 1, None, None)


def test_what_was_archived_goes_before_the_composite_and_both_before_earlier_scores() -> None:
    earlier: list[Cells] = [{"name": "张三", "period": f"2026-0{number}", "score": Decimal(60)} for number in (1, 2, 3)]
    given = inputs(archive=[month(1, 90)], composites=[month(1, 70), month(2, 75)], earlier=earlier)
    assert told(given, "m01", "m02", "m03") == ["90.00", "75.00", "60.00"]


@pytest.mark.parametrize(
    "stray",
    [
        {"item": "出勤"},
        {"period": "2026-Q1"},
        {"period": "1月"},
        {"score": Decimal(101)},
        {"name": "王五"},
        {"score": None},
    ],
)
def test_earlier_scores_of_a_category_a_quarter_or_somebody_unknown_do_not_count(stray: dict[str, Cell]) -> None:
    row: Cells = {"name": "张三", "period": "2026-01", "score": Decimal(60), **stray}
    assert told(inputs(earlier=[row], composites=months({5: 80})), "counted") == [1]


def test_an_excused_month_does_not_count() -> None:
    assert told(inputs(composites=[month(1, 80, excused=True), month(2, 70)]), "counted", "m01") == [1, None]


def test_a_person_keeps_the_department_of_the_newest_month_of_that_year() -> None:
    given = inputs(employees=[employee(department="客服")], composites=months({1: 80, 2: 80}))
    assert told(given, "department") == ["运营"]


# ---------------------------------------------------------------- what people typed


def test_a_typed_final_score_decides_and_both_are_kept() -> None:
    given = typed(run(inputs(composites=months({1: 80, 2: 80, 3: 80}))), "years", 0, final=Decimal(91), final_reason="带教新人")
    assert told(given, "mean", "final", "score", "grade") == ["80.00", "91.00", "91.00", "A"]
    assert codes(annual_appraisal(given)) == []


def test_a_final_score_that_differs_needs_a_reason() -> None:
    given = typed(run(inputs(composites=months({1: 80, 2: 80, 3: 80}))), "years", 0, final=Decimal(91))
    assert codes(annual_appraisal(given)) == [("years.final-without-reason", 2)]
    assert codes(annual_appraisal(typed(given, "years", 0, final=Decimal(80)))) == []


def test_a_final_score_that_nobody_can_read_is_kept_and_there_is_no_score() -> None:
    given = typed(run(inputs(composites=months({1: 80, 2: 80, 3: 80}))), "years", 0, final="八十五")
    assert told(given, "mean", "score", "grade") == ["80.00", None, None]
    assert not any(getattr(change, "field", "") == "final" for change in annual_appraisal(given).changes)


def test_grades_are_those_that_the_years_newest_month_was_begun_with() -> None:
    cycles = [{"cycle": "2026-02", "grades": "A≥75; B≥70; C"}, {"cycle": "2026-01", "grades": "A≥95; B"}]
    given = inputs(composites=months({1: 80, 2: 80, 3: 80}), cycles=cycles, settings={"grades": "A≥99; B"})
    assert told(given, "grade") == ["A"]
    assert told(inputs(composites=months({1: 80, 2: 80, 3: 80}), settings={"grades": "A≥99; B"}), "grade") == ["B"]


def published(**cells: Cell) -> Inputs:
    """A year that was published on 10 January with 80.00, after which a month was changed."""
    before = run(inputs(composites=months({1: 80, 2: 80, 3: 80})))
    told_on = typed(before, "years", 0, published_on=dt.date(2027, 1, 10), **cells)
    return typed(told_on, "composites", 0, score=Decimal(95))


def test_what_was_published_stays_and_the_change_is_said() -> None:
    assert told(published(), "m01", "mean", "score") == ["80.00", "80.00", "80.00"]
    assert codes(annual_appraisal(published())) == [("years.changed-since-published", 2)]


def test_a_final_score_decides_after_publication_too() -> None:
    given = published(final=Decimal(90), final_reason="异议成立")
    assert told(given, "mean", "score", "grade") == ["80.00", "90.00", "A"]


def test_a_published_grade_does_not_follow_parameters_changed_later() -> None:
    given = published()
    later = inputs(settings={"grades": "A≥10; B", "year_min_months": "5"}).parameters
    assert year(Inputs(given.tables, later, given.now, given.lang))["grade"] == "B"


@pytest.mark.parametrize(
    ("day", "found"),
    [(10, []), (13, []), (14, ["years.objection-late"]), (9, ["years.objection-before-published"])],
)
def test_an_objection_is_made_within_three_days_of_publication(day: int, found: list[str]) -> None:
    cells: dict[str, Cell] = {"objected_on": dt.date(2027, 1, day), "objection": "3 月算错了", "answer": "维持", "answered_by": "王店长"}
    outcome = annual_appraisal(published(**cells))
    assert [code for code, _ in codes(outcome) if code != "years.changed-since-published"] == found


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"objected_on": dt.date(2027, 1, 11)}, "years.objection-incomplete"),
        ({"objected_on": dt.date(2027, 1, 11), "objection": "算错了"}, "years.objection-open"),
        (
            {"objected_on": dt.date(2027, 1, 11), "objection": "算错了", "answer": "维持", "answered_by": "E01"},
            "years.answers-himself",
        ),
    ],
)
def test_an_objection_has_words_and_an_answer_of_somebody_else(cells: dict[str, Cell], code: str) -> None:
    assert (code, 2) in codes(annual_appraisal(published(**cells)))


def test_a_row_that_is_there_twice_is_reported_on_both_and_ranked_once() -> None:
    once = run(inputs(composites=[*months({1: 80, 2: 80, 3: 80}), *months({1: 70, 2: 70, 3: 70}, "E02")]))
    frame = once.frame("years")
    rows = [*frame.drop("_row").rows(named=True), frame.drop("_row").row(0, named=True)]
    twice = inputs(composites=[*months({1: 80, 2: 80, 3: 80}), *months({1: 70, 2: 70, 3: 70}, "E02")], years=rows)
    assert codes(annual_appraisal(twice)) == [("years.row-twice", 2), ("years.row-twice", 4)]
    assert run(twice).frame("years")["rank"].to_list() == [1, 2, 1]


def test_a_row_that_names_nobody_or_no_year_is_left_as_it_is() -> None:
    rows: list[Cells] = [{"employee_no": "E01", "objection": "?"}, {"year": "上半年", "employee_no": "E01", "final": Decimal(9)}]
    frame = run(inputs(composites=months({1: 80}), years=rows)).frame("years")
    assert frame.select("year", "objection", "final", "score").rows()[:2] == [(None, "?", None, None), ("上半年", None, Decimal(9), None)]
    assert frame.height == 3


# ---------------------------------------------------------------- departments and trend


def people(*scores: float, department: str = "运营") -> list[Cells]:
    """Three months of each of so many people, one score each."""
    return [
        {**row, "department": department}
        for at, score in enumerate(scores, 1)
        for row in months({1: score, 2: score, 3: score}, f"{department}{at}")
    ]


def test_a_department_has_mean_extremes_and_grades_by_month_and_year() -> None:
    rows: list[Cells] = [{**row, "grade": "A" if row["score"] == 90 else "C"} for row in people(90, 75.5)]
    frame = run(inputs(employees=[], composites=rows)).frame("departments")
    named = frame.select("period", "department", "people", pl.col("mean").cast(pl.String), "highest", "lowest", "grade_a", "grade_c").rows()
    months_told = [(f"2026-0{n}", "运营", 2, "82.80", Decimal(90), Decimal("75.5"), 1, 1) for n in (3, 2, 1)]
    assert named == [*months_told, ("2026", "运营", 2, "82.75", Decimal(90), Decimal("75.5"), 1, 1)]


def test_the_chart_of_departments_has_as_many_rows_as_it_draws_the_best_first() -> None:
    rows = [row for at in range(10) for row in people(60 + at, department=f"部{at}")]
    frame = run(inputs(employees=[], composites=rows)).frame("department_places")
    assert frame.height == DEPARTMENTS_SHOWN
    assert frame["department"].to_list() == [f"部{at}" for at in range(9, 1, -1)]


def test_departments_stand_beside_their_year_before() -> None:
    before: list[Cells] = [{**row, "cycle": str(row["cycle"]).replace("2026", "2025")} for row in people(70)]
    frame = run(inputs(employees=[], composites=[*people(80), *before])).frame("department_places")
    assert frame.select("period", "department", "mean", "before", "people").row(0) == ("2026", "运营", Decimal(80), Decimal(70), 1)
    assert frame["department"].null_count() == DEPARTMENTS_SHOWN - 1


def test_the_trend_shows_twelve_months_up_to_the_newest_with_a_gap_where_there_is_no_score() -> None:
    rows = [*months({2: 80, 4: 90}), *months({4: 70}, "E02")]
    given = inputs(employees=[employee(), employee("E02", "李四")], composites=rows, settings={"trend_of": "张三"})
    frame = run(given).frame("trend")
    assert frame.height == TREND_MONTHS
    assert frame["month"].to_list()[0] == "2025-05"
    assert frame.select("month", "name", "score", "department_mean").rows()[-3:] == [
        ("2026-02", "张三", Decimal(80), Decimal(80)),
        ("2026-03", "张三", None, None),
        ("2026-04", "张三", Decimal(90), Decimal(80)),
    ]


def test_a_trend_of_somebody_unknown_is_blank_and_said() -> None:
    given = inputs(composites=months({1: 80}), settings={"trend_of": "王五"})
    assert codes(annual_appraisal(given)) == [("trend.person-unknown", 0)]
    assert run(given).frame("trend")["score"].null_count() == TREND_MONTHS


def test_without_any_score_the_trend_ends_with_the_month_before_and_the_person_is_told_what_to_do() -> None:
    outcome = annual_appraisal(inputs())
    assert [note.zh[:10] for note in outcome.notes] == ["还没有任何月份的得分"]
    assert run(inputs()).frame("trend")["month"].to_list()[-1] == "2026-12"


# ---------------------------------------------------------------- again, and in any order


@pytest.mark.parametrize("lang", Lang)
def test_a_second_run_writes_nothing(lang: Lang) -> None:
    rows = [*months(dict.fromkeys(range(1, 13), 92)), *months({1: 70}, "E02")]
    given = inputs(lang=lang, employees=[employee(), employee("E02", "李四")], composites=rows)
    assert annual_appraisal(run(given)).changes == ()


ROWS: list[Cells] = [row for at in range(1, 5) for row in months(dict.fromkeys(range(1, 7), 70 + 5 * at), f"E{at:02}")]
STAFF = [employee(f"E{at:02}", f"员工{at}") for at in range(1, 5)]
IN_ORDER = run(inputs(employees=STAFF, composites=ROWS))


@settings(max_examples=10)
@drawn(st.permutations(ROWS), st.permutations(STAFF))
def test_the_order_of_rows_does_not_matter(rows: list[Cells], staff: list[Cells]) -> None:
    mixed = run(inputs(employees=staff, composites=rows))
    assert all(mixed.frame(code).equals(IN_ORDER.frame(code)) for code in ("years", "departments", "department_places", "awards", "trend"))
