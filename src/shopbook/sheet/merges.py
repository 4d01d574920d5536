"""Merged cells: which ranges there are, and what the cells under them are taken to hold."""

from dataclasses import dataclass

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.grid import Grid, column_number

_NOTHING_COVERED = pl.DataFrame(schema={"row": pl.Int64(), "field": pl.String()})
_RANGE = r"^\$?(?<letters>[A-Z]{1,3})\$?(?<row>\d{1,7}):\$?(?<last_letters>[A-Z]{1,3})\$?(?<last_row>\d{1,7})$"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of several rows; its value stands in the cell ``letters`` + ``row``."""

    letters: str
    row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Body:
    """The cells below a header, as text and as types; ``first_row`` is the sheet's row number of the first of them."""

    text: pl.DataFrame
    types: pl.DataFrame
    first_row: int

    def filter(self, kept: pl.Series) -> "Body":
        """Only some of the rows; their numbers are the caller's to keep."""
        if kept.all():
            return self
        return Body(self.text.filter(kept), self.types.filter(kept), self.first_row)

    def copied(self, letters: str, at: pl.Series, source: pl.Series) -> "Body":
        """With some cells of a column as copies of other cells of it, in text and type."""
        text, types = (
            frame.with_columns(frame[letters].clone().scatter(at, frame[letters].gather(source))) for frame in (self.text, self.types)
        )
        return Body(text, types, self.first_row)


def merges_down(grid: Grid, last: int) -> list[Merge]:
    """The ranges of several rows that begin in or above a row of the sheet."""
    if not grid.merges:
        return []
    found = _merges(grid).filter(pl.col("row") <= last, pl.col("last_row") > pl.col("row"))
    return [Merge(*row) for row in found.select("letters", "row", "last_row").iter_rows()]


def rows_under(body: Body, grid: Grid, letters: str) -> frozenset[int]:
    """The indices of rows that a merged range covers in one column."""
    return frozenset(_cells_under(_merges(grid), column_number(letters), body)["at"]) if grid.merges else frozenset()


def unmerged(body: Body, grid: Grid, letters: dict[str, str], kept: pl.Series) -> tuple[Body, pl.DataFrame]:
    """Write the value of each merged range down its first column.

    Only rows that are kept and have something of their own take the value: a note merged over several rows stays one note.

    Args:
        body: The cells below the header.
        grid: Where they are from.
        letters: Letters of the known columns -> their fields.
        kept: Which rows of the body are data.

    Returns:
        The cells, and a finding for ``Table.locate`` per range and column that hides a value; such a value stays what it is.
    """
    merges = _merges_below(grid, body) if grid.merges else None
    if merges is None or merges.is_empty():
        return body, _nothing_covered()
    covered = []
    takes = kept & body.text.select(pl.any_horizontal(pl.col(list(letters)).is_not_null()).alias("own"))["own"]
    for name, field in letters.items():
        cells = _cells_under(merges, column_number(name), body)
        if cells.is_empty():
            continue
        is_blank = body.text[name].gather(cells["at"]).is_null()
        covered.append(cells.filter(~is_blank).unique("merge", keep="first", maintain_order=True).select("row", field=pl.lit(field)))
        wanted = cells.filter(is_blank & takes.gather(cells["at"])).drop_nulls("source")
        body = body.copied(name, wanted["at"], wanted["source"]) if len(wanted) else body
    return body, pl.concat(covered) if covered else _nothing_covered()


def covered_findings(covered: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Values hidden under merged cells as findings for ``Table.locate``."""
    note = FAULTS[Fault.COVERED]
    told = {"code": Fault.COVERED.value, "severity": note.severity.value, "message": note.says[lang], "fix": ""}
    return covered.with_columns(pl.lit(text).alias(name) for name, text in told.items())


def _nothing_covered() -> pl.DataFrame:
    return _NOTHING_COVERED.clone()


def _merges_below(grid: Grid, body: Body) -> pl.DataFrame:
    """The ranges that reach into the rows below the header; most sheets have none."""
    last = body.first_row + body.text.height - 1
    return _merges(grid).filter(pl.col("last_row") >= body.first_row, pl.col("row") <= last)


def _merges(grid: Grid) -> pl.DataFrame:
    """Every range: ``letters``, ``row``, ``last_row``, and the numbers of its columns; what is no range is left out."""
    written = pl.DataFrame({"range": pl.Series(grid.merges, dtype=pl.String)})
    found = written.select(pl.col("range").str.extract_groups(_RANGE).alias("range")).unnest("range").drop_nulls()
    numbers = {
        name: pl.Series([column_number(letters) for letters in found[source]], dtype=pl.Int64)
        for source, name in (("letters", "column"), ("last_letters", "last_column"))
    }
    return found.select("letters", pl.col("row").cast(pl.Int64), pl.col("last_row").cast(pl.Int64)).with_columns(**numbers)


def _cells_under(merges: pl.DataFrame, column: int, body: Body) -> pl.DataFrame:
    """The cells of one column that lie under ranges, but for those that hold a range's value.

    ``at`` is the index in the body, ``source`` that of the cell whose value is shown, null where another column or the header shows it.
    """
    first, last = body.first_row, body.first_row + body.text.height - 1
    inside = merges.with_row_index("merge").filter(pl.col("column") <= column, pl.col("last_column") >= column)
    is_own = pl.col("column") == column
    top = pl.max_horizontal(pl.when(is_own).then(pl.col("row") + 1).otherwise("row"), pl.lit(first))
    cells = inside.with_columns(top=top, source=pl.when(is_own & (pl.col("row") >= first)).then(pl.col("row") - first))
    spans = cells.with_columns(pl.int_ranges("top", pl.min_horizontal("last_row", pl.lit(last)) + 1).alias("below"))
    found = spans.select("merge", "source", row="below").explode("row").drop_nulls("row")
    return found.with_columns(at=pl.col("row") - first).unique("at", keep="first", maintain_order=True)
