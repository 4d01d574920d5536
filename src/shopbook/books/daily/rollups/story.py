"""The page of the summary: what the sums of days, weeks, months, hours and provinces say, in words."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from shopbook.books.daily.figures.ratios import divided
from shopbook.labels import Label

_TENTH = Decimal("0.1")
_NOTHING = Decimal(0)
_TOP = 3

_ALL = Label(zh="近31天", en="Last 31 days")
_YESTERDAY = Label(zh="昨天", en="Yesterday")
_WEEK = Label(zh="上一周", en="Last week")
_MONTH = Label(zh="本月", en="This month")
_LAST_MONTH = Label(zh="上个月", en="Last month")
_QUARTER = Label(zh="本季度", en="This quarter")
_REFUNDS = Label(zh="退款", en="Refunds")
_HOURS = Label(zh="付款时段", en="Hours")
_PLACES = Label(zh="收货省份", en="Provinces")
_ADS = Label(zh="推广", en="Advertising")

_TOLD = Label(
    zh="{name}（{span}）付款 {orders} 单，实付 {paid} 元，笔单价 {average} 元（实付 ÷ 单数）。",
    en="{name} ({span}): {orders} {orders|order|orders} paid, {paid} yuan in all, {average} an order (paid ÷ orders).",
)
_TOLD_NONE = Label(zh="{name}（{span}）没有付款的订单。", en="{name} ({span}): no order was paid.")
_UP = Label(zh="实付比{before}（{was} 元）增加 {percent}%。", en="That is {percent} % more than {before} ({was}).")
_DOWN = Label(zh="实付比{before}（{was} 元）减少 {percent}%。", en="That is {percent} % less than {before} ({was}).")
_LEVEL = Label(zh="实付与{before}（{was} 元）基本持平。", en="That is about as much as {before} ({was}).")
_DAY_BEFORE = Label(zh="前一天", en="the day before")
_WEEK_BEFORE = Label(zh="再前一周", en="the week before")
_MONTH_BEFORE = Label(zh="再前一个月", en="the month before")
_TARGET = Label(
    zh="目标 {target} 元，完成 {percent}%（实付 ÷ 目标），{rest}。",
    en="The target is {target}; {percent} % of it is reached (paid ÷ target), {rest}.",
)
_MISSING = Label(zh="还差 {gap} 元", en="{gap} are missing")
_REACHED = Label(zh="超过 {gap} 元", en="{gap} beyond it")
_REFUNDED = Label(
    zh="{first} 至 {last} 付款的订单已退款 {refunds} 元，占这些订单总金额 {total} 元的 {percent}%。",
    en="Of the orders paid from {first} to {last}, {refunds} has been refunded: {percent} % of their total of {total}.",
)
_BUSY = Label(
    zh="近31天里 {most} 点付款最多：{most_orders} 单，占全部 {orders} 单的 {percent}%；{least} 点最少：{least_orders} 单。",
    en="In the last 31 days most orders were paid in the hour from {most}:00: {most_orders}, {percent} % of all {orders}; "
    "fewest from {least}:00: {least_orders}.",
)
_WHERE = Label(
    zh="近31天写了省份的 {orders} 单里，收货最多的是{named}。",
    en="Of {orders} {orders|order|orders} with a province in the last 31 days most went to {named}.",
)
_ONE_PLACE = Label(zh="{province}（{orders} 单，{percent}%）", en="{province} ({orders}, {percent} %)")
_SPENT = Label(
    zh="{period} 推广花费 {spend} 元，推广成交 {sales} 元，投产比 {roas}（成交 ÷ 花费）。",
    en="In {period} ads cost {spend} and brought sales of {sales}: a return of {roas} (sales ÷ spend).",
)


@dataclass(frozen=True, slots=True)
class Rolled:
    """Everything that was added up: the rows of each sheet, before they are fitted to it, and the days with all sums."""

    days: pl.DataFrame
    trend: pl.DataFrame
    weeks: pl.DataFrame
    months: pl.DataFrame
    quarters: pl.DataFrame
    hours: pl.DataFrame
    provinces: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the summary."""

    topic: Label
    sentence: Label


def story(rolled: Rolled) -> list[Told]:
    """The lines of the summary, the whole first; what no figure says is left out."""
    return [*_window(rolled), *_days(rolled), *_weeks(rolled), *_months(rolled), *_refunds(rolled), *_when_and_where(rolled), *_ads(rolled)]


def _window(rolled: Rolled) -> Iterator[Told]:
    days = rolled.trend["day"]
    orders, paid = rolled.trend["orders"].sum(), Decimal(rolled.trend["paid"].sum() or 0)
    sums = {"orders": orders, "paid": paid, "average": divided(paid, Decimal(orders), places=2)}
    yield Told(_ALL, _sold(_ALL, days[0], days[-1], sums))


