import datetime as dt

import pytest

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.cycles.months import Window, cycle_of, month_after, month_before, month_of, month_on, window_in, window_of
from shopbook.books.daily.calendar_periods import Period
from shopbook.sheet.parameters import Setting, settled

JUNE = Period(2026, 2, 6)


def window(month: Period, **settings: str) -> Window:
    chosen = [Setting(code, value) for code, value in settings.items()]
    return window_of(month, settled(APPRAISAL_BOOK.parameters, (), chosen, on=dt.date(2026, 7, 1)))


@pytest.mark.parametrize("text", ["2026-06", "2026-6", "2026/6", "2026年6月", "２０２６－０６", " 2026 年 6 月 "])
def test_a_month_may_be_written_in_several_ways(text: str) -> None:
    assert month_of(text) == JUNE
    assert cycle_of(text) == "2026-06"


@pytest.mark.parametrize("text", [None, "", "六月", "2026", "2026-Q2", "2026-13", "2026-00"])
def test_what_is_no_month_is_none(text: str | None) -> None:
    assert month_of(text) is None
    assert cycle_of(text) is None


def test_months_follow_each_other_over_the_years_end() -> None:
    assert month_after(Period(2026, 4, 12)) == Period(2027, 1, 1)
    assert month_before(Period(2027, 1, 1)) == Period(2026, 4, 12)
    assert month_before(month_after(JUNE)) == JUNE
    assert month_on(dt.date(2026, 6, 30)) == JUNE


def test_june_is_rated_on_the_first_ten_days_of_july() -> None:
    assert window(JUNE) == Window(dt.date(2026, 7, 1), dt.date(2026, 7, 10))


def test_december_is_rated_in_january() -> None:
    assert window(Period(2026, 4, 12)) == Window(dt.date(2027, 1, 1), dt.date(2027, 1, 10))


def test_a_day_that_the_month_has_not_is_its_last() -> None:
    assert window(Period(2026, 1, 1), window_closes="31").closes_on == dt.date(2026, 2, 28)
    assert window(JUNE, window_opens="0").opens_on == dt.date(2026, 7, 1)


@pytest.mark.parametrize(("day", "late"), [(1, 0), (10, 0), (11, 1), (31, 21)])
def test_the_tenth_is_in_time_and_the_eleventh_a_day_late(day: int, late: int) -> None:
    assert window(JUNE).days_late(dt.date(2026, 7, day)) == late


def test_nobody_is_late_before_the_month_is_rated() -> None:
    assert window(JUNE).days_late(dt.date(2026, 6, 1)) == 0


def test_an_extension_counts_unless_it_is_earlier() -> None:
    days = {"opens_on": dt.date(2026, 7, 1), "closes_on": dt.date(2026, 7, 10)}
    assert window_in({**days, "extended_to": dt.date(2026, 7, 15)}) == Window(dt.date(2026, 7, 1), dt.date(2026, 7, 15))
    assert window_in({**days, "extended_to": dt.date(2026, 7, 5)}) == Window(dt.date(2026, 7, 1), dt.date(2026, 7, 10))
    assert window_in({"opens_on": None, "closes_on": None, "extended_to": None}) is None
