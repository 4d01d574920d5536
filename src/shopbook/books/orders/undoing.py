"""Undo: put back what a run changed, cell by cell, wherever nobody has changed the cell since."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.changes import read_log, row_keys
from shopbook.books.orders.importing.fingerprints import BLANK, FIELDS, FINGERPRINT, marks_or_blank, rewritten, unpacked
from shopbook.books.orders.importing.merging import UPDATED
from shopbook.books.orders.notices import CHANGED_SINCE, NOT_FOUND
from shopbook.books.orders.sheets import ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.books.worklists import as_lying
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW, Column, Sheet
from shopbook.sheet.faults import Fault
from shopbook.sheet.findings import together
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.parsing import CellValue
from shopbook.sheet.plan import Value
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table

RESTORABLE = (ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID)
"""Sheets that a logged change may be about."""

UNDO_RUN = Parameter(
    "run",
    Label(zh="要撤销的批次", en="Run to undo"),
    Kind.TEXT_ID,
    "",
    Label(zh="批次号", en="run number"),
    "",
    Label(zh="空着就撤销最近一次；要撤销更早的，填“修改记录”里的批次", en="Empty: the newest run; for an older one, its number in Changes"),
)

_BLANK = Label(zh="空", en="blank")
_DONE = Label(
    zh="撤销了批次 {run}：恢复 {undone_cells} 个单元格；{undo_blocked} 个因为后来改过或找不到而没有恢复。",
    en="Undid run {run}: {undone_cells} {undone_cells|cell is as it was|cells are as they were}; {undo_blocked} "
    "left alone because of changes since, or gone.",
)
_NOTHING = Label(zh="“修改记录”里没有可以撤销的批次。", en="There is no run in Changes to undo.")
_NO_SUCH_RUN = Label(
    zh="“修改记录”里没有批次 {run}，或者它已经全部撤销。", en="There is no run {run} in Changes, or all of it is undone already."
)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What becomes of the logged cells of one column.

    Attributes:
        restored: ``row`` and the ``value`` to write.
        done: Rows of the log that are undone by it.
        findings: What is in the way of the others.
        blocked: How many those are.
    """

    restored: tuple[SetCells, ...]
    done: tuple[int, ...]
    findings: pl.DataFrame
    blocked: int


def undo(given: Inputs) -> Outcome:
    """Restore the newest run that is not undone yet, or the one that the parameter ``run`` names."""
    asked = str(given.parameters.get(UNDO_RUN.code, ""))
    log = read_log(given.tables[CHANGES.code])
    number = asked or _newest(log)
    entries = log.filter((pl.col("run") == number) & ~pl.col("undone")) if number else log.clear()
    if entries.is_empty():
        says = _NO_SUCH_RUN.filled({"run": asked}) if asked else _NOTHING
        return Outcome(summary={"undone_cells": 0, "undo_blocked": 0}, notes=(says,))
    verdicts = list(_verdicts(entries, given))
    done = tuple(sorted(row for verdict in verdicts for row in verdict.done))
    marked = (SetCells(CHANGES.code, "undone", done, (True,) * len(done)),) if done else ()
    restored = tuple(cells for verdict in verdicts for cells in verdict.restored)
    if UPDATED in entries["rule"]:
        restored = (*restored, *_fingerprints(given, restored))
    figures = {"undone_cells": sum(len(cells.rows) for verdict in verdicts for cells in verdict.restored)}
    figures["undo_blocked"] = sum(verdict.blocked for verdict in verdicts)
    findings = together(verdict.findings for verdict in verdicts)
    return Outcome(findings, (*restored, *marked), figures, (_DONE.filled({**figures, "run": number}),))


def _fingerprints(given: Inputs, restored: Sequence[SetCells]) -> tuple[SetCells, ...]:
    """What undoing an import makes of the lines' fingerprints: what the cells hold again counts as imported last.

    Then the same export does the same once more. A remark may be the staff's, to which the platform's was added: nothing counts as
    imported there, and it is added once more.
    """
    table = given.tables[ORDERS.code]
    if FINGERPRINT not in table.present:
        return ()
    imported = table.frame.filter(pl.col(FINGERPRINT).is_not_null())
    before = unpacked(imported[FINGERPRINT])
    after = before
    for cells in restored:
        if cells.sheet == ORDERS.code and cells.field in FIELDS:
            again = pl.DataFrame({ROW: cells.rows, "mark": _marks_again(cells)}, schema_overrides={ROW: pl.Int64})
            again = again.join(imported.select(ROW).with_row_index("at"), on=ROW)
            after = after.with_columns(after[cells.field].clone().scatter(again["at"], again["mark"]))
    return rewritten(imported[ROW], before, after)


def _marks_again(cells: SetCells) -> pl.Series:
    column = ORDERS.by_field[cells.field]
    typed = [None if value is None else _parsed(column, str(value)) for value in cells.values]
    again = marks_or_blank(pl.Series(typed, dtype=column.dtype))
    return again.set(again != BLANK, None) if cells.field == "remark" else again


