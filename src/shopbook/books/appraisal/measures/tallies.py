"""What is asked of a workbook, and what it says: two figures and the rows that they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shopbook.books.daily.calendar_periods import Period
from shopbook.labels import Label

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Asked:
    """One month of the shop or of a person.

    Attributes:
        month: The month.
        names: What the person is called in orders and reports, without spaces; ``None`` for the whole shop.
    """

    month: Period
    names: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Rests:
    """Rows of one sheet that a figure rests on.

    Attributes:
        sheet: As tasks name it, ``orders.orders``.
        field: The column that matters.
        rows: The sheet's row numbers, ascending; at least one where a figure rests on them.
        misses: Those among them that are worth a look; none where all are alike, as with an amount.
        called: What these are, such as "with an error".
    """

    sheet: str
    field: str
    rows: tuple[int, ...]
    misses: tuple[int, ...] = ()
    called: Label = Label(zh="", en="")

    @property
    def first(self) -> int:
        """The row to look at first."""
        return (self.misses or self.rows)[0]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a measure comes to.

    Attributes:
        numerator: What counts; of a plain amount or number, all of it.
        denominator: Of how much, above zero; ``None`` for a plain amount or number.
        rests: Where it comes from, the sheet that matters most first.
        caveat: What the reader has to know about it; ``None`` if nothing.
    """

    numerator: Decimal
    denominator: Decimal | None
    rests: tuple[Rests, ...]
    caveat: Label | None = None


def quotient(numerator: Decimal, denominator: Decimal | None, *, scale: int) -> Decimal:
    """The figure that two stored numbers make, half up to 0.01; ``scale`` 100 for percent."""
    whole = Decimal(1) if denominator is None else denominator
    return (numerator * scale / whole).quantize(_PLACES, ROUND_HALF_UP)


def share(rests: Rests) -> Tally | None:
    """The rows that are not missed, of all rows; ``None`` of none."""
    if not rests.rows:
        return None
    return Tally(Decimal(len(rests.rows) - len(rests.misses)), Decimal(len(rests.rows)), (rests,))


def amount(value: object) -> Decimal:
    """A sum of a frame as a decimal of two places; 0 of nothing."""
    return Decimal(str(value or 0)).quantize(_PLACES, ROUND_HALF_UP)


def ascending(rows: Iterable[int | None]) -> tuple[int, ...]:
    """Row numbers in order, each once."""
    return tuple(sorted({row for row in rows if row is not None}))
