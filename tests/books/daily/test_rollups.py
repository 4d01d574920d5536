import datetime as dt
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.daily.rollups.charts import ROLLUP_CHARTS
from shopbook.books.daily.rollups.rolling_up import ROLL_UP, roll_up
from shopbook.books.daily.rollups.sums import months, provinces, quarters, weeks
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import paid
from tests.books.daily.rollup_builders import after, inputs
from tests.books.daily.test_real_month import MONTH, orders
from tests.books.orders.builders import order
from tests.books.tables import Cells, records

NOON = dt.datetime(2026, 3, 10, 12, 0)
"""A Tuesday; its week is 2026-W11, from Monday the 9th."""

ORDERS: list[Cells] = [
    paid("T1", day=9, hour=21, paid=Decimal("60.00"), total=Decimal("60.00"), province="浙江省"),
    paid("T2", day=8, hour=21, paid=Decimal("40.00"), total=Decimal("50.00"), refund=Decimal("10.00"), province="浙江"),
    paid("T3", day=2, hour=9, paid=Decimal("20.00"), total=Decimal("20.00"), province="上海市"),
    paid("T4", day=10, hour=9, paid=Decimal("7.00"), total=Decimal("7.00")),
    order(order_no="T5", paid_at=dt.datetime(2026, 2, 20, 8), paid=Decimal("80.00"), total=Decimal("80.00"), province="上海"),
]


def rolled(given: Inputs, sheet: str) -> pl.DataFrame:
    return after(given, roll_up(given)).frame(sheet)


