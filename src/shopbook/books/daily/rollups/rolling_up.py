"""The task roll-up: weeks, months, quarters, hours and provinces from order lines and the day's figures, and the summary in words."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from shopbook.books.daily.calendar_periods import period_of
from shopbook.books.daily.figures import day_trading, marketing
from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.figures.sheets import MARKETING, TRADES
from shopbook.books.daily.reports.holding import SOURCE, sheet_of
from shopbook.books.daily.rollups.sheets import (
    HOUR_SUMS,
    MONTH_SUMS,
    MONTHS,
    PROVINCE_SUMS,
    QUARTER_SUMS,
    QUARTERS,
    ROLLED,
    STORY,
    TREND_DAYS,
    WEEK_SUMS,
    WEEKS,
)
from shopbook.books.daily.rollups.story import Rolled, story
from shopbook.books.daily.rollups.sums import (
    fitted,
    hours,
    last_days,
    months,
    paid_whole,
    period_sums,
    provinces,
    quarters,
    sums_by_day,
    trend,
    weeks,
)
from shopbook.books.daily.targets.sheets import TARGETS
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Night, Outcome, ReplaceRows, Task
from shopbook.sheet.columns import ROW

ROLLUP_FIGURES: Mapping[str, Label] = {
    "rolled_orders": Label(zh="近31天单数", en="Orders of the last 31 days"),
    "rolled_paid": Label(zh="近31天实付", en="Paid in the last 31 days"),
    "month_paid": Label(zh="本月实付", en="Paid this month"),
    "quarter_paid": Label(zh="本季度实付", en="Paid this quarter"),
}
"""The figures of roll-up."""

_LINES = sheet_of(ORDERS.code)
_WITHOUT_ORDERS = Label(
    zh="没有读到订单工作簿，各表没有动；请在“来源”写明它在哪里。",
    en="The order workbook was not read and nothing was changed: say on Sources where it is.",
)


def roll_up(given: Inputs) -> Outcome:
    """Write every sheet of roll-ups anew."""
    if SOURCE in given.absent or given.tables[_LINES].header is None:
        return Outcome(notes=(_WITHOUT_ORDERS,))
    rolled = rolled_up(given)
    told = story(rolled)
    frames = {
        STORY.code: pl.DataFrame([(each.topic[given.lang], each.sentence[given.lang]) for each in told], STORY.schema(), orient="row"),
        TREND_DAYS.code: fitted(rolled.trend, TREND_DAYS),
        WEEK_SUMS.code: fitted(rolled.weeks, WEEK_SUMS),
        MONTH_SUMS.code: fitted(rolled.months, MONTH_SUMS),
        QUARTER_SUMS.code: fitted(rolled.quarters, QUARTER_SUMS),
        HOUR_SUMS.code: fitted(rolled.hours, HOUR_SUMS),
        PROVINCE_SUMS.code: fitted(rolled.provinces, PROVINCE_SUMS),
    }
    changes: list[Change] = [ReplaceRows(code, rows) for code, rows in frames.items() if not rows.equals(given.frame(code).drop(ROW))]
    figures = {
        "rolled_orders": rolled.trend["orders"].sum(),
        "rolled_paid": rolled.trend["paid"].sum(),
        "month_paid": rolled.months["paid"][-1],
        "quarter_paid": rolled.quarters["paid"][-1],
    }
    return Outcome(changes=tuple(changes), summary=figures, notes=tuple(each.sentence for each in told))


def rolled_up(given: Inputs) -> Rolled:
    """Everything added up, to the moment of the run."""
    today = given.now.date()
    orders = paid_whole(given.frame(_LINES)).filter(pl.col("paid_at") <= given.now)
    by_day = sums_by_day(orders)
    days = _beside(by_day, given).filter(pl.col("day") <= today)
    by_thursday = given.parameters.text("week_month") == "thursday"
    newest = last_days(orders, today)
    goals = _targets(given)
    return Rolled(
        days=days,
        trend=trend(by_day, today),
        weeks=period_sums(days, weeks(today, WEEKS + 1, by_thursday=by_thursday), today=today),
        months=_aimed(period_sums(days, months(today, MONTHS + 1), today=today), goals, today),
        quarters=_aimed(period_sums(days, quarters(today, QUARTERS + 1), today=today), goals, today),
        hours=hours(newest),
        provinces=provinces(newest, given.lang),
    )


def _beside(by_day: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """The sums of days with visitors and advertising; a figure that a day does not have is null."""
    traded = given.frame(TRADES.code).drop_nulls(day_trading.KEY).unique(day_trading.KEY, keep="first", maintain_order=True)
    visitors = traded.drop_nulls("visitors").group_by("day").agg(pl.col("visitors").sum())
    ads = marketing.channel_days(given.frame(MARKETING.code)).group_by("day").agg(_known("spend"), _known("sales").alias("ad_sales"))
    whole = by_day.join(visitors, on="day", how="full", coalesce=True).join(ads, on="day", how="full", coalesce=True)
    return whole.sort("day")


def _known(name: str) -> pl.Expr:
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum())


def _targets(given: Inputs) -> pl.DataFrame:
    """The targets of whole months and quarters, by ``period``."""
    rows = given.frame(TARGETS.code).filter(pl.col("department").is_null(), pl.col("person").is_null(), pl.col("target").is_not_null())
    named = [(found.code, amount) for text, amount in rows.select("period", "target").iter_rows() if (found := period_of(text))]
    goals = pl.DataFrame(named, schema={"period": pl.String(), "target": TARGETS.by_field["target"].dtype}, orient="row")
    return goals.unique("period", keep="first", maintain_order=True)


def _aimed(rows: pl.DataFrame, goals: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Periods beside their targets, and the last day of each that counts so far in ``until``."""
    told = rows.join(goals, on="period", how="left", maintain_order="left")
    return told.with_columns(rate=ratio(pl.col("paid"), pl.col("target")), until=pl.min_horizontal("last", pl.lit(today)))


ROLL_UP = Task(
    "roll-up",
    Label(zh="汇总报表", en="Roll-up"),
    Label(
        zh="从订单和经营日数据算出近31天、周报、月报、季报、时段、省份和“经营摘要”，图随之更新；--format md 可发到群里。",
        en="Works out days, weeks, months, quarters, hours, provinces and the summary from orders and day's figures, charts with them; "
        "--format md is for chat groups.",
    ),
    reads=(*(sheet.code for sheet in ROLLED), TRADES.code, MARKETING.code, TARGETS.code, _LINES),
    writes=tuple(sheet.code for sheet in ROLLED),
    decide=roll_up,
    night=Night.WORKS,
)
