"""Ratings become scores: the mix of self, superior and peers, and what counts for each. Sources: D0 四(四); T25."""

import datetime as dt
from decimal import Decimal

from shopbook.books.appraisal.results.scoring import score_appraisal
from shopbook.labels import Lang
from tests.books.appraisal.june import RATED, june
from tests.books.appraisal.result_builders import (
    T25,
    after,
    card,
    cycle,
    inputs,
    line,
    peer,
    rated_line,
    rating,
    review,
    scored,
    values,
)
from tests.books.tables import REF_ERROR

# ---------------------------------------------------------------- the composite (T25)


def test_self_90_superior_80_and_two_peers_make_82_and_grade_b() -> None:
    assert values(scored(june()), "self_score", "superior_score", "peer_score", "peers", "computed", "score", "grade") == (
        *("90", "80", "80", 2),
        *("82", "82", "B"),
    )


def test_without_peers_the_score_is_82_5_and_says_that_they_are_missing() -> None:
    given = scored(june(peer_reviews=[]))
    assert values(given, "peer_score", "peers", "computed", "missing") == (None, 0, "82.5", "缺互评")


def test_what_is_missing_is_said_in_the_language_of_the_workbook() -> None:
    given = inputs({"card_lines": card(), **T25, "peer_reviews": [], "self_reviews": []}, lang=Lang.EN)
    assert values(scored(given), "missing") == ("no self review; no peer rating",)


def test_a_genuine_zero_counts_and_is_not_missing() -> None:
    given = scored(june(peer_reviews=[peer("E02", 0)]))
    assert values(given, "peer_score", "computed", "missing") == ("0", "66", None)


def test_a_rater_without_weight_is_neither_counted_nor_missed() -> None:
    given = scored(june(peer_reviews=[], cycles=[cycle(peer_weight=Decimal(0))]))
    assert values(given, "computed", "missing", "step") == ("82.5", None, "composite")


def test_weights_are_those_of_the_month_whatever_the_parameters_say_now() -> None:
    given = inputs({"card_lines": card(), **T25}, settings={"self_weight": "100", "superior_weight": "0", "peer_weight": "0"})
    assert values(scored(given), "computed") == ("82",)


def test_somebody_of_whom_nobody_has_said_anything_has_no_score() -> None:
    outcome = score_appraisal(june(self_reviews=[], superior_reviews=[], peer_reviews=[]))
    assert outcome.summary["people_unscored"] == 1
    given = after(june(self_reviews=[], superior_reviews=[], peer_reviews=[]), outcome)
    assert values(given, "score", "grade", "rank", "step") == (None, None, None, "self")
    assert given.frame("feedback").is_empty()


# ---------------------------------------------------------------- raters


def test_ratings_become_aspects_and_a_score_of_60_20_20() -> None:
    given = scored(june(ratings=RATED, self_reviews=[review(origin="rated")], superior_reviews=[review(origin="rated")]))
    # self 88*60% + 80*20% + 90*20% = 86.8; superior 88*60% + 70*20% + 60*20% = 78.8
    assert values(given, "performance", "ability", "attitude", "score", "origin", sheet="self_reviews") == (
        "88",
        "80",
        "90",
        "86.8",
        "rated",
    )
    assert values(given, "performance", "ability", "attitude", "score", sheet="superior_reviews") == ("88", "70", "60", "78.8")
    # (86.8*20 + 78.8*60 + 80*20) / 100 = 80.64; ability (80*20 + 70*60) / 80 = 72.5; attitude (90*20 + 60*60) / 80 = 67.5
    assert values(given, "performance", "ability", "attitude", "computed") == ("88", "72.5", "67.5", "80.6")


def test_ratings_count_although_the_row_of_the_review_is_not_there() -> None:
    assert values(scored(june(ratings=RATED, self_reviews=[], superior_reviews=[])), "self_score", "superior_score") == ("86.8", "78.8")


def test_an_indicator_rated_by_people_shows_the_points_of_both_by_their_weights() -> None:
    given = scored(june(ratings=RATED))
    assert [(each["code"], f"{each['score']:f}") for each in given.frame("card_lines").rows(named=True)] == [
        ("K1", "88.00"), ("能力一", "72.50"), ("态度一", "67.50"),
    ]  # fmt: skip
    assert given.frame("card_lines")["origin"].to_list() == ["typed", "rated", "rated"]


def test_an_indicator_without_a_value_is_left_out_of_its_aspect_and_said() -> None:
    lines = [line("K1", weight=Decimal(60)), line("K2", weight=Decimal(40), indicator="客户满意度", actual=None)]
    given = scored(june(card_lines=lines, ratings=[], superior_reviews=[review(ability=Decimal(80), attitude=Decimal(90))]))
    assert values(given, "performance", "missing") == ("88", "没有实际值：客户满意度")
    assert values(given, "score", sheet="superior_reviews") == ("86.8",)