def a_shop(targets: list[Cells] | None = None, trades: list[Cells] | None = None, marketing: list[Cells] | None = None) -> Inputs:
    return inputs(ROLL_UP, now=NOON, orders=ORDERS, targets=targets, trades=trades, marketing=marketing)


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("day", "name", "thursday", "monday"),
    [
        (dt.date(2026, 3, 31), "2026-W14", "2026-04", "2026-03"),
        (dt.date(2026, 1, 1), "2026-W01", "2026-01", "2025-12"),
        (dt.date(2027, 1, 1), "2026-W53", "2026-12", "2026-12"),
        (dt.date(2026, 2, 28), "2026-W09", "2026-02", "2026-02"),
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday_unless_the_shop_says_monday(
    day: dt.date, name: str, thursday: str, monday: str
) -> None:
    by_thursday, by_monday = weeks(day, 1, by_thursday=True)[0], weeks(day, 1, by_thursday=False)[0]
    assert (by_thursday.name, by_thursday.month, by_monday.month) == (name, thursday, monday)
    assert by_thursday.first <= day <= by_thursday.last


@drawn(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
@settings(max_examples=50)
def test_periods_follow_one_another_and_the_last_one_has_today(today: dt.date) -> None:
    for spans in (weeks(today, 13, by_thursday=True), months(today, 24), quarters(today, 8)):
        gaps = {(later.first - earlier.last).days for earlier, later in pairwise(spans)}
        assert gaps == {1}
        assert spans[-1].first <= today <= spans[-1].last


def test_each_sheet_has_the_rows_that_its_chart_draws() -> None:
    given = a_shop()
    assert {chart.sheet: rolled(given, chart.sheet).height for chart in ROLLUP_CHARTS} == {
        "trend_days": 31,
        "week_sums": 13,
        "month_sums": 24,
        "quarter_sums": 8,
        "hour_sums": 24,
        "province_sums": 11,
    }
    assert all(chart.rows == rolled(given, chart.sheet).height for chart in ROLLUP_CHARTS)


def test_weeks_are_compared_once_they_are_over() -> None:
    shown = rolled(a_shop(), "week_sums").tail(4)
    assert records(shown, "period", "first", "orders", "paid", "average", "change", "refunds", "refund_share", "month") == [
        ("2026-W08", dt.date(2026, 2, 16), 1, Decimal(80), Decimal(80), None, Decimal(0), Decimal(0), "2026-02"),
        ("2026-W09", dt.date(2026, 2, 23), 0, Decimal(0), None, Decimal(-1), Decimal(0), None, "2026-02"),
        ("2026-W10", dt.date(2026, 3, 2), 2, Decimal(60), Decimal(30), None, Decimal(10), Decimal("0.142857"), "2026-03"),
        ("2026-W11", dt.date(2026, 3, 9), 2, Decimal(67), Decimal("33.50"), None, Decimal(0), Decimal(0), "2026-03"),
    ]


def test_a_period_before_the_first_order_is_a_gap_and_not_a_zero() -> None:
    shown = rolled(a_shop(), "month_sums")
    assert shown["orders"].to_list() == [None] * 22 + [1, 4]


def test_months_and_quarters_stand_beside_their_targets() -> None:
    targets: list[Cells] = [
        {"period": "2026年3月", "target": Decimal(1000)},
        {"period": "2026-03", "department": "售前", "target": Decimal(600)},
        {"period": "2026-Q1", "target": Decimal(2000)},
    ]
    given = a_shop(targets=targets)
    assert records(rolled(given, "month_sums").tail(1), "paid", "target", "rate") == [(Decimal(127), Decimal(1000), Decimal("0.127"))]
    assert records(rolled(given, "quarter_sums").tail(1), "paid", "target", "rate") == [(Decimal(207), Decimal(2000), Decimal("0.1035"))]


def test_visitors_and_advertising_are_added_up_and_the_return_is_of_sums() -> None:
    trades: list[Cells] = [{"day": dt.date(2026, 3, 9), "shop": shop, "visitors": 100} for shop in ("一店", "二店")]
    ads: list[Cells] = [
        {"day": dt.date(2026, 3, day), "channel": "直通车", "level": "account", "name": "账户", "spend": spend, "sales": sales}
        for day, spend, sales in ((2, 100, 500), (3, 300, 300))
    ]
    shown = rolled(a_shop(trades=trades, marketing=ads), "month_sums").tail(2)
    assert records(shown, "visitors", "spend", "ad_sales", "roas") == [
        (None, None, None, None),
        (200, Decimal(400), Decimal(800), Decimal(2)),
    ]


# ---------------------------------------------------------------- hours and provinces


def test_hours_are_all_24_and_today_is_not_among_the_days() -> None:
    shown = rolled(a_shop(), "hour_sums")
    assert shown["hour"].to_list() == list(range(24))
    assert records(shown.filter(pl.col("orders") > 0), "hour", "orders", "paid", "share") == [
        (8, 1, Decimal(80), Decimal("0.25")),
        (9, 1, Decimal(20), Decimal("0.25")),
        (21, 2, Decimal(100), Decimal("0.5")),
    ]


def test_a_province_is_one_however_its_name_ends_and_blank_rows_fill_the_ten() -> None:
    shown = rolled(a_shop(), "province_sums")
    assert records(shown.head(2), "province", "orders", "paid", "share") == [
        ("上海", 2, Decimal(100), Decimal("0.5")),
        ("浙江", 2, Decimal(100), Decimal("0.5")),
    ]
    assert shown.slice(2)["province"].to_list() == [None] * 9


def test_beyond_ten_provinces_the_rest_are_others_and_shares_make_100_percent() -> None:
    names = [f"省{number}" for number in range(12) for _ in range(12 - number)]
    bought = pl.DataFrame({"province": names, "paid": [Decimal("1.00")] * len(names)}, schema_overrides={"paid": pl.Decimal(38, 2)})
    shown = provinces(bought, Lang.ZH)
    assert shown.height == 11
    assert records(shown.tail(1), "province", "orders", "paid") == [("其他", 3, Decimal(3))]
    assert shown["share"].sum() == 1


# ---------------------------------------------------------------- the summary


def test_the_summary_says_what_the_numbers_say() -> None:
    targets: list[Cells] = [{"period": "2026-03", "target": Decimal(1000)}]
    shown = rolled(a_shop(targets=targets), "story")
    assert {row["topic"]: row["sentence"] for row in shown.rows(named=True)} == {
        "近31天": "近31天（2026-02-07 至 2026-03-09）付款 4 单，实付 200.00 元，笔单价 50.00 元（实付 ÷ 单数）。",
        "昨天": "昨天（2026-03-09）付款 1 单，实付 60.00 元，笔单价 60.00 元（实付 ÷ 单数）。实付比前一天（40.00 元）增加 50.0%。",
        "上一周": "上一周（2026-03-02 至 2026-03-08）付款 2 单，实付 60.00 元，笔单价 30.00 元（实付 ÷ 单数）。",
        "本月": "本月（2026-03-01 至 2026-03-10）付款 4 单，实付 127.00 元，笔单价 31.75 元（实付 ÷ 单数）。"
        "目标 1,000.00 元，完成 12.7%（实付 ÷ 目标），还差 873.00 元。",
        "上个月": "上个月（2026-02-01 至 2026-02-28）付款 1 单，实付 80.00 元，笔单价 80.00 元（实付 ÷ 单数）。",
        "本季度": "本季度（2026-01-01 至 2026-03-10）付款 5 单，实付 207.00 元，笔单价 41.40 元（实付 ÷ 单数）。",
        "退款": "2026-02-07 至 2026-03-09 付款的订单已退款 10.00 元，占这些订单总金额 210.00 元的 4.8%。",
        "付款时段": "近31天里 21 点付款最多：2 单，占全部 4 单的 50.0%；23 点最少：0 单。",
        "收货省份": "近31天写了省份的 4 单里，收货最多的是上海（2 单，50.0%）、浙江（2 单，50.0%）。",
    }


def test_the_notes_of_a_run_are_the_summary_in_both_languages() -> None:
    for lang in Lang:
        given = inputs(ROLL_UP, now=NOON, lang=lang, orders=ORDERS)
        outcome = roll_up(given)
        assert [note[lang] for note in outcome.notes] == after(given, outcome).frame("story")["sentence"].to_list()


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("90.00", "实付比前一天（60.00 元）增加 50.0%。"),
        ("20.00", "实付比前一天（60.00 元）减少 66.7%。"),
        ("60.00", "实付与前一天（60.00 元）基本持平。"),
        ("60.02", "实付与前一天（60.00 元）基本持平。"),
    ],
)
def test_a_day_is_more_or_less_than_the_day_before_or_as_much(amount: str, told: str) -> None:
    bought = [paid("T1", day=8, paid=Decimal("60.00")), paid("T2", day=9, paid=Decimal(amount))]
    said = {note.zh[:2]: note.zh for note in roll_up(inputs(ROLL_UP, now=NOON, orders=bought)).notes}
    assert said["昨天"].endswith(told)


