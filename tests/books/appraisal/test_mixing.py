from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.appraisal.results.grading import USUAL_GRADES, grade_of, grades_of, ranks
from shopbook.books.appraisal.results.mixing import Part, effective, half_up, mean, mixed, mixed_aspects, mixed_raters

USUAL = {
    "self_weight": Decimal(20),
    "superior_weight": Decimal(60),
    "peer_weight": Decimal(20),
    "performance_weight": Decimal(60),
    "ability_weight": Decimal(20),
    "attitude_weight": Decimal(20),
}

weights = st.decimals(0, 100, places=2)
scores = st.none() | st.decimals(0, 100, places=2)
parts = st.lists(st.builds(Part, weights, scores), max_size=8)


def some(*values: float | str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(str(value)) for value in values]


def raters(own: float | None, superior: float | None, peers: float | None) -> dict[str, Decimal | None]:
    return dict(zip(("self", "superior", "peer"), some(own, superior, peers), strict=True))


# Source: T25.


def test_self_90_superior_80_and_peers_of_85_and_75_make_82() -> None:
    assert mean(some(85, 75, None)) == 80
    assert mixed_raters(USUAL, raters(90, 80, 80)) == Decimal("82.0")


def test_without_any_peer_the_others_are_weighed_anew_and_nothing_counts_as_zero() -> None:
    assert mixed_raters(USUAL, raters(90, 80, None)) == Decimal("82.5")


def test_a_genuine_zero_is_a_score() -> None:
    assert mixed_raters(USUAL, raters(90, 80, 0)) == Decimal("66.0")


def test_performance_88_ability_80_attitude_90_mix_to_86_8() -> None:
    assert mixed_aspects(USUAL, dict(zip(("performance", "ability", "attitude"), some(88, 80, 90), strict=True))) == Decimal("86.80")


def test_without_attitude_the_other_two_are_weighed_60_to_20() -> None:
    assert mixed_aspects(USUAL, dict(zip(("performance", "ability"), some(88, 80), strict=True))) == Decimal("86.00")


def test_a_weight_that_nobody_can_read_counts_nothing() -> None:
    assert mixed_raters({**USUAL, "peer_weight": None}, raters(90, 80, 10)) == Decimal("82.5")


def test_nothing_at_all_is_no_score() -> None:
    assert mixed_raters(USUAL, raters(None, None, None)) is None
    assert mean([]) is None
    assert mixed([Part(Decimal(0), Decimal(50))]) is None


@pytest.mark.parametrize(("exact", "shown"), [("82.45", "82.5"), ("82.44", "82.4"), ("89.95", "90.0"), ("0.05", "0.1"), ("100", "100.0")])
def test_a_month_is_rounded_half_up_to_one_decimal(exact: str, shown: str) -> None:
    assert str(half_up(Decimal(exact))) == shown


@given(parts)
def test_what_counts_really_adds_up_to_100_whatever_is_missing(drawn: Sequence[Part]) -> None:
    counted = any(part.weight and part.value is not None for part in drawn)
    whole = sum(effective(drawn), start=Decimal(0))
    assert abs(whole - (100 if counted else 0)) < Decimal("1e-20")


@given(parts)
def test_a_mix_lies_between_its_lowest_and_its_highest_part(drawn: Sequence[Part]) -> None:
    there = [part.value for part in drawn if part.value is not None and part.weight]
    score = mixed(drawn)
    assert (score is None) == (not there)
    assert score is None or min(there) - Decimal("1e-20") <= score <= max(there) + Decimal("1e-20")


@given(parts, st.integers(0, 7), st.decimals(0, 100, places=2))
def test_a_better_part_never_lowers_the_mix(drawn: list[Part], at: int, better: Decimal) -> None:
    at = at % len(drawn) if drawn else 0
    before = mixed(drawn)
    value = drawn[at].value if drawn else None
    if before is None or value is None or better < value:
        return
    after = mixed([*drawn[:at], Part(drawn[at].weight, better), *drawn[at + 1 :]])
    assert after is not None
    assert after >= before


@given(st.data(), parts)
def test_the_order_of_the_parts_does_not_matter(data: st.DataObject, drawn: list[Part]) -> None:
    before, after = mixed(drawn), mixed(data.draw(st.permutations(drawn)))
    assert (before is None and after is None) or half_up(before or Decimal(0), 9) == half_up(after or Decimal(0), 9)


# Grades.


@pytest.mark.parametrize(
    ("score", "letter"),
    [("100", "A"), ("90.0", "A"), ("89.9", "B"), ("80", "B"), ("79.9", "C"), ("70", "C"), ("60", "D"), ("59.9", "E"), ("0", "E")],
)
def test_a_grade_begins_at_its_bound(score: str, letter: str) -> None:
    assert grade_of(Decimal(score), grades_of(USUAL_GRADES)) == letter


@pytest.mark.parametrize(
    "text", ["A≥90; B≥80; C≥70; D≥60; E", "A>=90，B≥80、C≥70；D≥60；E", "Ａ≥９０; B：80; C=70; D 60; E<60", "a≥90;b≥80;c≥70;d≥60;e≥0"]
)
def test_the_table_is_read_however_it_is_written(text: str) -> None:
    assert grades_of(text) == grades_of(USUAL_GRADES)


@pytest.mark.parametrize("text", [None, "", "优秀≥90", "A≥80; B≥90; C", "A≥90; C≥80; E", "A≥90; B≥80", "B≥90; C", "A≥90;;x"])
def test_what_is_no_table_gives_no_grades(text: str | None) -> None:
    assert grades_of(text) is None
    assert grade_of(Decimal(95), grades_of(text)) is None


def test_a_person_without_a_score_has_no_grade() -> None:
    assert grade_of(None, grades_of(USUAL_GRADES)) is None


def test_equal_scores_share_a_place_and_the_next_place_is_left_out() -> None:
    assert ranks(some(80, 95, None, 80, 70)) == [2, 1, None, 2, 4]
