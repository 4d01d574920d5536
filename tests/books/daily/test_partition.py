"""Every paid order stands in exactly one report, whatever happens to orders and reports, and whenever somebody makes reports."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.daily.reports.reporting import daily_report
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import inputs, onward, typed, with_orders
from tests.books.orders.builders import order
from tests.books.tables import Cells

FIRST = dt.datetime(2026, 3, 2)
DAYS = 6
LAST = FIRST + dt.timedelta(days=DAYS + 3, hours=15)
NUMBERS = [f"T{number}" for number in range(6)]

seconds = st.sampled_from([0, 1, 59]) | st.integers(0, 59)
moments = st.one_of(
    st.builds(lambda day: FIRST + dt.timedelta(days=day, hours=14), st.integers(0, DAYS)),
    st.builds(
        lambda day, minute, second: FIRST + dt.timedelta(days=day, minutes=minute, seconds=second),
        st.integers(0, DAYS),
        st.integers(0, 24 * 60 - 1),
        seconds,
    ),
)
amounts = st.decimals(0, 999, places=2)
payments = st.dictionaries(st.sampled_from(NUMBERS), st.tuples(moments | st.none(), amounts), max_size=len(NUMBERS))
steps = st.tuples(payments, st.integers(0, DAYS), st.sampled_from(["", "clerk", "locked"]), st.integers(0, DAYS), st.booleans())


def lines(paid: Mapping[str, tuple[dt.datetime | None, Decimal]]) -> list[Cells]:
    """Orders as lines of the order sheet: the odd ones have two, with the order's values on both."""
    whole = [order(order_no=number, paid_at=paid_at, paid=amount, line_no=1) for number, (paid_at, amount) in paid.items()]
    second = [{**line, "line_no": 2, "sku": "B-1"} for line in whole if int(str(line["order_no"])[1:]) % 2]
    return [*whole, *second]


def is_paid(payment: tuple[dt.datetime | None, Decimal]) -> bool:
    paid_at, amount = payment
    return paid_at is not None or amount > 0


def signed(now: Inputs, day: dt.date, how: str) -> Inputs:
    """The workbook after a report was signed by the clerk, or locked, if it is there."""
    there = now.frame("handovers").filter(pl.col("report") == day)
    if not how or there.is_empty():
        return now
    at = now.now.replace(microsecond=0)
    now = typed(now, "handovers", {"report": day}, clerk="陈一", clerk_at=at)
    if how == "locked":
        now = typed(now, "report_days", {"report": day}, locked_at=at, fingerprint="sealed")
    return now


def run(now: Inputs) -> Inputs:
    """The workbook after the reports were made; making them again changes nothing."""
    done = onward(now, daily_report(now))
    assert daily_report(done).changes == ()
    return done


def closed(now: Inputs) -> pl.DataFrame:
    """What signed reports say."""
    days = now.frame("handovers").filter(pl.col("clerk_at").is_not_null())
    return now.frame("reports").join(days, on="report", how="semi").drop("check").sort("_row")


def counted(now: Inputs) -> dict[str, tuple[int, Decimal]]:
    sums = now.frame("reports").group_by("order_no").agg(pl.col("orders").sum(), pl.col("amount").sum())
    return {number: (orders, amount) for number, orders, amount in sums.iter_rows()}


@drawn(st.lists(steps, min_size=1, max_size=4), st.sampled_from(["none", "sunday", "weekend"]), st.sampled_from(["inclusive", "exclusive"]))
@settings(max_examples=25)
def test_each_paid_order_counts_once_and_at_what_was_paid_and_signed_reports_stay(
    story: Sequence[tuple[dict[str, tuple[dt.datetime | None, Decimal]], int, str, int, bool]], rest: str, end: str
) -> None:
    now = inputs(settings={"rest_weekdays": rest, "report_end": end})
    paid: dict[str, tuple[dt.datetime | None, Decimal]] = {}
    for changed, run_on, how, report, is_gone in story:
        paid = {**({} if is_gone else paid), **changed}
        now = with_orders(now, lines(paid), now=FIRST + dt.timedelta(days=run_on, hours=15))
        before = closed(now)
        now = run(now)
        assert closed(now).equals(before)
        now = signed(now, (FIRST + dt.timedelta(days=report)).date(), how)
    now = run(with_orders(now, lines(paid), now=LAST))
    wanted = {number: (1, payment[1]) for number, payment in paid.items() if is_paid(payment)}
    assert {number: sums for number, sums in counted(now).items() if sums != (0, Decimal(0))} == wanted
    newest = now.frame("report_days").row(-1, named=True) if now.frame("report_days").height else None
    if newest is not None:
        assert (newest["gap_orders"], newest["gap_amount"]) == (0, Decimal("0.00"))


@drawn(st.lists(st.tuples(moments, amounts), min_size=1, max_size=12), st.sampled_from(["inclusive", "exclusive"]))
@settings(max_examples=15)
def test_each_payment_is_in_the_report_whose_window_has_it(payments: Sequence[tuple[dt.datetime, Decimal]], end: str) -> None:
    paid = {f"T{number}": payment for number, payment in enumerate(payments)}
    now = run(with_orders(inputs(settings={"report_end": end}, now=LAST), lines(paid)))
    windows = now.frame("report_days").select("report", "starts", "ends").rows()
    for number, (paid_at, _) in paid.items():
        [entry] = now.frame("reports").filter(pl.col("order_no") == number).rows(named=True)
        inside = [day for day, starts, ends in windows if (starts < paid_at <= ends if end == "inclusive" else starts <= paid_at < ends)]
        assert [entry["report"]] == inside


@drawn(st.dictionaries(st.sampled_from(NUMBERS), st.tuples(moments, amounts), min_size=1), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_nothing_depends_on_the_order_of_the_rows(paid: dict[str, tuple[dt.datetime | None, Decimal]], chance: object) -> None:
    rows = lines(paid)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' random numbers
    one, other = (run(with_orders(inputs(now=LAST), each)) for each in (rows, shuffled))
    for sheet in ("reports", "report_days", "report_totals", "exceptions"):
        assert one.frame(sheet).equals(other.frame(sheet))
