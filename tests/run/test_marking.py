"""How findings stand on their sheet."""

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.run.marking import findings_rows
from shopbook.sheet.findings import Severity, no_findings, one_finding


def found(severity: Severity, cell: str) -> pl.DataFrame:
    return one_finding("x", severity, Label("坏", "bad"), Lang.ZH, tab="订单", cell=cell)


def test_the_worst_findings_come_first_and_those_of_one_severity_in_the_order_of_the_rows() -> None:
    given = [
        found(Severity.HINT, "A5"),
        found(Severity.WARNING, "A6"),
        found(Severity.ERROR, "A7"),
        found(Severity.WARNING, "A8"),
        found(Severity.ERROR, "A9"),
    ]

    assert findings_rows(pl.concat(given))["cell"].to_list() == ["A7", "A9", "A6", "A8", "A5"]


def test_no_findings_are_no_rows() -> None:
    assert findings_rows(no_findings()).height == 0
