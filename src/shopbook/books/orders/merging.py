"""An export's lines brought into the order sheet: what is new is added, what changed is updated, nothing known is lost.

A line is told by its order number and sub-order number; without one, by its place in the order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.orders.changes import Run, log_entry, logged, row_keys, spoken
from shopbook.books.orders.importing import MADE, Export
from shopbook.books.orders.lines import LINE_FIELDS, ORDER_AMOUNTS
from shopbook.books.orders.platforms import What
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, no_findings, together
from shopbook.sheet.tables import Table

UPDATED = "import.updated"
OLDER = "import.older"
UNKNOWN_ORDER = "import.refund-without-order"

_OWNED = ("agent", "warehouse")
"""Fields that the staff fill in: an export fills a blank, and never replaces what somebody wrote."""

_PERSONAL, _MASKED = ("buyer", "receiver", "phone", "address"), r"[*＊]|^(?:##|\$\$|~)"
"""Fields that platforms mask: what is masked never replaces what is known."""

_STEPS = ("unpaid", "paid", "part_shipped", "shipped", "received", "done", "closed")
_EARLY = ("unpaid", "paid", "part_shipped")
_SHARED = tuple(name for name in ORDERS.schema() if name not in (*LINE_FIELDS, *ORDER_AMOUNTS, *MADE, "order_no"))

_INDEX, _PLACE, _IS_LINE = "_index", "_place", "_is_line"
_OLD = "old:"


@dataclass(frozen=True, slots=True)
class Merge:
    """What importing changes in the order sheet.

    Attributes:
        changes: New values, new rows, and the log of the former.
        findings: What was not taken over, in the export's cells.
        counts: ``new_orders``, ``new_lines`` (those of new orders included), ``updated_orders``, ``changed_cells``,
            ``unchanged_orders``.
    """

    changes: tuple[Change, ...]
    findings: pl.DataFrame
    counts: Mapping[str, int]


def merge(current: Table, export: Export, *, run: Run) -> Merge:
    """Compare an export with the order sheet.

    A blank in the export never empties a cell, a column that it lacks neither, and a masked name or number replaces no known one.
    What the staff fill in stays; an export's remark is added to theirs. An order never goes back to an earlier status: a row that
    would take it there comes from an older file and is left alone. What was refunded only grows by a list of refunds, which may
    cover a part of the time only.

    Args:
        current: The order sheet.
        export: The lines to bring in.
        run: What the log says about it.
    """
    known = current.frame.filter(pl.col("order_no").is_not_null()).with_columns(_place())
    coming = export.table.frame.filter(pl.col("order_no").is_not_null()).with_row_index(_INDEX)
    is_known = pl.col("order_no").is_in(known["order_no"].unique().implode())
    meeting = _Meeting(current, export, known, coming.filter(is_known), coming.filter(~is_known), run)

    wide = _side_by_side(meeting)
    older = wide.filter(_is_older())
    fields = [edit for edit in _field_edits(meeting, wide.join(older.select(_INDEX), on=_INDEX, how="anti")) if edit.rows.height]
    amounts = [edit for edit in _amount_edits(meeting, older[_INDEX]) if edit.rows.height]
    added = _added(meeting, wide)
    findings = _said(meeting, older["_export_row"], OLDER, "status", _OLDER)
    if export.profile.what is What.REFUNDS:
        findings = together([findings, _said(meeting, meeting.fresh[ROW], UNKNOWN_ORDER, "order_no", _UNKNOWN_ORDER)])
    return Merge(_changes(meeting, [*fields, *amounts], added), findings, _counts(meeting, [*fields, *amounts], added))


_OLDER = Label(
    zh="工作簿里这个订单的状态更靠后，这个文件比较旧，这一行没有更新",
    en="The workbook has this order at a later status: this file is older, and the row was not taken over",
)
_UNKNOWN_ORDER = Label(
    zh="工作簿里没有这个订单，退款没有导入；请先导入订单",
    en="The workbook has no such order, so its refund was not imported. Import the order first",
)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """The sheet and the export: the sheet's lines that have a number, and the export's lines of orders that it has and has not."""

    current: Table
    export: Export
    known: pl.DataFrame
    again: pl.DataFrame
    fresh: pl.DataFrame
    run: Run


@dataclass(frozen=True, slots=True)
class _Edit:
    """New values of one field: ``rows`` has the sheet's row, ``old`` and ``new``."""

    field: str
    rows: pl.DataFrame


