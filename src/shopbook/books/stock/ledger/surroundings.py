"""What the other sheets say about a line of a receipt or an issue, joined to it for the rules.

Where a sheet is not there, its columns are not there either, and rules that look at them do not run.
"""

from dataclasses import replace

import polars as pl

from shopbook.books.stock.ledger.documents import SIDES, closed_months
from shopbook.books.stock.ledger.ledger import GOOD
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW
from shopbook.sheet.tables import Table

ORDER_LINES = "orders.orders"
"""The order workbook's sheet of orders."""

_BY_ITEM = ("ref", "sku")


def surrounded(given: Inputs, lines: pl.DataFrame, side: str) -> Table:
    """A sheet of documents with everything that is known about its lines elsewhere.

    Args:
        given: All sheets.
        lines: Both sheets' lines, see :func:`documents.document_lines`.
        side: Which of the two.
    """
    ours = lines.filter(pl.col("side") == side)
    about = [_entries(ours, given), _months(ours, given), _other_side(ours, lines), *_places(ours, given), *_items(ours, given)]
    about += [_purchases(ours, lines, given)] if side == "issues" else []
    about += _orders(ours, lines, given, side) if is_there(given, ORDER_LINES) else []
    about += [_returned(ours, lines, given)] if side == "receipts" else []
    frame = given.frame(side)
    for each in about:
        frame = frame.join(each, on=ROW, how="left", maintain_order="left")
    return replace(given.tables[side], frame=frame)


def is_there(given: Inputs, sheet: str) -> bool:
    """Whether a sheet was found."""
    table = given.tables.get(sheet)
    return table is not None and table.header is not None


# ---------------------------------------------------------------- the ledger


