import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.checking import check_appraisal
from shopbook.books.appraisal.cycles.opening import open_cycle
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.appraisal.library_builders import JUNE, after, indicator, inputs, manager, person, told
from tests.books.tables import Cell, Cells, records, replaced, table, written

LIBRARY = (indicator("P1"), indicator("P1", post="运营主管"))
PEOPLE = (manager(), person("E02", "李娜"), person("E03", "张敏", peers="E01"))
"""E01 leads E02 and E03; E02 is rated by E03, and E03 by nobody, for E01 leads him."""


def june(day: int = 3, *, lang: Lang = Lang.ZH, **sheets: tuple[Cells, ...]) -> Inputs:
    """June, begun on the third of July, as it stands on a day of July."""
    new = inputs(employees=PEOPLE, indicators=LIBRARY, lang=lang)
    begun = after(new, open_cycle(new))
    said = {code: table(APPRAISAL_BOOK.sheet(code), rows, lang=lang) for code, rows in sheets.items()}
    return replace(begun, tables={**begun.tables, **said}, now=dt.datetime(2026, 7, day, 9, 0))


def waiting(given: Inputs) -> list[tuple[object, ...]]:
    found = replaced(check_appraisal(given), "missing")
    return [] if found.is_empty() else records(found, "step", "who", "about")


def review(number: str, **cells: Cell) -> dict[str, Cell]:
    return {"cycle": JUNE, "employee_no": number, "score": Decimal(88), **cells}


SELF = ({**review("E01")}, {**review("E02")}, {**review("E03")})
SUPERIORS = (review("E02"), review("E03"))
PEERS: tuple[Cells, ...] = ({"cycle": JUNE, "employee_no": "E02", "peer_no": "E03", "cooperation": Decimal(0)},)


def rated(day: int = 3, *, lang: Lang = Lang.ZH, **sheets: tuple[Cells, ...]) -> Inputs:
    """June with every rating given."""
    ratings = {"self_reviews": SELF, "superior_reviews": SUPERIORS, "peer_reviews": PEERS}
    given = june(day, lang=lang, **sheets)
    tables = {code: table(APPRAISAL_BOOK.sheet(code), rows, lang=lang) for code, rows in ratings.items()}
    return replace(given, tables={**given.tables, **tables})


def test_at_the_beginning_everybody_is_waited_for() -> None:
    assert waiting(june()) == [
        ("self", "张敏", "张敏"),
        ("self", "李娜", "李娜"),
        ("self", "王伟", "王伟"),
        ("superior", "王伟", "张敏"),
        ("superior", "王伟", "李娜"),
        ("peer", "张敏", "李娜"),
    ]


def test_a_rating_that_is_given_is_not_waited_for_even_a_zero() -> None:
    given = june(self_reviews=SELF, superior_reviews=(review("E02", score=Decimal(0)),), peer_reviews=PEERS)
    assert waiting(given) == [("superior", "王伟", "张敏"), ("composite", "王伟", "李娜"), ("composite", "运营主管", "王伟")]


def test_a_review_of_words_alone_is_still_waited_for() -> None:
    words = review("E02", score=None, achievements="完成了上新")
    assert ("self", "李娜", "李娜") in waiting(june(self_reviews=(words,)))


def test_a_card_that_came_back_with_blanks_is_still_waited_for() -> None:
    log: Cells = {"form_no": "ZP-2026-06-E02", "cycle": JUNE, "step": "self", "rater_no": "E02", "about_no": "E02", "state": "partly"}
    assert ("self", "李娜", "李娜") in waiting(june(self_reviews=SELF, form_log=(log,)))
    assert ("self", "李娜", "李娜") not in waiting(june(self_reviews=SELF, form_log=({**log, "state": "returned"},)))


@pytest.mark.parametrize(("day", "days"), [(10, None), (11, 1), (13, 3)])
def test_steps_are_late_from_the_eleventh(day: int, days: int | None) -> None:
    outcome = check_appraisal(june(day))
    found = replaced(outcome, "missing")
    assert set(found["days_late"]) == {days}
    assert set(found["due_on"]) == {dt.date(2026, 7, 10)}
    assert told(outcome, "cycles.overdue") == ([("cycles.overdue", 2)] if days else [])
    assert outcome.summary["steps_late"] == (6 if days else 0)


def test_a_month_whose_ratings_are_all_given_is_not_overdue() -> None:
    assert told(check_appraisal(rated(20)), "cycles.overdue") == []


