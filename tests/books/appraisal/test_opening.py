import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.appraisal.cycles.opening import open_cycle
from shopbook.sheet.books import Inputs, Outcome
from tests.books.appraisal.library_builders import after, indicator, inputs, manager, person, told
from tests.books.tables import Cells, appended, records, written

TWO = (indicator("P1"), indicator("A1", aspect="ability", name="沟通协调", method="rating", target=None))
LIBRARY = (*TWO, indicator("P1", post="运营主管", name="销售额", target=Decimal(100)))
PEOPLE = (manager(), person("E02", "李娜"), person("E03", "张敏"))


def shop(*, cycles: tuple[Cells, ...] = (), people: tuple[Cells, ...] = PEOPLE, library: tuple[Cells, ...] = LIBRARY) -> Inputs:
    return inputs(cycles=cycles, employees=people, indicators=library)


def lines(outcome: Outcome) -> list[tuple[object, ...]]:
    added = appended(outcome, "card_lines")
    return [] if added.is_empty() else records(added, "cycle", "employee_no", "code")


def test_last_month_begins_with_the_weights_and_days_that_hold_now() -> None:
    [row] = appended(open_cycle(shop()), "cycles").rows(named=True)
    assert (row["cycle"], row["state"], row["opens_on"], row["closes_on"]) == (
        "2026-06",
        "open",
        dt.date(2026, 7, 1),
        dt.date(2026, 7, 10),
    )
    assert [row[f"{name}_weight"] for name in ("self", "superior", "peer")] == [20, 60, 20]
    assert [row[f"{name}_weight"] for name in ("performance", "ability", "attitude")] == [60, 20, 20]
    assert (row["min_peers"], row["grades"], row["people"]) == (3, "A≥90; B≥80; C≥70; D≥60; E", 3)


def test_everybody_gets_the_indicators_of_the_post() -> None:
    outcome = open_cycle(shop())
    assert lines(outcome) == [
        ("2026-06", "E01", "P1"),
        ("2026-06", "E02", "P1"),
        ("2026-06", "E02", "A1"),
        ("2026-06", "E03", "P1"),
        ("2026-06", "E03", "A1"),
    ]
    sales, *_ = appended(outcome, "card_lines").rows(named=True)
    assert (sales["name"], sales["indicator"], sales["weight"], sales["method"]) == ("王伟", "销售额", 100, "higher")
    assert (sales["target"], sales["unit"], sales["actual"], sales["origin"]) == (100, "%", None, None)
    assert appended(outcome, "card_lines")["origin"].to_list() == [None, None, "rated", None, "rated"]
    assert outcome.summary == {"months_begun": 1, "people_begun": 3, "lines_copied": 5, "posts_not_ready": 0}


def test_a_second_run_writes_nothing() -> None:
    once = after(shop(), open_cycle(shop()))
    assert open_cycle(once).changes == ()


def test_what_is_changed_in_march_leaves_february_alone() -> None:
    began = after(shop(), open_cycle(shop()))
    changed = shop(library=(indicator("P9", target=Decimal(50)), *LIBRARY[1:]))
    settings = {"self_weight": "0", "superior_weight": "80", "grades": "A≥95; E"}
    later = inputs(now=dt.datetime(2026, 7, 8, 9, 0), settings=settings, employees=PEOPLE)
    tables = {**later.tables, "indicators": changed.tables["indicators"], **{name: began.tables[name] for name in ("cycles", "card_lines")}}
    assert open_cycle(Inputs(tables, later.parameters, later.now, later.lang)).changes == ()


def test_whoever_comes_later_is_added_to_the_open_month_and_nobody_else_is_touched() -> None:
    began = after(shop(), open_cycle(shop()))
    more = shop(people=(*PEOPLE, person("E04", "陈刚")))
    given = Inputs({**began.tables, "employees": more.tables["employees"]}, more.parameters, more.now, more.lang)
    outcome = open_cycle(given)
    assert lines(outcome) == [("2026-06", "E04", "P1"), ("2026-06", "E04", "A1")]
    assert {change.sheet for change in outcome.changes} == {"card_lines"}


def test_a_month_that_somebody_wrote_begins_too_and_the_cell_stays_as_it_is() -> None:
    outcome = open_cycle(shop(cycles=({"cycle": "2026年5月"},)))
    assert written(outcome, "cycles")["state", 2] == "open"
    assert written(outcome, "cycles")["closes_on", 2] == dt.date(2026, 6, 10)
    assert ("cycle", 2) not in written(outcome, "cycles")
    assert {cycle for cycle, *_ in lines(outcome)} == {"2026-05", "2026-06"}