def test_an_indicator_whose_weight_nobody_can_read_counts_nothing() -> None:
    lines = [line("K1"), line("K2", weight=REF_ERROR, actual=Decimal(10))]
    assert values(scored(june(card_lines=lines, ratings=[rating("K9", 1)])), "performance") == ("88",)


def test_what_a_rater_left_out_on_the_form_is_said() -> None:
    given = scored(june(ratings=[rating("态度一", 60)], superior_reviews=[review(origin="rated")]))
    # (88*60 + 60*20) / 80 = 81
    assert values(given, "superior_score", "missing") == ("81", "上级评价没有能力")
    two = [*card(), rated_line("态度二", "attitude")]
    given = scored(june(card_lines=two, ratings=[rating("态度一", 60), rating("能力一", 60)], superior_reviews=[review(origin="rated")]))
    # 88*60% + 60*20% + 60*20% = 76.8
    assert values(given, "superior_score", "missing") == ("76.8", "上级评价没评态度二")


def test_points_beyond_100_for_one_indicator_do_not_carry_an_aspect_beyond_100() -> None:
    given = scored(
        june(card_lines=[line(actual=Decimal(150), cap=Decimal(120))], superior_reviews=[review(submitted_on=dt.date(2026, 7, 2))])
    )
    assert values(given, "performance", "superior_score") == ("100", "100")


def test_a_review_in_which_nothing_is_left_to_rate_counts_once_it_is_handed_in() -> None:
    lines = [line()]
    assert values(scored(june(card_lines=lines, superior_reviews=[review()])), "superior_score") == (None,)
    handed_in = [review(submitted_on=dt.date(2026, 7, 2))]
    assert values(scored(june(card_lines=lines, superior_reviews=handed_in)), "superior_score") == ("88",)


def test_typed_aspects_make_the_score_and_stay_as_typed() -> None:
    typed_row = review(performance=Decimal(88), ability=Decimal(80), attitude=Decimal(90))
    given = scored(june(self_reviews=[typed_row]))
    assert values(given, "performance", "ability", "attitude", "score", "origin", sheet="self_reviews") == (
        "88",
        "80",
        "90",
        "86.8",
        "typed",
    )


def test_what_was_typed_comes_before_what_a_form_says() -> None:
    given = scored(june(ratings=RATED, superior_reviews=[review(ability=Decimal(100))]))
    # 88*60% + 100*20% + 60*20% = 84.8
    assert values(given, "ability", "attitude", "score", "origin", sheet="superior_reviews") == ("100", None, "84.8", "typed")


def test_a_figure_that_nobody_can_read_is_no_score_is_said_and_stays() -> None:
    unclear = review(ability=REF_ERROR, attitude=Decimal(90))
    given = june(superior_reviews=[unclear], ratings=RATED)
    outcome = score_appraisal(given)
    assert values(after(given, outcome), "superior_score", "missing") == (None, "上级评价有看不懂的数")
    assert not [change for change in outcome.changes if change.sheet == "superior_reviews" and getattr(change, "field", "") == "ability"]


# ---------------------------------------------------------------- colleagues


def test_a_peer_gives_the_mean_of_cooperation_and_communication_or_the_one_that_is_there() -> None:
    rows = [peer("E02", 80, communication=Decimal(85)), peer("E03", None, cooperation=Decimal(70)), peer("E04", None)]
    given = scored(june(peer_reviews=rows))
    assert given.frame("peer_reviews")["score"].to_list() == [Decimal("82.50"), Decimal("70.00"), None]
    assert values(given, "peer_score", "peers") == ("76.25", 2)


def test_a_colleague_whose_figure_nobody_can_read_has_not_answered() -> None:
    rows = [peer("E02", 80), peer("E03", 70, cooperation=Decimal(120))]
    given = scored(june(peer_reviews=rows))
    assert values(given, "peer_score", "peers") == ("80", 1)
    assert given.frame("peer_reviews")["score"].to_list() == [Decimal("80.00"), None]


def test_nobody_rates_himself_as_a_peer_and_each_colleague_counts_once() -> None:
    rows = [peer("E02", 85), peer("李四", 15), peer("E01", 100), peer("E03", 75)]
    assert values(scored(june(peer_reviews=rows)), "peer_score", "peers") == ("80", 2)


def test_the_next_step_waits_for_every_colleague_who_is_asked() -> None:
    assert values(scored(june()), "step") == ("peer",)
    everybody = [peer("E02", 85), peer("E03", 75), peer("E04", 80)]
    assert values(scored(june(peer_reviews=everybody)), "step") == ("composite",)
