import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.appraisal.results.archiving import archive_cards
from shopbook.books.appraisal.results.parts import CHECKS, found
from shopbook.books.appraisal.results.scoring import score_appraisal
from shopbook.books.appraisal.results.sealing import fingerprint
from shopbook.books.appraisal.results.sheets import ARCHIVE
from shopbook.labels import Lang
from shopbook.sheet.books import AppendRows, Inputs
from shopbook.sheet.columns import CHECK
from shopbook.sheet.kinds import Kind
from tests.books.appraisal.result_builders import (
    PEOPLE,
    SHEETS,
    T25,
    after,
    agreed,
    archived,
    card,
    codes,
    confirmed,
    decided,
    inputs,
    line,
    peer,
    rating,
    review,
    row,
    scored,
    talked,
    typed,
    values,
)
from tests.books.tables import Cell, Cells, table

LATER = dt.datetime(2026, 7, 20, 9, 0)


def june() -> Inputs:
    return inputs({"card_lines": card(), **T25})


def refusals(given: Inputs) -> list[str]:
    """Why cards were not archived."""
    found = archive_cards(given).findings
    return found.filter(pl.col("code") == "archive.not-ready")["message"].to_list()


def checked(given: Inputs) -> list[str]:
    """What the check says of the three sheets of results."""
    rules = [code for check in CHECKS for code in check.verdict(given).findings["code"]]
    return sorted([*rules, *found(given)["code"]])


# ---------------------------------------------------------------- what may be archived (T27)


def test_a_confirmed_card_is_frozen_with_its_values_and_the_month_is_closed() -> None:
    given = decided(scored(june()), {"final": Decimal(84), "final_reason": "带新人"})
    given = archived(confirmed(talked(given)))
    assert values(given, "computed", "score", "reason", "grade", "improvement_plan", "goals", sheet="archive") == (
        *("82", "84", "带新人", "B"),
        *("每周复盘", "转化率 3%"),
    )
    card_row = row(given, sheet="archive")
    assert (card_row["archived_at"], card_row["archived_by"], card_row["confirmed_on"]) == (
        dt.datetime(2026, 7, 9, 10, 0), "王店长", dt.date(2026, 7, 7),
    )  # fmt: skip
    assert given.frame("cycles")["state"].to_list() == ["closed"]
    assert values(given, "step") == (None,)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (scored(inputs({"card_lines": card()})), "还没有得分"),
        (scored(june()), "“综合评定”还没有评定人和评定日期"),
        (decided(scored(june())), "还没有面谈"),
        (talked(decided(scored(june()))), "员工还没有确认"),
        (confirmed(talked(decided(scored(june()))), {"confirmed_by": "王店长"}), "员工还没有确认"),
        (confirmed(talked(decided(scored(june()))), {"objected_on": dt.date(2026, 7, 7), "objection": "少算一单"}), "异议还没有答复"),
        (agreed(june()), None),
    ],
)
def test_nothing_is_archived_before_every_step_is_done_and_the_reason_is_said(given: Inputs, why: str | None) -> None:
    outcome = archive_cards(given)
    assert refusals(given) == ([] if why is None else [f"E01 在 2026-06 没有存档：{why}"])
    assert outcome.summary["cards_archived"] == (1 if why is None else 0)
    assert [change.sheet for change in outcome.changes if isinstance(change, AppendRows)] == ([] if why else ["archive"])


def test_an_objection_that_was_answered_no_longer_keeps_a_card_from_the_archive() -> None:
    objection: Cells = {"objected_on": dt.date(2026, 7, 6), "objection": "少算一单"}
    answer: Cells = {"answer": "已核对，没有少算", "answered_by": "王店长", "answered_on": dt.date(2026, 7, 7)}
    given = confirmed(talked(decided(scored(june()))), {**objection, **answer})
    assert archive_cards(given).summary["cards_archived"] == 1


def test_a_line_with_an_error_is_not_archived() -> None:
    given = typed(agreed(june()), "feedback", {"answered_on": dt.date(2027, 1, 1)})
    assert refusals(given) == ["E01 在 2026-06 没有存档：“综合评定”或“反馈”的这一行有错误（见“校验”列）"]


