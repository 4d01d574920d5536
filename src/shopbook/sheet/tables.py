"""A sheet that has been read: its typed frame, where everything stood, and the findings of reading it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.findings import SCHEMA, no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import Header
from shopbook.sheet.spelling import one_line


@dataclass(frozen=True)
class Table:
    """A sheet as typed data.

    Attributes:
        frame: ``_row`` and every declared field; a field without a column is all null.
        findings: What was wrong with header and cells.
        grid: The cells it came from.
        header: Where its columns are; ``None`` when no header was found (the frame is empty then).
        columns: What was declared.
        key: The fields that make the row key shown in findings.
        last_row: The sheet's row number of the last row read, the header's if there was none.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    grid: Grid
    header: Header | None
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    last_row: int

    @property
    def present(self) -> frozenset[str]:
        """Fields that have a column."""
        return frozenset(self.header.letters if self.header else ())

    def formula_rows(self, field: str) -> pl.Series:
        """The sheet rows whose cell of a field holds a formula."""
        letters = self.header.letters.get(field, "") if self.header else ""
        return self.grid.formulas.get(letters, pl.Series(dtype=pl.Int64))

    def locate(self, found: pl.DataFrame, lang: Lang) -> pl.DataFrame:
        """Complete findings that say only ``code, severity, row, field, message, fix`` with sheet, cell, key, column and value."""
        if found.is_empty():
            return no_findings()
        parts = [self._placed(part, str(field), lang) for (field,), part in found.group_by("field", maintain_order=True)]
        placed = pl.concat(parts)
        keyed = placed.with_columns(key=self._keys(placed["row"]), tab=pl.lit(self.grid.tab))
        return keyed.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())

    def _placed(self, part: pl.DataFrame, field: str, lang: Lang) -> pl.DataFrame:
        """With cell, value and column; a row outside the grid has neither cell nor value."""
        letters = self.header.letters.get(field) if self.header else None
        column = self.columns.get(field)
        title = column.label[lang] if column else ""
        if self.header and field in self.header.titles:
            title = one_line(self.header.titles[field])
        if letters is None:
            return part.with_columns(cell=pl.lit(""), value=pl.lit(""), column=pl.lit(title))
        row = pl.col("row")
        index = row - self.grid.first_row
        is_inside = index.is_between(0, self.grid.text.height - 1)
        inside = part.with_columns(
            cell=pl.when(is_inside).then(pl.lit(letters) + row.cast(pl.String)).otherwise(pl.lit("")),
            at=pl.when(is_inside).then(index),
            column=pl.lit(title),
        )
        return inside.with_columns(self.grid.text[letters].gather(inside["at"]).fill_null("").alias("value")).drop("at")

    def _keys(self, rows: pl.Series) -> pl.Series:
        """The row keys of some of the sheet's rows, each as often as it is asked for; empty where there is none."""
        known = [name for name in self.key if name in self.present]
        if not known or self.frame.is_empty():
            return pl.repeat("", len(rows), dtype=pl.String, eager=True)
        at = self.frame[ROW].search_sorted(rows).clip(0, self.frame.height - 1)  # rows ascend
        parts = [pl.col(name).cast(pl.String) for name in known]
        found = self.frame.select(ROW, *known)[at].select(ROW, key=pl.concat_str(parts, separator=" / ", ignore_nulls=True))
        return found.select(key=pl.when(pl.col(ROW) == rows).then("key").otherwise(pl.lit("")))["key"]


def without_rows(frame: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    """The frame without some of the sheet's rows."""
    return frame.filter(~pl.col(ROW).is_in(list(rows)))
