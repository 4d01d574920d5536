import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from shopbook.books.daily.calendar_periods import Period, month_of, period_of
from shopbook.books.daily.targets.shares import shares
from shopbook.books.daily.targets.splitting import SPLIT_TARGETS, split_targets
from shopbook.books.daily.targets.tree import Place, Weights, sums_of_parts, targets
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import paid
from tests.books.daily.rollup_builders import after, codes, inputs
from tests.books.tables import Cell, Cells, records

MILLION = Decimal("1000000.00")


def weight(level: str, name: str, share: str | None = None, department: str | None = None, year: int = 2026) -> dict[str, Cell]:
    return {
        "year": year,
        "level": level,
        "name": name,
        "department": department,
        "weight": None if share is None else Decimal(share),
    }


def split(given: Inputs) -> pl.DataFrame:
    return after(given, split_targets(given)).frame("targets")


def year(*weights: Cells, target: Decimal = MILLION, orders: list[Cells] | None = None) -> Inputs:
    rows: list[Cells] = [{"period": "2026", "fixed": target}]
    return inputs(SPLIT_TARGETS, targets=rows, target_weights=weights, orders=orders)


def amounts(rows: pl.DataFrame, *periods: str) -> list[str]:
    return [str(amount) for amount in rows.filter(pl.col("period").is_in(periods))["target"]]


# ---------------------------------------------------------------- amounts


def test_a_million_in_three_equal_parts_leaves_the_odd_cent_to_the_last() -> None:
    assert shares(MILLION, [Decimal("0.3333")] * 3) == [Decimal("333333.33"), Decimal("333333.33"), Decimal("333333.34")]


def test_weights_of_30_33_and_37_percent_divide_exactly() -> None:
    assert shares(MILLION, [Decimal("0.3"), Decimal("0.33"), Decimal("0.37")]) == [300_000, 330_000, 370_000]


def test_an_odd_cent_goes_to_the_part_that_lost_most() -> None:
    assert shares(Decimal("1.00"), [Decimal("0.335"), Decimal("0.333"), Decimal("0.332")]) == [
        Decimal("0.34"),
        Decimal("0.33"),
        Decimal("0.33"),
    ]


@drawn(st.decimals(0, 10**12, places=2), st.lists(st.decimals(0, 1, places=6), min_size=1, max_size=40))
def test_parts_add_up_to_the_cent_and_each_is_within_a_cent_of_its_share(whole: Decimal, weights: list[Decimal]) -> None:
    parts = shares(whole, weights)
    assert sum(parts) == whole
    total = sum(weights)
    assert all(abs(part - whole * each / total) < Decimal("0.010001") for part, each in zip(parts, weights, strict=True) if total)


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026-Q1", "2026-Q1"),
        ("2026q4", "2026-Q4"),
        ("2026年1季度", "2026-Q1"),
        ("2026年第3季度", "2026-Q3"),
        ("2026-1", "2026-01"),
        ("２０２６年１２月", "2026-12"),
        ("2026/07", "2026-07"),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, code: str) -> None:
    period = period_of(text)
    assert period is not None
    assert period.code == code
    assert period_of(code) == period


@pytest.mark.parametrize("text", ["", None, "上半年", "2026-13", "2026-Q5", "26-01", "0000", "2026年0月"])
def test_what_is_no_period_is_none(text: str | None) -> None:
    assert period_of(text) is None


@drawn(st.integers(1, 9998), st.integers(1, 12))
def test_months_of_quarters_follow_one_another_without_gap(number: int, month: int) -> None:
    months = [month for quarter in Period(number).parts for month in quarter.parts]
    assert months == [month_of(number, each) for each in range(1, 13)]
    assert months[-1].last == Period(number).last
    assert months[month - 1].last + dt.timedelta(days=1) == (months[month] if month < 12 else Period(number + 1)).first


def test_days_left_count_today_and_are_none_once_it_is_over() -> None:
    march = month_of(2026, 3)
    assert [march.days_left(dt.date(2026, *day)) for day in ((2, 1), (3, 10), (3, 31), (4, 1))] == [31, 22, 1, 0]


