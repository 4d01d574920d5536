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
        fields = found["field"].unique(maintain_order=True).to_list()
        parts = [found] if len(fields) == 1 else found.partition_by("field", maintain_order=True)
        return pl.concat([self._placed(part, field, lang) for part, field in zip(parts, fields, strict=True)], rechunk=True)

    def _placed(self, part: pl.DataFrame, field: str, lang: Lang) -> pl.DataFrame:
        """Findings about one field, complete; those of a row outside the grid have neither cell nor value."""
        letters = self.header.letters.get(field) if self.header else None
        rows = part["row"]
        cells = {"cell": pl.lit(""), "value": pl.lit("")} if letters is None else self._cells(letters, rows)
        known = {"tab": pl.lit(self.grid.tab), "key": self._keys(rows), "column": pl.lit(self._title(field, lang)), **cells}
        return part.select(known.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in SCHEMA.items())

    def _title(self, field: str, lang: Lang) -> str:
        if self.header and field in self.header.titles:
            return one_line(self.header.titles[field])
        column = self.columns.get(field)
        return column.label[lang] if column else ""

    def _cells(self, letters: str, rows: pl.Series) -> dict[str, pl.Expr]:
        """The cells of a column in some rows, and their texts."""
        index = rows - self.grid.first_row
        is_inside = (index >= 0) & (index < self.grid.text.height)
        at = index.zip_with(is_inside, pl.Series([None], dtype=index.dtype)).cast(pl.get_index_type())
        cell = pl.when(is_inside).then(pl.lit(letters) + pl.col("row").cast(pl.String)).otherwise(pl.lit(""))
        return {"cell": cell, "value": pl.lit(self.grid.text[letters][at]).fill_null("")}

    def _keys(self, rows: pl.Series) -> pl.Expr:
        """The row keys of some of the sheet's rows, each as often as it is asked for; empty where there is none."""
        known = [name for name in self.key if name in self.present]
        if not known or self.frame.is_empty():
            return pl.lit("")
        numbers = self.frame[ROW]
        at = numbers.search_sorted(rows)  # rows ascend
        at = at.zip_with(at < len(numbers), pl.Series([0], dtype=at.dtype))
        parts = [pl.lit(self.frame[name][at].cast(pl.String)) for name in known]
        key = pl.concat_str(parts, separator=" / ", ignore_nulls=True)
        return pl.when(numbers[at] == rows).then(key).otherwise(pl.lit(""))


def without_rows(frame: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    """The frame without some of the sheet's rows."""
    return frame.filter(~pl.col(ROW).is_in(list(rows)))
