import datetime as dt
from collections.abc import Mapping

import polars as pl
import pytest

from shopbook.books.daily.reports.cutting import WINDOW, Calendar, calendar_of, report_of, windows
from shopbook.errors import BadParameterError
from tests.books.daily.builders import parameters

NONE = pl.DataFrame(schema=WINDOW)
PLAIN = Calendar()


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    """A moment of March 2026, which begins on a Sunday."""
    return dt.datetime(2026, 3, day, hour, minute, second)


def made(
    since: dt.datetime | None, now: dt.datetime, calendar: Calendar = PLAIN, known: pl.DataFrame = NONE
) -> list[tuple[int, dt.datetime, dt.datetime]]:
    rows = windows(known, since=since, now=now, calendar=calendar).select("report", "starts", "ends").rows()
    return [(report.day, starts, ends) for report, starts, ends in rows]


def test_windows_follow_one_another_from_the_first_payment_to_the_last_cut() -> None:
    assert made(at(9, 20), at(11, 14)) == [(10, at(9, 14), at(10, 14)), (11, at(10, 14), at(11, 14))]


def test_before_the_cut_todays_report_is_not_made() -> None:
    assert [day for day, _, _ in made(at(9, 20), at(11, 13, 55))] == [10]


def test_a_payment_at_the_cut_itself_belongs_to_that_day_or_to_the_next() -> None:
    assert made(at(10, 14), at(10, 15)) == [(10, at(9, 14), at(10, 14))]
    assert made(at(10, 14), at(10, 15), Calendar(is_inclusive=False)) == []


def test_days_without_a_report_are_part_of_the_next() -> None:
    weekend = Calendar(rest_weekdays=frozenset({5, 6}))
    assert made(at(6, 10), at(9, 15), weekend) == [(6, at(5, 14), at(6, 14)), (9, at(6, 14), at(9, 14))]
    holidays = Calendar(rest_dates=frozenset({dt.date(2026, 3, 9), dt.date(2026, 3, 10)}))
    assert made(at(9, 10), at(11, 15), holidays) == [(11, at(8, 14), at(11, 14))]


def test_another_hour_holds_for_the_reports_that_are_not_there_yet() -> None:
    known = windows(NONE, since=at(9, 20), now=at(10, 15), calendar=PLAIN)
    assert made(at(9, 20), at(11, 18), Calendar(dt.timedelta(hours=16)), known) == [
        (10, at(9, 14), at(10, 14)),
        (11, at(10, 14), at(11, 16)),
    ]
    # An earlier hour than the end of the last window can't be a window of its own.
    assert made(at(9, 20), at(12, 18), Calendar(dt.timedelta(hours=10)), known)[1:] == [
        (11, at(10, 14), at(11, 10)),
        (12, at(11, 10), at(12, 10)),
    ]


def test_a_day_may_end_at_midnight() -> None:
    assert made(at(9, 20), at(11), Calendar(dt.timedelta(hours=24))) == [(9, at(9), at(10)), (10, at(10), at(11))]


def test_where_nothing_was_paid_there_is_no_report() -> None:
    assert made(None, at(11, 15)) == []


@pytest.mark.parametrize(
    ("paid_at", "inclusive", "exclusive"),
    [
        (at(9, 14), None, 10),
        (at(9, 14, 0, 1), 10, 10),
        (at(10, 13, 59, 59), 10, 10),
        (at(10, 14), 10, 11),
        (at(10, 14, 0, 1), 11, 11),
        (at(11, 14), 11, None),
        (at(11, 14, 1), None, None),
        (None, None, None),
    ],
)
def test_a_payment_belongs_to_the_window_that_has_it(paid_at: dt.datetime | None, inclusive: int | None, exclusive: int | None) -> None:
    for is_inclusive, day in ((True, inclusive), (False, exclusive)):
        cuts = windows(NONE, since=at(10), now=at(11, 15), calendar=Calendar(is_inclusive=is_inclusive))
        [found] = report_of(pl.Series([paid_at], dtype=pl.Datetime("us")), cuts)
        assert (found.day if found else None) == day


def test_a_first_window_whose_start_somebody_emptied_reaches_back_to_the_first_payment() -> None:
    cuts = pl.DataFrame([(dt.date(2026, 3, 10), None, at(10, 14), True)], schema=WINDOW, orient="row")
    assert report_of(pl.Series([at(1), at(11)]), cuts).to_list() == [dt.date(2026, 3, 10), None]


def test_without_windows_no_payment_belongs_to_one() -> None:
    assert report_of(pl.Series([at(10)], dtype=pl.Datetime("us")), NONE).to_list() == [None]


def test_the_newest_cut_is_the_last_working_days() -> None:
    assert PLAIN.newest(at(10, 13)) == at(9, 14)
    assert Calendar(rest_weekdays=frozenset({5, 6})).newest(at(9, 13)) == at(6, 14)


def test_the_next_cut_is_the_next_working_days() -> None:
    assert PLAIN.next_cut(at(10, 14)) == at(11, 14)
    assert Calendar(rest_weekdays=frozenset({5, 6})).next_cut(at(6, 14)) == at(9, 14)


@pytest.mark.parametrize(
    ("settings", "calendar"),
    [
        ({}, Calendar()),
        ({"report_hour": "16:30"}, Calendar(dt.timedelta(hours=16, minutes=30))),
        ({"report_end": "不计入"}, Calendar(is_inclusive=False)),
        ({"rest_weekdays": "星期日"}, Calendar(rest_weekdays=frozenset({6}))),
        ({"rest_dates": "2026-05-01"}, Calendar(rest_dates=frozenset({dt.date(2026, 5, 1)}))),
        (
            {"rest_dates": "2026-2-28~2026-3-1，2026-05-01"},
            Calendar(rest_dates=frozenset({dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 5, 1)})),
        ),
    ],
)
def test_parameters_make_the_calendar(settings: Mapping[str, str], calendar: Calendar) -> None:
    assert calendar_of(parameters(settings)) == calendar


@pytest.mark.parametrize("text", ["国庆", "2026-02-30", "2026-05-01~", "5-1"])
def test_holidays_that_are_no_dates_are_refused(text: str) -> None:
    with pytest.raises(BadParameterError):
        calendar_of(parameters({"rest_dates": text}))
