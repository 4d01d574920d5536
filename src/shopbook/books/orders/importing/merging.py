"""An export's lines brought into the order sheet: what is new is added, what changed is updated, nothing known is lost.

A line is told by its order number and sub-order number; without one, by its place in the order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.orders.changes import Run, log_entry, logged, row_keys, spoken
from shopbook.books.orders.importing.fingerprints import BLANK, FIELDS, FINGERPRINT, marks, of_rows, rewritten, unpacked
from shopbook.books.orders.importing.importing import MADE, Export
from shopbook.books.orders.importing.keeping import Weighed, is_older, last_step, refund_said, said, weighed
from shopbook.books.orders.importing.lines import LINE_FIELDS, ORDER_AMOUNTS
from shopbook.books.orders.importing.platforms import Profile, What
from shopbook.books.orders.notices import KEPT, OLDER, UNKNOWN_ORDER
from shopbook.books.orders.sheets import ORDERS
from shopbook.sheet.books import AppendRows, Change, SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.notices import Notice
from shopbook.sheet.privacy import masked
from shopbook.sheet.tables import Table

UPDATED = "import.updated"

_SHARED = tuple(name for name in ORDERS.schema() if name not in (*LINE_FIELDS, *ORDER_AMOUNTS, *MADE, "order_no"))

_INDEX, _PLACE, _IS_LINE = "_index", "_place", "is_line"


@dataclass(frozen=True, slots=True)
class Merge:
    """What importing changes in the order sheet.

    Attributes:
        changes: New values, new rows, and the log of the former.
        findings: What was not taken over, in the export's cells.
        counts: ``new_orders``, ``new_lines`` (those of new orders included), ``updated_orders``, ``changed_cells``,
            ``unchanged_orders``, ``kept_cells``.
    """

    changes: tuple[Change, ...]
    findings: pl.DataFrame
    counts: Mapping[str, int]


def merge(current: Table, export: Export, *, run: Run) -> Merge:
    """Compare an export with the order sheet.

    A blank in the export never empties a cell, a column that it lacks neither, and a masked name or number replaces no known one.
    What somebody typed since the last import stays, which the lines' fingerprints tell (:mod:`shopbook.books.orders.importing.keeping`); an
    export's remark is added to theirs. An order never goes back to an earlier status: a row that would take it there comes from an
    older file and is left alone. What was refunded only grows by a list of refunds, which may cover a part of the time only.

    Args:
        current: The order sheet.
        export: The lines to bring in.
        run: What the log says about it.
    """
    known = current.frame.filter(pl.col("order_no").is_not_null()).with_columns(_place())
    coming = export.table.frame.filter(pl.col("order_no").is_not_null()).with_row_index(_INDEX)
    is_known = pl.col("order_no").is_in(known["order_no"].unique().implode())
    meeting = _Meeting(current, export, known, unpacked(known[FINGERPRINT]), coming.filter(is_known), coming.filter(~is_known), run)

    pairs = _side_by_side(meeting)
    is_older_row = _older(meeting, pairs)
    older = pairs.filter(is_older_row)
    settled = [*_fields(meeting, pairs.filter(~is_older_row)), *_amounts(meeting, older[_INDEX])]
    added = _added(meeting, pairs)
    findings = together([_said(meeting, older["export_row"], OLDER, "status"), *_unknown(meeting), *_kept(meeting, settled)])
    return Merge(_changes(meeting, settled, added), findings, _counts(meeting, settled, added))


@dataclass(frozen=True, slots=True)
class _Meeting:
    """The sheet and the export.

    Attributes:
        known: The sheet's lines that have a number.
        marks: What their fingerprints say, field by field.
        again: The export's lines of orders that the sheet has.
        fresh: And of those that it has not.
    """

    current: Table
    export: Export
    known: pl.DataFrame
    marks: pl.DataFrame
    again: pl.DataFrame
    fresh: pl.DataFrame
    run: Run


@dataclass(frozen=True, slots=True)
class _Settled:
    """One field: what becomes of it, and its marks afterwards, one for each known line."""

    weighed: Weighed
    marks: pl.Series


def _place() -> pl.Expr:
    running = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_no")
    return pl.coalesce("line_no", running).alias(_PLACE)


# Which line of the export is which line of the sheet


def _side_by_side(meeting: _Meeting) -> pl.DataFrame:
    """Each pair of lines: ``_row`` and its place ``at`` in the known lines, ``_index`` and its place ``by`` in those that come.

    ``is_line`` is false where the export's row is about the whole order and the sheet has its lines.
    """
    pairs = _pairs(meeting.export.profile.what, meeting.known, meeting.again)
    by = meeting.again[_INDEX].search_sorted(pairs[_INDEX])
    at = meeting.known[ROW].search_sorted(pairs[ROW])
    return pairs.with_columns(at=at, by=by, export_row=meeting.again[ROW].gather(by))


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


def _older(meeting: _Meeting, pairs: pl.DataFrame) -> pl.Series:
    return _compared(meeting, pairs, "status").select(is_older())["is_older"]


def _compared(meeting: _Meeting, pairs: pl.DataFrame, field: str) -> pl.DataFrame:
    """What the sheet has in a field and what the export has, pair by pair, and what was imported last."""
    compared = pairs.with_columns(
        meeting.known[field].gather(pairs["at"]).alias("old"),
        meeting.again[field].gather(pairs["by"]).alias("new"),
        _last(meeting, field).gather(pairs["at"]).alias("last"),
    )
    return compared.with_columns(last_step=last_step(compared["last"])) if field == "status" else compared


def _last(meeting: _Meeting, field: str) -> pl.Series:
    if field in meeting.marks.columns:
        return meeting.marks[field]
    return pl.repeat(None, meeting.known.height, dtype=pl.UInt32, eager=True)


def _fields(meeting: _Meeting, pairs: pl.DataFrame) -> Iterator[_Settled]:
    """Everything but the order's amounts."""
    present = meeting.current.present
    if meeting.export.profile.what is What.REFUNDS:
        if "refund_status" in present:
            yield _settled(meeting, "refund_status", _compared(meeting, pairs, "refund_status").with_columns(new=refund_said()))
        return
    lines = pairs.filter(_IS_LINE)
    for names, some in ((_SHARED, pairs), (LINE_FIELDS, lines)):
        for name in names:
            if name in present and name != "line_no":
                yield _settled(meeting, name, _compared(meeting, some, name).with_columns(new=said(name)))


