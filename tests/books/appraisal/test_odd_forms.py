"""Forms that come back half filled, changed, late or misplaced; nothing typed is written over."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.appraisal.forms.collecting import forms_intray
from shopbook.sheet.books import Inputs, Intray, Paper
from tests.books.appraisal.form_builders import (
    LATE,
    NOW,
    PEER,
    PEER_ANSWERS,
    SELF,
    SELF_ANSWERS,
    SUPERIOR,
    SUPERIOR_ANSWERS,
    Answers,
    codes,
    collected,
    cycle,
    damaged,
    employee,
    filled,
    handed_out,
    office,
    rows,
    said,
    typed,
)
from tests.books.tables import Cell

WORD = "马到成功"
"""A password."""


def test_half_a_form_is_taken_and_what_is_left_is_named(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], {"N1": {"score": 90}, "achievements": {"answer": "好"}}))

    assert rows(given, "ratings", "code", "score") == [("N1", Decimal(90))]
    assert said(outcome) == [("forms.unfinished", "李四 的自评还差 3 项没有填：责任心、不足之处（没有写“无”）、改进措施；填好的已经收了")]
    assert outcome.summary["forms_partly"] == 1
    assert ("ZP-2026-06-E02", "partly") in rows(given, "form_log", "form_no", "state")


def test_a_form_in_which_nobody_has_written_is_still_out(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], {}))

    assert given.frame("form_log").equals(out[0].frame("form_log"))
    assert (codes(outcome), outcome.summary["files_blank"]) == ([], 1)


@pytest.mark.parametrize(
    ("points", "why"),
    [("很好", "数"), (120, "100"), (-1, "0")],
)
def test_points_that_are_none_are_named_with_their_cell_and_the_rest_is_taken(
    out: tuple[Inputs, dict[str, Paper]], points: Cell, why: str
) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], {**SELF_ANSWERS, "N1": {"score": points}}))

    assert rows(given, "ratings", "code", "score") == [("T1", Decimal(85))]
    code, sentence = said(outcome)[0]
    assert (code, why in sentence, "“评分”E2" in sentence) == ("forms.not-taken", True, True)
    assert outcome.summary["answers_left"] == 1


def test_points_written_as_text_are_points(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, _ = collected(out[0], filled(out[1][SELF], {**SELF_ANSWERS, "N1": {"score": "９０"}}))

    assert ("N1", Decimal(90)) in rows(given, "ratings", "code", "score")


def test_a_weight_that_was_changed_counts_as_it_was(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS, weight=50))

    assert len(rows(given, "ratings", "code")) == 2
    assert said(outcome)[0] == (
        "forms.edited",
        "“2026-06/李四 E02 自评.xlsx”的“业绩数据”C2被改过，现在是“50”，发出时是“100”；按发出时的算",
    )
    assert codes(outcome) == ["forms.edited"] * 3


def test_an_indicator_that_the_form_did_not_ask_is_not_taken(out: tuple[Inputs, dict[str, Paper]]) -> None:
    stranger: Answers = {**SELF_ANSWERS, "N1": {"score": 90, "code": "N9"}}

    given, outcome = collected(out[0], filled(out[1][SELF], stranger))

    assert rows(given, "ratings", "code") == [("T1",)]
    assert codes(outcome) == ["forms.not-asked", "forms.unfinished"]


@pytest.mark.parametrize("number", ["E02", "E99"])
def test_a_person_whom_the_rater_added_is_not_rated_nor_is_he_himself(out: tuple[Inputs, dict[str, Paper]], number: str) -> None:
    given, outcome = collected(
        out[0], filled(out[1][PEER], {**PEER_ANSWERS, "E03": {"about_no": number, "cooperation": 100, "communication": 100}})
    )

    assert rows(given, "peer_reviews", "employee_no") == [("E01",), ("E04",)]
    assert codes(outcome) == ["forms.not-asked", "forms.unfinished"]


def test_a_form_of_another_workbook_is_left(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS, form_no="ZP-2026-06-X77", name="a.xlsx"))

    assert given.frame("ratings").height == 0
    assert said(outcome) == [("forms.not-ours", "“a.xlsx”的表号 ZP-2026-06-X77 不在“发放回收”里，不是这本工作簿发的；没有收")]


def test_a_form_without_its_number_is_left(out: tuple[Inputs, dict[str, Paper]]) -> None:
    _, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS, form_no=None, name="a.xlsx"))

    assert codes(outcome) == ["forms.no-number"]


def test_two_forms_pasted_together_are_left(out: tuple[Inputs, dict[str, Paper]]) -> None:
    file, other = filled(out[1][SELF], SELF_ANSWERS), filled(out[1]["王五 E03 自评"], SELF_ANSWERS)
    mixed = replace(file, tables={**file.tables, "form_ratings": other.tables["form_ratings"]})

    given, outcome = collected(out[0], mixed)

    assert (given.frame("ratings").height, codes(outcome)) == (0, ["forms.two-numbers"])


def test_last_months_form_is_left_and_the_month_that_is_going_on_is_named(out: tuple[Inputs, dict[str, Paper]]) -> None:
    file = filled(out[1][SELF], SELF_ANSWERS, name="a.xlsx")
    log, lines = (out[0].frame(sheet).drop("_row").rows(named=True) for sheet in ("form_log", "card_lines"))
    later = office(cycles=[cycle(state="closed"), cycle(cycle="2026-07")], form_log=log, card_lines=lines)

    given, outcome = collected(later, file)

    assert given.frame("ratings").height == 0
    assert said(outcome) == [("forms.other-month", "“a.xlsx”是 2026-06 的表，这个月不在进行中；没有收。进行中的是 2026-07")]


def test_a_form_about_somebody_whose_card_is_archived_is_left(out: tuple[Inputs, dict[str, Paper]]) -> None:
    archived = typed(out[0], "archive", {"cycle": "2026-06", "employee_no": "E02", "name": "李四"})

    given, outcome = collected(archived, filled(out[1][SELF], SELF_ANSWERS))

    assert (given.frame("ratings").height, codes(outcome)) == (0, ["forms.archived"])


def test_a_file_that_can_not_be_read_stops_none_of_the_others(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], damaged("a.xlsx"), filled(out[1][SELF], SELF_ANSWERS))

    assert len(rows(given, "ratings", "code")) == 2
    assert said(outcome) == [("forms.unreadable", "“a.xlsx”没有收：文件已损坏")]


def test_an_empty_folder_is_said(out: tuple[Inputs, dict[str, Paper]]) -> None:
    _, outcome = collected(out[0])

    assert said(outcome) == [("forms.none", "没有收到考核表：文件夹里没有文件")]


# Late


def test_what_comes_late_without_a_reason_is_taken_and_said(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS), now=LATE)

    assert rows(given, "self_reviews", "submitted_on") == [(LATE.date(),)]
    assert said(outcome) == [("forms.late", "李四 的自评 2026-07-11 才交，截止是 2026-07-10，没有写逾期原因；评分收了，请在“自评”补上原因")]


def test_a_reason_for_being_late_will_do(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], {**SELF_ANSWERS, "late_reason": {"answer": "出差"}}), now=LATE)

    assert (rows(given, "self_reviews", "late_reason"), codes(outcome)) == ([("出差",)], [])


def test_a_longer_time_is_time() -> None:
    longer = typed(office(cycles=[]), "cycles", cycle(extended_to=dt.date(2026, 7, 15)))
    given, papers = handed_out(longer)

    _, outcome = collected(given, filled(papers[SELF], SELF_ANSWERS), now=LATE)

    assert codes(outcome) == []


def test_the_day_of_a_form_that_came_in_time_stays_when_it_is_collected_again_later(out: tuple[Inputs, dict[str, Paper]]) -> None:
    file = filled(out[1][SELF], SELF_ANSWERS)
    given, _ = collected(out[0], file)

    again, outcome = collected(given, file, now=LATE)

    assert (rows(again, "self_reviews", "submitted_on"), codes(outcome)) == ([(NOW.date(),)], [])


# What people typed


def test_scores_that_were_typed_stay_and_the_ratings_of_the_form_are_kept_beside_them(out: tuple[Inputs, dict[str, Paper]]) -> None:
    by_hand = typed(out[0], "self_reviews", {"cycle": "2026年6月", "employee_no": " E02", "score": 88})

    given, outcome = collected(by_hand, filled(out[1][SELF], SELF_ANSWERS))

    assert rows(given, "self_reviews", "score", "achievements", "origin", "file") == [(Decimal(88), "上架 320 款", None, None)]
    assert (len(rows(given, "ratings", "code")), codes(outcome)) == (2, [])


def test_words_that_were_typed_stay_and_the_difference_is_said(out: tuple[Inputs, dict[str, Paper]]) -> None:
    by_hand = typed(out[0], "superior_reviews", {"cycle": "2026-06", "employee_no": "E02", "opinion": "好"})

    given, outcome = collected(by_hand, filled(out[1][SUPERIOR], SUPERIOR_ANSWERS))
    again, once_more = collected(given, filled(out[1][SUPERIOR], SUPERIOR_ANSWERS))

    assert rows(given, "superior_reviews", "opinion") == [("好",)]
    assert codes(outcome) == codes(once_more) == ["forms.typed"]
    assert again.frame("superior_reviews").equals(given.frame("superior_reviews"))


def test_a_typed_figure_that_nobody_can_read_is_not_written_over(out: tuple[Inputs, dict[str, Paper]]) -> None:
    by_hand = typed(out[0], "peer_reviews", {"cycle": "2026-06", "employee_no": "E03", "peer_no": "E02", "cooperation": "八十"})

    given, _ = collected(by_hand, filled(out[1][PEER], PEER_ANSWERS))

    table = given.tables["peer_reviews"]
    assert table.header is not None
    assert table.grid.text[table.header.letters["cooperation"]][1] == "八十"


# Whatever the order


@settings(max_examples=10, deadline=None)
@supposing(st.data())
def test_neither_the_order_of_files_nor_how_often_they_are_collected_matters(data: st.DataObject) -> None:
    given, papers = handed_out(office())
    points = st.one_of(st.none(), st.integers(-5, 105), st.sampled_from(["很好", "0"]))
    cards = [
        filled(papers[name], {"N1": {"score": data.draw(points)}, "T1": {"score": data.draw(points)}}, name=f"{copy}{name}.xlsx")
        for name in (SELF, SUPERIOR, "王五 E03 自评")
        for copy in ("", "再交 ")
    ]
    peers = [filled(papers[PEER], {"E03": {"cooperation": data.draw(points), "communication": data.draw(points)}}, name="互.xlsx")]
    files = data.draw(st.permutations([*cards, *peers]))

    at_once, outcome = collected(given, *files)
    sorted_at_once, same = collected(given, *sorted(files, key=lambda file: file.name))
    twice, _ = collected(at_once, *reversed(files))

    assert outcome.findings.equals(same.findings)
    for sheet in ("ratings", "self_reviews", "superior_reviews", "peer_reviews", "form_log"):
        assert at_once.frame(sheet).equals(sorted_at_once.frame(sheet))
        assert twice.frame(sheet).equals(at_once.frame(sheet))


@settings(max_examples=8, deadline=None)
@supposing(st.permutations([SELF, SUPERIOR, PEER, "王五 E03 自评"]))
def test_forms_that_come_one_by_one_say_what_they_say_together(order: list[str]) -> None:
    given, papers = handed_out(office())
    answers = {SELF: SELF_ANSWERS, SUPERIOR: SUPERIOR_ANSWERS, PEER: PEER_ANSWERS, "王五 E03 自评": SELF_ANSWERS}
    files = {name: filled(papers[name], answers[name]) for name in order}

    together, _ = collected(given, *files.values())
    one_by_one = given
    for file in files.values():
        one_by_one, _ = collected(one_by_one, file)

    assert one_by_one.frame("ratings").equals(together.frame("ratings"))
    for sheet in ("self_reviews", "superior_reviews", "peer_reviews", "form_log"):
        assert sorted(chain(map(repr, one_by_one.frame(sheet).drop("_row").rows()))) == sorted(
            map(repr, together.frame(sheet).drop("_row").rows())
        )


# What opens them


def test_passwords_are_known_by_name_and_number_and_done_months_are_not_looked_into() -> None:
    people = [employee("E01", password=WORD), employee("E02")]
    given = office(employees=people, cycles=[cycle(), cycle(cycle="2026年5月", state="closed")])

    assert forms_intray(given.tables) == Intray({"E01": WORD, "张三": WORD}, frozenset({"2026-05"}))
