"""What can be wrong with rows of 自评, 上级评价 and 互评, typed or collected."""

import datetime as dt
from collections.abc import Sequence

import pytest

from shopbook.books.appraisal.checking import check_appraisal
from tests.books.appraisal.form_builders import cycle, employee, office
from tests.books.tables import Cell, Cells

IN_TIME = dt.date(2026, 7, 9)


def review(**cells: Cell) -> dict[str, Cell]:
    """Li's June, handed in in time."""
    return {"cycle": "2026-06", "employee_no": "E02", "submitted_on": IN_TIME, **cells}


def peer(**cells: Cell) -> dict[str, Cell]:
    """What Wang says of Li in June."""
    return review(**{"peer_no": "E03", "cooperation": 80, "communication": 90, **cells})


def found(sheet: str, *reviews: Cells, **sheets: Sequence[Cells]) -> list[tuple[str, int]]:
    """Codes and rows of what is wrong with the reviews on a sheet."""
    outcome = check_appraisal(office(**{sheet: reviews, **sheets}))  # type: ignore[arg-type]  # sheets of rows
    rules = [code for code in outcome.findings["code"] if code.startswith(sheet.replace("_", "-") + ".")]
    return [(code, row) for code, row in outcome.findings.select("code", "row").rows() if code in rules]


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("self_reviews", review()),
        ("superior_reviews", review(superior="张三")),
        ("superior_reviews", review(superior="E01")),
        ("peer_reviews", peer()),
    ],
)
def test_a_review_in_order_is_in_order(sheet: str, row: Cells) -> None:
    assert found(sheet, row) == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"cycle": "六月"}, "self-reviews.bad-month"),
        ({"cycle": "2026-07"}, "self-reviews.month-not-begun"),
        ({"employee_no": "E99"}, "self-reviews.unknown-person"),
        ({"submitted_on": dt.date(2026, 7, 11)}, "self-reviews.late-without-reason"),
    ],
)
def test_a_review_that_nobody_can_place_or_that_is_late_is_said(cells: dict[str, Cell], code: str) -> None:
    assert found("self_reviews", review(**cells)) == [(code, 2)]


def test_a_month_may_be_written_otherwise() -> None:
    assert found("self_reviews", review(cycle="2026年6月")) == []


@pytest.mark.parametrize(
    ("day", "extended_to", "reason"),
    [(dt.date(2026, 7, 10), None, None), (dt.date(2026, 7, 11), None, "出差"), (dt.date(2026, 7, 15), dt.date(2026, 7, 15), None)],
)
def test_what_comes_on_the_last_day_or_with_a_reason_or_within_a_longer_time_is_in_order(
    day: dt.date, extended_to: dt.date | None, reason: str | None
) -> None:
    row = review(submitted_on=day, late_reason=reason)

    assert found("self_reviews", row, cycles=[cycle(extended_to=extended_to)]) == []


def test_the_second_row_about_the_same_is_said_in_both() -> None:
    assert found("self_reviews", review(), review(cycle="2026/6")) == [("self-reviews.doubled", 2), ("self-reviews.doubled", 3)]


def test_two_colleagues_may_rate_the_same_person() -> None:
    assert found("peer_reviews", peer(), peer(peer_no="E04")) == []


def test_a_review_of_somebody_who_was_away_is_said() -> None:
    away: list[Cells] = [{"cycle": "2026-06", "employee_no": "E02", "reason": "产假"}]

    assert found("self_reviews", review(), leaves=away) == [("self-reviews.not-due", 2)]


@pytest.mark.parametrize(
    ("superior", "code"),
    [("李四", "superior-reviews.rated-himself"), ("王总", "superior-reviews.unknown-rater"), ("E03", "superior-reviews.other-superior")],
)
def test_a_superior_who_is_not_the_persons_is_said(superior: str, code: str) -> None:
    assert found("superior_reviews", review(superior=superior)) == [(code, 2)]


@pytest.mark.parametrize(
    ("peer_no", "code"),
    [("E02", "peer-reviews.rated-himself"), ("E99", "peer-reviews.unknown-rater"), ("E01", "peer-reviews.not-asked")],
)
def test_a_peer_who_is_not_the_persons_is_said(peer_no: str, code: str) -> None:
    assert found("peer_reviews", peer(peer_no=peer_no)) == [(code, 2)]


def test_colleagues_who_are_named_are_the_ones_who_are_asked() -> None:
    people = [employee("E01"), employee("E02", peers="赵六"), employee("E03"), employee("E04")]

    assert found("peer_reviews", peer(), peer(peer_no="E04"), employees=people) == [("peer-reviews.not-asked", 2)]