def _place() -> pl.Expr:
    running = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_no")
    return pl.coalesce("line_no", running).alias(_PLACE)


# Which line of the export is which line of the sheet


def _side_by_side(meeting: _Meeting) -> pl.DataFrame:
    """Each pair of lines: the export's fields, the sheet's with ``old:`` before them, ``_row`` the sheet's row.

    ``_is_line`` is false where the export's row is about the whole order and the sheet has its lines.
    """
    pairs = _pairs(meeting.export.profile.what, meeting.known, meeting.again)
    old = meeting.known.select(ROW, pl.exclude(ROW, _PLACE).name.prefix(_OLD))
    new = meeting.again.rename({ROW: "_export_row"})
    return pairs.join(old, on=ROW, how="left", maintain_order="left").join(new, on=_INDEX, how="left", maintain_order="left")


def _pairs(what: What, known: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    pairings = {What.ITEMS: _line_by_line, What.ORDERS: _order_by_order, What.REFUNDS: _refund_by_refund}
    return pairings[what](known, again)


def _line_by_line(known: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """Lines of the same sub-order; of what is left, lines at the same place of an order of which one names no sub-order."""
    new = again.select(_INDEX, "order_no", "suborder_no", pl.col("line_no").alias(_PLACE))
    old = known.select(ROW, "order_no", "suborder_no", _PLACE)
    named = new.join(old.select(ROW, "order_no", "suborder_no"), on=["order_no", "suborder_no"], how="inner", maintain_order="left")
    named = named.unique(_INDEX, keep="first", maintain_order=True)
    rest = new.join(named.select(_INDEX), on=_INDEX, how="anti"), old.join(named.select(ROW), on=ROW, how="anti")
    placed = rest[0].join(rest[1], on=["order_no", _PLACE], how="inner", maintain_order="left")
    placed = placed.filter(pl.col("suborder_no").is_null() | pl.col("suborder_no_right").is_null())
    placed = placed.unique(_INDEX, keep="first", maintain_order=True)
    return pl.concat([named.select(ROW, _INDEX), placed.select(ROW, _INDEX)]).with_columns(pl.lit(value=True).alias(_IS_LINE))


def _order_by_order(known: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """Line by line, but a single row about an order of which the sheet has several lines belongs to all of them."""
    lines = known.group_by("order_no").agg(several=(pl.len() > 1) | pl.col("suborder_no").is_not_null().any())
    is_whole = (pl.len().over("order_no") == 1) & pl.col("several")
    told = again.join(lines, on="order_no", how="left", maintain_order="left").with_columns(whole=is_whole)
    single = _line_by_line(known, told.filter(~pl.col("whole")))
    return pl.concat([single, _to_all_lines(known, told.filter("whole"))])


def _refund_by_refund(known: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """The sub-order's line; without one, the lines with the same item, or all lines where none has it."""
    named = _line_by_line(known, again.filter(pl.col("suborder_no").is_not_null())).join(
        known.filter(pl.col("suborder_no").is_not_null()).select(ROW), on=ROW, how="semi"
    )
    rest = again.join(named.select(_INDEX), on=_INDEX, how="anti")
    items = _to_all_lines(known, rest)
    items = items.join(known.select(ROW, "sku", "title"), on=ROW, how="left").join(
        rest.select(_INDEX, "sku", "title"), on=_INDEX, how="left"
    )
    is_same = ((pl.col("sku") == pl.col("sku_right")) | (pl.col("title") == pl.col("title_right"))).fill_null(value=False)
    items = items.filter(is_same | ~is_same.any().over(_INDEX))
    return pl.concat([named, items.select(ROW, _INDEX, _IS_LINE)])


def _to_all_lines(known: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    joined = again.select(_INDEX, "order_no").join(known.select(ROW, "order_no"), on="order_no", how="inner", maintain_order="left")
    return joined.select(ROW, _INDEX, pl.lit(value=False).alias(_IS_LINE))


# What changes


def _step(name: str) -> pl.Expr:
    return pl.col(name).replace_strict({step: rank for rank, step in enumerate(_STEPS)}, default=None, return_dtype=pl.Int8)


def _is_older() -> pl.Expr:
    """An early status against a later one; of an order's closed line, the order as a whole says nothing."""
    is_early = pl.col("status").is_in(_EARLY) & (_step("status") < _step(_OLD + "status"))
    return (is_early & (pl.col(_IS_LINE) | (pl.col(_OLD + "status") != "closed"))).fill_null(value=False)


def _field_edits(meeting: _Meeting, wide: pl.DataFrame) -> list[_Edit]:
    """Changes of everything but the order's amounts."""
    if meeting.export.profile.what is What.REFUNDS:
        return [_edit("refund_status", wide, _refund_state())] if "refund_status" in meeting.current.present else []
    shared = [_edit(name, wide, _taken(name)) for name in _SHARED if name in meeting.current.present]
    lines = wide.filter(_IS_LINE)
    own = [name for name in LINE_FIELDS if name in meeting.current.present and name != "line_no"]
    return [*shared, *(_edit(name, lines, pl.col(name)) for name in own)]


def _taken(name: str) -> pl.Expr:
    """The value that a field takes from the export, null for none."""
    new, old = pl.col(name), pl.col(_OLD + name)
    if name in _OWNED:
        return pl.when(old.is_null()).then(new)
    if name in _PERSONAL:
        return pl.when(old.is_null() | old.str.contains(_MASKED) | ~new.str.contains(_MASKED)).then(new)
    match name:
        case "remark":
            is_there = old.str.contains(new, literal=True, strict=False)
            return pl.when(old.is_null()).then(new).when(~is_there).then(old + "；" + new)
        case "status":
            return pl.when(old.is_null() | ~(_step(name) < _step(_OLD + name)).fill_null(value=False)).then(new)
        case _:
            return new


def _refund_state() -> pl.Expr:
    """A request that came to nothing does not undo an earlier refund, which this list may not show."""
    new, old = pl.col("refund_status"), pl.col(_OLD + "refund_status")
    is_undone = new.is_in(["rejected", "none"]) & old.is_in(["refunded", "part_refunded"])
    return pl.when(~is_undone.fill_null(value=False)).then(new)


def _edit(field: str, wide: pl.DataFrame, value: pl.Expr) -> _Edit:
    told = wide.select(ROW, old=pl.col(_OLD + field), new=value)
    changed = told.filter(pl.col("new").is_not_null() & pl.col("new").ne_missing(pl.col("old")))
    return _Edit(field, changed.unique(ROW, keep="first", maintain_order=True).sort(ROW))


def _amount_edits(meeting: _Meeting, older: pl.Series) -> list[_Edit]:
    """Changes of the order's amounts, in the first line that has one."""
    profile = meeting.export.profile
    names = [name for name in ORDER_AMOUNTS if name in meeting.current.present]
    firsts = [pl.col(name).drop_nulls().first() for name in names]
    new = meeting.again.filter(~pl.col(_INDEX).is_in(older.implode())).group_by("order_no", maintain_order=True).agg(firsts)
    rows = [pl.coalesce(pl.col(ROW).filter(pl.col(name).is_not_null()).first(), pl.col(ROW).first()).alias(f"at:{name}") for name in names]
    old = meeting.known.sort(ROW).group_by("order_no").agg([first.name.prefix(_OLD) for first in firsts] + rows)
    wide = new.join(old, on="order_no", how="left", maintain_order="left")
    edits = []
    for name in names:
        value, before = pl.col(name), pl.col(_OLD + name)
        if profile.what is What.REFUNDS:
            value = pl.when(value > before.fill_null(0)).then(value)
        elif name in profile.partial_amounts:
            value = pl.when(before.fill_null(0) == 0).then(value)
        edits.append(_edit(name, wide.with_columns(pl.col(f"at:{name}").alias(ROW)), value))
    return edits


def _added(meeting: _Meeting, wide: pl.DataFrame) -> pl.DataFrame:
    """New orders, and new lines of known ones behind those that are there."""
    if meeting.export.profile.what is What.REFUNDS:
        return meeting.fresh.clear()
    met = wide.select(_INDEX)
    further = meeting.again.join(met, on=_INDEX, how="anti")
    last = meeting.known.group_by("order_no").agg(last=pl.col(_PLACE).max())
    running = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_no")
    blank = [pl.lit(None, dtype=further.schema[name]).alias(name) for name in ORDER_AMOUNTS]
    behind = further.join(last, on="order_no", how="left", maintain_order="left").with_columns(
        (pl.col("last") + running).alias("line_no"), *blank
    )
    return pl.concat([meeting.fresh, behind.select(meeting.fresh.columns)])


# What to write and to say


def _changes(meeting: _Meeting, edits: Sequence[_Edit], added: pl.DataFrame) -> tuple[Change, ...]:
    writes = [SetCells(ORDERS.code, edit.field, tuple(edit.rows[ROW]), tuple(edit.rows["new"])) for edit in edits]
    rows = [AppendRows(ORDERS.code, added.select(ORDERS.schema().keys()))] if added.height else []
    keys = row_keys(meeting.current, ORDERS)
    log = [logged(_told(edit, keys, meeting.run), ORDERS, meeting.run) for edit in edits]
    return (*writes, *rows, *log_entry(log))


def _told(edit: _Edit, keys: pl.DataFrame, run: Run) -> pl.DataFrame:
    say = spoken(ORDERS.by_field[edit.field], run.lang)
    said = {when: edit.rows.select(pl.col(when).alias(edit.field)).select(say.alias(when))[when].cast(pl.String) for when in ("old", "new")}
    rows = edit.rows.select(ROW).with_columns(field=pl.lit(edit.field), rule=pl.lit(UPDATED), **said)
    return rows.join(keys, on=ROW, how="left", maintain_order="left")


def _said(meeting: _Meeting, rows: pl.Series, code: str, field: str, says: Label) -> pl.DataFrame:
    if rows.is_empty():
        return no_findings()
    told = {"code": code, "severity": Severity.WARNING.value, "field": field, "message": says[meeting.run.lang], "fix": ""}
    found = pl.DataFrame({"row": rows.unique(maintain_order=True)}).with_columns(**{name: pl.lit(text) for name, text in told.items()})
    return meeting.export.table.locate(found, meeting.run.lang).unique(maintain_order=True)


def _counts(meeting: _Meeting, edits: Sequence[_Edit], added: pl.DataFrame) -> dict[str, int]:
    rows = pl.concat([edit.rows.select(ROW) for edit in edits]) if edits else pl.DataFrame(schema={ROW: pl.Int64()})
    updated = set(meeting.known.join(rows, on=ROW, how="semi")["order_no"]) | (set(added["order_no"]) & set(meeting.again["order_no"]))
    return {
        "new_orders": 0 if meeting.export.profile.what is What.REFUNDS else meeting.fresh["order_no"].n_unique(),
        "new_lines": added.height,
        "updated_orders": len(updated),
        "changed_cells": rows.height,
        "unchanged_orders": meeting.again["order_no"].n_unique() - len(updated),
    }
