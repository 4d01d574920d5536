"""Tidying orders: the fixes of form that cannot change what a cell means, each of them logged."""

from decimal import Decimal

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.changes import log_entry, logged, row_keys, this_run
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.faults import Fault
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parsing import Spelling, parse_number
from shopbook.sheet.sparing import formula_cells, left_note
from shopbook.sheet.tables import Table

_OF_FORM = [Fault.UNTIDY.value, Fault.NUMBER_AS_TEXT.value, Fault.DATE_AS_TEXT.value]
_NOT_OURS = [Fault.COVERED.value, Fault.FORMULA_OUTSIDE.value]
"""Cells that show something else than they hold."""

_LABEL = Label(zh="整理订单", en="Tidy orders")
_DONE = Label(
    zh="整理了 {rows} 行里的 {cells} 个单元格（空格、全角、日期和电话的写法、文本数字）。"
    "原值都记在“修改记录”，批次 {run}；整理错了可点“撤销”。",
    en="Tidied {cells} {cells|cell|cells} in {rows} {rows|row|rows} (spaces, full-width characters, forms of dates and phones, numbers "
    "stored as text). "
    "The old values are in Changes, run {run}; Undo puts them back.",
)
_NOTHING = Label(zh="没有需要整理的单元格，什么都没有改动。", en="Nothing needs tidying; nothing was changed.")


def tidy_orders(given: Inputs) -> Outcome:
    """Write every value of 订单 in its plain form where that is certain; cells with any other fault stay as they are."""
    table = given.tables[ORDERS.code]
    safe, formulas = _safe_fixes(table), formula_cells(table)
    fixes = safe.join(formulas, on=[ROW, "field"], how="anti", maintain_order="left")
    spared = _spared(table, safe.join(formulas, on=[ROW, "field"], how="semi", maintain_order="left"))
    if fixes.is_empty():
        return Outcome(summary={"tidied_cells": 0, "tidied_rows": 0}, notes=(_NOTHING, *spared))
    run = this_run(given, _LABEL)
    edits = fixes.select(ROW, "key", "field", pl.col("value").alias("old"), pl.col("fix").alias("new"), pl.col("code").alias("rule"))
    writes = tuple(_write(str(field), part, table) for (field,), part in fixes.group_by("field", maintain_order=True))
    figures = {"tidied_cells": fixes.height, "tidied_rows": fixes[ROW].n_unique()}
    done = _DONE.filled({"cells": figures["tidied_cells"], "rows": figures["tidied_rows"], "run": run.number})
    return Outcome(changes=(*writes, *log_entry([logged(edits, ORDERS, run)])), summary=figures, notes=(done, *spared))


def _safe_fixes(table: Table) -> pl.DataFrame:
    """Findings of form that carry a fix, with the row's key; by row and column."""
    found = table.findings
    declared = [column.field for column in ORDERS.columns if not column.notes.computed]
    is_form = pl.col("code").is_in(_OF_FORM) & pl.col("field").is_in(declared) & (pl.col("fix") != "") & (pl.col("value") != "")
    is_grave = (pl.col("severity") == Severity.ERROR.value) | pl.col("code").is_in(_NOT_OURS)
    forms = found.filter(is_form).join(found.filter(is_grave), on="cell", how="anti", maintain_order="left")
    exact = [_is_exact(ORDERS.by_field[field], text, fix) for field, text, fix in forms.select("field", "value", "fix").iter_rows()]
    keyed = forms.rename({"row": ROW}).drop("key").filter(pl.Series(exact, dtype=pl.Boolean))
    return keyed.join(row_keys(table, ORDERS), on=ROW, how="left", maintain_order="left")


def _spared(table: Table, left: pl.DataFrame) -> list[Label]:
    """What is said about cells that are left because they hold formulas."""
    by_field = left.group_by("field", maintain_order=True).agg(ROW)
    return [left_note(table, field, rows) for field, rows in by_field.iter_rows()]


def _is_exact(column: Column, text: str, fix: str) -> bool:
    """Whether the fix says the very same; an amount with more places than its column keeps would be rounded, which is no tidying."""
    return column.kind is not Kind.MONEY or parse_number(text, Spelling()) == Decimal(fix)


def _write(field: str, fixes: pl.DataFrame, table: Table) -> SetCells:
    values = table.frame.select(ROW, pl.col(field).alias("typed"))
    ordered = fixes.sort(ROW).join(values, on=ROW, how="left", maintain_order="left")
    is_word = ORDERS.by_field[field].kind is Kind.CHOICE
    return SetCells(ORDERS.code, field, tuple(ordered[ROW]), tuple(ordered["fix" if is_word else "typed"]))


TIDY_ORDERS = Task(
    "tidy-orders",
    _LABEL,
    Label(
        zh="只改写法、不改内容：去掉多余空格，全角改半角，统一日期、电话和状态词，文本数字改成数字。每处改动都记入“修改记录”，可以撤销。",
        en="Changes how values are written, never what they say: spaces, full-width characters, dates, phones, status words, "
        "numbers stored as text. Every change is logged in Changes and can be undone.",
    ),
    reads=(ORDERS.code, CHANGES.code),
    writes=(ORDERS.code, CHANGES.code),
    decide=tidy_orders,
)
