"""From the lines of the order workbook to paid orders: what each was paid, when, and what is to be sent."""

from decimal import Decimal

import polars as pl

from shopbook.books.orders.whole_orders import first_of
from shopbook.labels import Lang

_SENT, _OVER = ("shipped", "received", "done"), ("shipped", "received", "done", "closed")
_NOTHING = Decimal(0)
_MOST_ITEMS = 3


def paid_orders(lines: pl.DataFrame) -> pl.DataFrame:
    """One row for each order that was paid: it has a time of payment, or more than nothing was paid.

    Args:
        lines: Rows of the order sheet. Those without an order number can't be told apart later, and are left out.

    Returns:
        ``order_no``, ``paid_at`` (the earliest of its lines; may be null), ``amount`` (as it stands on the first line that has one, 0 if
        none has), ``is_sent`` and ``is_over`` (closed, or refunded whole: nothing is to be sent). By time and number.
    """
    known = lines.filter(pl.col("order_no").is_not_null())
    whole = known.group_by("order_no").agg(
        pl.col("paid_at").min(),
        first_of("paid").alias("amount"),
        is_sent=_are_all("status", _SENT) | (pl.col("status").is_null().all() & pl.col("shipped_at").is_not_null().all()),
        is_over=(_are_all("status", _OVER) & (pl.col("status") == "closed").any()) | _are_all("refund_status", ("refunded",)),
        refund=pl.col("refund").max(),
    )
    amount = pl.col("amount").fill_null(_NOTHING)
    is_refunded = (pl.col("refund").fill_null(_NOTHING) > 0) & (amount <= 0)
    paid = whole.filter(pl.col("paid_at").is_not_null() | (amount > 0)).with_columns(amount, is_over=pl.col("is_over") | is_refunded)
    return paid.drop("refund").sort("paid_at", "order_no", nulls_last=True)


def _are_all(field: str, codes: tuple[str, ...]) -> pl.Expr:
    """Whether the lines that say anything all say one of these, and at least one does."""
    return pl.col(field).is_in(codes).all() & pl.col(field).is_not_null().any()


def contents_of(lines: pl.DataFrame, orders: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """What is to be sent in some orders, and through whom.

    Args:
        lines: Rows of the order sheet.
        orders: The orders wanted, in ``order_no``.
        lang: The language of the text ``items``.

    Returns:
        ``order_no``, ``courier``, ``tracking_no``, ``items`` as one text, ``pieces`` (services and refunded lines left out; null if no
        line says how many), ``agent``, ``warehouse``.
    """
    wanted = lines.join(orders.select("order_no").unique(), on="order_no", how="semi", maintain_order="left")
    goes_out = (pl.col("line_type").ne_missing("service") & pl.col("refund_status").ne_missing("refunded")).alias("goes_out")
    name = pl.coalesce("title", "sku")
    item = pl.when(pl.col("qty").is_not_null()).then(pl.format("{}×{}", name, "qty")).otherwise(name)
    told = wanted.with_columns(goes_out, item=item)
    items = pl.col("item").filter("goes_out").drop_nulls()
    more = {Lang.ZH: "、", Lang.EN: ", "}[lang]
    rest = {Lang.ZH: "{}等{}种", Lang.EN: "{} and others, {} in all"}[lang]
    pieces = pl.col("qty").filter("goes_out").drop_nulls()
    whole = told.group_by("order_no").agg(
        *(first_of(field) for field in ("courier", "tracking_no", "agent", "warehouse")),
        items=items.sort().head(_MOST_ITEMS).str.join(more),
        kinds=items.len(),
        pieces=pl.when(pieces.len() > 0).then(pieces.sum()),
    )
    text = pl.when(pl.col("kinds") > _MOST_ITEMS).then(pl.format(rest, "items", "kinds")).otherwise("items").replace("", None)
    return whole.with_columns(items=text).drop("kinds")