def _newest(log: pl.DataFrame) -> str | None:
    """The last run of which nothing is undone; a run that was undone in part is left to who names it."""
    runs = log.drop_nulls("run").group_by("run").agg(pl.col("undone").any(), pl.col("changed_at").max())
    waiting = runs.filter(~pl.col("undone")).sort("changed_at", "run", nulls_last=False)
    return None if waiting.is_empty() else str(waiting["run"][-1])


def _verdicts(entries: pl.DataFrame, given: Inputs) -> Iterator[_Verdict]:
    """Column by column; of several changes of one cell the first old and the last new value count."""
    cell = ["tab", "field", "key"]
    ends = {"old": pl.col("old").first(), "new": pl.col("new").last(), "rule": pl.col("rule").first(), "log": pl.col(ROW)}
    cells = entries.group_by(cell, maintain_order=True).agg(**ends)
    for (tab, title), part in cells.group_by("tab", "field", maintain_order=True):
        sheet = next((sheet for sheet in RESTORABLE if title_key(str(tab)) in {title_key(sheet.label[lang]) for lang in Lang}), None)
        column = next((column for column in (sheet.columns if sheet else ()) if title_key(str(title)) in column.titles), None)
        if sheet is None or column is None or column.field not in given.tables[sheet.code].present:
            yield _gone(part, given)
        else:
            yield from _of_column(part, sheet, column, given)


def _of_column(part: pl.DataFrame, sheet: Sheet, column: Column, given: Inputs) -> Iterator[_Verdict]:
    table = given.tables[sheet.code]
    placed = part.join(_now(table, sheet, column), on="key", how="left", maintain_order="left")
    lost = placed.filter(pl.col(ROW).is_null())
    if not lost.is_empty():
        yield _gone(lost, given)
    found = placed.filter(pl.col(ROW).is_not_null()).sort(ROW)
    fields = ("new", "text", "value")
    same = pl.Series([_is_same(column, *cells) for cells in found.select(fields).iter_rows()], dtype=pl.Boolean)
    back, blocked = found.filter(same), found.filter(~same)
    values = tuple(_restored(column, old, rule) for old, rule in back.select("old", "rule").iter_rows())
    writes = (SetCells(sheet.code, column.field, tuple(back[ROW]), values),) if values else ()
    says = CHANGED_SINCE.says[given.lang].replace("{old}", "{}")
    told = blocked.select(
        pl.lit(CHANGED_SINCE.code).alias("code"),
        pl.lit(CHANGED_SINCE.severity.value).alias("severity"),
        pl.col(ROW).alias("row"),
        pl.lit(column.field).alias("field"),
        pl.format(says, pl.col("old").fill_null(_BLANK[given.lang])).alias("message"),
        pl.col("old").fill_null("").alias("fix"),
    )
    yield _Verdict(writes, tuple(back["log"].explode()), table.locate(told, given.lang), blocked.height)


def _now(table: Table, sheet: Sheet, column: Column) -> pl.DataFrame:
    """Each row's key, and the text and the value that its cell has now."""
    text = as_lying(table).select(ROW, text=column.field)
    value = table.frame.select(ROW, value=column.field)
    return row_keys(table, sheet).join(text, on=ROW).join(value, on=ROW)


def _is_same(column: Column, logged: str | None, text: str | None, value: object) -> bool:
    """Whether a cell still holds what the log says was written: a text to the letter, a number or a date in any form."""
    if (logged or "") == (text or ""):
        return True
    return not column.spec.is_text and logged is not None and value is not None and _parsed(column, logged) == value


def _restored(column: Column, old: str | None, rule: str | None) -> Value:
    """What to write so that the cell holds its old value: where its form was the fault, the very text; else a value of its kind."""
    was_text = column.spec.is_text or (rule or "").startswith("cell.")
    if not old or was_text:
        return old or None
    value = _parsed(column, old)
    return old if isinstance(value, dt.timedelta) or value is None else value


def _parsed(column: Column, text: str) -> CellValue | None:
    value = column.spec.parse(text, column.spelling())
    return None if isinstance(value, Fault) else value


def _gone(part: pl.DataFrame, given: Inputs) -> _Verdict:
    rows = part.select(pl.col("log").list.first().alias("row"))
    told = rows.select(
        pl.lit(NOT_FOUND.code).alias("code"),
        pl.lit(NOT_FOUND.severity.value).alias("severity"),
        "row",
        pl.lit("key").alias("field"),
        pl.lit(NOT_FOUND.says[given.lang]).alias("message"),
        pl.lit("").alias("fix"),
    )
    return _Verdict((), (), given.tables[CHANGES.code].locate(told, given.lang), part.height)


UNDO = Task(
    "undo",
    Label(zh="撤销", en="Undo"),
    Label(
        zh="把最近一次自动修改（或参数“要撤销的批次”指定的那次）逐格恢复成原值；后来又被人改过的格子不动，并指出在哪里。",
        en="Puts back, cell by cell, what the newest run changed (or the run named in Parameters); "
        "cells changed since are left alone and pointed out.",
    ),
    reads=(CHANGES.code, *(sheet.code for sheet in RESTORABLE)),
    writes=(*(sheet.code for sheet in RESTORABLE), CHANGES.code),
    decide=undo,
)
