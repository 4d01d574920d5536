"""The running account of every item: what each movement is worth, and what lies where after it.

Pieces are whole, values are exact to the cent, the moving average has four places; everything is rounded half up. The average is one per
item over all locations and both qualities, in the order of posting. A transfer moves pieces between locations and changes neither the
item's balance nor its value. The last piece that leaves takes the whole value along, so that nothing is ever worth something without
lying somewhere; the average then stays what it was, for pieces that come back.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.ledger.sheets import LEDGER

COST = pl.Decimal(38, 4)
MONEY = pl.Decimal(38, 2)
TRANSFER = "transfer"
REVERSAL = "reversal"
GOOD = "good"
DEFECTIVE = "defective"

MOVEMENT: Mapping[str, pl.DataType] = {
    "kind": pl.String(),
    "doc_no": pl.String(),
    "line_no": pl.Int64(),
    "ref": pl.String(),
    "sku": pl.String(),
    "location": pl.String(),
    "quality": pl.String(),
    "qty": pl.Int64(),
    "unit_cost": COST,
    "moved_at": pl.Datetime("us"),
    "handler": pl.String(),
    "reverses": pl.Int64(),
    "note": pl.String(),
}
"""What is about to be posted: in is positive, out negative; a null ``unit_cost`` is the moving average, a null ``quality`` is good, a
null ``location`` is one place without a name, ``reverses`` is the entry that a reversal undoes."""


def posted(ledger: pl.DataFrame, movements: pl.DataFrame, *, posted_at: dt.datetime) -> pl.DataFrame:
    """The entries that movements become, numbered on from the ledger's last.

    A reversal is worth exactly what it undoes, the other way round. Nothing is refused here: who posts has checked.

    Args:
        ledger: Every entry there is, in any order.
        movements: See :data:`MOVEMENT`; they are posted in the order given. Each has a kind, a sku, a quantity and a moment.
        posted_at: The moment that the entries bear.

    Returns:
        New rows of 明细账, without row numbers.
    """
    standing = _standing(ledger, movements["sku"])
    undone = _undone(ledger, movements["reverses"])
    entries = []
    for sku, kind, qty, cost, number in movements.select("sku", "kind", "qty", _units("unit_cost"), "reverses").iter_rows():
        entry = _worth(_Movement(kind, qty, cost, undone.get(number)), standing.get(sku, _NOTHING))
        standing[sku] = entry.after
        entries.append(entry)
    return _rows(movements, entries, first=next_entry(ledger), posted_at=posted_at)


def next_entry(ledger: pl.DataFrame) -> int:
    """The number of the entry that comes next; the first is 1."""
    numbers = ledger["entry_no"].drop_nulls().to_list()
    return max(numbers, default=0) + 1


def balances(ledger: pl.DataFrame) -> pl.DataFrame:
    """What lies where: a row per item and location that ever moved, sorted.

    Returns:
        ``sku, location, good, defective, value, last_moved``; the values of an item's locations add up to the item's value to the cent.
    """
    pieces = pl.col("qty")
    is_defective = (pl.col("quality") == DEFECTIVE).fill_null(value=False)
    held = ledger.group_by("sku", "location").agg(
        good=pieces.filter(~is_defective).sum(),
        defective=pieces.filter(is_defective).sum(),
        last_moved=pl.col("moved_at").max(),
    )
    worth = ledger.group_by("sku").agg(whole=_units("value").sum(), pieces=pieces.sum())
    shared = held.join(worth, on="sku", how="left").sort("sku", "location", nulls_last=False).with_columns(value=_share().over("sku"))
    return shared.select("sku", "location", "good", "defective", _decimal("value", MONEY), "last_moved")


def on_hand(ledger: pl.DataFrame) -> pl.DataFrame:
    """What there is of each item over all locations, sorted.

    Returns:
        ``sku, on_hand`` (good pieces)``, defective, unit_cost`` (moving average; the last one where nothing is left)``, value``.
    """
    is_defective = (pl.col("quality") == DEFECTIVE).fill_null(value=False)
    held = ledger.group_by("sku").agg(
        on_hand=pl.col("qty").filter(~is_defective).sum(),
        defective=pl.col("qty").filter(is_defective).sum(),
        unit_cost=_last("average_cost"),
        value=pl.col("value").sum().cast(MONEY),
    )
    return held.sort("sku")


def as_of(ledger: pl.DataFrame, entry_no: int) -> pl.DataFrame:
    """The ledger up to and with an entry: a snapshot is just an entry number."""
    return ledger.filter(pl.col("entry_no") <= entry_no)


# ---------------------------------------------------------------- one movement after another


@dataclass(frozen=True, slots=True)
class _Standing:
    """Of one item: pieces, value in cents, moving average in hundredths of a cent."""

    qty: int = 0
    value: int = 0
    average: int = 0


_NOTHING = _Standing()


@dataclass(frozen=True, slots=True)
class _Undone:
    """An entry that is reversed: its kind, its value in cents, its unit cost in hundredths of a cent."""

    kind: str
    value: int
    unit_cost: int


@dataclass(frozen=True, slots=True)
class _Movement:
    """What is to be valued: its unit cost in hundredths of a cent, if it has its own, and the entry it reverses, if any."""

    kind: str
    qty: int
    unit_cost: int | None
    undoes: _Undone | None


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a movement is worth, in cents and hundredths of a cent, and how the item stands after it."""

    unit_cost: int
    value: int
    after: _Standing


