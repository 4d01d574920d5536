"""Checking a workbook sheet by sheet: the rules of each, with what they compare its rows to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.columns import Sheet
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Fact, Given, Rule, Verdict, check


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """The rules of a sheet; several may be about one sheet.

    Attributes:
        sheet: What they are about.
        rules: What can be wrong.
        facts: What several of them use.
        beside: The sheet's rows with columns from other sheets (``person.name``); the rows as they are if nothing is needed.
    """

    sheet: Sheet
    rules: tuple[Rule, ...]
    facts: tuple[Fact, ...] = ()
    beside: Callable[[Inputs], pl.DataFrame] | None = None

    def verdict(self, given: Inputs) -> Verdict:
        """What is wrong; nothing on a sheet that is not there."""
        table = given.tables[self.sheet.code]
        if table.header is None:
            return Verdict(table.locate(pl.DataFrame(), given.lang), {})
        whole = replace(table, frame=self.beside(given)) if self.beside else table
        return check(self.rules, whole, facts=self.facts, frames={}, given=Given(given.parameters, given.now, given.lang))


def checked(given: Inputs, checks: Sequence[SheetCheck], sheets: Sequence[Sheet]) -> Outcome:
    """What the check of a workbook comes to: findings of reading and of rules, how many rows have some, rules that could not run.

    Args:
        given: What the task is given.
        checks: The rules, sheet by sheet.
        sheets: What is looked through, whether it has rules or not; the findings replace the marks of those that are there.
    """
    verdicts = [each.verdict(given) for each in checks]
    findings = together([*(given.tables[sheet.code].findings for sheet in sheets), *(verdict.findings for verdict in verdicts)])
    there = tuple(sheet.code for sheet in sheets if given.tables[sheet.code].header is not None)
    return Outcome(findings, summary=rows_found(findings), marks=there, not_run=_not_run(checks, verdicts))


ROWS_FOUND: Mapping[str, Label] = {
    "error_rows": Label(zh="有错误的行", en="Rows with errors"),
    "warning_rows": Label(zh="有警告的行", en="Rows with warnings"),
    "hint_rows": Label(zh="有提示的行", en="Rows with hints"),
}
"""The figures of :func:`rows_found`."""


def rows_found(findings: pl.DataFrame) -> dict[str, object]:
    """How many rows of all sheets have findings of each severity."""
    places = findings.filter(pl.col("row") > 0).unique(("severity", "tab", "row"))
    rows = dict(places.group_by("severity").len().iter_rows())
    return {f"{severity.value}_rows": int(rows.get(severity.value, 0)) for severity in Severity}


def _not_run(checks: Sequence[SheetCheck], verdicts: Sequence[Verdict]) -> dict[str, tuple[Label, ...]]:
    """Rules that could not run, each with the titles of the columns that it lacks."""
    titles = {field: column.label for each in checks for field, column in each.sheet.by_field.items()}
    missing = {code: fields for verdict in verdicts for code, fields in verdict.not_run.items()}
    return {code: tuple(titles[field] for field in fields if field in titles) for code, fields in missing.items()}
