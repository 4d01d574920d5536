"""Where the stock's value lies: by the time since goods were last sold, by class, by quality."""

import datetime as dt
from itertools import pairwise

import polars as pl

from shopbook.books.stock.alerts.sheets import RISKS
from shopbook.books.stock.ledger.ledger import MONEY
from shopbook.labels import Label, Lang
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series

_WITHIN = Label(zh="{to} 天内", en="within {to} days")
_BETWEEN = Label(zh="{over}–{to} 天", en="{over} to {to} days")
_BEYOND = Label(zh="{over} 天以上", en="{over} days and more")
_NEVER = Label(zh="没有售出记录", en="no sale on record")
_GONE = Label(zh="没有良品库存", en="no good pieces left")
_TIMES = (1, 3, 6)
"""Where the parts after the first begin, in days without a sale that make goods slow-moving."""

_NEVER_AT, _GONE_AT = len(_TIMES) + 1, len(_TIMES) + 2
ROWS = _GONE_AT + 1

RISK_CHART = Chart(
    sheet=RISKS.code,
    kind=ChartKind.STACKED,
    title=Label(zh="库存金额压在哪里：多久没有卖出", en="Where the stock's value lies: time since the last sale"),
    categories="part",
    series=(Series("class_a"), Series("class_b"), Series("class_c"), Series("defective")),
    rows=ROWS,
    axis=Axis(Label(zh="库存金额（元）", en="Value (yuan)")),
)


def risks(stand: pl.DataFrame, *, today: dt.date, slow_days: int, lang: Lang) -> pl.DataFrame:
    """The rows of 库存风险: every item is in one part, and the parts add up to the whole stock.

    Args:
        stand: How items stand, see ``standing``.
        today: The day that the time since the last sale is counted to.
        slow_days: Days without a sale that make goods slow-moving.
        lang: The language of the parts' names.

    Returns:
        :data:`ROWS` rows, always the same parts. Values are exact: a class has the value of the good pieces, rounded half up to the cent,
        the defective ones have the rest.
    """
    limits = [max(1, slow_days) * times for times in _TIMES]
    each = stand.drop_nulls("value").with_columns(part=_part(today, limits), bad=_defective_value())
    names = pl.DataFrame({"at": range(ROWS), "part": _names(limits, lang)}, schema={"at": pl.Int32(), "part": pl.String()})
    good = pl.col("value") - pl.col("bad")
    classed = pl.col("abc").fill_null("C")
    sums = (
        each.rename({"part": "at"})
        .group_by("at")
        .agg(
            pl.col("value").sum(),
            *(good.filter(classed == letter.upper()).sum().alias(f"class_{letter}") for letter in "abc"),
            items=pl.len().cast(pl.Int64),
            pieces=(pl.col("on_hand") + pl.col("defective")).sum(),
            defective=pl.col("bad").sum(),
        )
    )
    whole = names.join(sums, on="at", how="left", maintain_order="left").with_columns(pl.exclude("at", "part").fill_null(0))
    return whole.with_columns(share=_share()).select(pl.col(name).cast(dtype) for name, dtype in RISKS.schema().items())


def _names(limits: list[int], lang: Lang) -> list[str]:
    between = [_BETWEEN.filled({"over": low, "to": high - 1})[lang] for low, high in pairwise(limits)]
    last = _BEYOND.filled({"over": limits[-1]})[lang]
    return [_WITHIN.filled({"to": limits[0]})[lang], *between, last, _NEVER[lang], _GONE[lang]]


def _part(today: dt.date, limits: list[int]) -> pl.Expr:
    """The index of the part that an item is in."""
    age = (pl.lit(today) - pl.col("last_sold")).dt.total_days()
    beyond = pl.sum_horizontal((age >= limit).cast(pl.Int32) for limit in limits)
    return pl.when(pl.col("on_hand") <= 0).then(_GONE_AT).when(age.is_null()).then(_NEVER_AT).otherwise(beyond).cast(pl.Int32)


def _defective_value() -> pl.Expr:
    """What the defective pieces of an item are worth: what its good ones leave of its value."""
    cents = pl.col("value").to_physical().cast(pl.Int128)
    pieces, good = (count.cast(pl.Int128) for count in (pl.col("on_hand") + pl.col("defective"), pl.col("on_hand")))
    rest = pl.when(pieces > 0).then(cents - (2 * cents * good + pieces) // (2 * pieces)).otherwise(0)
    return (rest.cast(MONEY) / _CENTS).cast(MONEY)


_CENTS = 100
_UNIT = 1_000_000


def _share() -> pl.Expr:
    """Of the whole value, half up to six places; blank where nothing is worth anything."""
    cents = pl.col("value").to_physical().cast(pl.Int128)
    whole = cents.sum()
    dtype = RISKS.by_field["share"].dtype
    rounded = pl.when(whole > 0).then((2 * _UNIT * cents + whole) // (2 * whole))
    return (rounded.cast(dtype) / _UNIT).cast(dtype)