def test_a_target_that_is_passed_is_said_so() -> None:
    given = a_shop(targets=[{"period": "2026-03", "target": Decimal(100)}])
    assert any("超过 27.00 元" in note.zh for note in roll_up(given).notes)


def test_an_empty_shop_is_said_to_have_sold_nothing() -> None:
    outcome = roll_up(inputs(ROLL_UP, now=NOON, orders=[]))
    assert [note.zh for note in outcome.notes] == ["近31天（2026-02-07 至 2026-03-09）没有付款的订单。"]


def test_without_the_order_workbook_nothing_changes() -> None:
    outcome = roll_up(inputs(ROLL_UP, now=NOON))
    assert outcome.changes == ()
    assert outcome.notes[0].zh.startswith("没有读到订单工作簿")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_second_run_changes_nothing(lang: Lang) -> None:
    given = inputs(ROLL_UP, now=NOON, lang=lang, orders=ORDERS)
    assert roll_up(after(given, roll_up(given))).changes == ()


@drawn(st.lists(st.tuples(st.datetimes(dt.datetime(2026, 2, 7), dt.datetime(2026, 3, 9, 23)), st.decimals(0, 999, places=2)), max_size=12))
@settings(max_examples=20)
def test_days_weeks_months_quarters_and_hours_have_the_same_sum(sales: list[tuple[dt.datetime, Decimal]]) -> None:
    bought: list[Cells] = [
        order(order_no=f"T{number}", paid_at=moment.replace(microsecond=0), paid=amount) for number, (moment, amount) in enumerate(sales)
    ]
    done = after(given := inputs(ROLL_UP, now=NOON, orders=bought), roll_up(given))
    whole = sum((amount for _, amount in sales), Decimal(0))
    for chart in ROLLUP_CHARTS:
        assert (done.frame(chart.sheet)["paid"].sum() or Decimal(0)) == whole


def test_every_chart_is_declared_in_the_book() -> None:
    assert set(ROLLUP_CHARTS) <= set(DAILY_BOOK.charts)


# ---------------------------------------------------------------- a real month


@pytest.mark.corpus
@pytest.mark.slow
def test_the_real_month_is_busiest_at_nine_in_the_evening_and_quietest_at_five_in_the_morning(shared: Path) -> None:
    given = inputs(ROLL_UP, now=dt.datetime(2020, 3, 3, 9, 0), orders=orders(shared / "data" / MONTH))
    shown = rolled(given, "hour_sums")
    counts = {row["hour"]: row["orders"] for row in shown.rows(named=True)}
    assert (counts[21], counts[5], sum(counts.values())) == (1866, 94, 24087)
    assert (max(counts, key=lambda hour: counts[hour]), min(counts, key=lambda hour: counts[hour])) == (21, 5)
