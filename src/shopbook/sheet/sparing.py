"""Formulas are spared: no value ever takes the place of one, and what was left for that reason is said."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.books import Change, SetCells
from shopbook.sheet.columns import CHECK, ROW
from shopbook.sheet.tables import Table

_LEFT = Label(
    zh="工作表“{tab}”的“{title}”列有 {count} 个单元格是公式（如 {cell}），没有改动。要由程序填写，请先清除公式再运行",
    en="In sheet '{tab}', {count} {count|cell|cells} of column '{title}' {count|holds a formula|hold formulas} (such as {cell}) and "
    "{count|was|were} left as {count|it is|they are}; to have {count|it|them} filled in, clear the {count|formula|formulas} and run again",
)


def with_formula(table: Table, field: str, rows: Iterable[int]) -> list[int]:
    """Those of the sheet's rows whose cell of a field holds a formula, ascending."""
    return sorted(set(table.formula_rows(field)).intersection(rows)) if len(table.formula_rows(field)) else []


def formula_cells(table: Table) -> pl.DataFrame:
    """Every cell of a declared field that holds a formula (columns ``_row`` and ``field``)."""
    parts = [pl.DataFrame({ROW: table.formula_rows(field)}).with_columns(field=pl.lit(field)) for field in table.present]
    return pl.concat([pl.DataFrame(schema={ROW: pl.Int64, "field": pl.String}), *parts])


def left_note(table: Table, field: str, rows: Sequence[int]) -> Label:
    """The sentence that some cells of a field were left because they hold formulas.

    Args:
        table: The sheet.
        field: One that has a column.
        rows: Which of its rows, at least one.
    """
    letters = table.header.letters[field] if table.header else ""
    named = {"tab": table.grid.tab, "title": table.columns[field].label, "count": len(rows), "cell": f"{letters}{rows[0]}"}
    return _LEFT.filled(named)


def spared_notes(changes: Iterable[Change], marks: Iterable[str], tables: Mapping[str, Table]) -> list[Label]:
    """What is to be said about changes that meet formulas.

    Args:
        changes: What a task decided.
        marks: The sheets whose column 校验 is written.
        tables: The sheets by code.
    """
    written = [change for change in changes if isinstance(change, SetCells)]
    met = [(tables[each.sheet], each.field, with_formula(tables[each.sheet], each.field, each.rows)) for each in written]
    met += [(tables[code], CHECK, tables[code].formula_rows(CHECK).to_list()) for code in marks if code in tables]
    return [left_note(table, field, rows) for table, field, rows in met if rows]
