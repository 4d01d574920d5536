"""How right the stock was: by lines, by quantity and by value, per count and per month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from shopbook.books.stock.counts.planning import month_of, months_before
from shopbook.books.stock.counts.sheets import ACCURACY
from shopbook.books.worklists import Record, framed
from shopbook.sheet.books import Inputs

MONTHS = 24
_PLACES = Decimal("0.000001")
_NO_MONEY = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Score:
    """What was counted, in one count or several.

    Attributes:
        lines: Lines to count.
        counted: Lines that have a quantity.
        matching: Of these, the ones that are as the ledger said.
        off: Pieces too many or too few, added up without sign.
        book: Pieces that the ledger had of the counted lines.
        surplus: What was too much, in value at the moving average of the snapshot.
        loss: What was missing, likewise, without sign.
        book_value: What the ledger had of the counted lines.
    """

    lines: int = 0
    counted: int = 0
    matching: int = 0
    off: int = 0
    book: int = 0
    surplus: Decimal = _NO_MONEY
    loss: Decimal = _NO_MONEY
    book_value: Decimal = _NO_MONEY

    @property
    def by_lines(self) -> Decimal | None:
        """Matching lines of those counted; ``None`` if none was. Source: AMB-28."""
        return _share(self.matching, self.counted)

    @property
    def by_qty(self) -> Decimal | None:
        """1 less the pieces that were off of those in the book; ``None`` if there were none. Below 0 where more was off than there was."""
        return _rest(self.off, self.book)

    @property
    def by_value(self) -> Decimal | None:
        """The same in value."""
        return _rest(self.surplus + self.loss, self.book_value)

    def shown(self) -> dict[str, object]:
        """What 盘点计划 says of it."""
        return {
            "lines": self.lines,
            "counted": self.counted,
            "matching": self.matching,
            "by_lines": self.by_lines,
            "by_qty": self.by_qty,
            "by_value": self.by_value,
        }


def scores(compared: pl.DataFrame) -> dict[str, Score]:
    """Plan -> how right the stock was; lines without a quantity count neither way."""
    is_counted = pl.col("off").is_not_null()
    off, value = pl.col("off").filter(is_counted), pl.col("off_value").filter(is_counted)
    sums = compared.group_by("plan_no", maintain_order=True).agg(
        lines=pl.len(),
        counted=is_counted.sum(),
        matching=(off == 0).sum(),
        off=off.abs().sum(),
        book=pl.col("book").filter(is_counted).sum(),
        surplus=value.filter(value > 0).sum(),
        loss=-value.filter(value < 0).sum(),
        book_value=pl.col("book_value").filter(is_counted).sum(),
    )
    return {row.pop("plan_no"): Score(**row) for row in sums.iter_rows(named=True)}


def months(plans: Sequence[Record], known: Mapping[str, Score], given: Inputs) -> pl.DataFrame:
    """The rows of 盘点准确率: the last 24 months, the oldest first.

    A month whose lines are gone from the workbook keeps what was said of it.
    """
    before = {month_of(row["period"]): row for row in given.frame(ACCURACY.code).iter_rows(named=True)}
    of_month: dict[object, list[Score]] = {}
    for plan in plans:
        score = known.get(str(plan["plan_no"]))
        if score is not None and score.counted:
            of_month.setdefault(month_of(plan["period"]), []).append(score)
    rows = []
    for month in months_before((given.now.year, given.now.month), MONTHS):
        blank = before.get(month, {})
        told = _month(of_month[month]) if month in of_month else blank
        rows.append({**told, "period": f"{month[0]}-{month[1]:02}"})
    return framed(ACCURACY, rows)


def _month(counts: Sequence[Score]) -> dict[str, object]:
    whole = added(counts)
    shown = {name: value for name, value in whole.shown().items() if name != "lines"}
    return {"counts": len(counts), **shown, "surplus": whole.surplus, "loss": whole.loss}


def added(counts: Iterable[Score]) -> Score:
    """Several counts as one."""
    parts = list(counts)
    sums = {name: sum((getattr(part, name) for part in parts), start=getattr(Score(), name)) for name in Score.__slots__}
    return Score(**sums)


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    return (Decimal(part) / Decimal(whole)).quantize(_PLACES, ROUND_HALF_UP) if whole else None


def _rest(off: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """1 less a share; where there is nothing to share, there is no answer."""
    return ((Decimal(whole) - Decimal(off)) / Decimal(whole)).quantize(_PLACES, ROUND_HALF_UP) if whole > 0 else None
