"""From order lines to whole orders, whether an order's values stand on its first line or on every line alike."""

import polars as pl

SHIPPED = ("part_shipped", "shipped", "received", "done", "closed")
"""Statuses of orders that need nobody's attention before shipping any more."""


def known_lines(orders: pl.DataFrame, *fields: str) -> pl.DataFrame:
    """Lines that have an order number, in which a blank cell of some fields takes the order's value.

    It does so only where the order has one value: a line never takes one of two.
    """
    lowest, highest = ({name: getattr(pl.col(name), end)() for name in fields} for end in ("min", "max"))
    whole = {name: pl.when(lowest[name] == highest[name]).then(lowest[name]).over("order_no") for name in fields}
    known = orders.filter(pl.col("order_no").is_not_null())
    return known.with_columns(pl.coalesce(name, value).alias(name) for name, value in whole.items())


def first_of(name: str) -> pl.Expr:
    """In a group by order: the first line's value of a field, or the next line's that has one."""
    return pl.col(name).drop_nulls().first()