def _settled(meeting: _Meeting, field: str, told: pl.DataFrame) -> _Settled:
    """Weigh one field, and note what the export says about it; of several rows about one line, the first that says something counts."""
    if told[ROW].is_duplicated().any():
        told = told.sort(pl.col("new").is_null(), maintain_order=True).unique(ROW, keep="first", maintain_order=True)
    differing = told.filter(pl.col("new").is_not_null() & pl.col("new").ne_missing(pl.col("old")))
    is_blank = pl.col("old").is_null()
    now = told.select("at", "last", "old", mark=marks(told["new"])).select(
        "at", mark=pl.coalesce("mark", "last", pl.when(is_blank).then(pl.lit(BLANK, dtype=pl.UInt32)))
    )
    return _Settled(_weighed(meeting, field, differing), _last(meeting, field).clone().scatter(now["at"], now["mark"]))


def _weighed(meeting: _Meeting, field: str, differing: pl.DataFrame) -> Weighed:
    """What becomes of a field; a formula stays, whatever the platform says."""
    has_formula = pl.col(ROW).is_in(meeting.current.formula_rows(field).implode())
    free = weighed(field, differing.filter(~has_formula))
    formulas = differing.filter(has_formula).select("export_row", "old", "new")
    return replace(free, kept=pl.concat([free.kept, formulas]))


def _amounts(meeting: _Meeting, older: pl.Series) -> Iterator[_Settled]:
    """The order's amounts, in the first line that has one."""
    profile = meeting.export.profile
    names = [name for name in ORDER_AMOUNTS if name in meeting.current.present]
    firsts = [pl.col(name).drop_nulls().first() for name in names]
    coming = meeting.again.filter(~pl.col(_INDEX).is_in(older.implode()))
    new = coming.group_by("order_no", maintain_order=True).agg(*firsts, pl.col(ROW).first().alias("export_row"))
    rows = [pl.coalesce(pl.col(ROW).filter(pl.col(name).is_not_null()).first(), pl.col(ROW).first()).alias(f"at:{name}") for name in names]
    old = meeting.known.sort(ROW).group_by("order_no").agg([first.name.prefix("old:") for first in firsts] + rows)
    wide = new.join(old, on="order_no", how="left", maintain_order="left")
    for name in names:
        told = wide.select(pl.col(f"at:{name}").alias(ROW), "export_row", old=f"old:{name}", new=_amount_said(name, profile))
        at = meeting.known[ROW].search_sorted(told[ROW])
        yield _settled(meeting, name, told.with_columns(at=at, last=_last(meeting, name).gather(at)))


def _amount_said(name: str, profile: Profile) -> pl.Expr:
    value, before = pl.col(name), pl.col(f"old:{name}").fill_null(0)
    if profile.what is What.REFUNDS:
        return pl.when(value > before).then(value)
    return pl.when(before == 0).then(value) if name in profile.partial_amounts else value


def _added(meeting: _Meeting, pairs: pl.DataFrame) -> pl.DataFrame:
    """New orders, and new lines of known ones behind those that are there."""
    if meeting.export.profile.what is What.REFUNDS:
        return meeting.fresh.clear()
    further = meeting.again.join(pairs.select(_INDEX), on=_INDEX, how="anti")
    last = meeting.known.group_by("order_no").agg(last=pl.col(_PLACE).max())
    running = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("order_no")
    blank = [pl.lit(None, dtype=further.schema[name]).alias(name) for name in ORDER_AMOUNTS]
    behind = further.join(last, on="order_no", how="left", maintain_order="left").with_columns(
        (pl.col("last") + running).alias("line_no"), *blank
    )
    added = pl.concat([meeting.fresh, behind.select(meeting.fresh.columns)])
    return added.with_columns(of_rows(added).alias(FINGERPRINT))


