"""What a condition needs before it can be true of any row: most conditions can't, and most sheets can tell so at once."""

import operator
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Needs:
    """Columns without which a condition is false or null.

    Attributes:
        true: Columns of yes and no that must be true.
        there: Columns that must have a value; those that must be true are among them.
    """

    true: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()

    def is_met(self, never: Collection[str], blank: Collection[str]) -> bool:
        """Whether the condition may be true of some row of a frame, columns of which are ``never`` true or always ``blank``."""
        return self.true.isdisjoint(never) and self.there.isdisjoint(blank)


_NULL_IF_ONE_IS = (operator.eq, operator.gt, operator.ge, operator.lt, operator.le, operator.ne, operator.sub, operator.add, operator.mul)


def needs_of(condition: pl.Expr) -> Needs:
    """What a condition needs, as far as its form tells: what is not understood needs nothing.

    An expression names its parts but not what it does with them; it is known by being equal to one that is made of the same parts.
    """
    match condition.meta.pop():
        case []:
            column = frozenset(condition.meta.root_names())
            return Needs(column, column)
        case [right, left] if condition.meta.eq(left & right):
            one, other = needs_of(left), needs_of(right)
            return Needs(one.true | other.true, one.there | other.there)
        case [right, left] if condition.meta.eq(left | right):
            one, other = needs_of(left), needs_of(right)
            return Needs(one.true & other.true, one.there & other.there)
        case [value] if condition.meta.eq(value.is_not_null()):
            return Needs(there=_read_from(value))
        case [_, value] if condition.meta.eq(value.fill_null(value=False)):
            return needs_of(value)
        case _:
            return Needs(there=_read_from(condition))


def _read_from(value: pl.Expr) -> frozenset[str]:
    """The columns each of which makes a value null where it is null itself."""
    match value.meta.pop():
        case []:
            return frozenset(value.meta.root_names())
        case [negated] if value.meta.eq(~negated):
            return _read_from(negated)
        case [right, left] if any(value.meta.eq(does(left, right)) for does in _NULL_IF_ONE_IS):
            return _read_from(left) | _read_from(right)
        case _:
            return frozenset()


def never_true(frame: pl.DataFrame, names: Iterable[str]) -> frozenset[str]:
    """Which columns of yes and no are true in no row."""
    return frozenset(name for name in names if not frame[name].any())


def always_blank(frame: pl.DataFrame, names: Iterable[str]) -> frozenset[str]:
    """Which columns have no value in any row."""
    return frozenset(name for name in names if frame[name].null_count() == frame.height)
