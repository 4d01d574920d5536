"""What is said of plans, and of those that are about to stand below them: the same as the next run says, which so has nothing to write."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.stock.counts.rules import PLAN_RULES
from shopbook.books.stock.counts.sheets import COUNT_PLANS, PLANNED
from shopbook.books.worklists import Record, framed
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import CHECK, ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Given, check
from shopbook.sheet.tables import Table

_WORDS = {severity.value: severity.label for severity in Severity}


def plan_findings(fresh: Sequence[Record], given: Inputs) -> pl.DataFrame:
    """What is wrong with the plans of the workbook and with new ones, which are planned, each with its cell.

    Args:
        fresh: The rows to be added, in order.
        given: The workbook.
    """
    table = given.tables[COUNT_PLANS.code]
    first = _first_free(table)
    below = framed(COUNT_PLANS, fresh).with_columns(pl.int_range(first, first + len(fresh), dtype=pl.Int64).alias(ROW))
    whole = replace(table, frame=pl.concat([table.frame, below.select(table.frame.columns)]))
    found = check(PLAN_RULES, whole, facts=(), frames={}, given=Given(given.parameters, given.now, given.lang)).findings
    letters = table.header.letters.get("state", "") if table.header else ""
    told = {
        "cell": pl.lit(letters) + pl.col("row").cast(pl.String),
        "value": pl.lit(COUNT_PLANS.by_field["state"].shown(given.lang)[PLANNED]),
    }
    is_new = (pl.col("row") >= first) & (pl.col("field") == "state")
    return found.with_columns(pl.when(is_new).then(value).otherwise(name).alias(name) for name, value in told.items())


def marked(fresh: Sequence[Record], found: pl.DataFrame, given: Inputs) -> list[Record]:
    """The rows to be added with what their 校验 says; no more than one thing can be wrong with a plan that a task lists."""
    first = _first_free(given.tables[COUNT_PLANS.code])
    said = found.filter(pl.col("row") >= first).select("row", "severity", "column", "message").iter_rows()
    marks = {row: f"{_WORDS[severity][given.lang]}[{column}] {message}" for row, severity, column, message in said}
    return [{**row, CHECK: marks.get(number)} for number, row in enumerate(fresh, first)]


def _first_free(table: Table) -> int:
    """The sheet row that the first new row gets: the one below its Excel table, or the only one of a table that is blank."""
    if table.header is None:
        return table.last_row + 1
    title = table.header.row
    last = max([table.last_row, *(each.last_row for each in table.grid.tables if each.first_row == title)])
    return last if table.frame.is_empty() and last == title + 1 else last + 1
