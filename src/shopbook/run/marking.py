"""How findings stand in the workbook: the column 校验, the sheet 校验结果 and the summary by rule."""

import polars as pl

from shopbook.books.every_book import FINDINGS, SUMMARY
from shopbook.labels import Lang
from shopbook.sheet.findings import Severity

LONGEST_MARK = 2000
"""Characters of one row's findings in 校验; the sheet 校验结果 always has all of them."""

MOST_ROWS = 1_000_000
"""Findings that fit on the sheet 校验结果."""

_JOINT = "；\n"
_FIRST_PLACES = 3
_RANK = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.HINT.value: 2}


def marks(findings: pl.DataFrame, tab: str, lang: Lang) -> pl.DataFrame:
    """Per row of a sheet with findings: ``row`` and ``mark``, worst first, each as ``级别[列名] sentence``."""
    words = {severity.value: severity.label[lang] for severity in Severity}
    rank = pl.col("severity").replace_strict(_RANK, return_dtype=pl.Int8)
    title = pl.when(pl.col("column") != "").then(pl.format("[{}] ", pl.col("column"))).otherwise(pl.lit(" "))
    sentence = pl.col("severity").replace(words) + title + pl.col("message")
    here = findings.filter((pl.col("tab") == tab) & (pl.col("row") > 0))
    ordered = here.select("row", sentence.alias("mark"), rank.alias("rank")).sort("row", "rank", maintain_order=True)
    joined = ordered.group_by("row", maintain_order=True).agg(pl.col("mark").str.join(_JOINT))
    cut = pl.col("mark").str.slice(0, LONGEST_MARK) + "…"
    return joined.with_columns(pl.when(pl.col("mark").str.len_chars() > LONGEST_MARK).then(cut).otherwise(pl.col("mark")))


def findings_rows(findings: pl.DataFrame) -> pl.DataFrame:
    """The rows of the sheet 校验结果, worst first as everywhere else; those of one severity in the order of the sheets and rows."""
    rank = pl.col("severity").replace_strict(_RANK, return_dtype=pl.Int8)
    link = pl.when(pl.col("cell") != "").then(pl.format("→ {}", pl.col("cell")))
    rows = findings.sort(rank, maintain_order=True).head(MOST_ROWS).with_columns(link.alias("link"), title=pl.col("column"))
    return rows.select(pl.col(name).cast(column.dtype) for name, column in FINDINGS.by_field.items()).with_columns(_blank_to_null())


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
    rank = pl.col("severity").replace_strict(_RANK, return_dtype=pl.Int8)
    ordered = counted.sort(rank, pl.col("count"), "code", descending=[False, True, False])
    rows = ordered.select(pl.col(name).cast(column.dtype) for name, column in SUMMARY.by_field.items())
    return rows.with_columns(_blank_to_null())


def _blank_to_null() -> pl.Expr:
    text = pl.col(pl.String)
    return pl.when(text != "").then(text)