# ---------------------------------------------------------------- the task


def test_a_year_without_weights_is_divided_alike_into_quarters_and_months() -> None:
    rows = split(year())
    assert rows.height == 1 + 4 + 12
    assert amounts(rows, "2026-Q1", "2026-Q2") == ["250000.00", "250000.00"]
    assert amounts(rows, "2026-01", "2026-02", "2026-03") == ["83333.33", "83333.33", "83333.34"]
    assert set(rows.filter(pl.col("parts").is_not_null()).select(pl.col("parts") == pl.col("target")).to_series()) == {True}


def test_three_times_33_33_percent_are_accepted_and_lose_nothing() -> None:
    given = inputs(
        SPLIT_TARGETS,
        targets=[{"period": "2026Q1", "fixed": MILLION}],
        target_weights=[weight("month", name, "0.3333") for name in ("1", "2月", "3")],
    )
    assert codes(split_targets(given)) == []
    assert amounts(split(given), "2026-01", "2026-02", "2026-03") == ["333333.33", "333333.33", "333333.34"]


def test_months_go_to_departments_and_departments_to_persons() -> None:
    weights = [
        weight("department", "售前", "0.6"),
        weight("department", "售后", "0.4"),
        weight("person", "小李", "0.7", "售前"),
        weight("person", "小 王", "0.3", "售前"),
    ]
    rows = split(year(*weights, target=Decimal("1200.00"))).filter(pl.col("period") == "2026-05")
    assert records(rows, "department", "person", "level", "target", "parts") == [
        (None, None, "month", Decimal("100.00"), Decimal("100.00")),
        ("售前", None, "department", Decimal("60.00"), Decimal("60.00")),
        ("售前", "小李", "person", Decimal("42.00"), None),
        ("售前", "小王", "person", Decimal("18.00"), None),
        ("售后", None, "department", Decimal("40.00"), None),
    ]


def test_a_typed_target_stays_and_the_others_share_what_is_left() -> None:
    given = inputs(
        SPLIT_TARGETS,
        targets=[{"period": "2026", "fixed": MILLION}, {"period": "2026-Q2", "fixed": Decimal("400000.00")}],
    )
    rows = split(given)
    assert amounts(rows, "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4") == ["400000.00", "200000.00", "200000.00", "200000.00"]
    assert rows.filter(pl.col("period") == "2026-Q2")["fixed"].to_list() == [Decimal("400000.00")]


def test_typed_parts_beyond_the_whole_are_reported_and_leave_nothing_to_the_others() -> None:
    given = inputs(
        SPLIT_TARGETS,
        targets=[{"period": "2026-Q1", "fixed": Decimal(100)}, {"period": "2026-01", "fixed": Decimal(110)}],
    )
    assert codes(split_targets(given)) == [("targets.parts-apart", 2)]
    assert amounts(split(given), "2026-02", "2026-03") == ["0.00", "0.00"]


def test_weights_of_90_percent_are_reported_and_divide_nothing() -> None:
    given = year(weight("department", "售前", "0.6"), weight("department", "售后", "0.3"))
    assert codes(split_targets(given)) == [("targets.weights-not-100", 2), ("targets.weights-not-100", 3)]
    assert split(given)["department"].null_count() == 17


def test_what_is_typed_below_wrong_weights_stands() -> None:
    given = inputs(
        SPLIT_TARGETS,
        targets=[{"period": "2026", "fixed": MILLION}, {"period": "2026-01", "fixed": Decimal(5)}],
        target_weights=[weight("quarter", "1", "0.5")],
    )
    assert codes(split_targets(given)) == [("targets.weights-not-100", 2)]
    assert records(split(given), "period", "target") == [("2026", MILLION), ("2026-01", Decimal(5))]


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        ([weight("department", "甲", "1"), weight("department", "乙")], [("targets.weight-missing", 3)]),
        ([weight("month", "13")], [("targets.part-unknown", 2)]),
        ([weight("quarter", "上", "1")], [("targets.part-unknown", 2)]),
        ([weight("person", "小李", "1")], [("targets.person-without-department", 2)]),
        ([weight("person", "小李", "1", "甲")], [("targets.department-unknown", 2)]),
        (
            [
                weight("department", "甲"),
                weight("department", "乙"),
                weight("person", "小李", None, "甲"),
                weight("person", "小 李", None, "乙"),
            ],
            [("targets.part-twice", 4), ("targets.part-twice", 5)],
        ),
    ],
)
def test_weights_that_do_not_do_are_reported(weights: list[Cells], found: list[tuple[str, int]]) -> None:
    assert codes(split_targets(year(*weights))) == found


