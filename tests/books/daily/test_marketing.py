"""Advertising: ratios from sums, the account against its five reports, what can't be."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from shopbook.books.daily.figures.day_board import FIGURES, figured
from shopbook.books.daily.figures.day_figures import CHECK_FIGURES
from shopbook.books.daily.figures.marketing import channel_days
from shopbook.books.daily.figures.ratios import divided, net_ratio, ratio
from shopbook.sheet.books import Inputs
from tests.books.daily.figure_builders import ad, day, inputs, worked
from tests.books.tables import Cell


def found(given: Inputs) -> list[tuple[str, str, str]]:
    return CHECK_FIGURES.decide(given).findings.select("severity", "code", "cell").rows()


def test_a_line_has_its_ratios() -> None:
    row = worked(inputs(marketing=[ad()])).frame("marketing").row(0, named=True)
    assert (row["ctr"], row["cpc"], row["roas"]) == (Decimal("0.05"), Decimal("2.00"), Decimal("3.00"))
    assert (row["cost_rate"], row["net_roi"]) == (Decimal("0.333333"), Decimal(2))


def test_a_loss_has_a_net_return_below_zero() -> None:
    assert worked(inputs(marketing=[ad(sales=25)])).frame("marketing")["net_roi"].item() == Decimal("-0.75")


def test_nothing_spent_sold_shown_or_clicked_leaves_ratios_blank() -> None:
    row = worked(inputs(marketing=[ad(spend=0, impressions=0, clicks=0, sales=0)])).frame("marketing").row(0, named=True)
    assert [row[name] for name in ("ctr", "cpc", "roas", "cost_rate", "net_roi")] == [None] * 5


def test_every_report_is_set_against_the_account_and_the_gap_is_shown() -> None:
    lines = [
        ad(),
        ad(level="plan", name="甲", spend=60, clicks=30, sales=200),
        ad(level="plan", name="乙", spend=40, clicks=20, sales=100),
        ad(level="keyword", name="杯", spend=80, clicks=49, sales=250),
        ad(level="region", name="浙江", spend=Decimal("100.90"), clicks=50, sales=300),
    ]
    given = worked(inputs(marketing=lines))
    checks = given.frame("ad_checks").select("level", "spend", "gap_spend", "gap_share", "gap_clicks", "gap_sales").rows()
    assert checks == [
        ("plan", 100, 0, 0, 0, 0),
        ("keyword", 80, -20, Decimal("0.2"), -1, -50),
        ("region", Decimal("100.90"), Decimal("0.90"), Decimal("0.009"), 0, 0),
    ]
    findings = CHECK_FIGURES.decide(given).findings
    assert findings.select("severity", "code", "cell").rows() == [("warning", "marketing.reports-differ", "F2")]
    assert "关键词差 -20.00。" in findings["message"][0]


def test_the_shop_may_allow_a_larger_gap() -> None:
    lines = [ad(), ad(level="hour", name="9", spend=80)]
    assert found(worked(inputs(marketing=lines, settings={"ad_gap_share": "20%"}))) == []


def test_reports_of_a_channel_without_an_account_are_compared_with_nothing() -> None:
    assert worked(inputs(marketing=[ad(level="plan", name="甲")])).frame("ad_checks").is_empty()


def test_a_channel_counts_once_by_its_account_else_by_the_first_report_there_is() -> None:
    lines = [
        ad(spend=100),
        ad(level="plan", name="甲", spend=60),
        ad(level="hour", name="9", channel="别处", spend=7),
        ad(level="item", name="杯", channel="别处", spend=5),
        ad(level="item", name="盘", channel="别处", spend=3),
    ]
    rows = channel_days(inputs(marketing=lines).frame("marketing"))
    assert rows.select("channel", "level", "spend").rows() == [("别处", "item", 8), ("直通车", "account", 100)]


def test_a_jump_of_an_account_is_asked_about_and_that_of_a_keyword_is_not() -> None:
    lines = [ad(9), ad(10, spend=150), ad(9, level="keyword", name="杯"), ad(10, level="keyword", name="杯", spend=1)]
    given = worked(inputs(marketing=lines, settings={"ad_gap_share": "1"}))
    assert given.frame("marketing")["jump"].to_list() == [None, "花费涨50%", None, None]
    assert ("warning", "marketing.jump-unexplained", "M3") in found(given)


@pytest.mark.parametrize(
    ("cells", "severity", "code"),
    [
        ({"clicks": 1001}, "error", "marketing.clicks-exceed-impressions"),
        ({"clicks": 0}, "warning", "marketing.spend-without-clicks"),
        ({"ctr_told": "6%"}, "hint", "marketing.ctr-differs"),
        ({"roas_told": 4}, "hint", "marketing.return-differs"),
        ({"spend": -1}, "error", "cell.below-minimum"),
    ],
)
def test_what_cannot_be_is_reported(cells: dict[str, Cell], severity: str, code: str) -> None:
    assert (severity, code) in [(each, name) for each, name, _ in found(worked(inputs(marketing=[{**ad(), **cells}])))]


def test_a_line_that_stands_twice_is_reported_and_counts_once() -> None:
    given = worked(inputs(marketing=[ad(), ad()]))
    assert [code for _, code, _ in found(given)] == ["marketing.doubled"] * 2
    assert channel_days(given.frame("marketing"))["spend"].item() == 100


def test_a_day_without_a_report_of_the_account_is_a_hint_and_of_a_keyword_nothing() -> None:
    lines = [ad(8), ad(10), ad(8, level="keyword", name="杯"), ad(10, level="keyword", name="杯")]
    assert found(worked(inputs(marketing=lines))) == [("hint", "marketing.day-missing", "B3")]


@pytest.mark.parametrize(("top", "bottom", "expected"), [(1, 8, "0.13"), (1, 40, "0.03"), (0, 3, "0.00"), (1, 3, "0.33")])
def test_ratios_are_rounded_half_up(top: int, bottom: int, expected: str) -> None:
    figure = pl.select(ratio(pl.lit(top), pl.lit(bottom), places=2)).item()
    assert (figure, divided(Decimal(top), Decimal(bottom), places=2)) == (Decimal(expected), Decimal(expected))


amounts = st.decimals(min_value=0, max_value=10**13, places=2)


@with_any(sales=amounts, spend=amounts)
def test_the_ratios_of_a_line_are_exact_and_hang_together(sales: Decimal, spend: Decimal) -> None:
    lit = [pl.lit(value, dtype=pl.Decimal(38, 2)) for value in (sales, spend)]
    back, rate, net = pl.select(ratio(*lit).alias("back"), ratio(lit[1], lit[0]).alias("rate"), net_ratio(*lit).alias("net")).row(0)
    assert (rate is None) == (sales == 0)
    if spend > 0:
        assert back == (sales / spend).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        assert net == back - 1
    else:
        assert (back, net) == (None, None)


lines = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), amounts, amounts), min_size=1, max_size=8)


@with_any(days=lines)
def test_a_ratio_of_several_days_is_that_of_their_sums(days: list[tuple[int, int, Decimal, Decimal]]) -> None:
    rows = pl.DataFrame(
        [{"day": day(1), "impressions": shown, "clicks": clicks, "spend": spend, "sales": sales} for shown, clicks, spend, sales in days],
        schema_overrides={"spend": pl.Decimal(38, 2), "sales": pl.Decimal(38, 2)},
    )
    for figure in (each for each in FIGURES if each.group == "ads" and each.bottom):
        top = sum((Decimal(row[figure.top]) for row in rows.iter_rows(named=True)), Decimal(0))
        bottom = sum((Decimal(row[figure.bottom]) for row in rows.iter_rows(named=True)), Decimal(0))
        top -= bottom if figure.less else 0
        expected = (top * figure.factor / bottom).quantize(Decimal("0.01"), ROUND_HALF_UP) if bottom > 0 else None
        assert figured(figure, rows) == expected
        assert figured(figure, rows.reverse()) == expected
