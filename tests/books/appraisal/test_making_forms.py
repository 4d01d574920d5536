"""Handing out forms: who gets which, what stands on it, and what never does."""

import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.appraisal.forms.making import make_forms
from shopbook.labels import Lang
from tests.books.appraisal.form_builders import NAMES, after, cycle, employee, handed_out, lines, office, rows, said

WORD = "马到成功"
"""A password."""


def test_everybody_gets_a_self_review_a_peer_form_and_a_card_for_each_person_led() -> None:
    _, papers = handed_out(office())

    assert sorted(papers) == [
        "张三 E01 上级评价 李四 E02",
        "张三 E01 上级评价 王五 E03",
        "张三 E01 上级评价 赵六 E04",
        "张三 E01 自评",
        "李四 E02 互评",
        "李四 E02 自评",
        "王五 E03 互评",
        "王五 E03 自评",
        "赵六 E04 互评",
        "赵六 E04 自评",
    ]
    assert {paper.folder for paper in papers.values()} == {"2026-06"}


def test_a_card_lists_what_is_rated_apart_from_what_figures_decide() -> None:
    _, papers = handed_out(office())

    card = papers["李四 E02 自评"]
    assert card.rows["form_ratings"].select("code", "aspect", "weight", "score").rows() == [
        ("N1", "ability", Decimal(100), None),
        ("T1", "attitude", Decimal(100), None),
    ]
    assert card.rows["form_figures"].select("code", "indicator", "target", "actual").rows() == [("K1", "订单处理准确率", Decimal(98), None)]
    assert card.rows["form_words"]["code"].to_list() == ["achievements", "shortcomings", "improvements", "late_reason"]
    assert card.heading == "2026-06 自评　　李四（E02）运营专员　　2026-07-10 前交回"


def test_a_superior_is_asked_for_an_opinion_and_a_colleague_for_neither() -> None:
    _, papers = handed_out(office())

    assert papers["张三 E01 上级评价 李四 E02"].rows["form_words"]["code"].to_list() == ["opinion", "late_reason"]
    assert papers["李四 E02 互评"].rows["form_words"]["code"].to_list() == ["late_reason"]


def test_nobody_rates_himself_or_as_a_colleague_whom_he_leads() -> None:
    _, papers = handed_out(office())

    assert papers["李四 E02 互评"].rows["form_colleagues"]["about_no"].to_list() == ["E01", "E03", "E04"]
    assert "张三 E01 互评" not in papers


def test_scores_that_the_workbook_knows_are_on_no_form() -> None:
    scored = [{**line, "actual": Decimal(97), "score": Decimal("98.98")} for number in NAMES for line in lines(number)]
    _, papers = handed_out(office(card_lines=scored, self_reviews=[{"cycle": "2026-06", "employee_no": "E02", "score": Decimal("91.3")}]))

    cells = {str(cell) for paper in papers.values() for frame in paper.rows.values() for row in frame.rows() for cell in row}
    assert not {"98.98", "91.30", "91.3"} & cells
    assert papers["李四 E02 自评"].rows["form_figures"]["actual"].to_list() == [Decimal(97)]


def test_a_password_of_the_person_who_fills_it_in_locks_a_form() -> None:
    people = [employee("E01", password=WORD), *(employee(number) for number in ("E02", "E03", "E04"))]
    outcome = make_forms(office(employees=people))
    _, papers = handed_out(office(employees=people))

    locked = {name for name, paper in papers.items() if paper.password == WORD}
    assert locked == {name for name in papers if name.startswith("张三 ")}
    assert {paper.password for name, paper in papers.items() if name not in locked} == {""}
    assert outcome.summary["forms_locked"] == len(locked)


def test_what_was_handed_out_is_logged_once() -> None:
    given, _ = handed_out(office())

    again = make_forms(given)

    assert again.changes == ()
    assert len(again.papers) == 10
    logged = rows(given, "form_log", "form_no", "step", "rater_no", "about_no", "state", "file")
    assert ("ZP-2026-06-E02", "self", "E02", "E02", "out", "李四 E02 自评") in logged
    assert ("SJ-2026-06-E01/E02", "superior", "E01", "E02", "out", "张三 E01 上级评价 李四 E02") in logged
    assert ("HP-2026-06-E02", "peer", "E02", None, "out", "李四 E02 互评") in logged


def test_a_form_that_is_back_is_not_made_again() -> None:
    log = [{"form_no": "ZP-2026-06-E02", "cycle": "2026-06", "step": "self", "rater_no": "E02", "about_no": "E02", "state": "returned"}]

    outcome = make_forms(office(form_log=log))

    assert "李四 E02 自评" not in [paper.name for paper in outcome.papers]
    assert (outcome.summary["forms_due"], outcome.summary["forms_in"], outcome.summary["forms_made"]) == (10, 1, 9)


def test_nobody_on_leave_gone_or_not_yet_here_gets_a_form() -> None:
    people = [
        employee("E01"),
        employee("E02", left=dt.date(2026, 6, 15)),
        employee("E03", joined=dt.date(2026, 7, 1)),
        employee("E04"),
    ]
    _, papers = handed_out(office(employees=people, leaves=[{"cycle": "2026-06", "employee_no": "E04", "reason": "产假"}]))

    assert sorted(papers) == ["张三 E01 自评"]


def test_somebody_without_indicators_is_named_and_gets_no_card() -> None:
    outcome = make_forms(office(card_lines=[line for number in ("E01", "E03", "E04") for line in lines(number)]))

    [(code, sentence)] = said(outcome)
    assert code == "forms.no-indicators"
    assert sentence.startswith("李四 在 2026-06 没有考核指标")
    assert not [paper.name for paper in outcome.papers if "自评" in paper.name and "李四" in paper.name]
    assert "李四 E02 互评" in [paper.name for paper in outcome.papers]


@pytest.mark.parametrize("cycles", [[], [cycle(state="closed")]])
def test_without_a_month_that_is_going_on_nothing_is_made(cycles: list[dict[str, object]]) -> None:
    outcome = make_forms(office(cycles=cycles))  # type: ignore[arg-type]  # cells of a row

    assert (outcome.papers, outcome.changes) == ((), ())
    assert outcome.notes[0].zh.startswith("没有进行中的月份")


def test_forms_speak_the_language_of_the_workbook() -> None:
    _, papers = handed_out(office(lang=Lang.EN))

    assert "张三 E01 Superior 李四 E02" in papers
    assert papers["李四 E02 Self"].heading == "2026-06 Self    李四 (E02) 运营专员    Due back on 2026-07-10"


def test_the_order_of_rows_changes_no_form() -> None:
    given = office()
    backwards = office(employees=[employee(number) for number in reversed(NAMES)])

    assert {paper.name for paper in make_forms(given).papers} == {paper.name for paper in make_forms(backwards).papers}
    assert after(given, make_forms(given)).frame("form_log").equals(after(backwards, make_forms(backwards)).frame("form_log"))