# What to write and to say


def _changes(meeting: _Meeting, settled: Sequence[_Settled], added: pl.DataFrame) -> tuple[Change, ...]:
    edits = _edits(settled)
    writes = [SetCells(ORDERS.code, edit.field, tuple(edit.edits[ROW]), tuple(edit.edits["new"])) for edit in edits]
    rows = [AppendRows(ORDERS.code, added.select(ORDERS.schema().keys()))] if added.height else []
    keys = row_keys(meeting.current, ORDERS) if edits else pl.DataFrame()
    log = [logged(_told(edit, keys, meeting.run), ORDERS, meeting.run) for edit in edits]
    return (*writes, *_fingerprints(meeting, settled), *rows, *log_entry(log))


def _edits(settled: Sequence[_Settled]) -> list[Weighed]:
    return [each.weighed for each in settled if each.weighed.edits.height]


def _fingerprints(meeting: _Meeting, settled: Sequence[_Settled]) -> tuple[SetCells, ...]:
    if FINGERPRINT not in meeting.current.present:
        return ()
    now = {each.weighed.field: each.marks for each in settled if each.weighed.field in FIELDS}
    return rewritten(meeting.known[ROW], meeting.marks, meeting.marks.with_columns(mark.alias(name) for name, mark in now.items()))


def _told(edit: Weighed, keys: pl.DataFrame, run: Run) -> pl.DataFrame:
    rows = edit.edits.select(ROW, *_spoken(edit.field, edit.edits, run)).with_columns(field=pl.lit(edit.field), rule=pl.lit(UPDATED))
    return rows.join(keys, on=ROW, how="left", maintain_order="left")


def _spoken(field: str, values: pl.DataFrame, run: Run) -> Iterator[pl.Series]:
    """What stood in the cells (``old``) and what would (``new``), as the cells show it."""
    say = spoken(ORDERS.by_field[field], run.lang)
    for when in ("old", "new"):
        yield values.select(pl.col(when).alias(field)).select(say.cast(pl.String).alias(when))[when]


def _said(meeting: _Meeting, rows: pl.Series, notice: Notice, field: str) -> pl.DataFrame:
    return _located(meeting, pl.DataFrame({"row": rows.unique(maintain_order=True)}), notice, field, pl.lit(notice.says[meeting.run.lang]))


def _located(meeting: _Meeting, rows: pl.DataFrame, notice: Notice, field: str, message: pl.Expr) -> pl.DataFrame:
    told = {"code": notice.code, "severity": notice.severity.value, "field": field, "fix": ""}
    found = rows.select("row", *(pl.lit(text).alias(name) for name, text in told.items()), message=message)
    return meeting.export.table.locate(found, meeting.run.lang).unique(maintain_order=True)


def _unknown(meeting: _Meeting) -> Iterator[pl.DataFrame]:
    """Refunds of orders that the sheet has not."""
    if meeting.export.profile.what is What.REFUNDS:
        yield _said(meeting, meeting.fresh[ROW], UNKNOWN_ORDER, "order_no")


def _kept(meeting: _Meeting, settled: Sequence[_Settled]) -> Iterator[pl.DataFrame]:
    """What stays in the workbook although the platform says something new."""
    for field, kept in ((each.weighed.field, each.weighed.kept) for each in settled if each.weighed.kept.height):
        column = ORDERS.by_field[field]
        shown = kept.select(pl.col("export_row").alias("row"), *_spoken(field, kept, meeting.run))
        says = KEPT.says.filled({"column": column.label[meeting.run.lang], "ours": "{}", "theirs": "{}"})[meeting.run.lang]
        yield _located(meeting, shown, KEPT, field, pl.format(says, *(masked(pl.col(name), column.kind) for name in ("old", "new"))))


def _counts(meeting: _Meeting, settled: Sequence[_Settled], added: pl.DataFrame) -> dict[str, int]:
    rows = pl.concat([pl.DataFrame(schema={ROW: pl.Int64}), *(edit.edits.select(ROW) for edit in _edits(settled))])
    updated = set(meeting.known.join(rows, on=ROW, how="semi")["order_no"]) | (set(added["order_no"]) & set(meeting.again["order_no"]))
    return {
        "new_orders": 0 if meeting.export.profile.what is What.REFUNDS else meeting.fresh["order_no"].n_unique(),
        "new_lines": added.height,
        "updated_orders": len(updated),
        "changed_cells": rows.height,
        "unchanged_orders": meeting.again["order_no"].n_unique() - len(updated),
        "kept_cells": sum(each.weighed.kept.height for each in settled),
    }
