import datetime as dt

import pytest

from shopbook.books.appraisal.checking import check_appraisal
from shopbook.labels import Lang
from tests.books.appraisal.library_builders import JUNE, indicator, inputs, manager, person, told
from tests.books.tables import Cell, Cells

LIBRARY = [indicator("P1"), indicator("P1", post="运营主管")]
CROWD = [person(f"E1{number}", f"名{number}") for number in range(4)]


def found(*people: Cells, leaves: tuple[Cells, ...] = ()) -> list[tuple[str, int]]:
    """What is found beside a crowd of colleagues whom nothing is wrong with; the manager, in row 2, has neither superior nor peers."""
    outcome = check_appraisal(inputs(employees=[manager(), *people, *CROWD], indicators=LIBRARY, leaves=leaves))
    return [(code, row) for code, row in told(outcome) if not (code.startswith("employees.") and row == 2)]


def test_people_who_are_right_are_not_mentioned() -> None:
    assert found(person("E02", "李娜", peers="E10、名1、E12")) == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"post": "客服专员"}, "employees.no-indicators"),
        ({"superior": "王总"}, "employees.unknown-superior"),
        ({"superior": "E02"}, "employees.own-superior"),
        ({"superior": None}, "employees.no-superior"),
        ({"peers": "E10、E11、E12、小李"}, "employees.unknown-peer"),
        ({"peers": "E10、E11、E12、李娜"}, "employees.own-peer"),
        ({"peers": "E10、E11、E12、王伟"}, "employees.peer-is-superior"),
        ({"peers": "E10、E11、E12、名0"}, "employees.peer-twice"),
        ({"peers": "E10、E11"}, "employees.few-peers"),
        ({"joined": dt.date(2026, 5, 6), "left": dt.date(2026, 5, 1)}, "employees.left-before-joined"),
    ],
)
def test_what_can_be_wrong_with_one_person(cells: dict[str, Cell], code: str) -> None:
    codes = [each for each, row in found(person("E02", "李娜", **cells)) if row == 3 and not each.startswith("measures.")]
    assert code in codes
    assert set(codes) <= {code, "employees.superiors-in-a-circle"}


def test_a_number_that_is_there_twice_is_told_on_both_rows() -> None:
    assert found(person("E02", "李娜"), person("E02", "张敏")) == [("employees.doubled", 3), ("employees.doubled", 4)]


def test_a_superior_who_has_left_is_told_to_those_who_are_still_here() -> None:
    gone = person("E02", "李娜", left=dt.date(2026, 6, 30))
    assert found(gone, person("E03", "张敏", superior="E02")) == [("employees.superior-left", 4)]


def test_people_who_lead_each_other_in_a_circle_are_told_who_they_are() -> None:
    people = [manager(superior="E03"), person("E02", "李娜"), person("E03", "张敏", superior="E02"), *CROWD]
    outcome = check_appraisal(inputs(employees=people, indicators=LIBRARY))
    assert told(outcome, "employees.superiors") == [("employees.superiors-in-a-circle", row) for row in (2, 3, 4)]
    circles = outcome.findings.filter(outcome.findings["code"] == "employees.superiors-in-a-circle")["message"]
    assert "E01 → E03 → E02 → E01" in circles[0]


def test_whoever_has_left_is_not_asked_for_superior_post_or_colleagues() -> None:
    assert found(person("E02", "李娜", left=dt.date(2026, 6, 30), superior="王总", post="没有的岗位", peers="小李")) == []


def test_names_in_a_sentence_are_masked_and_numbers_are_not() -> None:
    people = [manager(), person("E02", "李娜", peers="E10、E11、E12、小李、E99"), *CROWD]
    outcome = check_appraisal(inputs(employees=people, indicators=LIBRARY, lang=Lang.EN))
    said = outcome.findings.filter(outcome.findings["code"] == "employees.unknown-peer")["message"][0]
    assert "小**、E99" in said


def test_few_colleagues_do_not_matter_where_the_shop_has_no_peer_reviews() -> None:
    settings = {"peer_weight": "0", "superior_weight": "80"}
    given = inputs(employees=[manager(), person("E02", "李娜")], indicators=LIBRARY, settings=settings)
    assert told(check_appraisal(given), "employees.few") == []


@pytest.mark.parametrize(
    ("cells", "code"), [({"cycle": "六月"}, "leaves.bad-month"), ({"employee_no": "E99"}, "leaves.unknown-person"), ({}, "")]
)
def test_what_can_be_wrong_with_a_month_on_leave(cells: dict[str, Cell], code: str) -> None:
    leave: dict[str, Cell] = {"cycle": JUNE, "employee_no": "E11", "reason": "产假", **cells}
    assert found(leaves=(leave,)) == ([(code, 2)] if code else [])


def test_a_month_on_leave_that_is_there_twice_is_told_on_both_rows() -> None:
    leaves: tuple[Cells, ...] = tuple({"cycle": month, "employee_no": "E11", "reason": "病假"} for month in (JUNE, "2026年6月"))
    assert found(leaves=leaves) == [("leaves.doubled", 2), ("leaves.doubled", 3)]
