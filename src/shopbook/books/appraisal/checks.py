"""What each room of the workbook contributes to the check: the rules of one sheet, with what they compare its rows to."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import Sheet
from shopbook.sheet.rules import Fact, Given, Rule, Verdict, check


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """The rules of a sheet; several rooms may have some on one sheet.

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
