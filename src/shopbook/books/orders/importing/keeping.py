"""Which value of a field holds after an import: the workbook's or the platform's.

Three values are weighed: what the workbook has, what the platform says, and what it said last, of which the line's fingerprint tells.
"""

from dataclasses import dataclass

import polars as pl

from shopbook.books.orders.importing.fingerprints import marks, marks_or_blank
from shopbook.sheet.columns import ROW

_OWNED = ("agent", "warehouse")
"""Fields that the staff decide: an export fills a blank, and never replaces what is there."""

_PERSONAL, _MASKED = ("buyer", "receiver", "phone", "address"), r"[*＊]|^(?:##|\$\$|~)"
"""Fields that platforms mask: what is masked never replaces what is known."""

_PROGRESS = (
    *("status", "refund_status", "refund", "paid", "paid_at", "shipped_at", "received_at"),
    *("courier", "tracking_no", "close_reason"),
)
"""Fields that only the platform knows and that move on; where nobody knows who wrote them, the platform is right."""

_STEPS = {
    "status": ("unpaid", "paid", "part_shipped", "shipped", "received", "done", "closed"),
    "refund_status": ("none", "pending", "rejected", "part_refunded", "refunded"),
}
_EARLY = ("unpaid", "paid", "part_shipped")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What becomes of one field.

    Attributes:
        field: Which one.
        edits: The sheet's row, ``old`` and ``new``, by rows.
        kept: The rows that stay as somebody typed them although the platform says something new: the export's row
            (``export_row``), ``old`` and ``new``.
    """

    field: str
    edits: pl.DataFrame
    kept: pl.DataFrame


def weighed(field: str, told: pl.DataFrame) -> Weighed:
    """Decide row by row.

    Args:
        field: Which field.
        told: Rows whose values differ, each once: ``_row``, ``export_row``, ``old`` (the workbook's value), ``new`` (the export's, never
            null), ``last`` (the mark of what was imported last, null if unknown).
    """
    if told.is_empty():
        return Weighed(field, told.select(ROW, "old", "new"), told.select("export_row", "old", "new"))
    is_typed = (marks_or_blank(told["old"]) != told["last"]).fill_null(value=False)
    is_news = (marks(told["new"]) != told["last"]).fill_null(value=True)
    open_ = told.with_columns(is_typed=is_typed).filter(~is_typed | is_news)
    edits = open_.filter(_is_taken(field)).select(ROW, "old", new=_value(field))
    kept = open_.filter(~_is_taken(field) & (field not in _OWNED)).select("export_row", "old", "new")
    changed = edits.filter(pl.col("new").is_not_null() & pl.col("new").ne_missing(pl.col("old")))
    return Weighed(field, changed.sort(ROW), kept)


def said(field: str) -> pl.Expr:
    """What an export says about a field, null for nothing; of ``old``, ``new``, and ``last_step`` for a status.

    A masked name says nothing where the whole one is known, and an earlier status than the one imported last is no news.
    """
    new, old = pl.col("new"), pl.col("old")
    if field in _PERSONAL:
        return pl.when(old.is_null() | old.str.contains(_MASKED) | ~new.str.contains(_MASKED)).then(new)
    if field == "status":
        return pl.when(~(step("status", "new") < pl.col("last_step")).fill_null(value=False)).then(new)
    return new


def refund_said() -> pl.Expr:
    """The same for the state of a refund in a list of refunds: a request that came to nothing undoes no refund that it may not show."""
    is_undone = pl.col("new").is_in(["rejected", "none"]) & pl.col("old").is_in(["refunded", "part_refunded"])
    return pl.when(~is_undone.fill_null(value=False)).then("new")


def step(field: str, column: str) -> pl.Expr:
    """How far a state is along its way, null for one that is on none."""
    return pl.col(column).replace_strict({name: rank for rank, name in enumerate(_STEPS[field])}, default=None, return_dtype=pl.Int8)


def last_step(last: pl.Series) -> pl.Series:
    """How far the status was that was imported last, by its mark."""
    names = pl.Series(_STEPS["status"])
    ranks = dict(zip(marks(names).to_list(), range(len(names)), strict=True))
    return last.replace_strict(ranks, default=None, return_dtype=pl.Int8)


def is_older() -> pl.Expr:
    """An early status against a later one that was imported, or, where that is not known, that the workbook has.

    Of an order's closed line, the order as a whole says nothing. Of ``old``, ``new``, ``last_step`` and ``is_line``.
    """
    before = pl.coalesce("last_step", step("status", "old"))
    is_early = pl.col("new").is_in(_EARLY) & (step("status", "new") < before)
    return (is_early & (pl.col("is_line") | (pl.col("old") != "closed"))).fill_null(value=False).alias("is_older")


def _is_taken(field: str) -> pl.Expr:
    """Whether the platform's value goes in: into blanks, over what was imported, and where nothing is lost by it."""
    old = pl.col("old")
    if field in _OWNED:
        return old.is_null()
    free = [old.is_null(), pl.col("last").is_not_null() & ~pl.col("is_typed")]
    if field == "remark":
        free.append(pl.lit(value=True))
    if field in _PERSONAL:
        free.append(old.str.contains(_MASKED))
    if field in _PROGRESS:
        free.append(pl.col("last").is_null())
    if field in _STEPS:
        free.append(step(field, "old") < step(field, "new"))
    return pl.any_horizontal(each.fill_null(value=False) for each in free)


def _value(field: str) -> pl.Expr:
    """The value that goes in, null for none: a remark is added to one that was typed, and a status never goes back."""
    new, old = pl.col("new"), pl.col("old")
    match field:
        case "remark":
            is_theirs = old.is_null() | (pl.col("last").is_not_null() & ~pl.col("is_typed"))
            is_there = old.str.contains(new, literal=True, strict=False)
            return pl.when(is_theirs).then(new).when(~is_there).then(old + "；" + new)
        case "status":
            return pl.when(~(step(field, "new") < step(field, "old")).fill_null(value=False)).then(new)
        case _:
            return new