def test_a_closed_month_takes_nobody_in() -> None:
    outcome = open_cycle(shop(cycles=({"cycle": "2026-06", "state": "closed"},)))
    assert outcome.changes == ()


@pytest.mark.parametrize("cell", ["六月", "2026-13"])
def test_what_is_no_month_does_not_begin(cell: str) -> None:
    assert written(open_cycle(shop(cycles=({"cycle": cell},))), "cycles") == {}


def test_of_two_rows_of_one_month_the_first_begins() -> None:
    outcome = open_cycle(shop(cycles=({"cycle": "2026-06"}, {"cycle": "2026/6"})))
    assert {row for _, row in written(outcome, "cycles")} == {2}
    assert len(lines(outcome)) == 5


def test_a_state_that_nobody_can_read_is_not_written_over() -> None:
    assert open_cycle(shop(cycles=({"cycle": "2026-06", "state": "差不多了"},))).changes == ()


@pytest.mark.parametrize("weight", ["10", "30"])
def test_nothing_begins_while_the_weights_do_not_come_to_a_hundred(weight: str) -> None:
    outcome = open_cycle(inputs(employees=PEOPLE, indicators=LIBRARY, settings={"peer_weight": weight}))
    assert outcome.changes == ()
    assert told(outcome) == [("cycles.weights-not-100", 0)]


def test_nothing_begins_while_the_grades_are_unclear() -> None:
    outcome = open_cycle(inputs(employees=PEOPLE, indicators=LIBRARY, settings={"grades": "优、良、中、差"}))
    assert outcome.changes == ()
    assert told(outcome) == [("cycles.grades-unclear", 0)]


@pytest.mark.parametrize(
    "library",
    [LIBRARY[2:], (indicator("P1", weight=Decimal(90)), *LIBRARY[1:]), (indicator("P1", target=None), *LIBRARY[1:])],
    ids=["no indicators", "weights of 90", "no target"],
)
def test_people_of_a_post_whose_indicators_are_wrong_wait_until_they_are_right(library: tuple[Cells, ...]) -> None:
    outcome = open_cycle(shop(library=library))
    assert {number for _, number, _ in lines(outcome)} == {"E01"}
    assert told(outcome) == [("cycles.post-not-ready", 0)]
    waiting = after(shop(library=library), outcome)
    right = Inputs({**waiting.tables, "indicators": shop().tables["indicators"]}, waiting.parameters, waiting.now, waiting.lang)
    assert {number for _, number, _ in lines(open_cycle(right))} == {"E02", "E03"}


def test_a_shop_that_switched_the_rule_off_begins_with_other_weights() -> None:
    library = (indicator("P1", weight=Decimal(90)), *LIBRARY[1:])
    given = inputs(employees=PEOPLE, indicators=library, settings={"indicators.weights-not-100": "关闭"})
    assert len(lines(open_cycle(given))) == 5


def test_a_month_has_the_indicators_that_held_on_its_last_day() -> None:
    old = indicator("P1", target=Decimal(90), valid_to=dt.date(2026, 6, 30))
    new = indicator("P1", target=Decimal(97), valid_from=dt.date(2026, 7, 1))
    outcome = open_cycle(shop(people=(person("E02", "李娜", superior=None),), library=(new, old)))
    assert records(appended(outcome, "card_lines"), "code", "target") == [("P1", Decimal(90))]


def test_whoever_was_on_leave_or_left_has_no_card() -> None:
    people = (*PEOPLE, person("E04", "陈刚", left=dt.date(2026, 6, 15)))
    given = inputs(employees=people, indicators=LIBRARY, leaves=[{"cycle": "2026-06", "employee_no": "E03", "reason": "产假"}])
    assert {number for _, number, _ in lines(open_cycle(given))} == {"E01", "E02"}


def test_without_people_a_month_begins_empty() -> None:
    outcome = open_cycle(inputs())
    assert [change.sheet for change in outcome.changes] == ["cycles"]


@given(order=st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(order: Random) -> None:
    people = list(PEOPLE)
    order.shuffle(people)
    assert lines(open_cycle(shop(people=tuple(people)))) == lines(open_cycle(shop()))