def _standing(ledger: pl.DataFrame, skus: pl.Series) -> dict[str, _Standing]:
    ours = ledger.filter(pl.col("sku").is_in(skus.unique().implode()))
    average = _last("average_cost").to_physical().fill_null(0).alias("average")
    sums = ours.group_by("sku").agg(pl.col("qty").sum(), _units("value").sum(), average)
    return {sku: _Standing(qty, value, average) for sku, qty, value, average in sums.iter_rows()}


def _undone(ledger: pl.DataFrame, numbers: pl.Series) -> dict[int, _Undone]:
    wanted = numbers.drop_nulls()
    if wanted.is_empty():
        return {}
    entries = ledger.filter(pl.col("entry_no").is_in(wanted.implode()))
    known = entries.select("entry_no", "kind", _units("value").fill_null(0), _units("unit_cost").fill_null(0))
    return {number: _Undone(kind, value, unit_cost) for number, kind, value, unit_cost in known.iter_rows()}


def _worth(movement: _Movement, before: _Standing) -> _Worth:
    qty, cost, entry = movement.qty, movement.unit_cost, movement.undoes
    if TRANSFER in {movement.kind, entry and entry.kind}:
        return _Worth(before.average, 0, before)
    if entry is not None:
        return _entered(before, qty, entry.unit_cost, -entry.value)
    if cost is not None:
        return _entered(before, qty, cost, half_up(qty * cost, _COST_PER_CENT))
    # Of many pieces worth next to nothing, the rounded average can make more than there is.
    most = -before.value
    value = most if qty == -before.qty else max(most, half_up(qty * before.average, _COST_PER_CENT))
    return _entered(before, qty, before.average, value)


def _entered(before: _Standing, qty: int, unit_cost: int, value: int) -> _Worth:
    pieces, worth = before.qty + qty, before.value + value
    average = half_up(worth * _COST_PER_CENT, pieces) if pieces > 0 else before.average
    return _Worth(unit_cost, value, _Standing(pieces, worth, average))


_COST_PER_CENT = 100
"""Unit costs are counted in hundredths of a cent."""


def half_up(number: int, by: int) -> int:
    """A quotient as a whole number, half away from zero; ``by`` is positive."""
    whole = (2 * abs(number) + by) // (2 * by)
    return whole if number >= 0 else -whole


def _rows(movements: pl.DataFrame, entries: Iterable[_Worth], *, first: int, posted_at: dt.datetime) -> pl.DataFrame:
    worth = [(each.unit_cost, each.value, each.after.qty, each.after.value, each.after.average) for each in entries]
    names = ("unit_cost", "value", "balance", "balance_value", "average_cost")
    figures = pl.DataFrame(worth, schema=dict.fromkeys(names, pl.Int128()), orient="row")
    told = movements.with_columns(
        figures["balance"].cast(pl.Int64),
        *(figures.select(_decimal(name, MONEY if "value" in name else COST) for name in names if name != "balance")),
        pl.col("quality").fill_null(GOOD),
        entry_no=pl.int_range(first, first + movements.height, dtype=pl.Int64),
        period=pl.col("moved_at").dt.strftime("%Y-%m"),
        posted_at=pl.lit(posted_at, dtype=pl.Datetime("us")),
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in LEDGER.schema().items())


# ---------------------------------------------------------------- whole columns


def _units(name: str) -> pl.Expr:
    """A decimal column as whole numbers of its last place."""
    return pl.col(name).to_physical()


def _decimal(name: str, dtype: pl.Decimal) -> pl.Expr:
    """A column of whole numbers of the last place as decimals."""
    return (pl.col(name).cast(dtype) / int(10**dtype.scale)).cast(dtype)


def _last(name: str) -> pl.Expr:
    """The value that the group's last entry has."""
    return pl.col(name).get(pl.col("entry_no").arg_max())


def _share() -> pl.Expr:
    """Of an item's value, the part of each of its rows by pieces, in cents; the parts add up, for each ends where the next begins."""
    pieces, value = pl.col("pieces").cast(pl.Int128), pl.col("whole").cast(pl.Int128)
    reached = (pl.col("good") + pl.col("defective")).cum_sum().cast(pl.Int128)
    ends = pl.when(pieces != 0).then((2 * value * reached + pieces) // (2 * pieces)).otherwise(0)
    return ends - ends.shift(1, fill_value=0)