def test_a_month_stays_open_until_its_last_card_is_archived() -> None:
    two = inputs({"card_lines": [*card(), *card("E02")], **T25, "superior_reviews": [review(80), review(70, "E02")]})
    given = archived(agreed(two))
    assert given.frame("cycles")["state"].to_list() == ["open"]
    given = archived(agreed(given, who="E02"))
    assert given.frame("cycles")["state"].to_list() == ["closed"]
    assert given.frame("archive")["employee_no"].to_list() == ["E01", "E02"]


def test_a_month_does_not_wait_for_ever_for_somebody_who_has_left() -> None:
    people = [{**each, "left": dt.date(2026, 7, 3)} if each["employee_no"] == "E02" else each for each in PEOPLE]
    reviews = {"superior_reviews": [review(80), review(70, "E02")]}
    given = archived(agreed(inputs({"card_lines": [*card(), *card("E02")], **T25, **reviews, "employees": people})))
    assert given.frame("cycles")["state"].to_list() == ["closed"]


def test_those_on_leave_all_month_need_no_card() -> None:
    given = archived(
        agreed(inputs({"card_lines": card(), **T25, "leaves": [{"cycle": "2026-06", "employee_no": "E02", "reason": "产假"}]}))
    )
    assert given.frame("archive")["employee_no"].to_list() == ["E01"]
    assert given.frame("cycles")["state"].to_list() == ["closed"]


def test_archiving_twice_writes_nothing_the_second_time() -> None:
    given = archived(agreed(june()))
    assert archive_cards(replace(given, now=LATER)).changes == ()
    assert score_appraisal(replace(given, now=LATER)).changes == ()


# ---------------------------------------------------------------- it never changes again


_EDITS: list[tuple[str, Cells]] = [
    ("superior_reviews", {"score": Decimal(10)}),
    ("self_reviews", {"score": None}),
    ("composites", {"final": Decimal(100), "final_reason": "改主意了", "decided_by": "李四"}),
    ("composites", {"decided_by": None, "decided_on": None}),
    ("feedback", {"confirmed_on": None, "confirmed_by": None}),
    ("feedback", {"goals": "别的目标"}),
    ("employees", {"department": "客服"}),
    ("cycles", {"state": "open", "self_weight": Decimal(100)}),
]


def edited(given: Inputs, sheet: str, cells: Cells, *, at: int = 0) -> Inputs:
    """The workbook with something typed into one of a sheet's rows, the first unless told."""
    rows: list[dict[str, Cell]] = [{name: each[name] for name in SHEETS[sheet].by_field} for each in given.frame(sheet).rows(named=True)]
    rows[at] = {**rows[at], **cells}
    return replace(given, tables={**given.tables, sheet: table(SHEETS[sheet], rows, lang=given.lang)})


@settings(max_examples=25)
@drawn(st.lists(st.sampled_from(_EDITS), max_size=5), st.sampled_from([(), ("score",), ("archive",), ("score", "archive")]))
def test_whatever_is_typed_elsewhere_and_whatever_task_is_run_the_archive_stays(
    edits: list[tuple[str, Cells]], tasks: tuple[str, ...]
) -> None:
    given = archived(agreed(june()))
    before = given.frame("archive")
    for sheet, cells in edits:
        given = edited(given, sheet, cells)
        for name in tasks:
            outcome = (score_appraisal if name == "score" else archive_cards)(replace(given, now=LATER))
            assert not [change for change in outcome.changes if change.sheet == "archive"]
            given = after(given, outcome)
    assert given.frame("archive").equals(before)


_ANOTHER: dict[Kind, Cell] = {
    Kind.TEXT: "改过",
    Kind.TEXT_ID: "改过",
    Kind.PERSON: "改过",
    Kind.NUMBER: Decimal("1.5"),
    Kind.INTEGER: 77,
    Kind.CHOICE: "E",
    Kind.DATE: dt.date(2020, 1, 1),
    Kind.DATETIME: dt.datetime(2020, 1, 1, 8, 0),
}


