"""The board: the newest day's figures beside other days, the month and the target."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.daily.figures.ratios import divided
from shopbook.books.daily.figures.sheets import BOARD, UNIT_CLICKS, UNIT_ORDERS, UNIT_PEOPLE
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW

_YUAN = Label(zh="元", en="yuan")
_PERCENT = Label(zh="%", en="%")
_TIMES = Label(zh="倍", en="times")
_JUMPED = Label(zh="波动", en="jumped")
_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the board.

    Attributes:
        group: Which figures of days it is made of.
        label: What people call it.
        unit: Of its values.
        top: What is added up.
        bottom: What that sum is divided by; empty if it is not.
        less: What is taken off the sum first; empty if nothing is.
        factor: What the ratio is multiplied by.
    """

    group: str
    label: Label
    unit: Label
    top: str
    bottom: str = ""
    less: str = ""
    factor: int = 1


FIGURES = (
    Figure("trade", Label(zh="访客数", en="Visitors"), UNIT_PEOPLE, "visitors"),
    Figure("trade", Label(zh="支付买家数", en="Buyers"), UNIT_PEOPLE, "buyers"),
    Figure("trade", Label(zh="支付单数", en="Paid orders"), UNIT_ORDERS, "orders"),
    Figure("trade", Label(zh="支付金额", en="Paid"), _YUAN, "paid"),
    Figure("trade", Label(zh="转化率（买家 ÷ 访客）", en="Conversion (buyers ÷ visitors)"), _PERCENT, "buyers", "visitors", factor=100),
    Figure("trade", Label(zh="客单价（金额 ÷ 买家）", en="Paid per buyer"), _YUAN, "paid", "buyers"),
    Figure("trade", Label(zh="当天退款金额", en="Refunds booked that day"), _YUAN, "refunds"),
    Figure("trade", Label(zh="当天退款率（÷ 当天支付）", en="Those ÷ paid that day"), _PERCENT, "refunds", "paid", factor=100),
    Figure("trade", Label(zh="当天订单退款", en="Refunds of the day's orders"), _YUAN, "order_refunds"),
    Figure(
        "trade",
        Label(zh="当天订单退款率（÷ 总金额）", en="Those ÷ the orders' total"),
        _PERCENT,
        "order_refunds",
        "order_total",
        factor=100,
    ),
    Figure("customers", Label(zh="新客", en="New customers"), UNIT_PEOPLE, "new_buyers"),
    Figure("customers", Label(zh="老客", en="Returning customers"), UNIT_PEOPLE, "old_buyers"),
    Figure("customers", Label(zh="老客占比（÷ 买家）", en="Returning ÷ all"), _PERCENT, "old_buyers", "known_buyers", factor=100),
    Figure("ads", Label(zh="推广花费", en="Ad spend"), _YUAN, "spend"),
    Figure("ads", Label(zh="推广点击量", en="Ad clicks"), UNIT_CLICKS, "clicks"),
    Figure("ads", Label(zh="点击率（点击 ÷ 展现）", en="CTR (clicks ÷ impressions)"), _PERCENT, "clicks", "impressions", factor=100),
    Figure("ads", Label(zh="点击单价（花费 ÷ 点击）", en="CPC (spend ÷ clicks)"), _YUAN, "spend", "clicks"),
    Figure("ads", Label(zh="推广成交金额", en="Sales by ads"), _YUAN, "sales"),
    Figure("ads", Label(zh="投产比（成交 ÷ 花费）", en="Return (sales ÷ spend)"), _TIMES, "sales", "spend"),
    Figure("ads", Label(zh="费用率（花费 ÷ 成交）", en="Cost rate (spend ÷ sales)"), _PERCENT, "spend", "sales", factor=100),
    Figure(
        "ads", Label(zh="净ROI（(成交 − 花费) ÷ 花费）", en="Net ROI ((sales − spend) ÷ spend)"), _PERCENT, "sales", "spend", "spend", 100
    ),
)
"""The form of the board. Source: D2 (店长 3), D3 4.2-4.9, AMB-07."""


@dataclass(frozen=True, slots=True)
class Days:
    """What the board is made of.

    Attributes:
        groups: ``trade``, ``customers``, ``ads``: rows with ``day``.
        targets: What the newest day's month should bring, by the field that is added up.
        reasons: Why figures of the newest day jumped, by group.
        jump_share: From where on a change is a jump.
    """

    groups: Mapping[str, pl.DataFrame]
    targets: Mapping[str, Decimal]
    reasons: Mapping[str, str]
    jump_share: Decimal

    def newest(self, today: dt.date) -> dt.date | None:
        """The last day with a figure, none after today."""
        days = pl.concat([rows.select("day") for rows in self.groups.values()])["day"].drop_nulls()
        newest: dt.date | None = days.filter(days <= today).max()  # type: ignore[assignment]  # of days
        return newest


def board(days: Days, *, today: dt.date, lang: Lang) -> pl.DataFrame:
    """The rows of 经营看板, always the same figures in the same order; no rows where there is no day at all."""
    newest = days.newest(today)
    if newest is None:
        return BOARD.empty().drop(ROW)
    spans = {
        "today": (newest, newest),
        "yesterday": (newest - _DAY, newest - _DAY),
        "last_week": (newest - _WEEK, newest - _WEEK),
        "month": (newest.replace(day=1), newest),
    }
    rows = [_row(figure, spans, days, lang) | {"day": newest} for figure in FIGURES]
    return pl.DataFrame([{name: row.get(name) for name in BOARD.by_field} for row in rows], schema=BOARD.schema())


def _row(figure: Figure, spans: Mapping[str, tuple[dt.date, dt.date]], days: Days, lang: Lang) -> dict[str, object]:
    values = {name: figured(figure, _within(days.groups[figure.group], span)) for name, span in spans.items()}
    change = _change(values["today"], values["yesterday"])
    target = None if figure.bottom else days.targets.get(figure.top)
    has_jumped = change is not None and abs(change) > days.jump_share
    return {
        "figure": figure.label[lang],
        "unit": figure.unit[lang],
        **values,
        "change": change,
        "week_change": _change(values["today"], values["last_week"]),
        "target": target,
        "reached": divided(values["month"], target),
        "jump": _JUMPED[lang] if has_jumped else None,
        "reason": (days.reasons.get(figure.group) or None) if has_jumped else None,
    }


def figured(figure: Figure, rows: pl.DataFrame) -> Decimal | None:
    """A figure of some days: a sum, or a ratio of sums over the rows that know both; ``None`` where no row knows it."""
    needed = [name for name in (figure.top, figure.bottom) if name]
    known = rows.drop_nulls(needed)
    if known.is_empty():
        return None
    top = _sum(known, figure.top) - (_sum(known, figure.less) if figure.less else 0)
    if not figure.bottom:
        return top.quantize(Decimal("0.01"))
    return divided(top * figure.factor, _sum(known, figure.bottom), places=2)


def _sum(rows: pl.DataFrame, field: str) -> Decimal:
    return Decimal(rows[field].sum())


def _within(rows: pl.DataFrame, span: Sequence[dt.date]) -> pl.DataFrame:
    return rows.filter(pl.col("day").is_between(span[0], span[1]))


def _change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return divided(None if now is None or before is None else now - before, before)
