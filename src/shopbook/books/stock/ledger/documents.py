"""Receipts and issues as one list of lines, and what the ledger has of each."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.stock.ledger.ledger import GOOD, MOVEMENT, TRANSFER
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, LEDGER, PERIODS, RECEIPTS_SHEET
from shopbook.books.stock.vocabulary import ISSUES, RECEIPTS
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW, Sheet

SIDES: Mapping[str, Sheet] = {"receipts": RECEIPTS_SHEET, "issues": ISSUES_SHEET}
"""The sheets that hold documents. A line is known by its sheet, its document number and its line number."""

LINE = ("side", "doc_no", "line")
"""What a line is known by in frames of lines; ``line`` is its number, 1 where it has none."""

KINDS = {"receipts": [option.code for option in RECEIPTS], "issues": [option.code for option in ISSUES]}
"""The kinds of entries that each sheet's lines become."""

_COMMON = (
    "doc_no",
    "moved_at",
    "kind",
    "sku",
    "qty",
    "location",
    "quality",
    "ref",
    "handler",
    "note",
    "posted_at",
    "reversed_by",
    "reversed_at",
)
_OWN = {"unit_cost": MOVEMENT["unit_cost"], "to_location": MOVEMENT["location"]}


def document_lines(given: Inputs) -> pl.DataFrame:
    """Every line of both sheets, in the order in which they are posted: by time, receipts first, then by document and line.

    Returns:
        ``side, _row, line``, the fields that both sheets have, ``unit_cost`` (null on issues), ``to_location`` (null on receipts), and
        ``entry_no``: the line's first entry in the ledger, null where there is none.
    """
    lines = pl.concat([_lines_of(given.frame(code), code) for code in SIDES])
    # Most of a year's entries are of documents that were filed away.
    about = given.frame(LEDGER.code).filter(pl.col("doc_no").is_in(lines["doc_no"].unique().implode()))
    both = lines.join(entries_of_lines(about), on=LINE, how="left")
    return both.sort("moved_at", pl.col("side") == "issues", "doc_no", "line", ROW, nulls_last=True)


def _lines_of(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    own = [pl.col(name) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name) for name, dtype in _OWN.items()]
    return frame.select(ROW, pl.lit(side).alias("side"), pl.col("line_no").fill_null(1).alias("line"), *_COMMON, *own)


def entries_of_lines(ledger: pl.DataFrame) -> pl.DataFrame:
    """The lines that stand in the ledger: :data:`LINE` and ``entry_no``, the first entry of each."""
    parts = [
        ledger.filter(pl.col("kind").is_in(kinds))
        .group_by("doc_no", pl.col("line_no").fill_null(1).alias("line"))
        .agg(pl.col("entry_no").min(), side=pl.lit(side).first())
        for side, kinds in KINDS.items()
    ]
    return pl.concat(parts).select(*LINE, "entry_no")


def closed_months(given: Inputs) -> frozenset[str]:
    """The months that are closed, as ``YYYY-MM``."""
    months = given.frame(PERIODS.code).filter(pl.col("closed_at").is_not_null())["period"].drop_nulls()
    return frozenset(months)


def movements_of(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines as movements, in their order; a transfer is two, out of one place and into the other.

    A customer's return comes in at the moving average, whatever cost it names.
    """
    is_out, is_transfer = pl.col("side") == "issues", pl.col("kind") == TRANSFER
    told = lines.with_row_index("at").with_columns(
        pl.when(is_out).then(-pl.col("qty")).otherwise("qty").alias("qty"),
        pl.when(pl.col("kind") != "return").then("unit_cost").alias("unit_cost"),
        pl.col("quality").fill_null(GOOD),
        line_no=pl.col("line"),
        reverses=pl.lit(None, dtype=pl.Int64),
        leg=pl.lit(0),
    )
    arrivals = told.filter(is_transfer).with_columns(-pl.col("qty"), location=pl.col("to_location"), leg=pl.lit(1))
    return pl.concat([told, arrivals]).sort("at", "leg").select(pl.col(name).cast(dtype) for name, dtype in MOVEMENT.items())


Place = tuple[str, str | None, str]
"""An item at a location in a quality."""


def pieces(ledger: pl.DataFrame) -> dict[Place, int]:
    """What lies where by the ledger."""
    held = ledger.group_by("sku", "location", pl.col("quality").fill_null(GOOD)).agg(pl.col("qty").sum())
    return {(sku, location, quality): qty for sku, location, quality, qty in held.iter_rows()}