def test_an_extension_makes_nobody_late() -> None:
    given = june(12)
    row: Cells = {**given.frame("cycles").rows(named=True)[0], "extended_to": dt.date(2026, 7, 15)}
    extended = inputs(cycles=({name: value for name, value in row.items() if name != "_row"},))
    outcome = check_appraisal(replace(given, tables={**given.tables, "cycles": extended.tables["cycles"]}))
    assert told(outcome, "cycles.overdue") == []
    assert outcome.summary["steps_late"] == 0


def test_the_counts_of_a_month_say_how_far_it_is() -> None:
    outcome = check_appraisal(june(self_reviews=SELF[:2], superior_reviews=SUPERIORS, peer_reviews=PEERS))
    found = {field: value for (field, row), value in written(outcome, "cycles").items() if row == 2}
    counts = {"self_done": 2, "superior_done": 2, "peers_done": 1, "scored": 0, "confirmed": 0, "archived": 0}
    assert {name: found[name] for name in counts} == counts


def test_a_second_check_writes_nothing() -> None:
    given = june(12, self_reviews=SELF[:1])
    assert check_appraisal(after(given, check_appraisal(given))).changes == ()


def test_of_a_closed_month_nobody_is_waited_for_and_its_people_stay_counted() -> None:
    closed: Cells = {"cycle": JUNE, "state": "closed", "people": 7, "self_done": 7}
    outcome = check_appraisal(inputs(employees=PEOPLE, indicators=LIBRARY, cycles=(closed,)))
    assert replaced(outcome, "missing").is_empty()
    assert {field for field, _ in written(outcome, "cycles")} == {"scored", "confirmed", "archived"}


def test_after_the_talk_the_employee_is_waited_for_and_then_hr() -> None:
    decision: Cells = {"decided_by": "E01", "decided_on": dt.date(2026, 7, 5)}
    scored: Cells = {"cycle": JUNE, "employee_no": "E02", "score": Decimal(88), "step": "composite", **decision}
    talk: Cells = {"cycle": JUNE, "employee_no": "E02", "talked_on": dt.date(2026, 7, 6), "talked_by": "E01"}
    word: Cells = {**talk, "confirmed_on": dt.date(2026, 7, 7), "confirmed_by": "李娜"}
    before, talked, agreed = (rated(composites=(scored,), feedback=said) for said in ((), (talk,), (word,)))
    assert ("talk", "王伟", "李娜") in waiting(before)
    assert ("confirm", "李娜", "李娜") in waiting(talked)
    assert ("archived", "人事", "李娜") in waiting(agreed)
    counts = written(check_appraisal(agreed), "cycles")
    assert (counts["scored", 2], counts["confirmed", 2]) == (1, 1)


def test_a_rater_without_weight_is_not_waited_for() -> None:
    new = inputs(employees=PEOPLE, indicators=LIBRARY, settings={"peer_weight": "0", "superior_weight": "80"})
    assert {step for step, _, _ in waiting(after(new, open_cycle(new)))} == {"self", "superior"}


def test_whoever_was_on_leave_is_waited_for_by_nobody() -> None:
    leave: Cells = {"cycle": JUNE, "employee_no": "E02", "reason": "产假"}
    assert "李娜" not in {name for _, who, about in waiting(june(leaves=(leave,))) for name in (who, about)}


def test_a_sheet_that_was_deleted_keeps_the_others_from_nothing() -> None:
    given = june()
    gone = {code: replace(given.tables[code], header=None) for code in ("leaves", "missing")}
    outcome = check_appraisal(replace(given, tables={**given.tables, **gone}))
    assert replaced(outcome, "missing").is_empty()
    assert "leaves" not in outcome.marks
    assert outcome.summary["steps_missing"] == 6


def test_whoever_leads_all_is_waited_for_by_what_the_post_is_called() -> None:
    assert ("composite", "Operations manager", "王伟") in waiting(rated(lang=Lang.EN))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"cycle": "六月"}, "cycles.bad-month"),
        ({"cycle": "2026-05"}, "cycles.not-begun"),
        (
            {"cycle": "2026-05", "state": "closed", "closes_on": dt.date(2026, 6, 10), "extended_to": dt.date(2026, 6, 5)},
            "cycles.extended-too-early",
        ),
    ],
)
def test_what_can_be_wrong_with_a_month(cells: Cells, code: str) -> None:
    assert told(check_appraisal(inputs(cycles=(cells,))), "cycles.") == [(code, 2)]


def test_a_month_that_is_there_twice_is_told_on_both_rows() -> None:
    rows: tuple[Cells, ...] = ({"cycle": "2026-05", "state": "closed"}, {"cycle": "2026年5月", "state": "closed"})
    assert told(check_appraisal(inputs(cycles=rows)), "cycles.") == [("cycles.doubled", 2), ("cycles.doubled", 3)]