def _entries(ours: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """``entry.entry_no``, and ``line.field``: the titles of what differs between a posted line and its entry, empty if nothing does."""
    fields = ("moved_at", "kind", "sku", "qty", "location", "quality", "ref", "unit_cost")
    ledger = given.frame(LEDGER.code)
    wanted = ledger.filter(pl.col("entry_no").is_in(ours["entry_no"].drop_nulls().implode()))
    told = wanted.unique("entry_no").select("entry_no", *(pl.col(name).alias(f"entry.{name}") for name in fields))
    arrived = ledger.filter(pl.col("kind") == "transfer", pl.col("qty") > 0)
    target = arrived.select("doc_no", pl.col("line_no").alias("line"), pl.col("location").alias("entry.to_location"))
    beside = ours.join(told, on="entry_no", how="left").join(target.unique(("doc_no", "line")), on=("doc_no", "line"), how="left")
    sheet = SIDES[ours["side"][0]] if ours.height else SIDES["issues"]
    titles = {name: sheet.by_field[name].label[given.lang] for name in (*fields, "to_location") if name in sheet.by_field}
    differing = [pl.when(_differs(name)).then(pl.lit(title)) for name, title in titles.items()]
    changed = pl.concat_str(differing, separator="、", ignore_nulls=True).alias("line.field")
    return beside.select(ROW, pl.col("entry_no").alias("entry.entry_no"), pl.when(pl.col("entry_no").is_not_null()).then(changed))


def _differs(field: str) -> pl.Expr:
    written, entered = pl.col(field), pl.col(f"entry.{field}")
    match field:
        case "qty":
            return written.ne_missing(entered.abs())
        case "quality":
            return written.fill_null(GOOD) != entered.fill_null(GOOD)
        case "unit_cost":
            # A blank cost was filled with the average, and customers' returns always come in at it.
            return (pl.col("kind") != "return") & (written != entered)
        case "to_location":
            return (pl.col("kind") == "transfer") & written.ne_missing(entered)
        case _:
            return written.ne_missing(entered)


def _months(ours: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    month = pl.col("moved_at").dt.strftime("%Y-%m")
    return ours.select(ROW, month.is_in(list(closed_months(given))).alias("month.is_closed"))


def _other_side(ours: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    sides = pl.col("side").n_unique() > 1
    shared = lines.drop_nulls("doc_no").group_by("doc_no").agg(sides.alias("other.is_used"))
    return ours.select(ROW, "doc_no").join(shared, on="doc_no", how="left").drop("doc_no")


def standing_entries(ledger: pl.DataFrame) -> pl.DataFrame:
    """Entries that are neither reversed nor reversals."""
    undone = ledger["reverses"].drop_nulls()
    return ledger.filter(pl.col("reverses").is_null(), ~pl.col("entry_no").is_in(undone.implode()))


# ---------------------------------------------------------------- items and places


def _items(ours: pl.DataFrame, given: Inputs) -> list[pl.DataFrame]:
    known = given.frame(ITEMS.code)["sku"].drop_nulls()
    return [] if known.is_empty() else [_is_known(ours, "sku", known, "item.is_known")]


def _places(ours: pl.DataFrame, given: Inputs) -> list[pl.DataFrame]:
    """A shop that lists no locations may name them as it likes."""
    known = given.frame(LOCATIONS.code)["location"].drop_nulls()
    if known.is_empty():
        return []
    return [_is_known(ours, "location", known, "place.is_known"), _is_known(ours, "to_location", known, "to_place.is_known")]


def _is_known(ours: pl.DataFrame, field: str, known: pl.Series, name: str) -> pl.DataFrame:
    return ours.select(ROW, pl.when(pl.col(field).is_in(known.implode())).then(pl.lit(value=True)).alias(name))


# ---------------------------------------------------------------- what stands behind


def _purchases(ours: pl.DataFrame, lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """``purchase.is_known``: the item was bought under the number that the line names, be it the receipt's or the purchase's."""
    is_asked = pl.col("sku").is_in(ours["sku"].unique().implode())
    entries = given.frame(LEDGER.code)
    bought = [frame.filter(is_asked, pl.col("kind") == "purchase").select("sku", "doc_no", "ref") for frame in (lines, entries)]
    pairs = pl.concat(bought).unpivot(("doc_no", "ref"), index="sku", value_name="number").select("sku", "number").drop_nulls().unique()
    named = ours.select(ROW, "sku", pl.col("ref").alias("number"))
    found = named.join(pairs, on=("sku", "number"), how="semi")
    return found.select(ROW, pl.lit(value=True).alias("purchase.is_known"))


def _orders(ours: pl.DataFrame, lines: pl.DataFrame, given: Inputs, side: str) -> list[pl.DataFrame]:
    """``order.is_known``, ``order.qty`` (ordered of the item) and ``order.qty_out`` (gone out up to and with the line)."""
    orders = given.frame(ORDER_LINES).drop_nulls("order_no")
    known = _is_known(ours, "ref", orders["order_no"], "order.is_known")
    if side != "issues":
        return [known]
    ordered = orders.group_by(pl.col("order_no").alias("ref"), "sku").agg(pl.col("qty").sum().alias("order.qty"))
    sales = _by_now(lines, "sale", "order.qty_out").join(ordered, on=_BY_ITEM, how="left")
    return [known, sales.select(ROW, "order.qty", "order.qty_out")]


def _by_now(lines: pl.DataFrame, kind: str, name: str) -> pl.DataFrame:
    """Lines of one kind with what has moved for the same number and item up to and with each, in order of time."""
    ours = lines.filter(pl.col("kind") == kind, pl.col("reversed_by").is_null()).drop_nulls((*_BY_ITEM, "qty"))
    return ours.select(ROW, *_BY_ITEM, pl.col("qty").cum_sum().over(_BY_ITEM).alias(name))


def _returned(ours: pl.DataFrame, lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """``order.qty_in`` (come back up to and with the line) and ``order.qty_out`` (gone out for the order's item)."""
    waiting = lines.filter(pl.col("kind") == "sale", pl.col("entry_no").is_null()).select(*_BY_ITEM, "qty")
    is_asked = pl.col("ref").is_in(ours["ref"].unique().implode())
    about = given.frame(LEDGER.code).filter(is_asked | pl.col("reverses").is_not_null())
    posted = standing_entries(about).filter(pl.col("kind") == "sale").select(*_BY_ITEM, -pl.col("qty"))
    gone = pl.concat([waiting, posted]).group_by(_BY_ITEM).agg(pl.col("qty").sum().alias("order.qty_out"))
    back = _by_now(lines, "return", "order.qty_in").join(gone, on=_BY_ITEM, how="left")
    told = back.select(ROW, "order.qty_in", pl.col("order.qty_out").fill_null(0))
    return ours.select(ROW).join(told, on=ROW, how="left")
