"""From order lines to the sums of days, weeks, months, quarters, hours and provinces."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.daily.calendar_periods import Period, month_of
from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.rollups.sheets import DAYS, HOURS, PROVINCES
from shopbook.books.orders.whole_orders import first_of
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Sheet
from shopbook.sheet.rules import once_per_text

_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
_NOTHING = Decimal(0)
_NAME_ENDS = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
_OTHERS = Label(zh="其他", en="Others")
_SUMS = ("orders", "paid", "total", "refunds", "visitors", "spend", "ad_sales")


@dataclass(frozen=True, slots=True)
class Span:
    """One period to add up.

    Attributes:
        name: What the sheet calls it.
        first: Its first day.
        last: Its last day.
        month: Of a week, the month that it belongs to.
    """

    name: str
    first: dt.date
    last: dt.date
    month: str | None = None


def paid_whole(lines: pl.DataFrame) -> pl.DataFrame:
    """Orders with a time of payment, each once: ``paid_at``, ``paid``, ``total``, ``refund`` (0 where not known), ``province``."""
    known = lines.filter(pl.col("order_no").is_not_null())
    whole = known.group_by("order_no").agg(pl.col("paid_at").min(), *(first_of(name) for name in ("paid", "total", "refund", "province")))
    paid = pl.col("paid").fill_null(_NOTHING)
    return whole.filter(pl.col("paid_at").is_not_null()).select(
        "paid_at", paid, pl.coalesce("total", paid).alias("total"), pl.col("refund").fill_null(_NOTHING), "province"
    )


def sums_by_day(orders: pl.DataFrame) -> pl.DataFrame:
    """By ``day``: ``orders``, ``paid``, ``total``, ``refunds``."""
    day = pl.col("paid_at").dt.date().alias("day")
    return orders.group_by(day).agg(
        orders=pl.len().cast(pl.Int64), paid=pl.col("paid").sum(), total=pl.col("total").sum(), refunds=pl.col("refund").sum()
    )


def weeks(today: dt.date, count: int, *, by_thursday: bool) -> list[Span]:
    """The last weeks up to and with today's, numbered by ISO. Source: AMB-32."""
    monday = today - _DAY * today.weekday()
    firsts = [monday - _WEEK * back for back in reversed(range(count))]
    return [
        Span("{}-W{:02}".format(*first.isocalendar()), first, first + 6 * _DAY, f"{first + 3 * _DAY if by_thursday else first:%Y-%m}")
        for first in firsts
    ]


