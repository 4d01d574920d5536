import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.appraisal.library.people import Duty, Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.daily.calendar_periods import Period
from tests.books.appraisal.library_builders import JUNE, manager, person
from tests.books.tables import Cells, frame

MONTH = Period(2026, 2, 6)


def staff(*people: Cells, away: tuple[tuple[str, str], ...] = ()) -> Staff:
    leaves = [{"cycle": cycle, "employee_no": number, "reason": "产假"} for cycle, number in away]
    return staff_of(frame(EMPLOYEES, people), frame(LEAVES, leaves))


FOUR = (manager(), person("E02", "李娜"), person("E03", "张敏"), person("E04", "陈 刚"))


@pytest.mark.parametrize("text", ["E02", "李娜", " 李 娜 ", "Ｅ０２"])
def test_somebody_may_be_named_by_number_or_name(text: str) -> None:
    assert staff(*FOUR).number_of(text) == "E02"


@pytest.mark.parametrize("text", [None, "", "王总", "E99"])
def test_nobody_else_is_guessed(text: str | None) -> None:
    assert staff(*FOUR).number_of(text) is None


def test_a_name_that_two_bear_is_nobodys() -> None:
    assert staff(*FOUR, person("E05", "李娜")).number_of("李娜") is None


def test_of_two_with_one_name_it_is_the_one_who_still_works_here() -> None:
    gone = person("E05", "李娜", left=dt.date(2025, 12, 31))
    assert staff(*FOUR, gone).number_of("李娜") == "E02"


def test_of_two_rows_with_one_number_the_first_counts() -> None:
    assert staff(person("E02", "李娜"), person("E02", "张敏")).name_of("E02") == "李娜"


def test_a_list_of_people_may_be_set_apart_in_several_ways() -> None:
    assert staff(*FOUR).listed("E02、张敏，陈刚;王总/E99 李娜") == [
        ("E02", "E02"),
        ("张敏", "E03"),
        ("陈刚", "E04"),
        ("王总", None),
        ("E99", None),
        ("李娜", "E02"),
    ]


@pytest.mark.parametrize(
    ("cells", "is_due"),
    [
        ({}, True),
        ({"joined": dt.date(2026, 6, 30)}, True),
        ({"joined": dt.date(2026, 7, 1)}, False),
        ({"left": dt.date(2026, 6, 30)}, True),
        ({"left": dt.date(2026, 6, 29)}, False),
        ({"left": dt.date(2026, 7, 1)}, True),
    ],
)
def test_whoever_works_here_on_the_last_day_of_a_month_is_appraised_for_it(cells: Cells, is_due: bool) -> None:  # noqa: FBT001 - a table of cases
    assert staff(person("E02", "李娜", **cells)).is_due("E02", MONTH) is is_due


def test_whoever_was_on_leave_all_month_is_not_appraised_and_rates_nobody() -> None:
    found = staff(*FOUR, away=(("2026年6月", "E03"),))
    assert found.due(MONTH) == ("E01", "E02", "E04")
    assert found.peers_of("E02", MONTH) == ("E04",)
    assert found.due(Period(2026, 3, 7)) == ("E01", "E02", "E03", "E04")


def test_colleagues_are_the_rest_of_the_department_where_none_are_named() -> None:
    assert staff(*FOUR).peers_of("E02", MONTH) == ("E03", "E04")


def test_named_colleagues_rate_and_nobody_else() -> None:
    people = (*FOUR, person("E05", "刘洋", peers="张敏、E01、E05、E03、王总"))
    assert staff(*people).peers_of("E05", MONTH) == ("E03",), "not the superior, not himself, nobody twice, nobody unknown"


def test_a_superior_of_the_same_department_does_not_rate_as_colleague_too() -> None:
    assert staff(manager(department="客服部"), *FOUR[1:]).peers_of("E02", MONTH) == ("E03", "E04")


def test_nobody_is_his_own_superior() -> None:
    assert staff(person("E02", "李娜", superior="E02")).superior_of("E02") is None


def test_the_duties_of_a_month() -> None:
    found = staff(manager(), person("E02", "李娜"), person("E03", "张敏", peers="E01"))
    assert found.duties(MONTH) == (
        Duty("peer", "E03", "E02"),
        Duty("self", "E01", "E01"),
        Duty("self", "E02", "E02"),
        Duty("self", "E03", "E03"),
        Duty("superior", "E01", "E02"),
        Duty("superior", "E01", "E03"),
    )


def test_sheets_know_people_by_their_names_there() -> None:
    found = staff(person("E02", "李 娜", agent_names="小娜、 nana"), person("E03", "张 敏"), person("E04", ""))
    assert found.names_in_sheets("E02") == ("小娜", "nana")
    assert found.names_in_sheets("E03") == ("张敏",)
    assert found.name_of("E04") == "E04"


numbers = st.sampled_from(["E01", "E02", "E03", "E04", "E05"])


@given(
    links=st.dictionaries(
        numbers, st.tuples(numbers | st.none(), st.lists(numbers, max_size=4), st.sampled_from(["甲", "乙"])), min_size=1
    ),
    away=st.frozensets(numbers),
    order=st.randoms(use_true_random=False),
)
def test_nobody_rates_himself_and_each_rates_another_once_whatever_the_order_of_rows(
    links: dict[str, tuple[str | None, list[str], str]], away: frozenset[str], order: Random
) -> None:
    people = [
        person(number, f"名{number}", superior=superior, peers="、".join(peers) or None, department=department)
        for number, (superior, peers, department) in links.items()
    ]
    leaves = tuple((JUNE, number) for number in away)
    duties = staff(*people, away=leaves).duties(MONTH)
    assert len({(duty.rater, duty.about) for duty in duties}) == len(duties)
    assert all((duty.rater == duty.about) is (duty.step == "self") for duty in duties)
    assert not {duty.about for duty in duties} & away
    order.shuffle(people)
    assert staff(*people, away=leaves).duties(MONTH) == duties


def test_somebody_unknown_has_neither_superior_nor_colleagues() -> None:
    found = staff(*FOUR)
    assert (found.superior_of("E99"), found.peers_of("E99", MONTH), found.is_due("E99", MONTH)) == (None, (), False)
