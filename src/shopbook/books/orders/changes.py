"""The change log 修改记录: what a task changed, cell by cell, so that a person can look it up and undo can put it back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.worklists import as_lying
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Inputs
from shopbook.sheet.columns import ROW, Column, Sheet
from shopbook.sheet.kinds import Kind
from shopbook.sheet.tables import Table

EDITS: Mapping[str, pl.DataType] = {
    ROW: pl.Int64(),
    "key": pl.String(),
    "field": pl.String(),
    "old": pl.String(),
    "new": pl.String(),
    "rule": pl.String(),
}
"""Columns of a frame of edits: the sheet's row, its key (:func:`row_keys`), the field, what stood there and stands there now, why."""

_LINE = "line_no"


@dataclass(frozen=True, slots=True)
class Run:
    """What every row of the log repeats: one run of one task by one person."""

    number: str
    at: dt.datetime
    task: Label
    who: str
    lang: Lang


def this_run(given: Inputs, task: Label) -> Run:
    """The run that is going on; its number is its moment, with a suffix where the log has that number already."""
    moment = given.now.replace(microsecond=0)
    taken = set(given.frame(CHANGES.code)["run"].drop_nulls())
    plain = moment.strftime("%Y%m%d-%H%M%S")
    number = next(name for name in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    return Run(number, moment, task, given.who, given.lang)


def logged(edits: pl.DataFrame, sheet: Sheet, run: Run) -> pl.DataFrame:
    """Edits of one sheet as rows of the log, typed as it declares them.

    Args:
        edits: As :data:`EDITS`; ``old`` and ``new`` as the cells show them.
        sheet: The sheet that they are of.
        run: What they belong to.
    """
    titles = {column.field: column.label[run.lang] for column in sheet.columns}
    told = edits.select(
        pl.lit(run.at).alias("changed_at"),
        pl.lit(run.number).alias("run"),
        pl.lit(run.task[run.lang]).alias("task"),
        pl.lit(sheet.label[run.lang]).alias("tab"),
        "key",
        pl.col("field").replace(titles),
        "old",
        "new",
        "rule",
        pl.lit(run.who or None).alias("who"),
        pl.lit(None).alias("undone"),
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in CHANGES.schema().items())


def log_entry(parts: Sequence[pl.DataFrame]) -> tuple[AppendRows, ...]:
    """The addition to the log, if anything was changed at all."""
    filled = [part for part in parts if not part.is_empty()]
    return (AppendRows(CHANGES.code, pl.concat(filled)),) if filled else ()


def read_log(table: Table) -> pl.DataFrame:
    """The log's rows, those undone marked by true and all others by false.

    Keys and values are to the letter: reading them as what their columns declare would tidy away just what was logged.
    """
    names = ("key", "old", "new")
    letter = as_lying(table).select(ROW, *names)
    return table.frame.drop(names).with_columns(pl.col("undone").fill_null(value=False)).join(letter, on=ROW, maintain_order="left")


def row_keys(table: Table, sheet: Sheet) -> pl.DataFrame:
    """Each row (``_row``) and the ``key`` that finds it again after rows were sorted or inserted.

    An order line is its order number and line number. Rows that share a key are numbered in the order they stand: ``T1 / 1 (2)``.
    """
    fields = [*sheet.key, *([_LINE] if _LINE in sheet.by_field and _LINE not in sheet.key else [])]
    base = table.frame.select(ROW, key=pl.concat_str([pl.col(name).cast(pl.String) for name in fields], separator=" / ", ignore_nulls=True))
    nth = pl.int_range(1, pl.len() + 1).over("key")
    return base.select(ROW, key=pl.when(nth > 1).then(pl.format("{} ({})", "key", nth)).otherwise("key"))


def spoken(column: Column, lang: Lang) -> pl.Expr:
    """A field's value as its cell shows it, for the log."""
    value = pl.col(column.field)
    match column.kind:
        case Kind.CHOICE:
            return value.replace(column.shown(lang))
        case Kind.DATETIME:
            return value.dt.to_string("%Y-%m-%d %H:%M:%S")
        case _:
            return value.cast(pl.String)
