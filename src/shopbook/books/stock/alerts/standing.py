"""How every item stands: what there is, what of it is sold, what is to come, how long it lasts."""

import datetime as dt

import polars as pl

from shopbook.books.stock.alerts.demand import classes, demand, reckoning, sold_lines
from shopbook.books.stock.alerts.sheets import REPLENISHMENTS
from shopbook.books.stock.alerts.words import OPEN, ORDERED
from shopbook.books.stock.ledger.ledger import on_hand
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER
from shopbook.books.stock.ledger.surroundings import ORDER_LINES, is_there
from shopbook.sheet.books import Inputs

READ = (ITEMS.code, LEDGER.code, REPLENISHMENTS.code, ORDER_LINES)
"""The sheets that :func:`standing` needs."""

_FARTHEST = 3650
"""Days; whoever says what will be sold in more than ten years is guessing."""


def standing(given: Inputs) -> pl.DataFrame:
    """Every item of the sheet or the ledger, once, by sku.

    Returns:
        ``sku, on_hand`` (good pieces)``, defective, unit_cost, value, in_stock_since, reserved, pending_orders, available`` (on hand less
        reserved)``, on_order, is_requested, last_sold, sold, sold_days, sales, abc, daily_sales, days_of_cover, sold_out_on``.

        What is not known is null and not 0: the stock of an item that the ledger never had, what is sold where there is no order sheet,
        how long an item lasts that nobody bought.
    """
    ledger = given.frame(LEDGER.code).drop_nulls("sku")
    known = pl.concat([given.frame(ITEMS.code).select("sku"), ledger.select("sku")]).drop_nulls().unique()
    held = known.join(on_hand(ledger), on="sku", how="left").join(in_stock_since(ledger), on="sku", how="left")
    wanted = held.join(_demand(known, given), on="sku", how="left")
    coming = wanted.join(on_order(given.frame(REPLENISHMENTS.code), ledger), on="sku", how="left")
    whole = coming.with_columns(
        pl.col("on_order").fill_null(0),
        pl.col("is_requested").fill_null(value=False),
        pl.coalesce("last_sold", "last_issued"),
        available=pl.col("on_hand") - pl.col("reserved"),
    )
    return _lasting(whole.drop("last_issued"), given.now.date()).sort("sku")


def in_stock_since(ledger: pl.DataFrame) -> pl.DataFrame:
    """Since when each item has been there without a gap, and when it was last issued for a sale.

    Returns:
        ``sku, in_stock_since`` (null if there is nothing now)``, last_issued`` (null if never).
    """
    number = pl.col("entry_no")
    last_empty = number.filter(pl.col("balance") <= 0).max().fill_null(0)
    return ledger.group_by("sku").agg(
        in_stock_since=pl.col("moved_at").filter(number > last_empty).min().dt.date(),
        last_issued=pl.col("moved_at").filter(pl.col("kind") == "sale").max().dt.date(),
    )


def posted_for(ledger: pl.DataFrame) -> pl.DataFrame:
    """The pieces that came in for each reference, as posted: ``ref, posted``."""
    return ledger.drop_nulls("ref").group_by("ref").agg(posted=pl.col("qty").sum())


def asked(requests: pl.DataFrame) -> pl.DataFrame:
    """Requests with ``asked``, the pieces that they are about: as the buyer wrote, else as proposed."""
    return requests.with_columns(asked=pl.coalesce("qty", "proposed_qty"))


def on_order(requests: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """What suppliers still owe of each item, and whether anybody has asked for more.

    Returns:
        ``sku, on_order`` (pieces ordered or on the way that are not posted yet)``, is_requested`` (there is an open request).
    """
    beside = asked(requests).join(posted_for(ledger), left_on="request_no", right_on="ref", how="left")
    owed = (pl.col("asked") - pl.col("posted").fill_null(0)).clip(0)
    return (
        beside.drop_nulls("sku")
        .group_by("sku")
        .agg(on_order=owed.filter(pl.col("state").is_in(ORDERED)).sum(), is_requested=pl.col("state").is_in(OPEN).any())
    )


def _demand(known: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """What the order sheet says of the items; 0 for those that nobody bought, null for all where there is no order sheet."""
    counted = reckoning(given.parameters, given.now)
    each = known.join(demand(sold_lines(given.frame(ORDER_LINES)), counted), on="sku", how="left")
    if is_there(given, ORDER_LINES):
        each = each.with_columns(pl.col("reserved", "pending_orders", "sold").fill_null(0))
    return each.join(classes(each, counted), on="sku", how="left")


def _lasting(whole: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """How fast an item sells, and how long what is available lasts at that; nothing where nothing was sold."""
    is_selling = pl.col("sold") > 0
    lasts = pl.col("available").clip(0) * pl.col("sold_days") // pl.col("sold")
    counted = whole.with_columns(daily_sales=pl.when(is_selling).then(_a_day()), days_of_cover=pl.when(is_selling).then(lasts))
    ends = pl.lit(today) + pl.duration(days="days_of_cover")
    return counted.with_columns(sold_out_on=pl.when(pl.col("days_of_cover") <= _FARTHEST).then(ends))


def _a_day() -> pl.Expr:
    """Pieces sold a day, half up to the places of the sheet."""
    dtype = ITEMS.by_field["daily_sales"].dtype
    unit = int(10**dtype.scale) if isinstance(dtype, pl.Decimal) else 1
    days = pl.col("sold_days")
    rounded = (2 * unit * pl.col("sold") + days) // (2 * days)
    return (rounded.cast(dtype) / unit).cast(dtype)