@pytest.mark.parametrize("field", [column.field for column in ARCHIVE.columns if column.field not in {CHECK, "cycle", "employee_no"}])
def test_a_change_of_any_archived_cell_is_detected(field: str) -> None:
    given = archived(agreed(june()))
    changed = edited(given, "archive", {field: _ANOTHER[ARCHIVE.by_field[field].kind]})
    assert checked(given) == []
    assert checked(changed) == ["archive.changed"]
    if row(given, sheet="archive")[field] is not None:
        assert checked(edited(given, "archive", {field: None})) == ["archive.changed"]


@pytest.mark.parametrize("cells", [{"actual": Decimal(99)}, {"weight": Decimal(50)}, {"indicator": "别的指标"}, {"score": Decimal(100)}])
def test_a_change_of_an_archived_persons_indicators_is_detected(cells: Cells) -> None:
    assert checked(edited(archived(agreed(june())), "card_lines", cells)) == ["archive.changed"]


def test_indicators_added_or_taken_away_after_archiving_are_detected() -> None:
    given = archived(agreed(june()))
    fewer = [each for each in given.frame("card_lines").rows(named=True) if each["code"] != "K1"]
    for lines in ([*card(), line("K9")], [{name: each[name] for name in SHEETS["card_lines"].by_field} for each in fewer]):
        changed = replace(given, tables={**given.tables, "card_lines": table(SHEETS["card_lines"], lines)})
        assert "archive.changed" in checked(changed)


def test_a_card_that_was_taken_out_of_the_archive_is_missed_and_not_made_anew() -> None:
    given = archived(agreed(june()))
    gone = replace(given, tables={**given.tables, "archive": table(ARCHIVE, [])})
    gone = edited(gone, "composites", {"final": Decimal(100), "final_reason": "改主意了"})
    gone = edited(gone, "cycles", {"state": "open"})
    assert "archive.gone" in checked(gone)
    for task in (score_appraisal, archive_cards):
        outcome = task(gone)
        assert "archive.gone" in codes(outcome)
        assert not [change for change in outcome.changes if change.sheet in {"archive", "composites"}]


def test_a_line_written_into_the_archive_by_hand_is_detected() -> None:
    given = inputs({"archive": [{"cycle": "2026-06", "employee_no": "E01", "score": Decimal(95), "grade": "A"}]})
    assert "archive.changed" in checked(given)


def test_the_fingerprint_is_the_same_in_both_languages_and_in_any_order_of_indicators() -> None:
    zh, en = (
        archived(agreed(inputs({"card_lines": lines, **T25}, lang=lang))) for lang, lines in zip(Lang, (card(), card()[::-1]), strict=True)
    )
    assert row(zh, sheet="archive")["fingerprint"] == row(en, sheet="archive")["fingerprint"]


def test_two_cards_have_two_fingerprints() -> None:
    kept = dict.fromkeys(ARCHIVE.by_field)
    assert fingerprint({**kept, "score": Decimal(80)}, []) != fingerprint({**kept, "score": Decimal("80.1")}, [])


# ---------------------------------------------------------------- talks and confirmations


def one_rule(feedback: Cells, composite: Cells | None = None) -> list[str]:
    """What is wrong after a decision and these words on 反馈."""
    given = decided(scored(june()), composite)
    return checked(typed(given, "feedback", feedback))


