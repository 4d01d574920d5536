"""Days and times, in every form of platform exports and as Excel serial numbers."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet.dates import parse_date, parse_datetime, parse_time, serial_date, serial_datetime, serial_time
from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import Spelling

PLAIN = Spelling()
IN_1904 = Spelling(is_1904=True)
MONTH_FIRST = Spelling(date_order="mdy")
DAY_FIRST = Spelling(date_order="dmy")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-02-21 00:00:02", "2020-02-21T00:00:02"),
        ("2016/5/23 22:02", "2016-05-23T22:02"),
        ("2024/3/1", "2024-03-01"),
        ("2024-3-1", "2024-03-01"),
        ("2024.03.01", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("20240301123045", "2024-03-01T12:30:45"),
        ("20240301 1230", "2024-03-01T12:30"),
        ("20240301 12:30", "2024-03-01T12:30"),
        ("2026年05月01日 00:00:00", "2026-05-01"),
        ("2026年5月1日", "2026-05-01"),
        ("2026年5月1日9时5分", "2026-05-01T09:05"),
        ("2026年5月1日9时5分30秒", "2026-05-01T09:05:30"),
        ("2026年5月1日 9点", "2026-05-01T09:00"),
        ("2026-03-23~2026-03-23", "2026-03-23"),
        ("2026-03-23 ～ 2026-03-23", "2026-03-23"),
        ("Jul-21-25", "2025-07-21"),
        ("Jul 21, 2025", "2025-07-21"),
        ("July 21st, 2025 3:05 PM", "2025-07-21T15:05"),
        ("21-Jul-25", "2025-07-21"),
        ("21 July 2025", "2025-07-21"),
        ("2nd Mar 2025", "2025-03-02"),
        ("２０２６－０３－０１", "2026-03-01"),
        ("'2026-03-01", "2026-03-01"),
        ('="2026-03-01"', "2026-03-01"),
        ("\t2026-03-01 08:00\t", "2026-03-01T08:00"),
        ("2026-03-01\u00a008:00", "2026-03-01T08:00"),
        ("2026-03-01  08:00", "2026-03-01T08:00"),
        ("2026-03-01T08:00:00", "2026-03-01T08:00"),
        ("2026-03-01T00:00:00Z", "2026-03-01T08:00"),
        ("2026-03-01T00:00:00+00:00", "2026-03-01T08:00"),
        ("2026-03-01 08:00:00 +0800", "2026-03-01T08:00"),
        ("2026-02-28T16:30:00-07:30", "2026-03-01T08:00"),
        ("2026-03-01 00:00 UTC", "2026-03-01T08:00"),
        ("2026/3/1 3:05 PM", "2026-03-01T15:05"),
        ("2026/3/1 下午 3:05:00", "2026-03-01T15:05"),
        ("2026/3/1 上午9:05", "2026-03-01T09:05"),
        ("2026/3/1上午9:05", "2026-03-01T09:05"),
        ("2026/3/1 12:05 AM", "2026-03-01T00:05"),
        ("2026/3/1 12:05 p.m.", "2026-03-01T12:05"),
        ("2026/3/1 15:05 PM", "2026-03-01T15:05"),
        ("2026-03-01 24:00", "2026-03-02"),
        ("2026-12-31 24:00:00", "2027-01-01"),
        ("2026-03-01 23:59:59.9995", "2026-03-02"),
        ("2026-03-01 23:59:59.9994", "2026-03-01T23:59:59.999"),
        ("2026-03-01 08:00:00.5", "2026-03-01T08:00:00.500"),
        ("2026-03-01 08:00:00,123456", "2026-03-01T08:00:00.123"),
        ("2024-02-29", "2024-02-29"),
        ("1900-01-01", "1900-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_moment_is_read_in_the_forms_of_exports(text: str, iso: str) -> None:
    assert parse_datetime(text, PLAIN) == moment(iso)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三月初",
        "04-01",
        "04-30-22",
        "30/04/2022",
        "2026-13-01",
        "2026-02-30",
        "2023-02-29",
        "2026-00-10",
        "0012-01-01",
        "1899-12-31",
        "202-01-01",
        "Mar 3 202",
        "Abc 3 2025",
        "2026-03-01 25:00",
        "2026-03-01 24:01",
        "2026-03-01 08:60",
        "2026-03-01 23:59:60",
        "2026-03-0108:00",
        "2026-03-01 +08:00",
        "2026-03-01 08:00+15:00",
        "2026-03-23~2026-03-24",
        "2026-03-23~",
        "9999-12-31 24:00",
        "45000.5",
        "45000",
        "2026-03",
        "\u0662\u0660\u0662\u0666-03-01",
    ],
)
def test_what_is_not_certainly_a_moment_is_refused(text: str) -> None:
    assert parse_datetime(text, PLAIN) is Fault.NOT_A_DATE


def test_a_moment_that_leaves_the_calendar_in_the_shops_zone_is_refused() -> None:
    assert parse_datetime("9999-12-31 23:00Z", PLAIN) is Fault.NOT_A_DATE


def test_month_and_day_are_told_apart_by_declaration_only() -> None:
    assert parse_date("04-05-22", MONTH_FIRST) == dt.date(2022, 4, 5)
    assert parse_date("04-05-2022", MONTH_FIRST) == dt.date(2022, 4, 5)
    assert parse_date("04-05-22", DAY_FIRST) == dt.date(2022, 5, 4)
    assert parse_date("04/05/2022 3:05 PM", DAY_FIRST) == dt.date(2022, 5, 4)
    assert parse_date("04-30-22", DAY_FIRST) is Fault.NOT_A_DATE
    assert parse_date("30/04/2022", MONTH_FIRST) is Fault.NOT_A_DATE
    assert parse_date("04-05-22", PLAIN) is Fault.NOT_A_DATE
    assert parse_date("2022-04-05", MONTH_FIRST) == dt.date(2022, 4, 5)


def test_a_time_with_an_offset_is_converted_across_the_change_of_summer_time() -> None:
    berlin = Spelling(zone=ZoneInfo("Europe/Berlin"))
    assert parse_datetime("2026-03-29T00:59:00Z", berlin) == moment("2026-03-29T01:59")
    assert parse_datetime("2026-03-29T01:00:00Z", berlin) == moment("2026-03-29T03:00")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("08:30", dt.timedelta(hours=8, minutes=30)),
        ("8:30:15", dt.timedelta(hours=8, minutes=30, seconds=15)),
        ("０８：３０", dt.timedelta(hours=8, minutes=30)),
        ("8点30分", dt.timedelta(hours=8, minutes=30)),
        ("8点", dt.timedelta(hours=8)),
        ("8点整", dt.timedelta(hours=8)),
        ("下午3:30", dt.timedelta(hours=15, minutes=30)),
        ("3:30 pm", dt.timedelta(hours=15, minutes=30)),
        ("00:00", dt.timedelta()),
        ("24:00", dt.timedelta(days=1)),
    ],
)
def test_a_time_of_day_is_the_span_since_midnight(text: str, span: dt.timedelta) -> None:
    assert parse_time(text, PLAIN) == span


@pytest.mark.parametrize("text", ["早上", "24:01", "8:60", "8", "8:", "08:30:60", "2026-03-01 08:30"])
def test_a_time_of_day_that_is_none_is_refused(text: str) -> None:
    assert parse_time(text, PLAIN) is Fault.NOT_A_TIME


@pytest.mark.parametrize(
    ("serial", "iso"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("45000", "2023-03-15"),
        ("45000.5", "2023-03-15T12:00"),
        ("45000.37847222222", "2023-03-15T09:05"),
        ("45000.999999999", "2023-03-16"),
        ("2958465", "9999-12-31"),
    ],
)
def test_a_serial_number_counts_days_from_1900(serial: str, iso: str) -> None:
    assert serial_datetime(serial, PLAIN) == moment(iso)


@pytest.mark.parametrize(
    ("serial", "iso"), [("1", "1904-01-02"), ("59", "1904-02-29"), ("60", "1904-03-01"), ("43538", "2023-03-15"), ("2957003", "9999-12-31")]
)
def test_a_serial_number_counts_days_from_1904_where_the_workbook_does(serial: str, iso: str) -> None:
    assert serial_datetime(serial, IN_1904) == moment(iso)


@pytest.mark.parametrize(
    "serial", ["60", "60.5", "59.9999999999", "0", "0.5", "-1", "2958466", "2958465.9999999999", "20240301", "1e5", "", "abc"]
)
def test_a_serial_number_that_is_no_day_is_refused(serial: str) -> None:
    assert serial_datetime(serial, PLAIN) is Fault.NOT_A_DATE


def test_the_calendar_of_1904_ends_earlier() -> None:
    assert serial_datetime("2957004", IN_1904) is Fault.NOT_A_DATE
    assert serial_datetime("2957003.9999999999", IN_1904) is Fault.NOT_A_DATE


def test_the_day_of_a_serial_number_leaves_its_time_behind() -> None:
    assert serial_date("45000.75", PLAIN) == dt.date(2023, 3, 15)
    assert serial_date("60", PLAIN) is Fault.NOT_A_DATE


@pytest.mark.parametrize(
    ("text", "spelling", "span"),
    [
        ("0", PLAIN, dt.timedelta()),
        ("0.5", PLAIN, dt.timedelta(hours=12)),
        ("0.354166666666667", PLAIN, dt.timedelta(hours=8, minutes=30)),
        ("1", PLAIN, dt.timedelta(days=1)),
        ("1900-01-01 00:00:00", PLAIN, dt.timedelta(days=1)),
        ("1904-01-02 00:00:00", IN_1904, dt.timedelta(days=1)),
    ],
)
def test_a_serial_number_of_up_to_one_day_is_a_time(text: str, spelling: Spelling, span: dt.timedelta) -> None:
    assert serial_time(text, spelling) == span


@pytest.mark.parametrize("text", ["1.5", "8", "1904-01-02 00:00:00", "abc", "-0.5"])
def test_any_other_number_is_no_time(text: str) -> None:
    assert serial_time(text, PLAIN) is Fault.NOT_A_TIME


@given(
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y年%m月%d日 %H时%M分%S秒"]),
)
def test_every_moment_is_read_back_from_its_text(when: dt.datetime, form: str) -> None:
    whole = when.replace(microsecond=0)
    assert parse_datetime(whole.strftime(form), PLAIN) == whole


@given(st.text() | st.text(st.sampled_from("0123456789-/.:~年月日时分秒 TZ+AMPM上下午jJulan,")))
def test_any_text_is_a_moment_or_a_fault_and_never_an_error(text: str) -> None:
    for spelling in (PLAIN, MONTH_FIRST, DAY_FIRST, IN_1904):
        for parse in (parse_datetime, parse_date, parse_time, serial_datetime, serial_date, serial_time):
            assert parse(text, spelling) is not None
