import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.appraisal.year.annual import annual_appraisal
from shopbook.sheet.books import Inputs
from tests.books.appraisal.year_builders import after, codes, employee, inputs, month, months, typed
from tests.books.tables import Cell, Cells


def whole_year(score: float, who: str) -> list[Cells]:
    return months(dict.fromkeys(range(1, 13), score), who)


def run(given: Inputs) -> Inputs:
    return after(given, annual_appraisal(given))


def shop(*scores: float, settings: dict[str, str] | None = None, now: dt.datetime = dt.datetime(2027, 1, 12)) -> Inputs:
    """A year of so many people, E01 and on, one score each."""
    staff = [employee(f"E{at:02}", f"员工{at}") for at, _ in enumerate(scores, 1)]
    rows = [row for at, score in enumerate(scores, 1) for row in whole_year(score, f"E{at:02}")]
    return inputs(now=now, employees=staff, composites=rows, settings=settings)


def proposed(given: Inputs) -> list[str]:
    return run(given).frame("awards")["employee_no"].to_list()


def test_the_best_three_are_proposed_the_best_first_with_what_they_earned_it_by() -> None:
    frame = run(shop(81, 95, 92, 88)).frame("awards")
    assert frame.select("employee_no", "score", "state").rows() == [
        ("E02", Decimal(95), "proposed"),
        ("E03", Decimal(92), "proposed"),
        ("E04", Decimal(88), "proposed"),
    ]
    assert frame["basis"][0] == "年度得分 95.00，等级 A，第 1 名，12 个月有得分"


def test_whoever_ties_with_the_last_place_is_proposed_too() -> None:
    assert proposed(shop(95, 90, 88, 88, 87)) == ["E01", "E02", "E03", "E04"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"award_top": "1"}, ["E01"]),
        ({"award_top": "0"}, []),
        ({"award_grade": "A"}, ["E01"]),
        ({"award_grade": "C"}, ["E01", "E02", "E03"]),
        ({}, ["E01", "E02"]),
    ],
)
def test_places_and_the_least_grade_are_parameters(settings: dict[str, str], expected: list[str]) -> None:
    assert proposed(shop(95, 85, 75, settings=settings)) == expected


def test_a_month_of_d_or_e_rules_somebody_out_unless_the_parameter_allows_it() -> None:
    rows = [*months(dict.fromkeys(range(2, 13), 95)), month(1, 65, grade="D")]
    assert proposed(inputs(composites=rows)) == []
    assert proposed(inputs(composites=rows, settings={"award_low_months": "1"})) == ["E01"]


def test_a_low_month_without_a_letter_is_low_by_the_years_table() -> None:
    assert proposed(inputs(composites=[*months(dict.fromkeys(range(2, 13), 95)), month(1, 65)])) == []


def test_fewer_than_six_months_earn_no_award() -> None:
    assert proposed(inputs(composites=months(dict.fromkeys(range(1, 6), 95)))) == []
    assert proposed(inputs(composites=months(dict.fromkeys(range(1, 7), 95)))) == ["E01"]


def test_nobody_is_proposed_before_the_year_is_over() -> None:
    assert proposed(shop(95, now=dt.datetime(2026, 12, 31, 23))) == []
    assert proposed(shop(95, now=dt.datetime(2027, 1, 1))) == ["E01"]


def test_what_somebody_decided_stays_whatever_the_months_say_now() -> None:
    given = typed(run(shop(95)), "awards", 0, state="approved", approved_by="老板", approved_on=dt.date(2027, 1, 15))
    lowered = typed(given, "years", 0, final=Decimal(70), final_reason="核对后更正")
    frame = run(lowered).frame("awards")
    assert frame.select("score", "state", "approved_by").rows() == [(Decimal(95), "approved", "老板")]
    assert codes(annual_appraisal(lowered)) == [("awards.not-earned", 2)]


def test_a_proposal_that_is_not_earned_any_more_says_so_and_is_not_taken_away() -> None:
    lowered = typed(run(shop(95)), "years", 0, final=Decimal(70), final_reason="核对后更正")
    again = run(lowered)
    assert again.frame("awards").select("score", "basis").rows() == [(Decimal(70), "现在不符合评优条件：年度得分 70.00，等级 C，第 1 名")]
    assert codes(annual_appraisal(again)) == [("awards.not-earned", 2)]
    assert annual_appraisal(again).changes == ()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"state": "approved"}, [("awards.without-name", 2)]),
        ({"state": "refused"}, [("awards.without-name", 2)]),
        ({"state": "approved", "approved_by": "员工1"}, [("awards.approves-himself", 2)]),
        ({"state": "approved", "approved_by": "E01"}, [("awards.approves-himself", 2)]),
        ({"state": "approved", "approved_by": "老板"}, []),
    ],
)
def test_an_award_is_decided_by_somebody_else_who_signs(cells: dict[str, Cell], found: list[tuple[str, int]]) -> None:
    assert codes(annual_appraisal(typed(run(shop(95)), "awards", 0, **cells))) == found