DAY = dt.date(2026, 7, 6)


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ({"talked_on": DAY, "talked_by": "王店长"}, []),
        ({"talked_on": DAY, "talked_by": "张三"}, ["feedback.talked-with-himself"]),
        ({"confirmed_on": DAY, "confirmed_by": "张三"}, ["feedback.confirmed-too-early"]),
        ({"talked_on": DAY, "confirmed_on": dt.date(2026, 7, 5), "confirmed_by": "张三"}, ["feedback.confirmed-too-early"]),
        ({"talked_on": DAY, "confirmed_on": DAY, "confirmed_by": "E01"}, []),
        ({"talked_on": DAY, "confirmed_on": DAY, "confirmed_by": "李四"}, ["feedback.confirmed-by-other"]),
        ({"talked_on": DAY, "confirmed_on": DAY}, ["feedback.confirmed-half"]),
        ({"talked_on": DAY, "confirmed_by": "张三"}, ["feedback.confirmed-half"]),
        ({"talked_on": DAY, "objection": "少算"}, ["feedback.objection-half"]),
        ({"talked_on": DAY, "objected_on": DAY, "objection": "少算"}, ["feedback.objection-open"]),
        ({"talked_on": DAY, "objected_on": dt.date(2026, 7, 9), "objection": "少算"}, ["feedback.objection-open"]),
        ({"talked_on": dt.date(2026, 7, 5), "objected_on": dt.date(2026, 7, 9), "objection": "少算"},
         ["feedback.objection-late", "feedback.objection-open"]),
        ({"talked_on": DAY, "objected_on": DAY, "objection": "少算", "answer": "核对过", "answered_on": DAY, "answered_by": "张三"},
         ["feedback.answered-by-himself"]),
        ({"talked_on": DAY, "objected_on": DAY, "objection": "少算", "answer": "核对过", "answered_on": dt.date(2026, 7, 5)},
         ["feedback.answered-too-early"]),
        ({"talked_on": dt.date(2026, 7, 10)}, ["feedback.talked-on-ahead"]),
    ],
)  # fmt: skip
def test_talks_confirmations_and_objections_follow_the_rules(feedback: Cells, expected: list[str]) -> None:
    assert sorted({code for code in one_rule(feedback) if code != "results.out-of-date"}) == expected


def test_three_days_to_object_are_a_parameter() -> None:
    objection: Cells = {"talked_on": dt.date(2026, 7, 5), "objected_on": dt.date(2026, 7, 9), "objection": "少算", "answer": "核对过"}
    given = typed(decided(scored(inputs({"card_lines": card(), **T25}, settings={"objection_days": "4"}))), "feedback", objection)
    assert "feedback.objection-late" not in checked(given)


def test_a_talk_before_the_decision_is_pointed_out() -> None:
    assert "feedback.talked-too-early" in checked(typed(scored(june()), "feedback", {"talked_on": DAY}))


def test_words_about_somebody_who_has_no_score_are_pointed_out() -> None:
    assert "feedback.no-score" in checked(typed(scored(june()), "feedback", {"talked_on": DAY}, who="E09"))


def test_name_and_date_of_a_decision_go_together_and_do_not_lie_ahead() -> None:
    assert checked(typed(scored(june()), "composites", {"decided_by": "王店长"})) == ["results.decided-half"]
    ahead = typed(scored(june()), "composites", {"decided_by": "王店长", "decided_on": dt.date(2026, 7, 10)})
    assert "results.decided-on-ahead" in checked(ahead)


def test_two_lines_for_one_person_and_month_are_pointed_out_on_both() -> None:
    given = scored(june())
    twice = given.frame("feedback").rows(named=True) * 2
    rows = [{name: each[name] for name in SHEETS["feedback"].by_field} for each in twice]
    doubled = replace(given, tables={**given.tables, "feedback": table(SHEETS["feedback"], rows)})
    assert checked(doubled) == ["feedback.twice", "feedback.twice"]


def test_a_late_form_of_a_peer_is_said_and_does_not_move_a_confirmed_score() -> None:
    given = agreed(june())
    late = replace(given, tables={**given.tables, "peer_reviews": table(SHEETS["peer_reviews"], [*T25["peer_reviews"], peer("E04", 20)])})
    assert checked(late) == ["results.rated-after-confirmation"]
    assert values(after(late, score_appraisal(late)), "score") == ("82",)


def test_a_rating_that_came_late_is_not_written_into_a_settled_review() -> None:
    given = agreed(june())
    late = replace(given, tables={**given.tables, "ratings": table(SHEETS["ratings"], [rating("能力一", 20)])})
    assert score_appraisal(late).changes == ()