def _days(rolled: Rolled) -> Iterator[Told]:
    day, before = rolled.trend.row(-1, named=True), rolled.trend.row(-2, named=True)
    if day["orders"] is not None:
        yield Told(_YESTERDAY, _joined(_sold(_YESTERDAY, day["day"], day["day"], day), _compared(day["paid"], before["paid"], _DAY_BEFORE)))


def _weeks(rolled: Rolled) -> Iterator[Told]:
    yield from _period(rolled.weeks, _WEEK, _WEEK_BEFORE)


def _months(rolled: Rolled) -> Iterator[Told]:
    yield from _running(rolled.months, _MONTH)
    yield from _period(rolled.months, _LAST_MONTH, _MONTH_BEFORE)
    yield from _running(rolled.quarters, _QUARTER)


def _period(rows: pl.DataFrame, name: Label, before: Label) -> Iterator[Told]:
    """The newest period that is over beside the one before."""
    row, earlier = rows.row(-2, named=True), rows.row(-3, named=True)
    if row["orders"] is not None:
        yield Told(name, _joined(_sold(name, row["first"], row["last"], row), _compared(row["paid"], earlier["paid"], before)))


def _running(rows: pl.DataFrame, name: Label) -> Iterator[Told]:
    """The period that still runs beside its target."""
    row = rows.row(-1, named=True)
    if row["orders"] is not None:
        yield Told(name, _joined(_sold(name, row["first"], row["until"], row), _aimed(row)))


def _sold(name: Label, first: dt.date, last: dt.date, sums: Mapping[str, object]) -> Label:
    span = Label(zh=f"{first} 至 {last}", en=f"{first} to {last}") if first < last else first
    told = {"name": name, "span": span, "orders": _count(sums["orders"])}
    if not sums["orders"]:
        return _TOLD_NONE.filled(told)
    return _TOLD.filled({**told, "paid": _money(sums["paid"]), "average": _money(sums["average"])})


def _compared(now: Decimal | None, was: Decimal | None, before: Label) -> Label | None:
    if now is None or not was:
        return None
    percent = abs(_percent((now - was) / was))
    label = _LEVEL if not percent else _UP if now > was else _DOWN
    return label.filled({"before": before, "was": _money(was), "percent": percent})


def _aimed(row: Mapping[str, object]) -> Label | None:
    target, paid = row["target"], row["paid"]
    if not isinstance(target, Decimal) or not isinstance(paid, Decimal) or not target:
        return None
    rest = (_MISSING if paid < target else _REACHED).filled({"gap": _money(abs(target - paid))})
    return _TARGET.filled({"target": _money(target), "percent": _percent(paid / target), "rest": rest})


def _refunds(rolled: Rolled) -> Iterator[Told]:
    first, last = rolled.trend["day"][0], rolled.trend["day"][-1]
    days = rolled.days.filter(pl.col("day").is_between(first, last))
    total, refunds = Decimal(days["total"].sum() or 0), Decimal(days["refunds"].sum() or 0)
    if total > _NOTHING:
        told = {"refunds": _money(refunds), "total": _money(total), "percent": _percent(refunds / total), "first": first, "last": last}
        yield Told(_REFUNDS, _REFUNDED.filled(told))


def _when_and_where(rolled: Rolled) -> Iterator[Told]:
    if orders := rolled.hours["orders"].sum():
        by_orders = rolled.hours.sort("orders", "hour", descending=[True, False])
        most, least = by_orders.row(0, named=True), by_orders.row(-1, named=True)
        told = {
            "most": most["hour"],
            "most_orders": _count(most["orders"]),
            "least": least["hour"],
            "least_orders": _count(least["orders"]),
        }
        yield Told(_HOURS, _BUSY.filled({**told, "orders": _count(orders), "percent": _percent(most["share"])}))
    named = rolled.provinces.drop_nulls("province").head(_TOP)
    if not named.is_empty():
        places = [
            _ONE_PLACE.filled({**row, "percent": _percent(row["share"]), "orders": _count(row["orders"])}) for row in named.rows(named=True)
        ]
        joined = Label(zh="、".join(place.zh for place in places), en=", ".join(place.en for place in places))
        yield Told(_PLACES, _WHERE.filled({"orders": _count(rolled.provinces["orders"].sum()), "named": joined}))


def _ads(rolled: Rolled) -> Iterator[Told]:
    row = rolled.months.row(-1, named=True)
    if row["roas"] is not None:
        told = {"period": row["period"], "spend": _money(row["spend"]), "sales": _money(row["ad_sales"]), "roas": row["roas"]}
        yield Told(_ADS, _SPENT.filled(told))


def _joined(first: Label, second: Label | None) -> Label:
    return first if second is None else Label(zh=first.zh + second.zh, en=f"{first.en} {second.en}")


def _money(amount: object) -> str:
    return f"{amount:,.2f}"


def _count(number: object) -> str:
    return f"{number:,}"


def _percent(share: Decimal) -> Decimal:
    """With one place, half up."""
    return (share * 100).quantize(_TENTH, ROUND_HALF_UP)
