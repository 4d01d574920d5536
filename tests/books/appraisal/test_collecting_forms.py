"""Forms that come back: each answer once, in its place, with whom it is from."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from shopbook.sheet.books import Inputs, Paper
from tests.books.appraisal.form_builders import (
    NOW,
    PEER,
    PEER_ANSWERS,
    SELF,
    SELF_ANSWERS,
    SUPERIOR,
    SUPERIOR_ANSWERS,
    codes,
    collected,
    filled,
    rows,
    said,
)

# What is taken


def test_a_self_review_becomes_ratings_and_a_row(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS))

    assert rows(given, "ratings", "employee_no", "rater", "code", "score") == [
        ("E02", "self", "N1", Decimal(90)),
        ("E02", "self", "T1", Decimal(85)),
    ]
    assert rows(given, "self_reviews", "cycle", "employee_no", "name", "achievements", "submitted_on", "origin") == [
        ("2026-06", "E02", "李四", "上架 320 款", NOW.date(), "rated")
    ]
    assert ("ZP-2026-06-E02", "returned") in rows(given, "form_log", "form_no", "state")
    assert codes(outcome) == []
    assert outcome.summary["forms_taken"] == 1
    assert outcome.summary["forms_out"] == 9


def test_a_superiors_card_bears_his_name_his_opinion_and_his_remarks(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, _ = collected(out[0], filled(out[1][SUPERIOR], SUPERIOR_ANSWERS))

    assert rows(given, "superior_reviews", "employee_no", "superior", "opinion") == [("E02", "张三", "稳定")]
    assert rows(given, "ratings", "rater", "code", "score", "remark") == [
        ("superior", "N1", Decimal(80), None),
        ("superior", "T1", Decimal(75), "主动"),
    ]


def test_a_peer_form_is_a_row_for_each_colleague(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(
        out[0], filled(out[1][PEER], {**PEER_ANSWERS, "E04": {"cooperation": 0, "communication": 70, "comment": "慢"}})
    )

    assert rows(given, "peer_reviews", "employee_no", "peer_no", "peer", "cooperation", "communication", "comment") == [
        ("E01", "E02", "李四", Decimal(80), Decimal(90), None),
        ("E03", "E02", "李四", Decimal(80), Decimal(90), None),
        ("E04", "E02", "李四", Decimal(0), Decimal(70), "慢"),
    ]
    assert codes(outcome) == []


def test_a_remark_on_a_figure_is_kept_without_points(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, _ = collected(out[0], filled(out[1][SELF], {**SELF_ANSWERS, "K1": {"remark": "系统故障一天"}}))

    assert ("K1", None, "系统故障一天") in rows(given, "ratings", "code", "score", "remark")


def test_a_second_run_writes_nothing(out: tuple[Inputs, dict[str, Paper]]) -> None:
    files = [filled(out[1][SELF], SELF_ANSWERS), filled(out[1][SUPERIOR], SUPERIOR_ANSWERS), filled(out[1][PEER], PEER_ANSWERS)]
    given, _ = collected(out[0], *files)

    again, _ = collected(given, *files, now=NOW + dt.timedelta(days=2))

    for sheet in ("ratings", "self_reviews", "superior_reviews", "peer_reviews", "form_log"):
        assert again.frame(sheet).equals(given.frame(sheet)), sheet


def test_a_form_that_is_put_right_replaces_what_it_said_before(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, _ = collected(out[0], filled(out[1][SELF], SELF_ANSWERS))

    again, _ = collected(given, filled(out[1][SELF], {**SELF_ANSWERS, "N1": {"score": 95}, "achievements": {"answer": "上架 330 款"}}))

    assert rows(again, "ratings", "code", "score") == [("N1", Decimal(95)), ("T1", Decimal(85))]
    assert rows(again, "self_reviews", "achievements") == [("上架 330 款",)]


def test_a_file_that_is_gone_leaves_what_it_said(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, _ = collected(out[0], filled(out[1][SELF], SELF_ANSWERS))

    again, _ = collected(given, filled(out[1][SUPERIOR], SUPERIOR_ANSWERS))

    assert len(rows(again, "ratings", "code")) == 4
    assert again.frame("self_reviews").equals(given.frame("self_reviews"))


# Files as people hand them in


def test_a_file_may_have_any_name(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS, name="新建工作表(2).xlsx"))

    assert (len(rows(given, "ratings", "code")), codes(outcome)) == (2, [])


def test_the_name_of_another_form_is_pointed_out_and_the_form_counts_as_what_it_is(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(out[0], filled(out[1][SELF], SELF_ANSWERS, name="2026-06/王五 E03 自评.xlsx"))

    assert rows(given, "self_reviews", "employee_no") == [("E02",)]
    assert said(outcome) == [
        ("forms.other-name", "“2026-06/王五 E03 自评.xlsx”的文件名是另一份表的，里面是 李四 填的自评；按里面的内容收了，请核对有没有发错人")
    ]


def test_one_file_handed_in_twice_counts_once(out: tuple[Inputs, dict[str, Paper]]) -> None:
    file = filled(out[1][SELF], SELF_ANSWERS, name="a.xlsx")

    given, outcome = collected(out[0], file, replace(file, name="b.xlsx"))

    assert len(rows(given, "ratings", "code")) == 2
    assert said(outcome) == [("forms.same-file", "“b.xlsx”和“a.xlsx”一模一样，只算一次")]
    assert (outcome.summary["files"], outcome.summary["files_doubled"]) == (2, 1)


def test_points_that_differ_between_two_files_count_for_nothing_and_the_rest_is_taken(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(
        out[0],
        filled(out[1][SELF], SELF_ANSWERS, name="旧.xlsx"),
        filled(out[1][SELF], {**SELF_ANSWERS, "N1": {"score": 60}}, name="新.xlsx"),
    )

    assert rows(given, "ratings", "code", "score") == [("T1", Decimal(85))]
    assert said(outcome)[0] == (
        "forms.two-answers",
        "李四 的自评“沟通协调”在几份文件里不一样（新.xlsx：60、旧.xlsx：90），没有收；请删掉不要的那份再收一次",
    )
    assert ("ZP-2026-06-E02", "partly") in rows(given, "form_log", "form_no", "state")


def test_words_that_differ_between_two_files_are_all_kept(out: tuple[Inputs, dict[str, Paper]]) -> None:
    given, outcome = collected(
        out[0],
        filled(out[1][SELF], SELF_ANSWERS, name="a.xlsx"),
        filled(out[1][SELF], {**SELF_ANSWERS, "improvements": {"answer": "早点上架"}}, name="b.xlsx"),
    )

    assert rows(given, "self_reviews", "improvements") == [("多核对；早点上架",)]
    assert codes(outcome) == []
