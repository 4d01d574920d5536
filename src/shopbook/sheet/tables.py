"""A sheet that has been read: its typed frame, where everything stood, and the findings of reading it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.findings import SCHEMA, no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import Header


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

    def locate(self, found: pl.DataFrame, lang: Lang) -> pl.DataFrame:
        """Complete findings that say only ``code, severity, row, field, message, fix`` with sheet, cell, key, column and value."""
        if found.is_empty():
            return no_findings()
        parts = [self._placed(part, str(field), lang) for (field,), part in found.group_by("field", maintain_order=True)]
        placed = pl.concat(parts).join(self._keys(), left_on="row", right_on=ROW, how="left", maintain_order="left")
        return placed.with_columns(pl.col("key").fill_null(""), tab=pl.lit(self.grid.tab)).select(SCHEMA.keys()).cast(dict(SCHEMA))

    def _placed(self, part: pl.DataFrame, field: str, lang: Lang) -> pl.DataFrame:
        letters = self.header.letters.get(field) if self.header else None
        column = self.columns.get(field)
        title = column.label[lang] if column else ""
        if self.header and field in self.header.titles:
            title = self.header.titles[field].strip()
        if letters is None:
            return part.with_columns(cell=pl.lit(""), value=pl.lit(""), column=pl.lit(title))
        index = part["row"] - self.grid.first_row
        values = self.grid.text[letters].gather(index).fill_null("")
        return part.with_columns(values.alias("value"), cell=pl.lit(letters) + pl.col("row").cast(pl.String), column=pl.lit(title))

    def _keys(self) -> pl.DataFrame:
        known = [name for name in self.key if name in self.present]
        parts = [pl.col(name).cast(pl.String) for name in known] or [pl.lit("")]
        return self.frame.select(ROW, key=pl.concat_str(parts, separator=" / ", ignore_nulls=True))


def without_rows(frame: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    """The frame without some of the sheet's rows."""
    return frame.filter(~pl.col(ROW).is_in(list(rows)))
