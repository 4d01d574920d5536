"""How findings stand in the workbook: the column 校验, the sheet 校验结果 and the summary by rule."""

import polars as pl

from shopbook.books.every_book import FINDINGS, SUMMARY
from shopbook.labels import Lang
from shopbook.sheet.columns import Column
from shopbook.sheet.findings import Severity

LONGEST_MARK = 2000
"""Characters of one row's findings in 校验; the sheet 校验结果 always has all of them."""

MOST_ROWS = 1_000_000
"""Findings that fit on the sheet 校验结果."""

_JOINT = "；\n"
_FIRST_PLACES = 3
_RANK = pl.col("severity").cast(pl.Enum([Severity.ERROR.value, Severity.WARNING.value, Severity.HINT.value]))
"""The severity in the order from the worst to the least."""


def marks(findings: pl.DataFrame, tab: str, lang: Lang) -> pl.DataFrame:
    """Per row of a sheet with findings: ``row`` and ``mark``, worst first, each as ``级别[列名] sentence``."""
    words = {severity.value: severity.label[lang] for severity in Severity}
    title = pl.when(pl.col("column") != "").then(pl.format("[{}] ", pl.col("column"))).otherwise(pl.lit(" "))
    sentence = pl.col("severity").replace(words) + title + pl.col("message")
    here = findings.filter((pl.col("tab") == tab) & (pl.col("row") > 0))
    ordered = here.select("row", sentence.alias("mark"), _RANK.alias("rank")).sort("row", "rank", maintain_order=True)
    joined = ordered.group_by("row", maintain_order=True).agg(pl.col("mark").str.join(_JOINT))
    cut = pl.col("mark").str.slice(0, LONGEST_MARK) + "…"
    return joined.with_columns(pl.when(pl.col("mark").str.len_chars() > LONGEST_MARK).then(cut).otherwise(pl.col("mark")))


def findings_rows(findings: pl.DataFrame) -> pl.DataFrame:
    """The rows of the sheet 校验结果, worst first as everywhere else; those of one severity in the order of the sheets and rows."""
    link = pl.when(pl.col("cell") != "").then(pl.format("→ {}", pl.col("cell")))
    rows = findings.sort(_RANK, maintain_order=True).head(MOST_ROWS)
    made = {"link": link, "title": pl.col("column")}
    return rows.select(_cell(made.get(name, pl.col(name)), column).alias(name) for name, column in FINDINGS.by_field.items())


def summary_rows(findings: pl.DataFrame) -> pl.DataFrame:
    """The rows of 校验汇总: each rule with its count and first places, worst and most frequent first.

    A finding about a file has no sheet; the file stands where a column's title does elsewhere.
    """
    where = pl.when(pl.col("tab") != "").then(pl.col("tab")).otherwise(pl.col("column"))
    place = pl.when(pl.col("cell") != "").then(where + "!" + pl.col("cell")).otherwise(where)
    counted = (
        findings.with_columns(place.alias("place"))
        .group_by("severity", "code", maintain_order=True)
        .agg(
            says=pl.col("message").first(),
            count=pl.len().cast(pl.Int64),
            first_cells=pl.col("place").filter(pl.col("place") != "").head(_FIRST_PLACES).str.join(" "),
        )
    )
    ordered = counted.sort(_RANK, pl.col("count"), "code", descending=[False, True, False])
    return ordered.select(_cell(pl.col(name), column).alias(name) for name, column in SUMMARY.by_field.items())


def _cell(value: pl.Expr, column: Column) -> pl.Expr:
    """A value as a cell of a column has it: an empty text is a blank cell."""
    typed = value.cast(column.dtype)
    return pl.when(typed != "").then(typed) if column.dtype == pl.String else typed
