"""Whether a post's indicators are good enough to begin a month with."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.library.holding import holds, indicators_of, is_for, is_whole
from shopbook.books.appraisal.library.indicator_rules import WEIGHTS_RULE, indicator_findings
from shopbook.books.appraisal.library.sheets import INDICATORS, Indicator
from shopbook.books.appraisal.vocabulary import ASPECTS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together

_NONE = Label(zh="没有指标", en="there are none")
_ROWS = Label(zh="第 {rows} 行有错误，见“检查考核”", en="errors in row {rows}, see Check appraisal")
_WEIGHTS = Label(zh="{aspect}权重合计 {sum}，应为 100", en="weights of {aspect} come to {sum}, not 100")


@dataclass(frozen=True, slots=True)
class PostIndicators:
    """The indicators of a post on a day.

    Attributes:
        indicators: In the order of 指标库.
        fault: What is wrong with them, so that no month can begin; ``None`` if nothing is.
    """

    indicators: tuple[Indicator, ...]
    fault: Label | None


@dataclass(frozen=True, slots=True)
class Library:
    """指标库 with the rows that have errors.

    Attributes:
        numbered: Each indicator with its row.
        wrong: Rows with errors other than their weights.
        weighs: Whether weights that do not come to 100 are errors, which the shop may have switched off.
    """

    numbered: Sequence[tuple[int, Indicator]]
    wrong: frozenset[int]
    weighs: bool

    def of(self, post: str, day: dt.date) -> PostIndicators:
        """A post's indicators on a day."""
        found = [(row, each) for row, each in self.numbered if is_for(each, post) and holds(each, day)]
        return PostIndicators(tuple(each for _, each in found), self._fault(found))

    def _fault(self, found: Sequence[tuple[int, Indicator]]) -> Label | None:
        bad = [str(row) for row, _ in found if row in self.wrong]
        if not found:
            return _NONE
        return _ROWS.filled({"rows": "、".join(bad)}) if bad else self._weights([each for _, each in found])

    def _weights(self, indicators: Sequence[Indicator]) -> Label | None:
        for aspect in ASPECTS if self.weighs else ():
            weights = [each.weight for each in indicators if each.aspect == aspect.code and each.weight is not None]
            if weights and not is_whole(weights):
                return _WEIGHTS.filled({"aspect": aspect.label, "sum": sum(weights)})
        return None


def library_of(given: Inputs) -> Library:
    """The library as it stands, looked through."""
    frame = given.frame(INDICATORS.code)
    found = together([given.tables[INDICATORS.code].findings, indicator_findings(given)])
    grave = found.filter(pl.col("severity") == Severity.ERROR.value, pl.col("row") > 0, pl.col("code") != WEIGHTS_RULE)
    switches: Mapping[str, str] = given.parameters.switches
    weighs = switches.get(WEIGHTS_RULE, Severity.ERROR.value) == Severity.ERROR.value
    return Library(list(zip(frame[ROW], indicators_of(frame), strict=True)), frozenset(grave["row"]), weighs)