def test_a_period_that_cannot_be_read_and_a_doubled_line_are_reported() -> None:
    given = inputs(SPLIT_TARGETS, targets=[{"period": "上半年", "fixed": MILLION}, {"period": "2026"}, {"period": "2026年"}])
    assert codes(split_targets(given)) == [("targets.period-unread", 2), ("targets.row-twice", 3), ("targets.row-twice", 4)]


def test_what_is_achieved_missing_and_needed_per_day_follows_from_paid_orders() -> None:
    orders: list[Cells] = [
        paid("T1", agent="小李", paid=Decimal("300.00")),
        paid("T2", agent="小 李", paid=Decimal("100.00")),
        paid("T3", paid=Decimal("50.00")),
    ]
    weights = [weight("department", "售前"), weight("person", "小李", None, "售前")]
    rows = split(year(*weights, target=Decimal("12000.00"), orders=orders)).filter(pl.col("period") == "2026-03")
    # March has 22 days left on the 10th; 550 / 22 = 25 and 600 / 22 = 27.2727..., which is rounded up.
    assert records(rows, "person", "achieved", "rate", "gap", "days_left", "per_day") == [
        (None, Decimal("450.00"), Decimal("0.45"), Decimal("550.00"), 22, Decimal("25.00")),
        (None, Decimal("400.00"), Decimal("0.4"), Decimal("600.00"), 22, Decimal("27.28")),
        ("小李", Decimal("400.00"), Decimal("0.4"), Decimal("600.00"), 22, Decimal("27.28")),
    ]


def test_without_orders_what_was_achieved_is_left_alone() -> None:
    given = inputs(SPLIT_TARGETS, targets=[{"period": "2026", "fixed": MILLION, "achieved": Decimal(7)}])
    outcome = split_targets(given)
    assert after(given, outcome).frame("targets")["achieved"].to_list()[0] == Decimal(7)
    assert outcome.notes[-1].zh == "没有读到订单工作簿，“完成”等列没有动。"


def test_without_any_target_the_task_says_what_to_write() -> None:
    assert split_targets(inputs(SPLIT_TARGETS)).notes[0].zh.startswith("还没有目标")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_second_run_changes_nothing(lang: Lang) -> None:
    weights = [weight("department", "售前"), weight("person", "小李", None, "售前")]
    given = inputs(
        SPLIT_TARGETS, lang=lang, targets=[{"period": "2026", "fixed": MILLION}], target_weights=weights, orders=[paid("T1", agent="小李")]
    )
    assert split_targets(after(given, split_targets(given))).changes == ()


# ---------------------------------------------------------------- whatever the weights

names = st.lists(st.sampled_from(["甲", "乙", "丙"]), unique=True, max_size=3)


@drawn(st.decimals(0, 10**9, places=2), st.lists(st.decimals(0, 1, places=4), min_size=19, max_size=19), names)
def test_every_whole_is_its_parts_to_the_cent(whole: Decimal, drawn_weights: list[Decimal], departments: list[str]) -> None:
    told = {(2026, "quarter", "", str(at + 1)): drawn_weights[at] for at in range(4)}
    told |= {(2026, "month", "", str(at + 1)): drawn_weights[4 + at] for at in range(12)}
    told |= {(2026, "department", "", name): drawn_weights[16 + at] for at, name in enumerate(departments)}
    found = targets({Place(Period(2026)): whole}, Weights(told, frozenset()), [])
    assert all(found[place] == amount for place, amount in sums_of_parts(found).items())
    assert len(found) == 17 + 12 * len(departments)
