"""What people decide about scores, and months, places and shares of grades."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.appraisal.results.distribution import Limit
from shopbook.books.appraisal.results.parts import found
from shopbook.books.appraisal.results.scoring import score_appraisal
from shopbook.errors import BadParameterError
from shopbook.labels import Lang
from tests.books.appraisal.june import RATED, june
from tests.books.appraisal.result_builders import (
    PEOPLE,
    T25,
    after,
    agreed,
    card,
    codes,
    confirmed,
    cycle,
    decided,
    inputs,
    line,
    peer,
    rated_line,
    rating,
    review,
    scored,
    talked,
    typed,
    values,
)
from tests.books.tables import Cells

# ---------------------------------------------------------------- what people decide


def test_a_final_score_with_reason_and_decider_counts_and_both_are_kept() -> None:
    given = decided(scored(june()), {"final": Decimal(84), "final_reason": "带新人"})
    assert values(given, "computed", "final", "score", "grade", "step") == ("82", "84", "84", "B", "talk")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"final": Decimal(84)}, "results.final-without-reason"),
        ({"final": Decimal(84), "final_reason": "带新人", "decided_by": None}, "results.final-without-decider"),
        ({"final": Decimal(84), "final_reason": "带新人", "decided_by": "张三"}, "results.decided-on-himself"),
        ({"final": Decimal(84), "final_reason": "带新人", "decided_by": "E01"}, "results.decided-on-himself"),
    ],
)
def test_a_final_score_without_reason_or_by_nobody_or_by_oneself_does_not_count(cells: Cells, code: str) -> None:
    given = typed(scored(june()), "composites", {"decided_by": "王店长", "decided_on": dt.date(2026, 7, 5), **cells})
    outcome = score_appraisal(given)
    assert code in codes(outcome)
    assert values(after(given, outcome), "score") == ("82",)


def test_a_final_score_equal_to_the_computed_one_needs_no_reason() -> None:
    given = typed(scored(june()), "composites", {"final": Decimal(82)})
    assert codes(score_appraisal(given)) == []


def test_a_decision_ends_the_waiting_for_those_who_did_not_rate() -> None:
    given = scored(june(self_reviews=[], peer_reviews=[]))
    assert values(given, "step") == ("self",)
    assert values(decided(given), "step", "score") == ("talk", "80")


def test_the_steps_follow_one_another() -> None:
    given = decided(scored(june()))
    assert values(given, "step") == ("talk",)
    given = talked(given)
    assert values(given, "step") == ("confirm",)
    assert values(confirmed(given, {"confirmed_by": "王店长"}), "step") == ("confirm",)
    objecting: Cells = {"objected_on": dt.date(2026, 7, 7), "objection": "少算一次"}
    assert values(confirmed(given, objecting), "step") == ("confirm",)
    assert values(confirmed(given), "step") == ("archived",)


def test_after_the_employee_confirmed_no_rating_and_no_hand_moves_the_score() -> None:
    given = agreed(june())
    late = typed(given, "superior_reviews", {"score": Decimal(20)})
    moved = typed(late, "composites", {"final": Decimal(50), "final_reason": "改主意了"})
    outcome = score_appraisal(moved)
    assert values(after(moved, outcome), "computed", "score", "step") == ("82", "82", "archived")
    assert codes(outcome) == ["results.changed-after-confirmation", "results.rated-after-confirmation"]


# ---------------------------------------------------------------- months, people, places


def test_a_closed_month_is_not_touched() -> None:
    outcome = score_appraisal(june(cycles=[cycle(state="closed")]))
    assert outcome.changes == ()
    assert outcome.summary["months_scored"] == 0
    assert "没有进行中的月份" in outcome.notes[0].zh


def test_each_open_month_is_scored_by_its_own_weights() -> None:
    may = {"cycle": "2026-05"}
    given = inputs(
        {
            "cycles": [cycle(), cycle("2026/5", self_weight=Decimal(100), superior_weight=Decimal(0), peer_weight=Decimal(0))],
            "self_reviews": [review(90), review(70, **may)],
            "superior_reviews": [review(80), review(10, **may)],
        }
    )
    rows = scored(given).frame("composites").select("cycle", "computed").rows()
    assert sorted(rows) == [("2026-05", Decimal("70.00")), ("2026-06", Decimal("82.50"))]


def test_somebody_on_leave_all_month_is_listed_without_a_score_or_a_step() -> None:
    given = scored(june(leaves=[{"cycle": "2026年6月", "employee_no": "E02", "reason": "产假"}]))
    assert values(given, "excused", "score", "missing", "step", who="E02") == (True, None, "整月休假，不考核", None)


def test_a_person_may_be_typed_by_name_and_a_month_in_any_spelling() -> None:
    given = june(superior_reviews=[review(80, employee_no="张三", cycle="2026年6月")])
    assert values(scored(given), "superior_score") == ("80",)


def test_rows_that_say_neither_whom_nor_when_are_left_out() -> None:
    blank: list[Cells] = [review(10, employee_no=None), review(10, cycle=None), peer("E02", 10, employee_no=None)]
    rows = {"superior_reviews": [*T25["superior_reviews"], *blank[:2]], "peer_reviews": [*T25["peer_reviews"], *blank[2:]]}
    none = [{"cycle": "2026-06", "employee_no": "E01", "rater": "superior", "code": "态度一", "score": None}]
    given = scored(june(**rows, ratings=none, cycles=[cycle(), cycle("2026年6月", self_weight=Decimal(100)), cycle("六月")]))
    assert given.frame("composites").select("employee_no", "computed").rows() == [("E01", Decimal("82.00"))]


def test_somebody_who_is_not_on_the_list_of_people_is_scored_under_his_number() -> None:
    given = scored(june(superior_reviews=[review(80, "E77")]))
    assert values(given, "name", "superior_score", "score", who="E77") == (None, "80", "80")


def test_department_and_post_stay_what_they_were_when_the_month_was_scored() -> None:
    given = scored(june())
    moved = inputs({"employees": [{**each, "department": "客服"} for each in PEOPLE]})
    later = replace(given, tables={**given.tables, "employees": moved.tables["employees"]})
    assert values(scored(later), "department") == ("运营",)


def test_equal_scores_share_a_place() -> None:
    rows = [review(80), review(90, "E02"), review(80, "E03"), review(70, "E04")]
    given = scored(inputs({"superior_reviews": rows}))
    assert given.frame("composites")["rank"].to_list() == [2, 1, 2, 4]


def test_everybody_with_a_score_gets_a_line_for_the_talk_once() -> None:
    given = scored(june())
    assert given.frame("feedback").select("cycle", "employee_no", "name").rows() == [("2026-06", "E01", "张三")]
    assert score_appraisal(given).changes == ()


def test_a_table_of_grades_that_means_nothing_gives_no_grades_and_is_said() -> None:
    given = june(cycles=[cycle(grades="优秀 90 以上")])
    outcome = score_appraisal(given)
    assert codes(outcome) == ["results.no-grades"]
    assert values(after(given, outcome), "score", "grade") == ("82", None)


# ---------------------------------------------------------------- shares of grades


@pytest.mark.parametrize(
    ("sign", "percent", "people", "of", "is_kept"),
    [
        ("<=", "20", 4, 20, True),
        ("<=", "20", 5, 20, False),
        ("<=", "20", 1, 4, True),  # 0.8 of a person is one
        ("<=", "20", 2, 4, False),
        (">=", "5", 0, 19, True),  # 0.95 of a person is none
        (">=", "5", 0, 20, False),
        (">=", "5", 1, 20, True),
    ],
)
def test_a_share_of_somebody_is_a_whole_one_at_most_and_nobody_at_least(
    sign: str, percent: str, people: int, of: int, *, is_kept: bool
) -> None:
    assert Limit("A", sign, Decimal(percent)).is_kept(people, of) is is_kept


def test_shares_of_grades_warn_and_change_no_score() -> None:
    rows = [review(95), review(96, "E02"), review(97, "E03"), review(70, "E04")]
    given = inputs({"superior_reviews": rows}, settings={"grade_shares": "A≤50%；E≥10%"})
    outcome = score_appraisal(scored(given))
    assert outcome.findings.select("code", "severity", "message").rows() == [
        ("results.grade-share", "warning", "2026-06 的 A 有 3 人（75.0%），等级比例要求 ≤50%，即 2 人；只是提醒，不改分数")
    ]
    assert codes(score_appraisal(scored(inputs({"superior_reviews": rows})))) == []


def test_shares_that_nobody_can_read_are_refused() -> None:
    with pytest.raises(BadParameterError):
        score_appraisal(inputs({**T25}, settings={"grade_shares": "A 不多于两成"}))


# ---------------------------------------------------------------- always


def test_scores_out_of_date_are_said_by_the_check_and_no_longer_once_scored() -> None:
    given = june()
    assert found(given)["code"].to_list() == ["results.out-of-date"]
    assert found(scored(given)).is_empty()
    assert found(replace(scored(given), lang=Lang.EN)).is_empty()


scores = st.none() | st.integers(0, 100)


@settings(max_examples=20)
@drawn(st.permutations(list(PEOPLE)), st.data())
def test_the_order_of_rows_never_matters(people: Sequence[Cells], data: st.DataObject) -> None:
    sheets: dict[str, Sequence[Cells]] = {
        "self_reviews": [review(90), review(70, "E02")],
        "superior_reviews": [review(80), review(60, "E02")],
        "peer_reviews": [peer("E02", 85), peer("E03", 75), peer("E01", 50, "E02")],
        "card_lines": [*card(), *card("E02")],
        "ratings": RATED,
    }
    shuffled: dict[str, Sequence[Cells]] = {code: data.draw(st.permutations(rows)) for code, rows in sheets.items()}
    first, second = scored(inputs(sheets)), scored(inputs({**shuffled, "employees": people}))
    assert first.frame("composites").drop("_row").equals(second.frame("composites").drop("_row"))


@settings(max_examples=20)
@drawn(scores, scores, st.lists(scores, max_size=3))
def test_scoring_twice_writes_nothing_the_second_time(own: int | None, superior: int | None, peers: list[int | None]) -> None:
    sheets: dict[str, Sequence[Cells]] = {
        "card_lines": card(),
        "self_reviews": [review(own)],
        "superior_reviews": [review(superior, ability=Decimal(50))],
        "peer_reviews": [peer(by, score) for by, score in zip(("E02", "E03", "E04"), peers, strict=False)],
    }
    assert score_appraisal(scored(inputs(sheets))).changes == ()


@settings(max_examples=20)
@drawn(st.integers(0, 100), st.integers(0, 100))
def test_a_better_rating_never_lowers_the_score(lower: int, more: int) -> None:
    better = min(100, lower + more)
    worse, best = (values(scored(june(superior_reviews=[review(score)])), "score")[0] for score in (lower, better))
    assert Decimal(str(worse)) <= Decimal(str(best))


def test_an_indicator_of_rating_with_a_typed_value_counts_for_both_raters() -> None:
    lines = [line(), rated_line("态度一", "attitude", actual=Decimal(70))]
    given = scored(june(card_lines=lines, ratings=[rating("态度一", 90)], self_reviews=[review(submitted_on=dt.date(2026, 7, 2))]))
    # self (88*60 + 70*20) / 80 = 83.5; superior (88*60 + 90*20) / 80 = 88.5
    assert values(given, "self_score") == ("83.5",)