def months(today: dt.date, count: int) -> list[Span]:
    """The last months up to and with today's."""
    number = today.year * 12 + today.month - 1
    return [_span(month_of(each // 12, each % 12 + 1)) for each in range(number - count + 1, number + 1)]


def quarters(today: dt.date, count: int) -> list[Span]:
    """The last quarters up to and with today's."""
    number = today.year * 4 + (today.month - 1) // 3
    return [_span(Period(each // 4, each % 4 + 1)) for each in range(number - count + 1, number + 1)]


def _span(period: Period) -> Span:
    return Span(period.code, period.first, period.last)


def period_sums(days: pl.DataFrame, spans: Sequence[Span], *, today: dt.date) -> pl.DataFrame:
    """What each period but the first comes to.

    Args:
        days: By ``day``: orders, paid, total, refunds, visitors, spend, ad_sales; a figure that no day has is null.
        spans: Periods that follow one another, one before those that are wanted.
        today: A period that ends today or later is not compared with the one before.

    Returns:
        ``period``, ``first``, ``last``, ``month``, the sums and their ratios; all blank before the first day with an order.
    """
    frame = pl.DataFrame(
        [(span.name, span.first, span.last, span.month) for span in spans],
        schema={"period": pl.String(), "first": pl.Date(), "last": pl.Date(), "month": pl.String()},
        orient="row",
    )
    at = frame["first"].search_sorted(days["day"], side="right").cast(pl.Int64) - 1
    placed = days.with_columns(at.alias("at")).filter(pl.col("day") <= spans[-1].last, pl.col("at") >= 0)
    known = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()) for name in _SUMS]
    told = frame.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64)).join(placed.group_by("at").agg(known), on="at", how="left")
    told = told.sort("at").with_columns(_zero_after_beginning(days, name) for name in ("orders", "paid", "total", "refunds"))
    before = pl.col("paid").shift()
    return told.with_columns(
        average=ratio(pl.col("paid"), pl.col("orders"), places=2),
        change=pl.when(pl.col("last") < today).then(_change(pl.col("paid"), before)),
        refund_share=ratio(pl.col("refunds"), pl.col("total")),
        roas=ratio(pl.col("ad_sales"), pl.col("spend"), places=2),
    ).slice(1)


def _zero_after_beginning(days: pl.DataFrame, name: str) -> pl.Expr:
    begun = days.filter(pl.col("orders").is_not_null())["day"].min()
    return pl.when(pl.col("last") >= pl.lit(begun, dtype=pl.Date)).then(pl.col(name).fill_null(0))


def _change(now: pl.Expr, before: pl.Expr) -> pl.Expr:
    """Up or down, as a share of what was before; half up without its sign."""
    apart = now - before
    size = ratio(apart.abs(), before)
    return pl.when(apart < 0).then(-size).otherwise(size)


def last_days(orders: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """The orders paid in the days until yesterday that the trend shows."""
    day = pl.col("paid_at").dt.date()
    return orders.filter(day < today, day >= today - _DAY * DAYS)


def trend(days: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """The rows of 近31天, until yesterday."""
    shown = pl.DataFrame({"day": [today - _DAY * back for back in range(DAYS, 0, -1)]})
    begun = pl.lit(days["day"].min(), dtype=pl.Date)
    told = shown.join(days, on="day", how="left", maintain_order="left")
    told = told.with_columns(pl.when(pl.col("day") >= begun).then(pl.col(name).fill_null(0)) for name in ("orders", "paid"))
    return told.with_columns(average=ratio(pl.col("paid"), pl.col("orders"), places=2))


def hours(orders: pl.DataFrame) -> pl.DataFrame:
    """The rows of 付款时段: all 24, by the hour in which an order was paid."""
    sums = orders.group_by(pl.col("paid_at").dt.hour().cast(pl.Int64).alias("hour")).agg(
        orders=pl.len().cast(pl.Int64), paid=pl.col("paid").sum()
    )
    told = pl.DataFrame({"hour": range(HOURS)}, schema={"hour": pl.Int64()}).join(sums, on="hour", how="left", maintain_order="left")
    return _with_share(told.with_columns(pl.col("orders", "paid").fill_null(0)))


def provinces(orders: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """The rows of 收货省份: the ten with most orders, then all others together; blank where there are fewer."""
    name = once_per_text(pl.col("province"), _short)
    sums = orders.group_by(name).agg(orders=pl.len().cast(pl.Int64), paid=pl.col("paid").sum()).drop_nulls("province")
    ordered = _with_share(sums).sort("orders", "paid", "province", descending=[True, True, False])
    top, rest = ordered.head(PROVINCES - 1), ordered.slice(PROVINCES - 1)
    if not rest.is_empty():
        # The others' share is what the shares of the top ten leave, so that all of them make 100 %.
        share = pl.lit(1 - Decimal(top["share"].sum())).cast(top.schema["share"]).alias("share")
        top = pl.concat([top, rest.select(pl.lit(_OTHERS[lang]).alias("province"), pl.col("orders", "paid").sum(), share)])
    places = pl.DataFrame({"place": range(1, PROVINCES + 1)}, schema={"place": pl.Int64()})
    return places.join(top.with_row_index("place", 1).cast({"place": pl.Int64}), on="place", how="left", maintain_order="left")


def _short(province: str) -> str | None:
    """上海 for 上海市, 内蒙古 for 内蒙古自治区."""
    for end in _NAME_ENDS:
        if province.endswith(end) and len(province) > len(end) + 1:
            return province.removesuffix(end)
    return province or None


def _with_share(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(share=ratio(pl.col("orders"), pl.col("orders").sum()))


def fitted(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Rows as a sheet has them; a column that there is none of is blank."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name) for name, dtype in sheet.schema().items()
    )
